"""A method in a sentence, and its effect in another: what the weights are, who enters, who leaves."""

from __future__ import annotations

import pandas as pd

from territory.indicators import DIMENSIONS
from territory.messages import Words
from territory.method import Effect
from territory.scores import DEFAULT_METHOD, DEFAULT_PROFILE, PROFILES, Method


def method_in_words(method: Method, words: Words) -> str:
    """Return how scores are made: profile, weights in percent, aggregation.

    Examples
    --------
    >>> method_in_words(DEFAULT_METHOD, Words("en"))
    'Weights: need 45%, counters 45%, network 10% (balanced profile, the default), geometric mean.'
    """
    total = sum(method.profile.weights.values())
    weights = ", ".join(
        words.text(
            "choices.say.weight",
            dimension=words.text(f"method.dimension.{name}"),
            share=words.percent(method.profile.weights[name] / total),
        )
        for name in DIMENSIONS
    )
    named = method.options().get("profile", DEFAULT_PROFILE.name)
    key = (
        "default"
        if method == DEFAULT_METHOD
        else "named"
        if method.profile.name in PROFILES
        else "own"
    )
    return words.text(
        f"choices.say.{key}",
        weights=weights,
        profile=words.text(f"choices.say.profile.{named}"),
        aggregation=words.text(f"choices.say.aggregation.{method.aggregation}"),
    )


def effect_in_words(effect: Effect, words: Words) -> str:
    """Return what a method changes, in a sentence: communes and people, entering and leaving."""
    if effect.entering.empty and effect.leaving.empty:
        return words.text("choices.say.no_effect", worst=words.number(effect.worst_count))
    return words.text(
        "choices.say.effect",
        worst=words.number(effect.worst_count),
        entering=_communes(len(effect.entering), effect.entering_people, words),
        leaving=_communes(len(effect.leaving), effect.leaving_people, words),
        spearman=words.number(effect.spearman, digits=2),
    )


def effect_inside_in_words(effect: Effect, territory: str, words: Words) -> str:
    """Return what a method changes in a territory: `effect` as `Effect.within` gives it."""
    if effect.entering.empty and effect.leaving.empty:
        return words.text("choices.say.no_effect_inside", territory=territory)
    return words.text(
        "choices.say.effect_inside",
        territory=territory,
        entering=_communes(len(effect.entering), effect.entering_people, words),
        leaving=_communes(len(effect.leaving), effect.leaving_people, words),
    )


def _communes(count: int, people: float, words: Words) -> str:
    if count and pd.isna(people):
        return words.plural("choices.say_unknown", count)
    return words.plural("choices.say", count, people=words.estimate(people))
