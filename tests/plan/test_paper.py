"""A plan on one page of paper: one page whatever is asked, its figures those of command and file."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace

import pandas as pd
import pytest

from territory.messages import Words
from territory.plan.answer import answer
from territory.plan.closing import closing_effect, closures_in
from territory.plan.closing_shown import closing_shown
from territory.plan.paper import MOST_ROWS, sheet_of, sheet_pdf
from territory.plan.question import GOALS, Question
from territory.plan.rounds import RoundsQuestion
from territory.plan.rounds_shown import rounds_shown
from territory.plan.rounds_told import rounds_answer
from territory.plan.saturday_shown import saturdays_shown
from territory.plan.saturday_told import saturday_answer
from territory.plan.scenario import Signed, opened_in
from territory.plan.sites_shown import sites_shown
from territory.plan.timetable import read_start
from territory.tables import open_data_in_use
from territory.tables.scenarios import Scenario
from territory.territories import Territory
from tests.command import territory

LOZERE = Territory("departement", "48")
LINK = "https://example.org/plan?territory=departement:48"
KINDS = (*GOALS, "saturday", "rounds", "close")


@pytest.fixture(scope="module")
def in_use():
    return open_data_in_use(None)


def shown_of(country, kind, words, count=5, where=LOZERE):
    tables = country.tables
    if kind in GOALS:
        return sites_shown(tables, answer(country, Question(where, count, 12, kind), words), words)
    if kind == "saturday":
        found = saturday_answer(country, Question(where, count, 12), words)
        return saturdays_shown(tables, found, words)
    if kind == "rounds":
        asked = RoundsQuestion(
            Question(where, within_minutes=10), buses=4 if count > 5 else 1, stops=2
        )
        found = rounds_answer(country, asked, read_start("2026-09-07"), words)
        return rounds_shown(tables, found, words)
    closures = closures_in(country, where, 12)
    counter = closures.index[0]
    effect = closing_effect(country, counter, 12, words)
    return closing_shown(tables, where, closures, counter, effect, within_minutes=12, words=words)


def pages_count(pdf):
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("count", [1, 5, 50])
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_asked_has_one_page(country, in_use, kind, count, language):
    words = Words(language)
    shown = shown_of(country, kind, words, count)
    pdf = sheet_pdf(country.tables, shown, in_use, words, link=LINK)
    assert pages_count(pdf) == 1
    assert pdf == sheet_pdf(country.tables, shown, in_use, words, link=LINK)


def told_by(pdf, folder):
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    (folder / "plan.pdf").write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", "-raw", str(folder / "plan.pdf"), "-"], capture_output=True, check=True
    )
    return " ".join(done.stdout.decode().replace("\u202f", " ").replace("\u00a0", " ").split())


def flat(words):
    return " ".join(words.replace("\u202f", " ").replace("\u00a0", " ").split())


@pytest.mark.parametrize("count", [5, 50])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_cut_that_the_page_says(country, in_use, tmp_path, kind, count):
    words = Words("fr")
    shown = shown_of(country, kind, words, count)
    read = told_by(sheet_pdf(country.tables, shown, in_use, words, link=LINK), tmp_path)
    said = [shown.title, shown.minutes, *shown.answer, *shown.remarks, *shown.unknown]
    said += [one for pair in shown.figures for one in pair]
    said += [one for _, one in (*shown.legend, *shown.signs)]
    for one in filter(None, [*said, shown.proof, LINK]):
        # A line may end at a hyphen: what is compared is letters alone.
        assert letters(one) in letters(read), one


def letters(words):
    return re.sub(r"[^\w%]", "", flat(words))


def test_rows_without_room_are_counted(country, in_use, tmp_path):
    words = Words("en")
    shown = shown_of(country, "minutes", words, 50)
    read = told_by(sheet_pdf(country.tables, shown, in_use, words, link=LINK), tmp_path)
    left = int(re.search(r"and (\d+) other places, in the workbook", read)[1])
    kept = len(shown.on_paper.cells) - left
    assert 3 <= kept <= MOST_ROWS
    names = [row[0] for row in shown.on_paper.cells]
    assert letters(names[kept - 1]) in letters(read)
    assert letters(names[kept].split(".")[0] + names[kept].split(". ")[1]) not in letters(read)


def test_figures_of_the_page_are_those_of_command_and_file(tmp_path):
    asked = ("--departement", "48", "--count", 3, "--within", 15, "--lang", "en")
    for verb in ("sites", "saturday"):
        pdf, csv = tmp_path / f"{verb}.pdf", tmp_path / f"{verb}.csv"
        done = territory("plan", verb, *asked, "--out", pdf)
        assert done.returncode == 0, done.said
        territory("plan", verb, *asked, "--out", csv)
        rows = pd.read_csv(csv)
        read = letters(told_by(pdf.read_bytes(), tmp_path))
        summary = done.stdout.decode().splitlines()[4]
        assert letters(summary) in read
        for _, row in rows.iterrows():
            bounds = row["gained_low_people"], row["gained_high_people"]
            people = Words("en").people(row["gained_people"], *bounds)
            assert letters(people) in read
        # The command that makes the page again stands on it.
        assert letters(f"territory plan {verb} --departement 48 --count 3") in read


def test_a_closure_and_rounds_have_their_page_from_the_command(tmp_path):
    close, rounds = tmp_path / "close.pdf", tmp_path / "rounds.pdf"
    done = territory("plan", "close", "274", "--within", 15, "--out", close, "--lang", "fr")
    assert done.returncode == 0, done.said
    assert pages_count(close.read_bytes()) == 1
    assert letters(done.stdout.decode().splitlines()[0]) in letters(
        told_by(close.read_bytes(), tmp_path)
    )
    asked = ("--departement", "48", "--days", 2, "--within", 12, "--start", "2026-09-07")
    done = territory("plan", "rounds", *asked, "--out", rounds, "--lang", "fr")
    assert done.returncode == 0, done.said
    assert pages_count(rounds.read_bytes()) == 1
    several = territory("plan", "close", "274", "2983", "--out", close)
    assert several.returncode == 1


def test_hostile_names_are_words_on_the_page(country, in_use):
    words = Words("fr")
    shown = shown_of(country, "coverage", words)
    table = shown.on_paper
    hostile = '#panic("x") $ \\ <script>日'
    rows = ((hostile, *table.cells[0][1:]), *table.cells[1:])

    changed = replace(shown, title=hostile, on_paper=replace(table, cells=rows))
    pdf = sheet_pdf(country.tables, changed, in_use, words, link=LINK)
    assert pages_count(pdf) == 1
    sheet = sheet_of(country.tables, changed, in_use, words, link=LINK)
    assert json.loads(json.dumps(sheet))["title"] == hostile


def test_a_page_made_under_a_scenario_says_so_first(country, in_use, tmp_path):
    words = Words("fr")
    signed = Signed("A. Planner", "a trial", "2026-11-27")
    rows = opened_in(country.tables, ["48104"], signed, "Essai, {commune}")
    proposed = country.under(Scenario("essai", rows))
    shown = shown_of(proposed, "coverage", words)
    pdf = sheet_pdf(proposed.tables, shown, in_use, words, link=LINK)
    assert pages_count(pdf) == 1
    (scenario,) = proposed.tables.scenarios
    read = letters(told_by(pdf, tmp_path))
    assert read.index(letters(scenario.in_words(words))) < read.index(letters(shown.minutes))
