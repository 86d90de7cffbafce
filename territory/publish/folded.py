"""Texts that differ by little more than figures and names, folded into a tenth of their size.

A sheet is cut at its tags and commas. Of a piece, the runs of digits and the names are lifted: what is
left is a form, and forms are few. Digits are the same in every language, so their columns are kept once
for all. Nothing is read of the text: unfolding gives back every byte (``browser/unfold.js`` does it).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

# A tag and the words after it; of these, pieces up to a comma or a full stop that no digit follows.
_TAGGED = re.compile(r"<[^>]*>[^<]*|[^<]+|<")
_PIECE = re.compile(
    r"(?:<[^>]*>)?(?:[^<,;.]|[,;.](?=[0-9]))+[,;.]?|<[^>]*>[,;.]?|[<,;.]",
)
_DIGITS = re.compile(r"[0-9]+")
# Signs that HTML does not allow: where digits were, and where the names were, one a rank.
HOLE, NAMES = "\x01", "\x0e\x0f\x10\x11\x12\x13\x14\x15"
_NOT_ALLOWED = str.maketrans("", "", HOLE + NAMES)


def folded(texts: Mapping[str, Mapping[str, str]], names: Mapping[str, Sequence[str]]) -> Any:
    """Return texts by language and code as few repeated strings, ready for JSON and gzip.

    Parameters
    ----------
    texts : mapping
        Language → code → text; the same codes in each language.
    names : mapping
        Code → what its texts may hold as a block, as many for each (eight at most), ``""`` for none.
        Each is lifted in turn: what may hold another comes first. Codes are kept in this order:
        texts that share figures take less room side by side.

    Returns
    -------
    dict
        ``codes``; ``names``, a list a rank; ``columns``, digits separated by spaces; ``languages``;
        ``forms``, for each its words in each language; ``held``, for each form and language the rank of
        the column of each hole; ``orders``, ranks of forms separated by spaces; ``of``, for each code
        its rank in ``orders``. A column gives its next value each time its form comes, in the order of
        codes.

    Examples
    --------
    >>> folded({"fr": {"1": "<b>12,5 à Alzon", "2": "<b>3 à Ur"}}, {"1": ["Alzon"], "2": ["Ur"]})["columns"]
    ['12', '5', '3']
    """
    forms: dict[tuple[str, ...], int] = {}
    held: list[list[list[list[str]]]] = []
    orders: dict[tuple[int, ...], int] = {}
    of: list[int] = []
    for code, own in names.items():
        order = []
        for pieces in _side_by_side([_lifted(each[code], own) for each in texts.values()]):
            cut = [_form(piece) for piece in pieces]
            rank = forms.setdefault(tuple(form for form, _ in cut), len(forms))
            if rank == len(held):
                held.append([[[] for _ in digits] for _, digits in cut])
            for columns, (_, digits) in zip(held[rank], cut, strict=True):
                for column, value in zip(columns, digits, strict=True):
                    column.append(value)
            order.append(rank)
        of.append(orders.setdefault(tuple(order), len(orders)))
    kept: dict[str, int] = {}
    ranks = [
        [[kept.setdefault(" ".join(one), len(kept)) for one in columns] for columns in each]
        for each in held
    ]
    return {
        "codes": list(names),
        "names": [list(one) for one in zip(*names.values(), strict=True)],
        "languages": list(texts),
        "forms": list(forms),
        "held": ranks,
        "orders": [" ".join(map(str, order)) for order in orders],
        "of": of,
        "columns": list(kept),
    }


def _lifted(text: str, names: Sequence[str]) -> str:
    text = text.translate(_NOT_ALLOWED)
    for sign, name in zip(NAMES, names, strict=False):
        if name:
            text = text.replace(name, sign)
    return text


@lru_cache(maxsize=50_000)
def _form(piece: str) -> tuple[str, tuple[str, ...]]:
    return _DIGITS.sub(HOLE, piece), tuple(_DIGITS.findall(piece))


def _side_by_side(texts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Cut texts that say the same in several languages: as finely as all of them can be cut alike."""
    tagged = [_TAGGED.findall(text) for text in texts]
    if len({*map(len, tagged)}) > 1:
        yield tuple(texts)
        return
    for parts in zip(*tagged, strict=True):
        finer = [_PIECE.findall(part) for part in parts]
        if len({*map(len, finer)}) > 1:
            yield parts
        else:
            yield from zip(*finer, strict=True)
