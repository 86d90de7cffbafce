"""Names made comparable: without accents, capitals, hyphens or the usual abbreviations."""

from __future__ import annotations

import re
import unicodedata

_ABBREVIATIONS = {"st": "saint", "ste": "sainte", "cc": "communaute de communes"}
_ORDINAL = re.compile(r"^(paris|lyon|marseille) 0?(\d{1,2})(?: ?(?:er|ere|e|eme|nd|nde))?$")


def levelled(words: str) -> str:
    """Return words without accents, capitals, hyphens, apostrophes or abbreviations.

    Examples
    --------
    >>> levelled("St-Étienne-du-Valdonnez"), levelled("L’Haÿ-les-Roses")
    ('saint etienne du valdonnez', 'l hay les roses')
    """
    plain = unicodedata.normalize("NFKD", words.replace("œ", "oe").replace("Œ", "Oe"))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
    parts = re.split(r"[^0-9a-z]+", plain)
    return " ".join(_ABBREVIATIONS.get(part, part) for part in parts if part)


def levelled_arrondissement(words: str) -> str:
    """Return levelled words, those of an arrondissement in one form whatever the way it is written.

    Examples
    --------
    >>> levelled_arrondissement("Lyon 3e Arrondissement"), levelled_arrondissement("Paris 1er")
    ('lyon 3', 'paris 1')
    >>> levelled_arrondissement("LYON 03"), levelled_arrondissement("Mende")
    ('lyon 3', 'mende')
    """
    level = levelled(words).removesuffix(" arrondissement")
    found = _ORDINAL.fullmatch(level)
    return f"{found[1]} {found[2]}" if found else level
