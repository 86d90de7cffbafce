"""The contract of the tables, and what breaking it says."""

import geopandas as gpd
import pandas as pd
import pytest

from territory import messages
from territory.contract import TABLES, Status, unit_of
from territory.contract_check import check_table
from territory.errors import ContractError
from territory.messages import Words
from territory.tables import Tables
from territory.tables.corrected import CORRECTION_COLUMNS


def broken(communes: gpd.GeoDataFrame, language: str = "en") -> str:
    with pytest.raises(ContractError) as caught:
        check_table(communes, "communes")
    return caught.value.say(Words(language))


def test_the_sample_keeps_the_contract(sample: Tables):
    check_table(sample.communes, "communes")
    check_table(sample.counters, "counters")


@pytest.mark.parametrize("table", TABLES)
def test_every_declared_column_is_used_has_a_unit_and_a_label_in_both_languages(
    table: str, sample: Tables
):
    frame = getattr(sample, table)
    for column in TABLES[table]:
        if frame is not None:  # the sample holds no optional table
            assert column.name in {*frame.columns, frame.index.name}
        assert unit_of(column.name)
        for language in messages.LANGUAGES:
            assert Words(language).text(f"columns.{column.name}.label")


def test_no_column_is_undeclared(sample: Tables):
    for table, columns in TABLES.items():
        declared = {column.name for column in columns} | {*CORRECTION_COLUMNS}
        frame = getattr(sample, table)
        assert frame is None or set(frame.columns) <= declared


def test_a_name_without_a_unit_is_not_part_of_the_vocabulary():
    with pytest.raises(KeyError, match=r"'income' ends with no suffix .* territory/contract\.py"):
        unit_of("income")


def test_all_problems_are_said_at_once_with_their_rows(sample: Tables):
    communes = sample.communes.copy()
    communes.loc["48095", "poverty_share"] = 14.3  # a percentage where a share is due
    communes["poverty_status"] = communes["poverty_status"].mask(
        communes.index == "48095", str(Status.OBSERVED)
    )
    communes.loc["48001", "population_people"] = -5
    communes = communes.drop(columns="epci_name")
    said = broken(communes)
    assert "3 problems" in said
    assert "Column 'epci_name' is absent" in said
    assert "poverty_share" in said
    assert "48095" in said
    assert "1 value above " in said
    assert "14.3" in said
    assert "population_people" in said
    assert "-5" in said


def test_a_value_whose_status_says_there_is_none_is_a_breach(sample: Tables):
    communes = sample.communes.copy()
    suppressed = communes.index[communes["median_income_status"] == str(Status.SUPPRESSED)][0]
    communes.loc[suppressed, "median_income_eur"] = 0
    assert "although 'median_income_status' says there is none" in broken(communes)


def test_an_absence_whose_status_says_there_is_a_value_is_a_breach(sample: Tables):
    communes = sample.communes.copy()
    communes.loc["48095", "population_people"] = None
    assert "absent although 'population_status' says otherwise" in broken(communes)


def test_an_unknown_status_is_a_breach(sample: Tables):
    communes = sample.communes.copy()
    communes["epci_status"] = communes["epci_status"].mask(communes.index == "48095", "maybe")
    assert "unknown status" in broken(communes)


def test_doubled_communes_are_a_breach(sample: Tables):
    doubled = pd.concat([sample.communes, sample.communes.loc[["48095"]]])
    assert "48095" in broken(doubled)


def test_a_code_that_lost_its_zero_is_a_breach(sample: Tables):
    renamed = sample.communes.rename(index={"48095": "4895"})
    assert "4895" in broken(renamed)
