"""The three census bases: people by age, diplomas, households."""

from __future__ import annotations

import pytest

from pipelines.sources import insee_diplomas, insee_households, insee_population
from pipelines.sources.catalogue import find_source

from .published import members_of, write_zip

POPULATION = "base-cc-evol-struct-pop-2022"


@pytest.fixture
def population(tmp_path):
    members = members_of(
        "insee_population", f"{POPULATION}-COM.CSV", f"{POPULATION}.CSV", f"meta_{POPULATION}.CSV"
    )
    return insee_population.read(write_zip(tmp_path / f"{POPULATION}_csv.zip", members))


def test_the_columns_are_those_of_the_declaration(population):
    declared = list(find_source("insee_population").columns.values())
    assert [population.index.name, *population.columns] == declared
    assert set(population.dtypes.astype(str)) == {"float64"}


def test_the_overseas_collectivities_member_is_not_the_communes(population):
    assert list(population.index) == ["01001", "2A004", "55039"]


def test_the_newest_of_the_years_side_by_side_is_read(population):
    assert population.loc["01001", "population_people"] == 859  # not 767 (2016) or 780 (2011)
    assert population.loc["01001", "age_0_14_people"] == 162.0074
    assert population.loc["01001", "age_75_89_people"] == 67.22534
    assert population.loc["01001", "age_90_plus_people"] == 8.79616


def test_blank_is_missing_and_zero_is_zero(population):
    assert population.loc["55039", "population_people"] == 0
    assert population.loc["55039"].drop("population_people").isna().all()


def test_an_older_edition_has_the_same_columns(population, tmp_path):
    name = "base-cc-evol-struct-pop-2021"
    path = write_zip(tmp_path / f"{name}_csv.zip", members_of("insee_population", f"{name}.CSV"))
    older = insee_population.read(path)
    assert list(older.columns) == list(population.columns)
    assert older.loc["01001", "population_people"] == 832


def test_diplomas_are_read_by_level(tmp_path):
    name = "base-cc-diplomes-formation-2022"
    path = write_zip(tmp_path / f"{name}_csv.zip", members_of("insee_diplomas", f"{name}.CSV"))
    diplomas = insee_diplomas.read(path)
    assert diplomas.loc["48001"].to_dict() == {
        "out_of_school_people": 108.9,
        "no_diploma_people": 31.7044,
        "brevet_people": 8.4652,
        "cap_bep_people": 39.6904,
        "bac_people": 10.4544,
        "bac_plus_2_people": 6.9696,
        "bac_plus_3_4_people": 6.3888,
        "bac_plus_5_people": 5.2272,
        "age_15_17_people": 4.2,
        "age_18_24_people": 7.1,
    }
    assert "2B033" in diplomas.index


def test_households_are_not_families(tmp_path):
    name = "base-cc-coupl-fam-men-2022"
    path = write_zip(tmp_path / f"{name}_csv.zip", members_of("insee_households", f"{name}.CSV"))
    households = insee_households.read(path)
    assert households.loc["48001"].to_dict() == {
        "all_households": 62.9808,
        "living_alone_households": 27.9915,
        "couple_without_children_households": 15.3953,
        "couple_with_children_households": 12.0363,
        "lone_parent_households": 6.9979,
        "living_alone_people": 27.9915,
        "aged_80_alone_people": 4.5,
    }
    empty = households.loc["26018"]
    assert empty["all_households"] == 0
    assert empty["living_alone_people"] == 1
    assert empty["lone_parent_households"] != empty["lone_parent_households"]  # missing


def test_the_sample_sums_to_lozere(sample_raw):
    population = insee_population.read(sample_raw / f"{POPULATION}_csv.zip")
    # FACTS of the sample: 76,503 inhabitants, of whom 65,285 aged 15 or more.
    assert population["population_people"].sum() == pytest.approx(76_503, abs=1)
    children = population["age_0_14_people"].sum()
    assert population["population_people"].sum() - children == pytest.approx(65_285, abs=2)
    diplomas = insee_diplomas.read(sample_raw / "base-cc-diplomes-formation-2022_csv.zip")
    households = insee_households.read(sample_raw / "base-cc-coupl-fam-men-2022_csv.zip")
    assert len(population) == len(diplomas) == len(households) == 152


@pytest.mark.national
def test_the_national_census_sums_to_67_69_million_people(national):
    population = insee_population.read(national / f"{POPULATION}_csv.zip")
    assert population["population_people"].sum() == pytest.approx(67.69e6, rel=0.002)
    empty = population.index[population["population_people"] == 0]
    assert list(empty) == ["55039", "55050", "55139", "55189", "55239", "55307"]
    assert {"2A004", "2B033", "75056", "97411"} <= set(population.index)


@pytest.mark.national
def test_national_diplomas_sum_to_the_people_out_of_school(national):
    diplomas = insee_diplomas.read(national / "base-cc-diplomes-formation-2022_csv.zip")
    levels = diplomas.drop(columns="out_of_school_people").sum().sum()
    assert levels == pytest.approx(diplomas["out_of_school_people"].sum(), rel=1e-6)
    assert len(diplomas) == 34_850


@pytest.mark.national
def test_national_households_are_some_31_million(national):
    households = insee_households.read(national / "base-cc-coupl-fam-men-2022_csv.zip")
    # Summed with awk over the second column.
    assert households["all_households"].sum() == pytest.approx(30_891_453, abs=1)
