"""The two caches: on disk, the same as made anew and never used when damaged; in memory, bounded."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from territory.cache import EDITIONS_COUNT, NO_CACHE, DiskCache, LruCache, forget_old


@pytest.fixture
def made():
    return pd.DataFrame(
        {"share": [0.1, np.nan], "rank": pd.array([1, None], dtype="Int64")},
        index=pd.Index(["01001", "2A004"], name="commune_code", dtype="str"),
    )


def refuse():
    raise AssertionError("it was made again")


def test_a_table_comes_back_as_it_was_made_with_its_types(tmp_path, made):
    store = DiskCache(tmp_path / "edition")
    pd.testing.assert_frame_equal(store.frame("one", lambda: made), made)
    pd.testing.assert_frame_equal(store.frame("one", refuse), made)


def test_arrays_come_back_as_they_were_made(tmp_path):
    store = DiskCache(tmp_path)
    ids = np.arange(6, dtype=np.uint16).reshape(2, 3)
    store.arrays("images", lambda: {"metropole ids": ids})
    np.testing.assert_array_equal(store.arrays("images", refuse)["metropole ids"], ids)


def test_a_large_array_comes_back_as_it_was_made_and_anew_when_its_file_is_cut(tmp_path, capsys):
    store = DiskCache(tmp_path)
    drawn = np.arange(6, dtype=np.float32).reshape(2, 3)
    store.large_array("draws", lambda: drawn)
    kept = store.large_array("draws", refuse)
    assert kept.dtype == np.float32
    np.testing.assert_array_equal(kept, drawn)
    file = tmp_path / "draws.npy"
    file.write_bytes(file.read_bytes()[:-4])
    np.testing.assert_array_equal(store.large_array("draws", lambda: drawn + 1), drawn + 1)
    assert str(file) in capsys.readouterr().err


@pytest.mark.parametrize("damage", [lambda one: one[:-5], lambda _: b"", lambda one: one + b"x"])
def test_a_damaged_file_is_made_anew_and_said(tmp_path, made, damage, capsys):
    store = DiskCache(tmp_path)
    store.frame("one", lambda: made)
    file = tmp_path / "one.parquet"
    file.write_bytes(damage(file.read_bytes()))
    other = made.assign(share=0.5)
    pd.testing.assert_frame_equal(store.frame("one", lambda: other), other)
    assert str(file) in capsys.readouterr().err
    pd.testing.assert_frame_equal(store.frame("one", refuse), other)
    assert capsys.readouterr().err == ""


def test_what_is_whole_but_no_table_is_made_anew_and_said(tmp_path, made, capsys):
    store = DiskCache(tmp_path)
    store.content("one.parquet", lambda: b"sealed, and no table")
    store.content("two.npz", lambda: b"sealed, and no archive")
    pd.testing.assert_frame_equal(store.frame("one", lambda: made), made)
    assert store.arrays("two", lambda: {"ids": np.arange(3)})["ids"].tolist() == [0, 1, 2]
    assert capsys.readouterr().err.count(str(tmp_path)) == 2


def test_a_folder_in_the_place_of_a_file_is_said_and_costs_time_only(tmp_path, made, capsys):
    (tmp_path / "one.parquet").mkdir()
    assert DiskCache(tmp_path).frame("one", lambda: made) is made
    assert "one.parquet" in capsys.readouterr().err
    assert [one.name for one in tmp_path.iterdir()] == ["one.parquet"]


def test_a_link_under_a_temporary_name_is_not_written_through(tmp_path, made):
    precious = tmp_path / "precious"
    precious.write_text("mine")
    store = DiskCache(tmp_path / "edition")
    store.folder.mkdir()
    (store.folder / ".one.parquet.part").symlink_to(precious)
    store.frame("one", lambda: made)
    assert precious.read_text() == "mine"
    pd.testing.assert_frame_equal(store.frame("one", refuse), made)


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path, made):
    (tmp_path / "file").write_text("not a folder")
    store = DiskCache(tmp_path / "file" / "edition")
    assert store.frame("one", lambda: made) is made


def test_nothing_is_kept_without_a_folder(made):
    assert NO_CACHE.frame("one", lambda: made) is made


def test_only_the_last_editions_stay(tmp_path):
    for rank in range(EDITIONS_COUNT + 3):
        (tmp_path / f"edition-{rank}").mkdir()
    forget_old(DiskCache(tmp_path / "edition-0"))
    left = {one.name for one in tmp_path.iterdir()}
    assert "edition-0" in left
    assert len(left) == EDITIONS_COUNT


def test_a_value_is_made_once_while_it_is_kept():
    made = []
    kept = LruCache[str](2)
    for key in ("a", "a", "b", "a"):
        kept.get(key, lambda key=key: made.append(key) or key)
    assert made == ["a", "b"]


def test_what_was_asked_for_longest_ago_goes_first():
    made = []
    kept = LruCache[str](2)
    for key in ("a", "b", "a", "c", "a", "b"):
        kept.get(key, lambda key=key: made.append(key) or key)
    # "c" takes the place of "b", for "a" was asked for since; then "b" takes that of "c".
    assert made == ["a", "b", "c", "b"]
