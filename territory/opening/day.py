"""Read the hours of a day, as people write them, into parts: when, and on what condition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from territory.opening import words
from territory.opening.parts import Day, Part, apart, weighted_minutes, without
from territory.opening.words import ALL_WEEKS, Condition, Token

# A bare number is an hour only if a counter could open then: "1-2" is none.
EARLIEST_BARE = 6 * 60
_MORNING_STARTS_BEFORE = 13 * 60
_AFTERNOON_STARTS_FROM = 11 * 60
_CONDITIONS = (words.CONDITION, words.BOOKING, words.SEASON)
_WEAK = (words.OPEN, words.CLOSE, words.COMMA, words.AND, words.DASH)
_NOTHING = re.compile(r"(?:0{1,2}(?: ?[h:.] ?(?:00)?)?|[ /|;,-])*|x+")


@cache
def read_day(published: str, weekday: int | None = None) -> Day:
    """Read the hours of a day as published.

    Parameters
    ----------
    published : str
        One or several ranges; blank when closed.
    weekday : int, optional
        Which day it is, 0 on Monday: its own name may stand in the text, another's may not.

    Returns
    -------
    Day
        Without parts, and flagged, when a word of the text is not understood or a range ends
        before it starts.

    Examples
    --------
    >>> read_day("09:00 - 12:00 / 13:30 - 17:00").intervals
    ((540, 720), (810, 1020))
    >>> read_day("9h-12h30 et 14h à 18h").minutes
    450
    >>> read_day("9h-12h le 1er samedi du mois").mean_minutes * 52 / 12
    180.0
    """
    text = words.plain(published)
    if _NOTHING.fullmatch(text):
        return Day()
    try:
        atoms = _atoms(_without_its_name(words.tokens_of(text), weekday))
        return _day(atoms)
    except UnreadError:
        return Day(flags=frozenset({"unparsed"}))


def _without_its_name(tokens: list[Token], weekday: int | None) -> list[Token]:
    """Drop the day's own name; refuse that of another day.

    When the day is not known, only a condition may name one: "le 1er samedi du mois".
    """
    for rank, token in enumerate(tokens):
        said_by_condition = token.kind != words.DAY or (
            rank > 0 and tokens[rank - 1].kind == words.CONDITION
        )
        is_right = said_by_condition if weekday is None else set(token.days) <= {weekday}
        if not is_right:
            raise UnreadError
    return [token for token in tokens if token.kind != words.DAY]


class UnreadError(ValueError):
    """A text that the grammar does not hold."""


@dataclass
class _Atom:
    """What stands between two separators; ``segment`` counts the strong ones before it."""

    segment: int
    ranges: list[tuple[int, int]] = field(default_factory=list)
    shut: list[tuple[int, int]] = field(default_factory=list)
    halves: list[str] = field(default_factory=list)
    condition: Condition | None = None
    is_free: bool = False
    is_closed: bool = False
    leads: bool = False

    @property
    def is_empty(self) -> bool:
        return (
            not (self.ranges or self.shut or self.halves or self.condition or self.is_free)
            and not self.is_closed
        )


def _atoms(tokens: Sequence[Token]) -> list[_Atom]:
    """Cut tokens into atoms, ranges read."""
    atoms = [_Atom(0)]
    place = 0
    while place < len(tokens):
        token, atom = tokens[place], atoms[-1]
        kind = token.kind
        if kind in (words.TIME, words.BARE):
            after_shut = atom.is_closed and tokens[place - 1].kind == words.FROM
            if atom.is_closed and not after_shut:
                raise UnreadError  # "fermé 12h-14h": closed then, or only then?
            start, end, place = range_at(tokens, place)
            (atom.shut if after_shut else atom.ranges).append((start, end))
            continue
        if kind == words.ALWAYS:
            atom.ranges.append((0, words.MIDNIGHT))
        elif kind in (words.SLASH, words.BREAK):
            atoms.append(_Atom(atom.segment + 1))
        elif kind in _WEAK:
            atoms.append(_Atom(atom.segment))
        elif kind == words.CLOSED:
            # "9h-12h fermé l'après-midi": what is closed is the rest.
            is_told = atom.ranges or atom.condition or atom.is_free
            atoms += [_Atom(atom.segment)] if is_told else []
            atoms[-1].is_closed = True
        elif kind == words.EXCEPT:
            place = _exception(tokens, place, atom)
            continue
        else:
            _note(tokens, place, atom)
            if kind in _CONDITIONS and not any(other.ranges for other in atoms):
                atom.leads = True
        place += 1
    return [filled for filled in atoms if not filled.is_empty]


def _note(tokens: Sequence[Token], place: int, atom: _Atom) -> None:
    """Write down in an atom a token that is neither a time nor a separator."""
    token = tokens[place]
    if token.kind == words.HALF:
        atom.halves.append(token.value)
    elif token.kind == words.FREE:
        atom.is_free = True
    elif token.kind in _CONDITIONS:
        said = token.value.reversed() if _is_shut(tokens, place) else token.value
        atom.condition = said if atom.condition is None else atom.condition.joined(said)
        atom.halves += [token.half] if token.half else []
    elif token.kind not in (words.WORD, words.FROM):
        raise UnreadError


def _is_shut(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a condition says when the door is closed: "fermé semaines paires"."""
    before = place - 1
    while before >= 0 and tokens[before].kind in (words.WORD, words.HALF, words.FROM):
        before -= 1
    shut = before >= 0 and tokens[before].kind == words.CLOSED
    return shut and not tokens[place].value.by_appointment


def _exception(tokens: Sequence[Token], place: int, atom: _Atom) -> int:
    """Read "sauf le 1er mardi du mois", or "fermé sauf sur rendez-vous"."""
    place += 1
    while place < len(tokens) and tokens[place].kind == words.WORD:
        place += 1
    if place == len(tokens) or tokens[place].kind not in _CONDITIONS:
        raise UnreadError
    said: Condition = tokens[place].value
    if said.by_appointment != atom.is_closed:
        raise UnreadError
    atom.condition = said if said.by_appointment else said.reversed()
    atom.is_closed = False
    return place + 1


def range_at(tokens: Sequence[Token], place: int) -> tuple[int, int, int]:
    """Read a range that starts at a place; return it and the place after it."""
    first, between = tokens[place], place + 1
    kinds: list[str] = []
    while between < len(tokens) and tokens[between].kind in (
        words.DASH,
        words.SLASH,
        words.TO,
        words.AND,
    ):
        kinds.append(tokens[between].kind)
        between += 1
    if between == len(tokens) or tokens[between].kind not in (words.TIME, words.BARE):
        raise UnreadError
    last = tokens[between]
    has_clock = words.BARE not in (first.kind, last.kind)
    said = {words.DASH, words.TO}
    if has_clock:
        said |= {words.SLASH}
    if kinds == [words.AND]:
        if not (place and tokens[place - 1] == Token(words.FROM, "entre")):
            raise UnreadError
    elif not set(kinds) <= said or len(kinds) > 1 or not (kinds or has_clock):
        raise UnreadError
    if first.kind == words.BARE and first.value < EARLIEST_BARE:
        raise UnreadError
    return first.value, last.value, between + 1


def _day(atoms: list[_Atom]) -> Day:
    """Make a day of its atoms: give each range its conditions."""
    ranges = [span for atom in atoms for span in atom.ranges if span != (0, 0)]
    if any(end <= start for start, end in ranges):
        return Day(flags=frozenset({"reversed"}))
    _check_halves(atoms)
    parts: list[Part] = []
    hourless: list[Condition] = []
    conditions = _conditions_of_ranges(atoms, hourless)
    for atom, condition in zip(atoms, conditions, strict=True):
        parts += [Part(*span, condition) for span in atom.ranges if span != (0, 0)]
    for start, end in (span for atom in atoms for span in atom.shut):
        if not any(part.start < start and end < part.end for part in parts):
            raise UnreadError
        parts = without(parts, start, end)
    for atom in atoms:
        if not atom.ranges and atom.condition is not None and atom.halves:
            parts = [
                replace(part, condition=part.condition.joined(atom.condition))
                if _is_of(part, atom.halves)
                else part
                for part in parts
            ]
    if not parts and not hourless and not any(atom.is_closed or atom.ranges for atom in atoms):
        raise UnreadError
    published = sum(part.end - part.start for part in parts)
    distinct = apart(parts)
    summed = sum((part.end - part.start) * part.condition.share for part in parts)
    flags = {"overlapping"} if summed > weighted_minutes(distinct) + 1e-9 else set()
    return Day(tuple(distinct), published, frozenset(flags), tuple(hourless))


def _check_halves(atoms: list[_Atom]) -> None:
    """Refuse a label that its ranges belie, a half-day closed with hours, one of no use."""
    everything = [Part(*span) for atom in atoms for span in atom.ranges]
    for atom in atoms:
        own = [Part(*span) for span in atom.ranges]
        for half in atom.halves:
            if atom.ranges:
                # "9h-12h fermé l'après-midi" has its half as well: no hours of it then.
                continue
            if atom.is_closed and any(_is_of(part, [half]) for part in everything):
                raise UnreadError
            if not atom.is_closed and atom.condition is None and not atom.is_free:
                raise UnreadError
        if own and len(atom.halves) == 1 and not any(_is_of(part, atom.halves) for part in own):
            raise UnreadError


def _is_of(part: Part, halves: Sequence[str]) -> bool:
    is_morning = part.start < _MORNING_STARTS_BEFORE and part.end <= 14 * 60 + 30
    is_afternoon = part.start >= _AFTERNOON_STARTS_FROM and not (
        is_morning and part.end <= _MORNING_STARTS_BEFORE
    )
    return (words.MORNING in halves and is_morning) or (words.AFTERNOON in halves and is_afternoon)


def _conditions_of_ranges(atoms: list[_Atom], hourless: list[Condition]) -> list[Condition]:
    """Return the condition of each atom's ranges; those that fit none go to ``hourless``.

    A condition holds for the ranges of its own atom, then for those of its segment that say
    nothing themselves. One that stands alone holds for the whole day, but for "9h-12h / sur
    rendez-vous", whose second half has no hours. Weeks said in one segment only hold for all.
    """
    own = [atom.condition for atom in atoms]
    segments = {atom.segment for atom in atoms if atom.ranges}
    for rank, atom in enumerate(atoms):
        if atom.condition is None:
            continue
        if atom.halves and not atom.ranges:
            everything = [Part(*span) for other in atoms for span in other.ranges]
            if not any(_is_of(part, atom.halves) for part in everything):
                hourless.append(atom.condition)
            continue
        near = [
            other
            for other in range(len(atoms))
            if atoms[other].segment == atom.segment and atoms[other].ranges
        ]
        is_alone = not near
        if is_alone and segments and len(segments) == 1 and atom.condition.by_appointment:
            is_slot = atom.segment > max(segments)
            if is_slot:
                hourless.append(atom.condition)
                continue
        if is_alone and not segments:
            hourless.append(atom.condition)
            continue
        others = [i for i, other in enumerate(atoms) if i != rank and other.condition is not None]
        everywhere = is_alone or (not others and (atom.leads or atom.condition.share < 1))
        targets = [i for i, other in enumerate(atoms) if other.ranges] if everywhere else near
        for target in targets:
            if target == rank or atoms[target].is_free or atoms[target].condition is not None:
                continue
            before = own[target]
            own[target] = atom.condition if before is None else before.joined(atom.condition)
    return [condition or ALL_WEEKS for condition in own]
