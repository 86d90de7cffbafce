"""A plan as rows: one a place, in the order of what it gains, with who gains and what is not known."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from territory.doors import counts_by_commune
from territory.illectronism import Draws
from territory.indicators.public_counters import agency_counts
from territory.lists.beside import kinds_in_words, kinds_present
from territory.messages import Words
from territory.plan.matrix import Flags, Floats
from territory.plan.robust import kept_share
from territory.plan.sites import Plan, as_good, gaining, people_interval
from territory.plan.stability import kept_columns, kept_engines, kept_limits
from territory.tables import Tables
from territory.travel import TravelEngine

# Communes named where some gain, or are as good.
NAMED_COUNT = 5
# Density classes whose places offer other services: large and middle cities.
DENSE_CLASSES = (1, 2)


def site_rows(
    tables: Tables,
    plan: Plan,
    draws: Draws,
    people: pd.Series,
    words: Words,
    *,
    engines: tuple[TravelEngine, ...] = (),
) -> pd.DataFrame:
    """Return the places of a plan.

    Parameters
    ----------
    tables : Tables
        All communes and counters known.
    plan : Plan
        As `territory.plan.sites.plan_sites` gives it.
    draws : Draws
        Of the communes of the territory at least.
    people : Series of float
        As for `territory.plan.sites.plan_sites`.
    words : Words
        Of the reader's language.
    engines : tuple of TravelEngine
        Whose minutes the plan is made again with.

    Returns
    -------
    DataFrame
        Index ``commune_code``, columns of the contract's vocabulary; people with their interval, minutes
        of those who gain before and after, the share of draws, of other limits and of other engines
        in which the place stays.
    """
    communes = tables.communes
    rows = pd.DataFrame(index=plan.codes.rename("commune_code"))
    rows["site_rank"] = pd.array(range(1, len(rows) + 1), dtype="Int64")
    for name in (
        "commune_name",
        "departement_code",
        "departement_name",
        "epci_name",
        "population_people",
    ):
        rows[name] = communes.loc[plan.codes, name].to_numpy()
    rows = rows.join(people_interval(plan, draws))
    told = [of_place(plan, rank, communes, words) for rank in range(len(rows))]
    rows = rows.join(pd.DataFrame(told, index=rows.index))
    rows["as_good_text"] = [as_good_names(plan, rank, communes, words) for rank in range(len(rows))]
    rows["chosen_draws_share"] = kept_share(plan, draws)
    limits = kept_limits(tables, plan, people, words)
    rows = rows.join(kept_columns(limits, rows.index, words.text("plan.no_other_limit"), "limits"))
    by = kept_engines(tables, plan, people, engines)
    rows = rows.join(kept_columns(by, rows.index, words.text("plan.no_other_engine"), "engines"))
    rows["reasons_text"] = [_reason(plan, row, words) for _, row in rows.iterrows()]
    if tables.public.is_there:
        rows["agencies_text"] = _agencies(tables, rows.index, words)
    rows["unknown_text"] = _unknown(tables, rows, words)
    return rows


def of_place(plan: Plan, rank: int, communes: gpd.GeoDataFrame, words: Words) -> dict[str, object]:
    """Return whom a place serves: their minutes before and after, how many communes, which."""
    matrix, mine = plan.matrix, gaining(plan, rank)
    before = matrix.before_minutes
    place = plan.chosen[[rank]]
    there = matrix.after_minutes(place)
    people = matrix.by_commune(np.where(mine, matrix.people, 0.0))
    order = np.argsort(-people, kind="stable")
    served = matrix.communes[order[: int((people > 0).sum())]]
    known = mine & np.isfinite(before)
    return {
        "before_minutes": _mean(before, matrix.people, known),
        "after_minutes": _mean(there, matrix.people, mine),
        "spared_minutes": float(np.sum((matrix.people * (before - there))[known])),
        "gaining_communes_count": len(served),
        "gaining_communes_text": named(communes.loc[served, "commune_name"], words),
    }


def as_good_names(plan: Plan, rank: int, communes: gpd.GeoDataFrame, words: Words) -> str | None:
    """Name the places nearly as good in the stead of one; None where there is none."""
    close = plan.matrix.candidates[as_good(plan, rank)]
    return named(communes.loc[close, "commune_name"], words) if len(close) else None


def _mean(minutes: Floats, people: Floats, who: Flags) -> float:
    total = people[who].sum()
    return float((minutes * people)[who].sum() / total) if total > 0 else np.nan


def named(names: pd.Series, words: Words) -> str:
    """Return the first names, and how many others there are."""
    said = ", ".join(names.iloc[:NAMED_COUNT])
    left = len(names) - NAMED_COUNT
    return words.plural("plan.and_others", left, names=said) if left > 0 else said


def _reason(plan: Plan, row: pd.Series, words: Words) -> str:
    people = words.people(row["gained_people"], row["gained_low_people"], row["gained_high_people"])
    before = row["before_minutes"]
    return words.text(
        f"plan.reason.{plan.question.goal if pd.notna(before) else 'nothing_before'}",
        people=people,
        limit=words.number(plan.question.within_minutes),
        before=words.number(before),
        after=words.number(row["after_minutes"]),
        names=row["gaining_communes_text"],
    )


def _agencies(tables: Tables, codes: pd.Index, words: Words) -> pd.Series:
    """Name the kinds of public counters each place has already; missing where none is known of."""
    counts = agency_counts(tables).loc[codes]
    named_kinds = [
        kinds_in_words(kinds_present(row), words) or None for _, row in counts.iterrows()
    ]
    return pd.Series(named_kinds, index=codes, dtype="str")


def _unknown(tables: Tables, rows: pd.DataFrame, words: Words) -> list[str]:
    """Say what no table tells of a place, and the public places it has already."""
    counts = counts_by_commune(tables.counters, tables.communes.index)
    densities = tables.communes["density_class"]
    is_told = tables.public.is_there
    agencies = rows["agencies_text"] if is_told else pd.Series(dtype="str")
    places = tables.mediation_places
    mediation = None if places is None else places["commune_code"].value_counts()
    told = []
    for code in rows.index:
        said = [words.text("plan.unknown.room")]
        counters = int(counts.loc[code].sum())
        if counters:
            said.append(words.plural("plan.unknown.counters", counters))
        if mediation is not None and (found := int(mediation.get(code, 0))):
            said.append(words.plural("plan.unknown.mediation", found))
        if isinstance(kinds := agencies.get(code), str):
            said.append(words.text("plan.unknown.agencies", kinds=kinds))
        # Where the tables hold the other public counters, they have just been named.
        if not is_told and densities.get(code) in DENSE_CLASSES:
            said.append(words.text("plan.unknown.dense"))
        told.append(" ".join(said))
    return told
