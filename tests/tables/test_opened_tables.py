"""A damaged table is refused in one sentence that names it, when it is opened."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from territory import paths
from territory.contract import TABLES, Column
from territory.tables import find_folder, open_tables
from territory.tables.checks import open_table
from tests.tables.opened import FILES, REPLACEMENTS, Frame, rewrite, sentence


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample's tables, to damage."""
    return Path(shutil.copytree(paths.sample_folder(), tmp_path / "tables"))


def of_type(table: str, *dtypes: str) -> list[Column]:
    return [one for one in TABLES[table][1:] if one.unit.dtype in dtypes]


def key(table: str) -> str:
    return TABLES[table][0].name


def first(table: str, *dtypes: str) -> str:
    return of_type(table, *dtypes)[0].name


def with_value(name: Callable[[str], str], value: object) -> Callable[[Frame, str], Frame]:
    def damage(frame: Frame, table: str) -> Frame:
        column = frame[name(table)].copy()
        column.iloc[3] = value
        return frame.assign(**{name(table): column})

    return damage


def with_shape(make: Callable[[object], object]) -> Callable[[Frame, str], Frame]:
    def damage(frame: Frame, table: str) -> Frame:
        shapes = list(frame.geometry)
        shapes[0] = make(shapes[0])
        return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))

    return damage


def renamed_index(frame: Frame, table: str, values: list) -> Frame:
    return frame.set_index(pd.Index(values, name=key(table)))


# What is done to a table before it is written again -> words of the sentence that says so.
DAMAGES: dict[str, tuple[Callable[[Frame, str], Frame], str]] = {
    "a column is gone": (lambda f, t: f.drop(columns=first(t, "float64")), "lacks 1 column"),
    "half its columns are gone": (
        lambda f, _: f.drop(columns=[n for n in f.columns[::2] if n != "geometry"]),
        "lacks",
    ),
    "texts are numbers": (
        lambda f, t: f.assign(**{first(t, "str"): range(len(f))}),
        "of type int64, not str",
    ),
    "figures are texts": (
        lambda f, t: f.assign(**{first(t, "float64"): f[first(t, "float64")].astype("str")}),
        "of type str, not float64",
    ),
    "counts are floats": (
        lambda f, t: f.assign(**{first(t, "Int64"): f[first(t, "Int64")].astype("float64")}),
        "of type float64, not Int64",
    ),
    "a figure is below its range": (
        with_value(lambda t: first(t, "float64"), -1.0),
        "holds what it may not (-1)",
    ),
    "a figure is infinite": (
        with_value(lambda t: first(t, "float64"), float("inf")),
        "holds what it may not (inf)",
    ),
    "a status is unknown": (
        with_value(lambda t: first(t, "status"), "perhaps"),
        "holds what it may not (perhaps)",
    ),
    "a name is blank": (
        with_value(lambda t: next(o.name for o in of_type(t, "str") if o.is_required), None),
        "is blank in 1 row",
    ),
    "a code is another thing": (
        with_value(lambda t: next(o.name for o in TABLES[t][1:] if o.pattern), "x\ny"),
        "is not a code",
    ),
    "rows are doubled": (lambda f, _: pd.concat([f, f.iloc[:2]]), "stand in several rows"),
    "its index is lost": (lambda f, _: f.reset_index(drop=True), "not named by the column"),
    "its index is a column": (lambda f, _: f.reset_index(), "not named by the column"),
    "its index is numbers": (
        lambda f, t: renamed_index(f, t, [one**2 for one in range(len(f))]),
        "holds int64, not text",
    ),
    "a code is blank": (
        lambda f, t: renamed_index(f, t, [None, *f.index[1:]]),
        "is blank in 1 row",
    ),
    "no coordinate system": (lambda f, _: f.set_crs(None, allow_override=True), "is not said"),
    "another coordinate system": (lambda f, _: f.to_crs(2154), "not in longitude and latitude"),
    "projected, said in degrees": (
        lambda f, _: f.to_crs(2154).set_crs(4326, allow_override=True),
        "nowhere on Earth",
    ),
    "shapes of another type": (
        with_shape(lambda shape: shape.buffer(0.1).boundary),
        "of type LineString",
    ),
    "empty shapes": (with_shape(lambda shape: type(shape)()), "empty or nowhere"),
    "no row": (lambda f, _: f.iloc[:0], "row"),
    "a row is gone": (lambda f, _: f.iloc[:-1], "build_report.json beside it says"),
}


@pytest.mark.parametrize("what", DAMAGES)
@pytest.mark.parametrize("table", FILES)
def test_a_damaged_table_is_refused_in_a_sentence_that_names_it(
    folder: Path, table: str, what: str
) -> None:
    damage, words = DAMAGES[what]
    path = folder / FILES[table]
    rewrite(path, table, damage)
    assert words in sentence(open_tables, folder, path.name)


@pytest.mark.parametrize(
    ("file_name", "what"),
    [
        (name, what)
        for name in (*FILES.values(), paths.REPORT_FILE)
        for what in REPLACEMENTS
        if name != paths.REPORT_FILE or what != "a table without shapes"
    ],
)
def test_what_stands_in_the_place_of_a_file_is_refused_in_a_sentence(
    folder: Path, file_name: str, what: str
) -> None:
    REPLACEMENTS[what](folder / file_name)
    sentence(open_tables, folder, file_name)


@pytest.mark.parametrize("table", FILES)
def test_another_table_in_the_place_of_one_is_named(folder: Path, table: str) -> None:
    other = next(name for name in FILES if name != table)
    shutil.copy(paths.sample_folder() / FILES[other], folder / FILES[table])
    assert f"it holds the table '{other}'" in sentence(open_tables, folder, FILES[table])


def test_a_column_more_changes_nothing_even_under_the_name_of_an_indicator(folder: Path) -> None:
    path = folder / paths.COMMUNES_FILE
    rewrite(path, "communes", lambda f, _: f.assign(exposure_score=0.0, remarks="none"))
    columns = [one.name for one in TABLES["communes"][1:]]
    assert list(open_table(path, "communes").columns) == columns


def test_a_build_that_lost_its_communes_is_not_taken_for_no_build(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERRITORY_DATA", str(folder.parent))
    (folder / paths.COMMUNES_FILE).unlink()
    assert find_folder() == (folder, False)
    sentence(lambda _: open_tables(), folder, paths.COMMUNES_FILE)


def coded(pattern: str) -> str:
    """A value a pattern lets through: a commune's code, else the first of the names it lists."""
    code = "48095"
    return code if re.fullmatch(pattern, code) else pattern.split("|", maxsplit=1)[0]


def mediation_place() -> Frame:
    """One place, every column of the contract with a value of its type."""
    values: dict[str, object] = {
        "str": "a",
        "float64": 1.0,
        "Int64": 1,
        "bool": True,
        "status": "observed",
    }
    columns = TABLES["mediation_places"]
    frame = pd.DataFrame(index=pd.Index(["p1"], name=columns[0].name, dtype="str"))
    for one in columns[1:]:
        kind = one.unit.dtype
        if kind == "geometry":
            frame[one.name] = gpd.GeoSeries([Point(3.5, 44.5)], index=frame.index, crs=4326)
        elif kind.startswith("datetime"):
            frame[one.name] = pd.Timestamp("2026-01-31")
        else:
            dtype = {"bool": "boolean", "status": "str"}.get(kind, kind)
            value = coded(one.pattern) if one.pattern else values[kind]
            frame[one.name] = pd.Series([value], index=frame.index, dtype=dtype)
    return gpd.GeoDataFrame(frame, geometry="geometry")


def test_a_table_of_mediation_places_is_held_against_the_contract_too(folder: Path) -> None:
    path = folder / paths.MEDIATION_FILE
    mediation_place().to_parquet(path)
    assert len(open_tables(folder).mediation_places) == 1
    mediation_place().drop(columns="is_itinerant").to_parquet(path)
    assert "lacks 1 column (is_itinerant)" in sentence(open_tables, folder, path.name)
    path.unlink()
    path.mkdir()
    sentence(open_tables, folder, path.name)
