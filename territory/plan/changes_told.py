"""Closures and scenarios in sentences and rows."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from territory.illectronism import Draws
from territory.indicators.one_counter import TwoNearest
from territory.messages import Words
from territory.plan.closures import every_closure, losing_interval
from territory.plan.effect import CHANGES, PEOPLE, Served, effect, totals
from territory.plan.table import named
from territory.tables import Tables


def counter_columns(tables: Tables, codes: pd.Index) -> pd.DataFrame:
    """Return the name of each counter and its commune, index ``counter_code``."""
    counters = tables.counters.loc[codes]
    names = tables.communes["commune_name"].reindex(counters["commune_code"])
    return pd.DataFrame(
        {
            "counter_name": counters["counter_name"].to_numpy(),
            "commune_code": counters["commune_code"].to_numpy(),
            "commune_name": names.to_numpy(),
        },
        index=codes.rename("counter_code"),
    )


def closure_rows(
    tables: Tables, near: TwoNearest, people: pd.Series, draws: Draws, within_minutes: float
) -> pd.DataFrame:
    """Return every fixed counter with what its closure takes, the heaviest loss first.

    Parameters
    ----------
    near : TwoNearest
        Of all communes.
    draws : Draws
        Of the communes whose people's interval is told.
    """
    found = every_closure(near, people, within_minutes)
    bounds = losing_interval(near, draws, within_minutes, found.index)
    bounds[found["losing_people"].isna()] = np.nan
    rows = counter_columns(tables, found.index).join(found).join(bounds)
    return rows.sort_values(["losing_people", "nearest_people"], ascending=False, kind="stable")


def closure_lines(rows: pd.DataFrame, within_minutes: float, words: Words) -> list[str]:
    """Return a line a counter."""
    lines = []
    for code, row in rows.iterrows():
        bounds = row["losing_low_people"], row["losing_high_people"]
        named_counter = {
            "name": row["counter_name"],
            "commune": row["commune_name"],
            "code": code,
        }
        if not row["nearest_people"] > 0:
            key = "uncounted" if pd.isna(row["nearest_people"]) else "nobody"
            lines.append(words.text(f"plan.closure.{key}", **named_counter))
            continue
        key = "some" if row["losing_people"] > 0 else "none"
        lines.append(
            words.text(
                f"plan.closure.{key}",
                **named_counter,
                nearest=words.estimate(row["nearest_people"]),
                people=words.people(row["losing_people"], *bounds),
                low=words.people(bounds[0], *bounds),
                high=words.people(bounds[1], *bounds),
                limit=words.number(within_minutes),
                added=words.number(row["added_minutes"], digits=1),
            )
        )
    return lines


def unknown_closures(rows: pd.DataFrame, words: Words) -> list[str]:
    """Say how many communes without an estimate have one of these counters nearest; nothing if none has."""
    count = int(rows["unknown_communes_count"].sum())
    return [words.plural("plan.closure.unknown", count)] if count else []


def effect_rows(
    communes: gpd.GeoDataFrame, before: Served, after: Served, within_minutes: float
) -> pd.DataFrame:
    """Return the communes that a change touches, those of most people first."""
    table = effect(before, after, within_minutes)
    parts = [*PEOPLE]
    touched = table[(table[parts].sum(axis=1) > 0) | table["change_name"].notna()]
    names = communes.loc[touched.index, ["commune_name", "departement_code"]]
    rows = pd.DataFrame(names).join(touched)
    weight = rows[parts].max(axis=1)
    return rows.loc[weight.sort_values(ascending=False, kind="stable").index]


def effect_lines(
    communes: gpd.GeoDataFrame, before: Served, after: Served, within_minutes: float, words: Words
) -> list[str]:
    """Say what a change does: people, minutes, communes that enter and leave."""
    table = effect(before, after, within_minutes)
    sums = totals(before, after, table)
    limit = words.number(within_minutes)

    def people(key: str, value: float, **values: object) -> str:
        shown = float(np.round(value))
        return words.plural(
            f"plan.effect.{key}", shown, digits=0, count=words.estimate(shown), **values
        )

    lines = [
        people("gaining", sums.gaining_people, limit=limit)
        + people("losing", sums.losing_people, limit=limit),
        people("nearer", sums.nearer_people) + people("further", sums.further_people),
    ]
    if sums.not_comparable_people:
        lines.append(people("not_comparable", sums.not_comparable_people))
    for name in CHANGES:
        codes = table.index[table["change_name"] == name]
        if len(codes):
            said = named(communes.loc[codes, "commune_name"], words)
            lines.append(
                words.plural(f"plan.effect.communes.{name}", len(codes), names=said, limit=limit)
            )
    if before.unknown_count:
        lines.append(words.plural("plan.unknown_people", before.unknown_count))
    return lines
