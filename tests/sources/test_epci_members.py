"""The members of the EPCI: a table, Insee's workbook."""

from __future__ import annotations

import pytest

from pipelines.sources import epci_members
from territory.errors import SourceChangedError

from .published import raw, workbook_bytes, write_zip

BANNER = [
    ["Établissements publics de coopération intercommunale à fiscalité propre"],
    [],
    ["Niveau géographique : commune"],
    ["Code", "Libellé"],
    [],
]
HEADER = ["CODGEO", "LIBGEO", "EPCI", "LIBEPCI", "DEP", "REG"]
LINES = [
    ["01001", "L'Abergement-Clémenciat", "200069193", "CC de la Dombes", "01", "84"],
    ["22016", "Île-de-Bréhat", "ZZZZZZZZZ", "Sans objet", "22", "53"],
]


def official(tmp_path, lines, sheet="Composition_communale"):
    """Write an archive as Insee does: a workbook, banner lines, a header, a note at the end."""
    workbook = workbook_bytes(
        {
            "EPCI": [["EPCI", "LIBEPCI"], ["200069193", "CC de la Dombes"]],
            sheet: [*BANNER, HEADER, *lines, ["Source : Insee, COG 2025"]],
        }
    )
    return write_zip(tmp_path / "epci_au_01-01-2025.zip", {"EPCI_au_01-01-2025.xlsx": workbook})


def test_a_commune_without_epci_is_said_so_not_missing():
    members = epci_members.read(raw("epci_members", "epci_communes_2025.csv"))
    assert members["epci_status"].to_dict() == {
        "01001": "observed",
        "22016": "not_applicable",
        "2A004": "observed",
    }
    assert members.loc["22016", ["epci_code", "epci_name"]].isna().all()
    assert members.loc["2A004", "epci_code"] == "242010056"


def test_the_official_workbook_is_read_below_its_banner(tmp_path):
    members = epci_members.read(official(tmp_path, LINES))
    assert list(members.index) == ["01001", "22016"]
    assert members.loc["01001", ["epci_code", "epci_name", "epci_status"]].tolist() == [
        "200069193",
        "CC de la Dombes",
        "observed",
    ]
    assert members.loc["22016", "epci_status"] == "not_applicable"


def test_a_code_kept_as_a_number_in_the_workbook_is_refused(tmp_path):
    with pytest.raises(SourceChangedError, match="1001"):
        epci_members.read(official(tmp_path, [[1001, *LINES[0][1:]]]))


def test_a_workbook_without_the_sheet_lists_those_it_has(tmp_path):
    with pytest.raises(SourceChangedError, match="Feuil1"):
        epci_members.read(official(tmp_path, LINES, sheet="Feuil1"))


def test_an_epci_code_that_is_no_siren_is_named(tmp_path):
    path = tmp_path / "epci_communes_2025.csv"
    path.write_text("CODGEO,EPCI,LIBEPCI\n01001,20006919,CC\n", encoding="utf-8")
    with pytest.raises(SourceChangedError, match="20006919"):
        epci_members.read(path)


def test_the_sample_gives_an_epci_to_each_commune(sample_raw):
    members = epci_members.read(sample_raw / "epci_communes_2025.csv")
    assert len(members) == 152
    assert (members["epci_status"] == "observed").all()
    assert members.loc["48013", "epci_name"] == "Communauté de communes Cœur de Lozère"


@pytest.mark.national
def test_four_islands_belong_to_no_epci(national):
    members = epci_members.read(national / "epci_communes_2025.csv")
    assert len(members) == 34_875
    # Bréhat, Sein, Ouessant, Yeu.
    islands = members.index[members["epci_status"] == "not_applicable"]
    assert list(islands) == ["22016", "29083", "29155", "85113"]
