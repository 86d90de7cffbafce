"""Closures, Saturdays, scenarios: against the tables made again by hand, and the laws they keep."""

from __future__ import annotations

from dataclasses import asdict, replace

import numpy as np
import pandas as pd
import pytest

from territory import illectronism
from territory.errors import ContractError, UnknownNameError
from territory.indicators.counters import (
    fixed_counters,
    nearest_counter_minutes,
    nearest_saturday_counter_minutes,
)
from territory.indicators.one_counter import two_nearest
from territory.plan.closures import (
    every_closure,
    losing_interval,
)
from territory.plan.effect import effect, served, totals
from territory.plan.question import Question
from territory.plan.saturday import plan_saturdays
from territory.plan.scenario import Signed, closed, open_on_saturday, opened_in
from territory.plan.sites import plan_sites
from territory.tables import Tables
from territory.tables.applied import with_scenario
from territory.tables.scenarios import Scenario, read_scenario, scenario_csv
from territory.territories import Territory
from territory.travel import OfficialEngine

LOZERE = Territory("departement", "48")
SIGNED = Signed("A. Planner", "to see what it does", "2026-11-27")
LIMIT = 15.0


@pytest.fixture(scope="module")
def people(sample: Tables) -> pd.Series:
    return illectronism.illectronism_people(sample.communes)


def without(tables: Tables, code: str) -> Tables:
    return replace(tables, counters=tables.counters.drop(index=code))


def test_each_closure_takes_what_closing_that_counter_alone_takes(sample, people):
    near = two_nearest(sample)
    found = every_closure(near, people, LIMIT)
    before = nearest_counter_minutes(sample)
    for code in found.index:
        after = nearest_counter_minutes(without(sample, code))
        lost = (before <= LIMIT) & ~(after <= LIMIT)
        assert found.at[code, "losing_people"] == pytest.approx(people[lost].sum())
        moved = (after > before) & people.notna()
        added = (people * (after - before))[moved].sum()
        told = found.at[code, "added_minutes"] * found.at[code, "nearest_people"]
        assert (0 if np.isnan(told) else told) == pytest.approx(added, abs=1e-6)
    assert found["nearest_people"].sum() == pytest.approx(people[before.notna()].sum())


def test_the_people_who_depend_on_one_counter_come_with_their_interval(sample, people):
    near = two_nearest(sample)
    found = every_closure(near, people, LIMIT).query("losing_people > 0")
    draws = illectronism.draw_people(sample.communes)
    bounds = losing_interval(near, draws, LIMIT, found.index)
    assert (bounds["losing_low_people"] < found["losing_people"]).all()
    assert (found["losing_people"] < bounds["losing_high_people"]).all()


def test_two_counters_at_one_place_cost_nothing_if_one_closes(sample, people):
    code = fixed_counters(sample.counters).index[0]
    twin = sample.counters.loc[[code]].set_axis(["9999999"])
    doubled = replace(sample, counters=pd.concat([sample.counters, twin]))
    found = every_closure(two_nearest(doubled), people, LIMIT)
    assert found.loc[[code, "9999999"], "losing_people"].tolist() == [0, 0]


def test_a_plan_of_saturdays_serves_whom_those_counters_open_on_saturday_would(sample, people):
    plan = plan_saturdays(sample, Question(LOZERE, 3, 20), people)
    assert plan.bound_gap_share == 0
    before = nearest_saturday_counter_minutes(sample)
    rows = open_on_saturday(sample, plan.codes, SIGNED)
    changed = with_scenario(sample, Scenario("saturdays", rows))
    after = nearest_saturday_counter_minutes(changed)
    gained = people[~(before <= 20) & (after <= 20)].sum()
    assert plan.curve.gains[2] == pytest.approx(gained)
    # Their other days stay as they were.
    code = plan.codes[0]
    for day in ("monday", "friday"):
        name = f"opening_{day}_text"
        assert changed.counters.at[code, name] == sample.counters.at[code, name]


def test_a_plan_applied_as_a_scenario_gives_what_the_plan_promised(sample, people, tmp_path):
    plan = plan_sites(sample, Question(LOZERE, 3, LIMIT), people)
    scenario = Scenario("five", opened_in(sample, plan.codes, SIGNED, "Nouveau guichet, {commune}"))
    path = tmp_path / "five.csv"
    path.write_bytes(scenario_csv(scenario))
    read = read_scenario(path)
    pd.testing.assert_frame_equal(read.rows, scenario.rows, check_names=False)
    before, after = (served(one, people) for one in (sample, with_scenario(sample, read)))
    table = effect(before, after, LIMIT)
    assert table["gaining_people"].sum() == pytest.approx(plan.curve.gains[2], rel=1e-3)
    assert table["losing_people"].sum() == 0
    assert read.rows["author"].unique().tolist() == ["A. Planner"]


def test_closing_and_reopening_gives_the_first_figures_back(sample, people):
    code = fixed_counters(sample.counters).index[0]
    shut = with_scenario(sample, Scenario("shut", closed(sample, [code], SIGNED)))
    point = sample.counters.geometry[code]
    again = opened_in(sample, ["48095"], SIGNED, "again").assign(
        longitude=repr(point.x), latitude=repr(point.y)
    )
    back = with_scenario(shut, Scenario("back", again))
    first, last = served(sample, people), served(back, people)
    np.testing.assert_allclose(first.minutes, last.minutes)
    told = totals(first, last, effect(first, last, LIMIT))
    assert set(asdict(told).values()) == {0}


def test_effects_one_way_and_back_are_opposite(sample, people):
    code = fixed_counters(sample.counters).index[0]
    shut = with_scenario(sample, Scenario("shut", closed(sample, [code], SIGNED)))
    open_, closed_ = served(sample, people), served(shut, people)
    there, back = effect(open_, closed_, LIMIT), effect(closed_, open_, LIMIT)
    np.testing.assert_allclose(there["losing_people"], back["gaining_people"])
    np.testing.assert_allclose(there["further_people"], back["nearer_people"])
    assert (there["change_name"].eq("leaves") == back["change_name"].eq("enters")).all()
    lost = every_closure(two_nearest(sample), people, LIMIT).at[code, "losing_people"]
    assert there["losing_people"].sum() == pytest.approx(lost)


def test_official_data_never_change_and_corrections_stay_marked(sample):
    counters = sample.counters.copy()
    code = fixed_counters(counters).index[0]
    changed = with_scenario(sample, Scenario("s", open_on_saturday(sample, [code], SIGNED)))
    pd.testing.assert_frame_equal(sample.counters, counters)
    twice = with_scenario(changed, Scenario("t", opened_in(sample, ["48092"], SIGNED, "new")))
    assert SIGNED.reason in twice.counters.at[code, "correction_text"]
    assert twice.counters.at[code, "correction_name"] == "scenario_change_hours"
    assert [one.name for one in twice.scenarios] == ["s", "t"]
    assert len(twice.corrections) == len(sample.corrections)


def test_a_scenario_is_measured_by_minutes_that_know_added_counters(sample):
    official = replace(sample, engine=OfficialEngine())
    changed = with_scenario(official, Scenario("s", opened_in(sample, ["48092"], SIGNED, "new")))
    assert changed.engine.name == "estimate"


def test_wrong_rows_and_unknown_names_are_refused_in_words(sample):
    with pytest.raises(UnknownNameError):
        closed(sample, ["nothing"], SIGNED)
    with pytest.raises(UnknownNameError):
        opened_in(sample, ["01001"], SIGNED, "new")
    rows = opened_in(sample, ["48092"], SIGNED, "new").assign(author="")
    with pytest.raises(ContractError, match=r"mine\.csv"):
        with_scenario(sample, Scenario("mine", rows))
