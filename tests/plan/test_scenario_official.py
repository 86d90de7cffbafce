"""Where official minutes are shown: a scenario that moves counters leaves them everywhere, and says it."""

from __future__ import annotations

import numpy as np
import pytest

from territory.country import Country
from territory.indicators.counters import nearest_counter_minutes
from territory.messages import Words
from territory.plan.comparison import compare_scenarios
from territory.plan.scenario import Signed, closed, open_on_saturday, opened_in
from territory.tables.scenarios import Scenario
from territory.territories import Territory
from tests.official_tables import with_official

SIGNED = Signed("A. Planner", "to see", "2026-11-27")
LOZERE = Territory("departement", "48")
NAME = "nearest_counter_minutes"
EN = Words("en")


@pytest.fixture(scope="module")
def official(sample):
    """All communes at 12 minutes by Insee."""
    return Country(with_official(sample))


def test_minutes_are_then_the_estimate_of_all_communes_and_it_is_said(official, sample):
    more = Scenario("more", opened_in(sample, ["48104"], SIGNED, "new"))
    under = official.under(more)
    assert (official.indicators[NAME] == 12).all()
    far = under.tables.communes.index != "48104"
    np.testing.assert_allclose(
        under.indicators[NAME][far], nearest_counter_minutes(under.tables)[far]
    )
    assert under.indicators[NAME].nunique() > 100
    assert EN.text("scenario.leaves_official") in under.tables.scenarios[0].in_words(EN)


@pytest.mark.parametrize("kind", ["empty", "hours"])
def test_hours_alone_or_nothing_keep_them(official, sample, kind):
    if kind == "empty":
        rows = closed(sample, [], SIGNED)
    else:
        rows = open_on_saturday(sample, ["2983"], SIGNED)
    under = official.under(Scenario(kind, rows))
    np.testing.assert_array_equal(under.indicators[NAME], official.indicators[NAME])
    assert EN.text("scenario.leaves_official") not in under.tables.scenarios[0].in_words(EN)


def test_today_beside_a_scenario_is_measured_as_the_scenario_is(official, country, sample):
    """Else the map of differences would show the difference of two measures."""
    more = Scenario("more", opened_in(sample, ["48104"], SIGNED, "new"))
    found, estimated = (
        compare_scenarios(one, (None, more), LOZERE, 15.0) for one in (official, country)
    )
    columns = ["first_minutes", "second_minutes", "difference_minutes"]
    np.testing.assert_allclose(found.rows[columns], estimated.rows[columns])
