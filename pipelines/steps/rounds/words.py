"""A comment in words with their places, and the same text in plain small letters of the same length."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path

from territory.names import levelled

# What is no prose: addresses of pages and of mail.
_LINKS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")
_WORD = re.compile(r"[^\W_]+")
# Ways of writing small words of names: "s/ Loire", "ss Bois", "lez" for "lès".
_SHORT = ((re.compile(r"(?i)\bs/s\s+"), "sous "), (re.compile(r"(?i)\bs/\s*(?=[^\W\d])"), "sur "))
_SHORT_NAMES = {
    "vend": "vendredi",
    "merc": "mercredi",
    "lun": "lundi",
    "jeu": "jeudi",
    "ven": "vendredi",
}
_CUT_DAY = re.compile(r"\b(?:(vend|merc)\b\.?|(lun|jeu|ven)\.)(?=\s)", re.IGNORECASE)
# Breton writes one sound so, and some names have lost its apostrophe: Penmarc'h, Penmarch.
_BRETON = re.compile(r"(?<=c)'(?=h)", re.IGNORECASE)
_ALIKE = {"lez": "les", "lès": "les", "ss": "sous"}
_SENTENCE_END = re.compile(r"(?<!\bst)(?<!\bste)[.!?…]+(?=\s|$)|[\r\n]+")
# Lu, Ma, Me…: taken for days where a comment writes two of them before a colon.
_SHORT_DAYS = {
    "lu": "lundi",
    "ma": "mardi",
    "me": "mercredi",
    "je": "jeudi",
    "ve": "vendredi",
    "sa": "samedi",
}
_SHORT_DAY = re.compile(
    r"\b(L[Uu]|M[Aa]|M[Ee]|J[Ee]|V[Ee]|S[Aa])n?\.?(?=\s*[:\d]|\s+(?:matin|apr|sem|du mois)|\s+l')"
)


@dataclass(frozen=True)
class Word:
    """A word of a comment: its place, and its form without accents, capitals or abbreviation."""

    start: int
    end: int
    level: str
    has_capital: bool


@dataclass(frozen=True)
class Text:
    """A comment ready to be read.

    Parameters
    ----------
    written : str
        The comment, its links blanked and its abbreviations of days and small words written out.
    """

    written: str

    @cached_property
    def low(self) -> str:
        """The text in small letters without accents, letter for letter."""
        return "".join(_flat(letter) for letter in self.written)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words, in order."""
        return tuple(
            Word(found.start(), found.end(), level, found[0][0].isupper())
            for found in _WORD.finditer(self.written)
            if (level := _levelled(found[0]))  # nothing of a letter of another script
        )

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Start and end of each sentence."""
        ends = [found.end() for found in _SENTENCE_END.finditer(self.low)]
        bounds = [0, *ends, len(self.low)]
        return tuple((start, end) for start, end in pairwise(bounds) if start < end)

    @cached_property
    def has_small_letters(self) -> bool:
        """Whether it is written with small letters, so that a capital says something."""
        return any(letter.islower() for letter in self.written)


def text_of(comment: str) -> Text:
    """Make a comment ready to be read.

    Parameters
    ----------
    comment : str
        As published.

    Examples
    --------
    >>> text_of("Lu : Verteuil s/ Charente / Ma : Luxé, voir www.exemple.fr").low
    'lundi : verteuil sur charente / mardi : luxe, voir'
    """
    written = unicodedata.normalize("NFC", comment)
    written = re.sub("[’‘ʼ`´]", "'", _LINKS.sub(" ", written))
    written = _BRETON.sub("", written)
    written = _CUT_DAY.sub(lambda found: _SHORT_NAMES[(found[1] or found[2]).lower()], written)
    for pattern, whole in _SHORT:
        written = pattern.sub(whole, written)
    if len({found.lower() for found in re.findall(r"\b([LMJVS][uaeUAE])\s*:", written)}) > 1:
        written = _SHORT_DAY.sub(lambda found: _SHORT_DAYS[found[1].lower()], written)
        written = re.sub(r"(?<=[èe]me )je\b", "jeudi", written, flags=re.IGNORECASE)
    return Text(written.strip())


def _levelled(word: str) -> str:
    level = levelled(word)
    return _ALIKE.get(level, level)


def name_key(name: str) -> tuple[str, ...]:
    """Return the words of a name as those of a comment are compared with them."""
    name = _BRETON.sub("", name.replace("’", "'"))
    return tuple(_ALIKE.get(word, word) for word in levelled(name).split())


def _flat(letter: str) -> str:
    plain = unicodedata.normalize("NFD", letter)[0].lower()
    return plain if len(plain) == 1 else letter


def vocabulary(name: str) -> frozenset[str]:
    """Return a set of words of ``vocabulary.toml``."""
    return frozenset(_vocabulary()[name].split())


@cache
def _vocabulary() -> dict[str, str]:
    return tomllib.loads(Path(__file__).with_name("vocabulary.toml").read_text(encoding="utf-8"))
