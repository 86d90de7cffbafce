"""The legend and the map in words: counts by hand."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from territory.indicators import find_indicator
from territory.maps import bivariate_legend as legend
from territory.maps.bivariate import BIVARIATE_MAPS
from territory.maps.forms import form, picture_address
from territory.maps.layers import find_layer
from territory.maps.legend import layer_legend_html, layer_summary
from territory.maps.signs import SignCount
from territory.messages import Words
from territory.scores import DEFAULT_METHOD
from territory.scores.ranking import ranked_communes


@pytest.fixture
def rows():
    return pd.DataFrame(
        {
            "commune_name": ["A", "B", "C", "D", "E"],
            "population_people": [100.0, 50.0, float("nan"), 1000.0, 7.0],
            "illectronism_people": [30.0, 20.0, float("nan"), 90.0, float("nan")],
            "need_class": pd.array([3, 3, 1, 1, None], dtype="Int64"),
            "counters_class": pd.array([3, 3, 1, 2, 3], dtype="Int64"),
            "hours_class": pd.array([1, 3, 3, 2, None], dtype="Int64"),
        },
        index=pd.Index(["48001", "48002", "48003", "48004", "48005"], name="commune_code"),
    )


@pytest.fixture
def signs():
    return {"fixed": SignCount(2), "itinerant": SignCount(1)}


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def test_classes_count_communes_and_people(rows):
    counts = legend.class_counts(rows)
    assert len(counts) == 9
    assert counts.loc[(3, 3)].tolist() == [2, 150]
    assert counts.loc[(1, 2)].tolist() == [1, 1000]
    assert counts.loc[(2, 2), "communes_count"] == 0


def test_people_of_a_class_are_missing_when_none_is_known_not_zero(rows):
    counts = legend.class_counts(rows)
    assert counts.loc[(1, 1), "communes_count"] == 1
    assert pd.isna(counts.loc[(1, 1), "population_people"])


def test_a_commune_without_a_class_is_counted_apart(rows):
    assert legend.unclassed(rows).index.tolist() == ["48005"]
    assert legend.class_counts(rows)["communes_count"].sum() == 4


def test_no_data_is_in_the_legend_with_its_count(rows, signs):
    assert "Pas de donnée : 1 commune (7 hab.)" in words(
        layer_legend_html(find_layer("far"), rows, signs, Words("fr"))
    ).replace("\xa0", " ")


def test_the_legend_counts_both_kinds_of_counters(rows, signs):
    said = words(layer_legend_html(find_layer("far"), rows, signs, Words("en")))
    assert "France Services counter (2)" in said
    assert "Itinerant counter, at its carrier’s or at a stop (1)" in said


def test_limits_between_classes_are_worth_their_score(rows):
    # A value at the limit, scored by the indicator itself, must give the limit of the score.
    for classed in ("need", "counters", "hours"):
        indicator, limits = legend.class_limits(classed)
        assert indicator is not None
        scores = find_indicator(indicator.name).score(pd.Series(limits))
        assert scores.tolist() == pytest.approx(list(legend.CLASS_BREAKS[classed]))


def test_a_dimension_of_several_indicators_gives_its_limits_in_points(monkeypatch):
    monkeypatch.setitem(legend.__dict__, "CLASS_BREAKS", {"network": (40.0, 60.0)})
    indicator, limits = legend.class_limits("network")
    assert indicator is None
    assert limits == (40.0, 60.0)
    assert legend.class_labels("network", Words("en")) == (
        "below 40 points",
        "40 to 60 points",
        "60 points or more",
    )


def test_limits_are_written_in_real_units_of_the_language():
    for label in legend.class_labels("counters", Words("fr")):
        assert label.endswith("min") or "min ou plus" in label
    for label in legend.class_labels("need", Words("en")):
        assert "%" in label


def test_the_sentence_tells_the_counts(rows):
    said = legend.summary(rows, Words("en")).replace("\xa0", " ")
    assert said == (
        "Of 5 communes, 2 combine high need and far counters: 150 inhabitants, of whom an "
        "estimated 50 people aged 15 or more are in illectronism. At the other end, low need and "
        "a counter nearby in 1 commune. Most exposed: A, B. 1 commune cannot be classed for want "
        "of data."
    )


def test_the_sentence_holds_when_no_commune_is_in_the_worst_class(rows):
    said = legend.summary(rows[rows["need_class"] == 1], Words("fr"))
    assert said.replace("\xa0", " ").startswith("Sur 2 communes, aucune ne cumule")


def test_names_in_the_legend_are_escaped(rows, signs, monkeypatch):
    monkeypatch.setattr(Words, "text", lambda *_, **__: "<script>alert(1)</script>")
    assert "<script" not in layer_legend_html(find_layer("far"), rows, signs, Words("fr"))


def test_a_territory_without_any_data_is_not_said_to_have_no_priority(sample, country):
    rows = ranked_communes(sample.communes, country.scores(DEFAULT_METHOD)).assign(
        need_class=pd.array([None] * 152, dtype="Int64"), population_people=float("nan")
    )
    assert (
        legend.summary(rows, Words("en"))
        == "There is no data to class this territory (152\u00a0communes)."
    )
    assert "152\u00a0communes (population unknown)" in layer_legend_html(
        find_layer("far"), rows, {}, Words("en")
    )


def test_few_hours_are_the_worst_class_so_its_limits_run_downwards():
    worst = legend.class_labels("hours", Words("en"))[2]
    assert worst.startswith("below ")
    assert worst.endswith("h")
    assert legend.class_labels("hours", Words("en"))[0].endswith("or more")


def test_each_map_crosses_its_own_two_classes(rows):
    hours = legend.class_counts(rows, BIVARIATE_MAPS["hours"])
    assert hours.loc[(3, 1)].tolist() == [1, 100]
    assert hours.loc[(3, 3)].tolist() == [1, 50]
    apart = legend.class_counts(rows, BIVARIATE_MAPS["disagreement"])
    assert apart.loc[(1, 3)].tolist() == [1, 100]
    assert apart.loc[(3, 1), "communes_count"] == 1


def test_the_map_of_disagreement_counts_both_ways_of_disagreeing(rows):
    said = legend.summary(rows, Words("en"), BIVARIATE_MAPS["disagreement"]).replace("\xa0", " ")
    assert said == (
        "Of 5 communes, one is badly served both ways, far counters and few hours per person: "
        "50 inhabitants, of whom an estimated 20 people aged 15 or more are in illectronism. "
        "The two measures disagree: far but with many hours, 1 commune; near but with few, "
        "1 commune. 1 commune cannot be classed for want of data."
    )


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", BIVARIATE_MAPS)
def test_each_map_has_its_legend_and_its_sentence(rows, signs, name, language):
    drawn = BIVARIATE_MAPS[name]
    said = words(layer_legend_html(find_layer(name), rows, signs, Words(language)))
    assert words(legend.axis_name(drawn.up, Words(language))) in said
    assert words(legend.axis_name(drawn.across, Words(language))) in said
    assert legend.summary(rows, Words(language), drawn)


def test_the_classes_of_an_indicator_are_counted_by_hand():
    layer = find_layer("nearest_counter_minutes")
    rows = pd.DataFrame(
        {
            "nearest_counter_minutes": [4.9, 5.0, 12.0, 20.0, 41.0, float("nan")],
            "population_people": [10.0, 20.0, 30.0, 40.0, float("nan"), 60.0],
        }
    )
    said = words(layer_legend_html(layer, rows, {}, Words("en"))).replace("\xa0", " ")
    for line in (
        "below 5 min 1 10",
        "5 to 10 min 1 20",
        "10 to 15 min 1 30",
        "15 to 20 min 0 –",
        "20 min or more 2 40",
        "No data: 1 commune (60 inhabitants)",
    ):
        assert line in said, (line, said)
    told = layer_summary(layer, rows, Words("en")).replace("\xa0", " ")
    assert "Of 6 communes, 2 communes (40 inhabitants)" in told
    assert "1 commune cannot be classed" in told


def test_the_legend_says_when_a_counter_is_not_known_to_be_fixed(rows):
    signs = {"fixed": SignCount(2), "unknown": SignCount(1)}
    said = layer_legend_html(find_layer("far"), rows, signs, Words("en"))
    assert "Counter not known to be fixed (1)" in words(said)
    assert picture_address(form("unknown")) in said
