"""The report of the last build is input too: it is compared with, or said to be no report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.build import build_and_write
from pipelines.report.checks import compare_with_previous
from pipelines.write import read_previous_report
from territory.paths import REPORT_FILE

WHOLE = {"departements": [], "coverage": {"population_people": {"known_share": 1.0, "sum": 9.0}}}


def test_no_report_is_none_and_a_whole_one_is_read(tmp_path: Path) -> None:
    assert read_previous_report(tmp_path) is None
    assert read_previous_report(tmp_path / "absent") is None
    (tmp_path / REPORT_FILE).write_text(json.dumps(WHOLE))
    assert read_previous_report(tmp_path) == WHOLE


@pytest.mark.parametrize(
    "written",
    [
        "",
        "[]",
        "3",
        "{}",
        "[" * 100_000,
        json.dumps({**WHOLE, "coverage": []}),
        json.dumps({**WHOLE, "coverage": {"a": 3}}),
        json.dumps({**WHOLE, "coverage": {"a": {"known_share": "all"}}}),
        json.dumps({**WHOLE, "coverage": {"a": {"sum": float("nan")}}}),
        json.dumps({**WHOLE, "departements": None}),
    ],
)
def test_a_report_that_nothing_can_be_compared_with_is_empty(tmp_path: Path, written: str) -> None:
    (tmp_path / REPORT_FILE).write_text(written)
    assert read_previous_report(tmp_path) == {}


def test_a_column_that_is_no_longer_summed_is_no_jump() -> None:
    before = {"a": {"known_share": 1.0, "sum": 9.0}}
    assert compare_with_previous({"a": {"known_share": 1.0}}, before) == []


def test_a_build_over_a_damaged_report_says_so(tmp_path: Path, sample_raw: Path) -> None:
    (tmp_path / REPORT_FILE).write_text("[" * 100_000)
    report = build_and_write(sample_raw, tmp_path).report
    assert report["warnings"] == [{"key": "warning.previous_unreadable"}]
    written = (tmp_path / "build_report.md").read_text(encoding="utf-8")
    assert "Le rapport de la construction précédente dans ce dossier n’a pas pu être lu" in written
