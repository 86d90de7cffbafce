"""An interval is read from draws without moving them: their order says what communes share."""

from __future__ import annotations

import numpy as np

from territory.country import Country
from territory.illectronism.sums import interval


def test_draws_are_left_in_their_order():
    values = np.random.default_rng(0).normal(size=(5, 101)).astype(np.float32)
    before = values.copy()
    low, high = interval(values, 0.9)
    np.testing.assert_array_equal(values, before)
    np.testing.assert_allclose(low, np.quantile(before, 0.05, axis=1), rtol=1e-5)
    np.testing.assert_allclose(high, np.quantile(before, 0.95, axis=1), rtol=1e-5)


def test_the_estimate_of_communes_leaves_the_draws_of_the_country_as_they_are(sample):
    country = Country(sample)
    before = country.draws.people.copy()
    assert len(country.need_interval)
    np.testing.assert_array_equal(country.draws.people, before)
