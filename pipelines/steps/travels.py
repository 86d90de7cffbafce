"""Tell the counters whose own words say that they travel, whatever the column of formats says.

The list of August 2024 gives thirteen antennas as fixed whose name says bus, mobile or itinérante:
eleven are the stops of one bus, open three hours a week. Only whole words of the name count, less
the name of the commune (Bus-la-Mésière is a village), and the first words of the comment when they
speak of the counter itself. ``Itinérance`` is a round that a fixed place makes besides: it does
not count, and is listed in the report; nor does a word that is denied ("non itinérante"), nor a
bus that stops in front of the door.
"""

from __future__ import annotations

import re

import pandas as pd

from pipelines.sources._words import bare

_TRAVELS = (
    r"(?:bus|minibus|bibliobus|mobiles?|itinerante?s?|camping-car|camion|fourgon|ambulante?s?)"
)
# What stands before a bus that stops, or before a telephone, or denies.
_NOT_BEFORE = (
    r"(?:non|pas|sans|arrets?|gares?|lignes?|stations?|terminus|depots?|parkings?|abris?|couloirs?"
    r"|voies?|quais?|poles?|rues?|places?|telephones?|telephonie|reseaux?|applications?|applis?)"
)
_LINK = r"(?:\s+(?:de|des|du|d'|le|la|les|un|une|en))*\s*[-:]?\s*"
_DENIED = re.compile(rf"\b{_NOT_BEFORE}{_LINK}(?<![\w-]){_TRAVELS}\b")
_WORD = re.compile(rf"(?<![\w-]){_TRAVELS}(?![\w-])")
# A place that is fixed as well has an address one can go to.
_ALSO_FIXED = re.compile(r"\b(?:fixe|sedentaire)s?\b")
# "Mobile" alone opens a telephone number: it counts only of something.
_COMMENT = re.compile(
    r"itinerante?s?\b|(?:(?:la |l'|le |cette |ce |notre )?(?:structure|antenne|guichet|espace"
    r"|france services|bus|maison|point|camion)\s+(?:est\s+|entierement\s+)*)"
    r"(?:itinerante?s?|mobiles?)\b"
)
_ROUNDS = re.compile(r"\bitineran(?:ces?|te?s?)\b")
_SEVERAL_SITES = "multisite"


def travels_by_its_words(counters: pd.DataFrame, commune_names: pd.Series) -> pd.Series:
    """Return which words say that a counter listed as fixed travels.

    Parameters
    ----------
    counters : DataFrame
        ``counter_name``, ``comment_text``, ``counter_kind_name``, ``is_declared_itinerant``.
    commune_names : Series of str
        Name of the commune of each counter, on the same index; missing where unknown.

    Returns
    -------
    Series of str
        ``name``, ``comment``, or missing: nothing says so, or the list says it travels already.
    """
    found = []
    for (_, row), commune in zip(counters.iterrows(), commune_names, strict=True):
        reason = None
        if row["is_declared_itinerant"] is pd.NA or not row["is_declared_itinerant"]:
            if name_travels(row["counter_name"], "" if pd.isna(commune) else str(commune)):
                reason = "name"
            elif row["counter_kind_name"] != _SEVERAL_SITES and comment_travels(
                "" if pd.isna(row["comment_text"]) else row["comment_text"]
            ):
                reason = "comment"
        found.append(reason)
    return pd.Series(found, index=counters.index, dtype="str")


def name_travels(name: str, commune_name: str = "") -> bool:
    """Tell a name that says the counter travels.

    Examples
    --------
    >>> name_travels("France services itinérante - Pézenas")
    True
    >>> name_travels("France services de Bus-la-Mésière", "Bus-la-Mésière")
    False
    """
    plain = bare(name)
    if commune_name:
        before, _, after = plain.rpartition(bare(commune_name))
        plain = f"{before} {after}"
    if _ALSO_FIXED.search(plain):
        return False
    return _WORD.search(_DENIED.sub(" ", plain)) is not None


def comment_travels(comment: str) -> bool:
    """Tell a comment that begins by saying that the counter itself travels.

    Examples
    --------
    >>> comment_travels("Itinérant, les lieux changent tous les jours !")
    True
    >>> comment_travels("Itinérance à Harol les 2e et 4e jeudis")
    False
    """
    return _COMMENT.match(bare(comment)) is not None


def speaks_of_rounds(comment: pd.Series) -> pd.Series:
    """Tell the comments that speak of rounds besides, without denying them."""
    plain = comment.fillna("").map(bare)
    is_denied = plain.map(
        lambda text: re.search(r"\b(?:non|pas|n'est pas) itiner", text) is not None
    )
    return plain.map(lambda text: _ROUNDS.search(text) is not None) & ~is_denied
