"""The list of counters: the layouts of 2024 and 2026."""

from __future__ import annotations

import pandas as pd
import pytest

from pipelines.sources import france_services
from territory.contract import COUNTERS
from territory.errors import SourceChangedError

from .published import raw


@pytest.fixture
def counters():
    return france_services.read(raw("france_services", "liste-fs-20240801.csv"))


@pytest.fixture
def edited(tmp_path):
    def write(published, ours):
        path = tmp_path / "liste-fs-20240801.csv"
        text = raw("france_services", path.name).read_text(encoding="utf-8")
        assert published in text
        path.write_text(text.replace(published, ours), encoding="utf-8")
        return path

    return write


def test_the_columns_are_those_the_contract_expects_of_the_list(counters):
    expected = {column.name for column in COUNTERS if column.source_id == "france_services"}
    assert set(counters.columns) | {counters.index.name} == expected


def test_a_counter_is_read_as_published(counters):
    valserhone = counters.loc["1"]
    assert valserhone["declared_commune_code"] == "01033"
    assert valserhone["postal_code"] == "01200"
    assert valserhone["opening_tuesday_text"] == "09:00 - 12:00 / 13:30 - 17:00"
    assert pd.isna(valserhone["opening_saturday_text"])
    assert pd.isna(valserhone["comment_text"])
    assert not valserhone["has_appointments"]
    assert valserhone["label_date"] == pd.Timestamp(2020, 1, 1)
    # Valserhône lies at 46° north, 6° east.
    assert round(valserhone["geometry"].y) == 46
    assert round(valserhone["geometry"].x) == 6
    assert counters.crs.to_epsg() == 4326


def test_a_bus_is_itinerant_and_an_antenna_is_not(counters):
    assert counters["is_declared_itinerant"].to_dict() == {"1": False, "3": True, "2900": False}
    assert counters.loc["2900", "kind_name"] == "Antenne"


def test_day_comes_before_month_in_a_label(counters):
    assert counters.loc["3", "label_date"] == pd.Timestamp(2021, 9, 15)
    assert counters.loc["2900", "label_date"] == pd.Timestamp(2022, 4, 1)


def test_a_comment_keeps_its_quotes_separators_and_lines(counters):
    assert counters.loc["3", "comment_text"] == (
        'Passe à Guise ; le mercredi, à l\'heure du "marché".\nSe renseigner.'
    )


def test_a_telephone_number_and_a_mail_address_are_kept_as_published(counters):
    assert counters.loc["1", "phone_text"] == "01 23 45 67 89"
    assert counters.loc["1", "mail_text"] == "accueil@exemple.fr"
    assert counters.loc["2900", ["phone_text", "mail_text"]].isna().all()


def test_the_layout_of_2026_gives_the_same_columns(counters):
    newer = france_services.read(raw("france_services", "liste-fs-20260601.csv"))
    assert list(newer.columns) == list(counters.columns)
    assert newer.loc["12", "address_text"] == "Rue Fesch, 3"
    assert newer.loc["12", "comment_text"] == "Entrée ; à gauche"
    assert newer.loc["12", "declared_commune_code"] == "2A004"
    assert newer["is_declared_itinerant"].to_dict() == {"12": False, "3100": True}


def test_blank_appointments_and_a_label_without_date_stay_missing_and_are_noted():
    newer = france_services.read(raw("france_services", "liste-fs-20260601.csv"))
    assert pd.isna(newer.loc["3100", "has_appointments"])
    assert pd.isna(newer.loc["3100", "label_date"])
    assert len(newer.attrs["notes"]) == 1
    assert "Espace labellisé" in newer.attrs["notes"][0]


def test_a_blank_position_is_missing(edited):
    located = france_services.read(edited("49.90147,3.62", ","))
    assert located.geometry.isna().to_dict() == {"1": False, "3": True, "2900": False}


def test_an_unknown_format_of_one_row_is_said_and_not_taken_for_fixed(edited):
    counters = france_services.read(edited("Bus_équivalent", "Péniche"))
    assert counters["is_declared_itinerant"].isna().to_dict() == {
        "1": False,
        "3": True,
        "2900": False,
    }
    assert any("3: Péniche" in note for note in counters.attrs["notes"])


def test_a_doubled_counter_is_named(edited):
    with pytest.raises(SourceChangedError, match="2900"):
        france_services.read(edited('"3","02"', '"2900","02"'))


def test_an_impossible_label_date_is_missing_and_its_row_named(edited):
    counters = france_services.read(edited("15/09/2021", "15/13/2021"))
    assert pd.isna(counters.loc["3", "label_date"])
    assert counters.loc["3", "label_text"] == "Espace labellisé 15/13/2021"
    assert any("3: Espace labellisé 15/13/2021" in note for note in counters.attrs["notes"])


def test_the_sample_holds_twenty_counters_one_itinerant(sample_raw):
    counters = france_services.read(sample_raw / "liste-fs-20240801.csv")
    assert len(counters) == 20
    # FACTS of the sample: 3255 is itinerant; two postal codes disagree with the commune.
    assert list(counters.index[counters["is_declared_itinerant"]]) == ["3255"]
    assert counters["declared_commune_code"].str.startswith("48").all()


@pytest.mark.national
def test_the_national_list_holds_2845_counters_of_which_163_itinerant(national):
    counters = france_services.read(national / "liste-fs-20240801.csv")
    assert len(counters) == 2_845
    assert counters["is_declared_itinerant"].sum() == 163
    assert (counters["kind_name"] == "Antenne").sum() == 124
    assert counters["declared_commune_code"].str.startswith("2").sum() > 0
    assert counters["declared_commune_code"].str[:2].isin(["2A", "2B"]).sum() == 37
    assert counters["has_appointments"].sum() == 992
    assert counters["label_date"].notna().all()
    assert counters.geometry.notna().all()
