"""A damaged report of a build is refused in one sentence that names it and the field."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from territory import paths
from territory.tables import Tables, open_data_in_use, open_tables
from tests.tables.opened import sentence


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample's tables, to damage."""
    return Path(shutil.copytree(paths.sample_folder(), tmp_path / "tables"))


REPORT = {
    "is empty": "",
    "is no JSON": '{"built_at": ',
    "is a list": "[]",
    "is a number": "3",
    "is very deep": "[" * 100_000,
    "has a number of 5,000 digits": '{"communes_count": ' + "1" * 5_000 + "}",
}
FIELDS: dict[str, list[object]] = {
    "built_at": [None, 3, "", "yesterday", "2026-01-31T10:00:00", "2026-13-01T10:00:00+00:00"],
    "geography_year": [None, "2025", 2025.5, True, -1, 10**12],
    "communes_count": [None, "152", -1, 153, float("nan"), float("inf")],
    "counters_count": [None, [], 19],
    "fingerprint": [None, 3],
    "totals": [None, {}, [3], [{}], [{"is_met": "yes"}]],
    "sources": [None, {}, [], [3], [{"id": "a"}]],
    "departement_names": [3, [3]],
}
SOURCE_FIELDS: dict[str, list[object]] = {
    "title": [3, ["a"]],
    "reference_date": [2025, "2025", "0000-01-01", "2025-02-30"],
    "geography_year": ["2025", float("nan")],
    "caveats": ["beware", [1], {"fr": 3}],
}


def open_tables_and_report(folder: Path) -> tuple[object, Tables]:
    return open_data_in_use(folder), open_tables(folder)


@pytest.mark.parametrize("what", REPORT)
def test_a_report_that_cannot_be_read_is_said(folder: Path, what: str) -> None:
    (folder / paths.REPORT_FILE).write_text(REPORT[what])
    sentence(open_data_in_use, folder, paths.REPORT_FILE)


def test_a_report_that_is_not_utf_8_is_said(folder: Path) -> None:
    path = folder / paths.REPORT_FILE
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
    sentence(open_data_in_use, folder, path.name)


def cases(fields: dict[str, list[object]]) -> list[tuple[str, object]]:
    return [(name, value) for name, values in fields.items() for value in values]


@pytest.mark.parametrize(("name", "value"), cases(FIELDS))
def test_a_field_of_the_report_of_another_kind_is_named(
    folder: Path, name: str, value: object
) -> None:
    path = folder / paths.REPORT_FILE
    report = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**report, name: value}))
    assert name in sentence(open_tables_and_report, folder, path.name) or value in (153, 19)


@pytest.mark.parametrize("name", [name for name in FIELDS if name != "departement_names"])
def test_a_field_that_the_report_lacks_is_named(folder: Path, name: str) -> None:
    path = folder / paths.REPORT_FILE
    report = json.loads(path.read_text(encoding="utf-8"))
    del report[name]
    path.write_text(json.dumps(report))
    assert f"'{name}'" in sentence(open_data_in_use, folder, path.name)


@pytest.mark.parametrize(("name", "value"), cases(SOURCE_FIELDS))
def test_a_field_of_a_source_of_the_report_is_named(folder: Path, name: str, value: object) -> None:
    path = folder / paths.REPORT_FILE
    report = json.loads(path.read_text(encoding="utf-8"))
    report["sources"][2][name] = value
    path.write_text(json.dumps(report))
    assert f"sources[2].{name}" in sentence(open_data_in_use, folder, path.name)


def test_a_report_of_an_earlier_build_keeps_its_fingerprint(folder: Path) -> None:
    path = folder / paths.REPORT_FILE
    report = json.loads(path.read_text(encoding="utf-8"))
    del report["fingerprint"]
    path.write_text(json.dumps({**report, "vintage": "0123456789ab"}))
    assert open_data_in_use(folder).fingerprint == "0123456789ab"


def test_a_figure_of_the_report_that_nobody_reads_may_be_no_number(folder: Path) -> None:
    path = folder / paths.REPORT_FILE
    report = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**report, "population_people": float("nan"), "more": 1}))
    assert open_data_in_use(folder).fingerprint == report["fingerprint"]
