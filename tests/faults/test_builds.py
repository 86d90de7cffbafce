"""Faults only a whole build can see, in the sample's folder: refused, or said in the report."""

from __future__ import annotations

import pytest

from .awaited import AWAITED
from .builds import BuildCase, build_cases
from .campaign import drawn
from .verdict import RIGHT


def _one_a_fault(cases: list[BuildCase]) -> list[BuildCase]:
    """Keep one source a fault, a build being dear; `benchmarks/faults.py` tries them all."""
    return list({case.fault: case for case in reversed(cases)}.values())


def _names(cases: list[BuildCase]) -> list[str]:
    return [f"{case.subject}: {case.fault}" for case in cases]


SEEN = _one_a_fault([one for one in build_cases() if (one.subject, one.fault) not in AWAITED])
WAITING = _one_a_fault([one for one in build_cases() if (one.subject, one.fault) in AWAITED])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("builds")


@pytest.mark.parametrize("case", SEEN, ids=_names(SEEN))
def test_no_fault_of_a_file_is_silent_in_the_tables(case, folder):
    judged = case.attempt(drawn(0, case.subject, case.fault), folder)
    assert judged.verdict in RIGHT, judged.detail


@pytest.mark.parametrize("case", WAITING, ids=_names(WAITING))
def test_a_fault_that_the_tables_now_tell_leaves_the_list(case, folder):
    judged = (case.attempt(drawn(seed, case.subject, case.fault), folder) for seed in range(3))
    assert any(one.verdict not in RIGHT for one in judged), (
        f"take ({case.subject!r}, {case.fault!r}) off the list of what is awaited"
    )
