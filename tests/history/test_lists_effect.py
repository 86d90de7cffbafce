"""What the changes between two lists do to people is what a plan says of the same changes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from territory.country import Country
from territory.doors import is_fixed
from territory.history.lists_compared import compare_lists
from territory.history.lists_effect import effect_of_lists, people_within
from territory.messages import Words
from territory.plan.changes_told import effect_rows
from territory.plan.closing import closing_effect, closures_in
from territory.plan.effect import served
from territory.territories import WHOLE

LIMIT = 20.0


def shut(country: Country) -> str:
    """Return the counter whose closing takes most."""
    return str(closures_in(country, WHOLE, LIMIT).index[0])


def effect_between(country: Country, before, after):
    compared = compare_lists(before, after)
    people = country.need_interval["illectronism_people"]
    codes = country.tables.communes.index
    told = compared.changes.index
    return compared, effect_of_lists(
        country.tables, compared, people, codes=codes, told=told, within_minutes=LIMIT
    )


def test_a_counter_that_closed_takes_what_the_plan_says_its_closing_takes(country):
    code, counters = shut(country), country.tables.counters
    compared, found = effect_between(country, counters, counters.drop(index=code))
    changes = compared.changes["counter_change_name"]
    assert changes[changes != "unchanged"].to_dict() == {code: "closed"}
    rows = effect_rows(country.tables.communes, found.before, found.after, LIMIT)
    planned = closing_effect(country, code, LIMIT, Words("en")).rows
    pd.testing.assert_frame_equal(rows, planned)
    closure = closures_in(country, WHOLE, LIMIT).loc[code]
    own = found.each.loc[code]
    assert own["losing_people"] == pytest.approx(closure["losing_people"])
    assert own["losing_people"] == pytest.approx(rows["losing_people"].sum())
    assert own["concerned_people"] == pytest.approx(closure["nearest_people"])
    assert own["change_minutes"] == pytest.approx(closure["added_minutes"])
    assert own["losing_people"] > 0


def test_an_opening_is_its_closing_undone(country):
    code, counters = shut(country), country.tables.counters
    _, closed = effect_between(country, counters, counters.drop(index=code))
    compared, opened = effect_between(country, counters.drop(index=code), counters)
    assert compared.changes.at[code, "counter_change_name"] == "opened"
    assert opened.each.at[code, "gaining_people"] == closed.each.at[code, "losing_people"]
    assert opened.each.at[code, "losing_people"] == 0
    assert opened.each.at[code, "change_minutes"] == -closed.each.at[code, "change_minutes"]
    turned = closed.within[["after_within_people", "before_within_people"]].to_numpy()
    np.testing.assert_allclose(
        opened.within[["before_within_people", "after_within_people"]], turned
    )


def test_a_counter_that_moves_alone_does_what_all_changes_do(country):
    code, counters = shut(country), country.tables.counters
    there = counters.copy()
    there.loc[[code], "geometry"] = there.loc[[code]].geometry.translate(yoff=0.15).to_numpy()
    compared, found = effect_between(country, counters, there)
    assert compared.changes.at[code, "counter_change_name"] == "moved"
    rows = effect_rows(country.tables.communes, found.before, found.after, LIMIT)
    own = found.each.loc[code]
    for name in ("gaining_people", "losing_people"):
        assert own[name] == pytest.approx(rows[name].sum())
    both = rows["nearer_people"].sum() + rows["further_people"].sum()
    assert own["concerned_people"] == pytest.approx(both)
    assert found.each.drop(code).isna().all(axis=None)


def test_a_bus_that_opens_has_no_minutes_rather_than_none_gained(country):
    counters = country.tables.counters
    bus = counters.index[~is_fixed(counters) & counters["is_itinerant"].fillna(False)][0]
    compared, found = effect_between(country, counters.drop(index=bus), counters)
    assert compared.changes.at[bus, "counter_change_name"] == "opened"
    assert found.each.loc[bus].isna().all()
    np.testing.assert_array_equal(found.before.minutes, found.after.minutes)


def test_people_within_a_limit_are_counted_from_where_they_start(country):
    people = country.need_interval["illectronism_people"]
    now = served(country.tables, people)
    within = people_within(now, now)
    by_hand = sum(
        count for count, minutes in zip(now.people, now.minutes, strict=True) if minutes <= 15.0
    )
    assert within.at[15.0, "after_within_people"] == pytest.approx(by_hand)
    assert within["before_within_people"].is_monotonic_increasing
