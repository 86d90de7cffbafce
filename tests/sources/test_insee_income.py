"""Income and poverty: the wide layout of 2021, the long one of 2023."""

from __future__ import annotations

import pandas as pd
import pytest

from pipelines.sources import insee_income
from territory.errors import SourceChangedError

from .published import members_of, raw, write_zip

LONG = "DS_FILOSOFI_CC_2023_data.csv"


@pytest.fixture
def wide():
    return insee_income.read(raw("insee_income", "cc_filosofi_2021_COM.csv"))


@pytest.fixture
def long(tmp_path):
    members = members_of("insee_income", LONG) | {
        "DS_FILOSOFI_CC_2023_metadata.csv": b"COD_VAR;LIB_VAR\n"
    }
    return insee_income.read(write_zip(tmp_path / "FILOSOFI_CC_csv.zip", members))


def test_both_layouts_give_the_same_columns(wide, long):
    assert list(wide.columns) == list(long.columns)
    assert wide.dtypes.equals(long.dtypes)
    assert wide.index.name == long.index.name == "commune_code"


def test_each_layout_says_its_year(wide, long):
    assert wide.attrs["edition"] == "2021"
    assert long.attrs["edition"] == "2023"


def test_a_decimal_comma_and_a_percentage_become_a_share(wide):
    amberieu = wide.loc["01004"]
    assert amberieu["median_income_eur"] == 21_660
    assert amberieu["poverty_share"] == pytest.approx(0.175)
    assert amberieu["poverty_status"] == "observed"


def test_secret_absent_and_known_are_told_apart(wide):
    assert wide["median_income_status"].to_dict() == {
        "01001": "observed",
        "01004": "observed",
        "48007": "suppressed",
        "01071": "missing",
        "2A004": "observed",
        "75101": "observed",
    }
    assert wide.loc["01001", "poverty_status"] == "suppressed"
    assert wide.loc["01071", "poverty_status"] == "missing"
    without = wide["poverty_status"].isin(["suppressed", "missing"])
    assert wide["poverty_share"].isna().equals(without)


def test_the_check_value_of_biarritz_in_2023(long):
    # Published by Insee: 29,210 € and 14.3 %.
    biarritz = long.loc["64122"]
    assert biarritz["median_income_eur"] == 29_210
    assert biarritz["poverty_share"] == pytest.approx(0.143)


def test_the_long_layout_keeps_communes_and_arrondissements_only(long):
    assert list(long.index) == ["64122", "01001", "48007", "01071", "75101"]


def test_the_long_layout_says_why_a_figure_is_absent(long):
    assert long["median_income_status"].to_dict() == {
        "64122": "observed",
        "01001": "observed",
        "48007": "suppressed",
        "01071": "missing",
        "75101": "observed",
    }
    assert long["poverty_status"].to_dict() == {
        "64122": "observed",
        "01001": "suppressed",
        "48007": "missing",  # no row at all
        "01071": "missing",
        "75101": "missing",
    }
    assert pd.isna(long.loc["01001", "poverty_share"])


def test_a_figure_under_secrecy_is_not_shown_even_if_published(tmp_path):
    path = tmp_path / LONG
    text = raw("insee_income", LONG).read_text(encoding="utf-8")
    path.write_text(
        text.replace(
            '"48007";"COM";"EUR_YR";"C";"A";"0";"2023";""',
            '"48007";"COM";"EUR_YR";"C";"A";"0";"2023";"18000"',
        ),
        encoding="utf-8",
    )
    incomes = insee_income.read(path)
    assert pd.isna(incomes.loc["48007", "median_income_eur"])
    assert incomes.loc["48007", "median_income_status"] == "suppressed"


def test_a_figure_in_thousands_is_refused(tmp_path):
    path = tmp_path / LONG
    text = raw("insee_income", LONG).read_text(encoding="utf-8")
    path.write_text(text.replace('"0";"2023";"29210"', '"3";"2023";"29.21"'), encoding="utf-8")
    with pytest.raises(SourceChangedError, match="UNIT_MULT"):
        insee_income.read(path)


def test_the_latest_of_several_years_is_read(tmp_path):
    path = tmp_path / LONG
    older = '"MED_SL";"64122";"COM";"EUR_YR";"F";"A";"0";"2022";"1"\n'
    path.write_text(raw("insee_income", LONG).read_text(encoding="utf-8") + older, encoding="utf-8")
    assert insee_income.read(path).loc["64122", "median_income_eur"] == 29_210


def test_an_unknown_mark_of_secrecy_is_refused(tmp_path):
    path = tmp_path / "cc_filosofi_2021_COM.csv"
    text = raw("insee_income", path.name).read_text(encoding="utf-8")
    path.write_text(
        text.replace(";25820;s;", ";25820;ns;").replace("25820;ns;s", "25820;s;ns"),
        encoding="utf-8",
    )
    with pytest.raises(SourceChangedError, match="'ns'"):
        insee_income.read(path)


def test_a_decimal_point_in_the_wide_layout_is_refused(tmp_path):
    path = tmp_path / "cc_filosofi_2021_COM.csv"
    text = raw("insee_income", path.name).read_text(encoding="utf-8")
    path.write_text(text.replace("17,5", "17.5"), encoding="utf-8")
    with pytest.raises(SourceChangedError, match=r"17\.5"):
        insee_income.read(path)


def test_the_sample_knows_120_medians_and_5_poverty_rates(sample_raw):
    incomes = insee_income.read(sample_raw / "cc_filosofi_2021_COM.csv")
    assert len(incomes) == 152
    assert incomes["median_income_eur"].notna().sum() == 120
    assert incomes["poverty_share"].notna().sum() == 5
    assert (incomes["poverty_status"] == "suppressed").sum() == 147


@pytest.mark.national
def test_the_national_file_counts_its_secrets(national):
    incomes = insee_income.read(national / "cc_filosofi_2021_COM.csv")
    # Counted with cut and grep -c on the published file.
    assert incomes["median_income_status"].value_counts().to_dict() == {
        "observed": 31_304,
        "suppressed": 3_593,
        "missing": 12,
    }
    assert incomes["poverty_status"].value_counts().to_dict() == {
        "suppressed": 30_500,
        "observed": 4_397,
        "missing": 12,
    }
    assert incomes["poverty_share"].max() < 0.7
