"""A comment read into the round of a bus: communes, days, and what is left unread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.steps.rounds import signs
from pipelines.steps.rounds.gazetteer import Area
from pipelines.steps.rounds.groups import WHOLE, Group, find_group
from pipelines.steps.rounds.mentions import Mention, find_mentions
from pipelines.steps.rounds.timetable import NOTHING_SAID, Visit, rhythm_of_all, visits_of
from pipelines.steps.rounds.words import Text, text_of


@dataclass(frozen=True)
class Stop:
    """A commune where a bus stops, or may: when, and by which words.

    Parameters
    ----------
    commune_code : str
        The commune; ``""`` where the name is of two as likely.
    said : str
        The words that say it.
    sign : str
        By what it is taken, or why it is not.
    visits : tuple of Visit
        One at least.
    """

    commune_code: str
    said: str
    sign: str
    visits: tuple[Visit, ...]


@dataclass(frozen=True)
class Round:
    """What a comment says of a round.

    Parameters
    ----------
    stops : tuple of Stop
        Communes where the bus stops.
    denied : tuple of Stop
        Communes where it says that the bus does not.
    doubtful : tuple of Stop
        Names met that are not taken for stops, with why.
    group : Group or None
        The group of communes it speaks of.
    """

    stops: tuple[Stop, ...] = ()
    denied: tuple[Stop, ...] = ()
    doubtful: tuple[Stop, ...] = ()
    group: Group | None = None


def read_round(comment: str, area: Area) -> Round:
    """Read the round of a bus from a comment.

    Parameters
    ----------
    comment : str
        As published, in French.
    area : Area
        The names around its carrier.
    """
    text = text_of(comment)
    found = find_mentions(text, area)
    free = [one for one in found if not one.against]
    visits = dict(zip(free, visits_of(text, [(one.start, one.end) for one in free]), strict=True))
    taken: dict[str, Stop] = {}
    denied: list[Stop] = []
    doubtful: list[Stop] = []
    for one in found:
        when = visits.get(one, (NOTHING_SAID,))
        has_day = any(visit.weekday is not None for visit in when)
        sign, is_stop = _judged(one, has_day=has_day)
        stop = Stop(one.commune_code, one.said, sign, when)
        if is_stop:
            taken[one.commune_code] = _joined(taken.get(one.commune_code), stop)
        elif sign == signs.DENIED:
            denied.append(stop)
        else:
            doubtful.append(stop)
    refused = {stop.commune_code for stop in denied}
    group = find_group(text, area)
    stops = [stop for code, stop in taken.items() if code not in refused]
    stops += _of_group(text, group, area, {*taken, *refused})
    codes = {stop.commune_code for stop in stops}
    left = tuple(stop for stop in doubtful if stop.commune_code not in codes)
    return Round(tuple(stops), tuple(denied), left, group)


def _judged(one: Mention, *, has_day: bool) -> tuple[str, bool]:
    """Return the sign of a mention and whether it makes a stop of it."""
    if one.against:
        return one.against, False
    sign = signs.DAY if has_day and one.sign != signs.POSTAL else one.sign
    if not sign or (one.needs_strong_sign and sign not in signs.STRONG):
        return signs.ALONE, False
    return sign, True


def _joined(held: Stop | None, stop: Stop) -> Stop:
    """Return one stop of a commune named twice: the days of both, the first words."""
    if held is None:
        return stop
    visits = tuple(dict.fromkeys([*held.visits, *stop.visits]))
    dated = tuple(visit for visit in visits if visit.weekday is not None)
    first = held if _has_day(held) or not _has_day(stop) else stop
    return Stop(held.commune_code, first.said, first.sign, dated or visits[:1])


def _has_day(stop: Stop) -> bool:
    return any(visit.weekday is not None for visit in stop.visits)


def _of_group(
    text: Text, group: Group | None, area: Area, known: Sequence[str] | set[str]
) -> list[Stop]:
    if group is None or group.kind != WHOLE:
        return []
    common = rhythm_of_all(text)
    visits = (NOTHING_SAID.filled(common),)
    return [
        Stop(code, group.said, signs.WHOLE_EPCI, visits)
        for code in area.members(group.epci_code)
        if code not in known
    ]
