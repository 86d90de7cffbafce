"""The sources of context: benefits of the Caf, priority districts, the rural zoning, households without a car."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from pipelines.sources import caf_benefits, frr_zoning, insee_housing, qpv_list
from pipelines.sources.catalogue import find_source
from territory.errors import SourceChangedError

from .published import raw, workbook_bytes, write_zip

CAF = raw("caf_benefits", "s_ben_com_f.csv")
FRR_LABELS = "Classement FRR et FRR+ au 10 juillet 2025"


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_newest_december_is_read_and_says_its_day():
    counts = caf_benefits.read(CAF)
    assert counts.attrs["reference_date"] == "2024-12-31"
    # 265 is 263 to 267 before rounding.
    assert counts.loc["48095", ["rsa_households", "rsa_low_households"]].tolist() == [265, 263]
    assert counts.at["48095", "rsa_status"] == "rounded"
    assert find_source("caf_benefits").codes_year_of("2024").year == 2025


def test_a_count_rounded_to_0_is_suppressed_and_never_0():
    counts = caf_benefits.read(CAF)
    assert counts.loc["48001", ["rsa_households", "rsa_low_households"]].isna().all()
    assert counts.at["48001", "rsa_status"] == "suppressed"
    # Published as 5: 3 to 7.
    assert counts.at["48001", "prime_activite_low_households"] == 3


def test_households_that_are_not_located_are_left_out_and_said():
    counts = caf_benefits.read(CAF)
    assert sorted(counts.index) == ["2A004", "48001", "48095", "75101", "75102"]
    assert any("6705" in note for note in counts.attrs["notes"])


def test_benefits_of_handicap_are_missing_when_the_file_has_none_and_read_when_it_has(tmp_path):
    counts = caf_benefits.read(CAF)
    assert set(counts["aah_status"]) == {"missing"}
    assert counts["aah_households"].isna().all()
    text = "dtreffre;numcomdo;indfoy_rsa;indfoy_ppa;indfoy_aah;indfoy_aeeh\n2024-12;48095;265;785;170;s\n"
    both = caf_benefits.read(written(tmp_path, "s_ben_com_f.csv", text))
    assert both.at["48095", "aah_low_households"] == 168
    assert both.at["48095", "aeeh_status"] == "suppressed"


def test_an_export_with_labels_is_the_same_file(tmp_path):
    labels = {theirs: name for name, theirs in find_source("caf_benefits").older_names.items()}
    header, *rows = CAF.read_text(encoding="utf-8").splitlines()
    named = ";".join(labels.get(name, name) for name in header.split(";"))
    path = written(tmp_path, "s_ben_com_f.csv", "\n".join([named, *rows]) + "\n")
    pd.testing.assert_frame_equal(caf_benefits.read(path), caf_benefits.read(CAF))


def test_another_month_than_december_is_refused(tmp_path):
    text = CAF.read_text(encoding="utf-8").replace("2024-12;48001", "2024-06;48001")
    with pytest.raises(SourceChangedError, match="2024-06"):
        caf_benefits.read(written(tmp_path, "s_ben_com_f.csv", text))


def test_a_wrong_header_says_what_is_lacking(tmp_path):
    text = CAF.read_text(encoding="utf-8").replace("indfoy_rsa", "foyers_rsa")
    with pytest.raises(SourceChangedError, match="indfoy_rsa"):
        caf_benefits.read(written(tmp_path, "s_ben_com_f.csv", text))


def test_a_count_that_is_not_rounded_is_kept_and_said(tmp_path):
    text = CAF.read_text(encoding="utf-8").replace(";265;", ";264;")
    counts = caf_benefits.read(written(tmp_path, "s_ben_com_f.csv", text))
    assert counts.at["48095", "rsa_low_households"] == 262
    assert any("48095" in note for note in counts.attrs["notes"])


def test_a_district_counts_once_in_each_commune_it_touches():
    counts = qpv_list.read(raw("qpv_list", "liste-qpv-2024.csv"))["qpv_count"]
    assert counts.to_dict() == {
        "13055": 2,
        "13070": 1,
        "48095": 1,
        "60057": 1,
        "75056": 1,
        "97101": 1,
    }


def test_a_district_twice_in_the_list_is_refused(tmp_path):
    text = raw("qpv_list", "liste-qpv-2024.csv").read_text(encoding="utf-8")
    twice = text + text.splitlines()[-1] + "\n"
    with pytest.raises(SourceChangedError, match="QN97101I"):
        qpv_list.read(written(tmp_path, "liste-qpv-2024.csv", twice))


def test_the_six_labels_of_the_zoning_become_classes():
    classes = frr_zoning.read(raw("frr_zoning", "liste-communes-FRR-juillet2025.csv"))
    assert classes["frr_class"].to_dict() == {
        **{"01001": 1, "01033": 2, "01006": 3},
        **{"15014": 4, "2A004": 5, "48095": 6},
    }


def test_the_workbook_of_the_zoning_says_the_same(tmp_path):
    path = tmp_path / "Liste communes FRR_juillet2025.xlsx"
    header = ["Code_insee", "Departement", "Commune", FRR_LABELS]
    rows = [["48095", "48", "Mende", "FRR+"], ["01001", "01", "L'Abergement", "Non classée"]]
    path.write_bytes(workbook_bytes({"FRR": [header, *rows]}))
    assert frr_zoning.read(path)["frr_class"].to_dict() == {"48095": 6, "01001": 1}


def test_an_unknown_label_of_the_zoning_is_refused(tmp_path):
    path = raw("frr_zoning", "liste-communes-FRR-juillet2025.csv")
    text = path.read_text(encoding="utf-8-sig").replace("FRR socle", "FRR moyen")
    with pytest.raises(SourceChangedError, match="FRR moyen"):
        frr_zoning.read(written(tmp_path, path.name, text))


def test_households_without_a_car_are_the_others(tmp_path):
    name = "base-cc-logement-2022"
    lines = raw("insee_housing", f"{name}.CSV").read_bytes()
    housing = insee_housing.read(write_zip(tmp_path / f"{name}_csv.zip", {f"{name}.CSV": lines}))
    assert housing.loc["48095"].tolist() == [6001.25, 1200.25]
    assert housing.loc["26018"].tolist() == [0, 0]
    assert housing.loc["97601"].isna().all()
