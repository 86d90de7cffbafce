"""What is known is counted in communes and in people; a source that was not read is missing."""

from __future__ import annotations

import math

import pytest

from territory import illectronism
from territory.contract import COMMUNES, Status
from territory.tables.completeness import completeness, hours_known_share


def test_every_status_of_the_contract_is_told(sample):
    told = completeness(sample.communes)
    assert set(told.index) == {one.status for one in COMMUNES if one.status}


def test_communes_of_all_statuses_are_all_the_communes(sample):
    told = completeness(sample.communes)
    counts = told[[f"{one}_count" for one in Status]].sum(axis="columns")
    assert (counts == len(sample.communes)).all()
    shares = told[[f"{one}_people_share" for one in Status]].sum(axis="columns")
    assert shares.tolist() == pytest.approx([1.0] * len(told))


def test_what_is_not_known_is_counted_in_people_too(sample):
    communes = sample.communes.copy()
    communes.loc["48095", ["fixed_network_status"]] = str(Status.MISSING)
    lost = communes.at["48095", "population_people"] / communes["population_people"].sum()
    before, after = (
        completeness(one).loc["fixed_network_status"] for one in (sample.communes, communes)
    )
    assert after["missing_count"] == before["missing_count"] + 1
    assert after["known_people_share"] == pytest.approx(before["known_people_share"] - lost)
    assert after["known_share"] == pytest.approx(before["known_share"] - 1 / len(communes))


def test_a_source_that_was_not_read_is_missing_not_zero(sample):
    told = completeness(sample.communes.drop(columns="fixed_network_status"))
    row = told.loc["fixed_network_status"]
    assert row["missing_count"] == len(sample.communes)
    assert row["known_share"] == 0


def test_the_estimate_has_its_row(sample):
    need = illectronism.estimate(sample.communes)
    told = completeness(sample.communes, need).loc["illectronism_status"]
    known = need["illectronism_people"].notna().sum()
    assert told["modelled_count"] + told["imputed_count"] == known


def test_no_communes_have_no_share(sample):
    told = completeness(sample.communes.iloc[:0])
    assert told["known_share"].isna().all()
    assert math.isnan(hours_known_share(sample.counters.iloc[:0]))


def test_hours_are_known_of_the_counters_that_publish_them(sample):
    counters = sample.counters.copy()
    counters["weekly_hours"] = 24.0
    counters.loc[counters.index[:2], "weekly_hours"] = float("nan")
    assert hours_known_share(counters) == pytest.approx(1 - 2 / len(counters))
