"""Tables say which version built them, and another version says it when it opens them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

import territory
from territory import paths
from territory.errors import TerritoryError
from territory.messages import Words
from territory.tables import open_data_in_use, open_tables
from territory.tables.versions import built_by, other_version, version_in_words


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(paths.sample_folder(), tmp_path / "tables"))


def stamp(folder: Path, version: object) -> None:
    path = folder / paths.REPORT_FILE
    report = json.loads(path.read_text(encoding="utf-8")) | {"territory_version": version}
    path.write_text(json.dumps(report), encoding="utf-8")


def test_the_embedded_sample_was_built_by_this_version():
    report = open_data_in_use(paths.sample_folder()).report
    assert built_by(report) == territory.__version__
    assert version_in_words(report, Words("fr")) == []


@pytest.mark.parametrize(
    ("built", "key"),
    [
        ("0.9.0", "tables_older"),
        ("0.10.0rc1", "tables_older"),  # before 0.10.0, as PEP 440 orders them
        ("0.10.1", "tables_newer"),
        ("1!0.1", "tables_newer"),
        (None, "tables_undated"),
        (7, "tables_undated"),
        ("yesterday", "tables_undated"),
    ],
)
def test_older_newer_and_unsaid_are_told_apart(built, key):
    said = other_version({"territory_version": built}, "0.10.0")
    assert said is not None
    assert said.key == key


@pytest.mark.parametrize("built", ["0.10", "0.10.0", "v0.10.0"])
def test_one_version_written_two_ways_is_the_same(built):
    assert other_version({"territory_version": built}, "0.10.0") is None


def test_tables_of_another_version_open_and_are_said(folder):
    stamp(folder, "99.0")
    assert len(open_tables(folder).communes) == 152
    (sentence,) = version_in_words(open_data_in_use(folder).report, Words("fr"))
    assert "99.0" in sentence
    assert territory.__version__ in sentence


def test_a_table_that_lacks_a_column_says_which_version_built_it(folder):
    path = folder / paths.COUNTERS_FILE
    pd.read_parquet(path).drop(columns="phone_text").to_parquet(path)
    with pytest.raises(TerritoryError) as raised:
        open_tables(folder)
    assert "phone_text" in str(raised.value)
    assert territory.__version__ not in str(raised.value)
    stamp(folder, "0.0.1")
    with pytest.raises(TerritoryError) as raised:
        open_tables(folder)
    assert "phone_text" in raised.value.say(Words("en"))
    assert "0.0.1, which is older" in raised.value.say(Words("en"))
