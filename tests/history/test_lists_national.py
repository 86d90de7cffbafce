"""The list of all France against itself, and against itself less known rows."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from pipelines.sources import france_services
from pipelines.sources.catalogue import read_catalogue
from pipelines.sources.locate import locate
from pipelines.steps.counters import counters_of_list
from territory.geography import commune_of_arrondissement
from territory.history.lists_compared import compare_lists

pytestmark = pytest.mark.national
ROWS_TAKEN = 120


@pytest.fixture(scope="module")
def list_path(national) -> Path:
    return locate({"france_services": read_catalogue()["france_services"]}, national)[
        "france_services"
    ].path


def read(path: Path) -> gpd.GeoDataFrame:
    """Read a list without shapes of communes: its own codes are the communes of its year."""
    published = france_services.read(path)
    codes = pd.Index(published["declared_commune_code"].dropna().unique())
    nowhere = gpd.GeoSeries([None] * len(codes), index=codes, crs=4326)
    bare = gpd.GeoDataFrame(
        {"commune_name": "", "town_hall_point": nowhere}, geometry=nowhere, index=codes, crs=4326
    ).rename_axis("commune_code")
    by_code = commune_of_arrondissement(published["declared_commune_code"])
    return counters_of_list(published, bare, by_code, path.name)


@pytest.fixture(scope="module")
def whole(list_path) -> gpd.GeoDataFrame:
    return read(list_path)


def less(path: Path, to: Path, *, renumbered: bool = False) -> tuple[Path, set[str]]:
    """Write a list less some rows, or with other numbers; return the numbers of the rows taken."""
    header, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
    taken = set() if renumbered else {row[0] for row in random.Random(5).sample(rows, ROWS_TAKEN)}
    content = io.StringIO()
    writer = csv.writer(content, quoting=csv.QUOTE_ALL)
    writer.writerow(header)
    for rank, row in enumerate(rows):
        if row[0] not in taken:
            writer.writerow([str(100_000 + rank), *row[1:]] if renumbered else row)
    to.write_text(content.getvalue(), encoding="utf-8")
    return to, taken


def test_the_list_against_itself_changes_nothing(whole):
    changes = compare_lists(whole, whole).changes
    assert set(changes["counter_change_name"]) == {"unchanged"}
    assert len(changes) == len(whole)


def test_the_list_less_known_rows_gives_exactly_these_back(whole, list_path, tmp_path):
    path, taken = less(list_path, tmp_path / "liste-fs-20240307.csv")
    changes = compare_lists(whole, read(path)).changes["counter_change_name"]
    gone = changes[changes != "unchanged"]
    assert set(gone.index) == taken
    # A row taken that shared its door with one that stays closes nothing.
    assert set(gone) <= {"closed", "repeats_door"}
    doors = whole["double_of_code"].fillna(whole.index.to_series())
    shared = {code for code in taken if (doors == doors[code]).sum() > 1}
    assert set(gone.index[gone == "repeats_door"]) <= shared
    back = compare_lists(read(path), whole).changes["counter_change_name"]
    assert set(back[back == "opened"].index) == set(gone[gone == "closed"].index)


def test_without_a_number_in_common_every_counter_is_found_by_name_and_place(
    whole, list_path, tmp_path
):
    path, _ = less(list_path, tmp_path / "liste-fs-20240307.csv", renumbered=True)
    changes = compare_lists(whole, read(path)).changes
    assert set(changes["counter_change_name"]) == {"identifier_changed"}
    assert len(changes) == len(whole)
