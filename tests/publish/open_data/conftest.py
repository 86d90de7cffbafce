"""The data of the sample, published once; nothing of it is changed by a test."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from territory.country import Country
from territory.messages import Words
from territory.publish.open_data import Written, write_open_data
from territory.tables import DataInUse


@dataclass(frozen=True)
class Published:
    """A folder of data, and what was said of its files."""

    folder: Path
    files: tuple[Written, ...]


@pytest.fixture(scope="session")
def published(
    country: Country, in_use: DataInUse, tmp_path_factory: pytest.TempPathFactory
) -> Published:
    """The whole sample, in French first."""
    folder = tmp_path_factory.mktemp("open") / "data"
    return Published(folder, write_open_data(country, in_use, folder, Words("fr")))
