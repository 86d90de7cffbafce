"""Opening hours, read from the forms they are published in: weeks worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources import france_services
from territory.contract import WEEKDAYS
from territory.opening import HOURS_COLUMNS, hours_of, read_day


def week(*days: str | None) -> pd.DataFrame:
    padded = [*days, *[None] * (6 - len(days))]
    return pd.DataFrame(
        [padded], columns=[f"opening_{day}_text" for day in WEEKDAYS], index=["1"], dtype="str"
    )


@pytest.mark.parametrize(
    ("published", "intervals"),
    [
        ("09:00 - 12:00 / 13:30 - 17:00", ((540, 720), (810, 1020))),
        ("09:00 - 12:00", ((540, 720),)),
        ("9h-12h et 14h00 à 17h30", ((540, 720), (840, 1050))),
        ("9H00–12H00 ; 14.00-18.00", ((540, 720), (840, 1080))),
        ("9-12", ((540, 720),)),
        ("13:30 - 17:00 / 09:00 - 12:00", ((540, 720), (810, 1020))),
        ("00:00 - 00:00 / 08:30 - 16:00", ((510, 960),)),
        ("09:00 - 12:00 / 12:00 - 17:00", ((540, 720), (720, 1020))),
    ],
)
def test_a_day_is_read_whatever_the_separators(published, intervals):
    day = read_day(published)
    assert day.intervals == intervals
    assert day.flags == frozenset()


@pytest.mark.parametrize("published", ["", " ", "Fermé", "-", "00:00 - 00:00"])
def test_a_closed_day_has_no_interval_and_nothing_odd(published):
    assert read_day(published).intervals == ()
    assert read_day(published).flags == frozenset()


@pytest.mark.parametrize(
    ("published", "flag"),
    [
        ("voir le site", "unparsed"),
        ("09:00 - 12:00 (hors travaux)", "unparsed"),
        ("09:75 - 12:00", "unparsed"),
        ("09:00 - 25:00", "unparsed"),
        ("17:00 - 09:00", "reversed"),
        ("12:00 - 12:00", "reversed"),
        ("09:00 - 12:00 / 09:00 - 12:00", "overlapping"),
        ("09:00 - 17:00 / 13:30 - 18:00", "overlapping"),
    ],
)
def test_what_is_odd_is_flagged(published, flag):
    assert read_day(published).flags == {flag}


def test_a_door_is_not_open_twice_but_the_published_sum_is_kept():
    # By hand, from counter 1987 of August 2024: 7 h, 8 h and 8 h overlapping are 8 h of opening.
    day = read_day("00:00 - 00:00 / 08:00 - 15:00 / 08:00 - 16:00 / 08:00 - 16:00")
    assert day.minutes == 8 * 60
    assert day.published_minutes == 23 * 60


def test_a_week_is_added_up():
    hours = hours_of(
        week("09:00 - 12:00 / 14:00 - 17:00", None, "14:00 - 19:00", "", None, "09:00 - 12:00")
    ).iloc[0]
    assert hours["weekly_hours"] == 14
    assert hours["published_weekly_hours"] == 14
    assert hours["open_days_count"] == 3
    assert hours["is_open_saturday"]
    assert hours["is_open_evening"]
    assert pd.isna(hours["hours_flag_name"])
    assert hours["hours_status"] == "observed"


def test_a_counter_open_till_six_is_not_open_in_the_evening():
    assert not hours_of(week("14:00 - 18:00"))["is_open_evening"].iloc[0]


def test_a_week_without_any_day_is_unknown_not_closed():
    hours = hours_of(week()).iloc[0]
    for name in ("weekly_hours", "published_weekly_hours", "open_days_count", "is_open_saturday"):
        assert pd.isna(hours[name])
    assert hours["hours_status"] == "missing"


def test_a_week_with_one_unreadable_day_is_unknown_and_flagged():
    hours = hours_of(week("09:00 - 12:00", "voir le site")).iloc[0]
    assert pd.isna(hours["weekly_hours"])
    assert hours["hours_flag_name"] == "unparsed"
    assert hours["hours_status"] == "missing"


def test_an_absurd_week_is_flagged_and_kept():
    hours = hours_of(week(*["08:00 - 20:00"] * 6)).iloc[0]
    assert hours["weekly_hours"] == 72
    assert hours["hours_flag_name"] == "too_long"


def test_an_empty_table_keeps_its_types():
    hours = hours_of(week().iloc[:0])
    assert list(hours) == list(HOURS_COLUMNS)
    assert hours.dtypes.astype(str).equals(hours_of(week()).dtypes.astype(str))


minute = st.integers(0, 24 * 60)
# Two different minutes in order: nothing drawn is thrown away.
pair = st.lists(minute, min_size=2, max_size=2, unique=True).map(lambda one: tuple(sorted(one)))
ranges = st.lists(pair, max_size=4)


def written(day: list[tuple[int, int]]) -> str:
    def clock(minutes: int) -> str:
        return f"{minutes // 60:02d}:{minutes % 60:02d}"

    return " / ".join(f"{clock(start)} - {clock(end)}" for start, end in day)


@given(ranges)
def test_any_ranges_written_as_published_cover_what_they_say(day):
    covered = {minute for start, end in day for minute in range(start, end)}
    read = read_day(written(day))
    assert read.minutes == len(covered)
    assert read.published_minutes == sum(end - start for start, end in day)
    assert ("overlapping" in read.flags) == (read.published_minutes > read.minutes)


@given(st.permutations([(540, 720), (600, 780), (840, 1020)]))
def test_the_order_of_ranges_does_not_matter(day):
    assert read_day(written(day)).intervals == ((540, 780), (840, 1020))


@given(st.lists(ranges, min_size=6, max_size=6))
def test_a_week_never_holds_more_hours_than_its_days(days):
    hours = hours_of(week(*[written(day) for day in days]))["weekly_hours"].iloc[0]
    assert pd.isna(hours) or 0 < hours <= 24 * 6


@pytest.mark.national
def test_the_national_list_is_read_whole_and_its_absurd_week_flagged(national):
    counters = france_services.read(national / "liste-fs-20240801.csv")
    hours = hours_of(counters)
    published = counters[[f"opening_{day}_text" for day in WEEKDAYS]].notna().any(axis="columns")
    assert (hours.loc[published, "hours_status"] == "observed").mean() > 0.98
    # Independent reading of the file: the largest sum of ranges is 106 h, at counter 1355 or 1987.
    assert hours["published_weekly_hours"].max() == 106
    assert hours.loc[hours["published_weekly_hours"].idxmax(), "hours_flag_name"] == "overlapping"
    assert hours["weekly_hours"].max() <= 60
