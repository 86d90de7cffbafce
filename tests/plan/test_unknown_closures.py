"""Closures say the communes without an estimate, whose people nobody counts."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest

from territory import illectronism
from territory.country import Country
from territory.indicators.counters import nearest_counter
from territory.indicators.one_counter import two_nearest
from territory.messages import Words
from territory.plan.changes_told import closure_lines, unknown_closures
from territory.plan.closing import closing_effect, closures_in
from territory.plan.closing_shown import closing_shown
from territory.plan.closures import every_closure
from territory.territories import Territory

LOZERE = Territory("departement", "48")


def test_each_commune_without_an_estimate_is_counted_with_its_nearest_counter(sample):
    people = illectronism.illectronism_people(sample.communes)
    without = sample.communes.index[[3, 40, 41]]
    people[without] = np.nan
    found = every_closure(two_nearest(sample), people, 20.0)
    nearest = nearest_counter(sample)
    expected = nearest.place.iloc[[3, 40, 41]].value_counts()
    told = found["unknown_communes_count"]
    assert told[told > 0].to_dict() == expected.to_dict()


def test_a_commune_of_several_points_is_counted_once_where_most_live(sample):
    people = illectronism.illectronism_people(sample.communes)
    code = sample.communes.index[3]
    people[code] = np.nan
    halls = sample.communes["town_hall_point"]
    other = halls.iloc[[90]].iloc[0]
    points = gpd.GeoDataFrame(
        {
            "commune_code": [code] * 2,
            "people": [1.0, 9.0],
            "zone": "metropole",
            "land": "metropole",
        },
        geometry=[halls[code], other],
        crs=sample.communes.crs,
    )
    found = every_closure(two_nearest(replace(sample, points=points)), people, 20.0)
    there = every_closure(two_nearest(sample), people.where(people.index != code, 1.0), 20.0)
    assert there["unknown_communes_count"].sum() == 0
    lone = people.copy()
    lone[code] = 1.0
    lone[sample.communes.index[90]] = np.nan
    same = every_closure(two_nearest(sample), lone, 20.0)
    assert found["unknown_communes_count"].tolist() == same["unknown_communes_count"].tolist()
    assert found["unknown_communes_count"].sum() == 1


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_is_said_under_the_table_and_nothing_is_said_where_all_are_known(sample, language):
    words = Words(language)
    counts = [name for name in illectronism.COLUMNS if name.endswith("_people")]
    communes = sample.communes.copy()
    communes.loc[communes.index[[3, 40]], counts] = None
    for tables, count in ((sample, 0), (replace(sample, communes=communes), 2)):
        country = Country(tables)
        rows = closures_in(country, LOZERE, 20.0)
        said = unknown_closures(rows, words)
        assert said == ([words.plural("plan.closure.unknown", count)] if count else [])
        effect = closing_effect(country, rows.index[0], 20.0, words)
        shown = closing_shown(
            tables, LOZERE, rows, rows.index[0], effect, within_minutes=20.0, words=words
        )
        assert list(shown.table.notes) == said


def test_a_counter_whose_communes_all_lack_an_estimate_takes_an_unknown_number_not_none(sample):
    people = illectronism.illectronism_people(sample.communes)
    near = two_nearest(sample)
    code = near.counters[near.first[0]]
    people[near.origins.communes[near.first == near.first[0]]] = np.nan
    found = every_closure(near, people, 20.0)
    columns = ["nearest_people", "losing_people", "stranded_people"]
    assert found.loc[code, columns].isna().all()
    assert found.drop(index=code)[columns].notna().all(axis=None)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_such_a_counter_is_told_in_words_without_a_figure(sample, language):
    words = Words(language)
    counts = [name for name in illectronism.COLUMNS if name.endswith("_people")]
    near = two_nearest(sample)
    code = near.counters[near.first[0]]
    communes = sample.communes.copy()
    communes.loc[near.origins.communes[near.first == near.first[0]], counts] = None
    tables = replace(sample, communes=communes)
    country = Country(tables)
    rows = closures_in(country, LOZERE, 20.0)
    assert rows.index[-1] == code
    (line,) = closure_lines(rows.loc[[code]], 20.0, words)
    row = rows.loc[code]
    assert line == words.text(
        "plan.closure.uncounted", name=row["counter_name"], commune=row["commune_name"], code=code
    )
    effect = closing_effect(country, code, 20.0, words)
    shown = closing_shown(tables, LOZERE, rows, code, effect, within_minutes=20.0, words=words)
    assert shown.figures == ()
    assert shown.table.cells[-1][2:] == (words.missing,) * 3
