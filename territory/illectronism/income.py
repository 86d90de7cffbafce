"""What a commune's median income says beyond its ages, diplomas, households and positions.

The effects of the other margins are solved as totals: they hold the income that goes with them. So
income acts by what it says beyond them. What they say is solved on published living standards
(`composition_effects`); the odds ratio compares fifths of living standards, so both the median and
what composition says of it are turned into a mean fifth (`fifth_effect`): nobody is richer than the
highest fifth.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, ndtri

from territory.illectronism.facts import SHAPE, Array, Assumptions, living_standards
from territory.illectronism.groups import group_mask

# Middle of each fifth and limits between them, as deviates of a normal law.
_MIDDLES = ndtri(np.array([0.1, 0.3, 0.5, 0.7, 0.9]))
_LIMITS = ndtri(np.array([0.2, 0.4, 0.6, 0.8]))
RIDGE = 0.03  # pull of an effect that no living standard pins towards zero, in logarithm


def composition_effects(people: Array, assumptions: Assumptions) -> Array:
    """Solve what each level adds to the logarithm of living standards.

    Parameters
    ----------
    people : array of shape (875,)
        The nation's cells.

    Returns
    -------
    array of shape (22,)
        Effects of the levels of the four margins, in their order, such that the nation's groups have
        the living standards published (least squares, small effects preferred).
    """
    design = np.zeros((*SHAPE, sum(SHAPE)))
    first = 0
    for axis, count in enumerate(SHAPE):
        for level in range(count):
            place: list[int | slice] = [slice(None)] * len(SHAPE)
            place[axis] = level
            design[(*place, first + level)] = 1.0
        first += count
    flat = design.reshape(len(people), -1)
    rows, wanted = [], []
    for standard in living_standards():
        inside = people * group_mask(standard.group, assumptions)
        rows.append(inside @ flat / inside.sum())
        wanted.append(np.log(standard.median_eur / standard.national_median_eur))
    known = np.array(rows)
    normal = known.T @ known + RIDGE**2 * np.eye(known.shape[1])
    return np.asarray(np.linalg.solve(normal, known.T @ np.array(wanted)))


def composition_log_income(effects: Array, margins: tuple[Array, Array, Array, Array]) -> Array:
    """Return what the margins of communes say of their income; shape (n,)."""
    return np.asarray(np.concatenate(margins, axis=1) @ effects)


def fifth_effect(log_income: Array, assumptions: Assumptions) -> Array:
    """Return the mean fifth of people of a commune, on the scale of the logarithm of income.

    Parameters
    ----------
    log_income : array of shape (n,)
        Logarithm of a median over the nation's.

    Returns
    -------
    array of shape (n,)
        Σ_f P(fifth f) × middle of fifth f; between the middles of the lowest and the highest fifth.
        The argument itself when fifths are switched off.

    Notes
    -----
    ``P`` is that of a log-normal law of that median and of ``living_standard_within_sd_log``, between
    the limits of the nation's fifths; the middles are scaled so that the highest and the lowest are
    ``income_spread_log`` apart.
    """
    if not assumptions.income_by_fifths:
        return log_income
    limits = _LIMITS * assumptions.living_standard_sd_log
    below = ndtr(
        (limits[None, :] - log_income[:, None]) / assumptions.living_standard_within_sd_log
    )
    ends = np.ones((len(log_income), 1))
    shares = np.diff(np.hstack([0 * ends, below, ends]), axis=1)
    middles = _MIDDLES * assumptions.income_spread_log / (_MIDDLES[-1] - _MIDDLES[0])
    return np.asarray(shares @ middles)
