"""The country under a scenario: the figures its tables give from scratch, and the people of today."""

from __future__ import annotations

import pandas as pd
import pytest

from territory.cache import DiskCache
from territory.country import Country
from territory.plan.scenario import Signed, closed, open_on_saturday, opened_in
from territory.scores import DEFAULT_METHOD
from territory.tables.scenarios import Scenario

SIGNED = Signed("A. Planner", "to see", "2026-11-27")


@pytest.fixture(scope="module")
def mixed(sample):
    """One opened, one closed, one open on Saturday."""
    rows = [
        opened_in(sample, ["48104"], SIGNED, "new"),
        closed(sample, ["2983"], SIGNED),
        open_on_saturday(sample, [sample.counters.index[-1]], SIGNED),
    ]
    table = pd.concat(rows)
    return Scenario("mixed", table.set_axis(range(2, len(table) + 2)))


@pytest.mark.parametrize("what", ["indicators", "listed", "robustness", "epci"])
def test_its_figures_are_those_of_its_tables_from_scratch(country, mixed, what):
    under = country.under(mixed)
    fresh = Country(under.tables)

    def figures(one):
        if what == "indicators":
            return one.indicators
        if what == "epci":
            return one.figures("epci", DEFAULT_METHOD)
        return getattr(one, what)(DEFAULT_METHOD)

    pd.testing.assert_frame_equal(figures(under), figures(fresh))


def test_the_people_are_computed_once_and_nothing_of_it_is_kept_on_disk(sample, mixed, tmp_path):
    today = Country(sample, DiskCache(tmp_path / "edition"), "abc")
    _ = today.listed(DEFAULT_METHOD), today.draws
    kept = {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()}
    assert kept
    under = today.under(mixed)
    under.listed(DEFAULT_METHOD)
    assert under.need_interval is today.need_interval
    assert under.draws is today.draws
    assert {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()} == kept


def test_each_content_has_its_own_fingerprint(country, mixed):
    other = Scenario(mixed.name, mixed.rows.iloc[:-1])
    seals = {country.under(one).fingerprint for one in (mixed, other)} | {country.fingerprint}
    assert len(seals) == 3
