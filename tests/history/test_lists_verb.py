"""``territory history --from … --to …``: said in both languages, written with its dictionary, read again."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from tests.command import territory
from tests.history.made_lists import BEFORE, after, write, write_2020


@pytest.fixture
def lists(tmp_path, sample):
    """The two lists as files."""
    return (
        write(tmp_path / "liste-fs-20240307.csv", BEFORE, sample),
        write(tmp_path / "liste-fs-20240801.csv", after(), sample),
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            [
                "2 counters opened",
                "2 counters closed",
                "Moved by 0.6 km: France services de Florac (13)",
            ],
        ),
        ("fr", ["2 guichets ouverts", "2 guichets fermés", "Déplacé de 0,6 km"]),
    ],
)
def test_what_changed_between_two_lists_is_said(lists, language, words):
    done = territory("history", "--from", lists[0], "--to", lists[1], "--lang", language)
    assert done.returncode == 0, done.said
    said = done.stdout.decode()
    for one in words:
        assert one in said


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json"])
def test_the_changes_are_written_with_what_they_rest_on(lists, tmp_path, suffix):
    out = tmp_path / f"changes.{suffix}"
    done = territory("history", "--from", lists[0], "--to", lists[1], "--out", out)
    assert done.returncode == 0, done.said
    assert (tmp_path / f"changes.communes.{suffix}").stat().st_size
    if suffix == "csv":
        rows = pd.read_csv(out, dtype={"counter_code": str, "before_counter_code": str})
        told = pd.read_csv(tmp_path / "changes.dictionary.csv")
        assert set(told["name"]) == set(rows.columns)
        assert told["label"].notna().all()
        assert rows["counter_change_name"].value_counts()["closed"] == 2
        about = (tmp_path / "changes.about.txt").read_text(encoding="utf-8")
        assert "liste-fs-20240307.csv" in about
    if suffix == "json":
        whole = json.loads(out.read_text(encoding="utf-8"))
        assert {row["counter_code"]: row["counter_change_name"] for row in whole["rows"]}[
            "30"
        ] == "opened"
        assert whole["about"]["sources"][0]["file"] == "liste-fs-20240307.csv"
        assert "--from liste-fs-20240307.csv" in whole["about"]["command"]


def test_the_list_in_use_stands_for_the_one_that_is_not_given(lists):
    done = territory("history", "--from", lists[0], "--lang", "en")
    assert done.returncode == 0, done.said
    assert "liste-fs-20240801.csv" in done.stdout.decode().splitlines()[0]


def test_a_list_of_2020_says_that_hours_are_not_comparable(tmp_path, lists, sample):
    old = write_2020(tmp_path / "liste-fs-20200109.csv", BEFORE, sample)
    done = territory("history", "--from", old, "--to", lists[1], "--lang", "en")
    assert done.returncode == 0, done.said
    assert "Hours not comparable for 13" not in done.said
    assert "Hours not comparable for 11 counters" in done.said
    assert "hours changed" not in done.stdout.decode().lower().replace("changed their hours", "")


def test_a_file_that_is_no_list_is_refused_in_words(tmp_path, lists):
    other = tmp_path / "liste-fs-20230101.csv"
    other.write_text("a;b\n1;2\n", encoding="utf-8")
    done = territory("history", "--from", other, "--to", lists[1])
    assert done.returncode == 1
    assert "lib_fs" in done.said
    gone = territory("history", "--from", tmp_path / "gone.csv", "--to", lists[1])
    assert gone.returncode == 1
    assert "gone.csv" in gone.said
    kind = territory("history", "--from", lists[0], "--to", lists[1], "--out", tmp_path / "a.pdf")
    assert kind.returncode == 1
    assert ".json" in kind.said


def test_two_comparisons_at_once_are_refused(lists, tmp_path):
    done = territory("history", "--from", lists[0], "--tables-from", tmp_path)
    assert done.returncode == 1
    assert "--tables-from" in done.said
