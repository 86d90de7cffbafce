"""How far, and how many people within some minutes, by Insee's minutes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from territory.tables import Tables
from territory.travel import OfficialEngine


def official_minutes(tables: Tables) -> pd.Series | None:
    """Return Insee's minutes of the communes, missing where unknown; None where an engine measures."""
    engine = tables.engine
    if not isinstance(engine, OfficialEngine) or engine.minutes is None:
        return None
    return engine.minutes.reindex(tables.communes.index).astype("float64")


def people_within_officially(
    tables: Tables, groups: pd.Series, limits: tuple[float, ...]
) -> pd.DataFrame:
    """Return the shares of each territory's people within some minutes, by Insee's squares.

    Parameters
    ----------
    tables : Tables
        The communes, with Insee's shares, opened with its minutes.
    groups : Series
        Territory of each commune, on the communes' index; missing for those left out.
    limits : tuple of float
        Minutes, among those Insee's shares were made for.

    Returns
    -------
    DataFrame
        As `territory.indicators.people_within.people_within`.

    Notes
    -----
    ``Σ_c P_c s_cL / Σ_c P_c`` over the communes c with official minutes, ``P_c`` their people and ``s_cL``
    the share of those of their squares within L minutes.
    """
    communes = tables.communes
    people = np.nan_to_num(communes["population_people"].to_numpy(float))
    is_known = communes["official_counter_minutes"].notna().to_numpy()
    names = [f"within_{limit:g}_minutes_share" for limit in limits]
    table = pd.DataFrame(
        {
            "known_people": people * is_known,
            "unknown_people": people * ~is_known,
            **{
                name: people * np.nan_to_num(communes[f"official_{name}"].to_numpy(float))
                for name in names
            },
        },
        index=communes.index,
    )
    summed = table.groupby(groups.reindex(communes.index).to_numpy(object)).sum()
    known = summed["known_people"].where(summed["known_people"] > 0)
    for name in names:
        summed[name] /= known
    return summed
