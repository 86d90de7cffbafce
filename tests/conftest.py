"""What tests share: the sample's tables and the national folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from territory import paths
from territory.tables import Tables, open_tables
from tests.clock import Clock

# No test is timed: a slow machine is not a fault.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

REPOSITORY = Path(__file__).resolve().parent.parent
SAMPLE_RAW = REPOSITORY / "data" / "sample" / "raw"
NATIONAL = Path(os.environ.get("TERRITORY_NATIONAL", REPOSITORY.parent / "shared" / "national"))


@pytest.fixture(scope="session")
def sample() -> Tables:
    """The embedded sample: Lozère."""
    return open_tables(paths.sample_folder())


@pytest.fixture(scope="session")
def sample_raw() -> Path:
    """The sample's published files."""
    return SAMPLE_RAW


@pytest.fixture(scope="session")
def national() -> Path:
    """The folder of national files; the test is skipped where there is none."""
    if not NATIONAL.is_dir():
        pytest.skip(
            f"no national files in {NATIONAL}: set TERRITORY_NATIONAL to the folder that holds them"
        )
    return NATIONAL


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that only the waits of the test move."""
    return Clock().stop(monkeypatch)
