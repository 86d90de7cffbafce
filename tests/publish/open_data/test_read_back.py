"""Every published file is read back by a program that is not ours, and says the same."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
import sys
import zipfile
from hashlib import sha256

import duckdb
import pandas as pd
import pyogrio
import pytest
import rdflib
import shapely

from territory.maps.layers import count_classes
from territory.messages import Words
from territory.publish.open_data.styles import commune_rules, shown_layers
from territory.scores import DEFAULT_METHOD

DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
BASE = "https://data.example.org/territory/"


@pytest.fixture(scope="module")
def geopackage(published, tmp_path_factory):
    folder = tmp_path_factory.mktemp("qgis")
    with zipfile.ZipFile(published.folder / "territory-qgis.zip") as archive:
        archive.extractall(folder)
    return folder / "territory.gpkg"


def errors_of(folder):
    # In a process of its own, as a reader runs it: it leaves files open behind it.
    run = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "--json", "datapackage.json"],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    report = json.loads(run.stdout)
    found = {task["name"]: [one["type"] for one in task["errors"]] for task in report["tasks"]}
    return found, report["valid"]


def test_frictionless_finds_each_table_as_its_schema_says(published):
    errors, is_valid = errors_of(published.folder)
    assert is_valid
    tables = ["communes", "counters", "itinerant_stops"]
    assert errors == {name: [] for name in (*tables, "communes-parquet", "territory-qgis")}


@pytest.mark.parametrize(
    ("before", "after", "error"),
    [
        (",24.0,", ",-24.0,", "constraint-error"),
        ("observed", "guessed", "constraint-error"),
        (",False,", ",perhaps,", "type-error"),
    ],
)
def test_frictionless_refuses_what_the_schema_forbids(published, tmp_path, before, after, error):
    for one in published.files:
        copy = tmp_path / one.name
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes((published.folder / one.name).read_bytes())
    with zipfile.ZipFile(tmp_path / "counters.csv.zip") as archive:
        content = archive.read("counters.csv").decode()
    assert before in content
    with zipfile.ZipFile(tmp_path / "counters.csv.zip", "w") as archive:
        archive.writestr("counters.csv", content.replace(before, after))
    errors, is_valid = errors_of(tmp_path)
    assert not is_valid
    assert error in errors["counters"]


def test_the_csv_holds_the_list_by_code_whatever_its_rank(published, country):
    listed = country.listed(DEFAULT_METHOD)
    with zipfile.ZipFile(published.folder / "communes.csv.zip") as archive:
        assert archive.namelist() == ["communes.csv"]
        rows = [*csv.DictReader(io.TextIOWrapper(archive.open("communes.csv"), "utf-8"))]
    assert [row["commune_code"] for row in rows] == sorted(listed.index)
    of_mende = next(row for row in rows if row["commune_code"] == "48095")
    assert of_mende["commune_name"] == "Mende"
    assert int(of_mende["exposure_rank"]) == listed.loc["48095", "exposure_rank"]
    assert float(of_mende["need_score"]) == round(listed.loc["48095", "need_score"], 1)
    # Mende's town hall.
    assert float(of_mende["town_hall_longitude_degrees"]) == pytest.approx(3.50, abs=0.01)
    assert float(of_mende["town_hall_latitude_degrees"]) == pytest.approx(44.52, abs=0.01)
    unranked = [row for row in rows if row["exposure_rank"] == ""]
    assert {row["score_reason_code"] for row in unranked} == {"few_adults"}
    assert len(unranked) == 11


def test_duckdb_reads_the_geoparquet_and_its_shapes_are_within_four_metres_of_the_tables(
    published, sample
):
    path = published.folder / "communes.parquet"
    connection = duckdb.connect()
    count, people = connection.execute(
        f"SELECT count(*), sum(population_people) FROM '{path}'"
    ).fetchone()
    assert (count, people) == (152, sample.communes["population_people"].sum())
    told = connection.execute(
        f"SELECT decode(key), decode(value) FROM parquet_kv_metadata('{path}')"
    ).fetchall()
    geo = json.loads(dict(told)["geo"])
    assert geo["primary_column"] == "geometry"
    assert geo["columns"]["geometry"]["encoding"] == "WKB"
    assert set(geo["columns"]["geometry"]["geometry_types"]) <= {"Polygon", "MultiPolygon"}
    assert json.loads(dict(told)["territory"])["data_fingerprint"]
    rows = connection.execute(f"SELECT commune_code, geometry FROM '{path}'").fetchall()
    for code, shape in rows[:20]:
        read = shapely.from_wkb(bytes(shape)) if isinstance(shape, bytes | bytearray) else shape
        # Corners stand on a grid of 0.00006 degree: none moved by more than its half, both ways.
        assert read.is_valid
        assert shapely.hausdorff_distance(read, sample.communes.geometry[code]) < 0.000044


def test_the_parquet_and_the_csv_have_the_same_columns_and_missing_cells(published):
    text = pd.read_csv(published.folder / "communes.csv.zip", dtype="str")
    table = pd.read_parquet(published.folder / "communes.parquet").drop(columns="geometry")
    assert [*text] == [*table]
    assert (text.isna() == table.replace("", None).isna()).all().all()


def test_gdal_and_sqlite_find_the_layers_their_styles_and_the_words_of_columns(geopackage):
    layers = dict(pyogrio.list_layers(geopackage))
    assert layers["communes"] == "MultiPolygon"
    assert layers["counters"] == "Point"
    assert pyogrio.read_info(geopackage, layer="communes")["features"] == 152
    with sqlite3.connect(geopackage) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA user_version").fetchone() == (10200,)
        days = database.execute("SELECT DISTINCT last_change FROM gpkg_contents").fetchall()
        assert days == [("2026-02-28T00:00:00.000Z",)]
        styles = database.execute(
            "SELECT styleName, useAsDefault FROM layer_styles WHERE f_table_name = 'communes'"
        ).fetchall()
        titles = dict(
            database.execute(
                "SELECT column_name, title FROM gpkg_data_columns WHERE table_name = 'communes'"
            )
        )
        columns = {row[1] for row in database.execute("PRAGMA table_info(communes)")}
    database.close()
    assert len(styles) == len(shown_layers())
    assert [name for name, is_default in styles if is_default] == ["Besoin × éloignement"]
    assert titles["nearest_counter_minutes"] == "Minutes jusqu’au guichet"
    assert set(titles) == columns - {"fid", "geom"}


@pytest.mark.parametrize("layer", shown_layers(), ids=lambda layer: layer.name)
def test_each_rule_of_a_style_takes_the_communes_of_its_class(geopackage, country, layer):
    # The filters are SQL too: SQLite counts what QGIS would draw.
    expected = count_classes(layer, country.listed(DEFAULT_METHOD))["communes_count"]
    *rules, other = commune_rules(layer, Words("fr"))
    with sqlite3.connect(geopackage) as database:
        found = [
            database.execute(f"SELECT count(*) FROM communes WHERE {rule.filter}").fetchone()[0]
            for rule in rules
        ]
    database.close()
    assert other.filter == "ELSE"
    assert found == expected.iloc[1:].tolist()
    assert 152 - sum(found) == expected.iloc[0]


# rdflib's own reader of JSON-LD asks for a class that rdflib has deprecated.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
def test_rdflib_finds_a_dataset_its_files_and_who_made_its_sources(published):
    graph = rdflib.Graph()
    graph.parse(published.folder / "dcat.jsonld", format="json-ld", publicID=f"{BASE}dcat.jsonld")
    dataset = rdflib.URIRef(BASE)
    assert (dataset, rdflib.RDF.type, DCAT.Dataset) in graph
    titles = {one.language for one in graph.objects(dataset, rdflib.DCTERMS.title)}
    assert titles == {"fr", "en"}
    seals = {}
    for one in graph.objects(dataset, DCAT.distribution):
        (address,) = graph.objects(one, DCAT.downloadURL)
        (checksum,) = graph.objects(one, SPDX.checksum)
        (value,) = graph.objects(checksum, SPDX.checksumValue)
        (size,) = graph.objects(one, DCAT.byteSize)
        content = (published.folder / str(address).removeprefix(BASE)).read_bytes()
        seals[str(address)] = str(value).lower() == sha256(content).hexdigest()
        assert int(size) == len(content)
    assert len(seals) == 5
    assert all(seals.values())
    (box,) = graph.objects(None, DCAT.bbox)
    west, south, east, north = shapely.from_wkt(str(box)).bounds
    assert (west, south, east, north) == pytest.approx((2.98, 44.11, 4.0, 44.97), abs=0.01)
    names = {str(one) for one in graph.objects(None, rdflib.FOAF.name)}
    assert {"Insee", "Arcep", "ANCT"} <= names
