"""Ranks of all communes in each draw, counted rather than sorted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from territory.robustness.choices import DEFAULT_SPREAD, Choices, Spread, choices_of, score_of_draw
from territory.robustness.inputs import Floats, Inputs
from territory.robustness.minutes_draws import BAND_DRAWS, drawn_scarcities

SEED = 2021
DRAWS_COUNT = 1000
WORST_SHARE = 0.1
INTERVAL_SHARE = 0.9
ROBUST_PROBABILITY = 0.95
FRAGILE_PROBABILITY = 0.05
# A commune whose place in the worst decile changes with the weights alone in more draws than this.
SENSITIVE_PROBABILITY = 0.25
# Ranks are counted on this many classes of score: a class is 0.05 points wide, well under what any
# figure is known to.
CLASSES_COUNT = 2000


@dataclass(frozen=True)
class Robustness:
    """What draws say of ranks.

    Parameters
    ----------
    communes : DataFrame
        Index all communes; ``worst_decile_probability_share``, ``low_rank`` and ``high_rank``
        (90 % interval of the national rank, 1 the most exposed), ``robustness_name``; missing where
        the commune has no score.
    draws_count : int
        How many.
    """

    communes: pd.DataFrame
    draws_count: int


def _nobody(index: pd.Index) -> pd.DataFrame:
    """Return the table of communes none of which has a score: all is missing."""
    unknown = pd.Series(None, index=index)
    return pd.DataFrame(
        {
            "worst_decile_probability_share": unknown.astype("float64"),
            "low_rank": unknown.astype("Int64"),
            "high_rank": unknown.astype("Int64"),
            "robustness_name": unknown.astype("str"),
        },
        index=index,
    )


def draw_ranks(
    inputs: Inputs,
    index: pd.Index | None = None,
    draws: int = DRAWS_COUNT,
    seed: int = SEED,
    spread: Spread = DEFAULT_SPREAD,
) -> Robustness:
    """Draw the choices and rank all communes each time.

    Parameters
    ----------
    inputs : Inputs
        As `prepare` gives them.
    index : Index, optional
        All communes, those without a score included.
    draws : int
        How many; 200 follow a slider, 1,000 are for a file.
    seed : int
        The same seed, the same ranks.
    spread : Spread
        How far each choice may move.

    Returns
    -------
    Robustness
        Missing for the communes that are not in the inputs.

    Notes
    -----
    Ranks are counted on classes of score 0.05 points wide, so that no draw sorts anything: a rank is
    the number of communes in worse classes plus half of those in the same. The interval is
    read on a histogram of ranks by commune, 1 / 500 of the communes wide.
    """
    rng = np.random.default_rng(seed)
    count = len(inputs.index)
    if not count:
        return Robustness(_nobody(inputs.index if index is None else index), draws)
    choices = choices_of(rng.random((draws, 12)), inputs, spread)
    limit = max(1, round(WORST_SHARE * count))
    in_worst = np.zeros(count, dtype=np.int32)
    ranks = np.empty((draws, count), dtype=np.uint16)
    step = max(1, -(-count // 60_000))
    noise = rng.standard_normal((_NOISES, count), dtype=np.float32)
    scarcities = drawn_scarcities(
        inputs.scarcities, inputs.scarcity_names, inputs.index, inputs.bounds, seed
    )
    for draw in range(draws):
        # Errors of one's own are taken from a few vectors, each turned by another shift: new
        # normal numbers for every draw would take as long as all the rest.
        own = np.roll(noise[draw % _NOISES], 7919 * draw % max(1, count))
        scores = score_of_draw(
            inputs,
            choices,
            draw,
            own,
            spread.aggregations,
            scarcities=scarcities[draw % BAND_DRAWS],
        )
        rank, worst = rank_and_worst(scores, limit)
        in_worst += worst
        ranks[draw] = rank // step
    probability = in_worst / draws
    low, high = _bounds(ranks, step)
    by_weights = _weights_alone(inputs, choices, spread, limit, min(draws, _WEIGHT_DRAWS))
    flag = _flags(probability, by_weights)
    every = inputs.index if index is None else index
    table = pd.DataFrame(
        {
            "worst_decile_probability_share": probability,
            "low_rank": pd.array(low, dtype="Int64"),
            "high_rank": pd.array(high, dtype="Int64"),
            "robustness_name": pd.Series(flag, index=inputs.index, dtype="str"),
        },
        index=inputs.index,
    )
    return Robustness(table.reindex(every), draws)


_NOISES = 16
_WEIGHT_DRAWS = 100


def rank_and_worst(scores: Floats, limit: int) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Rank communes by their score, and tell the worst.

    Parameters
    ----------
    scores : array of shape (n,)
        0–100, none missing.
    limit : int
        How many are the worst.

    Returns
    -------
    array of int, of shape (n,)
        Rank, 1 the most exposed; communes of one class of score share theirs.
    array of bool, of shape (n,)
        Whether the commune is among the worst.
    """
    classes = (scores * (CLASSES_COUNT / 100)).astype(np.int32)
    counted = np.bincount(classes, minlength=CLASSES_COUNT + 1)
    worse = counted[::-1].cumsum()[::-1] - counted  # communes in strictly worse classes
    rank_of_class = (worse + (counted + 1) // 2).astype(np.int32)
    last = np.flatnonzero(worse < limit)[0]
    # The class the limit falls in is told apart by the scores themselves.
    worst = classes > last
    inside = np.flatnonzero(classes == last)
    needed = limit - int(worse[last])
    if needed >= len(inside):
        worst[inside] = True
    elif needed > 0:
        threshold = np.partition(scores[inside], len(inside) - needed)[len(inside) - needed]
        worst[inside[scores[inside] >= threshold]] = True
    return np.maximum(rank_of_class[classes], 1), worst


def _bounds(ranks: NDArray[np.uint16], step: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the bounds of the 90 % interval of each commune's rank."""
    draws = len(ranks)
    tail = (1 - INTERVAL_SHARE) / 2
    places = sorted({int(np.floor(tail * (draws - 1))), int(np.ceil((1 - tail) * (draws - 1)))})
    low = np.empty(ranks.shape[1], dtype=np.int64)
    high = np.empty_like(low)
    block = 4096
    for first in range(0, ranks.shape[1], block):
        part = np.ascontiguousarray(ranks[:, first : first + block].T)
        part.partition(places, axis=1)
        low[first : first + block] = part[:, places[0]]
        high[first : first + block] = part[:, places[-1]]
    return np.maximum(low * step, 1), high * step


def _weights_alone(
    inputs: Inputs, choices: Choices, spread: Spread, limit: int, draws: int
) -> NDArray[np.float64]:
    """Return how often each commune is among the worst when weights alone are drawn."""
    own = (
        spread.aggregations.index(inputs.method.aggregation)
        if (inputs.method.aggregation in spread.aggregations)
        else 0
    )
    zero = np.zeros(len(inputs.index), dtype=np.float32)
    still = Choices(
        choices.weights[:draws],
        np.zeros((draws, 3), np.float32),
        np.ones((draws, 3), np.float32),
        np.full(draws, own),
        np.zeros(draws, np.float32),
        np.zeros(draws, dtype=np.int64),
    )
    worst_count = np.zeros(len(inputs.index), dtype=np.int64)
    for draw in range(draws):
        worst_count += rank_and_worst(
            score_of_draw(inputs, still, draw, zero, spread.aggregations), limit
        )[1]
    shares: NDArray[np.float64] = worst_count / draws
    return shares


def _flags(probability: NDArray[np.float64], by_weights: NDArray[np.float64]) -> list[str]:
    """Return ``robust``, ``fragile``, ``sensitive_to_weights`` or ``outside`` for each commune."""
    undecided = np.minimum(by_weights, 1 - by_weights) > SENSITIVE_PROBABILITY
    return list(
        np.select(
            [
                probability >= ROBUST_PROBABILITY,
                probability < FRAGILE_PROBABILITY,
                undecided,
            ],
            ["robust", "outside", "sensitive_to_weights"],
            "fragile",
        )
    )
