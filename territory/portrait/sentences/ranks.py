"""Rules on the score, its rank and what that rank is worth."""

from __future__ import annotations

from territory.illectronism import not_ranked
from territory.indicators.counters import LABEL_WEEKLY_HOURS
from territory.messages import Words
from territory.portrait.maker import Figures
from territory.portrait.sentences.cited import FAR, SCORE
from territory.portrait.sentences.words import (
    Said,
    count,
    counted,
    minutes,
    rounded_count,
    say,
    share,
)
from territory.robustness import FAR_WAYS_COUNT, hangs_on_full_week
from territory.scores.ranking import TOO_FEW


def exposure(figures: Figures, words: Words) -> Said | None:
    """Say the score and, for one commune, its rank in the nation."""
    if not figures.known("exposure_score"):
        return None
    score = count(figures["exposure_score"], words)
    if not figures.known("exposure_rank"):
        if figures.is_single and TOO_FEW in figures.remarks.split():
            why = not_ranked(words)
            return say("exposure.not_ranked", figures, words, SCORE, score=score, why=why)
        return say("exposure.score", figures, words, SCORE, score=score)
    return say(
        "exposure.rank",
        figures,
        words,
        SCORE,
        score=score,
        rank=count(figures["exposure_rank"], words),
        ranked=count(figures.nation["scored_communes_count"], words),
    )


def both(figures: Figures, words: Words) -> Said | None:
    """Say how many communes have both a high need and far counters."""
    if figures.is_single or not figures.known("both_communes_count", "classed_communes_count"):
        return None
    total, found = figures["classed_communes_count"], figures["both_communes_count"]
    if total == 0:
        return None
    if found > 0 and not figures.known("both_people"):
        return None
    parts = {
        "classed": count(total, words),
        "communes": count(found, words),
        "people": rounded_count(figures["both_people"], words),
    }
    return say(counted("both", found, words), figures, words, SCORE, **parts)


def rank_interval(figures: Figures, words: Words) -> Said | None:
    """Say between which ranks a commune stands when the choices of the score vary.

    Its own rank is one choice among many: where it lies outside, it is said.
    """
    names = ("exposure_rank", "low_rank", "high_rank", "worst_decile_probability_share")
    if not figures.known(*names):
        return None
    rank, low, high = (figures[name] for name in names[:3])
    is_inside = round(low) <= round(rank) <= round(high)
    return say(
        f"rank_interval.{'inside' if is_inside else 'outside'}",
        figures,
        words,
        SCORE,
        low=count(low, words),
        high=count(high, words),
        **({} if is_inside else {"rank": count(rank, words)}),
    )


def robustness(figures: Figures, words: Words) -> Said | None:
    """Say how sure the worst decile is: of a commune, or of how many of a territory's."""
    if figures.robustness and figures.known("worst_decile_probability_share"):
        chance = share(figures["worst_decile_probability_share"], words)
        key = figures.robustness
        if key == "outside" and figures["worst_decile_probability_share"] == 0:
            return say("robustness.never", figures, words, SCORE)
        return say(f"robustness.{key}", figures, words, SCORE, share=chance)
    if figures.is_single or not figures.known("scored_communes_count"):
        return None
    scored = figures["scored_communes_count"]
    if scored == 0:
        return None
    worst, robust = figures["worst_decile_communes_count"], figures["robust_communes_count"]
    key = counted("robustness", worst, words)
    if worst > 0:
        key = counted(key, robust, words)
    numbers = {"ranked": scored, "worst": worst, "robust": robust}
    parts = {name: count(value, words) for name, value in numbers.items()}
    return say(key, figures, words, SCORE, **parts)


def full_week(figures: Figures, words: Words) -> Said | None:
    """Say that the place of a commune hangs on whether a counter open less than a full week counts."""
    names = ("nearest_counter_minutes", "nearest_full_week_counter_minutes")
    if not figures.is_single or not figures.known(*names):
        return None
    nearest, full = (figures[name] for name in names)
    if not hangs_on_full_week(nearest, full, figures.robustness):
        return None
    return say(
        "robustness_full_week",
        figures,
        words,
        (*SCORE, *FAR),
        ways=count(FAR_WAYS_COUNT, words),
        hours=count(LABEL_WEEKLY_HOURS, words),
        minutes=minutes(full, words),
        nearest=minutes(nearest, words),
    )
