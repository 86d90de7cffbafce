"""No context in the score: noise in its place, or nothing at all, moves no score and no rank."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from territory.context import CONTEXT, CONTEXT_COLUMNS, ZONINGS, context_of
from territory.contract import COMMUNES, POSITIONS, Status
from territory.country import Country
from territory.indicators import INDICATORS
from territory.scores import AGGREGATIONS, Method
from territory.scores.method import PROFILES
from territory.tables import Tables

# Read by the estimate of need too: occupations whole, people and households.
SHARED = {*POSITIONS, "population_people", "all_households"}
_OF_MEASURES = {
    name for one in CONTEXT.values() for name in (*one.part, *one.published, *one.whole)
}
STATUSES = {column.name: column.status for column in COMMUNES}
# What context alone reads, with what is known of it.
FIGURES = tuple(sorted({*ZONINGS, *_OF_MEASURES} - SHARED))
ONLY_CONTEXT = tuple(sorted({*FIGURES, *(STATUSES[name] for name in FIGURES)}))
METHODS = [
    Method(profile, aggregation) for profile in PROFILES.values() for aggregation in AGGREGATIONS
]
RANKS = ["exposure_rank", "national_rank", "exposure_score", "need_score", "counters_score"]


def with_noise(tables: Tables, seed: int) -> Tables:
    """Return tables whose context is drawn at random, a third of it missing."""
    draw, communes = np.random.default_rng(seed), tables.communes.copy()
    for name in FIGURES:
        values = pd.Series(draw.integers(1, 400, len(communes)), index=communes.index)
        is_known = draw.random(len(communes)) > 1 / 3
        communes[name] = values.where(is_known).astype(communes[name].dtype)
        communes[STATUSES[name]] = np.where(is_known, str(Status.ROUNDED), str(Status.SUPPRESSED))
    return replace(tables, communes=communes)


def without(tables: Tables) -> Tables:
    """Return tables that do not hold the columns at all."""
    return replace(tables, communes=tables.communes.drop(columns=list(ONLY_CONTEXT)))


@pytest.fixture(scope="module", params=["noise", "other noise", "nothing"])
def other(request, sample: Tables) -> Country:
    made = {"noise": lambda: with_noise(sample, 1), "other noise": lambda: with_noise(sample, 2)}
    return Country(made.get(request.param, lambda: without(sample))())


def test_the_noise_is_seen_where_context_is_shown(sample: Tables):
    noisy, bare = context_of(with_noise(sample, 1).communes), context_of(sample.communes)
    for name in CONTEXT_COLUMNS:
        if name != "retired_share":
            assert noisy[name].notna().any()
            assert bare[name].isna().all()


@pytest.mark.parametrize("method", METHODS, ids=lambda one: f"{one.profile.name} {one.aggregation}")
def test_no_context_moves_a_score_or_a_rank(country: Country, other: Country, method: Method):
    """Over every profile and aggregation: ranks, scores, classes and all that `ranked` holds."""
    expected, found = country.ranked(method), other.ranked(method)
    assert found.index.tolist() == expected.index.tolist()
    assert expected[RANKS].notna().any().all()
    pd.testing.assert_frame_equal(found, expected)


def test_no_context_moves_indicators_or_the_estimate_of_need(country: Country, other: Country):
    pd.testing.assert_frame_equal(other.indicators, country.indicators)
    pd.testing.assert_frame_equal(other.need_interval, country.need_interval)


def test_no_context_moves_the_robustness_of_ranks(country: Country, other: Country):
    draws = 50
    for method in (METHODS[0], METHODS[-1]):
        pd.testing.assert_frame_equal(
            other.robustness(method, draws), country.robustness(method, draws)
        )


def test_the_columns_that_indicators_read_are_none_of_context(sample: Tables, monkeypatch):
    """Each column of the contract that is looked up while scores are made, against those of context."""
    seen: set[str] = set()
    get = pd.DataFrame.__getitem__

    def spy(frame, key):
        if isinstance(key, str):
            seen.add(key)
        elif isinstance(key, list | pd.Index):
            seen.update(map(str, key))
        return get(frame, key)

    monkeypatch.setattr(pd.DataFrame, "__getitem__", spy)
    country = Country(sample)
    for method in METHODS:
        country.ranked(method)
    read = seen & {column.name for column in COMMUNES}
    assert {"age_75_89_people", "retired_people", "without_wired_premises_count"} & read
    assert not read & set(ONLY_CONTEXT)
    assert not {one.name for one in INDICATORS} & {*CONTEXT_COLUMNS, *ONLY_CONTEXT}
