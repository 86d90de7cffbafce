"""The peers found for many communes at once are those found for each, equals and unknowns among them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from territory.country import open_country
from territory.scores import DEFAULT_METHOD
from territory.territories.peers import PEERS_COUNT, PeerSpace, peers_of, peers_of_each


def space_of(rows: int, *, lacking: float, steps: int) -> PeerSpace:
    """Return communes at few places, so that many are equally far, some features of them unknown."""
    draw = np.random.default_rng(19)
    lacks = draw.random((rows, 5)) < lacking
    coordinates = np.where(lacks, 0.0, draw.integers(0, steps, (rows, 5)) / 2)
    codes = pd.Index([f"{rank:05d}" for rank in range(rows)])
    # The last zone holds fewer communes than are asked for.
    zones = np.where(np.arange(rows) < rows - 7, "metropole", "mayotte")
    return PeerSpace(codes, coordinates, lacks, pd.Series(zones, index=codes))


@pytest.mark.parametrize(("lacking", "steps"), [(0.0, 1000), (0.0, 3), (0.3, 4), (1.0, 2)])
def test_each_commune_has_the_peers_it_has_alone(lacking, steps):
    space = space_of(90, lacking=lacking, steps=steps)
    found = peers_of_each(space, space.codes)
    for code, row in zip(space.codes, found, strict=True):
        alone = peers_of(space, code).index
        assert space.codes[row[row >= 0]].tolist() == alone.tolist()
    assert (found[-1] >= 0).sum() == 6
    assert found.shape == (90, PEERS_COUNT)


def test_equally_near_communes_come_in_the_order_of_the_table():
    space = space_of(60, lacking=1.0, steps=2)
    assert peers_of(space, "00010", 3).index.tolist() == ["00000", "00001", "00002"]


def test_sets_that_share_communes_have_the_figures_each_has_alone(country):
    communes = country.tables.communes
    sets = {"a": np.array([0, 1, 2, 3]), "b": np.array([3, 2, 90])}
    together = country.figures_of_sets(sets, DEFAULT_METHOD)
    for name, places in sets.items():
        alone = country.set_figures(communes.index[places], DEFAULT_METHOD)
        pd.testing.assert_series_equal(
            together.loc[[name]].iloc[0].drop("communes_count").astype("float64", errors="ignore"),
            alone.drop("communes_count").astype("float64", errors="ignore"),
            check_names=False,
        )
        assert together.at[name, "communes_count"] == len(places)


@pytest.mark.national
def test_the_peers_of_communes_of_france_are_those_they_have_alone(france):
    country = open_country(france.folder, "estimate")
    codes = country.tables.communes.index[::500]
    every = country.tables.communes.index
    for code, row in zip(codes, country.peers_of_each(codes), strict=True):
        assert every[row[row >= 0]].equals(country.peer_codes(str(code)))
