"""What takes seconds to make, made once for all the processes that run the tests."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from territory.tables import Tables, open_tables


def made_once(
    tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]
) -> Path:
    """Return a folder that the first process to need it makes, and for which the others wait.

    Parameters
    ----------
    tmp_path_factory : TempPathFactory
        Whose folder stands beside those of the other processes of this run.
    name : str
        Of the folder.
    make : callable
        Makes it at the path given. If it fails, the next process tries again.
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    done = folder / f"{name}.done"
    with FileLock(folder / f"{name}.lock"):
        if not done.exists():
            make(folder / name)
            done.touch()
    return folder / name


@dataclass(frozen=True)
class BuiltOnce:
    """Tables in their folder, not to be changed, and the report beside them."""

    folder: Path

    @cached_property
    def tables(self) -> Tables:
        """The tables, opened; who changes one makes a copy first."""
        return open_tables(self.folder)

    @cached_property
    def report(self) -> dict[str, Any]:
        """The report of the build."""
        report: dict[str, Any] = json.loads((self.folder / "build_report.json").read_bytes())
        return report
