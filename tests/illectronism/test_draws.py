"""The interval: its random numbers, its parts, and how often it holds the truth."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from territory.illectronism.cells import cells_of
from territory.illectronism.draws import _expected, _seed_effects, census_noise, draw_people
from territory.illectronism.facts import Assumptions
from territory.illectronism.model import Model, cell_rates, fit, stated_model
from territory.illectronism.noise import name_keys, normal_deviates
from territory.illectronism.shared import draw_shared
from territory.illectronism.sums import interval, sum_draws
from tests.illectronism.country import SIZES, make_country
from tests.illectronism.rows import scaled, table


def test_a_name_s_deviates_are_its_own_and_the_first_ones_do_not_depend_on_how_many():
    few, many = (normal_deviates(name_keys(["48095", "2A004"], "c"), n) for n in (7, 500))
    assert np.array_equal(few, many[:, :7])
    assert not np.array_equal(many[0], many[1])
    other = normal_deviates(name_keys(["48095"], "another purpose"), 500)
    assert not np.array_equal(many[0], other[0])


def test_deviates_are_standard_normal_and_unrelated():
    names = [f"{k:05d}" for k in range(4000)]
    deviates = normal_deviates(name_keys(names, "c"), 500).astype(np.float64)
    # Of 2 million: mean 0 ± 0.0035 and variance 1 ± 0.005 at five standard errors.
    assert deviates.mean() == pytest.approx(0, abs=0.0035)
    assert deviates.var() == pytest.approx(1, abs=0.005)
    # 5 % and 95 % quantiles of the normal law.
    assert np.quantile(deviates, [0.05, 0.95]) == pytest.approx([-1.645, 1.645], abs=0.01)
    neighbours = (deviates[:-1] * deviates[1:]).mean(), (deviates[:, :-1] * deviates[:, 1:]).mean()
    assert neighbours == pytest.approx((0, 0), abs=0.0035)


def test_census_noise_is_that_of_the_two_ways_of_counting():
    # By hand. Large: (1 - 0.4) / 0.4 × 1.5 = 2.25. Small: 1 - (1 - 0.071)^1.2 = 0.0846 of people
    # replaced, counted twice (those who left, those who came): 0.1692.
    found = census_noise(np.array([9_999.0, 10_000.0]), Assumptions.stated())
    assert found == pytest.approx([0.1692, 2.25], abs=1e-4)


def test_the_fast_draws_are_those_computed_one_by_one():
    rows = [{}, scaled(0.1), {"zone": "reunion"}, {"median_income_used_eur": 17_500.0}]
    rows += [
        {"median_income_used_eur": 36_000.0},
        {"no_diploma_people": 450.0, "cap_bep_people": 20.0},
    ]
    fitted = fit(table(*rows), stated_model())
    model, margins = fitted.model, fitted.margins
    shared = draw_shared(model, 40, 7)
    fast = _expected(fitted, shared, 40)
    cells = cells_of(model.seed, fitted.factors) * model.field
    cells /= cells.sum(axis=1, keepdims=True)
    for draw in range(40):
        shift = (
            shared.rates.income[draw] * fitted.income
            + shared.rates.overseas[draw] * margins.is_overseas
        )
        rate = cell_rates(shared.rates.logits[draw], shift)
        exact = (cells * rate).sum(axis=1) + _seed_effects(fitted) @ shared.strengths[draw]
        assert fast[:, draw] == pytest.approx(exact * fitted.adults, rel=2e-3)


def test_the_middle_of_the_draws_is_near_the_estimate():
    fitted = fit(table(scaled(10), {**scaled(10), "zone": "reunion"}), stated_model())
    drawn = draw_people(fitted, 500, 1)
    assert np.median(drawn.people, axis=1) == pytest.approx(fitted.people, rel=0.05)


def test_bounds_are_the_quantiles_of_the_draws():
    values = np.random.default_rng(0).normal(size=(50, 401)).astype(np.float32)
    expected = np.quantile(values, [0.05, 0.95], axis=1)
    low, high = interval(values.copy(), 0.90)
    assert low == pytest.approx(expected[0], abs=1e-6)
    assert high == pytest.approx(expected[1], abs=1e-6)


@pytest.mark.parametrize(
    ("name", "value", "factor"),
    [
        ("people_are_drawn", False, 0.2),
        ("survey_lag_years", 0.0, 0.2),
        ("commune_effect_sd", 0.0, 5),
        ("region_effect_sd", 0.0, 5),
        ("epci_effect_sd", 0.0, 5),
        ("income_strength_sd", 0.0, 5),
        ("dwellings_surveyed_count", 50_000, 5),
    ],
)
def test_each_part_of_the_uncertainty_can_be_switched_off(name, value, factor):
    stated = stated_model()
    assumptions = stated.assumptions.replace(**{name: value})
    without = type(stated)(stated.facts, assumptions, stated.reference)
    # The same commune in eighteen regions and intercommunalities, so that the draws of one do not
    # decide; poor, so that income has something to say.
    communes = table(
        *[
            {
                **scaled(factor),
                "region_code": f"{k:02d}",
                "epci_code": f"{k:09d}",
                "median_income_used_eur": 17_000.0,
            }
            for k in range(18)
        ]
    )
    assert _spread(communes, without) < _spread(communes, stated)


def _spread(communes: pd.DataFrame, model: Model) -> float:
    return float(draw_people(fit(communes, model), 400, 3).people.std(axis=1).mean())


def test_the_truth_of_made_up_countries_falls_in_the_interval_nine_times_in_ten():
    # Twelve countries of 200 communes of known parameters: made up, counted, surveyed, estimated.
    # With 600 communes of a size, drawn in twelve countries, 85 to 95 % leaves room for chance.
    inside: dict[int, list[float]] = {size: [] for size in SIZES}
    regions = []
    for number in range(12):
        country = make_country(np.random.default_rng(number), communes_per_size=50)
        fitted = fit(country.communes, country.model)
        drawn = draw_people(fitted, 200, number)
        found = sum_draws(drawn, country.communes["region_code"])
        truth = pd.Series(country.concerned, country.communes.index)
        truth = truth.groupby(country.communes["region_code"]).sum()
        regions.append(
            truth.between(
                found["illectronism_low_people"], found["illectronism_high_people"]
            ).mean()
        )
        low, high = interval(drawn.people, 0.9)
        holds = (low <= country.concerned) & (country.concerned <= high)
        for rank, size in enumerate(SIZES):
            inside[size].append(float(holds[rank * 50 : (rank + 1) * 50].mean()))
    for size, shares in inside.items():
        assert 0.85 <= np.mean(shares) <= 0.95, size
    assert 0.82 <= np.mean(regions) <= 0.97


def test_communes_of_one_intercommunality_move_together():
    stated = stated_model()
    near = table(*[scaled(5) for _ in range(12)])
    far = near.assign(epci_code=[f"{k:09d}" for k in range(12)])

    def width(communes: pd.DataFrame) -> float:
        drawn = draw_people(fit(communes, stated), 400, 3)
        row = sum_draws(drawn, pd.Series("all", communes.index)).iloc[0]
        return float(row["illectronism_high_people"] - row["illectronism_low_people"])

    assert width(near) > width(far)
