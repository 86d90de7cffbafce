"""Files of a list: the same rows and figures in every format, read back by other tools."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
import subprocess
import time
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import geopandas as gpd
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
from shapely.geometry import shape

from territory.errors import TerritoryError, UnknownNameError
from territory.exports import FORMATS, format_of, side_files, write_list
from territory.files import write_file
from territory.lists import Request, make_list, read_request
from territory.lists.about import about
from territory.messages import Words
from territory.tables import open_data_in_use

EVERY = [*FORMATS]


@pytest.fixture(scope="module")
def made(country):
    request = read_request({"departement": "48"}, ["min-minutes=10"], words=Words("fr"))
    return make_list(country, request)


@pytest.fixture(scope="module")
def told(made, sample):
    return about(made, sample, open_data_in_use(), "xlsx", "liste.xlsx")


def written(made, sample, told, name: str) -> bytes:
    return write_list(made.rows, sample.communes, told, FORMATS[name])


def cells(content: bytes, sheet: str) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return list(book[sheet].iter_rows(values_only=True))


def test_the_same_list_gives_the_same_bytes_whenever_it_is_written(made, sample, told):
    before = {name: written(made, sample, told, name) for name in EVERY}
    time.sleep(2.1)  # a ZIP tells time by steps of two seconds
    for name in EVERY:
        assert written(made, sample, told, name) == before[name], name


def test_exterior_rings_turn_as_geojson_asks(made, sample, told):
    document = json.loads(written(made, sample, told, "geojson"))
    shapes = [shape(one["geometry"]) for one in document["features"]]
    polygons = [part for one in shapes for part in getattr(one, "geoms", [one])]
    assert all(one.exterior.is_ccw for one in polygons)


def test_the_geopackage_keeps_whole_numbers_whole(made, sample, told, tmp_path):
    path = tmp_path / "list.gpkg"
    path.write_bytes(written(made, sample, told, "gpkg"))
    with sqlite3.connect(path) as database:
        kinds = {row[1]: row[2] for row in database.execute("PRAGMA table_info(communes)")}
    assert kinds["need_class"] in ("INTEGER", "MEDIUMINT")
    assert kinds["nearest_counter_is_open_saturday"] == "BOOLEAN"
    assert kinds["nearest_counter_minutes"] == "REAL"


def test_the_dictionary_beside_an_excel_file_opens_in_excel(made, told):
    content = side_files(made.rows, told, FORMATS["csv-excel"])[".dictionary.csv"]
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"name;label" in content


def test_every_format_holds_the_same_figures(made, sample, told, tmp_path):
    expected = made.rows["nearest_counter_minutes"].round(1).tolist()
    people = made.rows["illectronism_people"].round(1).tolist()
    plain = list(csv.DictReader(io.StringIO(written(made, sample, told, "csv").decode())))
    assert [float(row["nearest_counter_minutes"]) for row in plain] == expected
    document = json.loads(written(made, sample, told, "geojson"))
    found = [one["properties"] for one in document["features"]]
    assert [one["nearest_counter_minutes"] for one in found] == expected
    for name in ("gpkg", "parquet"):
        path = tmp_path / f"list.{name}"
        path.write_bytes(written(made, sample, told, name))
        frame = (
            pyogrio.read_dataframe(path, layer="communes")
            if name == "gpkg"
            else (gpd.read_parquet(path))
        )
        assert frame["nearest_counter_minutes"].tolist() == expected
        assert frame["illectronism_people"].tolist() == people
        assert frame["commune_code"].tolist() == made.rows.index.tolist()
        assert frame.crs == 4326
    header, *rows = cells(written(made, sample, told, "xlsx"), "Toutes les colonnes")
    column = header.index("Minutes jusqu’au guichet")
    assert [row[column] for row in rows] == expected


def test_codes_stay_text_in_the_workbook(made, sample, told):
    rows = made.rows.rename(index={made.rows.index[0]: "01001"})
    content = write_list(rows, sample.communes, told, FORMATS["xlsx"])
    header, first, *_ = cells(content, "Liste")
    assert first[header.index("Code Insee")] == "01001"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_reads_the_codes_with_their_zeros(made, sample, told, tmp_path):
    rows = made.rows.rename(index={made.rows.index[0]: "01001"})
    path = tmp_path / "list.xlsx"
    path.write_bytes(write_list(rows, sample.communes, told, FORMATS["xlsx"]))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "csv", "--outdir", str(tmp_path), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert ",01001," in (tmp_path / "list.csv").read_text(encoding="cp1252").splitlines()[1]


def test_a_cell_that_would_run_as_a_formula_is_neutralised(made, sample, told):
    rows = made.rows.assign(commune_name="=1+1", epci_name="@cmd", reasons_text="+33 4")
    header, first, *_ = cells(
        write_list(rows, sample.communes, told, FORMATS["xlsx"]), "Toutes les colonnes"
    )
    assert first[header.index("Commune")] == "'=1+1"
    assert first[header.index("Pourquoi")] == "'+33 4"
    with zipfile.ZipFile(
        io.BytesIO(write_list(rows, sample.communes, told, FORMATS["xlsx"]))
    ) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/")]
        assert not any(b"<f>" in book.read(name) for name in sheets)
    for style in ("csv", "csv-excel"):
        text = write_list(rows, sample.communes, told, FORMATS[style]).decode("utf-8-sig")
        assert "'=1+1" in text


def test_what_is_missing_is_empty_never_zero(made, sample, told, tmp_path):
    # The sample holds no mobile coverage.
    assert made.rows["without_good_4g_share"].isna().all()
    header, *rows = cells(written(made, sample, told, "xlsx"), "Toutes les colonnes")
    column = header.index("Surface sans bonne 4G")
    assert {row[column] for row in rows} == {None}
    document = json.loads(written(made, sample, told, "geojson"))
    assert {one["properties"]["without_good_4g_share"] for one in document["features"]} == {None}
    path = tmp_path / "list.gpkg"
    path.write_bytes(written(made, sample, told, "gpkg"))
    with sqlite3.connect(path) as database:
        (count,) = database.execute(
            "SELECT count(*) FROM communes WHERE without_good_4g_share IS NOT NULL"
        ).fetchone()
    assert count == 0


def test_the_workbook_carries_all_it_rests_on(made, sample, told):
    content = written(made, sample, told, "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == [
        "Liste", "Toutes les colonnes", "Dictionnaire", "Sources", "Méthode", "Limites",
    ]  # fmt: skip
    dictionary = {row[0] for row in cells(content, "Dictionnaire")[1:]}
    assert dictionary == {made.rows.index.name, *made.rows.columns}
    hashes = {row[2] for row in cells(content, "Sources")[1:]}
    assert hashes == {source.sha256 for source in open_data_in_use().sources}
    method = dict(cells(content, "Méthode")[1:])
    assert method["Critères"] == "un guichet fixe à 10\u00a0min ou plus"
    assert method["Commande qui refait ce fichier"] == (
        "territory export --departement 48 --where min-minutes=10 --lang fr --format xlsx "
        "--out liste.xlsx"
    )
    # The code and the name stay in sight.
    assert book["Liste"].freeze_panes == "C2"
    assert book["Liste"].auto_filter.ref


def test_the_geopackage_brings_its_style_and_what_it_rests_on(made, sample, told, tmp_path):
    path = tmp_path / "list.gpkg"
    path.write_bytes(written(made, sample, told, "gpkg"))
    with sqlite3.connect(path) as database:
        name, style, default = database.execute(
            "SELECT f_table_name, styleQML, useAsDefault FROM layer_styles"
        ).fetchone()
        about_file = dict(database.execute("SELECT key, value FROM territory_about").fetchall())
    assert (name, default) == ("communes", 1)
    renderer = ElementTree.fromstring(style.removeprefix("<!DOCTYPE qgis>")).find("renderer-v2")
    filters = [one.get("filter") for one in renderer.find("rules")]
    assert len(filters) == 10
    assert '"need_class" = 3 AND "counters_class" = 1' in filters
    assert filters[-1] == "ELSE"
    assert json.loads(about_file["data_fingerprint"]) == told.fingerprint
    assert {row[0] for row in pyogrio.list_layers(path)} >= {"communes", "layer_styles"}


def test_geojson_and_parquet_say_what_they_rest_on(made, sample, told, tmp_path):
    document = json.loads(written(made, sample, told, "geojson"))
    assert document["metadata"]["command"] == told.command
    assert "crs" not in document
    path = tmp_path / "list.parquet"
    path.write_bytes(written(made, sample, told, "parquet"))
    said = json.loads(pq.read_schema(path).metadata[b"territory"])
    assert said == document["metadata"]


def test_csv_has_its_dictionary_and_sources_beside_it(made, told):
    files = side_files(made.rows, told, FORMATS["csv"])
    assert set(files) == {".dictionary.csv", ".about.txt"}
    text = files[".about.txt"].decode()
    assert told.command in text
    for source in open_data_in_use().sources:
        assert source.sha256 in text


def test_a_commune_without_a_boundary_keeps_its_row(made, sample, told):
    communes = sample.communes.copy()
    communes.loc[made.rows.index[0], "geometry"] = None
    document = json.loads(write_list(made.rows, communes, told, FORMATS["geojson"]))
    assert len(document["features"]) == len(made.rows)
    assert document["features"][0]["geometry"] is None


def test_a_format_is_told_by_name_or_by_the_file_s_ending():
    assert format_of(None, Path("a.GPKG")).name == "gpkg"
    assert format_of("csv-excel", Path("a.csv")).name == "csv-excel"
    with pytest.raises(UnknownNameError, match="xlsx"):
        format_of(None, Path("a.xls"))
    with pytest.raises(UnknownNameError, match="geojson"):
        format_of("json", None)


def test_a_column_outside_the_vocabulary_is_refused(made, sample, told):
    with pytest.raises(KeyError):
        write_list(made.rows.assign(colour=1), sample.communes, told, FORMATS["xlsx"])


def test_nothing_half_written_is_left(tmp_path, monkeypatch):
    path = tmp_path / "list.csv"
    path.write_bytes(b"before")

    def full(*_):
        raise OSError("no space left")

    monkeypatch.setattr("territory.files.write_new", full)
    with pytest.raises(TerritoryError, match="no space left"):
        write_file(path, b"after")
    monkeypatch.undo()
    assert path.read_bytes() == b"before"
    assert [one.name for one in tmp_path.iterdir()] == ["list.csv"]


def test_the_dates_in_a_file_are_those_of_the_data(made, sample, told):
    book = openpyxl.load_workbook(io.BytesIO(written(made, sample, told, "xlsx")))
    assert book.properties.modified.date().isoformat() == told.date
    assert told.date == "2026-02-28"  # the newest of the sources that say their day: Arcep's


def test_an_empty_list_is_still_a_file(country, sample):
    made = make_list(
        country,
        Request(
            "departement", "48", read_request({}, ["min-minutes=500"], words=Words("fr")).criteria
        ),
    )
    said = about(made, sample, open_data_in_use(), "xlsx", "vide.xlsx")
    assert made.rows.empty
    for name in ("xlsx", "csv", "geojson", "gpkg"):
        assert write_list(made.rows, sample.communes, said, FORMATS[name])
    assert pd.isna(made.totals["illectronism_people"])
