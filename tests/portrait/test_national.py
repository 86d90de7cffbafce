"""The rules of sentences over every territory of France: none fails, none is empty, none contradicts."""

from __future__ import annotations

import pandas as pd
import pytest

from territory.country import Country
from territory.messages import LANGUAGES, Words
from territory.portrait import PortraitMaker
from territory.portrait.sentences import need as sentences
from territory.territories import Territory, read_territory
from tests.once import BuiltOnce
from tests.portrait.words import faults

FEWEST = {"commune": 34_000, "epci": 1_200, "departement": 101, "region": 18}


@pytest.fixture(scope="module")
def maker(france: BuiltOnce) -> PortraitMaker:
    return PortraitMaker(Country(france.tables))


@pytest.mark.national
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", FEWEST)
def test_every_territory_of_france_has_true_sentences(maker, level, language):
    wrong: dict[str, list[str]] = {}
    told = 0
    for code, figures in maker.all_figures(level):
        told += 1
        said = {
            name: one
            for name, rule in sentences.RULES.items()
            if (one := rule(figures, Words(language))) is not None
        }
        found = faults(figures, said, language)
        brief = sentences.essential(figures, Words(language))
        if not 2 <= len(brief) <= sentences.ESSENTIAL_COUNT:
            found.append(f"{len(brief)} sentences in brief")
        if len({one.words for one in brief}) != len(brief):
            found.append("the same sentence twice in brief")
        if found:
            wrong[code] = found
    assert told >= FEWEST[level]
    assert not wrong, f"{len(wrong)} of {told}: {dict(list(wrong.items())[:5])}"


@pytest.mark.national
def test_figures_made_in_bulk_are_those_made_one_by_one(maker):
    of_all = dict(maker.all_figures("departement"))
    for code in ("48", "75", "973"):
        one = maker.figures(Territory("departement", code))
        assert of_all[code].reason == one.reason
        assert of_all[code].robustness == one.robustness
        made = dict(of_all[code].values)
        for name, value in made.items():
            assert value == pytest.approx(one.values[name], nan_ok=True), name


@pytest.mark.national
def test_sums_of_territories_are_sums_of_communes(maker):
    communes = maker.country.tables.communes
    for level in ("epci", "departement", "region"):
        table = maker.level(level)
        expected = communes.groupby(f"{level}_code")["population_people"].sum(min_count=1)
        pd.testing.assert_series_equal(
            table["population_people"], expected, check_names=False, check_index_type=False
        )
        counters = maker.country.tables.counters
        fixed = counters[~counters["is_itinerant"].astype(bool) & counters["double_of_code"].isna()]
        where = communes[f"{level}_code"].reindex(fixed["commune_code"])
        assert table["fixed_counters_count"].sum() == where.notna().sum()


@pytest.mark.national
def test_the_same_communes_are_never_a_reference_twice(maker):
    """Paris is a commune, a département, and a part of a group that reaches over others."""
    expected = {
        "departement:75": ["epci", "region", "density", "france"],
        "75056": ["peers", "epci", "region", "density", "france"],
        "departement:974": ["density", "france"],
        "48095": ["peers", "epci", "departement", "region", "density", "france"],
    }
    for words, kinds in expected.items():
        found = [one.kind for one in maker.references(read_territory(words))]
        assert found == kinds, words
