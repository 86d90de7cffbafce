"""What a text of five digits means: the code of a commune, a postcode, or both; never guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from territory.messages import Words
from territory.plain_text import identifier
from territory.tables import Tables

_FIVE_DIGITS = re.compile(r"[0-9]{5}")


@dataclass(frozen=True)
class Postcodes:
    """Which communes a postcode serves.

    Parameters
    ----------
    communes : mapping
        Postcode → codes of communes.
    is_published : bool
        Whether they are those of La Poste's list; else those of the counters' addresses, which are
        a small part of them: what is not among them may be the postcode of any commune.
    """

    communes: Mapping[str, tuple[str, ...]]
    is_published: bool

    def others(self, code: str) -> tuple[str, ...]:
        """Return the communes that have for postcode what is the code of another."""
        return tuple(one for one in self.communes.get(code, ()) if one != code)

    def is_doubtful(self, words: str) -> bool:
        """Tell whether words may be a postcode as well as the code of a commune.

        Examples
        --------
        >>> known = Postcodes({"30120": ("30350",)}, is_published=True)
        >>> known.is_doubtful("30120"), known.is_doubtful("30350"), known.is_doubtful("Mende")
        (True, False, False)
        >>> Postcodes({}, is_published=False).is_doubtful("30350")
        True
        """
        return is_five_digits(words) and (
            not self.is_published or bool(self.others(identifier(words)))
        )


def is_five_digits(words: str) -> bool:
    """Tell whether words are five digits, spaces aside."""
    return _FIVE_DIGITS.fullmatch(identifier(words)) is not None


def read_postcodes(tables: Tables) -> Postcodes:
    """Return the postcodes of the published list; of the counters' addresses when it is not there."""
    published = tables.communes["postal_codes_text"].dropna()
    pairs = [
        (postcode, str(code))
        for code, words in published.items()
        for postcode in _FIVE_DIGITS.findall(str(words))
    ]
    is_published = bool(pairs)
    if not pairs:
        located = tables.counters[["postal_code", "commune_code"]].dropna()
        pairs = [(str(postcode), str(code)) for postcode, code in located.itertuples(index=False)]
    found: dict[str, dict[str, None]] = {}
    for postcode, code in pairs:
        found.setdefault(postcode, {})[code] = None
    return Postcodes({one: tuple(codes) for one, codes in found.items()}, is_published)


@dataclass(frozen=True)
class CodeRead:
    """Five digits that were read as the code of a commune, and may be a postcode.

    Parameters
    ----------
    code, name : str
        Of the commune.
    others : tuple of str
        Names of the communes that have it for postcode, as far as is known.
    is_published : bool
        Whether postcodes are known.
    """

    code: str
    name: str
    others: tuple[str, ...]
    is_published: bool

    def say(self, words: Words) -> str:
        """Say how the digits were read, and what else they may be."""
        read = words.text("app.postcode.read", code=self.code, name=self.name)
        if self.is_published:
            others = ", ".join(self.others)
            return f"{read} {words.text('app.postcode.others', code=self.code, names=others)}"
        return f"{read} {words.text('app.postcode.unknown', code=self.code)}"


def code_read(tables: Tables, words: str) -> CodeRead | None:
    """Return how five digits are read where a code is expected; None where there is no doubt.

    Parameters
    ----------
    tables : Tables
        The tables in use.
    words : str
        As an address or the command gives them: ``commune:30120`` says what it is, ``30120`` does not.
    """
    code = identifier(words)
    if not is_five_digits(words) or code not in tables.communes.index:
        return None
    postcodes = read_postcodes(tables)
    if not postcodes.is_doubtful(words):
        return None
    names = tables.communes["commune_name"]
    others = tuple(str(names[one]) for one in postcodes.others(code) if one in names.index)
    return CodeRead(code, str(names[code]), others, postcodes.is_published)
