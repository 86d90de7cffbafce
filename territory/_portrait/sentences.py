"""Rules: from the figures of a territory to a sentence, or None when a figure is missing.

Each rule says one thing. Nothing is said of what is unknown but by `need_unknown` and the section
on what is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isnan
from types import MappingProxyType

from territory._portrait.figures import Figures
from territory._portrait.gather import FACTORS
from territory._portrait.words import (
    Said,
    Word,
    count,
    hours,
    joined,
    minutes,
    people_between,
    phrase,
    points,
    say,
    share,
)
from territory.messages import number, text
from territory.rounding import rounded_people

CENSUS = ("insee_population",)
NEED = ("insee_population", "insee_diplomas", "insee_households", "insee_income", "model")
COUNTERS = ("france_services",)
FAR = ("france_services", "town_halls", "engine")
FIXED = ("arcep_fixed",)
MOBILE = ("arcep_mobile", "commune_boundaries")
SCORE = ("method", "france_services", "arcep_fixed", "model")
# Under this many, the profile of modelled people is noise.
FEW_PEOPLE = 10.0
SMALL_GAP_SHARE = 0.0005
SEVERAL = 1.5

Rule = Callable[[Figures, str], Said | None]


def population(figures: Figures, language: str) -> Said | None:
    """Say how many live here."""
    if not figures.known("population_people"):
        return None
    people = figures["population_people"]
    if people < 0.5:
        return say("population.none", figures, language, CENSUS)
    if people < SEVERAL:
        return say("population.one", figures, language, CENSUS, people=count(people, language))
    parts = {"people": count(people, language)}
    key = "population.alone"
    if figures.known("adult_people"):
        key = "population.commune" if figures.is_single else "population.communes"
        parts["adults"] = count(figures["adult_people"], language)
    if not figures.is_single and figures.known("adult_people"):
        parts["communes"] = count(figures["communes_count"], language)
    return say(key, figures, language, CENSUS, **parts)


def need(figures: Figures, language: str) -> Said | None:
    """Say how many people are in illectronism, with the interval."""
    names = ("illectronism_people", "illectronism_low_people", "illectronism_high_people")
    if not figures.known(*names):
        return None
    value, low, high = (figures[name] for name in names)
    people, least, most = people_between(value, low, high, language)
    shown = rounded_people(value, low, high)
    key = "less" if shown < 1 else "one" if shown < SEVERAL else "several"
    near = "near" if shown >= value else "about"
    return say(
        f"need.{key}",
        figures,
        language,
        NEED,
        about=phrase(f"about.{near}", language),
        people=people,
        low=least,
        high=most,
    )


def need_unknown(figures: Figures, language: str) -> Said | None:
    """Say why there is no estimate of the need."""
    if figures.known("illectronism_people"):
        return None
    if not figures.reason:
        return say("need_unknown.plain", figures, language)
    reason = text(f"illectronism.reason.{figures.reason}", language).replace("'", "’")
    return say("need_unknown.because", figures, language, reason=reason)


def need_share(figures: Figures, language: str) -> Said | None:
    """Say which share of adults it is, and whether it is more than in the nation."""
    names = ("illectronism_share", "illectronism_low_share", "illectronism_high_share")
    nation = figures.nation.get("illectronism_share", float("nan"))
    if not figures.known(*names) or isnan(nation):
        return None
    value, low, high = (figures[name] for name in names)
    key = "above" if low > nation else "below" if high < nation else "like"
    return say(
        f"need_share.{key}",
        figures,
        language,
        NEED,
        share=share(value, language),
        low=share(low, language),
        high=share(high, language),
        nation=share(nation, language),
    )


def who(figures: Figures, language: str) -> Said | None:
    """Say who the people in illectronism are; not of a handful, where it would be noise."""
    total = ("illectronism_people", "illectronism_low_people", "illectronism_high_people")
    parts = {name: f"illectronism_{name}_people" for name in ("75_plus", "alone", "no_diploma")}
    if not figures.known(*total, *parts.values()) or figures[total[0]] < FEW_PEOPLE:
        return None
    low, high = figures[total[1]], figures[total[2]]
    said = {
        name.replace("75_plus", "old"): Word(
            figures[column], number(rounded_people(figures[column], low, high), language)
        )
        for name, column in parts.items()
    }
    return say("who", figures, language, NEED, **said)


def why(figures: Figures, language: str) -> Said | None:
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
                phrase(f"factor.{one}", language, points=points(gaps[one], language).words)
                for one in factors
            ],
            language,
        )

    said = say(f"why.{key}", figures, language, NEED, up=listed(up), down=listed(down))
    return Said(said.words, said.source_ids, tuple((one, gaps[one]) for one in (*up, *down)))


def income(figures: Figures, language: str) -> Said | None:
    """Say the median income of a single commune, and its poverty where it is not secret."""
    if not figures.known("median_income_eur"):
        return None
    parts = {"income": count(figures["median_income_eur"], language)}
    key = "income.median"
    if figures.known("poverty_share"):
        key = "income.poverty"
        parts["poverty"] = share(figures["poverty_share"], language)
    return say(key, figures, language, ("insee_income",), **parts)


def counters_inside(figures: Figures, language: str) -> Said | None:
    """Say how many counters there are, fixed and itinerant."""
    fixed, moving = figures["fixed_counters_count"], figures["itinerant_counters_count"]

    def key(value: float) -> str:
        return "none" if value == 0 else "one" if value == 1 else "several"

    parts = {"fixed": count(fixed, language), "itinerant": count(moving, language)}
    kept = {name: part for name, part in parts.items() if part.value > 1}
    return say(f"inside.{key(fixed)}.{key(moving)}", figures, language, COUNTERS, **kept)


def hours_inside(figures: Figures, language: str) -> Said | None:
    """Say how long the fixed counters are open, all together."""
    known, fixed = figures["hours_known_counters_count"], figures["fixed_counters_count"]
    if known == 0:
        return None
    key = "one" if fixed == 1 else "all" if known == fixed else "some"
    total = figures["counters_total_hours"]
    digits = 0 if float(total).is_integer() or fixed > 1 else 1
    parts = {"hours": hours(total, language, digits)}
    if key == "some":
        parts["known"] = count(known, language)
    return say(f"hours_inside.{key}", figures, language, COUNTERS, **parts)


def saturday_inside(figures: Figures, language: str) -> Said | None:
    """Say how many fixed counters open on Saturday; none, only when all publish their hours."""
    fixed, known = figures["fixed_counters_count"], figures["saturday_known_counters_count"]
    opened = figures["saturday_counters_count"]
    if fixed == 0 or (opened == 0 and known < fixed):
        return None
    if fixed == 1:
        key = "only_open" if opened else "only_closed"
        return say(f"saturday_inside.{key}", figures, language, COUNTERS)
    key = "none" if opened == 0 else "one" if opened == 1 else "several"
    parts = {"opened": count(opened, language)} if opened > 1 else {}
    return say(f"saturday_inside.{key}", figures, language, COUNTERS, **parts)


def itinerant(figures: Figures, language: str) -> Said | None:
    """Say what is not known of itinerant counters: where they stop."""
    if figures["itinerant_counters_count"] == 0:
        return None
    form = "one" if figures["itinerant_counters_count"] == 1 else "several"
    return say(f"itinerant.{form}", figures, language, COUNTERS)


def far(figures: Figures, language: str) -> Said | None:
    """Say how far the nearest fixed counter is."""
    return _far(figures, language, "nearest_counter_minutes", "far")


def saturday_far(figures: Figures, language: str) -> Said | None:
    """Say how far the nearest counter open on Saturday is."""
    return _far(figures, language, "nearest_saturday_counter_minutes", "saturday_far")


def _far(figures: Figures, language: str, name: str, key: str) -> Said | None:
    nation = figures.nation.get(name, float("nan"))
    if not figures.known(name) or isnan(nation):
        return None
    where = "mean" if figures.has_points or not figures.is_single else "hall"
    return say(
        f"{key}.{where}",
        figures,
        language,
        FAR,
        minutes=minutes(figures[name], language),
        nation=minutes(nation, language),
        engine=text(f"travel.short.{figures.engine}", language),
    )


def beyond(figures: Figures, language: str) -> Said | None:
    """Say how many live beyond 20 minutes of a counter."""
    if figures.is_single or not figures.known("within_20_minutes_share", "known_people"):
        return None
    outside = 1 - figures["within_20_minutes_share"]
    people = outside * figures["known_people"]
    if people < 0.5:
        return say("beyond.none", figures, language, (*FAR, *CENSUS))
    form = "one" if people < SEVERAL else "several"
    return say(
        f"beyond.{form}",
        figures,
        language,
        (*FAR, *CENSUS),
        share=share(outside, language, digits=1),
        people=count(people, language),
    )


def hours_per_person(figures: Figures, language: str) -> Said | None:
    """Say how many hours are within reach for 1,000 people in illectronism."""
    name = "reachable_hours_per_1k"
    nation = figures.nation.get(name, float("nan"))
    if not figures.known(name) or isnan(nation):
        return None
    value = figures[name]
    if value == 0:
        return say("hours_per_person.none", figures, language, (*FAR, "model"))
    return say(
        "hours_per_person.some",
        figures,
        language,
        (*FAR, "model"),
        hours=hours(value, language, digits=1),
        nation=hours(nation, language, digits=1),
    )


def fibre(figures: Figures, language: str) -> Said | None:
    """Say which share of premises cannot have fibre."""
    return _network(figures, language, "without_fibre", "fibre", FIXED)


def slow(figures: Figures, language: str) -> Said | None:
    """Say which share of premises has no wired offer of 30 Mbit/s."""
    return _network(figures, language, "below_30_mbps", "slow", FIXED)


def mobile(figures: Figures, language: str) -> Said | None:
    """Say which share of the area has no good 4G, even from the best operator."""
    return _network(figures, language, "without_good_4g", "mobile", MOBILE)


def _network(
    figures: Figures, language: str, name: str, key: str, sources: tuple[str, ...]
) -> Said | None:
    nation = figures.nation.get(f"{name}_share", float("nan"))
    if not figures.known(f"{name}_share") or isnan(nation):
        return None
    value = figures[f"{name}_share"]
    if value <= 0:
        return say(f"{key}.all", figures, language, sources)
    return say(
        f"{key}.some",
        figures,
        language,
        sources,
        share=share(value, language, digits=1),
        nation=share(nation, language, digits=1),
    )


def exposure(figures: Figures, language: str) -> Said | None:
    """Say the score and, for one commune, its rank in the nation."""
    if not figures.known("exposure_score"):
        return None
    score = count(figures["exposure_score"], language)
    if not figures.known("exposure_rank"):
        return say("exposure.score", figures, language, SCORE, score=score)
    return say(
        "exposure.rank",
        figures,
        language,
        SCORE,
        score=score,
        rank=count(figures["exposure_rank"], language),
        ranked=count(figures.nation["scored_communes_count"], language),
    )


def both(figures: Figures, language: str) -> Said | None:
    """Say how many communes have both a high need and far counters."""
    if figures.is_single or not figures.known("both_communes_count", "classed_communes_count"):
        return None
    total, found = figures["classed_communes_count"], figures["both_communes_count"]
    if total == 0:
        return None
    classed = count(total, language)
    if found == 0:
        return say("both.none", figures, language, SCORE, classed=classed)
    if not figures.known("both_people"):
        return None
    parts = {"classed": classed, "people": count(figures["both_people"], language)}
    if found == 1:
        return say("both.one", figures, language, SCORE, **parts)
    found_word = count(found, language)
    return say("both.several", figures, language, SCORE, communes=found_word, **parts)


def rank_interval(figures: Figures, language: str) -> Said | None:
    """Say between which ranks a commune stands when the choices of the score vary."""
    if not figures.known("low_rank", "high_rank", "worst_decile_probability_share"):
        return None
    return say(
        "rank_interval",
        figures,
        language,
        SCORE,
        low=count(figures["low_rank"], language),
        high=count(figures["high_rank"], language),
    )


def robustness(figures: Figures, language: str) -> Said | None:
    """Say how sure the worst decile is: of a commune, or of how many of a territory's."""
    if figures.robustness and figures.known("worst_decile_probability_share"):
        chance = share(figures["worst_decile_probability_share"], language)
        key = figures.robustness
        if key == "outside" and figures["worst_decile_probability_share"] == 0:
            return say("robustness.never", figures, language, SCORE)
        return say(f"robustness.{key}", figures, language, SCORE, share=chance)
    if figures.is_single or not figures.known("scored_communes_count"):
        return None
    scored = figures["scored_communes_count"]
    if scored == 0:
        return None
    worst = figures["worst_decile_communes_count"]
    ranked = count(scored, language)
    if worst == 0:
        return say("robustness.none", figures, language, SCORE, ranked=ranked)
    robust = figures["robust_communes_count"]
    worst_key = "one" if worst == 1 else "several"
    robust_key = "none" if robust == 0 else "one" if robust == 1 else "several"
    parts = {"ranked": ranked}
    if worst > 1:
        parts["worst"] = count(worst, language)
    if robust > 1:
        parts["robust"] = count(robust, language)
    return say(f"robustness.{worst_key}.{robust_key}", figures, language, SCORE, **parts)


RULES = MappingProxyType(
    {
        rule.__name__: rule
        for rule in (
            population,
            need,
            need_unknown,
            need_share,
            who,
            why,
            income,
            counters_inside,
            hours_inside,
            saturday_inside,
            itinerant,
            far,
            saturday_far,
            beyond,
            hours_per_person,
            fibre,
            slow,
            mobile,
            exposure,
            both,
            rank_interval,
            robustness,
        )
    }
)
ESSENTIAL_COUNT = 5
# What is most worth five sentences, of one commune and of several; the next stands in when a figure
# is missing.
ESSENTIAL_OF_ONE = (
    *(population, need_unknown, need, need_share, far, exposure),
    *(hours_per_person, fibre, counters_inside, saturday_far, mobile),
)
ESSENTIAL_OF_SEVERAL = (
    *(population, need_unknown, need, need_share, beyond, both),
    *(far, hours_per_person, fibre, counters_inside, saturday_far, mobile),
)


def said_by(rules: tuple[Rule, ...], figures: Figures, language: str) -> list[Said]:
    """Return the sentences of rules that have something to say."""
    return [said for rule in rules if (said := rule(figures, language)) is not None]


def essential(figures: Figures, language: str) -> list[Said]:
    """Return the five sentences that say most of a territory."""
    rules = ESSENTIAL_OF_ONE if figures.is_single else ESSENTIAL_OF_SEVERAL
    return said_by(rules, figures, language)[:ESSENTIAL_COUNT]
