"""Which days, half-days and weeks a comment gives each commune it names.

Two ways of writing share the list: the day first ("lundi : Chanac // mardi : Barjac") and the name first
("Chanac (lundi matin) / Barjac (mardi)"). Each sentence is read the way it begins. The words of days,
hours and weeks are those of `territory.opening.words`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipelines.steps.rounds.words import Text
from territory.opening import words
from territory.opening.words import MONTHS_A_YEAR, WEEKS_A_YEAR, Token, plain, tokens_of

MORNING, AFTERNOON, WHOLE_DAY = "morning", "afternoon", "day"
EVERY_WEEK, EVEN_WEEKS, ODD_WEEKS, SOME_WEEKS = (
    "every_week",
    "even_weeks",
    "odd_weeks",
    "some_weeks",
)
# A visit that starts from here on is of the afternoon; one that ends by `_CUT` is of the morning.
_CUT = 13 * 60 + 30
_NOON = 12 * 60
# Days told to reach someone by telephone, or left out, are not those of the round.
_NOT_A_VISIT = re.compile(
    r"\b(?:prise de rendez|rendez[ -]vous|r\.?d\.?v|contact\w*|joignables?|telephon\w*|renseign\w*|inform\w*"
    r"|inscri\w*|appel\w*|standard|secretariat|planning)\b[^.;:!?)\n/]*"
    r"|\b(?:sauf|hormis|excepte\w*|hors|ferme\w*)\b[^.;:!?)\n/,]*"
)
_COUNTS = {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5}
_TIMES = re.compile(
    r"\b(?P<count>\d|une?|deux|trois|quatre|cinq)\s*(?:fois|(?:demi[ -])?jou?r?nees?|(?:demi[ -])?jours?"
    r"|permanences?|passages?|matinees?|apres-midis?)\s*(?:de permanence\s*)?(?:par|/|chaque|tous les)\s*(?P<every>mois|semaine|quinzaine)"
)
_EVERY = re.compile(
    r"\b(?:toutes|tous) les (?P<many>\d|deux|trois|quatre|cinq|six|huit) semaines|\bun(?:e)? semaine sur (?P<one>deux|trois|quatre|[234])"
    r"|\b(?P<fortnight>tous les (?:15|quinze) jours|par quinzaine|chaque quinzaine)"
    r"|\b(?P<week>hebdomadaires?|chaque semaine|toutes les semaines)"
    r"|\b(?P<month>mensuelle(?:ment)?s?|tous les mois|chaque mois)(?! (?:disponible|consultable))"
)
_WORDS_COUNT = {**_COUNTS, "six": 6, "huit": 8}
_SEPARATORS = (words.BREAK, words.SLASH, words.COMMA, words.CLOSE)


@dataclass(frozen=True)
class Visit:
    """When a bus stops somewhere; ``None`` is what the comment does not say.

    Parameters
    ----------
    weekday : int or None
        0 on Monday.
    half : str or None
        ``morning``, ``afternoon``, ``day`` for both.
    rhythm : str or None
        ``every_week``, ``even_weeks``, ``odd_weeks`` or ``some_weeks``.
    weeks_share : float or None
        Share of the weeks; 1 every week.
    """

    weekday: int | None = None
    half: str | None = None
    rhythm: str | None = None
    weeks_share: float | None = None

    def filled(self, other: Visit) -> Visit:
        """Return the visit, what it does not say taken from another."""
        rhythm = self if self.rhythm else other
        return Visit(
            other.weekday if self.weekday is None else self.weekday,
            self.half or other.half,
            rhythm.rhythm,
            rhythm.weeks_share,
        )


NOTHING_SAID = Visit()


def visits_of(text: Text, spans: Sequence[tuple[int, int]]) -> list[tuple[Visit, ...]]:
    """Return when each named commune is visited.

    Parameters
    ----------
    text : Text
        The comment.
    spans : sequence of (int, int)
        Place of each name, in order.

    Returns
    -------
    list of tuple of Visit
        One or more visits a name; the one of a name without any day says its half-day or its weeks, or
        nothing.
    """
    low = _NOT_A_VISIT.sub(lambda found: " " * len(found[0]), _masked(text.low, spans))
    found: list[tuple[Visit, ...]] = [(NOTHING_SAID,)] * len(spans)
    heading = NOTHING_SAID
    for start, end in text.sentences:
        here = [rank for rank, span in enumerate(spans) if start <= span[0] < end]
        places = [spans[rank] for rank in here]
        bounds = [start, *(edge for span in places for edge in span), end]
        gaps = [low[a:b] for a, b in zip(bounds[::2], bounds[1::2], strict=True)]
        if not here:
            continue
        if _day_comes_first(gaps):
            read, heading = _days_first(gaps, heading)
        else:
            read = _names_first(gaps)
        for rank, visits in zip(here, read, strict=True):
            found[rank] = visits
    common = rhythm_of_all(text)
    return [tuple(visit.filled(common) for visit in visits) for visits in found]


def _masked(low: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return the text with a sign that stops a contact clause in place of each name."""
    for start, end in spans:
        low = low[:start] + "/" * (end - start) + low[end:]
    return low


def _day_comes_first(gaps: Sequence[str]) -> bool:
    return any(token.days for token in _tokens(gaps[0]))


def _tokens(gap: str) -> list[Token]:
    return tokens_of(plain(gap.replace("//", ";")))


def _days_first(gaps: Sequence[str], heading: Visit) -> tuple[list[tuple[Visit, ...]], Visit]:
    """Read a sentence whose days stand before the names they are of."""
    found: list[tuple[Visit, ...]] = []
    current: tuple[Visit, ...] = ()
    before = NOTHING_SAID
    for rank, gap in enumerate(gaps):
        first, rest = _cut_at_day(_tokens(gap))
        if rank:
            own, later = _trailing(first)
            is_timed = any(visit.half for visit in current) or before.half
            if own != NOTHING_SAID and not (own.half and is_timed and not own.rhythm):
                found[-1] = tuple(own.filled(visit) for visit in found[-1])
            elif own.half:
                before = replace(before, half=own.half)
            heading = later if later.rhythm else heading
        elif _loose(first) != NOTHING_SAID:
            heading = _loose(first).filled(heading)
        if rest:
            rest = _last_days(rest)
            current, before = _slots(rest, gap), NOTHING_SAID
            block = _loose_after(rest)
            current = tuple(visit.filled(block) for visit in current)
        if rank < len(gaps) - 1:
            said = current or (NOTHING_SAID,)
            found.append(tuple(before.filled(visit).filled(heading) for visit in said))
    return found, heading


def _names_first(gaps: Sequence[str]) -> list[tuple[Visit, ...]]:
    """Read a sentence whose names stand before their days: names that follow each other share them."""
    ahead = _loose(_tokens(gaps[0]))
    if ahead.rhythm == SOME_WEEKS:  # of all the names or of none: `rhythm_of_all` says it
        ahead = replace(ahead, rhythm=None, weeks_share=None)
    found: list[tuple[Visit, ...]] = []
    group = 0
    for gap in gaps[1:]:
        group += 1
        tokens = _tokens(gap)
        if not any(token.days or _is_loose(token) for token in tokens):
            continue
        slots = _slots(tokens, gap) or (NOTHING_SAID,)
        loose = _loose(tokens)
        if len(slots) > 1:  # which day an hour is of is not known
            loose = replace(loose, half=None)
        slots = tuple(visit.filled(loose).filled(ahead) for visit in slots)
        found += [slots] * group
        group = 0
    return found + [(ahead,)] * group


def _cut_at_day(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
    """Cut a block before its first day."""
    first = next((rank for rank, token in enumerate(tokens) if token.days), len(tokens))
    if first and first < len(tokens) and tokens[first - 1].kind == words.FROM:
        first -= 1
    return tokens[:first], tokens[first:]


def _last_days(tokens: list[Token]) -> list[Token]:
    """Return a block from its last days on: those before other words are of a place that is not read."""
    start = 0
    for rank, token in enumerate(tokens):
        if token.days and any(map(_is_of_another_place, tokens[start:rank])):
            start = rank
    return tokens[start:]


def _is_of_another_place(token: Token) -> bool:
    """Tell a word that is not of a timetable: a street, a quarter, a place that is no commune."""
    return token.kind == words.UNKNOWN and str(token.value).isalpha() and token.value != "ou"


def _trailing(tokens: list[Token]) -> tuple[Visit, Visit]:
    """Return what stands behind a name and is of it, and what announces the days that follow.

    "(semaines paires)" is of the name; "; semaines paires : lundi…" announces.
    """
    depth, edge = 0, len(tokens)
    for rank, token in enumerate(tokens):
        depth += (token.kind == words.OPEN) - (token.kind == words.CLOSE)
        ends = token.kind in _SEPARATORS and depth <= 0 and rank > 0
        if ends and any(_weeks(each) for each in tokens[rank:]):
            edge = rank
            break
    return _loose(tokens[:edge]), _loose(tokens[edge:])


def _is_loose(token: Token) -> bool:
    return token.kind in (words.HALF, words.TIME) or _weeks(token) is not None


def _weeks(token: Token) -> Visit | None:
    """Return the weeks a condition speaks of, None if it speaks of appointments alone."""
    if token.kind != words.CONDITION or token.value.share >= 1:
        return None
    name = {"even": EVEN_WEEKS, "odd": ODD_WEEKS}.get(token.value.weeks, SOME_WEEKS)
    return Visit(rhythm=name, weeks_share=float(token.value.share))


def _loose(tokens: Iterable[Token]) -> Visit:
    """Return the half-day and the weeks said in tokens, whatever the days."""
    tokens = list(tokens)
    halves = {token.value for token in tokens if token.kind == words.HALF}
    half = WHOLE_DAY if len(halves) > 1 else next(iter(halves), None) or _half_of_times(tokens)
    weeks = [found for token in tokens if (found := _weeks(token))]
    rhythm = weeks[0] if len(weeks) == 1 else NOTHING_SAID
    return Visit(None, half, rhythm.rhythm, rhythm.weeks_share)


def _half_of_times(tokens: Sequence[Token]) -> str | None:
    times = [token.value for token in tokens if token.kind == words.TIME]
    if not times:
        return None
    if max(times) <= _CUT and min(times) < _NOON:
        return MORNING
    if min(times) >= _NOON:
        return AFTERNOON
    return WHOLE_DAY if len(times) > 1 else MORNING


def _loose_after(tokens: list[Token]) -> Visit:
    """Return the times and weeks said behind the days of a block."""
    last = max(rank for rank, token in enumerate(tokens) if token.days)
    after = [token for token in tokens[last + 1 :] if token.kind != words.HALF]
    return _loose(after)


def _slots(tokens: list[Token], gap: str) -> tuple[Visit, ...]:
    """Return the days of a block, each with its half-day: a half-day closes the days before it."""
    found: list[Visit] = []
    open_days: list[Visit] = []
    times: list[Token] = []
    every = (
        EVERY_WEEK if re.search(r"\b(?:tous les|toutes les|chaque)\b|\bles \w+dis\b", gap) else None
    )
    share = 1.0 if every else None
    rank = 0
    while rank < len(tokens):
        token = tokens[rank]
        if token.days and times:
            found, open_days, times = found + _timed(open_days, times), [], []
        if token.kind == words.TIME:
            times.append(token)
        if token.kind == words.DAY:
            days = [token.days[0]]
            if _is_span(tokens, rank):
                last = tokens[rank + 2].days[0]
                days = list(range(days[0], last + 1))
                rank += 2
            open_days += [Visit(day, None, every, share) for day in days]
        elif token.days and (weeks := _weeks(token)):
            half = token.half or None
            open_days += [replace(weeks, weekday=day, half=half) for day in token.days]
            # The day itself follows the rank that names it: "1er et 3e" lundi.
            if rank + 1 < len(tokens) and tokens[rank + 1].days == token.days:
                rank += 1
        elif token.kind == words.HALF and open_days:
            halves = {token.value}
            if [each.kind for each in tokens[rank + 1 : rank + 3]] == [words.AND, words.HALF]:
                halves.add(tokens[rank + 2].value)
                rank += 2
            half = WHOLE_DAY if len(halves) > 1 else token.value
            found += [replace(day, half=day.half or half) for day in open_days]
            open_days = []
        elif _is_of_another_place(token):
            found, open_days = found + open_days, []
        rank += 1
    return tuple(dict.fromkeys([*found, *_timed(open_days, times)]))


def _timed(days: list[Visit], times: list[Token]) -> list[Visit]:
    """Return days with the half of the day their hours are of."""
    half = _half_of_times(times)
    return [replace(day, half=day.half or half) for day in days]


def _is_span(tokens: list[Token], rank: int) -> bool:
    """Tell "du lundi au vendredi"."""
    after = tokens[rank + 1 : rank + 3]
    return (
        len(after) == 2
        and after[0].kind in (words.TO,)
        and after[1].kind == words.DAY
        and after[1].days[0] > tokens[rank].days[0]
    )


def rhythm_of_all(text: Text) -> Visit:
    """Return the one rhythm a comment gives all its communes; nothing if it gives two, or none."""
    said = {
        *(_times_a_month(found) for found in _TIMES.finditer(text.low)),
        *(_every(found) for found in _EVERY.finditer(text.low)),
    }
    if len(said) != 1:
        return NOTHING_SAID
    share = said.pop()
    return Visit(rhythm=EVERY_WEEK if share >= 1 else SOME_WEEKS, weeks_share=share)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _WORDS_COUNT[word]


def _times_a_month(found: re.Match[str]) -> float:
    weeks = {"mois": WEEKS_A_YEAR / MONTHS_A_YEAR, "semaine": 1.0, "quinzaine": 2.0}[found["every"]]
    return min(1.0, _number(found["count"]) / weeks)


def _every(found: re.Match[str]) -> float:
    if found["week"]:
        return 1.0
    if found["month"]:
        return MONTHS_A_YEAR / WEEKS_A_YEAR
    if found["fortnight"]:
        return 0.5
    return 1 / _number(found["many"] or found["one"])
