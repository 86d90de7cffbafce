"""The page Planifier: what it shows is what the command says, its files are those of the command."""

from __future__ import annotations

import io
import json

import openpyxl
import pandas as pd
import pytest

from territory.messages import Words
from territory.tables.scenarios import read_scenario
from tests.app.plan_pages import first_line, open_page, record_files, shown, title_of
from tests.command import territory


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("goal", ["coverage", "minutes", "farthest"])
def test_the_page_says_what_the_command_says(monkeypatch, language, goal):
    app = open_page(monkeypatch, language, places="3", within="15", goal=goal)
    assert not app.exception
    asked = ("--departement", "48", "--count", "3", "--within", "15", "--for", goal)
    done = territory("plan", "sites", *asked, "--lang", language)
    said, remarks = done.stdout.decode().splitlines(), done.said.splitlines()
    html, words = shown(app), Words(language)
    assert title_of(app) == said[0]
    summary = said[4]
    assert summary in html
    assert words.text("plan.proved") in html
    for line in said[1:4]:
        place, reason = line.split(" : " if language == "fr" else ": ", 1)
        assert place in html
        assert reason.split(". ")[0] in html
    # Whose minutes, and what the estimate costs, come before the answer.
    assert first_line(app) == remarks[0]


def test_a_choice_is_in_the_address_and_the_link_opens_it_again(monkeypatch):
    app = open_page(monkeypatch)
    app.slider(key="plan-places").set_value(2).run()
    app.selectbox(key="plan-goal").set_value("minutes").run()
    app.selectbox(key="plan-dense").set_value(3).run()
    chosen = {name: "".join(app.query_params[name]) for name in ("places", "goal", "dense")}
    assert chosen == {"places": "2", "goal": "minutes", "dense": "3"}
    again = open_page(monkeypatch, places="2", goal="minutes", dense="3")
    assert shown(again) == shown(app)
    done = territory(
        *("plan", "sites", "--departement", "48", "--count", "2", "--for", "minutes"),
        *("--exclude-density", "1", "--exclude-density", "2", "--exclude-density", "3"),
        *("--lang", "fr"),
    )
    assert done.stdout.decode().splitlines()[3] in shown(app)


def test_a_wrong_link_gives_the_defaults_and_says_so(monkeypatch):
    app = open_page(monkeypatch, places="99", goal="fast", within="7", question="why", dense="9")
    assert not app.exception
    assert len(app.warning) == 5
    assert "20 min" in title_of(app)


def test_for_france_a_smaller_territory_is_asked_for(monkeypatch):
    app = open_page(monkeypatch, territory="france")
    assert not app.exception
    words = Words("fr").text("plan.page.whole")
    assert words in [one.value.replace("\\", "") for one in app.markdown]
    assert not [one for one in app.get("html") if "territory-plan" in one.proto.body[:40]]


@pytest.fixture
def offered(monkeypatch):
    return record_files(monkeypatch)


def test_the_files_hold_the_places_and_a_scenario_says_who_proposes_it(
    monkeypatch, offered, tmp_path
):
    app = open_page(monkeypatch, places="3", within="15")
    app.text_input(key="plan-author").set_value("A. Planner")
    app.text_input(key="plan-reason").set_value("too far").run()
    assert not app.exception
    rows = pd.read_csv(io.BytesIO(offered["ou.csv"]()), dtype={"commune_code": str})
    codes = rows["commune_code"].tolist()
    assert len(codes) == 3
    assert all(f"({code})" in shown(app) for code in codes)
    drawn = json.loads(offered["ou.geojson"]())
    assert [one["id"] for one in drawn["features"]] == codes
    sheet = openpyxl.load_workbook(io.BytesIO(offered["ou.xlsx"]())).worksheets[0]
    assert sheet.max_row == 4
    file = tmp_path / "mine.csv"
    file.write_bytes(offered["scenario.csv"]())
    scenario = read_scenario(file).rows
    assert scenario["counter_code"].tolist() == [f"plan-{code}" for code in codes]
    assert set(scenario["author"]) == {"A. Planner"}
    assert set(scenario["reason"]) == {"too far"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_closure_is_told_as_the_command_tells_it(monkeypatch, language):
    app = open_page(monkeypatch, language, question="close", counter="274", within="15")
    assert not app.exception
    html = shown(app)
    alone = territory("plan", "close", "274", "--within", "15", "--lang", language)
    for line in alone.stdout.decode().splitlines():
        assert line in html
    every = territory(
        *("plan", "close", "--departement", "48", "--within", "15", "--top", "50"),
        *("--lang", language),
    )
    lines = every.stdout.decode().splitlines()
    (mine,) = (line for line in lines if "(274)" in line)
    assert mine in html
    names = [line.split(",")[0] for line in lines]
    table = html[html.rindex("<tbody>") :]
    places = [table.index(f">{name}<") for name in names]
    assert places == sorted(places)
    assert table.count("<tr>") == len(lines)


def test_the_counter_that_closes_first_is_the_one_most_depend_on(monkeypatch, offered):
    app = open_page(monkeypatch, question="close")
    first = app.selectbox(key="plan-counter").value
    rows = pd.read_csv(io.BytesIO(offered["fermetures.csv"]()), dtype={"counter_code": str})
    assert rows["counter_code"].iloc[0] == first
    assert rows["losing_people"].is_monotonic_decreasing
    touched = pd.read_csv(io.BytesIO(offered["fermeture.csv"]()))
    assert touched["losing_people"].sum() == pytest.approx(rows["losing_people"].iloc[0], rel=0.01)


def test_an_unknown_counter_of_a_link_is_said(monkeypatch):
    app = open_page(monkeypatch, question="close", counter="no such")
    assert not app.exception
    assert len(app.warning) == 1
