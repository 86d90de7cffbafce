"""What former codes and names of communes became: merged, split, renamed, arrondissements.

The build follows the moves of Insee's official code and writes a small table beside the others.
Tables of an older build have none, and then no former code is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd
import pyarrow as pa

from territory.contract_check import check_table
from territory.errors import TerritoryError
from territory.messages import Words
from territory.names import levelled_arrondissement

NAMES_SEPARATOR = " | "
# A commune that stands today under the same code.
RENAMED = "renamed"


@dataclass(frozen=True)
class Became:
    """What a former code became.

    Parameters
    ----------
    code : str
        The code.
    names : tuple of str
        The names it bore, the last first.
    kind : str
        One of `territory.contract.FORMER_KINDS`.
    since : date or None
        When; None when it is not known.
    communes : tuple of (str, str)
        Code and name of the present communes it became; empty if it became none. The name is ``""``
        where the tables do not hold the commune.
    name : str
        The name asked about; the last one by default.
    """

    code: str
    names: tuple[str, ...]
    kind: str
    since: date | None
    communes: tuple[tuple[str, str], ...]
    name: str = ""

    @property
    def only(self) -> str | None:
        """Code of the one commune of the tables it became; None if there are several or none."""
        held = [code for code, name in self.communes if name]
        return held[0] if len(self.communes) == 1 and held else None

    def say(self, words: Words) -> str:
        """Return it as a sentence."""
        name = self.name or (self.names[0] if self.names else "")
        known = [
            words.text("errors.former.commune", code=code, name=name)
            if name
            else words.text("errors.former.elsewhere", code=code)
            for code, name in self.communes
        ]
        key = self.kind
        if self.since is None or (key == RENAMED and len(self.names) > 1):
            key = f"{key}_undated"
        return words.text(
            f"errors.former.{key}",
            code=self.code,
            what=words.text("errors.former.code", code=self.code, name=name) if name else self.code,
            name=name,
            communes=", ".join(known),
            day=words.day(self.since),
        )


class FormerCodeError(TerritoryError):
    """A former code that leads to no single commune of the tables; see `became`.

    Parameters
    ----------
    became : Became
        What it became.
    """

    def __init__(self, became: Became) -> None:
        super().__init__("former.gone", code=became.code)
        self.became = became

    def say(self, words: Words) -> str:
        """Return what the code became, and what to do."""
        if not self.became.communes:
            return self.became.say(words)
        several = len(self.became.communes) > 1
        key = "errors.former.choose" if several else "errors.former.not_here"
        return f"{self.became.say(words)} {words.text(key)}"


class FormerCodes:
    """Look up former codes and names.

    Parameters
    ----------
    table : DataFrame, optional
        As `read_former_codes` gives it; None where the tables have none.
    names : mapping of str to str
        Names of the communes of the tables, by code.
    """

    def __init__(self, table: pd.DataFrame | None, names: Mapping[str, str]) -> None:
        self._table, self._names = table, names

    def get(self, code: str) -> Became | None:
        """Return what a code became; None if it is a commune today, or never was one."""
        code = code.strip().upper()
        if self._table is None or code in self._names or code not in self._table.index:
            return None
        became = self._row(code)
        return None if became.kind == RENAMED else became

    def named(self, words: str) -> list[Became]:
        """Return the former communes that bore a name, whatever its accents or its arrondissement's form."""
        return [self._row(code, name) for code, name in self.keys.get(key_of(words), ())]

    @cached_property
    def keys(self) -> dict[str, list[tuple[str, str]]]:
        """Normalised name → code and name of each commune that bore it."""
        found: dict[str, list[tuple[str, str]]] = {}
        if self._table is None:
            return found
        for code, written in self._table["former_names_text"].dropna().items():
            for name in dict.fromkeys(str(written).split(NAMES_SEPARATOR)):
                found.setdefault(key_of(name), []).append((str(code), name))
        return found

    def _row(self, code: str, name: str = "") -> Became:
        assert self._table is not None  # noqa: S101 - a row comes from the table
        row = self._table.loc[code]
        names, codes, since = (
            row[column] for column in ("former_names_text", "commune_codes_text", "since_date")
        )
        return Became(
            code,
            tuple(names.split(NAMES_SEPARATOR)) if isinstance(names, str) else (),
            str(row["became_name"]),
            None if pd.isna(since) else since.date(),
            tuple(
                (code, self._names.get(code, ""))
                for code in (codes.split() if isinstance(codes, str) else ())
            ),
            name,
        )


def key_of(words: str) -> str:
    """Return the normalised form under which former names are compared."""
    return levelled_arrondissement(words)


def read_former_codes(path: Path) -> pd.DataFrame:
    """Read the table of former codes.

    Returns
    -------
    DataFrame
        Columns of `territory.contract.FORMER_CODES`, index ``former_code``.

    Raises
    ------
    TerritoryError
        If it cannot be read.
    ContractError
        If it is not such a table.
    """
    try:
        table = pd.read_parquet(path)
    except (OSError, ValueError, pa.ArrowException) as error:
        raise TerritoryError("table_unreadable", path=path, detail=error) from error
    check_table(table, "former_codes")
    return table
