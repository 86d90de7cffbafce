"""The optional sources: technologies, mobile sites, mediation places; rows in the real layouts."""

from __future__ import annotations

import pytest
from shapely import Point

from pipelines.sources import arcep_fixed_technology, arcep_mobile_sites, mediation_places
from territory.errors import SourceChangedError

from .published import raw


def test_technologies_are_counts_that_overlap():
    path = raw("arcep_fixed_technology", "commune_techno.csv")
    premises = arcep_fixed_technology.read(path)
    assert premises.loc["48095"].to_dict() == {
        "technology_premises_count": 9000,
        "fibre_premises_count": 8500,
        "cable_premises_count": 0,
        "copper_premises_count": 9000,
        "fixed_radio_premises_count": 4000,
    }
    assert "elig_sat" not in premises


def test_the_old_name_of_fixed_4g_is_known(tmp_path):
    path = tmp_path / "commune_techno.csv"
    text = raw("arcep_fixed_technology", path.name).read_text(encoding="utf-8")
    path.write_text(text.replace("elig_4gf", "elig_4fg"), encoding="utf-8")
    assert arcep_fixed_technology.read(path).loc["48095", "fixed_radio_premises_count"] == 4000


def test_more_premises_than_there_are_is_refused(tmp_path):
    path = tmp_path / "commune_techno.csv"
    text = raw("arcep_fixed_technology", path.name).read_text(encoding="utf-8")
    path.write_text(text.replace(";8500;", ";9500;"), encoding="utf-8")
    with pytest.raises(SourceChangedError, match="48095"):
        arcep_fixed_technology.read(path)


def test_a_shared_mast_counts_once_and_its_operators_each():
    sites = arcep_mobile_sites.read(raw("arcep_mobile_sites", "2026_T2_sites_Metropole.csv"))
    # Mende: a mast shared by two operators and one of Free's own.
    assert sites.loc["48095"].tolist() == [2, 3]
    assert sites.loc["48030"].tolist() == [0, 0]  # a mast without 4G
    assert sites.loc["75056"].tolist() == [1, 1]  # from an arrondissement


def test_france_services_are_told_by_type_or_by_programme():
    places = mediation_places.read(raw("mediation_places", "mediation-numerique-20260629.csv"))
    assert places.index[places["is_france_services"]].tolist() == ["fs-1", "fs-2"]
    counsellor = places["is_digital_counsellor"]
    assert counsellor[counsellor.fillna(False)].index.tolist() == ["bib-1", "fs-2"]
    assert counsellor.isna().sum() == 3  # no programme told is not "none"
    assert places["is_itinerant"].isna().sum() == 5
    assert places.loc["bus-1", "is_itinerant"]


def test_swapped_degrees_are_put_right_and_metres_are_not_guessed():
    places = mediation_places.read(raw("mediation_places", "mediation-numerique-20260629.csv"))
    assert places.geometry["asso-1"] == Point(3.4990, 44.5180)
    # Read as published: the build holds every point against its commune.
    assert places.geometry["lost-1"] == Point(740000, 6380000)
    assert "asso-1" in " ".join(places.attrs["notes"])
