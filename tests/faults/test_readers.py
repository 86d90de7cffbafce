"""Each fault of each source's lines: read the same, refused in words, or said in the report."""

from __future__ import annotations

import random
from collections import defaultdict

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from .awaited import AWAITED, reason
from .campaign import Case, cases
from .verdict import RIGHT

SEEDS = st.integers(min_value=0, max_value=2**32 - 1)
# The same places on every run, and few: `benchmarks/faults.py` draws as many as one likes.
FEW = settings(
    max_examples=2, derandomize=True, database=None, deadline=None, phases=[Phase.generate]
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("faults")


def _groups() -> dict[tuple[str, str], list[Case]]:
    found = defaultdict(list)
    for case in cases():
        if not reason(case.subject, case.fault):
            found[case.subject, case.kind].append(case)
    return found


def _drawn(seed: int, case: Case) -> random.Random:
    return random.Random(f"{seed} {case.subject} {case.fault}")


GROUPS = _groups()
WAITING = [case for case in cases() if reason(case.subject, case.fault)]


@pytest.mark.parametrize(
    "group", GROUPS.values(), ids=[f"{subject}: {kind}" for subject, kind in GROUPS]
)
@given(seed=SEEDS)
@FEW
def test_no_fault_is_silent_nor_ends_in_a_traceback(group, folder, seed):
    wrong = {}
    for case in group:
        judged = case.attempt(_drawn(seed, case), folder)
        if judged is not None and judged.verdict not in RIGHT:
            wrong[case.fault] = f"{judged.verdict}: {judged.detail}"
    assert not wrong


@pytest.mark.parametrize("case", WAITING, ids=[f"{one.subject}: {one.fault}" for one in WAITING])
def test_a_fault_that_is_no_longer_silent_leaves_the_list(case, folder):
    drawn = (case.attempt(_drawn(seed, case), folder) for seed in range(20))
    assert any(judged is not None and judged.verdict not in RIGHT for judged in drawn), (
        f"take ({case.subject!r}, {case.fault!r}) off the list: {reason(case.subject, case.fault)}"
    )


def test_every_line_of_the_list_is_of_some_fault():
    named = {reason(case.subject, case.fault) for case in WAITING}
    assert set(AWAITED.values()) <= named | {""}
