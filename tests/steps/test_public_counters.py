"""Public counters built beside France Services: placed by address, none dropped silently."""

from __future__ import annotations

from dataclasses import replace
from shutil import copytree

import pandas as pd
import pytest

from pipelines.sources import insee_cog
from pipelines.sources.catalogue import find_files, find_source
from pipelines.steps.former_codes import former_codes
from pipelines.steps.town_names import communes_named
from territory.contract_check import check_table
from territory.indicators.mediation import mediation_around
from territory.indicators.public_counters import agency_counts, agency_minutes
from territory.tables import open_tables
from tests.notes import note_of


@pytest.fixture(scope="module")
def tables(built_beside):
    return open_tables(built_beside.folder)


def test_they_are_built_placed_by_their_address_and_told(built_beside):
    build = built_beside.build
    public = build.public_counters
    check_table(public, "public_counters")
    assert len(public) == 9
    told = build.report["public_counters"]
    assert note_of(told, "public.records")["values"] == {"count": 11}
    assert note_of(told, "public.france_services")["values"] == {"count": 1}
    # Coordinates in Paris, and none: both at the town hall of the town their address names.
    assert note_of(told, "public.far")["codes"] == ["sip-mende"]
    assert note_of(told, "public.imputed")["codes"] == ["ft-mende"]
    assert public.loc[["sip-mende", "ft-mende"], "place_status"].tolist() == ["imputed"] * 2
    # A post-office box is no place, and its town no commune one goes to.
    assert note_of(told, "public.without_point")["codes"] == ["msa-mende"]
    assert pd.isna(public.loc["msa-mende", "commune_code"])
    assert public.loc["cpam-mende", "declared_commune_code"] == "48095"  # Mende Cedex
    assert "annuaire de l’administration" in built_beside.said()
    (source,) = [one for one in build.report["sources"] if one["id"] == "public_directory"]
    assert source["reference_date"] == "2026-10-03"
    assert source["citation"].startswith("Service-Public.fr / DILA, ")


def test_a_table_opens_when_it_is_asked_for(tables):
    assert tables.public.is_there
    again = tables.of(tables.communes.iloc[:3])
    assert again.public_counters is tables.public_counters


def test_counts_by_hand_and_unknown_where_the_table_holds_none(tables):
    counts = agency_counts(tables)
    mende = counts.loc["48095"]
    assert (mende["caf_agencies_count"], mende["prefecture_agencies_count"]) == (1, 1)
    assert mende["core_agencies_count"] == 3
    assert counts.loc["48092", "core_agencies_count"] == 1  # France Travail alone
    assert counts.loc["48001", "core_agencies_count"] == 0
    # No MSA has a place in this table, no Carsat is in it: unknown, which is not none.
    assert counts["msa_agencies_count"].isna().all()
    assert counts["carsat_agencies_count"].isna().all()


def test_minutes_by_hand_from_straight_lines(tables):
    minutes = agency_minutes(tables)
    # 2.02 + 1.32 × kilometres, from the town hall of Marvejols to the agency of its own town.
    halls = tables.communes.set_geometry("town_hall_point").geometry.to_crs(2154)
    agency = tables.public_counters.geometry.to_crs(2154).loc["ft-marvejols"]
    km = halls.loc["48092"].distance(agency) / 1000
    assert minutes.loc["48092", "nearest_france_travail_minutes"] == pytest.approx(
        2.02 + 1.32 * km, abs=0.02
    )
    assert minutes["nearest_caf_minutes"].notna().all()
    assert minutes["nearest_carsat_minutes"].isna().all()


def test_places_around_by_hand(tables):
    around = mediation_around(tables)
    mende = around.loc["48095"]
    # Three stand in Mende and stay (the bus travels); one declares counsellors, one has hours read.
    assert (mende["mediation_places_count"], mende["counsellor_places_count"]) == (3, 1)
    assert mende["mediation_places_within_20_count"] == 3
    assert mende["counsellor_places_within_20_count"] == 1
    assert mende["read_hours_places_within_20_count"] == 1
    assert mende["nearest_counsellor_place_minutes"] >= mende["nearest_mediation_place_minutes"]


def test_without_the_sources_all_is_missing(sample):
    assert agency_counts(sample).isna().all(axis=None)
    assert agency_minutes(sample).isna().all(axis=None)
    assert mediation_around(sample).isna().all(axis=None)
    assert not sample.public.is_there


def test_an_old_table_goes_away_with_its_source(built_beside, sample_raw, tmp_path):
    from pipelines.build import build_and_write

    copytree(built_beside.folder, tmp_path / "tables")
    assert (tmp_path / "tables" / "public_counters.parquet").exists()
    build_and_write(sample_raw, tmp_path / "tables")
    assert not (tmp_path / "tables" / "public_counters.parquet").exists()


def test_hours_of_mediation_places_are_read_into_the_table(built_beside):
    places = built_beside.build.mediation_places
    library = places.loc["bib-1"]
    assert library["hours_reading_name"] == "read"
    assert (library["weekly_hours"], library["open_days_count"]) == (15.0, 5)
    assert not library["is_open_saturday"]
    assert library["week_code"].startswith("monday 09:00-12:00; tuesday")
    assert (places.drop("bib-1")["hours_reading_name"] == "none").all()


def test_an_address_names_its_commune_whatever_its_spelling(sample_raw):
    (file, *_) = find_files(find_source("insee_cog"), sample_raw)
    read = insee_cog.read(file.path)
    part = {"code": "48061", "kind": "COMD", "commune_code": "48061", "name": "Florac"}
    cog = replace(read, parents=pd.DataFrame([part]))
    former = former_codes(read)
    towns = pd.Series(
        ["Mende Cedex", "MENDE", "Florac", "St-Chély-d'Apcher", "Paris", "Mende", None],
    )
    postal = pd.Series(["48003", "48000", "48400", "48200", "75001", "12000", "48000"])
    found = communes_named(towns, postal, cog, former)
    assert found.iloc[:2].tolist() == ["48095", "48095"]
    assert found.iloc[2] == "48061"  # a part of Florac Trois Rivières
    assert found.iloc[3] == "48140"
    assert found.iloc[4:].isna().all()


def test_around_a_commune_without_a_place_nothing_is_known(tables):
    communes = tables.communes.copy()
    communes.loc["48095", "town_hall_point"] = None
    around = mediation_around(replace(tables, communes=communes)).loc["48095"]
    assert pd.isna(around["mediation_places_within_20_count"])
    assert pd.isna(around["read_hours_places_within_20_count"])
    assert pd.isna(around["nearest_mediation_place_minutes"])
    assert (
        around["mediation_places_count"]
        == mediation_around(tables).at["48095", "mediation_places_count"]
    )
