"""The map of a past quarter: the layer of minutes as tables without the later counters make it."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from territory.country import Country
from territory.indicators.since import tables_at
from territory.maps.atlas import Atlas
from territory.maps.layers import LAYERS, SINCE_LAYER, find_layer
from territory.messages import Words
from territory.scores import DEFAULT_METHOD
from territory.territories import Territory
from tests.maps.test_atlas import Pile

DAY = date(2020, 9, 30)
LOZERE = Territory("departement", "48")
PAST = find_layer(SINCE_LAYER).at(DAY)


@pytest.mark.parametrize("unit", ["commune", "epci", "departement"])
def test_rows_of_a_quarter_are_those_of_the_tables_of_then(country: Country, unit: str):
    rows = Atlas(country, Pile()).told_rows(LOZERE, PAST, DEFAULT_METHOD, unit)
    then = Country(tables_at(country.tables, pd.Timestamp(DAY)))
    if unit == "commune":
        expected = then.indicators[SINCE_LAYER]
    else:
        expected = then.figures(unit, DEFAULT_METHOD)[SINCE_LAYER]
    assert rows[SINCE_LAYER].to_dict() == pytest.approx(expected.reindex(rows.index).to_dict())
    today = Atlas(country, Pile()).told_rows(LOZERE, find_layer(SINCE_LAYER), DEFAULT_METHOD, unit)
    assert (rows[SINCE_LAYER] >= today.loc[rows.index, SINCE_LAYER]).all()
    assert not rows[SINCE_LAYER].equals(today.loc[rows.index, SINCE_LAYER])


def test_colours_mean_what_they_mean_today(country: Country):
    today = find_layer(SINCE_LAYER)
    assert (PAST.breaks, PAST.colours) == (today.breaks, today.colours)
    assert PAST.picture_name != today.picture_name
    assert PAST.at(None) == today


def test_the_view_draws_other_classes_and_the_counters_open_then(country: Country):
    pile = Pile()
    atlas = Atlas(country, pile)
    views = [
        atlas.view(LOZERE, one, DEFAULT_METHOD, words=Words("fr")) for one in (PAST, PAST.at(None))
    ]
    past, today = (view.shapes.classes for view in views)
    assert past != today
    assert len(past) == len(today)
    counts = [len(atlas.at(day).counters(LOZERE)) for day in (DAY, None)]
    assert counts == [11, len(country.tables.counters)]
    urls = [{one.family: one.url for one in view.signs}["counter"] for view in views]
    assert urls[0] != urls[1]


def test_no_other_layer_has_a_past():
    for name, layer in LAYERS.items():
        if name != SINCE_LAYER:
            with pytest.raises(ValueError, match="known of today alone"):
                layer.at(DAY)
