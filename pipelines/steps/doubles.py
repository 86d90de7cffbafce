"""Find the doors that the list of counters gives under two codes.

Two rows are one door when, in the same commune of the tables, both stay in place, their addresses
say the same number and street, and their points are at most `MOST_METRES` apart. Of the 60 pairs
of the list of August 2024 within 150 m, this takes the ten whose addresses are the same; it leaves
those at two numbers of a street, and those of one name at two addresses. A bus parked at a counter's
address is another service: it is not a double.
"""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from pipelines.sources._words import bare

# The geocoder puts one address of the real list at two places 106 m apart.
MOST_METRES = 150.0
_DEGREE_METRES = 111_195.0
_SHORT = {
    "av": "avenue",
    "ave": "avenue",
    "bd": "boulevard",
    "bld": "boulevard",
    "boul": "boulevard",
    "r": "rue",
    "pl": "place",
    "rte": "route",
    "ch": "chemin",
    "chem": "chemin",
    "all": "allee",
    "imp": "impasse",
    "sq": "square",
    "fg": "faubourg",
    "fbg": "faubourg",
    "qu": "quai",
    "st": "saint",
    "ste": "sainte",
    "gal": "general",
    "mal": "marechal",
}
_STREETS = {
    *("rue", "avenue", "boulevard", "place", "route", "chemin", "allee", "impasse", "square"),
    *("faubourg", "quai", "cours", "esplanade", "mail", "passage", "rond", "galerie", "residence"),
}
# A number, a kind of street, its name: no word of these is only the commune's.
_FEWEST_WORDS = 3
_EMPTY = {"de", "du", "des", "d", "la", "le", "les", "l", "et", "a", "au", "aux", "en", "cs", "bp"}


def find_doubles(counters: gpd.GeoDataFrame, commune_names: pd.Series) -> list[dict[str, Any]]:
    """Find the rows that repeat a door which another row stands for.

    The row that stands for the door is one whose hours are known, a counter of its own rather than
    an antenna, then the one open longest. Its week is the door's: two weeks of one door are an older
    and a newer version of it, and their union would keep hours that are no longer.

    Parameters
    ----------
    counters : GeoDataFrame
        With ``commune_code``, ``is_itinerant``, ``counter_kind_name``, ``address_text``,
        ``weekly_hours`` and their points.
    commune_names : Series of str
        Name of each commune, by code: an address may end with it.

    Returns
    -------
    list of dict
        One a double: ``counter_code``, ``counter_name``, ``double_of_code``, ``door_name``,
        ``address`` (what both say, in plain words) and ``metres`` (between the two points).
    """
    stays = counters["is_itinerant"].astype("boolean").eq(False).fillna(False).astype(bool)
    usable = counters[
        stays
        & counters["commune_code"].notna()
        & counters["address_text"].notna()
        & counters.geometry.notna()
    ]
    usable = usable[usable["commune_code"].duplicated(keep=False)]
    door_of: dict[str, str] = {}
    found: list[dict[str, Any]] = []
    for commune, rows in usable.groupby("commune_code"):
        name = str(commune_names.get(commune, ""))
        plain = {code: plain_address(text, name) for code, text in rows["address_text"].items()}
        ranked = sorted(rows.index, key=lambda code: _rank(rows.loc[code], str(code)))
        for first, second in combinations(ranked, 2):
            if second in door_of or not plain[first] or plain[first] != plain[second]:
                continue
            metres = _metres(rows.geometry[first], rows.geometry[second])
            if metres > MOST_METRES:
                continue
            door_of[second] = door_of.get(first, first)
            found.append(
                {
                    "counter_code": second,
                    "counter_name": str(rows.at[second, "counter_name"]),
                    "double_of_code": door_of[second],
                    "door_name": str(rows.at[door_of[second], "counter_name"]),
                    "address": " ".join(plain[first]),
                    "metres": round(metres),
                }
            )
    return found


def plain_address(text: str, commune_name: str = "") -> tuple[str, ...]:
    """Return the words of an address that tell it from another, in their order.

    Numbers stay; case, accents, punctuation, articles, postal code, commune and abbreviations do
    not count.

    Examples
    --------
    >>> plain_address("24 Rue du Rocher Mortain", "Mortain-Bocage")
    ('24', 'rue', 'rocher')
    >>> plain_address("16 bis, Av. d'Aumale") == plain_address("16bis avenue d’Aumale")
    True
    """
    plain = re.sub(r"\b(\d+)\s*(bis|ter|quater)\b", r"\1\2", bare(text))
    words = [_SHORT.get(word, word) for word in re.findall(r"[a-z0-9]+", plain)]
    kept = [word for word in words if word not in _EMPTY and not re.fullmatch(r"\d{5}", word)]
    for rank, (word, after) in enumerate(pairwise(kept)):
        if word[0].isdigit() and after in _STREETS:
            kept = kept[rank:]  # the name of a building before the number
            break
    place = set(re.findall(r"[a-z0-9]+", bare(commune_name)))
    while len(kept) > _FEWEST_WORDS and kept[-1] in place:
        kept.pop()
    return tuple(kept) if len(kept) > 1 else ()


def _rank(row: pd.Series, code: str) -> tuple[bool, bool, float, str]:
    """Return what sorts the row that stands for the door first."""
    hours = row["weekly_hours"]
    return (
        bool(pd.isna(hours)),
        row["counter_kind_name"] == "antenna",
        0.0 if pd.isna(hours) else -float(hours),
        code,
    )


def _metres(first: Any, second: Any) -> float:
    east = (first.x - second.x) * np.cos(np.radians((first.y + second.y) / 2))
    return float(np.hypot(east, first.y - second.y) * _DEGREE_METRES)
