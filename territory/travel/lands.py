"""Pieces of land no road joins: zones, and islands without a bridge."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import pandas as pd


@cache
def _islands() -> dict[str, str]:
    declared = tomllib.loads(files(__package__).joinpath("islands.toml").read_text("utf-8"))
    return {code: island for island, codes in declared.items() for code in codes}


def land_of(commune_code: pd.Series, zone: pd.Series) -> pd.Series:
    """Return the piece of land of each commune: its zone, or its island if no road leaves it.

    Examples
    --------
    >>> land_of(pd.Series(["48095", "29155"]), pd.Series(["metropole", "metropole"])).tolist()
    ['metropole', 'ouessant']
    """
    return commune_code.map(_islands()).fillna(zone).rename("land")
