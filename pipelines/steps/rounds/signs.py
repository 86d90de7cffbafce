"""What the words before a name say: that it is a stop, or a street, a counter, a group, a denial."""

from __future__ import annotations

import re

from pipelines.steps.rounds.words import vocabulary

# Signs that a name is a stop. `DAY` is given by the timetable, `WHOLE_EPCI` by a group.
DAY, LIST, POSTAL, COMMUNE, PLACE = "day", "list", "postal_code", "commune_word", "place_word"
WHOLE_EPCI = "whole_epci"
STRONG = (DAY, LIST, POSTAL)
# Why a name is no stop, or is not taken for one.
DENIED, STREET, COUNTER, GROUP, CONTACT, ALONE, PART, SEVERAL = (
    "denied",
    "street",
    "counter_name",
    "group_name",
    "contact",
    "no_sign",
    "part_of_name",
    "several_communes",
)

# Names of communes that are words of such comments: they need a capital and a strong sign.
COMMON = vocabulary("common")
# Words that stand beside a name in a list without being part of it.
BESIDE = vocabulary("beside")
# Words that begin the names of places that are no commune: Grand Dax, Port Boyer.
PREFIXES = vocabulary("prefixes")
_OF_TIMETABLE = re.compile(r"(?:lun|mar|mercre|jeu|vendre|same)dis?|matins?|midis?|\d.*")

_LINK = r"(?:\s*(?:d'|l'|\b(?:de|du|des|le|la|les|a|au|aux)\b))*\s*"
_ROAD = re.compile(
    r"\b(?:rues?|avenue|av|bd|bld|boulevard|pl|place|allees?|impasse|chemin|route|rte|quai|cours|square"
    r"|esplanade|rond-point|porte|pont|faubourg|mail|passage|residence|batiment|quartier|secteur|hameau|lieu-dit|cite)\b"
    r"(?:(?! - |\+|\bou\b|\d ?h)[^,;:/()\n.])*$"
)
# What a street ends at: a postal code, "à", the town hall of.
_OFF_ROAD = re.compile(
    r"(?:\b\d{5}\s*|\ba\s+(?:l[ae]s?\s+|l')?|\b(?:mairie|commune|ville|village|bourg)\b"
    + _LINK
    + ")$"
)
_POSTAL = re.compile(r"\b\d{5}\s*[-:,]?\s*$")
_COUNTER = re.compile(r"\b(?:france[ -]services?|fs|msap|efs)" + _LINK + "$")
_GROUP = re.compile(
    r"\b(?:communautes?(?: (?:de communes|d'agglomeration|urbaine))?|cc|cdc|ca|agglo\w*|metropole|pays|canton"
    r"|territoires?|departement|bassin|vallee|presqu'ile|grand|pnr|parc|massif|plateau|region"
    r"|centre social(?: rural)?|site(?: internet)?|planning)" + _LINK + "$"
)
_DENIES = re.compile(
    r"(?:\bn(?:e|')\s?(?:[a-z']+\s){1,5}?(?:pas|plus)\b[^.;:!?\n]*"
    r"|\b(?:sauf|hors|hormis|excepte\w*|a l'exception|en dehors|sans passer (?:par|a))\b"
    r"(?:[\s,§]|\b(?:a|au|aux|de|du|des|la|le|les|et|communes?|villes?|celles?)\b|d'|l')*)$"
)
_CONTACT = re.compile(
    r"\b(?:contact\w*|renseign\w*|information\w*|aupres|telephon\w*|tel|joindre|joignables?|rendez|rdv|rv|mail"
    r"|courriel|inscri\w*|reserv\w*|appel\w*)\b[^.;:!?)\n]*$"
)
_COMMUNE = re.compile(
    r"\b(?:communes?|mairies?(?: annexes?)?|villes?|villages?|bourgs?|permanences?|itinerances?|arrets?|stops?|arrondissement"
    r"|dessert|circule(?:nt)? (?:a|sur|dans)|present\w*|stationne\w*)\b"
    r"(?: suivante?s?| partenaires| membres| rurales| dans| sur)*\s*:?" + _LINK + "$"
)
_FACILITY = re.compile(
    r"\b(?:mds|ccas|cias|bibliotheque|mediatheque|tiers[ -]lieu|centre social|salle(?: des fetes| polyvalente)?"
    r"|marche|foyer|poste|ecole|cinema|maison(?: des? [a-z]+){0,2})\s+(?:(?:de|du|des|a)\s+(?:l[ae]s?\s+)?|d'|de l')?$"
)
_PLACE = re.compile(r"\b(?:a|au|aux|sur|dans)\b\s*(?:l[ae]s?\s+|l')?$")
# What parts the names of a list: a sign or "et", then an article; or a blank alone.
GLUE = re.compile(
    r"(?:\s*(?:[,;/•|+&().·*\-–—:]|\b(?:et|ou|puis|ainsi que)\b))+\s*"
    r"(?:\b(?:a|au|de|la|le|les)\s+|\b[ld]')*|\s+"
)


def is_of_timetable(word: str) -> bool:
    """Tell a day, a half-day or an hour, which a hyphen ties to a name that is whole."""
    return _OF_TIMETABLE.fullmatch(word) is not None


def against(before: str, marked: str) -> str:
    """Return why a name is no stop, by the words before it; ``""`` if they say nothing against it.

    Parameters
    ----------
    before : str
        The sentence up to the name, as `pipelines.steps.rounds.words.Text.low` writes it.
    marked : str
        The same with ``§`` for the names met before.
    """
    if _DENIES.search(marked):
        return DENIED
    if _ROAD.search(marked) and not _OFF_ROAD.search(before):
        return STREET
    if _COUNTER.search(before):
        return COUNTER
    return GROUP if _GROUP.search(before) else ""


def sign(before: str) -> str:
    """Return the sign the words before a name make that it is a stop; ``""`` for none."""
    if _POSTAL.search(before):
        return POSTAL
    is_there = _COMMUNE.search(before) or _FACILITY.search(before)
    if is_there and not _CONTACT.search(before):
        return COMMUNE
    if _CONTACT.search(before):
        return ""
    return PLACE if _PLACE.search(before) else ""
