"""The question of two scenarios: what the page shows is what the command says, and so are its files."""

from __future__ import annotations

import io

import openpyxl
import pandas as pd
import pytest

from territory.messages import Words
from territory.plan.scenario import Signed, closed, opened_in
from territory.tables.scenarios import Scenario, scenario_csv
from tests.app.plan_pages import first_line, open_page, record_files, shown, title_of
from tests.command import territory

SIGNED = Signed("A. Planner", "to see", "2026-11-27")
FR = Words("fr")


@pytest.fixture
def folder(sample, tmp_path, monkeypatch):
    """Two scenarios, and a file that is none."""
    more = opened_in(sample, ["48104", "48043"], SIGNED, "Nouveau guichet, {commune}")
    for one in (Scenario("more", more), Scenario("fewer", closed(sample, ["2983"], SIGNED))):
        (tmp_path / one.file_name).write_bytes(scenario_csv(one))
    monkeypatch.setenv("TERRITORY_SCENARIOS", str(tmp_path))
    return tmp_path


def test_the_page_says_what_the_command_says(monkeypatch, folder):
    app = open_page(monkeypatch, question="compare", first="fewer", second="more", within="15")
    assert not app.exception
    files = [folder / f"{name}.csv" for name in ("fewer", "more")]
    asked = ("--departement", 48, "--within", 15, "--lang", "fr")
    done = territory("plan", "compare", *files, *asked)
    heading, *figures = done.stdout.decode().splitlines()
    assert title_of(app) == heading
    html = shown(app)
    for line in figures[:3]:
        assert line.split(" : A")[0] in html.replace("\u00a0", " ")
        assert line.rsplit("\u00a0: ", 1)[1] in html
    for line in figures[3:]:
        assert line in html
    assert first_line(app) in done.said


def test_today_comes_first_and_the_scenario_looked_at_second(monkeypatch, folder):
    app = open_page(monkeypatch, question="compare", scenario="more")
    assert app.selectbox(key="plan-first").value == "today"
    assert app.selectbox(key="plan-second").value == "more"
    app.selectbox(key="plan-first").set_value("fewer").run()
    assert "".join(app.query_params["first"]) == "fewer"
    assert "fewer" in title_of(app)


def test_a_wrong_name_and_a_wrong_file_are_said(monkeypatch, folder):
    (folder / "broken.csv").write_text("what\nnothing\n")
    app = open_page(monkeypatch, question="compare", first="absent")
    assert not app.exception
    assert len(app.warning) == 3
    assert "broken" not in app.selectbox(key="plan-second").options


def test_a_row_that_cannot_be_applied_is_said_in_place_of_the_answer(monkeypatch, folder):
    (folder / "lost.csv").write_text("action,counter_code,reason,author\nclose,none,why,who\n")
    app = open_page(monkeypatch, question="compare", second="lost")
    assert not app.exception
    assert "none" in app.error[0].value


def test_without_a_scenario_the_page_says_where_to_put_one(monkeypatch, tmp_path):
    monkeypatch.setenv("TERRITORY_SCENARIOS", str(tmp_path / "scenarios"))
    app = open_page(monkeypatch, question="compare")
    assert not app.exception
    said = " ".join(one.value.replace("\\", "") for one in app.markdown)
    assert str(tmp_path / "scenarios") in said


def test_the_files_hold_every_commune_and_say_whose_scenarios_they_are(monkeypatch, folder):
    offered = record_files(monkeypatch)
    app = open_page(monkeypatch, question="compare", first="fewer", second="more", within="15")
    assert not app.exception
    rows = pd.read_csv(io.BytesIO(offered["comparaison.csv"]()), dtype={"commune_code": str})
    assert len(rows) == 152
    book = openpyxl.load_workbook(io.BytesIO(offered["comparaison.xlsx"]()))
    cells = [str(cell) for sheet in book for row in sheet.values for cell in row if cell]
    for name in ("fewer", "more"):
        assert any(f"Scénario\u00a0: {name}, proposé par A. Planner" in cell for cell in cells)
    assert any("territory plan compare fewer.csv more.csv" in cell for cell in cells)
