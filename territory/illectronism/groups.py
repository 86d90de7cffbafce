"""Which cells a published figure is about."""

from __future__ import annotations

import numpy as np

from territory.illectronism.facts import (
    CELLS_COUNT,
    DIMENSIONS,
    OCCUPATIONS,
    SHAPE,
    Array,
    Assumptions,
)

YEARS_15_24 = 10
BELOW_60 = 3


def group_mask(group: str, assumptions: Assumptions) -> Array:
    """Return the share of each cell that is in a group of the published figures.

    Parameters
    ----------
    group : str
        ``everyone``; ``zone.<…>`` (all cells: the zone is not one of them); ``<dimension>.<level>``,
        levels joined by ``+``; ``age.16_74``; ``retired`` or ``in_work``, alone or with levels of
        position; ``below_60.`` in front of another group.
    assumptions : Assumptions
        Which part of those of 60–74 are retired.

    Returns
    -------
    array of shape (875,)
        Between 0 and 1.
    """
    dimension, _, level = group.partition(".")
    mask = np.ones(SHAPE)
    if dimension == "below_60":
        mask[BELOW_60:] = 0.0
        return np.asarray(mask.reshape(CELLS_COUNT) * group_mask(level, assumptions))
    if dimension in ("retired", "in_work"):
        retired = retired_share(assumptions)
        share = retired if dimension == "retired" else 1 - retired
        inside = _levels("position", level or "+".join(OCCUPATIONS))
        return np.asarray((share[:, None, None, None] * inside).reshape(CELLS_COUNT))
    if group == "age.16_74":
        mask[-1] = 0.0
        mask[0] = 1 - 1 / YEARS_15_24  # one year of age in ten is 15
    elif dimension in DIMENSIONS:
        mask = _levels(dimension, level)
    return mask.reshape(CELLS_COUNT)


def retired_share(assumptions: Assumptions) -> Array:
    """Return the share of people with an occupation who are retired, at each age; shape (5,)."""
    before, after = assumptions.retired_of_40_59_share, assumptions.retired_of_60_74_share
    return np.array([0.0, 0.0, before, after, 1.0])


def _levels(dimension: str, levels: str) -> Array:
    axis = list(DIMENSIONS).index(dimension)
    chosen = np.zeros(SHAPE[axis])
    for level in levels.split("+"):
        chosen[DIMENSIONS[dimension].index(level)] = 1.0
    shape = [1] * len(SHAPE)
    shape[axis] = -1
    return np.asarray(np.broadcast_to(chosen.reshape(shape), SHAPE))


def survey_field(assumptions: Assumptions) -> Array:
    """Return the share of each cell that is in the survey's field; shape (875,).

    The survey asks people in ordinary dwellings: out of it are a part of those neither alone nor in
    a family.
    """
    field = np.ones(SHAPE)
    if assumptions.field_is_ordinary_dwellings:
        field[:, :, -1] = 1 - assumptions.institution_of_other_share
        field[-1, :, -1] = 1 - assumptions.institution_of_other_75_plus_share
    return field.reshape(CELLS_COUNT)
