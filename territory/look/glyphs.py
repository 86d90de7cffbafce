"""Signs that the fonts of a file do not have: found before it is written, and seen to be replaced.

Typst carries fonts for Latin, Greek, Cyrillic and some others, and not for Chinese or for
emoji. It refuses to write an accessible PDF with a sign it cannot draw, and draws an empty box in
a picture.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import typst

from territory.plain_text import plain_all

ABSENT = "□"
KEPT_SIGNS = 20_000
_PAGE = (
    b'#set document(title: "signs")\n#set text(font: ("Libertinus Serif",))\n#sys.inputs.signs\n'
)


def drawable(words: str) -> str:
    """Return words with the fonts' own signs alone.

    A sign they lack becomes its plain form (a full-width letter, one with a rare accent), else
    `ABSENT`.

    Examples
    --------
    >>> drawable("Mende 日＝ é")
    'Mende □= é'
    """
    if words.isascii():
        return words
    absent = {sign for sign in set(words) if not sign.isascii()} - _drawn_of(words)
    if not absent:
        return words
    return words.translate({ord(sign): _instead(sign) for sign in absent})


def absent_signs(value: object) -> list[str]:
    """Return the signs, in all texts of a value, that the fonts lack: sorted, each once."""
    found: set[str] = set()

    def look(words: str) -> str:
        found.update(sign for sign in words if not sign.isascii())
        return words

    plain_all(value, look)
    return sorted(found - _drawn_of("".join(sorted(found))))


def _drawn_of(words: str) -> set[str]:
    return {sign for sign in set(words) if sign.isspace() or _is_drawn(sign)}


def _instead(sign: str) -> str:
    simple = unicodedata.normalize("NFKC", sign)
    letter = "".join(
        one for one in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(one)
    )
    for one in (simple, letter):
        if one and one != sign and all(part.isascii() or _is_drawn(part) for part in one):
            return one
    return ABSENT


@lru_cache(maxsize=KEPT_SIGNS)
def _is_drawn(sign: str) -> bool:
    """Tell whether the fonts have a sign, by asking for an accessible PDF of it alone."""
    try:
        typst.compile(
            _PAGE,
            format="pdf",
            pdf_standards=["ua-1"],
            ignore_system_fonts=True,
            sys_inputs={"signs": sign},
        )
    except typst.TypstError:
        return False
    return True
