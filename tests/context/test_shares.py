"""Shares of context: by hand, by commune and by territory."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from territory.context import context_of, context_of_groups, is_empty
from territory.contract import POSITIONS
from territory.country import Country
from territory.maps.layers import find_layer
from territory.maps.told import with_told
from territory.scores import DEFAULT_METHOD


@pytest.fixture
def communes() -> pd.DataFrame:
    """Four communes: 1 of 4, 6 of 8 and none of 0 are retired; of the last nobody knows."""
    rows = pd.DataFrame(0.0, index=["01001", "01002", "01003", "01004"], columns=list(POSITIONS))
    rows["retired_people"] = [1.0, 6.0, 0.0, np.nan]
    rows["workers_people"] = [3.0, 2.0, 0.0, 5.0]
    return rows


def test_a_share_is_missing_where_a_part_is_or_nobody_lives(communes):
    shares = context_of(communes)["retired_share"]
    assert shares.tolist()[:2] == [0.25, 0.75]
    assert shares[2:].isna().all()


def test_the_share_of_a_territory_is_of_its_sums_and_no_mean(communes):
    groups = pd.Series("a", index=communes.index, name="epci_code")
    shares = context_of_groups(communes.drop("01004"), groups.drop("01004"))
    assert shares.at["a", "retired_share"] == pytest.approx(7 / 12)


def test_tables_older_than_a_column_say_that_they_lack_it(communes):
    older = communes.drop(columns="retired_people")
    assert context_of(older)["retired_share"].isna().all()
    assert is_empty(older, "retired_share")
    assert not is_empty(communes, "retired_share")


def test_a_layer_of_context_is_drawn_from_the_table_alone(country: Country):
    layer = find_layer("retired_share")
    told = with_told(country, country.ranked(DEFAULT_METHOD), layer, DEFAULT_METHOD, "commune")
    classes = pd.Series(layer.classes(told), index=told.index)
    of = country.tables.communes.loc[classes.index]
    share = of["retired_people"] / of[list(POSITIONS)].sum(axis="columns")
    expected = np.searchsorted(layer.breaks, share.dropna(), side="right")
    assert classes[share.notna()].tolist() == expected.tolist()
