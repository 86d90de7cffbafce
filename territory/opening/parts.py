"""A day read: parts when the door is open, each on its condition; and what they add up to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from territory.opening.words import ALL_WEEKS, Condition


@dataclass(frozen=True)
class Part:
    """A part of a day when the door is open.

    Parameters
    ----------
    start, end : int
        Minutes since midnight.
    condition : Condition
        When it holds, if not every week for whoever comes.
    """

    start: int
    end: int
    condition: Condition = ALL_WEEKS

    @property
    def is_plain(self) -> bool:
        """Whether it holds every week for whoever comes."""
        return self.condition == ALL_WEEKS


@dataclass(frozen=True)
class Day:
    """The hours of a day.

    Parameters
    ----------
    parts : tuple of Part
        In order; parts that hold on different conditions may overlap, others do not.
    published_minutes : int
        Sum of the ranges as published, those that overlap counted each time.
    flags : frozenset of str
        ``unparsed``, ``reversed``, ``overlapping``.
    hourless : tuple of Condition
        Conditions that came without hours (``9h-12h, après-midi sur rendez-vous``).
    """

    parts: tuple[Part, ...] = ()
    published_minutes: int = 0
    flags: frozenset[str] = frozenset()
    hourless: tuple[Condition, ...] = ()

    @property
    def intervals(self) -> tuple[tuple[int, int], ...]:
        """Opening and closing on every such day, for whoever comes: in order, apart."""
        return tuple(union((part.start, part.end) for part in self.parts if part.is_plain))

    @property
    def minutes(self) -> int:
        """Minutes the door is open on every such day, for whoever comes."""
        return sum(end - start for start, end in self.intervals)

    @property
    def mean_minutes(self) -> float:
        """Minutes open on the mean such day: each part for its share of the weeks."""
        return weighted_minutes(self.parts)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What is conditional of it, hours given or not."""
        return (*(part.condition for part in self.parts if not part.is_plain), *self.hourless)

    @property
    def open_share(self) -> float:
        """Share of the weeks when the door opens at all that day, by appointment or not."""
        conditions = (*(part.condition for part in self.parts), *self.hourless)
        return max((condition.share for condition in conditions), default=0.0)

    @property
    def appointment_minutes(self) -> float:
        """Those of the mean day that are by appointment."""
        return weighted_minutes(part for part in self.parts if part.condition.by_appointment)


def weighted_minutes(parts: Iterable[Part]) -> float:
    """Return the minutes open on the mean day; a door is not open twice at once.

    Notes
    -----
    The sum, over the stretches between two starts or ends of parts, of their minutes times the
    smaller of 1 and the sum of the shares of weeks (0–1) of the parts that cover them.

    Examples
    --------
    >>> weighted_minutes([Part(540, 720), Part(600, 780, Condition(share=0.5))])
    210.0
    """
    parts = tuple(parts)
    edges = sorted({edge for part in parts for edge in (part.start, part.end)})
    total = 0.0
    for start, end in pairwise(edges):
        shares = sum(
            part.condition.share for part in parts if part.start <= start and part.end >= end
        )
        total += (end - start) * min(1.0, shares)
    return total


def union(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return ranges in order, those that overlap made one."""
    covered: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if covered and start < covered[-1][1]:
            covered[-1] = (covered[-1][0], max(covered[-1][1], end))
        else:
            covered.append((start, end))
    return covered


def without(parts: list[Part], start: int, end: int) -> list[Part]:
    """Return parts without a time of the day."""
    pieces_left = []
    for part in parts:
        pieces = ((part.start, min(part.end, start)), (max(part.start, end), part.end))
        pieces_left += [
            replace(part, start=first, end=last) for first, last in pieces if first < last
        ]
    return pieces_left


def apart(parts: Iterable[Part]) -> list[Part]:
    """Return parts in order: what is open to all is not conditional as well, nor counted twice."""
    parts = list(parts)
    plain = union((part.start, part.end) for part in parts if part.is_plain)
    disjoint = [Part(start, end) for start, end in plain]
    for condition in dict.fromkeys(part.condition for part in parts if not part.is_plain):
        held = union((part.start, part.end) for part in parts if part.condition == condition)
        rest = [Part(start, end, condition) for start, end in held]
        for start, end in plain:
            rest = without(rest, start, end)
        disjoint += rest
    return sorted(disjoint, key=lambda part: (part.start, part.end))
