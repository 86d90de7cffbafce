"""Each fault of each source's lines: read the same, refused in words, or said in the report."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pipelines.sources.catalogue import read_catalogue

from .campaign import Case, cases, drawn
from .verdict import RIGHT

# The same places on every run, and few: `benchmarks/faults.py` draws as many as one likes.
FEW = settings(
    max_examples=2, derandomize=True, database=None, deadline=None, phases=[Phase.generate]
)
# Read by the same lines as another that is tried.
READ_ALIKE = ("insee_diplomas", "insee_households", "insee_cog departement", "france_services 2024")
SEEDS = st.integers(min_value=0, max_value=2**32 - 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("faults")


def _groups() -> dict[str, list[Case]]:
    found = defaultdict(list)
    for case in cases():
        if case.subject in READ_ALIKE:
            continue  # `benchmarks/faults.py` tries them too
        found[f"{case.subject}: {case.kind}"].append(case)
    return found


GROUPS = _groups()


@pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS)
@given(seed=SEEDS)
@FEW
def test_no_fault_is_silent_nor_ends_in_a_traceback(group, folder, seed):
    wrong = {}
    for case in group:
        judged = case.attempt(drawn(seed, case.subject, case.fault), folder)
        if judged is not None and judged.verdict not in RIGHT:
            wrong[case.fault] = f"{judged.verdict}: {judged.detail}"
    assert not wrong


def test_every_source_of_the_catalogue_is_in_the_campaign():
    assert {case.source_id for case in cases()} == set(read_catalogue())
