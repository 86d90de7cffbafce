"""What a publication holds: the same bytes, nothing missing taken for zero, a scenario said everywhere."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import time
import zipfile
from dataclasses import replace
from hashlib import sha256

import pandas as pd
import pyarrow.parquet as pq
import pytest

from territory.contract import COMMUNES, TABLES
from territory.country import Country
from territory.errors import TerritoryError
from territory.exports.cells import round_by_unit
from territory.lists import Request, make_list
from territory.messages import LANGUAGES, Words
from territory.publish.open_data import write_open_data
from territory.publish.open_data.schema import table_schema
from territory.publish.open_data.tables import LEFT_OUT, published_tables
from territory.tables.overrides import COLUMNS
from territory.tables.scenarios import Scenario
from territory.territories import read_territory

FR = Words("fr")


def bytes_of(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def rows_of(folder, name):
    path = folder / name
    if name.endswith(".zip"):
        with zipfile.ZipFile(path) as archive:
            content = archive.read(name.removesuffix(".zip"))
    else:
        content = path.read_bytes()
    return [*csv.DictReader(io.StringIO(content.decode(), newline=""))]


def tables_of(country, **changed):
    listing = make_list(country, Request(words=FR), has_reasons=False)
    found = published_tables(listing, replace(country.tables, **changed), FR)
    return {one.name: one for one in found}


def test_the_same_tables_give_the_same_bytes_whenever_they_are_written(
    published, country, in_use, tmp_path
):
    time.sleep(2.1)  # a ZIP tells time by steps of two seconds
    write_open_data(country, in_use, tmp_path, FR)
    assert bytes_of(tmp_path) == bytes_of(published.folder)


def test_what_is_told_of_the_files_is_what_stands_there(published):
    found = bytes_of(published.folder)
    assert {one.name for one in published.files} == set(found)
    for one in published.files:
        assert one.bytes_count == len(found[one.name])
        assert one.sha256 == sha256(found[one.name]).hexdigest()
        assert set(one.titles) == set(LANGUAGES)
    sums = dict(line.split("  ")[::-1] for line in found["SHA256SUMS"].decode().splitlines())
    assert sums == {one.name: one.sha256 for one in published.files if one.name != "SHA256SUMS"}
    rows = {one.name: one.rows_count for one in published.files}
    assert (rows["communes.csv.zip"], rows["communes.parquet"], rows["counters.csv.zip"]) == (
        152,
        152,
        20,
    )


@pytest.mark.parametrize("name", ["llms.txt", "README.md", "LISEZMOI.md"])
def test_every_link_of_a_text_leads_to_a_file(published, name):
    text = (published.folder / name).read_text("utf-8")
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert len(links) >= 9
    for link in links:
        assert (published.folder / link).is_file(), link


def test_llms_txt_tells_every_column_of_every_table_and_the_limits(published):
    text = (published.folder / "llms.txt").read_text("utf-8")
    title, blank, summary = text.splitlines()[:3]
    assert title.startswith("# ")
    assert blank == ""
    assert summary.startswith("> ")
    for name in ("communes.csv.zip", "counters.csv.zip", "itinerant_stops.csv.zip"):
        (first, *_) = rows_of(published.folder, name)
        for column in first:
            assert f"- `{column}` (" in text
    assert FR.text("limits.need") in text
    assert "`suppressed` = secret statistique" in text


def test_a_missing_value_is_an_empty_cell_whose_status_says_why(country):
    communes = country.tables.communes.copy()
    communes.loc["48095", ["density_class", "density_status"]] = [pd.NA, "suppressed"]
    table = tables_of(country, communes=communes)["communes"]
    assert table.flat.loc["48095", "density_status"] == "suppressed"
    assert table.flat.loc["48001", "density_status"] == "observed"
    told = table_schema(table, table.flat, {})
    fields = {one["name"]: one for one in told["fields"]}
    assert told["missingValues"] == [""]
    assert fields["density_class"]["statusColumns"] == ["density_status"]
    assert fields["density_status"]["constraints"]["enum"] == [
        "observed",
        "modelled",
        "imputed",
        "rounded",
        "suppressed",
        "missing",
        "not_applicable",
    ]


def test_zero_stays_zero_beside_what_is_missing(published):
    rows = rows_of(published.folder, "communes.csv.zip")
    counts = [row["fixed_counters_count"] for row in rows]
    assert counts.count("0") > 100
    assert "" not in counts
    assert {row["nearest_mediation_place_minutes"] for row in rows} == {""}


def test_a_schema_says_type_unit_range_source_and_words_of_each_language(published):
    schema = json.loads((published.folder / "schemas/communes.schema.json").read_text("utf-8"))
    fields = {one["name"]: one for one in schema["fields"]}
    assert schema["primaryKey"] == ["commune_code"]
    code = fields["commune_code"]["constraints"]
    assert (code["required"], code["unique"]) == (True, True)
    assert re.fullmatch(code["pattern"], "2A004")
    assert not re.fullmatch(code["pattern"], "20A04")
    share = fields["illectronism_share"]
    assert share["type"] == "number"
    assert (share["constraints"]["minimum"], share["constraints"]["maximum"]) == (0, 1)
    assert share["unit"] == {"fr": "part, 0 à 1", "en": "share, 0 to 1"}
    assert share["statusColumns"] == ["illectronism_status"]
    assert "insee_population" in share["sources"]
    minutes = fields["nearest_counter_minutes"]
    assert minutes["titles"] == {
        "fr": "Minutes jusqu’au guichet",
        "en": Words("en").text("columns.nearest_counter_minutes.label"),
    }
    robust = {one["value"]: one["label"] for one in fields["robustness_name"]["categories"]}
    assert robust == {
        "robust": "robuste",
        "fragile": "fragile",
        "sensitive_to_weights": "sensible aux poids",
        "outside": "hors du pire décile",
    }
    assert fields["population_people"]["constraints"] == {"minimum": 0, "maximum": 3_000_000}
    counters = json.loads((published.folder / "schemas/counters.schema.json").read_text("utf-8"))
    assert {
        "fields": ["commune_code"],
        "reference": {"resource": "communes", "fields": ["commune_code"]},
    } in counters["foreignKeys"]


def test_every_column_of_the_contract_has_a_place_in_a_schema(country):
    # Of all tables, even those the sample lacks: a column that a schema cannot tell fails here.
    table = tables_of(country)["communes"]
    for name, columns in TABLES.items():
        kept = [one for one in columns if one.unit.dtype != "geometry"]
        empty = pd.DataFrame({one.name: [] for one in kept[1:]})
        empty.index = pd.Index([], name=kept[0].name)
        declared = {one.name: one for one in columns}
        fields = table_schema(replace(table, name=name, declared=declared), empty, {})["fields"]
        assert [one["name"] for one in fields] == [one.name for one in kept]


def test_the_smallest_commune_is_not_written_without_area():
    # 0.4 hectare, as its boundary simplified at a hundred metres has it.
    areas = pd.Series([0.0042, 12.345678], name="area_km2")
    assert round_by_unit(areas).tolist() == [0.0042, 12.3457]


def test_addresses_that_may_name_a_person_stay_in_the_source(country):
    counters = country.tables.counters.assign(mail_text="prenom.nom@example.org")
    assert "mail_text" in LEFT_OUT
    assert "mail_text" not in tables_of(country, counters=counters)["counters"].flat


def test_a_part_of_the_territory_is_ranked_anew_and_keeps_who_stops_there(
    country, in_use, tmp_path
):
    files = write_open_data(
        country, in_use, tmp_path, Words("en"), territory=read_territory("48095")
    )
    (row,) = rows_of(tmp_path, "communes.csv.zip")
    assert (row["commune_name"], row["exposure_rank"]) == ("Mende", "1")
    assert int(row["national_rank"]) > 1
    counters = rows_of(tmp_path, "counters.csv.zip")
    assert {one["commune_code"] for one in counters} == {"48095"}
    assert json.loads((tmp_path / "datapackage.json").read_text("utf-8"))["title"].endswith(
        "Mende (48095)"
    )
    assert len(files) == len(bytes_of(tmp_path))


def test_a_counter_from_elsewhere_that_stops_here_is_published_and_is_no_key(country):
    stops = country.tables.itinerant_stops.copy()
    stops[["commune_code", "stop_status"]] = ["48009", "observed"]
    mende = make_list(country, Request("commune", "48009", words=FR), has_reasons=False)
    found = published_tables(mende, replace(country.tables, itinerant_stops=stops), FR)
    tables = {one.name: one for one in found}
    (code,) = set(stops["counter_code"])
    assert code in tables["counters"].rows.index
    assert tables["counters"].rows.loc[code, "commune_code"] != "48009"


def test_under_a_scenario_every_file_says_so(country, in_use, tmp_path):
    row = {
        "action": "add",
        "counter_code": "new",
        "counter_name": "New",
        "longitude": "3.5",
        "latitude": "44.52",
        "reason": "a try",
        "author": "A. Planner",
        "date": "2026-11-27",
    }
    rows = pd.DataFrame([row]).reindex(columns=list(COLUMNS), fill_value="")
    scenario = Scenario("one-more", rows.set_axis(pd.RangeIndex(2, 3, name="line")))
    proposed = country.under(scenario)
    files = write_open_data(proposed, in_use, tmp_path, FR, territory=read_territory("48095"))
    said = scenario.in_words(FR)
    for name in ("communes.csv.zip", "counters.csv.zip", "itinerant_stops.csv.zip"):
        assert all(one["scenario_text"] == said for one in rows_of(tmp_path, name))
    with zipfile.ZipFile(tmp_path / "territory-qgis.zip") as archive:
        archive.extractall(tmp_path / "qgis")
    with sqlite3.connect(tmp_path / "qgis" / "territory.gpkg") as database:
        assert database.execute("SELECT DISTINCT scenario_text FROM communes").fetchall() == [
            (said,)
        ]
        (value,) = database.execute(
            "SELECT value FROM territory_about WHERE key = 'parameters'"
        ).fetchone()
    database.close()
    assert said in value
    assert said in (tmp_path / "qgis" / "territory.qgs").read_text("utf-8")
    assert said in pq.read_metadata(tmp_path / "communes.parquet").metadata[b"territory"].decode()
    for one in files:
        text = one.name.endswith((".json", ".jsonld", ".txt", ".md")) and "schema" not in one.name
        if text:
            content = (tmp_path / one.name).read_text("utf-8")
            assert scenario.in_words(Words("en")) in content or said in content, one.name
    assert "local-new" in {one["counter_code"] for one in rows_of(tmp_path, "counters.csv.zip")}


def test_a_folder_that_cannot_be_made_is_said(country, in_use, tmp_path):
    (tmp_path / "data").write_text("a file stands there")
    with pytest.raises(TerritoryError, match="data"):
        write_open_data(country, in_use, tmp_path / "data", FR)


def test_tables_without_boundaries_have_no_project_and_say_no_rectangle(country, in_use, tmp_path):
    communes = country.tables.communes.copy()
    communes["geometry"] = None
    bare = Country(replace(country.tables, communes=communes.set_geometry("geometry", crs=4326)))
    bare.__dict__.update(
        {
            name: country.__dict__[name]
            for name in ("draws", "need_interval", "indicators", "_robustness", "minutes_band")
            if name in country.__dict__
        }
    )
    files = write_open_data(bare, in_use, tmp_path, FR)
    assert "territory-qgis.zip" not in {one.name for one in files}
    assert "bbox" not in (tmp_path / "dcat.jsonld").read_text("utf-8")
    assert COMMUNES[0].name in rows_of(tmp_path, "communes.csv.zip")[0]
