"""Where the communes of a territory stand along a criterion: by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from territory.lists import make_list, read_request
from territory.lists.criteria import CRITERIA
from territory.lists.distribution import STEPS, distribution, distributions
from territory.lists.html import criterion_html
from territory.messages import Words

FRENCH = Words("fr")


def test_a_commune_at_a_step_is_kept_by_it_whichever_way_it_keeps():
    minutes = distribution(pd.Series([14.9, 15.0, 44.0, 90.0]), CRITERIA["min-minutes"], 15.0)
    assert minutes.positions[0] is None
    told = dict(zip(minutes.positions, zip(minutes.counts, minutes.kept, strict=True), strict=True))
    assert told[13.0] == (1, False)
    assert told[15.0] == (1, True)
    assert told[30.0] == (1, True)
    assert told[45.0] == (1, True)
    hours = distribution(pd.Series([0.0, 5.0, 5.1, 200.0]), CRITERIA["max-hours"], 5.0)
    assert hours.positions[-1] is None
    told = dict(zip(hours.positions, zip(hours.counts, hours.kept, strict=True), strict=True))
    assert told[0.0] == (1, True)
    assert told[5.0] == (1, True)
    assert told[7.0] == (1, False)
    assert told[None] == (1, False)


def test_what_is_not_known_is_counted_apart_and_a_threshold_of_one_s_own_has_a_position():
    found = distribution(pd.Series([16.0, 16.5, None]), CRITERIA["min-minutes"], 16.3)
    assert found.missing_count == 1
    assert sum(found.counts) == 2
    place = found.positions.index(16.3)
    assert found.counts[place] == 1
    assert found.kept == tuple(one >= place for one in range(len(found.positions)))


@pytest.mark.parametrize("name", STEPS)
def test_what_bars_keep_is_what_the_criterion_alone_keeps(country, name):
    threshold = STEPS[name][3]
    request = read_request({"departement": "48"}, [f"{name}={threshold}"], words=FRENCH)
    found = distributions(country, request)[name]
    made = make_list(country, request, has_reasons=False)
    kept = sum(count for count, is_kept in zip(found.counts, found.kept, strict=True) if is_kept)
    assert kept == len(made.rows)
    assert sum(found.counts) + found.missing_count == 152
    assert found.missing_count == len(made.selection.undetermined)


def test_no_threshold_keeps_every_bar(country):
    for found in distributions(country, read_request({}, words=FRENCH)).values():
        assert all(found.kept)


def test_a_label_is_escaped_over_its_bars():
    found = distribution(pd.Series([1.0, 20.0]), CRITERIA["min-minutes"], 15.0)
    drawn = criterion_html("<b>minutes</b>", "", found)
    assert "&lt;b&gt;" in drawn
    assert "data:image/svg+xml" in drawn
