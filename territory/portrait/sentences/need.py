"""Rules: from the figures of a territory to a sentence, or None when a figure is missing.

Each rule says one thing. Nothing is said of what is unknown but by `need_unknown` and the section
on what is missing.
"""

from __future__ import annotations

from math import isnan
from types import MappingProxyType

from territory import illectronism
from territory.illectronism import FACTORS
from territory.messages import Words
from territory.messages.rounding import rounded_people
from territory.portrait.maker import Figures
from territory.portrait.sentences import counters, network, ranks
from territory.portrait.sentences.cited import CENSUS, INCOME, NEED
from territory.portrait.sentences.words import (
    TOPIC,
    Rule,
    Said,
    Word,
    count,
    counted,
    joined,
    people_between,
    phrase,
    points,
    say,
    share,
)

# Under this many, the profile of modelled people is noise.
FEW_PEOPLE = 10.0
SMALL_GAP_SHARE = 0.0005
MOST_DIGITS = 1


def population(figures: Figures, words: Words) -> Said | None:
    """Say how many live here."""
    if not figures.known("population_people"):
        return None
    people = figures["population_people"]
    names = {"people": "population_people", "adults": "adult_people", "communes": "communes_count"}
    parts = {part: count(figures[one], words) for part, one in names.items() if figures.known(one)}
    key = counted("population", people, words)
    # Ages and inhabitants are rounded apart: in a few villages the adults come out one too many.
    if figures.known("adult_people") and 1 < round(people) >= round(figures["adult_people"]):
        key = "population.commune" if figures.is_single else "population.communes"
    return say(key, figures, words, CENSUS, **parts)


def need(figures: Figures, words: Words) -> Said | None:
    """Say how many people are in illectronism, with the interval."""
    names = ("illectronism_people", "illectronism_low_people", "illectronism_high_people")
    if not figures.known(*names):
        return None
    value, low, high = (figures[name] for name in names)
    people, least, most = people_between(value, low, high, words)
    shown = rounded_people(value, low, high)
    key = "need.less" if shown < 1 else counted("need", shown, words)
    near = "near" if shown >= value else "about"
    return say(
        key,
        figures,
        words,
        NEED,
        about=phrase(f"about.{near}", words),
        people=people,
        low=least,
        high=most,
    )


def need_unknown(figures: Figures, words: Words) -> Said | None:
    """Say why there is no estimate of the need."""
    if figures.known("illectronism_people"):
        return None
    if not figures.reason:
        return say("need_unknown.plain", figures, words)
    (reason,) = illectronism.remarks(figures.reason, words)
    return say("need_unknown.because", figures, words, reason=reason)


def rests_on(figures: Figures, words: Words) -> Said | None:
    """Say what the estimate of all the communes rests on, where there is something to say of it."""
    said = illectronism.remarks_sentence(figures.remarks, words)
    return Said(said, NEED) if said else None


def institution(figures: Figures, words: Words) -> Said | None:
    """Say the people in institutions, rounded as those outside."""
    names = ("illectronism_people", "illectronism_low_people", "illectronism_high_people")
    if not figures.known(*names, "illectronism_institution_people"):
        return None
    value, low, high = (
        figures["illectronism_institution_people"],
        *(figures[one] for one in names[1:]),
    )
    shown = rounded_people(value, low, high)
    if shown < 1:
        return None
    people = Word(value, words.number(shown))
    said = say(counted("institution", shown, words), figures, words, NEED, people=people)
    # The interval of the others is what rounds them: kept with them, though it is not said again.
    return Said(said.words, said.source_ids, (*said.values, ("low", low), ("high", high)))


def need_share(figures: Figures, words: Words) -> Said | None:
    """Say which share of adults it is, and whether it is more than in the nation."""
    names = ("illectronism_share", "illectronism_low_share", "illectronism_high_share")
    nation = figures.nation.get("illectronism_share", float("nan"))
    if not figures.known(*names) or isnan(nation):
        return None
    value, low, high = (figures[name] for name in names)
    key, bound = ("above", low) if low > nation else ("below", high)
    # A bound that is not the mean is not written like it; one that still is does not differ.
    differs = [
        digits
        for digits in range(MOST_DIGITS + 1)
        if share(bound, words, digits).words != share(nation, words, digits).words
    ]
    if low <= nation <= high or not differs:
        key, differs = "like", [0]
    digits = differs[0]
    return say(
        f"need_share.{key}",
        figures,
        words,
        NEED,
        share=share(value, words, digits),
        low=share(low, words, digits),
        high=share(high, words, digits),
        nation=share(nation, words, digits),
    )


def who(figures: Figures, words: Words) -> Said | None:
    """Say who the people in illectronism are; not of a handful, where it would be noise."""
    total = ("illectronism_people", "illectronism_low_people", "illectronism_high_people")
    names = {
        "old": "illectronism_75_plus_people",
        "alone": "illectronism_alone_people",
        "no_diploma": "illectronism_no_diploma_people",
    }
    if not figures.known(*total, *names.values()) or figures[total[0]] < FEW_PEOPLE:
        return None
    low, high = figures[total[1]], figures[total[2]]
    parts = {}
    for name, column in names.items():
        shown = rounded_people(figures[column], low, high)
        # A group rounded to nobody is not spoken of.
        if shown >= 1:
            parts[name] = Word(figures[column], words.plural(f"{TOPIC}.who.{name}", shown))
    if not parts:
        return None
    key = "overlap" if len(parts) > 1 else "single"
    said = say(
        f"who.{key}",
        figures,
        words,
        NEED,
        listed=joined([part.words for part in parts.values()], words),
    )
    # The interval is what rounds them: kept with them, though it is not said again.
    values = [(name, part.value) for name, part in parts.items()]
    return Said(said.words, said.source_ids, (*values, ("low", low), ("high", high)))


def why(figures: Figures, words: Words) -> Said | None:
    """Say which factors raise the share above the nation's, and which lower it."""
    names = [f"{factor}_gap_share" for factor in FACTORS]
    if not figures.known("illectronism_share", *names):
        return None
    gaps = {factor: figures[name] for factor, name in zip(FACTORS, names, strict=True)}
    ordered = sorted(gaps, key=lambda one: -abs(gaps[one]))
    up = [one for one in ordered if gaps[one] >= SMALL_GAP_SHARE]
    down = [one for one in ordered if gaps[one] <= -SMALL_GAP_SHARE]
    if not up and not down:
        return None
    key = "both" if up and down else "up" if up else "down"

    def listed(factors: list[str]) -> str:
        return joined(
            [
                phrase(f"factor.{one}", words, points=points(gaps[one], words).words)
                for one in factors
            ],
            words,
        )

    said = say(f"why.{key}", figures, words, NEED, up=listed(up), down=listed(down))
    return Said(said.words, said.source_ids, tuple((one, gaps[one]) for one in (*up, *down)))


def income(figures: Figures, words: Words) -> Said | None:
    """Say the median income of a single commune, and its poverty where it is not secret."""
    if not figures.known("median_income_eur"):
        return None
    parts = {"income": count(figures["median_income_eur"], words)}
    key = "income.median"
    if figures.known("poverty_share"):
        key = "income.poverty"
        parts["poverty"] = share(figures["poverty_share"], words)
    return say(key, figures, words, INCOME, **parts)


RULES = MappingProxyType(
    {
        rule.__name__: rule
        for rule in (
            *(population, need, need_unknown, need_share, institution, who, why, income),
            rests_on,
            counters.counters_inside,
            counters.hours_inside,
            counters.saturday_inside,
            counters.saturday_partly,
            counters.itinerant,
            counters.stops,
            counters.people_per_counter,
            counters.far,
            counters.far_band,
            counters.far_though_inside,
            counters.cut_off,
            counters.beyond,
            counters.beyond_band,
            counters.beyond_with_stops,
            counters.saturday_far,
            counters.hours_per_person,
            counters.minutes_per_person,
            network.fibre,
            network.slow,
            network.unwired,
            network.technologies,
            network.mobile,
            network.mobile_all,
            network.sites,
            ranks.exposure,
            ranks.both,
            ranks.rank_interval,
            ranks.robustness,
            ranks.full_week,
        )
    }
)
ESSENTIAL_COUNT = 6
# What is most worth five sentences, of one commune and of several; the next stands in when a figure
# is missing.
ESSENTIAL_OF_ONE = (
    *(population, need_unknown, need, need_share),
    *(counters.far, counters.cut_off, ranks.exposure, counters.hours_per_person),
    *(network.fibre, counters.counters_inside, counters.saturday_far, network.mobile),
)
ESSENTIAL_OF_SEVERAL = (
    *(population, need_unknown, need, need_share, counters.beyond, ranks.both),
    *(counters.far, counters.hours_per_person, network.fibre),
    *(counters.counters_inside, counters.saturday_far, network.mobile),
)


def said_by(rules: tuple[Rule, ...], figures: Figures, words: Words) -> list[Said]:
    """Return the sentences of rules that have something to say."""
    return [said for rule in rules if (said := rule(figures, words)) is not None]


def essential(figures: Figures, words: Words) -> list[Said]:
    """Return the five sentences that say most of a territory, and its poverty where it is known."""
    rules = ESSENTIAL_OF_ONE if figures.is_single else ESSENTIAL_OF_SEVERAL
    poverty = said_by((income,), figures, words) if figures.known("poverty_share") else []
    return said_by(rules, figures, words)[: ESSENTIAL_COUNT - 1] + poverty
