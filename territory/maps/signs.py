"""How many of each sign a map draws: those of the territory, and those of its neighbours."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from territory.doors import doors
from territory.maps.atlas_signs import Places
from territory.maps.forms import kinds_of, openings_of
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


def sign_counts(
    atlas: Places, territory: Territory, beside: tuple[str, ...] = ()
) -> dict[str, SignCount]:
    """Return how many places each form of a map stands for, in the order of the legend.

    Returns
    -------
    dict
        ``fixed`` counters, of which so many ``antenna``; ``itinerant`` ones; those of ``unknown``
        kind; of all these, those open every ``saturday`` and those whose ``hours_unknown``; communes
        with a ``stop``; places of the families ``beside`` asked for (``mediation``, ``agency``). Forms that no place has are absent, but for the first
        and the third, of which none is said too; all are where no counter is drawn, as on a map of
        France.
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
    counted = [_by_form(part) for part in parts]
    found = {
        name: SignCount(*(counts[name] for counts in counted))
        for name in ("fixed", "antenna", "itinerant", "unknown", "saturday", "hours_unknown")
    }
    stops = atlas.stops(territory)
    if stops is not None:
        found["stop"] = _split(stops.index, codes)
    for family, places in atlas.beside(territory, beside).items():
        if places is not None:
            found[family] = _split(places["commune_code"], codes)
    return {
        name: count
        for name, count in found.items()
        if name in _ALWAYS or count.inside or count.around
    }


# Said even when there is none.
_ALWAYS = ("fixed", "itinerant", "stop", "mediation", "agency")


def _by_form(counters: pd.DataFrame) -> dict[str, int]:
    kinds, openings = (part.value_counts() for part in (kinds_of(counters), openings_of(counters)))
    antennas = int(kinds.get("antenna", 0))
    return {
        "fixed": int(kinds.get("fixed", 0)) + antennas,
        "antenna": antennas,
        **{name: int(kinds.get(name, 0)) for name in ("itinerant", "unknown")},
        **{name: int(openings.get(name, 0)) for name in ("saturday", "hours_unknown")},
    }


def _split(drawn: pd.Index | pd.Series, codes: pd.Index) -> SignCount:
    inside = int(drawn.isin(codes).sum())
    return SignCount(inside, len(drawn) - inside)
