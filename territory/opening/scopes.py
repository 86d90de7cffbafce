"""Which days and hours a sentence speaks of: "le mardi, mercredi après-midi et samedi matin"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from territory.opening import words
from territory.opening.day import UnreadError, range_at
from territory.opening.parts import Part
from territory.opening.words import Token

EVERY_DAY = frozenset(range(len(words.DAYS)))
# A part of a day that holds noon well inside is cut here when a half-day is spoken of.
CUT = 13 * 60
_LIST = (words.AND, words.COMMA, words.DASH, words.SLASH)


@dataclass(frozen=True)
class Scope:
    """Days, and the part of them spoken of: a half-day, a range, or neither for all of it."""

    days: frozenset[int]
    half: str = ""
    times: tuple[int, int] | None = None

    def split(self, part: Part) -> tuple[list[Part], list[Part]]:
        """Return the pieces of a part that are spoken of, and those that are not."""
        start, end = self.times or self._half(part)
        inside = Part(max(part.start, start), min(part.end, end), part.condition)
        if inside.start >= inside.end:
            return [], [part]
        around = (
            Part(part.start, inside.start, part.condition),
            Part(inside.end, part.end, part.condition),
        )
        return [inside], [piece for piece in around if piece.start < piece.end]

    def _half(self, part: Part) -> tuple[int, int]:
        if not self.half:
            return part.start, part.end
        # 08:30-13:30 is a morning, 12:30-18:00 an afternoon, 09:00-17:00 both.
        is_both = part.start < words.NOON and part.end > CUT + 60
        is_morning = part.start < words.NOON
        if is_both:
            return (0, CUT) if self.half == words.MORNING else (CUT, words.MIDNIGHT)
        is_meant = is_morning == (self.half == words.MORNING)
        return (part.start, part.end) if is_meant else (0, 0)


def scopes_of(tokens: Sequence[Token]) -> list[Scope]:
    """Read the scopes of a sentence without its conditions.

    Parameters
    ----------
    tokens : sequence of Token
        Days, half-days, times, and the small words between them.

    Returns
    -------
    list of Scope
        Empty when no day nor hour is spoken of.

    Raises
    ------
    UnreadError
        If another word stands among them.
    """
    return _Reader(tokens).read()


class _Reader:
    """Goes through the tokens: days gather until a half-day or a range closes their group."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.found: list[Scope] = []
        self.days: list[int] = []
        self.last: frozenset[int] = frozenset()
        self.prefix = ""
        self.prefix_times: tuple[int, int] | None = None

    def read(self) -> list[Scope]:
        place = 0
        while place < len(self.tokens):
            token = self.tokens[place]
            if token.kind == words.DAY:
                self._add_days(place, token.days)
            elif token.kind == words.HALF:
                self._half(place, token.value)
            elif token.kind in (words.TIME, words.BARE):
                place = self._range(place)
                continue
            elif token.kind not in (*_LIST, words.WORD, words.FROM, words.TO):
                raise UnreadError
            place += 1
        if self.days:
            self._close(self.prefix, self.prefix_times)
        return self.found

    def _range(self, place: int) -> int:
        start, end, after = range_at(self.tokens, place)
        if end <= start:
            raise UnreadError
        if not self.days and self._names_days(after - 1):
            self.prefix_times = (start, end)  # "de 9h à 12h le samedi"
        else:
            if not self.days and self.found and self._before(place) == words.HALF:
                self.last = self.found.pop().days  # "le lundi matin de 9h à 11h": only these
            self._close(times=(start, end))
        return after

    def _add_days(self, place: int, days: tuple[int, ...]) -> None:
        first, last = (self.days or [0])[-1], days[0]
        if self.days and self._before(place) == words.TO:
            if last <= first:
                raise UnreadError
            self.days += list(range(first + 1, last + 1))
        else:
            self.days += list(days)

    def _half(self, place: int, half: str) -> None:
        if self.days:
            self._close(half=half)
        elif self._names_days(place):
            self.prefix = half  # "les après-midi du mardi et du jeudi"
        elif self.last and self._before(place) in _LIST:
            self.found.append(Scope(self.last, half))
        else:
            self.found.append(Scope(EVERY_DAY, half))

    def _close(self, half: str = "", times: tuple[int, int] | None = None) -> None:
        days = frozenset(self.days) or self.last or EVERY_DAY
        self.found.append(Scope(days, half if times is None else "", times))
        self.last, self.days, self.prefix, self.prefix_times = days, [], "", None

    def _before(self, place: int) -> str:
        for token in reversed(self.tokens[:place]):
            if token.kind not in (words.WORD, words.FROM):
                return token.kind
        return ""

    def _names_days(self, place: int) -> bool:
        for token in self.tokens[place + 1 :]:
            if token.kind not in (words.WORD, words.FROM):
                return token.kind == words.DAY
        return False
