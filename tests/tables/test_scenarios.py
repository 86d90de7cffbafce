"""A scenario read, said and applied: who proposes it, what minutes measure it, what it may not do."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from territory.errors import ContractError
from territory.messages import Words
from territory.tables.applied import with_scenario
from territory.tables.overrides import COLUMNS
from territory.tables.scenarios import Scenario, joined, read_scenario, scenario_csv, scenarios_in
from territory.travel import OfficialEngine

EN = Words("en")


def rows_of(*rows):
    signed = {"reason": "why", "author": "A. Planner", "date": "2026-11-27"}
    table = pd.DataFrame([signed | row for row in rows], dtype="str")
    index = pd.RangeIndex(2, len(table) + 2, name="line")
    return table.fillna("").reindex(columns=list(COLUMNS), fill_value="").set_axis(index)


def added(code="new", **more):
    return {
        "action": "add",
        "counter_code": code,
        "counter_name": "New",
        "longitude": "3.5",
        "latitude": "44.5",
    } | more


def test_a_folder_gives_its_csv_files_by_name_and_nothing_else(tmp_path):
    for name in ("b.csv", "a.CSV", ".hidden.csv", "notes.txt"):
        (tmp_path / name).write_text("")
    assert list(scenarios_in(tmp_path)) == ["a", "b"]
    assert scenarios_in(tmp_path / "absent") == {}
    assert scenarios_in(tmp_path / "notes.txt") == {}


def test_a_file_written_is_read_back_and_its_content_is_its_fingerprint(tmp_path):
    scenario = Scenario("mine", rows_of(added()))
    file = tmp_path / "mine.csv"
    file.write_bytes(scenario_csv(scenario))
    read = read_scenario(file)
    assert read.fingerprint == scenario.fingerprint
    others = [Scenario("mine", rows_of(added(latitude="44.6"))), Scenario("yours", read.rows)]
    assert len({scenario.fingerprint, *(one.fingerprint for one in others)}) == 3


def test_it_says_who_when_and_that_official_data_stay():
    two = Scenario("two", rows_of(added("a"), added("b", author="B. Other", date="2026-12-01")))
    assert two.in_words(EN) == (
        "Scenario: two, proposed by A. Planner, B. Other on December 1, 2026 "
        "(2 changes of counters); official data were not changed."
    )
    undated = Scenario("one", rows_of(added(date="")))
    assert "undated (1 change of counter)" in undated.in_words(EN)
    loose = Scenario("one", rows_of(added(date="next spring")))
    assert "on next spring" in loose.in_words(EN)


@pytest.mark.parametrize(
    ("row", "engine"),
    [
        ({"action": "close"}, "estimate"),
        ({"action": "confirm_itinerant"}, "estimate"),
        ({"action": "change_hours", "opening_saturday_text": "09:00 - 12:00"}, "insee"),
    ],
)
def test_official_minutes_are_left_where_counters_move_and_kept_where_hours_alone_change(
    sample, row, engine
):
    official = replace(
        sample, engine=OfficialEngine(minutes=sample.communes["official_counter_minutes"])
    )
    code = sample.counters.index[~sample.counters["is_itinerant"].astype(bool)][0]
    changed = with_scenario(official, Scenario("s", rows_of(row | {"counter_code": code})))
    assert changed.engine.name == engine
    said = changed.scenarios[0].in_words(EN)
    assert ("all estimated" in said) == (engine == "estimate")


def test_a_closed_counter_stops_nowhere_any_more(sample):
    stops = sample.itinerant_stops
    assert stops is not None
    code = stops["counter_code"].iloc[0]
    row = {"action": "close", "counter_code": code}
    after = with_scenario(sample, Scenario("s", rows_of(row))).itinerant_stops
    assert code not in set(after["counter_code"])
    assert len(after) == (stops["counter_code"] != code).sum()


def test_a_counter_added_twice_under_one_code_is_refused_in_words(sample):
    once = with_scenario(sample, Scenario("first", rows_of(added())))
    with pytest.raises(ContractError, match=r"second\.csv") as refused:
        with_scenario(once, Scenario("second", rows_of(added())))
    assert "local-new" in refused.value.say(EN)


def test_a_row_may_change_a_counter_that_a_row_before_it_adds(sample):
    hours = {"action": "change_hours", "opening_saturday_text": "09:00 - 12:00"}
    later = hours | {"counter_code": "local-new"}
    changed = with_scenario(sample, Scenario("s", rows_of(added(), later)))
    assert changed.counters.at["local-new", "opening_saturday_text"] == "09:00 - 12:00"
    with pytest.raises(ContractError):
        with_scenario(sample, Scenario("s", rows_of(later, added())))


def test_rows_of_two_scenarios_together_keep_the_codes_of_what_they_add(sample):
    bare = Scenario("bare", rows_of(added(""), added("", latitude="44.6")))
    hours = {"action": "change_hours", "opening_monday_text": "09:00 - 12:00"}
    later = Scenario("later", rows_of(hours | {"counter_code": "local-3"}))
    both = with_scenario(sample, Scenario("both", joined((bare, later))))
    apart = with_scenario(with_scenario(sample, bare), later)
    assert both.counters.index.tolist() == apart.counters.index.tolist()
    assert both.counters.at["local-3", "opening_monday_text"] == "09:00 - 12:00"
