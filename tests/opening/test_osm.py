"""Hours in OpenStreetMap's form, read by hand; what is no mean week is not guessed."""

from __future__ import annotations

import pytest

from territory.messages import Words
from territory.opening.osm import read_osm
from territory.opening.week_code import DAYS, read_week_code, week_code, week_lines


def minutes(text: str) -> list[float]:
    week = read_osm(text)
    assert week is not None
    return [round(day.mean_minutes, 6) for day in week]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mo-Fr 09:00-12:00,14:00-17:00", [360, 360, 360, 360, 360, 0, 0]),
        ("Mo-Fr 8:30-12:00; Sa 09:00-12:00; Su off", [210, 210, 210, 210, 210, 180, 0]),
        # A later rule takes the place of an earlier one on its days: Wednesday is three hours.
        ("Mo-Fr 09:00-17:00; We 09:00-12:00", [480, 480, 180, 480, 480, 0, 0]),
        ("Mo-Fr 09:00-12:00; PH off", [180, 180, 180, 180, 180, 0, 0]),
        # One week in two, twelve Saturdays a year, two months of twelve (nine weeks of 2025).
        ("week 01-53/2 Mo 09:00-13:00", [120, 0, 0, 0, 0, 0, 0]),
        ("Sa[1] 10:00-12:00", [0, 0, 0, 0, 0, round(120 * 12 / 52, 6), 0]),
        ('We 09:00-12:00 "sur rendez-vous"', [0, 0, 180, 0, 0, 0, 0]),
    ],
)
def test_a_mean_week_is_that_of_the_text(text, expected):
    assert minutes(text) == expected


def test_hours_by_appointment_are_not_for_whoever_comes():
    week = read_osm('We 09:00-12:00 "sur rdv"')
    assert week is not None
    assert (week[2].minutes, week[2].appointment_minutes) == (0, 180)


@pytest.mark.parametrize(
    "text",
    [
        "9h-12h",  # another form
        "Lu-Ve 09:00-12:00",
        "Mo-Fr",  # days without hours
        "24/7",
        "Mo 22:00-02:00",  # over midnight
        "Mo-Fr 12:00-09:00",
        "Mo 09:00+",  # an end left open
        "Mo sunrise-sunset",
        "SH off; Mo 09:00-12:00",  # school holidays, of which the library knows nothing
        "2026 Mo 09:00-12:00",  # a year
        "Mo 09:00-12:00 unknown",
        'Mo 09:00-12:00 "demander Paul"',  # a comment not understood
        'Mo 09:00-12:00 || "sur rdv"',
        '"sur rendez-vous"',
        "Mo 09:00-12:00; Mo 14:00-17:00",  # the second rule leaves nothing of the first
        "off",
    ],
)
def test_what_is_no_mean_week_is_not_read(text):
    assert read_osm(text) is None


def test_a_week_is_kept_as_a_code_and_read_back():
    week = read_osm('Mo-Tu 09:00-12:00,14:00-17:00; Sa[1] 10:00-12:00 "sur rdv"')
    assert week is not None
    code = week_code(week)
    assert code == (
        "monday 09:00-12:00 14:00-17:00; tuesday 09:00-12:00 14:00-17:00; saturday 10:00-12:00@12!"
    )
    back = read_week_code(code)
    assert {name: back.get(name, ()) for name in DAYS} == {
        name: day.parts for name, day in zip(DAYS, week, strict=True)
    }


def test_a_week_in_words_says_closed_days_weeks_and_booking():
    code = "monday 09:00-12:00 14:00-17:00; saturday 10:00-12:00@12!"
    told = dict(week_lines(code, Words("en")))
    assert told["Monday"] == "09:00 - 12:00 / 14:00 - 17:00"
    assert told["Saturday"] == "10:00 - 12:00 (12 weeks of 52, by appointment)"
    assert "Sunday" not in told
    assert len(told) == 6
    assert week_lines(None, Words("fr")) == []
