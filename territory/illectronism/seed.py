"""The seed of the joint cells, from published tables: who lives with whom, who worked as what.

Only the associations matter: proportional fitting replaces every margin by the commune's own.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from territory.illectronism.cells import Seed
from territory.illectronism.facts import SHAPE, Array, Assumptions, seed_tables

SENIORS = slice(3, 5)


def make_seed(assumptions: Assumptions) -> Seed:
    """Return the associations of age, diploma, household and position.

    Returns
    -------
    Seed
        Both tables of mean near 1; ones everywhere when the seed is switched off.
    """
    if not assumptions.seed_is_published:
        return Seed(np.ones(SHAPE[:3]), np.ones((*SHAPE[:2], SHAPE[3])))
    tables = seed_tables()
    in_school = tables["in_school_percent"][:, None] / 100
    diplomas = _shares(tables["diplomas_out_of_school_percent"])
    diplomas = np.hstack([diplomas * (1 - in_school), in_school])
    households = _shares(tables["households_percent"])
    household = diplomas[:, :, None] * households[:, None, :] * SHAPE[1] * SHAPE[2]
    household[SENIORS, :, 0] *= tables["alone_by_diploma_60_plus"]
    return Seed(household, _positions(tables) * SHAPE[3])


def _positions(tables: Mapping[str, Array]) -> Array:
    """Return the shares of positions at each age and diploma; shape (5, 5, 7)."""
    people = tables["occupations_by_diploma_thousands"]
    low, middle, bac, above = _shares(people)
    bac_plus_2, bac_plus_3 = _shares(above * tables["above_bac_tilt"])
    share = float(tables["above_bac_share_of_bac_plus_2"][0])
    by_diploma = np.array([low, middle, (1 - share) * bac + share * bac_plus_2, bac_plus_3])
    # Pupils and students at work take the occupations of the bac.
    by_diploma = np.vstack([by_diploma, by_diploma[2]])
    tilt = by_diploma / (people.sum(axis=0) / people.sum())
    by_age = tables["occupations_by_age_percent"] / 100
    occupations = by_age[:, None, :] * tilt[None, :, :]
    occupations /= occupations.sum(axis=2, keepdims=True)
    inactive = tables["inactive_percent"][:, :, None] / 100
    return np.concatenate([occupations * (1 - inactive), inactive], axis=2)


def _shares(rows: Array) -> Array:
    return np.asarray(rows / rows.sum(axis=1, keepdims=True))
