"""What a map shows of a territory: how it is drawn, what is selected, what each file holds."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from territory.country import Country
from territory.maps import files as map_files
from territory.maps.atlas import Atlas
from territory.maps.layers import DEFAULT_LAYER, find_layer
from territory.messages import Words
from territory.scores import DEFAULT_METHOD, method_of
from territory.territories import read_territory

HOSTILE = "<img src=x onerror=alert(1)>{{ 7 * 7 }}</script>"


class Pile:
    """A shelf in memory that counts what is made."""

    def __init__(self):
        self.files = {}

    def put(self, name, make):
        """Make a file once."""
        if name not in self.files:
            self.files[name] = make()
        return name

    def read(self, name):
        """Read a file's JSON."""
        return json.loads(self.files[name])


@pytest.fixture
def atlas(country):
    return Atlas(country, Pile())


def test_few_communes_are_drawn_one_by_one_in_the_order_of_their_classes(atlas, sample):
    view = atlas.view(read_territory("48"), DEFAULT_LAYER, DEFAULT_METHOD, words=Words("fr"))
    shapes = atlas.shelf.read(view.shapes.url)["features"]
    assert [one["id"] for one in shapes] == list(sample.communes.index)
    assert len(view.shapes.classes) == 152
    row = atlas.country.ranked(DEFAULT_METHOD).loc["48095"]
    rank = [one["id"] for one in shapes].index("48095")
    expected = 3 * (row["counters_class"] - 1) + row["need_class"] - 1
    assert view.shapes.classes[rank] == str(expected)
    assert view.images == ()


def test_many_communes_are_an_image(atlas, monkeypatch):
    monkeypatch.setattr("territory.maps.atlas.DRAWN_COUNT", 10)
    view = atlas.view(read_territory("48"), DEFAULT_LAYER, DEFAULT_METHOD, words=Words("fr"))
    assert view.shapes is None
    ((address, bounds),) = view.images
    assert atlas.shelf.files[address].startswith(b"\x89PNG")
    (south, west), (north, east) = bounds
    assert south < 44.52 < north
    assert west < 3.5 < east
    outlines = atlas.shelf.read(view.outlines)
    assert [one["id"] for one in outlines["features"]] == ["48"]
    assert atlas.shelf.read(view.outline_cards)["48"]["title"] == "Lozère (48)"


def test_another_layer_redraws_no_shape_and_another_method_only_what_it_changes(atlas):
    territory = read_territory("48")
    first = atlas.view(territory, DEFAULT_LAYER, DEFAULT_METHOD, words=Words("fr"))
    made = set(atlas.shelf.files)
    score = find_layer("exposure_score")
    second = atlas.view(territory, score, DEFAULT_METHOD, words=Words("fr"))
    assert second.shapes.url == first.shapes.url
    assert set(atlas.shelf.files) == made
    other = method_of(weights="need=1")
    third = atlas.view(territory, score, other, words=Words("fr"))
    assert third.shapes.classes != second.shapes.classes
    assert len(set(atlas.shelf.files) - made) == 1  # the cards


def test_a_point_gives_the_commune_it_is_in(atlas):
    assert atlas.commune_at(44.5183, 3.5006) == "48095"
    assert atlas.commune_at(0.0, 0.0) is None


def test_the_selection_is_the_shape_of_the_commune_and_none_without_a_boundary(sample):
    communes = sample.communes.copy()
    communes.loc["48001", "geometry"] = None
    atlas = Atlas(Country(replace(sample, communes=communes)), Pile())
    territory = read_territory("48")
    seen = atlas.view(territory, DEFAULT_LAYER, DEFAULT_METHOD, commune="48095", words=Words("fr"))
    assert seen.selection["type"] in ("Polygon", "MultiPolygon")
    assert (
        atlas.view(
            territory, DEFAULT_LAYER, DEFAULT_METHOD, commune="48001", words=Words("fr")
        ).selection
        is None
    )
    assert len(seen.shapes.classes) == 151


def test_a_territory_without_any_boundary_has_no_map(sample):
    communes = sample.communes.copy()
    communes["geometry"] = None
    atlas = Atlas(Country(replace(sample, communes=communes)), Pile())
    assert (
        atlas.view(read_territory("48"), DEFAULT_LAYER, DEFAULT_METHOD, words=Words("fr")) is None
    )


def test_names_from_sources_stay_text_in_the_files(sample):
    counters = sample.counters.copy()
    counters["counter_name"] = HOSTILE
    told = json.loads(map_files.counter_cards_json(counters, "", Words("fr")))
    assert {one["title"] for one in told.values()} == {HOSTILE}
    every = [HOSTILE] * len(counters)
    points = json.loads(map_files.signs_json(counters, every, every, every, [True] * len(counters)))
    assert {one["name"] for one in points} == {HOSTILE}


def test_robustness_is_shown_for_every_commune_that_has_a_rank(atlas):
    territory, layer = read_territory("48"), find_layer("robustness")
    rows = atlas.told_rows(territory, layer, DEFAULT_METHOD)
    assert (layer.classes(rows) >= 0).tolist() == rows["exposure_rank"].notna().tolist()
