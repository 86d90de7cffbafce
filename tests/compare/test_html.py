"""What is read of a comparison: every figure in words, nothing said of a hole, names escaped."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest

from territory.compare import Comparison, compare
from territory.compare.html import comparison_html, table_html
from territory.compare.sentences import sentences
from territory.look.charts import image_html, sign_svg
from territory.messages import Words
from territory.territories import Territory

MENDE = Territory("commune", "48095")
ROZIER = Territory("commune", "48131")


@pytest.fixture(scope="module")
def comparison(country) -> Comparison:
    return compare(country, [MENDE], words=Words("en"))


def with_figures(comparison: Comparison, **changes: float) -> Comparison:
    """The same comparison, the first territory with other figures."""
    first = comparison.territories[0]
    figures = first.figures.copy()
    for name, value in changes.items():
        figures[name] = value
    other = dataclasses.replace(first, figures=figures)
    return dataclasses.replace(comparison, territories=(other, *comparison.territories[1:]))


def test_a_figure_is_said_beside_those_that_are_more_and_those_that_are_less(comparison):
    told = with_figures(comparison, nearest_counter_minutes=9.0)
    others = {one.kind: one.figures["nearest_counter_minutes"] for one in told.references}
    line = next(one for one in sentences(told, Words("en")) if "Minutes" in one)
    assert "9 min" in line
    more, _, less = line.partition("less than")
    for kind, name in (("peers", "similar communes"), ("departement", "Lozère")):
        part = more if round(others[kind]) < 9 else less
        assert name in part


def test_figures_that_are_written_alike_are_the_same(comparison):
    france = comparison.references[-1].figures["exposure_score"]
    told = with_figures(comparison, exposure_score=france + 0.001)
    line = next(one for one in sentences(told, Words("en")) if "Exposure score" in one)
    assert "the same as" in line


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"population_people": np.nan}, "population unknown"),
        ({"population_people": 0.0, "illectronism_people": np.nan}, "nobody lives there"),
        ({"illectronism_people": np.nan}, "no estimate"),
    ],
)
def test_people_that_are_not_known_are_said_in_words(comparison, changes, words):
    assert words in sentences(with_figures(comparison, **changes), Words("en"))[0]


def test_a_missing_figure_is_hatched_and_said_never_drawn_as_zero(comparison):
    holes = with_figures(comparison, without_1_gbps_share=np.nan)
    section = next(
        one
        for one in comparison_html(holes, Words("en")).split("<section>")
        if "1 Gbit/s" in one[:80]
    )
    own = section.split("<li")[1]
    assert "bar none" in own
    assert "no data" in own
    assert "width:" not in own


def test_every_bar_has_its_name_and_its_figure_beside_it(comparison):
    for bar in comparison_html(comparison, Words("fr")).split("<li ")[1:]:
        name = re.search(r'class="name">(?:<img[^>]*>)?([^<]+)<', bar)
        figure = re.search(r"<b>([^<]+)</b>", bar)
        assert name
        assert figure


def test_territories_have_signs_of_their_own(country):
    two = compare(country, [MENDE, ROZIER], words=Words("fr"))
    bars = comparison_html(two, Words("fr")).split("</ul>")[0]
    signs = re.findall(r"base64,([^\"]+)", bars)
    assert len(signs) == len(set(signs)) == 2


def test_names_of_sources_are_escaped_everywhere(comparison):
    first = dataclasses.replace(
        comparison.territories[0], name="<img src=x>", short_name="<img src=x>"
    )
    hostile = dataclasses.replace(comparison, territories=(first,))
    for html in (comparison_html(hostile, Words("fr")), table_html(hostile, Words("fr"))):
        assert "<img src=x>" not in html
        assert "&lt;img src=x&gt;" in html


def test_the_table_says_what_the_charts_show(comparison):
    table = table_html(comparison, Words("en"))
    for bar in comparison_html(comparison, Words("en")).split("<b>")[1:]:
        figure = bar.split("</b>")[0]
        assert f"<td>{figure}</td>" in table


def test_a_drawing_is_an_image_without_words():
    image = image_html(sign_svg(("circle", "#000000")))
    assert image.startswith('<img class="territory-sign" alt="" src="data:image/svg+xml;base64,')


@pytest.mark.parametrize(
    ("language", "whole", "france"),
    [
        ("fr", "toutes les communes des tables", "la France entière"),
        ("en", "all communes of the tables", "the whole of France"),
    ],
)
def test_a_part_of_france_is_never_called_france(country, language, whole, france):
    asked = [Territory("commune", "48095"), Territory("commune", "48140")]
    compared = compare(country, asked, words=Words(language))
    told = " ".join(sentences(compared, Words(language)))
    assert whole in told
    assert france not in told
