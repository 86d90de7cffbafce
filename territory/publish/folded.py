"""Texts that differ by little more than figures and names, folded into a tenth of their size.

A sheet is cut at its tags and commas. Of a piece, the runs of digits and the names are lifted: what is
left is a form, and forms are few. Digits are the same in every language, so their columns are kept once
for all. Nothing is read of the text: unfolding gives back every byte (``browser/unfold.js`` does it).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

# A piece: a tag and the words after it up to a comma or a full stop.
_PIECE = re.compile(r"<[^>]*>[^<,;.]*[,;.]?|[^<,;.]+[,;.]?|[<,;.]")
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
        Each is lifted in turn: what may hold another comes first.

    Returns
    -------
    dict
        ``codes``; ``names``, a list a rank; ``columns``, digits separated by spaces; and by language
        in ``texts``: ``forms``; ``columns``, for each form the rank of the column of each hole;
        ``orders``, ranks of forms separated by spaces; ``of``, for each code its rank in ``orders``.
        A column gives its next value each time its form comes, in the order of codes.

    Examples
    --------
    >>> folded({"fr": {"1": "<b>12,5 à Alzon", "2": "<b>3 à Ur"}}, {"1": ["Alzon"], "2": ["Ur"]})["columns"]
    ['12', '5', '3']
    """
    columns: dict[str, int] = {}
    codes = list(names)
    return {
        "codes": codes,
        "names": [list(one) for one in zip(*names.values(), strict=True)],
        "texts": {
            language: _folded(
                [_lifted(of_code[code], names[code]) for code in codes],
                columns,
            )
            for language, of_code in texts.items()
        },
        "columns": list(columns),
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


def _folded(texts: Sequence[str], columns: dict[str, int]) -> dict[str, Any]:
    forms: dict[str, int] = {}
    held: list[list[list[str]]] = []
    orders: dict[tuple[int, ...], int] = {}
    of: list[int] = []
    for text in texts:
        order = []
        for piece in _PIECE.findall(text):
            form, digits = _form(piece)
            rank = forms.setdefault(form, len(forms))
            if rank == len(held):
                held.append([[] for _ in digits])
            for column, value in zip(held[rank], digits, strict=True):
                column.append(value)
            order.append(rank)
        of.append(orders.setdefault(tuple(order), len(orders)))
    return {
        "forms": list(forms),
        "columns": [
            [columns.setdefault(" ".join(column), len(columns)) for column in each] for each in held
        ],
        "orders": [" ".join(map(str, order)) for order in orders],
        "of": of,
    }
