"""A map by EPCI or département: which units, whose figures, whose shapes, in which words."""

from __future__ import annotations

import re
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from territory.country import Country
from territory.maps import units
from territory.maps.atlas import Atlas
from territory.maps.atlas_units import joined_by
from territory.maps.layers import DEFAULT_LAYER, LAYERS, NO_CLASS, find_layer
from territory.maps.legend import (
    concerned_in_words,
    layer_legend_html,
    layer_summary,
    most_concerned,
)
from territory.messages import Words
from territory.scores import DEFAULT_METHOD, method_of
from territory.territories import WHOLE, read_territory
from tests.maps.test_atlas import Pile

LOZERE = read_territory("48")
FR = Words("fr")


@pytest.fixture
def atlas(country):
    return Atlas(country, Pile())


@pytest.fixture
def two(sample):
    """The sample with its communes of even code put in another département, whose EPCI all cross."""
    communes = sample.communes.copy()
    moved = communes.index.str[-1].isin(list("02468"))
    communes.loc[moved, "departement_code"] = "07"
    communes.loc[moved, "departement_name"] = "Ardèche"
    return replace(sample, communes=communes)


def test_a_territory_is_offered_the_units_it_holds_several_of(sample, two):
    assert units.offered_units(sample, LOZERE) == ("commune", "epci")
    assert units.offered_units(two, WHOLE) == ("commune", "epci", "departement")
    assert units.offered_units(sample, read_territory("244800405")) == ("commune",)
    assert units.offered_units(sample, read_territory("48095,48001")) == ("commune",)


def test_a_country_of_many_communes_is_first_shown_by_epci(two, monkeypatch):
    assert units.default_unit(two, WHOLE) == "commune"
    monkeypatch.setattr(units, "READABLE_COUNT", 100)
    assert units.default_unit(two, WHOLE) == "epci"
    assert units.default_unit(two, LOZERE) == "commune"


def test_figures_are_those_of_territories_and_no_mean_of_scores(country):
    for method in (DEFAULT_METHOD, method_of(weights="need=1")):
        rows = units.unit_rows(country, LOZERE, "epci", method)
        figures = country.figures("epci", method)
        pd.testing.assert_frame_equal(
            rows[figures.columns].sort_index(), figures.loc[sorted(rows.index)]
        )
        assert rows["exposure_score"].dropna().is_monotonic_decreasing
    ranked = country.ranked(DEFAULT_METHOD)
    mean = ranked.groupby(country.tables.communes["epci_code"])["exposure_score"].mean()
    shown = units.unit_rows(country, LOZERE, "epci", DEFAULT_METHOD)["exposure_score"]
    assert (shown.sub(mean.reindex(shown.index)).abs() > 0.5).any()


def test_every_layer_classes_units_by_the_limits_of_communes(atlas, country):
    for layer in LAYERS.values():
        if not units.has_layer("epci", layer):
            continue
        rows = atlas.told_rows(LOZERE, layer, DEFAULT_METHOD, "epci")
        found = layer.classes(rows)
        if layer.breaks and layer.column in rows:
            by_hand = pd.cut(
                rows[layer.column],
                [float("-inf"), *sorted(layer.breaks), float("inf")],
                right=False,
                labels=False,
            )
            if not layer.runs_down:
                assert found.tolist() == by_hand.fillna(NO_CLASS).astype(int).tolist(), layer.name
        view = atlas.view(LOZERE, layer, DEFAULT_METHOD, unit="epci", words=FR)
        shown = [one["id"] for one in atlas.shelf.read(view.shapes.url)["features"]]
        digits = dict(zip(rows.index, found, strict=True))
        expected = "".join("-" if digits[code] == NO_CLASS else str(digits[code]) for code in shown)
        assert view.shapes.classes == expected, layer.name


def test_only_ranks_drawn_again_and_a_class_of_zoning_have_no_figure_but_by_commune():
    absent = [name for name, layer in LAYERS.items() if not units.has_layer("epci", layer)]
    assert absent == ["robustness", "frr_class"]
    assert units.has_layer("commune", find_layer("robustness"))


def test_the_card_of_a_unit_holds_the_figure_that_the_map_shows(atlas, country):
    layer = find_layer("nearest_saturday_counter_minutes")
    view = atlas.view(LOZERE, layer, DEFAULT_METHOD, unit="epci", words=FR)
    (code, card), *_ = atlas.shelf.read(view.shapes.cards).items()
    labels = [card["lines"][rank][0] for rank in view.first_lines]
    assert FR.text("columns.nearest_saturday_counter_minutes.label") in labels
    name = country.tables.communes.set_index("epci_code")["epci_name"].drop_duplicates()
    assert card["title"] == f"{name[code]} ({code})"


def test_a_unit_that_reaches_beyond_the_territory_is_shown_whole_and_it_is_said(two):
    atlas = Atlas(Country(two), Pile())
    crossing = units.overflowing(two, LOZERE, "epci")
    by_epci = two.communes.groupby("epci_code")["departement_code"].agg(set)
    assert set(crossing) == {code for code, held in by_epci.items() if held == {"48", "07"}}
    view = atlas.view(LOZERE, DEFAULT_LAYER, DEFAULT_METHOD, unit="epci", words=FR)
    drawn = gpd.GeoDataFrame.from_features(atlas.shelf.read(view.shapes.url), crs=4326)
    whole = two.communes[two.communes["epci_code"] == crossing[0]].geometry.union_all().area
    ids = [one["id"] for one in atlas.shelf.read(view.shapes.url)["features"]]
    assert drawn.geometry[ids.index(crossing[0])].area == pytest.approx(whole, rel=0.01)
    (said,) = units.remarks(two, LOZERE, "epci", FR)
    assert said.startswith(f"{len(crossing)} EPCI débordent")
    assert units.remarks(two, WHOLE, "epci", FR) == []


def test_a_commune_in_no_epci_is_named(sample):
    communes = sample.communes.copy()
    communes.loc["48095", ["epci_code", "epci_name"]] = None
    (said,) = units.remarks(replace(sample, communes=communes), LOZERE, "epci", FR)
    assert said == "Hors de tout EPCI, et donc sans couleur ici\u00a0: Mende."


def test_a_whole_country_by_epci_ends_where_its_departements_do(two):
    atlas = Atlas(Country(two), Pile())
    whole = {
        level: gpd.GeoDataFrame.from_features(
            atlas.shelf.read(atlas.unit_maps.whole(level).url), crs=4326
        )
        for level in ("epci", "departement")
    }
    assert atlas.unit_maps.whole("departement").codes == ("07", "48")
    assert set(atlas.unit_maps.whole("epci").codes) == set(two.communes["epci_code"].dropna())
    by_epci, by_departement = (shapes.geometry.union_all() for shapes in whole.values())
    assert by_epci.symmetric_difference(by_departement).area < 1e-6


def test_shapes_are_joined_by_group_and_those_of_none_left_out():
    shapes = gpd.GeoSeries([box(0, 0, 1, 1), box(1, 0, 2, 1), box(5, 5, 6, 6)], index=list("abc"))
    found = joined_by(shapes, pd.Series(["x", "x", None], index=list("abc")))
    assert found.index.tolist() == ["x"]
    assert found["x"].bounds == (0, 0, 2, 1)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_legend_and_the_sentence_speak_of_epci_not_of_communes(country, language):
    words = Words(language)
    for name in ("far", "hours", "disagreement", "exposure_score", "missing"):
        layer = find_layer(name)
        rows = units.unit_rows(country, LOZERE, "epci", DEFAULT_METHOD)
        said = layer_summary(layer, rows, words)
        assert f"{len(rows)} EPCI" in said
        assert not re.search(r"\d+ communes?", said)
        legend = layer_legend_html(layer, rows, {}, words)
        assert "EPCI" in legend
    row = rows.iloc[0]
    line = concerned_in_words(row, words)
    assert line.startswith(row["epci_name"])
    assert words.estimate(row["illectronism_people"]) in line


def test_those_most_concerned_are_of_the_worst_class_the_most_people_first(country):
    rows = units.unit_rows(country, LOZERE, "epci", DEFAULT_METHOD)
    layer = find_layer("illectronism_share")
    found = most_concerned(layer, rows)
    worst = rows[rows["illectronism_share"] >= layer.breaks[-1]]
    assert len(found) > 0
    assert found.index.tolist() == worst["illectronism_people"].nlargest(8).index.tolist()
