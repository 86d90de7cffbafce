"""The sheet says the band of estimated minutes, and what it leaves open."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from territory.messages import Words
from territory.sheet.html import sheet_html
from tests.sheet.test_sheet import said, sheet_of

ENGLISH = Words("en")


@pytest.fixture(scope="module")
def sheet(sample):
    return sheet_of(sample, "48131", "en")


def with_band(sheet, low, high, share, certainty) -> str:
    row = sheet.row.copy()
    row["nearest_counter_low_minutes"], row["nearest_counter_high_minutes"] = low, high
    row["within_20_minutes_probability_share"], row["far_certainty_name"] = share, certainty
    return said(sheet_html(replace(sheet, row=row), ENGLISH))


def test_a_commune_whose_band_holds_20_minutes_is_said_uncertain(sheet):
    words = with_band(sheet, 14.4, 30.6, 0.613, "limit_open")
    assert "14 to 31 min" in words
    assert "61%" in words
    assert "Uncertain: the error of the estimate does not tell on which side of 20 min" in words


def test_one_between_two_classes_is_said_so(sheet):
    words = with_band(sheet, 8.0, 15.0, 0.99, "class_open")
    assert "8 to 15 min" in words
    assert "does not tell which class" in words


def test_one_of_which_all_is_sure_has_its_band_and_no_doubt(sheet):
    words = with_band(sheet, 3.0, 7.0, 1.0, "certain")
    assert "3 to 7 min" in words
    assert "Uncertain:" not in words


def test_minutes_by_road_have_no_band(sheet):
    words = with_band(sheet, float("nan"), float("nan"), float("nan"), None)
    assert "nine times in ten" not in words
    assert "Uncertain:" not in words
    assert "no data" in words  # mobile coverage alone is unknown in the sample
    assert len(re.findall("no data", words)) == len(
        re.findall("no data", with_band(sheet, 1, 2, 1, "certain"))
    )


def test_the_band_is_that_of_the_tables(sheet, country):
    band = country.minutes_band.loc["48131"]
    assert sheet.row["far_certainty_name"] == band["far_certainty_name"] == "limit_open"
    low, high = (ENGLISH.number(band[f"nearest_counter_{one}_minutes"]) for one in ("low", "high"))
    assert f"{low} to {high} min" in said(sheet_html(sheet, ENGLISH))
