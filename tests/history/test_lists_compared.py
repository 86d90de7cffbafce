"""Two lists of one's own making give exactly their changes back, in each layout."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from territory.cli.history_read import read_list
from territory.history.lists_compared import compare_lists
from territory.history.matching import distinctive, match_counters
from tests.history.made_lists import BEFORE, LONG_DAYS, Row, after, write, write_2020

EXPECTED = {
    "11": "unchanged",
    "12": "unchanged",
    "13": "moved",
    "14": "hours_changed",
    "15": "unchanged",
    "16": "renamed",
    "917": "identifier_changed",
    "18": "unchanged",
    "19": "unchanged",
    "20": "closed",
    "21": "closed",
    "22": "unchanged",
    "23": "unchanged",
    "30": "opened",
    "31": "opened",
}


@pytest.fixture
def read(tmp_path, sample):
    """Write a list, and read it as the command does."""

    def written(rows: tuple[Row, ...], name: str, to=write):
        return read_list(to(tmp_path / name, rows, sample), sample).counters

    return written


@pytest.fixture
def compared(read):
    """The list of before and that of after."""
    return compare_lists(
        read(BEFORE, "liste-fs-20240307.csv"), read(after(), "liste-fs-20240801.csv")
    )


def test_two_lists_give_exactly_the_changes_that_were_made(compared):
    assert compared.changes["counter_change_name"].to_dict() == EXPECTED


def test_a_shift_of_400_m_is_no_move_and_600_m_are_one(compared):
    changes = compared.changes
    assert changes.loc[["12", "13"], "place_change_name"].tolist() == ["same", "moved"]
    assert changes.at["12", "moved_km"] == pytest.approx(0.4, abs=0.002)
    assert changes.at["13", "moved_km"] == pytest.approx(0.6, abs=0.002)


def test_hours_known_on_one_side_alone_are_not_comparable_never_changed(compared):
    changes = compared.changes
    assert changes.at["15", "hours_change_name"] == "not_comparable"
    assert changes.at["15", "before_weekly_hours"] == 15.0
    assert pd.isna(changes.at["15", "after_weekly_hours"])
    assert changes.at["14", "changed_days_text"] == "monday tuesday wednesday thursday friday"
    assert (changes.at["14", "before_weekly_hours"], changes.at["14", "after_weekly_hours"]) == (
        15,
        32.5,
    )


def test_the_carrier_of_a_bus_moves_and_its_bus_does_not(compared):
    assert compared.changes.at["19", "place_change_name"] == "carrier"
    assert pd.isna(compared.changes.at["19", "moved_km"])


def test_what_changes_its_number_is_matched_by_name_and_place(compared):
    row = compared.changes.loc["917"]
    assert (row["before_counter_code"], row["matched_by_name"]) == ("17", "name")
    assert bool(row["is_identifier_changed"])
    assert not row["is_ambiguous"]


def test_before_is_after_with_every_change_undone(compared):
    assert sorted(compared.before.index) == sorted(
        ({*compared.after.index} - {"30", "31"}) | {"20", "21"}
    )
    moved = compared.before.geometry["13"].y - compared.after.geometry["13"].y
    assert moved == pytest.approx(-0.0054, abs=1e-4)
    # What is no change stands where it stands after.
    assert compared.before.geometry["12"] == compared.after.geometry["12"]
    assert compared.before.at["14", "weekly_hours"] == 15.0


def test_a_list_without_identifiers_gives_the_same_changes_less_what_it_does_not_say(read):
    before = read(BEFORE, "liste-fs-20200109.csv", write_2020)
    found = compare_lists(before, read(after(), "liste-fs-20240801.csv")).changes
    alone = found[found["counter_change_name"].isin(["opened", "closed"])]
    names = alone.groupby("counter_change_name")["counter_name"].agg(sorted).to_dict()
    # Renamed at the same door: one counter. Moved inside its commune: one too, by its name.
    assert names == {
        "closed": ["France services de Nasbinals", "France services du Bleymard"],
        "opened": ["France services d'Ispagnac", "France services de Grandrieu"],
    }
    assert found.at["16", "matched_by_name"] == "place"
    assert found.at["16", "counter_change_name"] == "renamed"
    assert found.at["13", "counter_change_name"] == "moved"
    assert found["counter_change_name"].value_counts().to_dict() == {
        "unchanged": 9,
        "opened": 2,
        "closed": 2,
        "moved": 1,
        "renamed": 1,
    }
    assert set(found["hours_change_name"].dropna()) == {"not_comparable"}
    assert not found["is_identifier_changed"].fillna(False).any()


def test_two_of_one_name_at_one_place_are_matched_and_said_to_be_ambiguous(read):
    rows = (
        Row("41", "France services de Chanac", "48039", address="1 rue Haute"),
        Row("42", "France services de Chanac", "48039", 100.0, address="2 rue Haute"),
    )
    other = tuple(replace(row, number=f"9{row.number}") for row in rows)
    pairs = match_counters(
        read(rows, "liste-fs-20240307.csv"), read(other, "liste-fs-20240801.csv")
    )
    assert dict(zip(pairs["before_code"], pairs["after_code"], strict=True)) == {
        "41": "941",
        "42": "942",
    }
    assert pairs["is_ambiguous"].all()


def test_a_number_given_to_another_counter_far_away_is_a_closing_and_an_opening(read):
    before = (
        *BEFORE,
        Row("50", "France services de Nasbinals Sud", "48104", 300.0, address="7 rue Basse"),
    )
    later = (*BEFORE, Row("50", "Relais du Pont", "48198", 900.0, address="3 quai"))
    found = compare_lists(
        read(before, "liste-fs-20240307.csv"), read(later, "liste-fs-20240801.csv")
    )
    assert found.changes.at["50", "counter_change_name"] == "opened"
    assert found.changes.at["50-before", "counter_change_name"] == "closed"
    assert found.before.loc["50-before", "commune_code"] == "48104"


def test_lists_numbered_apart_are_matched_by_name_alone(read):
    turned = tuple(
        replace(row, number=other.number)
        for row, other in zip(BEFORE, (*BEFORE[3:], *BEFORE[:3]), strict=True)
    )
    found = compare_lists(
        read(BEFORE, "liste-fs-20240307.csv"), read(turned, "liste-fs-20240801.csv")
    )
    assert set(found.changes["counter_change_name"]) == {"identifier_changed"}
    assert set(found.changes["matched_by_name"]) == {"name"}


def test_a_door_given_twice_in_one_list_neither_opens_nor_closes(read):
    twice = (*BEFORE, Row("60", "Antenne de Florac", "48061", hours=LONG_DAYS))
    found = compare_lists(
        read(BEFORE, "liste-fs-20240307.csv"), read(twice, "liste-fs-20240801.csv")
    )
    assert found.after.at["13", "double_of_code"] == "60"
    assert found.changes.at["60", "counter_change_name"] == "repeats_door"
    assert set(found.changes["counter_change_name"].drop("60")) == {"unchanged"}
    back = compare_lists(
        read(twice, "liste-fs-20240307.csv"), read(BEFORE, "liste-fs-20240801.csv")
    )
    assert back.changes.at["60", "counter_change_name"] == "repeats_door"
    assert "60" not in back.before.index


def test_a_counter_that_begins_to_travel_is_said_so(read):
    later = (replace(BEFORE[0], format="Bus_équivalent"), *BEFORE[1:])
    found = compare_lists(
        read(BEFORE, "liste-fs-20240307.csv"), read(later, "liste-fs-20240801.csv")
    )
    assert found.changes.at["11", "counter_change_name"] == "became_itinerant"
    assert not found.before.at["11", "is_itinerant"]
    assert found.after.at["11", "is_itinerant"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Maison de services au public de Saint-Chély", "saint chely"),
        ("France Services", "france services"),
    ],
)
def test_the_words_that_tell_a_counter_from_another(name, words):
    assert distinctive(name) == words
