"""Figures that cannot be are missing and named; a file in another unit is refused with its cause."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipelines.build import build_and_write
from pipelines.sources import arcep_fixed, arcep_fixed_technology
from pipelines.steps.ranges import NATIONAL_DEPARTEMENTS, hold_to_ranges
from territory.contract import COMMUNES, unit_of
from territory.contract_check import check_table
from territory.errors import ContractError, SourceChangedError
from territory.ranges import RANGES
from territory.tables import Tables
from tests.sources.published import raw

# One commune in each of a hundred départements: a file of the whole country.
NATIONAL = pd.Index(
    [f"{one:02d}001" for one in range(1, 96) if one != 20]
    + ["2A004", "2B002", "97101", "97201", "97301", "97401"],
    name="commune_code",
)
LOZERE = pd.Index([f"48{one:03d}" for one in range(1, 151)], name="commune_code")


def incomes(index: pd.Index = NATIONAL, euros: float = 22_810.0, **changed: float) -> pd.DataFrame:
    values = pd.Series(euros, index=index)
    for code, value in changed.items():
        values[code.removeprefix("c")] = value
    return pd.DataFrame({"median_income_eur": values, "median_income_status": "observed"})


def refused(measures: pd.DataFrame) -> str:
    with pytest.raises(SourceChangedError) as caught:
        hold_to_ranges(measures, "file.csv")
    assert "file.csv" in str(caught.value)
    return caught.value.key


@pytest.mark.parametrize("wrong", [1.0, 0.0, 0.5, 999.0, 1e6, 1e300])
def test_one_income_that_cannot_be_is_missing_and_its_commune_named(wrong):
    given = incomes(c48001=wrong)
    held = hold_to_ranges(given, "file.csv")
    assert np.isnan(held.loc["48001", "median_income_eur"])
    assert pd.isna(held.loc["48001", "median_income_status"])
    assert held["median_income_eur"].notna().sum() == len(NATIONAL) - 1
    (note,) = held.attrs["notes"]
    assert "48001" in note
    assert "median_income_eur" in note
    assert given.loc["48001", "median_income_eur"] == wrong  # the reader's own is left as it is


@pytest.mark.parametrize(
    ("factor", "key"),
    [
        (1 / 1000, "magnitude_thousands"),
        (1000, "magnitude_thousandths"),
        (100, "magnitude_hundredths"),
        (1 / 100, "magnitude_hundreds"),
        (6.55957, "magnitude_other"),  # francs
        (1 / 12, "magnitude_other"),  # a month
        (0, "magnitude_zero"),
        (1 / 22_810, "magnitude_other"),  # a median of 1 €
        (1e300 / 22_810, "magnitude_other"),
    ],
)
def test_a_country_in_another_unit_is_refused_with_its_likely_cause(factor, key):
    assert refused(incomes(euros=22_810 * factor)) == key


@pytest.mark.parametrize("euros", [16_765.0, 31_905.0])  # Réunion and Hauts-de-Seine
def test_a_departement_is_not_taken_for_another_unit(euros):
    assert hold_to_ranges(incomes(LOZERE, euros), "file.csv").attrs["notes"] == []
    assert refused(incomes(LOZERE, euros / 1000)) == "magnitude_thousands"
    assert refused(incomes(LOZERE, euros * 100)) == "magnitude_hundredths"


def test_a_share_given_where_a_percentage_is_due_is_refused():
    poverty = pd.DataFrame({"poverty_share": 0.0012, "poverty_status": "observed"}, index=NATIONAL)
    assert refused(poverty) == "magnitude_hundreds"


def test_amounts_of_a_departement_have_no_usual_median_and_those_of_the_country_do():
    paris = pd.DataFrame({"population_people": [2_113_697.0]}, index=["75056"])
    assert hold_to_ranges(paris, "file.csv").equals(paris)
    thousands = pd.DataFrame({"population_people": 0.458}, index=NATIONAL)
    assert refused(thousands) == "magnitude_thousands"
    assert NATIONAL.str[:2].nunique() < NATIONAL_DEPARTEMENTS + 10


@pytest.mark.parametrize("name", ["population_people", "premises_count", "all_households"])
def test_more_than_a_commune_can_hold_is_missing_and_named(name):
    given = pd.DataFrame({name: 300.0}, index=NATIONAL)
    given.loc["48001", name] = 9e18
    held = hold_to_ranges(given, "file.csv")
    assert np.isnan(held.loc["48001", name])
    assert "48001" in held.attrs["notes"][0]


def test_many_values_that_cannot_be_are_refused():
    given = incomes(LOZERE, **{f"c{code}": 1.0 for code in LOZERE[:40]})
    assert refused(given) == "magnitude_out_of_range"


def test_what_is_missing_or_suppressed_stays_as_it_is():
    given = incomes()
    given.loc["48001"] = [np.nan, "suppressed"]
    held = hold_to_ranges(given, "file.csv")
    pd.testing.assert_frame_equal(held, given)


def test_every_range_is_of_a_column_and_within_its_unit():
    declared = {column.name for column in COMMUNES}
    assert set(RANGES) <= declared
    for name, legal in RANGES.items():
        unit = unit_of(name)
        assert legal.least >= (unit.minimum or 0)
        assert legal.most <= (unit.maximum or np.inf)
        if legal.usual:
            assert legal.least <= legal.usual[0] < legal.usual[1] <= legal.most
    figures = {
        column.name
        for column in COMMUNES
        if column.name.endswith(("_people", "_households", "_count", "_share", "_eur", "_km2"))
    }
    assert figures <= set(RANGES)


def test_the_contract_refuses_what_cannot_be(sample: Tables):
    communes = sample.communes.copy()
    communes.loc["48095", "median_income_eur"] = 1.0
    with pytest.raises(ContractError, match="48095"):
        check_table(communes, "communes")


def speeds(*rows: tuple[str, int, int]) -> str:
    """Return a file of speeds: code, premises, premises at every speed."""
    header = (
        raw("arcep_fixed", "commune_debit_filaire.csv").read_text(encoding="utf-8").split("\n")[0]
    )
    names = header.split(";")
    fixed = {"type": "all", "date": "2026-06-30", "inel_hd": "0"}
    lines = [header]
    for code, premises, served in rows:
        known = {"code_insee": code, "nbr": str(premises)} | fixed
        lines.append(
            ";".join(
                known.get(name, str(served) if name.startswith("elig") else "") for name in names
            )
        )
    return "\n".join(lines) + "\n"


def test_more_premises_served_than_there_are_are_missing_and_named(tmp_path):
    path = tmp_path / "commune_debit_filaire.csv"
    rows = [(code, 100, 60) for code in LOZERE]
    path.write_text(speeds(*rows[1:], ("48001", 100, 101)), encoding="utf-8")
    premises = arcep_fixed.read(path)
    assert premises.loc["48001"].isna().all()
    assert premises.drop("48001").notna().all(axis=None)
    assert any("48001" in note for note in premises.attrs["notes"])


def test_more_fibre_than_premises_is_missing_and_named(tmp_path):
    path = tmp_path / "commune_techno.csv"
    header, row, *_ = (
        raw("arcep_fixed_technology", path.name).read_text(encoding="utf-8").splitlines()
    )
    good = [row.replace("48095", code) for code in LOZERE if code != "48095"]
    path.write_text(
        "\n".join([header, row.replace(";8500;", ";9500;"), *good]) + "\n", encoding="utf-8"
    )
    premises = arcep_fixed_technology.read(path)
    assert premises.loc["48095"].isna().all()
    assert premises.loc["48001"].notna().all()
    assert any("48095" in note for note in premises.attrs["notes"])


@pytest.fixture
def folder(tmp_path: Path, sample_raw: Path) -> Path:
    return Path(shutil.copytree(sample_raw, tmp_path / "raw"))


def change(path: Path, code: str, column: str, value: str | Callable[[str], str]) -> None:
    """Write a value in the row of a commune, or change all rows with a function."""
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    place = header.split(";").index(column)
    changed = []
    for row in rows:
        cells = row.split(";")
        if callable(value):
            cells[place] = value(cells[place])
        elif cells[0] == code:
            cells[place] = value
        changed.append(";".join(cells))
    path.write_text("\n".join([header, *changed]) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("people", "key"),
    [(0.2, "magnitude_thousands"), (2.0, "magnitude_hundreds"), (208_000.0, "magnitude_sum")],
)
def test_a_departement_in_another_unit_is_refused(people, key):
    # 150 communes of 208 people are a département; of 208,000, half of France.
    whole = pd.DataFrame({"population_people": pd.Series(208.0, index=LOZERE)})
    assert hold_to_ranges(whole, "file.csv").attrs["notes"] == []
    assert refused(whole * 0 + people) == key


def test_a_few_hamlets_are_a_few_hamlets():
    few = pd.DataFrame({"population_people": pd.Series(2.0, index=LOZERE[:19])})
    assert hold_to_ranges(few, "file.csv").equals(few)


def test_arrondissements_do_not_count_twice_in_the_sum_of_their_departement():
    paris = ["75056", *(f"751{one:02d}" for one in range(1, 21))]
    people = pd.DataFrame({"population_people": pd.Series(2_100_000.0 / 20, index=paris)})
    people.loc["75056"] = 2_100_000.0
    assert hold_to_ranges(people, "file.csv").attrs["notes"] == []


def test_a_build_of_incomes_in_thousands_is_refused_and_writes_nothing(folder, tmp_path):
    def thousandth(written: str) -> str:
        try:
            return f"{float(written.replace(',', '.')) / 1000:.5f}".replace(".", ",")
        except ValueError:
            return written  # "s" and "nd"

    change(folder / "cc_filosofi_2021_COM.csv", "", "MED21", thousandth)
    with pytest.raises(SourceChangedError) as caught:
        build_and_write(folder, tmp_path / "tables")
    assert caught.value.key == "magnitude_thousands"
    assert not (tmp_path / "tables").exists()
