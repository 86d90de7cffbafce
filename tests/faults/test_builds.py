"""Faults only a whole build can see, in the sample's folder: refused, or said in the report."""

from __future__ import annotations

import pytest

from .builds import BuildCase, build_cases
from .campaign import drawn
from .verdict import RIGHT


def _one_a_fault() -> list[BuildCase]:
    """Keep one source a fault, a build being dear; `benchmarks/faults.py` tries them all."""
    return list({case.fault: case for case in reversed(build_cases())}.values())


CASES = _one_a_fault()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("builds")


@pytest.mark.parametrize("case", CASES, ids=[f"{one.subject}: {one.fault}" for one in CASES])
def test_no_fault_of_a_file_is_silent_in_the_tables(case, folder):
    judged = case.attempt(drawn(0, case.subject, case.fault), folder)
    assert judged.verdict in RIGHT, judged.detail
