"""A scenario: changes of counters that somebody proposes, in a file of the form of the local corrections.

Each row says what, which counter, why, who proposes it and when. A scenario is never mixed with the
official data: `territory.tables.applied` makes other tables of it, and whoever shows these says so.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import pandas as pd

from territory.messages import Words
from territory.tables.overrides import COLUMNS, no_corrections, read_overrides

SUFFIX = ".csv"


@dataclass(frozen=True)
class Scenario:
    """Changes of counters that somebody proposes.

    Parameters
    ----------
    name : str
        As it is shown.
    rows : DataFrame of str
        Columns `territory.tables.overrides.COLUMNS`, index the line in the file.
    leaves_official : bool
        Whether official minutes are left for the estimate to measure it, once applied.
    """

    name: str
    rows: pd.DataFrame
    leaves_official: bool = False

    @property
    def file_name(self) -> str:
        """The name of its file."""
        return f"{self.name}{SUFFIX}"

    @cached_property
    def fingerprint(self) -> str:
        """A short name of its very content."""
        return sha256(f"{self.name}\n".encode() + scenario_csv(self)).hexdigest()[:16]

    def in_words(self, words: Words) -> str:
        """Say what it is called, who proposes it, the last day of its rows, and that official data stay."""
        day = _day(max(self.rows["date"], default=""), words)
        sentence = words.plural(
            f"scenario.{'said' if day else 'undated'}",
            len(self.rows),
            name=self.name,
            author=", ".join(self.rows["author"].unique()),
            date=day,
        )
        if self.leaves_official:
            sentence = f"{sentence} {words.text('scenario.leaves_official')}"
        return sentence


def _day(said: str, words: Words) -> str:
    """Return a day in words; what is not written as a day stands as it is written."""
    try:
        return words.day(date.fromisoformat(said))
    except ValueError:
        return said


def read_scenario(path: Path) -> Scenario:
    """Read a scenario; its name is that of its file.

    Raises
    ------
    TerritoryError, ContractError
        As `territory.tables.overrides.read_overrides`.
    """
    return Scenario(path.stem, read_overrides(path))


def scenario_csv(scenario: Scenario) -> bytes:
    """Return a scenario as the file that `read_scenario` reads."""
    return scenario.rows.to_csv(index=False, lineterminator="\r\n").encode()


def scenarios_in(folder: Path) -> dict[str, Path]:
    """Return the scenarios of a folder by their names, in their order; none where there is no folder."""
    try:
        with os.scandir(folder) as found:
            names = [one.name for one in found if one.name.lower().endswith(SUFFIX)]
    except (FileNotFoundError, NotADirectoryError):
        return {}
    return {Path(name).stem: folder / name for name in sorted(names) if not name.startswith(".")}


def joined(scenarios: tuple[Scenario, ...]) -> pd.DataFrame:
    """Return the rows of scenarios, one after the other; a counter added keeps the code its line gave."""
    rows = [_coded(one.rows) for one in scenarios]
    table = pd.concat(rows, ignore_index=True) if rows else no_corrections()
    return table.reindex(columns=list(COLUMNS), fill_value="")


def _coded(rows: pd.DataFrame) -> pd.DataFrame:
    is_bare = (rows["action"] == "add") & (rows["counter_code"] == "")
    lines = pd.Series(rows.index.astype(str), index=rows.index)
    return rows.assign(counter_code=rows["counter_code"].mask(is_bare, lines))
