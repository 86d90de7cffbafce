"""What stands beside France Services in a commune, in words: agencies there, a place of mediation near."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from territory.country import Country
from territory.indicators.mediation import mediation_around
from territory.indicators.public_counters import (
    CORE_COLUMN,
    CORE_KINDS,
    MEASURED_KINDS,
    agency_minutes,
)
from territory.messages import Words

Row = Mapping[str, Any] | pd.Series


def around(country: Country, codes: pd.Index) -> pd.DataFrame:
    """Return what stands in and around some communes beside France Services: measured of them alone.

    Parameters
    ----------
    country : Country
    codes : Index of str
        Codes of communes.

    Returns
    -------
    DataFrame
        Columns of `mediation_around`, of `agency_minutes` and of `agency_counts`, on the codes.
    """
    some = country.tables.of(country.tables.communes.loc[codes])
    counts = country.agency_counts.loc[codes]
    return mediation_around(some).join(agency_minutes(some)).join(counts)


def has_all_agencies(row: Row) -> bool:
    """Tell whether a commune has no fixed France Services and yet an agency of each of the `CORE_KINDS`.

    Parameters
    ----------
    row : mapping
        ``fixed_counters_count`` and ``core_agencies_count``; what is absent or missing tells nothing.
    """
    known = all(
        name in row and pd.notna(row[name]) for name in ("fixed_counters_count", CORE_COLUMN)
    )
    return known and row["fixed_counters_count"] == 0 and row[CORE_COLUMN] == len(CORE_KINDS)


def kinds_present(row: Row) -> list[str]:
    """Return the kinds of public counters a commune has, town halls aside, in order."""
    return [kind for kind in MEASURED_KINDS if _counted(row, f"{kind}_agencies_count")]


def _counted(row: Row, name: str) -> bool:
    return name in row and bool(pd.notna(row[name])) and row[name] > 0


def kinds_in_words(kinds: list[str], words: Words) -> str:
    """Return kinds of public counters as a list read aloud."""
    named = [words.text(f"beside.kind.{kind}") for kind in kinds]
    if len(named) < 2:
        return "".join(named)
    return words.text("beside.and", first=", ".join(named[:-1]), last=named[-1])
