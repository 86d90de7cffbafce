"""Every declaration is complete, its pattern knows every published name, its columns are used."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

from pipelines.sources.catalogue import Source, find_files, read_catalogue, reader_of
from territory.contract import COMMUNES, COUNTERS, MEDIATION_PLACES, PUBLIC_COUNTERS
from territory.geography import ZONES

SOURCES = read_catalogue()
# Names a reader turns into a column of the contract, or uses to index it.
READ_AND_TURNED = {"label_text", "latitude", "longitude", "code", "parent_commune_code"} | {
    "reference_month",
    "with_car_households",
    "district_code",
}


@pytest.fixture(params=SOURCES.values(), ids=SOURCES)
def source(request: pytest.FixtureRequest) -> Source:
    return request.param


def test_each_source_has_a_reader_that_says_what_surprised_us(source):
    assert callable(reader_of(source))
    beside = import_module(f"pipelines.sources.{source.id}")
    assert beside.__doc__


def test_each_declaration_is_complete(source):
    assert source.title
    assert source.producer
    assert source.licence == "Licence Ouverte 2.0"
    assert source.page_url.startswith("https://")
    assert source.caveat
    assert date.fromisoformat(source.reference_date) <= date(2026, 12, 31)
    assert source.published_on[:4] >= source.reference_date[:4]
    assert set(source.zones) <= set(ZONES)
    assert source.geography_level in ("commune", "point", "polygon", "cell")


def test_each_source_can_be_fetched(source):
    addresses = [source.file_url, *source.file_urls]
    by_address = any(address.startswith("https://") for address in addresses)
    by_dataset = bool(source.dataset_id and source.resource_title and source.resource_format)
    if source.id in ("mediation_places", "qpv_list"):  # no address is known: by hand, from the page
        assert not by_address
        assert not by_dataset
        assert source.is_optional
    else:
        assert by_address != by_dataset


def test_the_fetched_file_keeps_a_name_the_pattern_knows(source):
    for one in source.each_file():
        if not one.file_url:
            continue
        name = source.file_name or one.file_url.rsplit("/", 1)[-1]
        assert source.edition_of(name) is not None


def test_each_declared_column_is_one_of_the_contract(source):
    contract = {
        column.name for column in (*COMMUNES, *COUNTERS, *MEDIATION_PLACES, *PUBLIC_COUNTERS)
    }
    assert set(source.columns.values()) <= contract | READ_AND_TURNED


def test_only_registers_list_all_there_is(source):
    registers = (
        "france_services",
        "mediation_places",
        "public_directory",
        "arcep_mobile_sites",
        "qpv_list",
    )
    assert (source.missing_row_means == "zero") == (source.id in registers)


@pytest.mark.parametrize(
    ("source_id", "name", "edition"),
    [
        ("insee_cog", "cog_ensemble_2025_csv.zip", "2025"),
        ("insee_cog", "cog_ensemble_2026_csv.zip", "2026"),
        ("commune_boundaries", "communes-100m.geojson.gz", ""),
        ("commune_boundaries", "communes-5m.geojson", ""),
        ("commune_boundaries", "2025-communes-1000m.geojson.gz", "2025"),
        ("town_halls", "mairies.geojson", ""),
        ("town_halls", "mairies.geojson.gz", ""),
        ("epci_members", "epci_communes_2025.csv", "2025"),
        ("epci_members", "epci_au_01-01-2025.zip", "2025"),
        ("epci_members", "EPCI_au_01-01-2026.xlsx", "2026"),
        ("density_grid", "densite.csv", ""),
        ("density_grid", "grille_densite_7_niveaux_2024.xlsx", "2024"),
        ("france_services", "liste-fs-20240801.csv", "20240801"),
        ("insee_population", "base-cc-evol-struct-pop-2022_csv.zip", "2022"),
        ("insee_diplomas", "base-cc-diplomes-formation-2021_csv.zip", "2021"),
        ("insee_households", "base-cc-coupl-fam-men-2022_csv.zip", "2022"),
        ("insee_income", "cc_filosofi_2021_COM.csv", "2021"),
        ("insee_income", "FILOSOFI_CC_csv.zip", ""),
        ("insee_income", "DS_FILOSOFI_CC_2023_CSV_FR.zip", "2023"),
        ("arcep_fixed", "commune_debit_filaire.csv", ""),
        ("postal_codes", "019HexaSmal.csv", ""),
        ("arcep_fixed_technology", "commune_techno.csv", ""),
        ("arcep_mobile", "2026_T2_couv_Metropole_SFR0_4G_data.gpkg.7z", "2026_T2"),
        ("arcep_mobile_sites", "2026_T2_sites_Metropole.csv", "2026_T2"),
        ("mediation_places", "mediation-numerique-20260629.csv", "20260629"),
        ("caf_benefits", "s_ben_com_f.csv", ""),
        ("caf_benefits", "s_ben_com_f-2024.csv", "2024"),
        ("frr_zoning", "Liste communes FRR_juillet2025.xlsx", "2025"),
        ("frr_zoning", "liste-communes-FRR-juillet2025.csv", "2025"),
        ("insee_housing", "base-cc-logement-2022_csv.zip", "2022"),
        ("qpv_list", "liste-qpv-2024.csv", "2024"),
        ("public_directory", "all_latest.tar.bz2", ""),
        ("public_directory", "2026-10-03_053120-data.gouv_local.json", "2026-10-03"),
        ("insee_access", "donnees-2024-reg52.parquet", "2024"),
        ("insee_access", "donnees_2025_reg32.parquet", "2025"),
        ("arcep_fixed", "2026_T2_commune_debit_filaire.csv", "2026_T2"),
        ("arcep_fixed", "commune-debit-beta_2019-09-30.csv", "2019-09-30"),
    ],
)
def test_a_published_name_is_known_to_its_source_alone(source_id, name, edition):
    known = {one.id: one.edition_of(name) for one in SOURCES.values()}
    assert {key: value for key, value in known.items() if value is not None} == {source_id: edition}


@pytest.mark.parametrize(
    "name",
    [
        "v_commune_2024.csv",  # a COG without its moves
        "commune_debit.csv",  # counts satellite
        "commune_debit_terrestre.csv",  # counts radio
        "liste-fs-com2024-20240910.csv",  # the communes covered, not the counters
        "communes_centres.json.gz",
        "communes-associees-deleguees-100m.geojson.gz",
        "cc_filosofi__COM.csv",
        "base-cc-evol-struct-pop-2022-COM.CSV",
    ],
)
def test_a_trap_is_known_to_no_source(name):
    assert all(one.edition_of(name) is None for one in SOURCES.values())


@pytest.mark.parametrize(
    ("source_id", "older", "newer"),
    [
        ("insee_cog", "cog_ensemble_2025_csv.zip", "cog_ensemble_2026_csv.zip"),
        ("insee_income", "cc_filosofi_2021_COM.csv", "DS_FILOSOFI_CC_2023_CSV_FR.zip"),
        # Addresses named "last" or "FILOSOFI_CC" serve the current edition under a bare name.
        ("insee_income", "cc_filosofi_2021_COM.csv", "FILOSOFI_CC_csv.zip"),
        ("arcep_fixed", "commune-debit-beta_2019-09-30.csv", "commune_debit_filaire.csv"),
        ("commune_boundaries", "2025-communes-100m.geojson.gz", "communes-100m.geojson.gz"),
    ],
)
def test_the_newest_edition_comes_first(source_id, older, newer, tmp_path: Path):
    for name in (older, newer):
        (tmp_path / name).touch()
    found = find_files(SOURCES[source_id], tmp_path)
    assert [file.path.name for file in found] == [newer, older]
