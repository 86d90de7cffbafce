"""The rates of the cells, and the data file they rest on."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from territory import messages
from territory.illectronism.external import external_facts, external_sources
from territory.illectronism.facts import alternatives, published_facts, reasons, sources
from territory.illectronism.groups import group_mask
from territory.illectronism.model import Model, cell_rates, stated_model
from territory.illectronism.rates import RATIOS, zones_of
from territory.illectronism.reason_codes import REASONS
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
    shift = rates.income[0] * reference.stratum_income + rates.overseas[0] * overseas
    zones = np.array(zones_of(group), dtype=float)[overseas.astype(int)]
    inside = reference.people * model.field * group_mask(group, model.assumptions) * zones[:, None]
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
    # By hand: ln 6.6 = 1.8871, over ln 3.41 = 1.2267: 1.5383 a unit of logarithm.
    assert stated_model().rates.income[0] == pytest.approx(-1.5383, abs=1e-3)


@pytest.mark.parametrize("name", ["no_diploma", "bac_plus_3", "alone", "couple_without_children"])
def test_a_share_left_out_is_foretold_within_two_points(name):
    stated = stated_model()
    fact = stated.facts[name]
    facts = {**stated.facts, name: dataclasses.replace(fact, used_for="check")}
    foretold = share_of(Model(facts, stated.assumptions, stated.reference), fact.group)
    assert foretold == pytest.approx(fact.share, abs=0.025)


def test_without_the_overseas_effect_overseas_rates_follow_from_the_rest():
    stated = stated_model()
    still = stated.assumptions.replace(overseas_is_fitted=False)
    model = Model(stated.facts, still, stated.reference)
    assert abs(model.rates.overseas[0]) < 1e-3
    assert share_of(model, "zone.overseas") < share_of(stated, "zone.overseas")


def test_the_ages_16_to_74_have_their_figure_because_institutions_are_left_out():
    stated = stated_model()
    everybody = stated.assumptions.replace(field_is_ordinary_dwellings=False)
    model = Model(stated.facts, everybody, stated.reference)
    published = stated.facts["age_16_74"]
    assert share_of(stated, published.group) == pytest.approx(
        published.share, abs=published.half_width
    )
    assert share_of(model, published.group) < published.share - published.half_width


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
        "institution_of_other_share",
        "living_standard_sd_log",  # follows from the published deciles
    }


def test_each_reason_has_its_words_in_both_languages():
    for reason in REASONS:
        for language in messages.LANGUAGES:
            assert Words(language).text(f"illectronism.reason.{reason}")


def test_the_seed_is_positive_and_its_ages_differ():
    seed = stated_model().seed
    assert (seed.table > 0).all()
    # 40-59 without diploma: 13.0 of 99.8 out of school, 99 % being so: 12.9 %.
    table = seed.household[2]
    assert table[0].sum() / table.sum() == pytest.approx(0.129, abs=1e-3)
    # Workers among people of 25-39 at most with the brevet and not inactive: by the tables' own
    # 22.4 % at that age, times (1,406 of 3,306) over (4,785 of 22,326 thousand in all), scaled with
    # the five others to one: 44.35 of 99.64 by hand.
    occupations = seed.position[1, 0, :6] / seed.position[1, 0, :6].sum()
    assert occupations[5] == pytest.approx(0.4451, abs=1e-3)


def test_each_figure_below_the_nation_has_its_words_its_place_and_its_source():
    known = external_sources()
    for fact in external_facts():
        assert fact.source in known
        assert 0 < fact.share < 1
        for language in messages.LANGUAGES:
            words = Words(language)
            assert words.text(f"illectronism.level.{fact.level}")
            if fact.why_not:
                assert words.text(f"illectronism.why_not.{fact.why_not}")
            if fact.group != "everyone":
                slug = fact.group.replace(".", "_").replace("+", "_")
                assert words.text(f"illectronism.group.{slug}")
                assert group_mask(fact.group, stated_model().assumptions).max() == 1


def test_the_retired_and_those_at_work_are_the_people_with_an_occupation():
    stated = stated_model().assumptions
    both = group_mask("retired", stated) + group_mask("in_work", stated)
    inactive = group_mask("position.inactive", stated)
    assert np.allclose(both + inactive, 1.0)


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
