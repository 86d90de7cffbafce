"""Arcep's wired coverage: today's layout, the beta of 2019, the trap with satellite."""

from __future__ import annotations

import pytest

from pipelines.sources import arcep_fixed
from territory.errors import SourceChangedError
from territory.messages import Words

from .published import raw

HEADER = (
    "code_insee;nom_com;code_dep;code_reg;nbr;type;date;"
    "inel_hd;elig_hd05;elig_hd3;elig_bhd8;elig_thd30;elig_thd100;elig_thd1g\n"
)
COLUMNS = [
    "premises_count",
    "without_wired_premises_count",
    "at_least_512_kbps_premises_count",
    "at_least_3_mbps_premises_count",
    "at_least_8_mbps_premises_count",
    "at_least_30_mbps_premises_count",
    "at_least_100_mbps_premises_count",
    "at_least_1_gbps_premises_count",
]
THREE = ["premises_count", "at_least_30_mbps_premises_count", "at_least_1_gbps_premises_count"]


def published(tmp_path, rows, name="commune_debit_filaire.csv"):
    """Write rows of (code, premises, 30 Mbit/s, 100 Mbit/s, 1 Gbit/s)."""
    path = tmp_path / name
    lines = [
        f"{code};X;{code[:2]};84;{nbr};all;2026-06-30;0;{nbr};{nbr};{nbr};{at30};{at100};{at1g}\n"
        for code, nbr, at30, at100, at1g in rows
    ]
    path.write_text(HEADER + "".join(lines), encoding="utf-8")
    return path


def test_counts_are_read_as_counts():
    premises = arcep_fixed.read(raw("arcep_fixed", "commune_debit_filaire.csv"))
    assert list(premises.columns) == COLUMNS
    assert premises.loc["01001"].tolist() == [379, 0, 379, 379, 379, 369, 368, 367]
    assert set(premises.dtypes.astype(str)) == {"Int64"}
    assert premises.attrs["reference_date"] == "2026-06-30"
    assert premises.attrs["notes"] == []


def test_the_exclusive_classes_of_2019_are_added_up():
    premises = arcep_fixed.read(raw("arcep_fixed", "commune-debit-beta_2019-09-30.csv"))
    assert list(premises.columns) == COLUMNS
    # 38130: 985 premises at 8 to 30 Mbit/s, 59 at 30 to 100, none at 100 to 1000, 1364 at 1 Gbit/s.
    assert premises.loc["38130"].tolist() == [2408, 0, 2408, 2408, 2408, 1423, 1364, 1364]
    assert premises.loc["69035"].tolist() == [280, 91, 189, 189, 189, 0, 0, 0]
    # 09066: 4 + 100 + 153 at 30 or more, 240 more at 8 or more, 5 with nothing.
    assert premises.loc["09066"].tolist() == [502, 5, 497, 497, 497, 257, 253, 153]
    assert premises.attrs["reference_date"] == "2019-09-30"
    assert len(premises.attrs["notes"]) == 1


def test_exclusive_classes_that_do_not_sum_to_the_premises_are_refused(tmp_path):
    path = tmp_path / "commune-debit-beta_2019-09-30.csv"
    text = raw("arcep_fixed", path.name).read_text(encoding="utf-8")
    path.write_text(text.replace(";985;", ";1500;"), encoding="utf-8")
    with pytest.raises(SourceChangedError, match="38130"):
        arcep_fixed.read(path)


def test_exclusive_classes_under_todays_names_are_refused(tmp_path):
    path = published(tmp_path, [("01001", 379, 10, 2, 300)])
    with pytest.raises(SourceChangedError) as caught:
        arcep_fixed.read(path)
    assert caught.value.key == "read_speeds_not_cumulative"


def test_the_file_that_counts_satellite_is_refused(tmp_path):
    rows = [(f"010{rank:02}", 100 + rank, 100 + rank, 100 + rank, 50) for rank in range(1, 41)]
    with pytest.raises(SourceChangedError) as caught:
        arcep_fixed.read(published(tmp_path, rows, "commune_debit.csv"))
    assert caught.value.key == "read_satellite"
    assert "commune_debit_filaire.csv" in caught.value.say(Words("en"))
    assert "100\u202f%" in caught.value.say(Words("fr"))


def test_a_place_well_covered_by_wire_is_not_taken_for_satellite(tmp_path):
    everywhere = [(f"010{rank:02}", 100, 100, 100, 100) for rank in range(1, 39)]
    partly = [("01039", 100, 99, 99, 99), ("01040", 0, 0, 0, 0)]
    premises = arcep_fixed.read(published(tmp_path, everywhere + partly))
    assert len(premises) == 40


def test_a_commune_without_premises_counts_zero_not_missing(tmp_path):
    premises = arcep_fixed.read(published(tmp_path, [("55039", 0, 0, 0, 0)]))
    assert premises.loc["55039"].tolist() == [0] * 8


def test_a_blank_count_is_missing_not_zero(tmp_path):
    premises = arcep_fixed.read(published(tmp_path, [("01001", 379, "", "", 300)]))
    assert premises["at_least_30_mbps_premises_count"].isna().tolist() == [True]
    assert premises.loc["01001", "at_least_1_gbps_premises_count"] == 300


def test_a_negative_count_is_refused(tmp_path):
    with pytest.raises(SourceChangedError, match="-3"):
        arcep_fixed.read(published(tmp_path, [("01001", 379, -3, -3, -3)]))


def test_a_share_in_place_of_a_count_is_refused(tmp_path):
    with pytest.raises(SourceChangedError) as caught:
        arcep_fixed.read(published(tmp_path, [("01001", 379, 0.97, 0.97, 0.97)]))
    assert caught.value.key == "read_not_whole"


def test_a_french_date_is_read_and_mixed_dates_are_not_given(tmp_path):
    path = published(tmp_path, [("01001", 9, 9, 9, 8), ("01002", 9, 8, 8, 8)])
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("2026-06-30", "30/06/2026"), encoding="utf-8")
    assert arcep_fixed.read(path).attrs["reference_date"] == "2026-06-30"
    path.write_text(text.replace("2026-06-30", "2026-03-31", 1), encoding="utf-8")
    assert "reference_date" not in arcep_fixed.read(path).attrs


def test_the_sample_holds_lozere(sample_raw):
    premises = arcep_fixed.read(sample_raw / "commune_debit_filaire.csv")
    assert len(premises) == 152
    assert premises.loc["48009", THREE].tolist() == [1791, 1753, 1753]
    assert premises.attrs["reference_date"] == "2026-02-28"


@pytest.mark.national
def test_the_national_wired_file_is_read(national):
    premises = arcep_fixed.read(national / "commune_debit_filaire.csv")
    assert len(premises) == 34_802
    # Summed with awk over the published columns.
    assert premises[THREE].sum().tolist() == [41_866_960, 39_600_621, 39_481_636]


@pytest.mark.national
def test_the_national_beta_of_2019_is_read(national):
    premises = arcep_fixed.read(national / "commune-debit-beta_2019-09-30.csv")
    assert len(premises) == 35_359
    # A third of premises had fibre or cable at 1 Gbit/s in September 2019, over half 30 Mbit/s.
    share = premises.sum() / premises["premises_count"].sum()
    assert 0.5 < share["at_least_30_mbps_premises_count"] < 0.75
    assert 0.3 < share["at_least_1_gbps_premises_count"] < 0.6


@pytest.mark.national
def test_the_national_file_with_satellite_is_refused(national):
    with pytest.raises(SourceChangedError) as caught:
        arcep_fixed.read(national / "commune_debit.csv")
    assert caught.value.key == "read_satellite"
