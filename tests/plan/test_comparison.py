"""Two scenarios side by side: by hand on communes made up, the laws they keep, page and command alike."""

from __future__ import annotations

import base64
import re
from dataclasses import asdict, replace

import numpy as np
import pandas as pd
import pytest

from territory import illectronism
from territory.contract import AGE_BANDS
from territory.country import Country
from territory.indicators.counters import nearest_counter_minutes
from territory.look import palette
from territory.maps.layers import NO_CLASS
from territory.messages import Words
from territory.plan import comparison_told as told
from territory.plan.comparison import compare_scenarios
from territory.plan.comparison_html import comparison_html, difference_classes
from territory.plan.effect import PEOPLE
from territory.plan.scenario import Signed, closed, opened_in
from territory.tables.applied import with_scenario
from territory.tables.scenarios import Scenario, scenario_csv
from territory.territories import Territory
from tests.command import territory

LOZERE = Territory("departement", "48")
SIGNED = Signed("A. Planner", "to see", "2026-11-27")
LIMIT = 15.0
EN = Words("en")


@pytest.fixture(scope="module")
def more(sample):
    """Two counters more."""
    rows = opened_in(sample, ["48104", "48043"], SIGNED, "Nouveau guichet, {commune}")
    return Scenario("more", rows)


@pytest.fixture(scope="module")
def fewer(sample):
    """The counter of Mende closed."""
    return Scenario("fewer", closed(sample, ["2983"], SIGNED))


@pytest.fixture(scope="module")
def found(country, fewer, more):
    return compare_scenarios(country, (fewer, more), LOZERE, LIMIT)


def test_each_side_is_what_its_tables_made_again_say(sample, found, fewer, more):
    people = illectronism.illectronism_people(sample.communes)
    for side, reach, scenario in zip(found.sides, found.reaches, (fewer, more), strict=True):
        minutes = nearest_counter_minutes(with_scenario(sample, scenario))
        is_far = minutes > LIMIT
        assert side.scenario is scenario
        assert reach.beyond_people == pytest.approx(people[is_far].sum())
        assert reach.beyond_count == is_far.sum()
        assert reach.mean_minutes == pytest.approx(
            (people * minutes).sum() / people[minutes.notna()].sum()
        )
        assert reach.beyond_low_people < reach.beyond_people < reach.beyond_high_people


def test_what_changes_between_them_adds_up(found):
    first, second = found.reaches
    change = found.change
    assert second.beyond_people - first.beyond_people == pytest.approx(
        change.losing_people - change.gaining_people
    )
    assert second.beyond_count - first.beyond_count == change.leaving_count - change.entering_count
    assert found.difference_low_people < found.difference_people < found.difference_high_people < 0
    rows = found.rows
    assert len(rows) == 152
    assert rows["gaining_people"].sum() == pytest.approx(change.gaining_people)
    weighted = first.mean_minutes - second.mean_minutes
    assert change.spared_minutes == pytest.approx(weighted)


def test_one_way_is_the_opposite_of_the_other(country, found, fewer, more):
    back = compare_scenarios(country, (more, fewer), LOZERE, LIMIT)
    there, again = found.rows.sort_index(), back.rows.sort_index()
    np.testing.assert_allclose(there["difference_minutes"], -again["difference_minutes"])
    for one, other in (("gaining", "losing"), ("nearer", "further")):
        np.testing.assert_allclose(there[f"{one}_people"], again[f"{other}_people"])
    assert (there["change_name"].eq("enters") == again["change_name"].eq("leaves")).all()
    assert back.reaches == found.reaches[::-1]
    assert back.difference_people == -found.difference_people
    classes = [difference_classes(one["difference_minutes"]) for one in (there, again)]
    assert (classes[0] + classes[1] == 6).all()


@pytest.mark.parametrize("is_today", [True, False])
def test_a_side_beside_itself_and_an_empty_one_beside_today_change_nothing(
    country, sample, more, is_today
):
    empty = Scenario("nothing", closed(sample, [], SIGNED))
    pair = (None, empty) if is_today else (more, more)
    same = compare_scenarios(country, pair, LOZERE, LIMIT)
    assert set(asdict(same.change).values()) == {0}
    assert (same.rows["difference_minutes"].dropna() == 0).all()
    assert told.touched_rows(same).empty
    assert EN.text("plan.compare.same") in comparison_html(same, EN)


def test_a_commune_without_an_estimate_has_no_people_rather_than_none(country, sample, more):

    communes = sample.communes.copy()
    communes.loc["48104", list(AGE_BANDS)] = float("nan")
    communes.loc["48104", "age_status"] = "missing"
    holed = Country(replace(sample, communes=communes))
    found = compare_scenarios(holed, (None, more), LOZERE, LIMIT)
    assert found.rows.loc["48104", list(PEOPLE)].isna().all()
    assert found.rows.at["48104", "difference_minutes"] < -10
    assert "48104" in told.touched_rows(found).index
    assert EN.plural("plan.unknown_people", 1) in told.lines(found, EN)


def test_minutes_unknown_on_one_side_are_hatched_and_said(country, sample, more):

    communes = sample.communes.copy()
    communes.loc["48001", "town_hall_point"] = None
    found = compare_scenarios(
        Country(replace(sample, communes=communes)), (None, more), LOZERE, LIMIT
    )
    assert pd.isna(found.rows.at["48001", "difference_minutes"])
    assert [one.unmeasured_count for one in found.reaches] == [1, 1]
    labels = [line.label for line in told.figures(found, EN)]
    assert EN.text("plan.compare.unmeasured_count") in labels
    html = comparison_html(found, EN)
    assert EN.text("plan.compare.legend.unknown") in html


def test_classes_of_differences_are_counted_out():
    minutes = pd.Series([-30, -10, -9.9, -5, -1, -0.9, 0, 0.9, 1, 5, 10, np.nan])
    expected = [0, 0, 1, 1, 2, 3, 3, 3, 4, 5, 6, NO_CLASS]
    assert difference_classes(minutes).tolist() == expected


def test_the_map_shows_only_where_the_two_differ(country, sample, more):
    """A counter that both open is no difference: it has no mark."""
    one = Scenario("one", more.rows.iloc[:1])
    html = comparison_html(compare_scenarios(country, (one, more), LOZERE, LIMIT), EN)

    svg = base64.b64decode(re.search(r"base64,([^\"]+)", html)[1]).decode()
    assert re.findall(r">([AB]×?)</text>", svg) == ["B"]
    assert palette.DIFFERENCES[0] in svg


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_command_says_and_writes_what_is_compared(tmp_path, country, fewer, more, language):
    files = [tmp_path / one.file_name for one in (fewer, more)]
    for file, one in zip(files, (fewer, more), strict=True):
        file.write_bytes(scenario_csv(one))
    out = tmp_path / "sides.csv"
    done = territory(
        *("plan", "compare", *files, "--departement", 48, "--within", 15, "--out", out),
        *("--lang", language),
    )
    assert done.returncode == 0, done.said
    words = Words(language)
    found = compare_scenarios(country, (fewer, more), LOZERE, LIMIT)
    said = done.stdout.decode()
    assert said.splitlines()[0] == told.title(found, words)
    for line in told.figures(found, words):
        assert line.difference in said
    rows = pd.read_csv(out, dtype={"commune_code": str}).set_index("commune_code")
    assert rows.index.tolist() == found.rows.index.tolist()
    np.testing.assert_allclose(
        rows["difference_minutes"], found.rows["difference_minutes"], atol=0.051
    )
    beside = " ".join(one.read_text(encoding="utf-8") for one in tmp_path.iterdir())
    assert all(one.in_words(words) in beside for one in (fewer, more))
    assert "territory plan compare fewer.csv more.csv --departement 48 --within 15" in beside


def test_the_situation_of_today_is_a_dash(tmp_path, more):
    file = tmp_path / more.file_name
    file.write_bytes(scenario_csv(more))
    asked = ("--departement", 48, "--within", 15)
    there = territory("plan", "compare", "-", file, *asked)
    back = territory("plan", "compare", file, "-", *asked)
    assert EN.text("scenario.none") in there.stdout.decode()
    assert there.returncode == back.returncode == 0
    assert there.stdout != back.stdout
