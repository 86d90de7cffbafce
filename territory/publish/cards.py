"""Cards of places by columns: what repeats from one to the next stands once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def by_column(cards: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the lines and the weeks of cards by columns, as ``browser/cards.js`` reads them.

    Parameters
    ----------
    cards : sequence of mapping
        Each with ``lines``, pairs of a label and a value, and maybe ``week``, pairs of a day and its
        hours; a card without ``week`` says nothing of hours, one with an empty ``week`` that none is
        published.

    Returns
    -------
    dict
        ``labels``; ``kinds``, the ranks of the labels of cards that have the same ones; ``kind`` and
        ``week``, a rank for each card; ``weeks``, each once, None for none said; ``values``, a list a
        label: a text, or the rank in ``often`` of one said several times.

    Examples
    --------
    >>> told = by_column([{"lines": [["a", "x"], ["b", "y"]]}, {"lines": [["a", "x"]]}])
    >>> told["values"], told["often"], told["kinds"], told["kind"]
    ([[0, 0], ['y']], ['x'], [[0, 1], [0]], [0, 1])
    """
    counts = Counter(value for card in cards for _, value in card["lines"])
    often = {value: rank for rank, value in enumerate(v for v, n in counts.items() if n > 1)}
    labels = _ranked(label for card in cards for label, _ in card["lines"])
    kinds = _ranked(tuple(labels[label] for label, _ in card["lines"]) for card in cards)
    weeks = _ranked(_week(card) for card in cards)
    values: list[list[Any]] = [[] for _ in labels]
    for card in cards:
        for label, value in card["lines"]:
            values[labels[label]].append(often.get(value, value))
    return {
        "labels": list(labels),
        "kinds": [list(kind) for kind in kinds],
        "kind": [kinds[tuple(labels[label] for label, _ in card["lines"])] for card in cards],
        "often": list(often),
        "values": values,
        "weeks": list(weeks),
        "week": [weeks[_week(card)] for card in cards],
    }


def _ranked(told: Iterable[Any]) -> dict[Any, int]:
    return {one: rank for rank, one in enumerate(dict.fromkeys(told))}


def _week(card: Mapping[str, Any]) -> tuple[tuple[str, str], ...] | None:
    week = card.get("week")
    return None if week is None else tuple((day, hours) for day, hours in week)
