"""The curve by quarter: by hand on few counters, equal to today's pages at its end."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from territory.country import Country
from territory.errors import UnknownNameError
from territory.history import told
from territory.history.band import published_band
from territory.history.curve import commune_minutes, curve_of, weighted_median
from territory.history.moments import find_moment, list_day, moments_of
from territory.messages import Words
from territory.scores import DEFAULT_METHOD
from territory.tables import DataInUse, Tables
from territory.territories import WHOLE, Territory
from tests.command import territory
from tests.official_tables import with_official

LOZERE = Territory("departement", "48")


def test_moments_are_the_start_the_ends_of_quarters_and_the_list():
    days = pd.DatetimeIndex(["2020-01-01", "2020-03-31"])
    names = [one.name for one in moments_of(days, date(2020, 9, 30))]
    assert names == ["2020-01-01", "2020Q1", "2020Q2", "list"]
    undated = moments_of(days, None)
    assert [(one.name, one.day) for one in undated] == [
        ("2020-01-01", date(2020, 1, 1)),
        ("2020Q1", date(2020, 3, 31)),
        ("list", None),
    ]


def test_a_moment_is_found_by_its_name_and_another_is_refused():
    moments = moments_of(pd.DatetimeIndex(["2020-01-01"]), date(2022, 1, 1))
    assert find_moment(moments, "2021-T2").day == date(2021, 6, 30)
    with pytest.raises(UnknownNameError):
        find_moment(moments, "2031Q1")


def test_shares_by_hand(sample: Tables, in_use: DataInUse):
    """Two communes, two counters, a year apart: at the first, then at both."""
    chosen = sample.counters[sample.counters["commune_code"].isin(["48095", "48092"])]
    counters = chosen.groupby("commune_code").head(1).copy()
    counters["label_date"] = [
        pd.Timestamp("2020-02-01" if code == "48095" else "2021-02-01")
        for code in counters["commune_code"]
    ]
    assert len(counters) == 2
    country = Country(replace(sample, counters=counters))
    curve = curve_of(country, Territory("communes", "48095,48092"), in_use)
    people = country.people_of(pd.Index(["48095", "48092"]))
    shares = curve.share(10)
    assert shares["2020-01-01"] == 0
    assert shares["2020Q1"] == pytest.approx(people["48095"] / people.sum())
    assert shares["2020Q4"] == shares["2020Q1"]
    assert shares["2021Q1"] == shares["list"] == 1
    assert curve.rows["open_counters_count"][["2020-01-01", "2020Q4", "2021Q1"]].tolist() == [
        0,
        1,
        2,
    ]
    assert np.isnan(curve.rows["median_counter_minutes"]["2020-01-01"])


@pytest.mark.parametrize("key", ["departement:48", "commune:48095", "france"])
def test_the_last_moment_says_what_the_pages_say_today(
    country: Country, in_use: DataInUse, key: str
):
    level, _, code = key.partition(":")
    code = code or "france"
    curve = curve_of(country, Territory(level, code), in_use)
    last = curve.rows.iloc[-1]
    today = country.one_counter(level).loc[code]
    if level == "commune":
        indicators = country.indicators.loc[code]
    else:
        indicators = country.figures(level, DEFAULT_METHOD).loc[code]
        assert last["open_counters_count"] == indicators["fixed_counters_count"]
    assert last["within_20_minutes_share"] == pytest.approx(
        today["counter_within_share"], abs=1e-12
    )
    assert last["nearest_counter_minutes"] == pytest.approx(
        indicators["nearest_counter_minutes"], abs=1e-12
    )


def test_an_undated_counter_is_counted_apart_and_said(country: Country, in_use: DataInUse):
    counters = country.tables.counters.copy()
    counters.loc[counters.index[:3], "label_date"] = [
        pd.NaT,
        pd.Timestamp("2012-01-01"),
        pd.Timestamp("2024-12-01"),
    ]
    other = Country(replace(country.tables, counters=counters))
    curve = curve_of(other, LOZERE, in_use)
    assert (curve.dates.undated_count, curve.dates.ahead_count) == (2, 1)
    whole = curve_of(country, LOZERE, in_use)
    gap = whole.rows["open_counters_count"] - curve.rows["open_counters_count"]
    assert gap.iloc[-1] == 0
    assert gap.iloc[-2] == 3
    said = " ".join(told.remarks(other, curve, Words("en")))
    assert "2 fixed counters of 19 have no label date" in said
    assert "1 fixed counter is labelled after the day of the list" in said


def test_a_scenario_does_not_change_the_past(country: Country, in_use: DataInUse):
    fewer = replace(country.tables, counters=country.tables.counters.iloc[5:])
    proposed = Country(fewer, today=country)
    curve = curve_of(proposed, LOZERE, in_use)
    assert curve.rows.equals(curve_of(country, LOZERE, in_use).rows)
    assert Words("fr").text("since.scenario") in told.remarks(proposed, curve, Words("fr"))


def test_official_minutes_give_way_to_the_engine_beside_at_all_moments_and_it_is_said(
    sample: Tables, country: Country, in_use: DataInUse
):
    official = Country(with_official(sample, 12.0))
    curve = curve_of(official, LOZERE, in_use)
    pd.testing.assert_frame_equal(curve.rows, curve_of(country, LOZERE, in_use).rows)
    assert Words("en").text("since.official") in told.remarks(official, curve, Words("en"))


def test_a_commune_of_unknown_place_adds_nobody_and_is_counted(country: Country, in_use: DataInUse):
    communes = country.tables.communes.copy()
    communes.loc["48095", "town_hall_point"] = None
    other = Country(country.tables.of(communes))
    curve, whole = (curve_of(one, WHOLE, in_use) for one in (other, country))
    people = country.people_of(country.tables.communes.index)
    assert curve.unknown_communes_count == whole.unknown_communes_count + 1
    assert curve.counted_people == pytest.approx(people.drop("48095").sum())


def test_the_median_counts_those_who_reach_nothing_as_the_farthest():
    minutes = np.array([4.0, 8.0, np.nan])
    placed = np.ones(3, bool)
    assert weighted_median(minutes, np.array([1.0, 3.0, 1.0]), placed) == 8
    assert np.isnan(weighted_median(minutes, np.array([1.0, 1.0, 3.0]), placed))
    assert np.isnan(weighted_median(minutes, np.array([np.nan] * 3), placed))


def test_minutes_of_communes_only_ever_shorten(country: Country, in_use: DataInUse):
    since = country.minutes_since
    shown = [commune_minutes(since, one) for one in moments_of(since.days, list_day(in_use))]
    for before, after in pairwise(shown):
        assert not (after > before).any()


def test_the_band_is_printed_with_its_origin():
    band = published_band()
    assert band.most_points == 1.6
    said = told.band_line(Words("en"))
    assert "±1.6 point" in said
    assert "January 2020, October 2020 and July 2023" in said
    assert "±\u202f1,6\xa0point" in told.band_line(Words("fr"))


def test_the_command_prints_and_writes_the_same_curve(
    country: Country, in_use: DataInUse, tmp_path
):
    out = tmp_path / "lozere.json"
    done = territory("history", "--departement", "48", "--lang", "en", "--out", out)
    assert done.returncode == 0, done.said
    printed = done.stdout.decode()
    curve = curve_of(country, LOZERE, in_use)
    assert told.summary(curve, Words("en")) in printed
    for key in ("survivors", "constant"):
        assert Words("en").text(f"since.{key}") in printed
    written = json.loads(out.read_text("utf-8"))
    assert [row["moment_name"] for row in written["rows"]] == curve.rows.index.tolist()
    assert written["rows"][3]["within_20_minutes_share"] == pytest.approx(
        curve.share(20).iloc[3], abs=5e-5
    )
    assert "territory history --departement 48" in json.dumps(written["about"])
