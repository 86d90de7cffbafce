"""Comments that name no commune but all of an EPCI: "l'ensemble des 22 communes de la CDC"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.steps.rounds.gazetteer import GENERAL, SMALL, Area
from pipelines.steps.rounds.words import Text, name_key

# What a group is: all the communes of an EPCI, more or fewer than it has, a part of them, the area of
# an EPCI whose communes are not spoken of, or a group that is no EPCI around.
WHOLE, COUNT_DIFFERS, PARTLY, AREA, UNKNOWN_GROUP = (
    "whole",
    "count_differs",
    "in_part",
    "area",
    "unknown_group",
)
_EPCI = (
    r"(?:communautes? (?:de communes|d'agglomeration|urbaine)|cc[a-z]{0,5}|cdc|ca|epci|agglo(?:meration)?"
    r"|metropole|intercommunalite|communaute|territoire(?: intercommunal| communautaire)?)"
)
# What makes a group of all communes, and what of some.
_ALL = re.compile(r"tou[st]|ensemble|totalite|integralite|chaque")
_WHICH = (
    r"(?P<all>toutes? les |(?:l'|sur )?(?:l')?(?:ensemble|integralite|totalite) des "
    r"|\b(?:sur|dans|parcourt|dessert|circule sur) (?:les )?|\bles |\bchaque )?"
)
_SOME = (
    r"(?P<some>(?:quasi[ -]totalite|une partie|plusieurs|certaines|la plupart|majorite|quelques) "
    r"(?:des? |d')?(?:ses )?)?"
)
_COMMUNES = re.compile(
    rf"{_WHICH}{_SOME}(?:les )?(?P<count>\d{{1,3}})?\s*communes?(?P<kind>(?: (?:membres|rurales))*)\s*"
    r"(?:de la|de l'|du|des|de|d'|qui composent la)\s*(?P<group>[^,.;:()\n]*)"
)
_AREA = re.compile(
    r"(?:itineran\w+|permanences?|bus|structure|circule\w*|intervient|present\w*)[^.;:,()\n]*?"
    r"\b(?:sur|dans)\s+(?:(?:l'ensemble|la totalite|toute?)\s*)?"
    rf"(?:du|de la|de l'|le|la|les|l')?\s*(?P<group>{_EPCI}\b[^,.;:()\n]*)"
)
# Where a group's name ends.
_NAME_END = re.compile(
    r"\s(?:planning|soit|sauf|hors|hormis|excepte\w*|avec|sans|par|sur|-|–|en|selon|a|contact"
    r"|les? (?:lundis?|mardis?|mercredis?|jeudis?|vendredis?))\b.*$"
)
_DEPARTEMENT = re.compile(r"\bdepartement\b")


@dataclass(frozen=True)
class Group:
    """A group of communes a comment speaks of.

    Parameters
    ----------
    kind : str
        ``whole``, ``count_differs``, ``in_part``, ``area`` or ``unknown_group``.
    said : str
        The words.
    epci_code : str
        The EPCI meant; ``""`` if none.
    said_count, count : int
        How many communes it says, 0 if it does not, and how many the EPCI has.
    """

    kind: str
    said: str
    epci_code: str = ""
    said_count: int = 0
    count: int = 0


def find_group(text: Text, area: Area) -> Group | None:
    """Find the group of communes that a comment says the bus goes round; None if it says none.

    The group is the carrier's EPCI, or one of the départements around by its name. A count that is
    not the EPCI's, and "nearly all", leave unknown which communes are meant.
    """
    for found in _COMMUNES.finditer(text.low):
        name = _NAME_END.sub("", found["group"]).rstrip()
        epci = _epci_of(name, area)
        said = text.written[found.start() : found.start("group") + len(name)].strip()
        count = int(found["count"] or 0)
        if not epci:
            if count or _ALL.search(found["all"] or ""):
                return Group(UNKNOWN_GROUP, said, said_count=count)
            continue
        if found["some"] or "rurales" in found["kind"]:
            return Group(PARTLY, said, epci, count)
        has = len(area.members(epci))
        if not count and not _ALL.search(found["all"] or ""):
            return Group(AREA, said, epci, count=has)
        kind = WHOLE if count in (0, has) else COUNT_DIFFERS
        return Group(kind, said, epci, count, has)
    met = _AREA.search(text.low)
    if met and not _DEPARTEMENT.search(met["group"]):
        name = _NAME_END.sub("", met["group"]).rstrip()
        if epci := _epci_of(name, area):
            said = text.written[met.start() : met.start("group") + len(name)]
            return Group(AREA, said.strip(), epci, count=len(area.members(epci)))
    return None


def _epci_of(name: str, area: Area) -> str:
    """Return the EPCI a name means: the carrier's where it says no more than "la CDC"."""
    own = area.epci_code
    generic = re.match(rf"{_EPCI}\b", name)
    rest = _large(name[generic.end() :] if generic else name)
    if not rest:
        return own if generic else ""
    around = area.epci_names
    fits = [code for code, words in around.items() if set(rest) <= words]
    if own in fits or len(fits) == 1:
        return own if own in fits else fits[0]
    # "du territoire Vendômois", "de la Presqu'île": the carrier's, if its name holds a word of it.
    if own and generic and set(rest) & around.get(own, frozenset()):
        return own
    return ""


def _large(name: str) -> list[str]:
    return [word for word in name_key(name) if word not in SMALL | GENERAL]
