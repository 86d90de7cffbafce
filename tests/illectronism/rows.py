"""A commune in round figures, to change one thing at a time."""

from __future__ import annotations

import pandas as pd

# 1,200 inhabitants, 1,000 of 15 or more, 900 out of school, 480 households.
ROUND = {
    "zone": "metropole",
    "region_code": "27",
    "epci_code": "200000001",
    "density_class": 6,
    "population_people": 1200.0,
    "age_0_14_people": 200.0,
    "age_15_29_people": 180.0,
    "age_30_44_people": 220.0,
    "age_45_59_people": 230.0,
    "age_60_74_people": 230.0,
    "age_75_89_people": 120.0,
    "age_90_plus_people": 20.0,
    "out_of_school_people": 900.0,
    "no_diploma_people": 180.0,
    "brevet_people": 50.0,
    "cap_bep_people": 260.0,
    "bac_people": 160.0,
    "bac_plus_2_people": 110.0,
    "bac_plus_3_4_people": 80.0,
    "bac_plus_5_people": 60.0,
    "all_households": 480.0,
    "living_alone_households": 160.0,
    "couple_without_children_households": 150.0,
    "couple_with_children_households": 120.0,
    "lone_parent_households": 40.0,
    "living_alone_people": 160.0,
    "farmers_people": 20.0,
    "craftspeople_people": 40.0,
    "executives_people": 60.0,
    "intermediate_people": 120.0,
    "employees_people": 150.0,
    "workers_people": 130.0,
    "retired_people": 330.0,
    "other_inactive_people": 150.0,
    "median_income_eur": 23_000.0,
    "median_income_status": "observed",
    "median_income_used_eur": 23_000.0,
    "median_income_used_status": "observed",
}
COUNTS = tuple(name for name in ROUND if name.endswith(("_people", "_households")))


def table(*rows: dict[str, object]) -> pd.DataFrame:
    """Return a table of communes: the round one, each with its own changes."""
    communes = pd.DataFrame([{**ROUND, **row} for row in rows])
    communes.index = pd.Index([f"{10_001 + k:05d}" for k in range(len(rows))], name="commune_code")
    communes["density_class"] = communes["density_class"].astype("Int64")
    return communes.astype(
        dict.fromkeys((*COUNTS, "median_income_eur", "median_income_used_eur"), float)
    )


def scaled(factor: float) -> dict[str, object]:
    """Return the changes that make the commune so many times as large."""
    return {name: float(str(ROUND[name])) * factor for name in COUNTS}
