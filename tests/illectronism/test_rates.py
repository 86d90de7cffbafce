"""The rates of the cells, and the data file they rest on."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from territory import messages
from territory.illectronism.facts import alternatives, published_facts, reasons, seed, sources
from territory.illectronism.margins import REASONS
from territory.illectronism.model import Model, cell_rates, stated_model
from territory.illectronism.rates import RATIOS, group_people
from territory.illectronism.reference import read_reference, write_reference
from territory.messages import Words

FITTED_SHARES = [
    fact.id
    for fact in published_facts().values()
    if fact.used_for == "fit" and not np.isnan(fact.share)
]


def share_of(model: Model, group: str) -> float:
    """Return the share of a group of the stored nation."""
    reference, rates = model.reference, model.rates
    overseas = reference.stratum_is_overseas.astype(float)
    shift = rates.income[0] * reference.stratum_log_income + rates.overseas[0] * overseas
    inside = group_people(group, reference.people, overseas)
    return float((inside * cell_rates(rates.logits[0], shift)).sum() / inside.sum())


@pytest.mark.parametrize("name", FITTED_SHARES)
def test_the_nation_has_each_published_share_within_its_rounding(name):
    fact = published_facts()[name]
    assert share_of(stated_model(), fact.group) == pytest.approx(fact.share, abs=fact.half_width)


def test_the_mainland_which_is_not_fitted_has_its_published_share():
    assert share_of(stated_model(), "zone.mainland") == pytest.approx(0.15, abs=0.005)


def test_odds_ratios_are_near_the_published_ones():
    # They are those of a regression with more controls: near, not equal.
    effects = stated_model().rates.effects[0]
    for name, effect in RATIOS.items():
        assert effects[effect] == pytest.approx(np.log(published_facts()[name].ratio), abs=0.25)


def test_the_income_effect_is_the_published_ratio_over_the_spread_of_incomes():
    # By hand: ln 6.5 = 1.8718, over ln 3.41 = 1.2267: 1.5259 a unit of logarithm.
    assert stated_model().rates.income[0] == pytest.approx(-1.5259, abs=1e-3)


@pytest.mark.parametrize("name", ["no_diploma", "bac_plus_3", "alone", "couple_without_children"])
def test_a_share_left_out_is_foretold_within_a_point(name):
    stated = stated_model()
    fact = stated.facts[name]
    facts = {**stated.facts, name: dataclasses.replace(fact, used_for="check")}
    foretold = share_of(Model(facts, stated.assumptions, stated.reference), fact.group)
    assert foretold == pytest.approx(fact.share, abs=0.01)


def test_without_the_overseas_effect_overseas_rates_follow_from_the_rest():
    stated = stated_model()
    still = stated.assumptions.replace(overseas_is_fitted=False)
    model = Model(stated.facts, still, stated.reference)
    assert abs(model.rates.overseas[0]) < 1e-3
    assert share_of(model, "zone.overseas") < share_of(stated, "zone.overseas")


def test_institutions_outside_the_field_add_people_and_mend_the_ages_16_to_74():
    stated = stated_model()
    field = stated.assumptions.replace(field_is_ordinary_dwellings=True)
    model = Model(stated.facts, field, stated.reference)
    assert share_of(model, "everyone") > share_of(stated, "everyone")


def test_each_figure_says_where_it_comes_from_and_what_it_is_for():
    known = sources()
    for fact in published_facts().values():
        assert fact.source in known
        assert fact.page
        assert fact.half_width > 0
        assert fact.used_for in ("fit", "check", "none")
        assert np.isnan(fact.share) != np.isnan(fact.ratio)
        if fact.used_for != "none":
            assert Words("fr").text(f"illectronism.fact.{fact.id}")
            assert Words("en").text(f"illectronism.fact.{fact.id}")


def test_each_assumption_has_a_reason_and_most_another_value_to_try():
    assert set(alternatives()) <= set(reasons())
    assert all(reasons().values())
    assert set(reasons()) - set(alternatives()) == {
        "large_commune_people",  # the law's
        "interval_share",
        "institution_of_other_75_plus_share",  # act with field_is_ordinary_dwellings only
        "institution_of_other_share",
    }


def test_each_reason_has_its_words_in_both_languages():
    for reason in REASONS:
        for language in messages.LANGUAGES:
            assert Words(language).text(f"illectronism.reason.{reason}")


def test_the_seed_is_positive_and_its_ages_differ():
    table = seed(stated_model().assumptions)
    assert (table > 0).all()
    without_diploma = table[:, 0].sum(axis=1) / table.sum(axis=(1, 2))
    # 75+ without diploma: 56.3 of 99.9 out of school, 99 % being so: 55.8 %.
    assert without_diploma[4] == pytest.approx(0.558, abs=1e-3)


def test_a_reference_read_back_is_the_one_written(tmp_path):
    stated = stated_model().reference
    write_reference(stated, tmp_path / "reference.toml")
    again = read_reference((tmp_path / "reference.toml").read_text(encoding="utf-8"))
    for field in dataclasses.fields(stated):
        before, after = getattr(stated, field.name), getattr(again, field.name)
        if isinstance(before, np.ndarray):
            assert np.array_equal(before, after)
        else:
            assert before == after
