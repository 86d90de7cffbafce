"""Real road times are read whole, or refused in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from territory.errors import TerritoryError
from territory.messages import Words
from territory.travel.truth import read_truth
from tests.travel.real_times import COUNT, write_matrix, write_places


def test_a_matrix_in_seconds_is_read_in_minutes_with_its_straight_lines(tmp_path):
    minutes = pd.read_csv(write_matrix(tmp_path), index_col=0)
    (60 * minutes).to_csv(tmp_path / "times_seconds.csv", index_label="id")
    truth = read_truth(tmp_path / "times_seconds.csv", write_places(tmp_path))
    assert truth.minutes == pytest.approx(minutes.to_numpy())
    # A hundredth of a degree of the parallel 45° on GRS80: 788.47 m (cos 45° × 1,115.07 m).
    assert truth.km[0, 1] == pytest.approx(0.7885, abs=2e-4)
    assert truth.km[0, COUNT - 1] == pytest.approx(0.7885 * (COUNT - 1), abs=4e-3)
    assert truth.people.tolist() == [100.0 + n for n in range(COUNT)]


def test_columns_in_another_order_are_the_same_matrix(tmp_path):
    places = write_places(tmp_path)
    straight = read_truth(write_matrix(tmp_path), places)
    mixed = pd.read_csv(write_matrix(tmp_path), index_col=0).iloc[::-1, ::-1]
    mixed = mixed[mixed.columns[[3, 1, 2, 0, *range(4, COUNT)]]]
    mixed.to_csv(tmp_path / "mixed_minutes.csv")
    read = read_truth(tmp_path / "mixed_minutes.csv", places)
    back = read.codes.get_indexer(straight.codes)
    assert read.minutes[np.ix_(back, back)] == pytest.approx(straight.minutes)
    assert read.km[np.ix_(back, back)] == pytest.approx(straight.km)


def test_an_empty_cell_is_no_trip_and_not_a_trip_of_no_time(tmp_path):
    cells = pd.read_csv(write_matrix(tmp_path), index_col=0)
    cells.iloc[0, 1] = np.nan
    cells.to_csv(tmp_path / "holes_minutes.csv")
    truth = read_truth(tmp_path / "holes_minutes.csv", write_places(tmp_path))
    assert np.isnan(truth.minutes[0, 1])
    assert np.isfinite(truth.minutes[1, 0])


def written(folder: Path, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Path:
    cells = pd.read_csv(write_matrix(folder), index_col=0, dtype="str")
    change(cells).to_csv(folder / "bad_minutes.csv")
    return folder / "bad_minutes.csv"


def of_cell(value: str) -> Callable[[pd.DataFrame], pd.DataFrame]:
    def change(cells: pd.DataFrame) -> pd.DataFrame:
        cells.iloc[2, 3] = value
        return cells

    return change


@pytest.mark.parametrize(
    ("change", "key", "said"),
    [
        (of_cell("twelve"), "truth_cells", "twelve"),
        (of_cell("-3"), "truth_cells", "-3"),
        (of_cell("inf"), "truth_cells", "inf"),
        (of_cell("0"), "truth_instant", "p02"),
        (lambda cells: cells.drop(columns="p05"), "truth_codes", "p05"),
        (lambda cells: cells.drop(index="p05"), "truth_codes", "p05"),
        (lambda cells: pd.concat([cells, cells.iloc[:1]]), "truth_doubled", "p00"),
        (lambda cells: cells.iloc[:10, :10], "truth_few", "10"),
        (lambda cells: cells.iloc[:, :0], "truth_no_columns", "bad_minutes.csv"),
    ],
)
def test_a_bad_matrix_is_refused_and_its_fault_named(tmp_path, change, key, said):
    with pytest.raises(TerritoryError) as caught:
        read_truth(written(tmp_path, change), write_places(tmp_path))
    assert caught.value.key == key
    assert said in caught.value.say(Words("en"))
    assert said in caught.value.say(Words("fr"))


def test_a_matrix_whose_name_tells_no_unit_is_refused(tmp_path):
    write_matrix(tmp_path).rename(tmp_path / "times.csv")
    with pytest.raises(TerritoryError, match="_seconds"):
        read_truth(tmp_path / "times.csv", write_places(tmp_path))


def of_places(folder: Path, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Path:
    change(pd.read_csv(write_places(folder), dtype="str")).to_csv(
        folder / "places.csv", index=False
    )
    return folder / "places.csv"


@pytest.mark.parametrize(
    ("change", "key", "said"),
    [
        (lambda rows: rows.drop(columns="lat"), "truth_place_columns", "lat"),
        (lambda rows: rows.iloc[1:], "truth_absent", "p00"),
        (lambda rows: rows.assign(lon="6458000"), "truth_degrees", "p00"),
        (lambda rows: rows.assign(population="many"), "truth_people", "p00"),
        (lambda rows: pd.concat([rows, rows.tail(1)]), "truth_doubled", "p99"),
    ],
)
def test_bad_places_are_refused_and_named(tmp_path, change, key, said):
    matrix = write_matrix(tmp_path)
    with pytest.raises(TerritoryError) as caught:
        read_truth(matrix, of_places(tmp_path, change))
    assert caught.value.key == key
    assert said in caught.value.say(Words("en"))


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(TerritoryError) as caught:
        read_truth(tmp_path / "none_minutes.csv", write_places(tmp_path))
    assert caught.value.key == "truth_unreadable"
    assert "none_minutes.csv" in caught.value.say(Words("en"))
