"""What stands beside the command is input too: damaged tables and reports end in one sentence."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from territory import paths
from territory.cli import main
from territory.contract import TABLES, Column
from territory.contract_opened import open_table
from territory.errors import ContractError, TerritoryError
from territory.overrides import read_overrides
from territory.points import read_points
from territory.tables import Tables, find_folder, open_data_in_use, open_tables

FILES = {"communes": paths.COMMUNES_FILE, "counters": paths.COUNTERS_FILE}
Frame = gpd.GeoDataFrame


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
# What is put in the place of a file.
REPLACEMENTS: dict[str, Callable[[Path], object]] = {
    "nothing": lambda path: path.unlink(),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "no byte": lambda path: path.write_bytes(b""),
    "a truncated file": lambda path: path.write_bytes(path.read_bytes()[:-2000]),
    "a text": lambda path: path.write_text("commune_code;commune_name\n48001;Albaret\n"),
    "a dead link": lambda path: (path.unlink(), path.symlink_to("nowhere")),
    "a table without shapes": lambda path: (
        pd.DataFrame(gpd.read_parquet(path))
        .drop(columns=["geometry", "town_hall_point"], errors="ignore")
        .to_parquet(path)
    ),
}
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
    "vintage": [None, 3],
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
VERBS = {
    "doctor": ["doctor"],
    "list": ["list"],
    "export": ["export", "--out", "out.xlsx"],
    "score": ["score"],
    "robustness": ["robustness", "--draws", "10"],
    "compare": ["compare", "48"],
    "portrait": ["portrait", "48095", "--format", "html", "--out", "out.html"],
    "validate": ["validate", "--quick"],
    "engines": ["engines", "--engine", "estimate", "--engine", "estimate"],
}


def run(
    words: list[str],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> tuple[int, str]:
    """Run a verb in this process; return its exit code and what it says."""
    monkeypatch.setenv("TERRITORY_LANG", "en")
    monkeypatch.chdir(folder.parent)
    monkeypatch.setattr("sys.argv", ["territory", *words, "--data", str(folder)])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capfd.readouterr().err.strip()
    return int(ended.value.code or 0), said


def sentence(open_it: Callable[[Path], object], folder: Path, file_name: str) -> str:
    """Open something, expecting one sentence that names the file, in both languages."""
    with pytest.raises(TerritoryError) as caught:
        open_it(folder)
    said = {language: caught.value.say(language) for language in ("fr", "en")}
    assert said["fr"] != said["en"]
    for words in said.values():
        assert "\n" not in words
        assert file_name in words or str(folder) in words
        assert "territory build" in words
    return said["en"]


def rewrite(path: Path, table: str, damage: Callable[[Frame, str], Frame]) -> None:
    damage(gpd.read_parquet(path), table).to_parquet(path)


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


def test_a_figure_of_the_report_that_nobody_reads_may_be_no_number(folder: Path) -> None:
    path = folder / paths.REPORT_FILE
    report = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**report, "population_people": float("nan"), "more": 1}))
    assert open_data_in_use(folder).vintage == report["vintage"]


def open_tables_and_report(folder: Path) -> tuple[object, Tables]:
    return open_data_in_use(folder), open_tables(folder)


@pytest.mark.parametrize("file_name", [*FILES.values(), paths.REPORT_FILE])
@pytest.mark.parametrize("verb", VERBS)
def test_every_command_ends_with_one_sentence_and_code_1(
    folder: Path,
    file_name: str,
    verb: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    path = folder / file_name
    path.write_bytes(path.read_bytes()[:3000])
    code, said = run(VERBS[verb], folder, monkeypatch, capfd)
    assert code == 1
    assert len(said.splitlines()) == 1
    assert str(path) in said
    assert not (folder.parent / "out.html").exists()


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb not in ("validate", "export")])
def test_tables_of_a_place_without_counters_are_read_by_every_command(
    folder: Path,
    verb: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    rewrite(folder / paths.COUNTERS_FILE, "counters", lambda f, _: f.iloc[:0])
    path = folder / paths.REPORT_FILE
    report = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**report, "counters_count": 0}))
    code, said = run(VERBS[verb], folder, monkeypatch, capfd)
    if verb == "robustness":
        assert (code, len(said.splitlines())) == (1, 1)
        assert "has a score" in said
    else:
        assert code == 0, said


def test_a_build_that_lost_its_communes_is_not_taken_for_no_build(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERRITORY_DATA", str(folder.parent))
    (folder / paths.COMMUNES_FILE).unlink()
    assert find_folder() == (folder, False)
    sentence(lambda _: open_tables(), folder, paths.COMMUNES_FILE)


def mediation_place() -> Frame:
    """One place, every column of the contract with a value of its type."""
    values: dict[str, object] = {"str": "a", "float64": 1.0, "Int64": 1, "bool": True}
    columns = TABLES["mediation_places"]
    frame = pd.DataFrame(index=pd.Index(["p1"], name=columns[0].name, dtype="str"))
    for one in columns[1:]:
        kind = one.unit.dtype
        if kind == "geometry":
            frame[one.name] = gpd.GeoSeries([Point(3.5, 44.5)], index=frame.index, crs=4326)
        elif kind.startswith("datetime"):
            frame[one.name] = pd.Timestamp("2026-01-31")
        else:
            dtype = "boolean" if kind == "bool" else kind
            value = "48095" if one.pattern else values[kind]
            frame[one.name] = pd.Series([value], index=frame.index, dtype=dtype)
    return gpd.GeoDataFrame(frame, geometry="geometry")


def test_a_table_of_mediation_places_is_held_against_the_contract_too(folder: Path) -> None:
    path = folder / paths.MEDIATION_FILE
    mediation_place().to_parquet(path)
    assert len(open_tables(folder).mediation_places) == 1
    mediation_place().drop(columns="is_itinerant").to_parquet(path)
    assert "lacks 1 column(s) (is_itinerant)" in sentence(open_tables, folder, path.name)
    path.unlink()
    path.mkdir()
    sentence(open_tables, folder, path.name)


@pytest.mark.parametrize("file_name", [*FILES.values(), paths.REPORT_FILE])
def test_the_app_says_it_on_its_page(
    folder: Path, file_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from streamlit.testing.v1 import AppTest

    path = folder / file_name
    path.write_bytes(path.read_bytes()[:3000])
    monkeypatch.setenv("TERRITORY_DATA", str(folder.parent))
    monkeypatch.setenv("TERRITORY_LANG", "en")
    page = AppTest.from_file(str(paths.app_script()), default_timeout=60).run()
    assert not page.exception
    (said,) = page.error
    assert file_name in said.value.replace("\\", "")
    assert "territory build" in said.value


POINTS = gpd.GeoDataFrame(
    {"commune_code": ["48095", "48001"], "people": [10.0, 20.0]},
    geometry=[Point(3.5, 44.5), Point(3.2, 44.7)],
    crs=4326,
)


@pytest.mark.parametrize(
    ("points", "key"),
    [
        (POINTS.drop(columns="people"), "column_missing"),
        (POINTS.set_crs(None, allow_override=True), "points_no_place"),
        (POINTS.assign(commune_code=[48095, 48001]), "points_number"),
        (POINTS.assign(people=[float("inf"), 1]), "points_people"),
        (POINTS.assign(people=["many", "few"]), "points_people"),
        (POINTS.assign(ind=[1.0, 2.0]), "points_doubled"),
        (POINTS.iloc[:0], "points_none"),
        (POINTS.set_geometry([None, Point(3, 44)], crs=4326), "points_blank"),
    ],
)
def test_a_damaged_table_of_points_is_said(
    folder: Path, sample: Tables, points: Frame, key: str
) -> None:
    path = folder / paths.POINTS_FILE
    points.to_parquet(path)
    with pytest.raises(ContractError) as caught:
        read_points(path, sample.communes)
    assert [one.key for one in caught.value.problems] == [key]
    assert path.name in caught.value.say("en")


@pytest.mark.parametrize("what", ["a folder", "no byte", "a truncated file", "a dead link"])
def test_what_stands_in_the_place_of_points_is_said(folder: Path, what: str) -> None:
    path = folder / paths.POINTS_FILE
    POINTS.to_parquet(path)
    REPLACEMENTS[what](path)
    with pytest.raises(TerritoryError) as caught:
        open_tables(folder)
    assert caught.value.key == "points_unreadable"
    assert path.name in caught.value.say("fr")


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("action,reason,author,action\n", "'action' stands twice"),
        ("action,counter_code,reason,author\nclose,1,moved, to Mende,me\n", "Line 2: more cells"),
        ('action,reason,author\nclose,"' + "x" * 200_000 + '",me\n', "field larger than"),
    ],
)
def test_corrections_that_would_be_read_wrongly_are_refused(
    tmp_path: Path, written: str, words: str
) -> None:
    path = tmp_path / paths.OVERRIDES_FILE
    path.write_text(written)
    with pytest.raises(TerritoryError) as caught:
        read_overrides(path)
    assert words in caught.value.say("en")
    assert path.name in caught.value.say("en")


def test_a_folder_in_the_place_of_corrections_is_not_passed_over(folder: Path) -> None:
    (folder.parent / paths.OVERRIDES_FILE).mkdir()
    with pytest.raises(TerritoryError) as caught:
        open_tables(folder)
    assert caught.value.key == "overrides_unreadable"
