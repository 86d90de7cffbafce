"""Rules on counters: how many, when, how far, how much for how many."""

from __future__ import annotations

from math import isnan

from territory.indicators.minutes_band import BAND_COLUMNS
from territory.messages import Words
from territory.messages.rounding import hour_digits, rounded_people
from territory.portrait.maker import Figures
from territory.portrait.sentences.cited import CENSUS, COUNTERS, FAR
from territory.portrait.sentences.words import (
    Said,
    count,
    counted,
    hours,
    minutes,
    people_between,
    rounded_count,
    say,
    share,
)
from territory.scores.certainty import CERTAIN, CLASS_OPEN, LIMIT_OPEN
from territory.travel import EstimateEngine, OfficialEngine, engine_of_column
from territory.travel.said import UNUSUAL_STARTS

WEEKS_A_YEAR = 52
# A sum of so many hours is no longer read to the half hour.
MANY_HOURS = 100.0


def counters_inside(figures: Figures, words: Words) -> Said | None:
    """Say how many counters there are, fixed and itinerant."""
    fixed, moving = figures["fixed_counters_count"], figures["itinerant_counters_count"]
    if fixed == 0 and moving == 0 and figures["unknown_kind_counters_count"]:
        return say("inside.unknown", figures, words, COUNTERS)
    parts = {"fixed": count(fixed, words), "itinerant": count(moving, words)}
    key = counted(counted("inside", fixed, words), moving, words)
    return say(key, figures, words, COUNTERS, **parts)


def hours_inside(figures: Figures, words: Words) -> Said | None:
    """Say how long the fixed counters are open, all together."""
    known, fixed = figures["hours_known_counters_count"], figures["fixed_counters_count"]
    if known == 0:
        return None
    key = counted("hours_inside.some", known, words)
    if known == fixed:
        key = "hours_inside.only" if fixed == 1 else "hours_inside.all"
    total = figures["counters_total_hours"]
    digits = 0 if total >= MANY_HOURS and known > 1 else hour_digits(total)
    parts = {"hours": hours(total, words, digits), "known": count(known, words)}
    return say(key, figures, words, COUNTERS, **parts)


def saturday_inside(figures: Figures, words: Words) -> Said | None:
    """Say how many fixed counters open every Saturday; none, only when all publish their hours.

    Those that open some Saturdays only, or by appointment, have a sentence of their own.
    """
    fixed, known = figures["fixed_counters_count"], figures["saturday_known_counters_count"]
    opened, partly = figures["saturday_counters_count"], figures["partly_saturday_counters_count"]
    if fixed == 0 or (opened == 0 and known < fixed):
        return None
    if opened == 0 and partly > 0:
        return None
    if fixed == 1:
        key = "only_open" if opened else "only_closed"
        return say(f"saturday_inside.{key}", figures, words, COUNTERS)
    if opened == 0:
        return say("saturday_inside.none", figures, words, COUNTERS)
    key = counted(f"saturday_inside.{'every' if known == fixed else 'some'}", opened, words)
    return say(key, figures, words, COUNTERS, opened=count(opened, words))


def saturday_partly(figures: Figures, words: Words) -> Said | None:
    """Say how many fixed counters open some Saturdays only, or by appointment that day."""
    partly = figures["partly_saturday_counters_count"]
    if partly == 0:
        return None
    opened = figures["saturday_counters_count"]
    key = counted(f"saturday_partly.{'more' if opened else 'alone'}", partly, words)
    if figures["fixed_counters_count"] == 1:
        key = "saturday_partly.only"
    return say(key, figures, words, COUNTERS, partly=count(partly, words))


def itinerant(figures: Figures, words: Words) -> Said | None:
    """Say what is not known of itinerant counters: where they stop."""
    found = figures["itinerant_counters_count"]
    return say(counted("itinerant", found, words), figures, words, COUNTERS) if found else None


def stops(figures: Figures, words: Words) -> Said | None:
    """Say in how many communes an itinerant counter stops according to the directory; nothing for none.

    None known is not none: most itinerant counters publish no round.
    """
    if not figures.known("stop_communes_count") or figures["stop_communes_count"] == 0:
        return None
    if figures.is_single:
        return say("stops.here", figures, words, COUNTERS)
    communes = figures["stop_communes_count"]
    key = counted("stops.inside", communes, words)
    return say(key, figures, words, COUNTERS, communes=count(communes, words))


def beyond_with_stops(figures: Figures, words: Words) -> Said | None:
    """Say how many live beyond 20 minutes of a counter or of a stop, where stops change it."""
    names = ("within_20_minutes_share", "within_20_minutes_or_stop_share", "known_people")
    if figures.is_single or not figures.known(*names):
        return None
    before, after = (1 - figures[name] for name in names[:2])
    if (before - after) * figures["known_people"] < 0.5:
        return None
    return say("stops.beyond", figures, words, FAR, share=share(after, words, digits=1))


def far(figures: Figures, words: Words) -> Said | None:
    """Say how far the nearest fixed counter is."""
    return _far(figures, words, "nearest_counter_minutes", "far")


def saturday_far(figures: Figures, words: Words) -> Said | None:
    """Say how far the nearest counter open on Saturday is."""
    return _far(figures, words, "nearest_saturday_counter_minutes", "saturday_far")


def place_of(figures: Figures) -> str:
    """Return what the place of a single commune is: ``hall``, ``own_counter`` or ``centre``."""
    starts = [one for one in UNUSUAL_STARTS if figures.values.get(f"from_{one}_communes_count")]
    return starts[0] if starts else "hall"


def _far(figures: Figures, words: Words, name: str, key: str) -> Said | None:
    nation = figures.nation.get(name, float("nan"))
    if not figures.known(name) or isnan(nation):
        return None
    engine = engine_of_column(name, figures.engine)
    where = "mean" if figures.has_points or not figures.is_single else place_of(figures)
    if engine == OfficialEngine.name:
        where = "official"
    return say(
        f"{key}.{where}",
        figures,
        words,
        FAR,
        minutes=minutes(figures[name], words),
        nation=minutes(nation, words),
        engine=words.text(f"travel.short.{engine}"),
    )


def far_band(figures: Figures, words: Words) -> Said | None:
    """Say between which minutes the road is, and what that leaves open, of one commune."""
    low, high, within = BAND_COLUMNS
    opened = (f"{LIMIT_OPEN}_communes_count", f"{CLASS_OPEN}_communes_count")
    if not figures.is_single or not figures.known(*BAND_COLUMNS, *opened):
        return None
    key = LIMIT_OPEN if figures[opened[0]] else CLASS_OPEN if figures[opened[1]] else CERTAIN
    return say(
        f"far_band.{key}",
        figures,
        words,
        FAR,
        low=count(figures[low], words),
        high=minutes(figures[high], words),
        share=share(figures[within], words),
    )


def beyond_band(figures: Figures, words: Words) -> Said | None:
    """Say how many are to be expected beyond 20 minutes with the error of the estimate."""
    opened = f"{LIMIT_OPEN}_communes_count"
    names = ("beyond_expected_people", "beyond_known_people", opened)
    if figures.is_single or not figures.known(*names):
        return None
    expected, known = figures["beyond_expected_people"], figures["beyond_known_people"]
    if known == 0 or round(expected) < 2:
        return None
    return say(
        counted("beyond_band", figures[opened], words),
        figures,
        words,
        (*FAR, *CENSUS),
        people=rounded_count(expected, words),
        share=share(expected / known, words, digits=1),
        communes=count(figures[opened], words),
    )


def far_though_inside(figures: Figures, words: Words) -> Said | None:
    """Warn that a counter inside the commune is far from its town hall: one may be misplaced."""
    name = "far_though_inside_communes_count"
    if not figures.is_single or not figures.known(name) or figures[name] == 0:
        return None
    key = "official" if figures.engine == OfficialEngine.name else "measured"
    return say(f"far_though_inside.{key}", figures, words, FAR)


def cut_off(figures: Figures, words: Words) -> Said | None:
    """Say that nothing leads from the town hall of a commune to a fixed counter."""
    if not figures.is_single or figures.known("nearest_counter_minutes"):
        return None
    if figures.engine == OfficialEngine.name:  # unknown to Insee's file, not cut off
        return None
    # Hours within reach are known, and none, only where the town hall is on the map.
    if not figures.known("reachable_hours_per_1k") or figures["reachable_hours_per_1k"] > 0:
        return None
    key = "estimate" if figures.engine == EstimateEngine.name else "road"
    engine = words.text(f"travel.short.{figures.engine}")
    return say(f"cut_off.{key}", figures, words, FAR, engine=engine)


def beyond(figures: Figures, words: Words) -> Said | None:
    """Say how many live beyond 20 minutes of a counter, of those whose trip is known."""
    if figures.is_single or not figures.known("within_20_minutes_share", "known_people"):
        return None
    outside = 1 - figures["within_20_minutes_share"]
    people = outside * figures["known_people"]
    unknown = figures.values.get("unknown_people", 0.0)
    sources = (*FAR, *CENSUS)
    known = "some" if unknown >= 0.5 else "every"
    parts = {"share": share(outside, words, digits=1), "people": rounded_count(people, words)}
    return say(counted(f"beyond.{known}", people, words), figures, words, sources, **parts)


def hours_per_person(figures: Figures, words: Words) -> Said | None:
    """Say how many hours are within reach for 1,000 people in illectronism."""
    name = "reachable_hours_per_1k"
    nation = figures.nation.get(name, float("nan"))
    if not figures.known(name) or isnan(nation):
        return None
    value = figures[name]
    if value == 0:
        # Where no road leads to a counter, `cut_off` has said it.
        if not figures.known("nearest_counter_minutes"):
            return None
        return say("hours_per_person.none", figures, words, (*FAR, "model"))
    return say(
        "hours_per_person.some",
        figures,
        words,
        (*FAR, "model"),
        hours=hours(value, words, digits=1),
        nation=hours(nation, words, digits=1),
    )


def minutes_per_person(figures: Figures, words: Words) -> Said | None:
    """Say the same plainly: how long a counter could give each person in a year."""
    name = "reachable_hours_per_1k"
    nation = figures.nation.get(name, float("nan"))
    if not figures.known(name) or isnan(nation):
        return None
    yearly, mean = (one * 60 * WEEKS_A_YEAR / 1000 for one in (figures[name], nation))
    # Under a minute a year, the figure in hours says enough.
    if yearly < 1:
        return None
    return say(
        "minutes_per_person",
        figures,
        words,
        (*FAR, "model"),
        minutes=minutes(yearly, words),
        nation=minutes(mean, words),
    )


def people_per_counter(figures: Figures, words: Words) -> Said | None:
    """Say for how many people in illectronism a territory of several communes has one counter."""
    names = ("illectronism_people", "illectronism_low_people", "illectronism_high_people")
    if figures.is_single or not figures.known(*names):
        return None
    fixed = figures["fixed_counters_count"]
    if fixed < 2:
        return None
    people, low, high = (figures[one] / fixed for one in names)
    if rounded_people(people, low, high) < 2:
        return None
    said = people_between(people, low, high, words)
    parts = dict(zip(("people", "low", "high"), said, strict=True))
    return say("people_per_counter", figures, words, (*COUNTERS, "model"), **parts)
