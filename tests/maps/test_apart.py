"""Sets of communes far apart: near counters alone, communes that can be seen and gone to, short cards."""

from __future__ import annotations

import geopandas as gpd
import pytest
from shapely.geometry import Point, box

from territory.indicators import columns_in_use
from territory.maps import apart, cards
from territory.maps.door_card import counter_card
from territory.maps.layers import LAYERS
from territory.messages import Words

# One commune at the equator, where a degree is 111 km each way, another at 60° north, where a degree
# of longitude is half of that.
COMMUNES = gpd.GeoDataFrame(
    {"commune_name": ["South", "North"]},
    geometry=[box(0, 0, 0.1, 0.1), box(10, 60, 10.1, 60.1)],
    index=["1", "2"],
    crs=4326,
)


def counters(*places: tuple[float, float]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=[Point(one) for one in places], crs=4326)


def test_counters_between_communes_far_apart_are_not_drawn():
    placed = counters((0.05, 0.05), (5, 30), (10.05, 60.05))
    assert list(apart.counters_near(placed, COMMUNES).index) == [0, 2]


def test_a_counter_is_near_at_the_same_distance_at_every_latitude():
    # 10 km is 0.0899 degree of latitude, and 0.18 of longitude at 60° north.
    inside = counters((0.05, 0.18), (10.05 - 0.2, 60.05))
    beyond = counters((0.05, 0.20), (10.05 - 0.26, 60.05))
    assert len(apart.counters_near(inside, COMMUNES)) == 2
    assert apart.counters_near(beyond, COMMUNES).empty


def test_a_counter_near_two_communes_is_drawn_once():
    both = gpd.GeoDataFrame(geometry=[box(0, 0, 1, 1), box(1, 0, 2, 1)], crs=4326)
    assert len(apart.counters_near(counters((1, 0.5)), both)) == 1


def test_the_place_of_a_ring_is_inside_its_commune():
    hook = box(0, 0, 3, 3).difference(box(0, 0, 2.9, 2.9))
    ((latitude, longitude),) = apart.places(gpd.GeoDataFrame(geometry=[hook], crs=4326))
    assert hook.contains(Point(longitude, latitude))
    assert not hook.contains(hook.centroid)


def test_a_few_communes_have_a_button_each_and_many_have_none():
    assert apart.ways_to(COMMUNES)[0] == ("South", ((0.0, 0.0), (0.1, 0.1)))
    many = gpd.GeoDataFrame(
        {"commune_name": [str(one) for one in range(7)]},
        geometry=[box(one, 0, one + 1, 1) for one in range(7)],
        crs=4326,
    )
    assert apart.ways_to(many) == []


@pytest.mark.parametrize("layer", LAYERS.values(), ids=lambda layer: layer.name)
@pytest.mark.parametrize("lines", [cards.CARD_INDICATORS, cards.TERRITORY_FIGURES])
def test_a_card_has_six_lines_and_the_figure_of_the_layer_is_one(layer, lines, country):
    names = columns_in_use(lines, country.indicators.columns)
    shown = [names[rank] for rank in cards.first_lines(names, layer.column)]
    assert len(shown) == 6
    assert "illectronism_people" in shown
    assert layer.column in shown or layer.column not in names


def test_the_card_of_a_counter_keeps_the_days_for_a_click(sample):
    card = counter_card("271", sample.counters.loc["271"], "", Words("fr"))
    first = [card["lines"][rank][0] for rank in card["first"]]
    assert first == ["Type", "Adresse", "Par semaine", "Rendez-vous"]
    assert "Lundi" not in dict(card["lines"])
    assert card["week"][0][0] == "Lundi"
