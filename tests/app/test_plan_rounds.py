"""The question of rounds on the page: what it shows, what the command says and its files are one."""

from __future__ import annotations

import io
import json
from datetime import date

import icalendar
import openpyxl
import pandas as pd
import pytest

from territory.look import palette
from territory.messages import Words
from territory.plan.rounds_told import next_monday
from tests.app.plan_pages import first_line, open_page, record_files, shown, title_of
from tests.command import territory

ASKED = {"question": "rounds", "days": "2", "within": "10", "stops": "2"}
OPTIONS = ("--departement", "48", "--days", 2, "--within", 10, "--stops", 2)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_says_what_the_command_says(monkeypatch, language):
    app = open_page(monkeypatch, language, **ASKED)
    assert not app.exception
    done = territory("plan", "rounds", *OPTIONS, "--lang", language)
    title, *stops, summary, proof = done.stdout.decode().splitlines()
    assumed, hours, minutes = done.said.splitlines()[:3]
    html = shown(app)
    assert title_of(app) == title
    assert first_line(app) == minutes
    for said in (summary, proof, assumed, hours):
        assert said in html
    table = html[html.rindex("<tbody>") :]
    assert table.count("<tr>") == len(stops) >= 4
    for rank, line in enumerate(stops, start=1):
        hour, place = line.split(" : " if language == "fr" else ": ", 1)
        name = place.split(",")[0]
        row = table.split("<tr>")[rank]
        assert f"{rank}. {name}" in row
        assert hour.rsplit(", ", 1)[1] in row


def test_a_rhythm_is_kept_by_all_tours(monkeypatch):
    offered = record_files(monkeypatch)
    for rhythm, weeks in (("weekly", 4), ("fortnightly", 2), ("monthly", 1)):
        app = open_page(monkeypatch, **ASKED, rhythm=rhythm)
        assert not app.exception
        rows = pd.read_csv(io.BytesIO(offered["tournees.csv"]()), dtype={"weeks_text": str})
        assert set(rows["weeks_text"].str.count(",") + 1) == {weeks}


def test_all_files_hold_the_same_timetable_and_people(monkeypatch, tmp_path):
    offered = record_files(monkeypatch)
    open_page(monkeypatch, "en", **ASKED)
    rows = pd.read_csv(io.BytesIO(offered["rounds.csv"]()))
    events = icalendar.Calendar.from_ical(offered["rounds.ics"]()).walk("VEVENT")
    drawn = json.loads(offered["rounds.geojson"]())["features"]
    sheet = openpyxl.load_workbook(io.BytesIO(offered["rounds.xlsx"]())).worksheets[0]
    column = [cell.value for cell in sheet[1]].index(Words("en").text("columns.commune_name.label"))
    names = rows["commune_name"].tolist()
    assert names == [str(event["SUMMARY"]) for event in events]
    assert names == [one["properties"]["commune_name"] for one in drawn]
    assert names == [row[column].value for row in sheet.iter_rows(min_row=2)]
    for event, hours in zip(events, rows["visit_hours_text"], strict=True):
        assert f"{event['DTSTART'].dt:%H:%M}-{event['DTEND'].dt:%H:%M}" == hours
        assert event["DTSTART"].dt.date() >= next_monday(date.today())
    out = tmp_path / "rounds.csv"
    assert territory("plan", "rounds", *OPTIONS, "--out", out, "--lang", "en").returncode == 0
    pd.testing.assert_frame_equal(rows, pd.read_csv(out))
    # Nobody is counted twice: people together are the sum of the stops.
    assert rows["gained_people"].sum() == pytest.approx(rows["cumulative_people"].iloc[-1], abs=1)
    last = rows.iloc[-1]
    assert (
        last["cumulative_low_people"] < last["cumulative_people"] < last["cumulative_high_people"]
    )


def test_a_depot_of_the_address_is_where_the_bus_sleeps(monkeypatch):
    app = open_page(monkeypatch, **ASKED, depot="48061")
    assert app.selectbox(key="plan-depot").value == "48061"
    done = territory("plan", "rounds", *OPTIONS, "--depot", "48061", "--lang", "fr")
    assert done.stdout.decode().splitlines()[-2] in shown(app)
    assert "Florac" in shown(app)


def test_a_first_monday_of_the_address_is_kept(monkeypatch):
    offered = record_files(monkeypatch)
    app = open_page(monkeypatch, **ASKED, start="2027-02-01")
    assert not app.exception
    assert "1 février 2027" in shown(app) or "1er février 2027" in shown(app)
    events = icalendar.Calendar.from_ical(offered["tournees.ics"]()).walk("VEVENT")
    assert min(event["DTSTART"].dt.date() for event in events) == date(2027, 2, 1)


def test_a_wrong_link_gives_the_defaults_and_says_so(monkeypatch):
    app = open_page(
        monkeypatch,
        question="rounds",
        buses="0",
        days="9",
        radius="7",
        rhythm="daily",
        depot="no",
        start="2026-09-08",
    )
    assert not app.exception
    # Each of the four choices, a depot of nowhere and a Tuesday: five are said, and one more counted.
    assert len(app.warning) == 6


def test_days_are_told_apart_on_the_paper_and_on_its_greys():
    for colour in palette.DAYS:
        for ground in (palette.PAPER, palette.FAINT):
            assert palette.contrast(colour, ground) >= 3
    assert len(set(palette.DAYS)) == 6
