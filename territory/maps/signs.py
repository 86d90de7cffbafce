"""How many of each sign a map draws: those of the territory, and those of its neighbours."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from territory.doors import COUNT_COLUMNS, counts_by_commune, doors
from territory.maps.atlas import Atlas
from territory.territories import Territory, communes_of


@dataclass(frozen=True)
class SignCount:
    """How many places a sign stands for.

    Parameters
    ----------
    inside : int
        Those of the territory's communes: the figure of its table and of its portrait.
    around : int
        Those of other communes that the map draws too.
    undrawn : int
        Of those inside, how many the map cannot draw, for want of a position near the territory.
    """

    inside: int
    around: int = 0
    undrawn: int = 0


def sign_counts(atlas: Atlas, territory: Territory) -> dict[str, SignCount]:
    """Return how many places each sign of a map stands for.

    Returns
    -------
    dict
        ``fixed`` counters; ``itinerant`` ones, or ``itinerant_or_unknown`` when the list does not say
        of some whether they travel; communes with a ``stop``; ``mediation`` places. Signs that the
        tables do not have are absent; all are where no counter is drawn, as on a map of France.
    """
    drawn = atlas.counters(territory)
    if drawn.empty:
        return {}
    tables = atlas.country.tables
    codes = communes_of(tables, territory).index
    every = doors(tables.counters)
    inside = every[every["commune_code"].isin(codes)]
    parts = (
        inside,
        drawn.drop(inside.index, errors="ignore"),
        inside.drop(drawn.index, errors="ignore"),
    )
    fixed, itinerant, unknown = (
        [int(counts[name].sum()) for counts in map(_by_place, parts)] for name in COUNT_COLUMNS
    )
    others = "itinerant_or_unknown" if any(unknown) else "itinerant"
    moving = [known + doubtful for known, doubtful in zip(itinerant, unknown, strict=True)]
    found = {"fixed": SignCount(*fixed), others: SignCount(*moving)}
    stops, places = atlas.stops(territory), atlas.mediation_places(territory)
    if stops is not None:
        found["stop"] = _split(stops.index, codes)
    if places is not None:
        found["mediation"] = _split(places["commune_code"], codes)
    return found


def _by_place(counters: pd.DataFrame) -> pd.DataFrame:
    return counts_by_commune(counters, pd.Index(counters["commune_code"].dropna().unique()))


def _split(drawn: pd.Index | pd.Series, codes: pd.Index) -> SignCount:
    inside = int(drawn.isin(codes).sum())
    return SignCount(inside, len(drawn) - inside)
