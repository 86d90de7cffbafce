"""Since when counters have been open, by hand; minutes of quarters, against tables without the later ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from territory.country import Country
from territory.indicators.counters import nearest_counter_minutes
from territory.indicators.since import (
    mean_minutes,
    minutes_since,
    open_since,
    quarter_ends,
    tables_at,
)
from territory.tables import Tables
from territory.travel import Nearest, Places


def rows(**labels: str | None) -> pd.DataFrame:
    """Counters by code, each with its label's day."""
    days = pd.to_datetime(pd.Series(labels, dtype="object"))
    doubles = pd.Series(None, index=days.index, dtype="str")
    return pd.DataFrame({"label_date": days, "double_of_code": doubles})


def test_a_door_has_been_open_since_the_earliest_label_of_its_rows():
    counters = rows(a="2023-12-08", b="2020-09-01", c="2021-04-01")
    counters.loc["b", "double_of_code"] = "a"
    since = open_since(counters)
    assert since["a"] == pd.Timestamp("2020-09-01")
    assert since["c"] == pd.Timestamp("2021-04-01")


def test_no_date_and_a_date_before_the_programme_are_unknown_never_always():
    since = open_since(rows(a=None, b="2014-05-01", c="2019-07-01"))
    assert since.isna().tolist() == [True, True, False]


def test_quarters_end_where_the_last_label_falls():
    days = quarter_ends(pd.Series(pd.to_datetime(["2020-02-01", "2020-07-01", None])))
    assert days.strftime("%Y-%m-%d").tolist() == [
        "2020-01-01",
        "2020-03-31",
        "2020-06-30",
        "2020-09-30",
    ]
    nothing = pd.Series([pd.NaT], dtype="datetime64[ns]")
    assert quarter_ends(nothing).strftime("%Y-%m-%d").tolist() == ["2020-01-01"]


@pytest.mark.parametrize("day", ["2020-01-01", "2020-09-30", "2021-12-31"])
def test_a_quarter_is_todays_tables_without_the_counters_opened_later(sample: Tables, day: str):
    then = tables_at(sample, pd.Timestamp(day))
    assert 0 < len(then.counters) < len(sample.counters)
    found = minutes_since(sample)
    minutes = found.origins.average(found.minutes[:, found.column(pd.Timestamp(day))])
    expected = nearest_counter_minutes(then)
    pd.testing.assert_series_equal(minutes, expected, check_exact=True, check_names=False)


def test_the_last_column_is_what_the_page_says_today(sample: Tables):
    found = minutes_since(sample)
    today = nearest_counter_minutes(sample)
    minutes = found.origins.average(found.minutes[:, -1])
    pd.testing.assert_series_equal(minutes, today, check_exact=True, check_names=False)


def test_an_undated_counter_opens_on_the_day_of_the_list_alone(sample: Tables):
    counters = sample.counters.copy()
    counters["label_date"] = pd.NaT
    found = minutes_since(replace(sample, counters=counters))
    assert len(found.days) == 1
    assert np.isnan(found.minutes[:, 0]).all()
    assert np.isfinite(found.minutes[:, 1]).all()


def test_itinerant_counters_and_doubles_are_no_place_of_a_quarter_either(sample: Tables):
    """A bus labelled first changes nothing: it is at its carrier's office."""
    counters = sample.counters.copy()
    first = counters.index[counters["is_itinerant"].fillna(False)][0]
    counters.loc[first, "label_date"] = pd.Timestamp("2020-01-01")
    moved = minutes_since(replace(sample, counters=counters))
    found = minutes_since(sample)
    assert np.array_equal(moved.minutes, found.minutes, equal_nan=True)


class Counting:
    """An engine that counts the places it is asked about."""

    name, is_estimate = "estimate", True

    def __init__(self, engine):
        self.engine, self.asked = engine, 0

    def minutes_to_nearest(self, origins: Places, places: Places) -> Nearest:
        """Count them, then ask the engine."""
        self.asked += len(places)
        return self.engine.minutes_to_nearest(origins, places)


def test_each_counter_is_asked_for_once(sample: Tables):
    counting = Counting(sample.engine)
    minutes_since(replace(sample, engine=counting))
    assert counting.asked == 19


def test_of_some_communes_is_the_part_of_the_whole(sample: Tables):
    codes = sample.communes.index[[40, 3, 70]]
    part = Country(sample).minutes_since_of(codes)
    country = Country(sample)
    of_whole = country.minutes_since.of(codes)
    assert country.minutes_since_of(codes).minutes.tolist() == of_whole.minutes.tolist()
    assert np.array_equal(part.minutes, of_whole.minutes)
    assert part.origins.communes.tolist() == of_whole.origins.communes.tolist() == codes.tolist()


def test_what_a_cache_keeps_comes_back(sample: Tables):
    found = minutes_since(sample)
    back = type(found).of_frame(found.origins, found.frame())
    assert back.days.equals(found.days)
    assert np.array_equal(back.minutes, found.minutes, equal_nan=True)


def test_stops_have_the_day_of_their_carrier(sample: Tables):
    stops = sample.itinerant_stops
    assert stops is not None
    carrier = stops["counter_code"].iloc[0]
    opened = open_since(sample.counters)[carrier]
    before = tables_at(sample, opened - pd.Timedelta(days=1)).itinerant_stops
    after = tables_at(sample, opened).itinerant_stops
    assert before is not None
    assert after is not None
    assert carrier not in set(before["counter_code"])
    assert carrier in set(after["counter_code"])


def test_the_mean_of_a_territory_by_hand():
    codes = ["a", "b", "c", "d", "e"]
    minutes = pd.Series([10.0, 20.0, np.nan, 5.0, np.nan], index=codes)
    people = pd.Series([300.0, 100.0, 100.0, 10.0, 90.0], index=codes)
    groups = pd.Series(["x", "x", "x", "y", "y"], index=codes)
    found = mean_minutes(minutes, people, groups)
    assert found["x"] == (300 * 10 + 100 * 20) / 400
    assert np.isnan(found["y"])
