"""A method in a sentence, and its effect in another: what the weights are, who enters, who leaves."""

from __future__ import annotations

import pandas as pd

from territory.indicators import DIMENSIONS
from territory.messages import number, percent, text
from territory.messages.rounding import rounded_estimate
from territory.method import Effect
from territory.scores import DEFAULT_METHOD, DEFAULT_PROFILE, PROFILES, Method


def method_in_words(method: Method, language: str | None = None) -> str:
    """Return how scores are made: profile, weights in percent, aggregation.

    Examples
    --------
    >>> method_in_words(DEFAULT_METHOD, "en")
    'Weights: need 45%, counters 45%, network 10% (balanced profile, the default), geometric mean.'
    """
    total = sum(method.profile.weights.values())
    weights = ", ".join(
        text(
            "choices.say.weight",
            language,
            dimension=text(f"method.dimension.{name}", language),
            share=percent(method.profile.weights[name] / total, language),
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
    return text(
        f"choices.say.{key}",
        language,
        weights=weights,
        profile=text(f"choices.say.profile.{named}", language),
        aggregation=text(f"choices.say.aggregation.{method.aggregation}", language),
    )


def effect_in_words(effect: Effect, language: str | None = None) -> str:
    """Return what a method changes, in a sentence: communes and people, entering and leaving."""
    if effect.entering.empty and effect.leaving.empty:
        return text("choices.say.no_effect", language, worst=number(effect.worst_count, language))
    return text(
        "choices.say.effect",
        language,
        worst=number(effect.worst_count, language),
        entering=_communes(len(effect.entering), effect.entering_people, language),
        leaving=_communes(len(effect.leaving), effect.leaving_people, language),
        spearman=number(effect.spearman, language, digits=2),
    )


def _communes(count: int, people: float, language: str | None) -> str:
    if count == 0:
        return text("choices.say.none", language)
    key = "one" if count == 1 else "many"
    if pd.isna(people):
        return text(f"choices.say.{key}_unknown", language, count=number(count, language))
    return text(
        f"choices.say.{key}",
        language,
        count=number(count, language),
        people=number(rounded_estimate(people), language),
    )
