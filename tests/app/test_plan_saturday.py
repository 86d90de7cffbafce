"""The question of Saturdays on the page: what it shows, what the command says and its files are one."""

from __future__ import annotations

import io
import json

import numpy as np
import openpyxl
import pandas as pd
import pytest

from territory.indicators.counters import nearest_saturday_counter_minutes
from territory.messages import Words
from territory.tables.applied import with_scenario
from territory.tables.scenarios import read_scenario
from tests.app.plan_pages import first_line, open_page, record_files, shown, title_of
from tests.command import territory

ASKED = {"question": "saturday", "places": "3", "within": "15"}
OPTIONS = ("--departement", "48", "--count", "3", "--within", "15")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_says_what_the_command_says(monkeypatch, language):
    app = open_page(monkeypatch, language, **ASKED)
    assert not app.exception
    done = territory("plan", "saturday", *OPTIONS, "--lang", language)
    title, *places, summary, proof = done.stdout.decode().splitlines()
    html = shown(app)
    assert title_of(app) == title
    assert summary in html
    assert proof in html
    assert proof == Words(language).text("plan.proved")
    assert len(places) == 3
    for line in places:
        assert line.split(" : " if language == "fr" else ": ", 1)[1] in html
    minutes, *remarks = done.said.splitlines()
    assert first_line(app) == minutes
    assert remarks[0] in html


def test_files_of_page_and_command_hold_the_same_counters_and_people(monkeypatch, tmp_path):
    offered = record_files(monkeypatch)
    open_page(monkeypatch, "en", **ASKED)
    mine = pd.read_csv(io.BytesIO(offered["saturdays.csv"]()), dtype={"counter_code": str})
    outs = [tmp_path / f"saturdays.{suffix}" for suffix in ("csv", "xlsx", "geojson")]
    for path in outs:
        assert territory("plan", "saturday", *OPTIONS, "--out", path).returncode == 0
    theirs = pd.read_csv(outs[0], dtype={"counter_code": str})
    pd.testing.assert_frame_equal(mine, theirs)
    sheet = openpyxl.load_workbook(outs[1]).worksheets[0]
    header = [cell.value for cell in sheet[1]]
    column = header.index(Words("en").text("columns.gained_people.label"))
    people = [row[column].value for row in sheet.iter_rows(min_row=2)]
    assert people == pytest.approx(mine["gained_people"].tolist(), abs=0.6)
    drawn = json.loads(outs[2].read_text("utf-8"))["features"]
    assert [one["id"] for one in drawn] == mine["counter_code"].tolist()
    assert all(one["geometry"]["type"] == "Point" for one in drawn)


def test_the_scenario_of_the_page_gives_what_its_table_promised(monkeypatch, tmp_path, sample):
    offered = record_files(monkeypatch)
    app = open_page(monkeypatch, **ASKED)
    app.text_input(key="plan-author").set_value("A. Planner")
    app.text_input(key="plan-reason").set_value("markets").run()
    rows = pd.read_csv(io.BytesIO(offered["samedis.csv"]()))
    file = tmp_path / "saturdays.csv"
    file.write_bytes(offered["scenario.csv"]())
    before = nearest_saturday_counter_minutes(sample)
    after = nearest_saturday_counter_minutes(with_scenario(sample, read_scenario(file)))
    # Each commune that comes within the limit is of one counter of the table, and no other is.
    enters = int(
        np.sum(~(before <= 15) & (after <= 15) & (sample.communes["departement_code"] == "48"))
    )
    assert enters == rows["gaining_communes_count"].sum()
    assert rows["before_minutes"].gt(15).all()
    assert rows["after_minutes"].le(15).all()
