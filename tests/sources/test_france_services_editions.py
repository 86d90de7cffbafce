"""The list of counters in its older layouts: what each says is read, what it does not is missing."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from pipelines.sources import france_services
from pipelines.sources.catalogue import find_source
from territory.errors import SourceChangedError
from territory.opening import hours_of

JANUARY_2020 = """\
"insee_dep","lib_france_services","adresse","adresse_cplmt","insee_com","code_postal","lib_com",\
"type_structure","lib_structure","h_lundi","h_mardi","h_mercredi","h_jeudi","h_vendredi",\
"h_samedi","itinerance","lat","long","result_label","result_score","result_postcode",\
"result_city","result_citycode"
"48","Espace de Mende","1 rue des Écoles",,,"48000 ","MENDE","La Poste",,,,,,,,,"44.5180",\
"3.4990","x","0.95","48000","Mende","48095"
"48","Maison de Marvejols","2 place",,"48092","48100","MARVEJOLS","Opérateur","MSA",\
"8H30 – 12H",,,,,"Fermé",,"44.55","3.29","x","0.9","48100","Marvejols","48092"
"48","Bus de Florac","3 rue",,,"48400","FLORAC",,,,,,,,,"Oui","44.32","3.59","x","0.9","48400",\
"Florac","48061"
"48","Langogne","62 rue",,,"48300","LANGOGNE",,,,,,,,,,"43.48","-1.55","x","0.4","64200",\
"Biarritz","64122"
"""
YEAR_2023 = """\
id_fs,lib_fs,adresse,insee_com,code_postal,lib_com,latitude,longitude,h_lundi,h_mardi,h_mercredi,\
h_jeudi,h_vendredi,h_samedi,commentaire,itinerance,format_fs,groupe,labellisation,format_fs_anct
1,Mende,1 rue,48095,48000,Mende,44.5,3.5,09:00 - 12:00,,,,,,,Oui,Site principal,,,Multi-sites
2,Bus,1 rue,48095,48000,Mende,44.5,3.5,,,,,,,,Oui,Site principal,,,Mobile
3,Annexe,1 rue,48095,48000,Mende,44.5,3.5,,,,,,,,Non,Antenne,,,Antenne
4,Place,1 rue,48095,48000,Mende,44.5,3.5,,,,,,,,Non,Site principal,,,Lieu fixe
"""


def feature(**properties: object) -> dict[str, object]:
    """Return a feature of the GeoJSON of 2020, in Mende."""
    told = {
        "MATRICULE": 2.0,
        "DEPARTEMENT": "1",
        "lib_france_services": "Mende",
        "ADRESSE": "1 rue",
        "insee_com": "01388",
        "code_postal": "01560",
        "h_lundi": "9:00 - 12:00 / 14:00 - 16:00",
        "h_samedi": "-",
        "ITINERANCE": "",
        "FORMAT_FS": "Espace labellisé",
        "Labellisation": "Espace labellisé 02/2020",
    }
    point = {"type": "Point", "coordinates": [5.08, 46.46]}
    return {"type": "Feature", "properties": told | properties, "geometry": point}


@pytest.fixture
def read(tmp_path):
    def read_text(text: str, name: str = "liste-fs-20200109.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return france_services.read(path)

    return read_text


def by_name(counters: pd.DataFrame, column: str) -> dict[str, object]:
    return dict(zip(counters["counter_name"], counters[column], strict=True))


def said(counters: pd.DataFrame, words: str) -> bool:
    return any(words in note for note in counters.attrs["notes"])


def test_january_2020_has_no_identifier_and_a_stable_one_is_made(read):
    counters = read(JANUARY_2020)
    header, *rows = JANUARY_2020.splitlines()
    again = read("\n".join([header, *reversed(rows)]) + "\n")
    assert counters.index.is_unique
    assert counters["counter_name"].to_dict() == again["counter_name"].to_dict()
    assert said(counters, "sans identifiant")


def test_january_2020_says_no_hours_and_none_are_supposed(read):
    counters = read(JANUARY_2020)
    hours = hours_of(counters).set_axis(counters["counter_name"])
    assert pd.isna(hours.at["Espace de Mende", "weekly_hours"])
    assert hours.at["Espace de Mende", "hours_status"] == "missing"
    assert hours.at["Maison de Marvejols", "weekly_hours"] == 3.5
    assert counters["has_appointments"].isna().all()
    assert counters["kind_name"].isna().all()
    assert said(counters, "ne donne pas")


def test_a_blank_commune_is_the_geocoder_s_but_not_in_another_departement(read):
    counters = read(JANUARY_2020)
    codes = by_name(counters, "declared_commune_code")
    assert (codes["Espace de Mende"], codes["Bus de Florac"]) == ("48095", "48061")
    # Asked for a street of Langogne, it answered Biarritz: neither its code nor its point is kept.
    assert pd.isna(codes["Langogne"])
    assert by_name(counters, "geometry")["Langogne"] is None
    assert said(counters, "autre département")


def test_a_column_that_only_ever_says_yes_is_a_box_to_tick_and_it_is_told(read):
    counters = read(JANUARY_2020)
    travels = by_name(counters, "is_declared_itinerant")
    assert (travels["Espace de Mende"], travels["Bus de Florac"]) == (False, True)
    assert said(counters, "non cochées")
    nobody = read(JANUARY_2020.replace('"Oui"', ""))
    assert nobody["is_declared_itinerant"].isna().all()
    both = read(JANUARY_2020.replace('"Fermé",,', '"Fermé","Non",'))
    assert pd.isna(by_name(both, "is_declared_itinerant")["Espace de Mende"])


def test_the_geojson_of_2020_is_read_with_its_points_and_its_month_makes_no_day(read):
    features = [
        feature(),
        feature(
            MATRICULE=677.0, lib_france_services="Annexe", FORMAT_FS="Antenne", ITINERANCE="Oui"
        ),
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    counters = read(text, "liste-fs-20200301.geojson")
    assert counters.index.tolist() == ["2", "677"]
    assert counters["declared_commune_code"].tolist() == ["01388", "01388"]
    assert counters["kind_name"].tolist() == ["Principal", "Antenne"]
    assert counters["is_declared_itinerant"].tolist() == [False, True]
    assert (counters.geometry.x.iloc[0], counters.geometry.y.iloc[0]) == (5.08, 46.46)
    assert counters["label_date"].isna().all()
    assert counters["label_text"].iloc[0] == "Espace labellisé 02/2020"
    assert said(counters, "à un mois")


def test_in_2023_what_travels_is_told_by_its_format_not_by_a_column_that_mixes_sites(read):
    counters = read(YEAR_2023, "liste-fs-20230707.csv")
    assert by_name(counters, "is_declared_itinerant") == {
        "Mende": False,
        "Bus": True,
        "Annexe": False,
        "Place": False,
    }
    assert by_name(counters, "kind_name")["Annexe"] == "Antenne"
    assert counters["has_appointments"].isna().all()


def test_a_word_in_many_rows_is_a_changed_column_and_is_refused(read):
    changed = YEAR_2023.replace("Multi-sites", "Péniche").replace("Lieu fixe", "Péniche")
    changed = changed.replace(",Mobile", ",Péniche")
    with pytest.raises(SourceChangedError, match="Péniche"):
        read(changed, "liste-fs-20230707.csv")


def test_another_layout_is_refused_with_its_own_header(read):
    text = 'MATRICULE,lib_france_services,ADRESSE\n1,Exemple,"9 rue, porte C, étage 2, gauche"\n'
    with pytest.raises(SourceChangedError, match="MATRICULE, lib_france_services, ADRESSE"):
        read(text, "liste-fs-20200201.csv")


@pytest.mark.parametrize(
    ("name", "edition"),
    [
        ("liste-fs-20200201.csv", "20200201"),
        ("liste-fs-20200301.geojson", "20200301"),
        ("liste-fs-20230707.CSV", "20230707"),
        ("france_services.geojson", ""),
        ("france-services.csv", ""),
        ("liste-fs-com2024-20240910.csv", None),
    ],
)
def test_the_names_of_all_editions_are_known(name, edition):
    assert find_source("france_services").edition_of(name) == edition


@pytest.mark.parametrize(
    ("label", "day"),
    [
        ("Espace labellisé 1er janvier 2020", pd.Timestamp(2020, 1, 1)),
        ("Espace labellisé 01/01/0001", pd.NaT),
        ("Espace labellisé 31/02/2020", pd.NaT),
        ("Espace labellisé 01/01/9999", pd.NaT),
        ("Espace labellisé 01/01/2026", pd.NaT),  # years after the list
    ],
)
def test_a_label_is_dated_only_when_its_day_can_be_right(read, label, day):
    text = YEAR_2023.replace("Antenne,,,Antenne", f"Antenne,,{label},Antenne")
    counters = read(text, "liste-fs-20230707.csv")
    found = counters.at["3", "label_date"]
    assert found == day or (pd.isna(found) and pd.isna(day))
    assert said(counters, f"3: {label}") == pd.isna(day)
