"""The same counters in every layout that was published: the changes are the same ones."""

from __future__ import annotations

import pytest

from territory.cli.history_read import read_list
from territory.history.lists_compared import compare_lists
from tests.history.made_lists import (
    BEFORE,
    after,
    write,
    write_2020,
    write_2023,
    write_2026,
    write_geojson,
)
from tests.history.test_lists_compared import EXPECTED

NUMBERED = {
    "liste-fs-20230707.csv": write_2023,
    "liste-fs-20200301.geojson": write_geojson,
    "liste-fs-20260601.csv": write_2026,
}


@pytest.mark.parametrize("name", NUMBERED)
def test_a_numbered_list_in_any_layout_gives_exactly_the_changes_that_were_made(
    tmp_path, sample, name
):
    before = read_list(NUMBERED[name](tmp_path / name, BEFORE, sample), sample).counters
    later = read_list(write(tmp_path / "liste-fs-20240801.csv", after(), sample), sample).counters
    assert compare_lists(before, later).changes["counter_change_name"].to_dict() == EXPECTED


@pytest.mark.parametrize("name", [*NUMBERED, "liste-fs-20200109.csv"])
def test_the_same_counters_in_two_layouts_are_no_change(tmp_path, sample, name):
    to = NUMBERED.get(name, write_2020)
    one = read_list(to(tmp_path / name, BEFORE, sample), sample).counters
    other = read_list(write(tmp_path / "liste-fs-20240801.csv", BEFORE, sample), sample).counters
    for pair in ((one, other), (other, one)):
        assert set(compare_lists(*pair).changes["counter_change_name"]) == {"unchanged"}
