"""``territory plan rounds``: proved, written as workbook, calendar and map."""

from __future__ import annotations

import json

import icalendar
import openpyxl
import pytest

from territory.messages import Words
from tests.command import territory

ASKED = ("--departement", "48", "--days", 2, "--within", 12, "--start", "2026-09-07")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_rounds_are_said_with_their_proof_and_assumptions(language):
    done = territory("plan", "rounds", *ASKED, "--lang", language)
    words = Words(language)
    assert words.text("plan.rounds.proved", tours="…", gap="").split("…")[0] in done.stdout.decode()
    assert words.text("plan.rounds.hours") in done.said


def test_a_timetable_is_the_same_in_workbook_calendar_and_map(tmp_path):
    files = [tmp_path / f"rounds.{suffix}" for suffix in ("xlsx", "ics", "geojson")]
    outs = [word for path in files for word in ("--out", path)]
    done = territory("plan", "rounds", *ASKED, *outs, "--lang", "en")
    assert done.returncode == 0, done.said
    sheet = openpyxl.load_workbook(files[0]).worksheets[0]
    header = [cell.value for cell in sheet[1]]
    column = header.index(Words("en").text("columns.commune_name.label"))
    names = [row[column].value for row in sheet.iter_rows(min_row=2)]
    events = icalendar.Calendar.from_ical(files[1].read_bytes()).walk("VEVENT")
    drawn = json.loads(files[2].read_text("utf-8"))["features"]
    assert names == [str(event["SUMMARY"]) for event in events]
    assert names == [one["properties"]["commune_name"] for one in drawn]


def test_another_kind_of_file_or_another_day_is_refused(tmp_path):
    for wrong in (
        ("--out", tmp_path / "rounds.docx"),
        ("--start", "2026-09-09"),
        ("--values", "a"),
    ):
        done = territory("plan", "rounds", "--departement", "48", *wrong)
        assert done.returncode == 1
        assert done.said.strip()
