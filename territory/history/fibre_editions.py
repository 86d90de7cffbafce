"""Fibre by edition of Arcep's file of technologies: shares of premises, and the communes that gained.

Shares are weighted by premises: fibre premises summed, over premises summed, of the communes that an
edition knows. Editions do not count the same premises, nor always the same communes: beside the share of each
stands the one over the communes that all of them know.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd

from territory.errors import TerritoryError

FIBRE, PREMISES = "fibre_premises_count", "technology_premises_count"
# From this edition on copper is counted otherwise; fibre is not, and it is said.
METHOD_CHANGED = date(2026, 6, 30)


@dataclass(frozen=True)
class FibreEdition:
    """An edition of the file.

    Parameters
    ----------
    file_name : str
    sha256 : str
    citation : str
    day : date or None
        The day it describes; None where neither the file nor its name says it.
    counts : DataFrame
        Index ``commune_code``, communes of the tables: `FIBRE` and `PREMISES`, missing where unknown.
    """

    file_name: str
    sha256: str
    citation: str
    day: date | None
    counts: pd.DataFrame


@dataclass(frozen=True)
class FibreCompared:
    """Editions of fibre side by side.

    Parameters
    ----------
    editions : tuple of FibreEdition
        The earliest first.
    shares : DataFrame
        Index ``edition_name``, the ISO day: ``fibre_premises_count``, ``technology_premises_count``,
        ``fibre_share`` (missing without premises), ``known_communes_count``, ``missing_communes_count``, and the
        same share over the communes that all editions know: ``constant_fibre_share``,
        ``constant_communes_count``.
    communes : DataFrame
        Index ``commune_code``, the communes of the territory, those of most premises gained first:
        ``commune_name``, ``departement_code``, ``first_fibre_share``, ``last_fibre_share``,
        ``gained_fibre_share`` (below 0 where it fell), ``first_premises_count``, ``last_premises_count``,
        ``gained_premises_count``: the gain in share times the premises of the last edition. Missing where
        an end is not known.
    """

    editions: tuple[FibreEdition, ...]
    shares: pd.DataFrame
    communes: pd.DataFrame

    @property
    def other_premises_count(self) -> int:
        """Communes whose premises are not the same number in the first and the last edition."""
        rows = self.communes.dropna(subset=["first_premises_count", "last_premises_count"])
        return int((rows["first_premises_count"] != rows["last_premises_count"]).sum())

    @property
    def spans_method_change(self) -> bool:
        """Whether the editions stand on both sides of `METHOD_CHANGED`."""
        days = [one.day for one in self.editions if one.day is not None]
        return min(days) < METHOD_CHANGED <= max(days)


def compare_fibre(editions: Sequence[FibreEdition], communes: pd.DataFrame) -> FibreCompared:
    """Put editions of fibre side by side, over the communes of a territory.

    Parameters
    ----------
    editions : sequence of FibreEdition
        Two or more, in any order.
    communes : DataFrame
        Index ``commune_code``, with ``commune_name`` and ``departement_code``.

    Raises
    ------
    TerritoryError
        If there are fewer than two, if one bears no day, or if two are of one day: their order is not
        known.
    """
    if len(editions) < 2:
        raise TerritoryError("fibre_one_edition")
    if undated := [one.file_name for one in editions if one.day is None]:
        raise TerritoryError("fibre_undated", file=undated[0])
    ordered = sorted(editions, key=lambda one: str(one.day))
    for one, other in pairwise(ordered):
        if one.day == other.day:
            raise TerritoryError(
                "fibre_same_day", file=one.file_name, other=other.file_name, day=str(one.day)
            )
    counts = [one.counts.reindex(communes.index)[[FIBRE, PREMISES]] for one in ordered]
    known = [one.notna().all(axis="columns") for one in counts]
    always = np.logical_and.reduce([one.to_numpy(bool) for one in known])
    rows = {
        str(one.day): _share_row(count, is_known, always)
        for one, count, is_known in zip(ordered, counts, known, strict=True)
    }
    shares = pd.DataFrame.from_dict(rows, orient="index").rename_axis("edition_name")
    whole = [name for name in map(str, shares) if name.endswith("_count")]
    return FibreCompared(
        tuple(ordered),
        shares.astype(dict.fromkeys(whole, "Int64")),
        _communes(communes, counts[0], counts[-1]),
    )


def _share_row(
    counts: pd.DataFrame, is_known: pd.Series, always: np.ndarray
) -> dict[str, float | int]:
    of_known, constant = (_sums(counts[one]) for one in (is_known.to_numpy(bool), always))
    return {
        FIBRE: int(of_known[0]),
        PREMISES: int(of_known[1]),
        "fibre_share": of_known[0] / of_known[1] if of_known[1] else np.nan,
        "known_communes_count": int(is_known.sum()),
        "missing_communes_count": int((~is_known).sum()),
        "constant_fibre_share": constant[0] / constant[1] if constant[1] else np.nan,
        "constant_communes_count": int(always.sum()),
    }


def _sums(counts: pd.DataFrame) -> tuple[float, float]:
    return float(counts[FIBRE].sum()), float(counts[PREMISES].sum())


def _communes(communes: pd.DataFrame, first: pd.DataFrame, last: pd.DataFrame) -> pd.DataFrame:
    rows = pd.DataFrame(communes[["commune_name", "departement_code"]]).rename_axis("commune_code")
    for name, counts in (("first", first), ("last", last)):
        premises = counts[PREMISES].astype("float64")
        share = counts[FIBRE].astype("float64") / premises.where(premises > 0)
        rows[f"{name}_fibre_share"] = share
        rows[f"{name}_premises_count"] = counts[PREMISES].astype("Int64")
    rows["gained_fibre_share"] = rows["last_fibre_share"] - rows["first_fibre_share"]
    gained = rows["gained_fibre_share"] * rows["last_premises_count"].astype("float64")
    rows["gained_premises_count"] = gained.round().astype("Int64")
    columns = [
        *("commune_name", "departement_code", "first_fibre_share", "last_fibre_share"),
        *("gained_fibre_share", "first_premises_count", "last_premises_count"),
        "gained_premises_count",
    ]
    return rows[columns].sort_values("gained_premises_count", ascending=False, kind="stable")


def counts_of_today(
    published: pd.DataFrame, code_of_today: pd.Series, parts: dict[str, set[str]]
) -> pd.DataFrame:
    """Bring the counts of an edition to the communes of the tables.

    Parameters
    ----------
    published : DataFrame
        Index ``commune_code`` as published: `FIBRE`, `PREMISES`.
    code_of_today : Series of str
        Commune of the tables of each row, on the same index; missing where it became several, or none.
    parts : dict
        Commune of the tables → codes that joined it since the edition: it is known when all of them are.

    Returns
    -------
    DataFrame
        Index ``commune_code``. A merged commune is the sum of its parts, missing if one is.
    """
    counts = published[[FIBRE, PREMISES]].astype("Int64")
    codes = code_of_today.dropna()
    of_commune = counts.loc[codes.index].groupby(codes.to_numpy())
    is_blank = counts.isna().any(axis="columns").loc[codes.index].groupby(codes.to_numpy()).any()
    summed = of_commune.sum().mask(is_blank)
    held = set(published.index)
    incomplete = [code for code, needed in parts.items() if not needed <= held]
    summed.loc[summed.index.isin(incomplete)] = pd.NA
    return summed.astype("Int64").rename_axis("commune_code")
