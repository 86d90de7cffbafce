"""The income used, on communes few enough to be worked out by hand."""

from __future__ import annotations

import math

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import Point

from pipelines.steps.incomes import add_incomes_used, incomes_of_parts
from tests.notes import note_of

from .test_vintages import COG, cog_of

NO_PARTS = pd.DataFrame({"income_eur": [], "known_people": [], "is_whole": []}, dtype="float64")


def filosofi(rows: dict[str, tuple[float, float]]) -> pd.DataFrame:
    columns = ["median_income_eur", "tax_households_people"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns, dtype="float64")


def communes_of(rows: list[tuple], **columns: object) -> gpd.GeoDataFrame:
    """Communes on a line to the east of 48° N, 3° E: code, people, income, kilometres."""
    codes, people, incomes, km = zip(*rows, strict=True)
    table = gpd.GeoDataFrame(
        {
            "zone": "metropole",
            "population_people": np.array(people, dtype=float),
            "median_income_eur": np.array(incomes, dtype=float),
            "epci_code": None,
            "density_class": pd.array([7] * len(codes), dtype="Int64"),
        },
        index=pd.Index(codes, name="commune_code"),
        geometry=[Point(3, 48).buffer(0.01)] * len(codes),
        crs=4326,
    )
    # A degree of longitude at 48° N is 74.6 km on the ellipsoid.
    places = [None if one is None else Point(3 + one / 74.6, 48) for one in km]
    table["town_hall_point"] = gpd.GeoSeries(places, index=table.index, crs=4326)
    return table.assign(**columns)


def test_a_merged_commune_has_the_mean_of_its_parts_by_people():
    # (20,000 × 300 + 24,000 × 100) / 400 = 21,000.
    parts = incomes_of_parts(
        filosofi({"01001": (20_000, 300), "01002": (24_000, 100), "01099": (30_000, 50)}),
        COG,
        2021,
        2025,
    )
    assert parts.loc["01001", "income_eur"] == pytest.approx(21_000)
    assert parts.loc["01001", "known_people"] == 400
    assert parts.loc["01001", "is_whole"]
    assert "01099" not in parts.index


def test_arrondissements_alone_make_their_commune_and_count_for_nothing_beside_it():
    cog = cog_of(["75056"], [])
    alone = filosofi({"75101": (35_000, 100), "75119": (20_000, 200)})
    parts = incomes_of_parts(alone, cog, 2021, 2025)
    assert parts.loc["75056", "income_eur"] == pytest.approx(25_000)
    whole = pd.concat([alone, filosofi({"75056": (24_000, 300)})])
    assert incomes_of_parts(whole, cog, 2021, 2025).empty


def test_a_file_without_people_is_weighted_by_the_census():
    measures = filosofi({"01001": (20_000, np.nan), "01002": (26_000, np.nan)})
    people = pd.Series({"01001": 200.0, "01002": 100.0})
    parts = incomes_of_parts(measures, COG, 2021, 2025, people)
    assert parts.loc["01001", "income_eur"] == pytest.approx(22_000)
    assert incomes_of_parts(measures, COG, 2021, 2025)["income_eur"].isna().all()


@pytest.mark.parametrize(("people", "rule"), [(600.0, "parts"), (601.0, None)])
def test_parts_count_from_two_thirds_of_the_inhabitants(people, rule):
    # 01002 is secret; the 400 people of 01001 are two thirds of 600.
    measures = filosofi({"01001": (20_000, 400), "01002": (np.nan, np.nan)})
    parts = incomes_of_parts(measures, COG, 2021, 2025)
    communes = communes_of([("01001", people, np.nan, 0)])
    used = add_incomes_used(communes, parts)[0].loc["01001"]
    found = used["median_income_used_rule_name"]
    assert (None if pd.isna(found) else found) == rule
    assert used["median_income_used_status"] == ("imputed" if rule else "missing")


def test_a_published_median_is_used_as_it_is():
    communes = communes_of([("01001", 100, 21_500, 0), ("01002", 90, 19_000, 1)])
    used, _ = add_incomes_used(communes, NO_PARTS)
    assert used["median_income_used_eur"].to_list() == [21_500, 19_000]
    assert set(used["median_income_used_status"]) == {"observed"}
    assert used["median_income_used_rule_name"].isna().all()


def test_a_secret_median_is_the_mean_of_the_communes_within_25_km():
    # Logarithms: the cube root of 10,000 × 20,000 × 40,000 is 20,000; the fourth is too far.
    communes = communes_of(
        [
            ("01001", 60, np.nan, 0),
            ("01002", 900, 10_000, 5),
            ("01003", 100, 20_000, -10),
            ("01004", 100, 40_000, 20),
            ("01005", 100, 90_000, 27),
        ]
    )
    used, notes = add_incomes_used(communes, NO_PARTS)
    assert used.loc["01001", "median_income_used_eur"] == pytest.approx(20_000)
    assert used.loc["01001", "median_income_used_rule_name"] == "neighbours"
    assert math.isnan(used.loc["01001", "median_income_eur"])
    assert note_of(notes.plain(), "incomes.neighbours")["values"]["people"] == 60


def test_only_the_eight_nearest_count():
    near = [(f"0110{rank}", 100, 20_000, 1 + rank) for rank in range(8)]
    communes = communes_of([("01001", 60, np.nan, 0), *near, ("01200", 100, 80_000, 9.5)])
    used, _ = add_incomes_used(communes, NO_PARTS)
    assert used.loc["01001", "median_income_used_eur"] == pytest.approx(20_000)


def test_with_fewer_than_three_around_the_epci_stands_for_them_then_the_density():
    communes = communes_of(
        [
            ("01001", 60, np.nan, None),
            ("01002", 60, np.nan, 0),
            ("01003", 100, 16_000, 300),
            ("01004", 100, 25_000, 310),
            ("01005", 100, 40_000, 320),
        ],
        epci_code=["A", None, "A", "A", None],
    )
    used, _ = add_incomes_used(communes, NO_PARTS)
    # √(16,000 × 25,000) = 20,000; the cube root of 16,000 × 25,000 × 40,000 is 25,198.
    assert used.loc["01001", "median_income_used_eur"] == pytest.approx(20_000)
    assert used.loc["01001", "median_income_used_rule_name"] == "epci"
    assert used.loc["01002", "median_income_used_eur"] == pytest.approx(25_198.4, abs=0.1)
    assert used.loc["01002", "median_income_used_rule_name"] == "density"


def test_a_commune_of_unknown_density_takes_nothing_from_another_of_unknown_density():
    communes = communes_of([("01001", 60, np.nan, None), ("01002", 60, 20_000, None)])
    communes["density_class"] = pd.array([None, None], dtype="Int64")
    used, _ = add_incomes_used(communes, NO_PARTS)
    assert used.loc["01001", "median_income_used_status"] == "missing"


def test_a_zone_without_any_median_is_left_without_income_and_said_so():
    communes = communes_of([("01001", 100, 20_000, 0), ("97302", 62_675, np.nan, None)])
    communes["zone"] = ["metropole", "guyane"]
    used, notes = add_incomes_used(communes, NO_PARTS)
    assert used.loc["97302", "median_income_used_status"] == "missing"
    assert math.isnan(used.loc["97302", "median_income_used_eur"])
    said = note_of(notes.plain(), "incomes.missing")
    assert (said["codes"], said["values"]["people"]) == (["97302"], 62_675)


def test_where_nobody_lives_no_income_applies():
    around = [(f"0110{rank}", 100, 20_000, 1 + rank) for rank in range(4)]
    used, _ = add_incomes_used(communes_of([("55039", 0, np.nan, 0), *around]), NO_PARTS)
    assert used.loc["55039", "median_income_used_status"] == "not_applicable"
    assert math.isnan(used.loc["55039", "median_income_used_eur"])
