"""Rules on the network: fibre, other wires, 4G, and whether that is more or less than the mean."""

from __future__ import annotations

from math import isnan

from territory.messages import Words
from territory.portrait.maker import Figures
from territory.portrait.sentences.cited import FIXED, MOBILE, MOBILE_SITES, TECHNOLOGY
from territory.portrait.sentences.words import (
    Said,
    Word,
    count,
    counted,
    joined,
    phrase,
    say,
    share,
)

# Closer to the mean than this, a share is called close to it.
CLOSE_SHARE = 0.01
# Under this, a mean leaves out enough of the country to say so.
MOST_KNOWN_SHARE = 0.99
_FIBRE_COUNTS = ("without_fibre_premises_count", "below_30_mbps_premises_count")
_GIGABIT_COUNTS = ("without_1_gbps_premises_count", "below_30_mbps_premises_count")
TECHNOLOGIES = ("fibre", "cable", "copper", "fixed_radio")


def fibre(figures: Figures, words: Words) -> Said | None:
    """Say which share of premises cannot have fibre or, of data that do not say, has not 1 Gbit/s."""
    if "without_fibre_share" in figures.values:
        return _beside_mean(figures, words, "without_fibre", "fibre", TECHNOLOGY)
    return _beside_mean(figures, words, "without_1_gbps", "gigabit", FIXED)


def slow(figures: Figures, words: Words) -> Said | None:
    """Say which share of premises has no wired offer of 30 Mbit/s, or that they are those said before.

    A premises with fibre, or with 1 Gbit/s, has 30 Mbit/s: as many without either are the same ones.
    """
    is_fibre = "without_fibre_share" in figures.values
    counts = _FIBRE_COUNTS if is_fibre else _GIGABIT_COUNTS
    is_same = figures.known(*counts) and figures[counts[0]] == figures[counts[1]] > 0
    if is_same and is_fibre and _are_same_premises(figures):
        return say("slow.same", figures, words, (*TECHNOLOGY, *FIXED))
    if is_same and not is_fibre:
        return say("slow.same_gigabit", figures, words, FIXED)
    return _beside_mean(figures, words, "below_30_mbps", "slow", FIXED)


def _are_same_premises(figures: Figures) -> bool:
    """Tell whether the two files count the same premises: else their counts cannot be held together."""
    totals = ("technology_premises_count", "premises_count")
    return figures.known(*totals) and figures[totals[0]] == figures[totals[1]]


def unwired(figures: Figures, words: Words) -> Said | None:
    """Say how many premises have no wired offer at all."""
    if not figures.known("without_wired_premises_count", "premises_count"):
        return None
    found, premises = figures["without_wired_premises_count"], figures["premises_count"]
    if found <= 0 or premises <= 0:
        return None
    return say(
        "unwired.all" if found == premises != 1 else counted("unwired", found, words),
        figures,
        words,
        FIXED,
        premises=count(found, words),
        share=share(found / premises, words, digits=1),
    )


def technologies(figures: Figures, words: Words) -> Said | None:
    """Say by what wires and waves premises can be connected; the technologies overlap."""
    total = "technology_premises_count"
    names = {one: f"{one}_premises_count" for one in TECHNOLOGIES}
    if not figures.known(total, *names.values()) or figures[total] <= 0:
        return None
    shares = {one: figures[name] / figures[total] for one, name in names.items()}
    parts = {one: share(value, words, digits=1) for one, value in shares.items() if value > 0}
    if not parts:
        return None
    listed = [phrase(f"technology.{one}", words, share=part.words) for one, part in parts.items()]
    said = say("technologies", figures, words, TECHNOLOGY, listed=joined(listed, words))
    return Said(
        said.words, said.source_ids, tuple((one, part.value) for one, part in parts.items())
    )


def mobile(figures: Figures, words: Words) -> Said | None:
    """Say which share of the area has no good 4G, even from the best operator."""
    key = "mobile.commune" if figures.is_single else "mobile.communes"
    return _beside_mean(figures, words, "without_good_4g", key, MOBILE)


def mobile_all(figures: Figures, words: Words) -> Said | None:
    """Say on which share of the area all operators have good 4G at once."""
    name = "without_good_4g_all_operators_share"
    if not figures.known(name, "without_good_4g_share"):
        return None
    value = 1 - figures[name]
    # Without good 4G from any, there is none from all: it is already said.
    if figures["without_good_4g_share"] >= 1:
        return None
    if value <= 0 or value >= 1:
        return say(f"mobile_all.{'none' if value <= 0 else 'all'}", figures, words, MOBILE)
    return say(
        "mobile_all.some",
        figures,
        words,
        MOBILE,
        share=share(value, words, digits=1),
    )


def sites(figures: Figures, words: Words) -> Said | None:
    """Say how many 4G sites stand inside."""
    if not figures.known("site_4g_count"):
        return None
    found = figures["site_4g_count"]
    key = counted("sites", found, words)
    return say(key, figures, words, MOBILE_SITES, sites=count(found, words))


def _beside_mean(
    figures: Figures, words: Words, name: str, key: str, sources: tuple[str, ...]
) -> Said | None:
    """Say a share of what lacks a network, and whether it is more or less than the mean if it is known."""
    nation = figures.nation.get(f"{name}_share", float("nan"))
    if not figures.known(f"{name}_share"):
        return None
    value = figures[f"{name}_share"]
    if isnan(nation):
        alone = share(value, words, digits=1)
        return say(f"{key}.alone", figures, words, sources, share=alone)
    where = (
        "" if figures.nation.get(f"{name}_known_share", 1.0) > MOST_KNOWN_SHARE else "where_known"
    )
    mean: dict[str, Word | str] = {
        "nation": share(nation, words, digits=1),
        "where": phrase(where, words) if where else "",
    }
    if value <= 0:
        return say(f"{key}.all", figures, words, sources, **mean)
    if value >= 1:
        return say(f"{key}.none", figures, words, sources, **mean)
    gap = value - nation
    beside = "close" if abs(gap) < CLOSE_SHARE else "more" if gap > 0 else "less"
    return say(
        f"{key}.{beside}",
        figures,
        words,
        sources,
        share=share(value, words, digits=1),
        **mean,
    )
