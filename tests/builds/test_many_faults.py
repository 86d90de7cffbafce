"""One build of a folder with a fault in each of its files: each is told, and hides no other.

Faults of one file stand on rows of their own, so that what is said of each is what it alone makes.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import Point

from pipelines.build import Build
from pipelines.report.markdown import markdown_lines
from territory.messages import Words
from territory.tables import open_tables
from tests.builds.folders import Built, build_into, rewrite, rewrite_member, rewrite_row
from tests.notes import note_of

COMMUNE_NAMES = "v_commune_2025.csv"


def figure_of_eight(bounds: tuple[float, ...]) -> dict:
    west, south, east, north = bounds
    corners = [[west, south], [east, north], [east, south], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [corners]}


def break_shapes(path: Path) -> None:
    """Cross an outline, shrink one to a point, add one of an arrondissement."""
    shapes = json.loads(path.read_text(encoding="utf-8"))
    features = {one["properties"]["code"]: one for one in shapes["features"]}
    arrondissement = json.loads(json.dumps(shapes["features"][0]))
    arrondissement["properties"] |= {"code": "75101", "commune": "75056"}
    bounds = {
        code: shapely.from_geojson(json.dumps(features[code]["geometry"])).bounds
        for code in ("48095", "48140")
    }
    features["48095"]["geometry"] = figure_of_eight(bounds["48095"])
    features["48140"]["geometry"] = {"type": "Point", "coordinates": bounds["48140"][:2]}
    shapes["features"].append(arrondissement)
    path.write_text(json.dumps(shapes), encoding="utf-8")


def break_counters(path: Path) -> None:
    """Move counters away, take a point or a code away, and put an older list beside."""
    older = path.read_text(encoding="utf-8").splitlines()[:3]
    path.with_name("liste-fs-20230101.csv").write_text("\n".join(older), encoding="utf-8")
    # Antrenas' border is 1 km from the counter of Marvejols.
    rewrite(path, ",48092,48100,Marvejols,", ",48005,48100,Marvejols,")
    rows = pd.read_csv(path, dtype="str", keep_default_na=False).set_index("id_fs", drop=False)
    rows.loc["274", "insee_com"] = "48999"
    rows.loc["272", ["latitude", "longitude"]] = ["40.7", "-74.0"]
    rows.loc["3255", ["latitude", "longitude"]] = ["", ""]
    rows.to_csv(path, index=False)


def break_premises(path: Path) -> None:
    """Take a row away, add one of no commune, and give one more premises than can be."""
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    place = header.split(";").index("nbr")
    kept = []
    for line in lines:
        cells = line.split(";")
        if cells[0] == "48080":
            cells[place] = "90000000"
        if cells[0] != "48095":
            kept.append(";".join(cells))
    kept.append("48999;Nulle-Part;48;76;77;all;2026-02-28;0;77;77;70;70;70;70")
    path.write_text("\n".join([header, *kept]) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def built(sample_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("faults")
    raw = Path(shutil.copytree(sample_raw, folder / "raw"))
    break_shapes(raw / "communes-100m.geojson")
    break_counters(raw / "liste-fs-20240801.csv")
    break_premises(raw / "commune_debit_filaire.csv")
    halls = gpd.read_file(raw / "mairies.geojson")
    halls.loc[halls["commune"] == "48061", "geometry"] = Point(2.35, 48.85)
    halls.to_file(raw / "mairies.geojson", driver="GeoJSON")
    rewrite_member(
        raw / "base-cc-evol-struct-pop-2022_csv.zip",
        "base-cc-evol-struct-pop-2022.CSV",
        lambda text: rewrite_row(
            rewrite_row(text, "48001", lambda row: ["48001", "0.0", *[""] * (len(row) - 2)]),
            "48095",
            lambda row: [*row[:3], str(float(row[3]) + 500), *row[4:]],
        ),
    )
    rewrite_member(
        raw / "base-cc-diplomes-formation-2022_csv.zip",
        "base-cc-diplomes-formation-2022.CSV",
        lambda text: rewrite_row(text, "48092", lambda row: [*row[:3], "", *row[4:]]),
    )
    rewrite_member(
        raw / "cog_ensemble_2025_csv.zip",
        COMMUNE_NAMES,
        lambda text: text.replace(",Mende,", ",Men\u200bde\x0b,", 1),
    )
    incomes = raw / "cc_filosofi_2021_COM.csv"
    header, *rows = incomes.read_text(encoding="utf-8").splitlines()
    place = header.split(";").index("MED21")
    changed = [
        rewrite_row(row, "48140", lambda cells: [*cells[:place], "1", *cells[place + 1 :]])
        if row.startswith("48140;")
        else row
        for row in rows
    ]
    incomes.write_text("\n".join([header, *changed]) + "\n", encoding="utf-8")
    return build_into(raw, folder / "tables")


@pytest.fixture
def build(built: Built) -> Build:
    return built.build


def test_a_commune_without_a_row_is_missing_and_its_people_are_counted(build: Build):
    assert pd.isna(build.communes.loc["48095", "premises_count"])
    assert build.communes.loc["48095", "fixed_network_status"] == "missing"
    told = note_of(build.report["joins"]["arcep_fixed"], "join_rows")["values"]
    assert told["without_row"] == 1
    assert told["people"] == build.communes.loc["48095", "population_people"]


def test_a_row_of_unknown_code_is_dropped_and_reported_with_what_it_held(build: Build):
    join = build.report["joins"]["arcep_fixed"]
    dropped, told = note_of(join, "join_dropped"), note_of(join, "join_rows")["values"]
    assert dropped["codes"] == ["48999"]
    assert dropped["values"]["reason"] == {"key": "reason.unknown_code"}
    (amount,) = dropped["values"]["amounts"]
    assert amount["values"] == {"column": "premises_count", "sum": 77.0}
    assert told["published"] == told["kept"] + 1


def test_where_nobody_lives_figures_are_not_applicable(build: Build):
    commune = build.communes.loc["48001"]
    assert commune["population_people"] == 0
    assert commune["population_status"] == "observed"
    assert commune["age_status"] == "not_applicable"
    assert pd.isna(commune["age_75_89_people"])


def test_an_incomplete_row_is_left_out_whole_and_named(build: Build):
    assert build.communes.loc["48092", "diplomas_status"] == "missing"
    assert pd.isna(build.communes.loc["48092", "bac_people"])
    assert note_of(build.report["joins"]["insee_diplomas"], "join_partly")["codes"] == ["48092"]


def test_margins_that_do_not_add_up_are_named(build: Build):
    margins = build.report["margins_not_summing"]
    assert {note["key"]: note.get("codes", []) for note in margins} == {
        "margins.ages": ["48095"],
        "margins.diplomas": [],
        "margins.households": [],
    }


def test_figures_that_cannot_be_are_missing_and_their_communes_named(built: Built):
    communes = built.build.communes
    assert communes.loc["48080", "fixed_network_status"] == "missing"
    assert pd.isna(communes.loc["48080", "premises_count"])
    assert communes.loc["48140", "median_income_status"] == "missing"
    assert "48080: 9e+07" in built.said()
    assert "48140: 1" in built.said()


def test_a_counter_declared_elsewhere_than_it_stands_is_reported_and_kept(build: Build):
    (told,) = note_of(build.report["counters"], "counters.elsewhere")["codes"]
    assert told["values"] == {"counter_code": "271", "declared": "48005", "located": "48092"}
    assert build.counters.loc["271", "commune_code"] == "48005"
    assert build.counters.loc["271", "place_status"] == "observed"
    assert 0.2 < build.counters.loc["271", "place_gap_km"] < 3
    assert len(build.counters) == 20


def test_a_counter_of_unknown_code_takes_the_commune_it_stands_in(build: Build):
    assert build.counters.loc["274", "commune_code"] == "48080"
    assert note_of(build.report["counters"], "counters.commune_from_place")["codes"] == ["274"]


def test_one_counter_in_new_york_stands_at_its_town_hall_with_a_line_in_the_report(build: Build):
    hall = build.communes.loc["48140", "town_hall_point"]
    counter = build.counters.loc["272"]
    assert (counter["place_status"], counter["geometry"]) == ("imputed", hall)
    assert 5_500 < counter["place_gap_km"] < 7_000
    told = build.report["counters"]
    (far,) = note_of(told, "counters.far")["codes"]
    assert far["values"]["counter_code"] == "272"
    assert note_of(told, "counters.without_point")["codes"] == ["3255"]
    assert (build.counters["place_status"] == "observed").sum() == 18


def test_a_town_hall_300_km_away_is_replaced_by_a_point_of_its_commune(build: Build):
    florac = build.communes.loc["48061"]
    assert note_of(build.report["places"], "places.town_halls_far")["codes"] == ["48061"]
    assert florac["town_hall_status"] == "imputed"
    assert florac["geometry"].covers(florac["town_hall_point"])


def test_the_shape_of_an_arrondissement_is_left_out_and_reported(build: Build):
    assert len(build.communes) == 152
    told = build.report["places"]
    assert note_of(told, "places.arrondissements_dropped")["codes"] == ["75101"]
    assert note_of(told, "places.unknown_shapes")["codes"] == []


def test_an_outline_is_repaired_or_missing_and_its_counters_find_it(built: Built):
    communes, report = built.build.communes, built.build.report
    assert communes.loc["48095", "boundary_status"] == "imputed"
    assert 5 < communes.loc["48095", "area_km2"] < 100
    assert communes.loc["48140", "boundary_status"] == "missing"
    assert np.isnan(communes.loc["48140", "area_km2"])
    assert note_of(report["places"], "places.shapes_repaired")["codes"] == ["48095"]
    assert note_of(report["places"], "places.shapes_without_surface")["codes"] == ["48140"]
    (line,) = [one for one in built.said().splitlines() if "réparés" in one]
    assert "48095" in line
    shapes = communes.geometry.dropna()
    assert shapes.is_valid.all()
    assert set(shapes.geom_type) <= {"Polygon", "MultiPolygon"}
    # The counters of Mende lie in its halves, or are pointed there by their declared code.
    mende = built.build.counters[built.build.counters["declared_commune_code"] == "48095"]
    assert len(mende)
    assert (mende["commune_code"] == "48095").all()
    assert len(open_tables(built.folder).communes) == len(communes)


def test_the_newest_edition_of_a_source_is_used(build: Build):
    (source,) = [one for one in build.report["sources"] if one["id"] == "france_services"]
    assert source["file_name"] == "liste-fs-20240801.csv"
    assert source["reference_date"] == "2024-08-01"


def test_what_was_cleaned_in_the_names_of_communes_is_in_the_report(build: Build):
    assert build.communes.loc["48095", "commune_name"] == "Mende"
    said = [note["values"]["words"] for note in build.report["places"] if note["key"] == "note"]
    notes = [note for note in said if COMMUNE_NAMES in note]
    assert [note.partition(" : ")[2].partition(" ")[0] for note in notes] == [
        "caractères",
        "blancs",
    ]
    assert all(note in "\n".join(markdown_lines(build.report, Words("fr"))) for note in notes)
