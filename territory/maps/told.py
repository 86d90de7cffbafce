"""What a layer shows that the rows of the list do not hold: computed for the map that shows it alone."""

from __future__ import annotations

import pandas as pd

from territory.country import Country
from territory.maps.layers import Layer
from territory.scores import Method


def tells_more(layer: Layer) -> bool:
    """Whether a layer shows what neither the ranked communes nor the figures of territories hold."""
    is_apart = layer.name in ("robustness", "fragile") or layer.group == "context"
    return is_apart or layer.as_of is not None


def with_told(
    country: Country, rows: pd.DataFrame, layer: Layer, method: Method, unit: str
) -> pd.DataFrame:
    """Return rows of communes, EPCI or départements with what a layer shows, if they lack it.

    Parameters
    ----------
    rows : DataFrame
        On the codes of the units.
    unit : str
        What a row is: one of `territory.maps.units.UNITS`.
    """
    if layer.as_of is not None:
        then = country.minutes_as_of(pd.Timestamp(layer.as_of), unit)
        return rows.assign(**{layer.column: then.reindex(rows.index)})
    if layer.name == "robustness" and unit == "commune":
        return rows.join(country.robustness(method)["robustness_name"])
    if layer.name == "fragile":
        return rows.join(country.one_counter(unit))
    if layer.is_of_agencies:
        return rows.join(country.agency_minutes_of(unit)[[layer.column]])
    if layer.group == "context":
        told = country.context(unit).reindex(columns=[layer.column])
        return rows.drop(columns=layer.column, errors="ignore").join(told)
    return rows
