"""How far an imputed income is from the true one: known medians are hidden, and made again.

    python benchmarks/income_imputation.py [FOLDER OF TABLES] [FILOSOFI FILE]

Secret medians are those of the smallest communes (median: 70 inhabitants), so the error is printed
for the smallest that publish one too. With the file, the mean of the arrondissements' medians is
held against the published median of Paris, Lyon and Marseille.
"""

from __future__ import annotations

import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from pipelines.sources import insee_income
from pipelines.steps.incomes import density_group, mean_income, neighbours_income
from territory.geography import commune_of_arrondissement
from territory.tables import open_tables

RUNS, HIDDEN_SHARE = 10, 0.1
# Fewer inhabitants than this; the last holds nearly all communes whose median is secret.
SIZES = (np.inf, 200.0, 120.0)


def weighted_mean(known: pd.Series, group: pd.Series, weight: pd.Series) -> pd.Series:
    """Return the geometric mean of the known incomes of a group, by people."""
    weight = weight.where(known.notna(), 0.0)
    top = (np.log(known) * weight).groupby(group).transform("sum")
    return np.exp(top / weight.groupby(group).transform("sum"))


def hide(communes: gpd.GeoDataFrame, rows: np.ndarray) -> dict[str, np.ndarray]:
    """Return the error of each rule, in logarithm, where an income was hidden."""
    true = communes["median_income_eur"].astype("float64")
    known = true.copy()
    known.iloc[rows] = np.nan
    population = communes["population_people"]
    nation = pd.Series("nation", index=communes.index)
    found = {
        "neighbours (8 nearest)": neighbours_income(communes, known),
        "EPCI, a commune counts one": mean_income(known, communes["epci_code"]),
        "EPCI, by people": weighted_mean(known, communes["epci_code"], population),
        "density class": mean_income(known, density_group(communes)),
        "density class, by people": weighted_mean(known, density_group(communes), population),
        "nation": mean_income(known, nation),
    }
    return {
        name: (np.log(values) - np.log(true)).iloc[rows].to_numpy()
        for name, values in found.items()
    }


def against_arrondissements(file: Path) -> None:
    """Print the mean of the arrondissements' medians beside the city's."""
    incomes = insee_income.read(file)
    city = commune_of_arrondissement(incomes.index.to_series())
    parts = incomes[(city != incomes.index).to_numpy()]
    for code, rows in parts.groupby(city):
        made = np.average(rows["median_income_eur"], weights=rows["tax_households_people"])
        true = incomes.loc[code, "median_income_eur"]
        print(
            f"  {code}: published {true:,.0f} €, made of {len(rows)} parts {made:,.0f} € ({made / true - 1:+.1%})"
        )


def main(tables: Path | None, file: Path | None) -> None:
    communes = open_tables(tables).communes
    communes = communes[communes["zone"] == "metropole"]
    is_known = communes["median_income_eur"].notna()
    generator = np.random.default_rng(14)
    for size in SIZES:
        among = np.flatnonzero(is_known & (communes["population_people"] < size))
        of_size = f"of fewer than {size:g} inhabitants" if size < np.inf else "all communes"
        count = int(HIDDEN_SHARE * len(among))
        errors: dict[str, list[np.ndarray]] = {}
        for _ in range(RUNS):
            for name, error in hide(communes, generator.choice(among, count, False)).items():
                errors.setdefault(name, []).append(error)
        print(f"{of_size}: {len(among):,}, {count:,} hidden, {RUNS} times")
        for name, parts in errors.items():
            error = np.concatenate(parts)
            print(
                f"  {name:28} RMSE {np.sqrt(np.nanmean(error**2)):.4f}  "
                f"bias {np.nanmean(error):+.4f}  without {np.isnan(error).mean():.2%}"
            )
    if file:
        print("Mean of the medians of arrondissements, by people in tax households")
        against_arrondissements(file)


if __name__ == "__main__":
    given = [Path(one) for one in sys.argv[1:3]]
    main(*[*given, None, None][:2])
