"""The page of sources, held against facts written by hand: what a reader looks for in it is there."""

from __future__ import annotations

import re

import pytest

from pipelines.report.describe import page_lines
from tests.conftest import REPOSITORY

PAGE = (REPOSITORY / "docs" / "SOURCES.md").read_text(encoding="utf-8")
INSEE, GOUV = "https://www.insee.fr/fr/", "https://www.data.gouv.fr/"
CENSUS = "3 years after the edition, from 2016 ("
DGCL = "https://www.collectivites-locales.gouv.fr/animer-les-territoires/"
OF_ITS_YEAR = "the year of the edition, from "

# Of each source: who makes it, its page, where its file is, and the year of its codes.
FACTS = {
    "arcep_fixed": (
        *("Arcep", f"{GOUV}datasets/ma-connexion-internet"),
        *("commune/commune_debit_filaire.csv", "2018 for the edition 2019-09-30;"),
    ),
    "arcep_fixed_technology": (
        *("Arcep", f"{GOUV}datasets/ma-connexion-internet"),
        *("commune/commune_techno.csv", f"{OF_ITS_YEAR}2020 ("),
    ),
    "arcep_mobile": (
        *("Arcep", f"{GOUV}datasets/mon-reseau-mobile"),
        *("2026_T2_couv_Metropole_BOUY_4G_data.gpkg.7z", "its own edition, or none"),
    ),
    "arcep_mobile_sites": (
        *("Arcep", f"{GOUV}datasets/mon-reseau-mobile"),
        *("2026_T2_sites_Metropole.csv", f"{OF_ITS_YEAR}2022 ("),
    ),
    "caf_benefits": (
        *("Cnaf", "https://data.caf.fr/explore/dataset/s_ben_com_f/"),
        *("datasets/s_ben_com_f/exports/csv", "1 years after the edition, from 2014 ("),
    ),
    "commune_boundaries": (
        *("Etalab", f"{GOUV}datasets/contours-administratifs"),
        *("communes-100m.geojson.gz", "2024 for the edition 2024;"),
    ),
    "density_grid": (
        *("Insee", f"{INSEE}information/6439600"),
        *("6439600/grille_densite_7_niveaux_2024.xlsx", "2022 for the edition 2022;"),
    ),
    "epci_members": (
        *("Insee", f"{INSEE}information/2510634"),
        *("2510634/epci_au_01-01-2026.zip", f"{OF_ITS_YEAR}2018 ("),
    ),
    "france_services": (
        *("ANCT", f"{GOUV}datasets/liste-des-structures-labellisees-france-services"),
        *(
            "data.gouv.fr, dataset liste-des-structures-labellisees-france-services",
            "2023 for the edition 20231106;",
        ),
    ),
    "frr_zoning": (
        *(
            "DGCL",
            f"{DGCL}cohesion-territoriale-et-lamenagement-du-territoire/la-cohesion-territoriale/les-ruralites/le-plan-france-ruralites",
        ),
        *("Liste%20communes%20FRR_juillet2025.xlsx", f"{OF_ITS_YEAR}2025 ("),
    ),
    "insee_access": (
        *(
            "Insee",
            f"{GOUV}datasets/donnees-sur-la-localisation-et-lacces-de-la-population-aux-equipements",
        ),
        *("data.gouv.fr, dataset 67fe0fe2423db9c4a05d8ced", f"{OF_ITS_YEAR}2023 ("),
    ),
    "insee_cog": (
        *("Insee", f"{INSEE}information/8740222"),
        *("8740222/cog_ensemble_2026_csv.zip", "its own edition, or none"),
    ),
    "insee_diplomas": (
        "Insee",
        f"{INSEE}statistiques/8581488",
        "base-cc-diplomes-formation-2022_csv.zip",
        CENSUS,
    ),
    "insee_households": (
        "Insee",
        f"{INSEE}statistiques/8582452",
        "base-cc-coupl-fam-men-2022_csv.zip",
        CENSUS,
    ),
    "insee_housing": (
        "Insee",
        f"{INSEE}statistiques/8581474",
        "base-cc-logement-2022_csv.zip",
        CENSUS,
    ),
    "insee_income": (
        *("Insee", f"{INSEE}statistiques/8984752?sommaire=8984758"),
        *("8984752/", "2025 for the edition 2023; 3 years after the edition, from 2018 to 2021 ("),
    ),
    "insee_population": (
        "Insee",
        f"{INSEE}statistiques/8581696",
        "base-cc-evol-struct-pop-2022_csv.zip",
        CENSUS,
    ),
    "mediation_places": (
        *(
            "ANCT",
            f"{GOUV}organizations/cartographie-nationale-des-lieux-de-mediation-numerique",
        ),
        *("no address is known; to be downloaded from the page", f"{OF_ITS_YEAR}2020 ("),
    ),
    "postal_codes": (
        *("La Poste", f"{GOUV}datasets/base-officielle-des-codes-postaux"),
        *("laposte-hexasmal/raw", "2026 for a name without an edition"),
    ),
    "public_directory": (
        "DILA",
        f"{GOUV}datasets/service-public-gouv-fr-annuaire-de-ladministration-base-de-donnees-locales",
        *("73302880-e4df-4d4c-8676-1a61bb997f3d", f"{OF_ITS_YEAR}2020 ("),
    ),
    "qpv_list": (
        *("ANCT", f"{GOUV}datasets/quartiers-prioritaires-de-la-politique-de-la-ville-qpv"),
        *("no address is known; to be downloaded from the page", f"{OF_ITS_YEAR}2024 ("),
    ),
    "town_halls": (
        *("Etalab", f"{GOUV}datasets/contours-administratifs"),
        *("mairies.geojson.gz", "for a name without an edition"),
    ),
}


def section_of(source_id: str) -> list[str]:
    """Return the lines of a source's section."""
    (found,) = re.findall(rf"^## {source_id}\n\n(.+?)(?=^## |\Z)", PAGE, flags=re.M | re.S)
    return [line for line in found.splitlines() if line]


def after(label: str, lines: list[str]) -> list[str]:
    """Return what the lines of a label say."""
    return [
        line.removeprefix(f"- {label}:").strip() for line in lines if line.startswith(f"- {label}:")
    ]


def test_the_page_has_one_section_a_source_in_order():
    assert re.findall(r"^## (.+)$", PAGE, flags=re.M) == sorted(FACTS)


@pytest.mark.parametrize("source_id", FACTS)
def test_a_section_says_who_where_under_what_licence_and_of_what_year(source_id: str):
    producer, page, file, year = FACTS[source_id]
    title, *lines = section_of(source_id)
    assert producer in title
    assert title.endswith(", Licence Ouverte 2.0.")
    assert after("Page", lines) == [f"<{page}>"]
    assert any(file in one for one in after("File", lines))
    (codes,) = after("Its codes are of the communes of", lines)
    assert year in codes
    (declared,) = after("Declared edition", lines)
    assert re.fullmatch(r"describes 20\d\d-\d\d-\d\d, published 20\d\d(-\d\d){0,2}", declared)
    (missing,) = after("A missing row means", lines)
    assert missing in ("zero", "unknown")


def test_the_four_operators_of_the_mainland_have_an_address_each():
    files = after("File", section_of("arcep_mobile"))
    assert [one.split("_")[-3] for one in files] == ["OF", "SFR0", "BOUY", "FREE"]


def test_no_line_of_the_page_ends_before_it_has_said_something():
    assert not re.findall(r"(?: |:|dataset|,)$", PAGE, flags=re.M)


def test_the_committed_page_is_up_to_date():
    assert list(page_lines()) == PAGE.splitlines()


def test_a_layout_taken_from_others_word_is_said_to_be_unverified():
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
    said = {name for name, text in sections.items() if "**Unverified layout**: " in text}
    assert said == {
        *("caf_benefits", "frr_zoning", "insee_housing"),
        *("mediation_places", "public_directory", "qpv_list"),
    }
