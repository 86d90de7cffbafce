"""What goes with a list into every file: dictionary, sources, parameters, limits, how to remake it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from territory.contract import COMMUNES, unit_of
from territory.indicators import INDICATORS
from territory.messages import Words
from territory.messages.limits import limits
from territory.tables import DataInUse
from territory.tables.scenarios import Scenario

DICTIONARY_COLUMNS = ("name", "label", "unit", "meaning", "status", "sources")


@dataclass(frozen=True)
class About:
    """What a file says of itself.

    Parameters
    ----------
    title : str
        Of the list.
    command : str
        What rebuilds the file.
    parameters : tuple of (str, str)
        Label → value: territory, criteria, method, engine, counts.
    sources : tuple of (str, str, str, str)
        Citation, file, SHA-256, what to beware of.
    limits : tuple of str
        What the list must not be used for.
    date : str
        ISO day of the data: the file's own date, so that the same list gives the same file.
    fingerprint : str
        Fingerprint of the sources.
    words : Words
        Of the reader's language.
    """

    title: str
    command: str
    parameters: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str, str, str], ...]
    limits: tuple[str, ...]
    date: str
    fingerprint: str
    words: Words

    def as_dict(self) -> dict[str, object]:
        """Return it as plain types, for the metadata of a file."""
        return {
            "title": self.title,
            "command": self.command,
            "parameters": dict(self.parameters),
            "sources": [
                dict(zip(("citation", "file", "sha256", "caveat"), one, strict=True))
                for one in self.sources
            ],
            "limits": list(self.limits),
            "data_date": self.date,
            "data_fingerprint": self.fingerprint,
        }


def about_list(
    in_use: DataInUse,
    title: str,
    command: str,
    parameters: tuple[tuple[str, str], ...],
    words: Words,
    *,
    scenarios: Sequence[Scenario] = (),
) -> About:
    """Return what a list says of itself, from the data in use; first, the scenarios it is made under."""
    label = words.text("list.parameter.scenario")
    proposed = tuple((label, one.in_words(words)) for one in scenarios)
    sources = tuple(
        (one.cite(words), one.file_name, one.sha256, one.caveats[words.language])
        for one in in_use.sources
    )
    return About(
        title,
        command,
        (*proposed, *parameters),
        sources,
        limits(words),
        in_use.newest_date,
        in_use.fingerprint,
        words,
    )


def dictionary(columns: pd.Index, words: Words) -> pd.DataFrame:
    """Return what each column of a list is: one row a column.

    Returns
    -------
    DataFrame of str
        `DICTIONARY_COLUMNS`: name, label, unit, meaning, the column that says what is known of it,
        and the sources it rests on.

    Raises
    ------
    KeyError
        If a column has no unit: it is not part of the vocabulary.
    """
    of_indicator = {one.name: " ".join(one.source_ids) for one in INDICATORS}
    of_column = {one.name: one for one in COMMUNES}
    rows = []
    for column in columns.astype(str):
        unit = unit_of(column)
        declared = of_column.get(column)
        rows.append(
            (
                column,
                words.text(f"columns.{column}.label"),
                words.text(f"list.unit.{unit.suffix.strip('_')}"),
                words.text(f"columns.{column}.meaning"),
                declared.status if declared else "",
                of_indicator.get(column, declared.source_id if declared else ""),
            )
        )
    return pd.DataFrame(rows, columns=list(DICTIONARY_COLUMNS), dtype="str")
