"""``territory plan sites``: the answer in sentences, and files that hold its question and its proof."""

from __future__ import annotations

import json

import openpyxl
import pandas as pd
import pytest

from territory.cli.plan import Goal
from territory.messages import Words
from territory.plan.question import GOALS
from tests.command import territory

SAMPLE = ("--departement", "48", "--within", "15", "--count", "3")


def test_goals_offered_are_those_of_the_plan():
    assert tuple(goal.value for goal in Goal) == GOALS


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("goal", GOALS)
def test_a_plan_is_never_said_without_its_proof(language, goal):
    done = territory("plan", "sites", *SAMPLE, "--for", goal, "--lang", language)
    told = done.stdout.decode()
    words = Words(language)
    assert words.text("plan.proved") in told
    assert "1. " in told
    assert "3. " in told


def test_a_csv_has_its_curve_dictionary_and_proof_beside(tmp_path):
    out = tmp_path / "plan.csv"
    assert territory("plan", "sites", *SAMPLE, "--out", out, "--lang", "en").returncode == 0
    rows = pd.read_csv(out, dtype={"commune_code": str})
    assert rows["site_rank"].tolist() == [1, 2, 3]
    assert (rows["gained_low_people"] <= rows["gained_people"]).all()
    assert (rows["gained_people"] <= rows["gained_high_people"]).all()
    curve = pd.read_csv(tmp_path / "plan.curve.csv")
    assert curve["gain_people"].iloc[2] == pytest.approx(rows["cumulative_people"].iloc[2], abs=0.2)
    assert (curve["gap_share"] == 0).all()
    about = (tmp_path / "plan.about.txt").read_text("utf-8")
    assert Words("en").text("plan.proved") in about
    assert "territory plan sites --departement 48 --count 3 --within 15 --for coverage" in about
    told = pd.read_csv(tmp_path / "plan.dictionary.csv")
    assert set(rows.columns) <= set(told["name"])


def test_a_workbook_and_a_geojson_hold_the_same_places(tmp_path):
    for name in ("plan.xlsx", "plan.geojson"):
        territory("plan", "sites", *SAMPLE, "--out", tmp_path / name, "--lang", "fr")
    sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx").worksheets[0]
    header = [cell.value for cell in sheet[1]]
    codes = [
        row[header.index(Words("fr").text("columns.commune_code.label"))].value
        for row in sheet.iter_rows(min_row=2)
    ]
    drawn = json.loads((tmp_path / "plan.geojson").read_text("utf-8"))
    assert [one["id"] for one in drawn["features"]] == codes
    assert {one["geometry"]["type"] for one in drawn["features"]} == {"Point"}


def test_another_kind_of_file_is_refused_before_anything_is_computed(tmp_path):
    done = territory("plan", "sites", *SAMPLE, "--out", tmp_path / "plan.docx")
    assert done.returncode == 1
    assert ".geojson" in done.said
