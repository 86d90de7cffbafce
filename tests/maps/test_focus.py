"""One class at a time: it keeps its colour, the others pale, and what it holds is said."""

from __future__ import annotations

import json
import re

import pytest

from territory.look import palette
from territory.maps.atlas import Atlas
from territory.maps.layers import DEFAULT_LAYER, LAYERS, count_classes, find_layer
from territory.maps.legend import layer_legend_html
from territory.messages import Words
from territory.scores import DEFAULT_METHOD
from territory.territories import read_territory
from tests.maps.test_atlas import Pile


@pytest.mark.parametrize("layer", LAYERS.values(), ids=lambda layer: layer.name)
def test_one_class_keeps_its_colour_and_the_others_pale(layer):
    kept = len(layer.colours) - 1
    drawn = layer.keeping(kept).colours
    assert drawn[kept] == layer.colours[kept]
    for before, after in zip(layer.colours[:kept], drawn[:kept], strict=True):
        # Never darker, and nearly paper: what is left tells one class from another no more.
        assert palette.contrast(after, palette.PAPER) <= palette.contrast(before, palette.PAPER)
        assert palette.contrast(after, palette.PAPER) < 1.6
    assert layer.keeping(None) is layer


def test_every_class_of_a_legend_is_a_button_and_the_kept_one_is_pressed(country):
    rows = country.ranked(DEFAULT_METHOD)
    for name, count in (("far", 9), ("nearest_counter_minutes", 5), ("robustness", 4)):
        layer = find_layer(name)
        rows_of = rows.join(country.robustness(DEFAULT_METHOD)["robustness_name"])
        said = layer_legend_html(layer.keeping(1), rows_of, {}, Words("en"))
        pressed = dict(re.findall(r'data-key="(\d+)" aria-pressed="(\w+)"', said))
        assert pressed == {str(rank): "true" if rank == 1 else "false" for rank in range(count)}
        assert 'aria-pressed="true"' not in layer_legend_html(layer, rows_of, {}, Words("en"))


def test_what_the_kept_class_holds_is_said_and_is_what_the_map_counts(country):
    rows = country.ranked(DEFAULT_METHOD)
    counted = count_classes(DEFAULT_LAYER, rows).loc[8]
    said = layer_legend_html(DEFAULT_LAYER.keeping(8), rows, {}, Words("en"))
    assert "Alone in colour: Distance to counters: high; Need: high." in said
    told = said.replace("\xa0", " ")
    assert f"{int(counted['communes_count'])} communes" in told
    assert f"{counted['population_people']:,.0f} inhabitants" in told


def test_words_on_a_paled_class_stay_readable():
    for colour in palette.BIVARIATE.values():
        paled = palette.paled(colour)
        assert palette.contrast(palette.ink_on(paled), paled) >= 4.5


def test_the_map_is_told_to_change_its_colours_and_nothing_else(country):
    atlas, territory = Atlas(country, Pile()), read_territory("48")
    one, other = (
        atlas.view(territory, layer, DEFAULT_METHOD, words=Words("fr"))
        for layer in (DEFAULT_LAYER, DEFAULT_LAYER.keeping(8))
    )
    assert one.shapes.colours != other.shapes.colours
    assert (one.shapes.url, one.shapes.classes, one.frame) == (
        other.shapes.url,
        other.shapes.classes,
        other.frame,
    )
    assert json.dumps(one.signs, default=str) == json.dumps(other.signs, default=str)
    # A picture painted with one class is another file than with all.
    assert DEFAULT_LAYER.picture_name != DEFAULT_LAYER.keeping(8).picture_name
