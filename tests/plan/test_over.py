"""A plan made over a scenario: the counters it adds are there, and what is written holds both."""

from __future__ import annotations

import pandas as pd
import pytest

from territory.messages import Words
from territory.tables.scenarios import read_scenario
from tests.app.plan_pages import open_page, shown
from tests.command import territory

LOZERE = ("--departement", "48", "--within", 15)
SIGNED = ("--author", "A. Planner", "--reason", "to see")
FR = Words("fr")


@pytest.fixture
def first(tmp_path):
    """The first place of Lozère, as a scenario."""
    path = tmp_path / "first one.csv"
    done = territory("plan", "sites", *LOZERE, "--count", 1, "--scenario", path, *SIGNED)
    assert done.returncode == 0, done.said
    return path


def codes(path):
    return read_scenario(path).rows["counter_code"].tolist()


def test_the_next_place_is_the_second_of_two_and_the_scenario_written_holds_both(tmp_path, first):
    both, out = tmp_path / "both.csv", tmp_path / "next.csv"
    territory("plan", "sites", *LOZERE, "--count", 2, "--scenario", both, *SIGNED)
    over = tmp_path / "over.csv"
    asked = ("--count", 1, "--over", first, "--scenario", over, *SIGNED, "--out", out)
    done = territory("plan", "sites", *LOZERE, *asked, language="fr")
    assert done.returncode == 0, done.said
    assert sorted(codes(over)) == sorted(codes(both))
    assert read_scenario(first).in_words(FR) in done.said
    beside = " ".join(one.read_text(encoding="utf-8") for one in tmp_path.glob("next*"))
    assert "--over 'first one.csv'" in beside
    assert read_scenario(first).in_words(FR) in beside


@pytest.mark.parametrize(("question", "verb"), [("open", "sites"), ("saturday", "saturday")])
def test_the_page_under_a_scenario_says_what_the_command_over_it_says(
    monkeypatch, tmp_path, first, question, verb
):
    monkeypatch.setenv("TERRITORY_SCENARIOS", str(tmp_path))
    app = open_page(monkeypatch, question=question, places="2", within="15", scenario=first.stem)
    assert not app.exception
    asked = ("--count", 2, "--over", first)
    done = territory("plan", verb, *LOZERE, *asked, "--lang", "fr")
    html = shown(app)
    summary = done.stdout.decode().splitlines()[3]
    assert summary in html
    without = territory("plan", verb, *LOZERE, "--count", 2, "--lang", "fr")
    if verb == "sites":
        assert without.stdout != done.stdout


def test_closing_a_counter_that_a_scenario_adds_takes_its_gain_back(tmp_path, first):
    added = f"local-{codes(first)[0]}"
    lost, gained = tmp_path / "lost.csv", tmp_path / "gained.csv"
    closing = ("--within", 15, "--over", first, "--out", lost)
    done = territory("plan", "close", added, *closing)
    assert done.returncode == 0, done.said
    territory("plan", "effect", first, "--within", 15, "--out", gained)
    there, back = (pd.read_csv(one).set_index("commune_code") for one in (gained, lost))
    pd.testing.assert_series_equal(
        there["gaining_people"], back["losing_people"].reindex(there.index), check_names=False
    )
