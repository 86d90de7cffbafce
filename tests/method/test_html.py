"""The tables of the method page: words beside figures, and no figure where there is none."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from territory import illectronism
from territory.errors import TerritoryError
from territory.messages import Words
from territory.method import effect_of, effects_table
from territory.method import html as method_sheet
from territory.method.sentences import effect_in_words, method_in_words
from territory.scores import method_of
from territory.tables.completeness import completeness


def test_the_effect_is_told_in_communes_and_in_people(country):
    effect = effect_of(country, method_of(weights="need=1"))
    words = effect_in_words(effect, Words("en"))
    people = round(effect.entering["illectronism_people"].sum())
    assert 100 <= people < 1000
    people = 10 * round(people / 10)  # two figures
    assert f"{len(effect.entering)} communes ({people:,} people in illectronism) enter" in words


def test_no_effect_is_a_sentence(country):
    assert "is that of the default method" in effect_in_words(
        effect_of(country, method_of()), Words("en")
    )


def test_people_unknown_are_not_zero(country):
    effect = effect_of(country, method_of(weights="need=1"))
    effect.entering["illectronism_people"] = float("nan")
    assert "people unknown" in effect_in_words(effect, Words("en"))


def test_a_method_of_one_s_own_says_where_its_indicators_come_from():
    words = method_in_words(
        method_of("supply_per_need", "need=3,counters=1", "arithmetic"), Words("en")
    )
    assert "need 75%, counters 25%, network 0%" in words
    assert "hours per person" in words
    assert "arithmetic" in words


def test_every_named_choice_has_its_line(country):
    html = method_sheet.effects_html(effects_table(country), Words("fr"))
    assert html.count('<th scope="row">') == 8


def test_the_completeness_of_every_group_is_told(country):
    table = completeness(country.tables.communes, country.need_interval)
    html = method_sheet.completeness_html(table, 0.983, Words("fr"))
    assert html.count('<th scope="row">') == len(table)
    assert "98,3" in html


def test_the_sample_cannot_be_held_against_the_figures_of_france(country):
    with pytest.raises(TerritoryError):
        illectronism.validation(country.draws)


def test_a_figure_that_is_missed_says_no_and_one_that_cannot_be_judged_says_nothing():
    table = pd.DataFrame(
        {
            "published": [0.14, 0.098],
            "modelled": [0.156, 0.093],
            "gap": [0.016, -0.005],
            "is_met": pd.Series([False, pd.NA], dtype="object").to_numpy(),
            "used_for": ["check", "check"],
        },
        index=["retired", "age_16_74"],
    )
    rows = method_sheet.validation_html(table, Words("en")).split("<tr>")[2:]
    cells = [re.findall(r"<td[^>]*>([^<]*)</td>", row) for row in rows]
    assert cells[0] == ["14.0%", "15.6%", "+1.6", "no", "check"]
    assert cells[1] == ["9.8%", "9.3%", "−0.5", "", "check"]
