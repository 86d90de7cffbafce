"""Mediation places built beside the counters: none counted twice, none dropped silently."""

from __future__ import annotations

from shutil import copytree

import pytest

from pipelines.build import build_and_write
from territory.contract_check import check_table
from territory.indicators import find_indicator
from territory.tables import open_tables
from tests.notes import note_of
from tests.sources.published import raw

FILE = "mediation-numerique-20260629.csv"


@pytest.fixture
def folder(sample_raw, tmp_path):
    return copytree(sample_raw, tmp_path / "raw")


def test_they_are_built_with_the_others_and_told(built_with_optional):
    build = built_with_optional.build
    places = build.mediation_places
    check_table(places, "mediation_places")
    # Six published: two are France Services; one has no code, one metres instead of degrees.
    assert places.index.tolist() == ["asso-1", "bib-1", "bus-1", "lost-1"]
    told = build.report["mediation"]
    counts = {"published_rows": 6, "france_services": 2, "commune_from_place": 1}
    for what, count in counts.items():
        assert note_of(told, f"mediation.{what}")["values"] == {"count": count}
    assert note_of(told, "mediation.far")["codes"] == ["lost-1"]
    assert note_of(told, "mediation.without_point")["codes"] == []
    assert places.loc["lost-1", "place_status"] == "imputed"
    assert places.loc["asso-1", "commune_code"] == "48095"
    assert "médiation numérique" in built_with_optional.said()


def test_minutes_to_the_nearest_are_measured_from_the_town_hall(built_with_optional):
    tables = open_tables(built_with_optional.folder)
    minutes = find_indicator("nearest_mediation_place_minutes").compute(tables)
    assert 2.02 <= minutes["48095"] < 5
    assert minutes.notna().all()


def test_without_the_source_minutes_are_missing_and_an_old_table_goes_away(
    built_with_optional, sample_raw, tmp_path
):
    copytree(built_with_optional.folder, tmp_path / "tables")
    assert (tmp_path / "tables" / "mediation_places.parquet").exists()
    build = build_and_write(sample_raw, tmp_path / "tables")
    assert build.mediation_places is None
    assert "mediation_places" in build.report["absent_sources"]
    tables = open_tables(tmp_path / "tables")
    assert tables.mediation_places is None
    assert find_indicator("nearest_mediation_place_minutes").compute(tables).isna().all()


def test_the_other_optional_sources_are_joined_when_they_are_there(built_with_optional):
    communes = built_with_optional.build.communes
    assert communes.loc["48095", "fibre_premises_count"] == 8500
    assert communes.loc["48095", "site_4g_count"] == 2
    assert communes.loc["48095", "postal_codes_text"] == "48000"
    # A register of masts: no row in the mainland is no mast; elsewhere it would be unknown.
    assert communes.loc["48001", "site_4g_count"] == 0
    assert communes.loc["48001", "mobile_sites_status"] == "observed"
    # A file of counts: no row is unknown.
    assert communes.loc["48001", "fixed_technology_status"] == "missing"


def test_a_place_that_says_it_travels_in_words_is_no_place_to_travel_to(folder, tmp_path):
    text = raw("mediation_places", FILE).read_text(encoding="utf-8")
    header = text.splitlines()[0]
    blank = dict.fromkeys(header.split(","), "")
    rows = [
        blank
        | {"id": code, "nom": code, "code_insee": insee, "latitude": north, "longitude": east}
        | {"itinerance": word}
        for code, insee, north, east, word in (
            ("fixed", "48095", "44.5180", "3.4990", "Fixe"),
            ("bus", "48198", "44.4386", "3.9337", "Itinérant"),
        )
    ]
    lines = [header, *(",".join(row.values()) for row in rows)]
    (folder / FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")
    build_and_write(folder, tmp_path / "tables")
    tables = open_tables(tmp_path / "tables")
    minutes = find_indicator("nearest_mediation_place_minutes").compute(tables)
    # Villefort: from its town hall to Mende's place, for the bus is parked and not a place.
    assert minutes["48198"] == pytest.approx(49.0, abs=0.1)
