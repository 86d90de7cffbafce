"""What a folder of published files says of itself, in its ``folder.toml`` if it has one.

A hand-made folder (the embedded sample) covers a part of France, holds files older or simpler
than the published ones, and must say so wherever they are shown::

    covers = ["48"]                      # the whole folder: these départements are built, no other

    [parts]
    mediation_places = ["48", "12"]      # one file: missing elsewhere, neither zero nor far

    [reference_dates]
    town_halls = "2023-01-01"            # the day a file describes, where nothing else says it

    [codes_years]
    arcep_fixed = 2022                   # year of the communes its codes are of, where no rule says it

    [caveats.town_halls]
    fr = "…"
    en = "…"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.sources.catalogue import read_catalogue
from pipelines.sources.editions import date_in
from territory import messages
from territory.contract import DEPARTEMENT_CODE
from territory.errors import TerritoryError, UnknownNameError
from territory.messages import Words

FOLDER_FILE = "folder.toml"
KEYS = ("covers", "parts", "reference_dates", "codes_years", "caveats")
# Their absence elsewhere would leave nothing to build on: a part of these is `covers`.
NEVER_A_PART = ("insee_cog", "france_services")
_MOST_SHOWN = 60
# Insee lists the moves of communes since 1943: codes of before are followed by nobody.
FIRST_CODES_YEAR = 1943


@dataclass(frozen=True)
class Folder:
    """A folder's own declaration.

    Parameters
    ----------
    covers : tuple of str
        Départements it holds; empty for the whole of France.
    parts : dict
        Source id → départements its file holds, where they are not those of the folder.
    reference_dates : dict
        Source id → day its file describes, where the file's name does not say it.
    codes_years : dict
        Source id → year of the communes its file's codes are of, where no rule gives it.
    caveats : dict
        Source id → language → what a reader must know of this copy.
    """

    covers: tuple[str, ...] = ()
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    reference_dates: dict[str, str] = field(default_factory=dict)
    codes_years: dict[str, int] = field(default_factory=dict)
    caveats: dict[str, dict[str, str]] = field(default_factory=dict)

    def part_of(self, source_id: str) -> tuple[str, ...]:
        """Return the départements a source's file is said to hold; empty for all of them."""
        return self.parts.get(source_id, self.covers)

    def said_by(self, source_id: str) -> str:
        """Return the key that says a source's file is a part; ``""`` if none does."""
        return "parts" if source_id in self.parts else "covers" if self.covers else ""


def read_folder(folder: Path) -> Folder:
    """Return what a folder says of itself; nothing special if it says nothing.

    Raises
    ------
    TerritoryError
        If the declaration cannot be read, or a key is unknown or holds what it must not: the
        key, what was found and what is expected are said.
    """
    path = folder / FOLDER_FILE
    if not path.exists() and not path.is_symlink():
        return Folder()
    try:
        declared = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise TerritoryError("folder_not_utf8", path=path, place=error.start) from error
    except (OSError, ValueError, RecursionError) as error:
        raise TerritoryError("folder_declaration", path=path, detail=error) from error
    if unknown := sorted(set(declared) - set(KEYS)):
        raise TerritoryError(
            "folder_unknown_key", path=path, name=_cut(unknown[0]), known=", ".join(KEYS)
        )
    return Folder(
        covers=_departements(path, "covers", declared.get("covers", [])),
        parts={
            source_id: _departements(path, f"parts.{source_id}", codes)
            for source_id, codes in _by_source(path, "parts", declared).items()
        },
        reference_dates={
            source_id: _day(path, f"reference_dates.{source_id}", day)
            for source_id, day in _by_source(path, "reference_dates", declared).items()
        },
        codes_years={
            source_id: _year(path, f"codes_years.{source_id}", year)
            for source_id, year in _by_source(path, "codes_years", declared).items()
        },
        caveats={
            source_id: _words(path, f"caveats.{source_id}", words)
            for source_id, words in _by_source(path, "caveats", declared).items()
        },
    )


def refuse_unknown_departements(folder: Folder, path: Path, known: Collection[str]) -> None:
    """Check that the départements a folder names are those of the code.

    Raises
    ------
    UnknownNameError
        Naming the first that is not.
    """
    for key, codes in {"covers": folder.covers, **folder.parts}.items():
        for code in codes:
            if code not in known:
                where = key if key == "covers" else f"parts.{key}"
                raise _UnknownDepartementError(path / FOLDER_FILE, where, code, known)


class _UnknownDepartementError(UnknownNameError):
    """A département that is not one, and the key that names it."""

    def __init__(self, path: Path, key: str, code: str, known: Collection[str]) -> None:
        super().__init__("departement", code, known)
        self._where = {"path": path, "name": key}

    def say(self, words: Words) -> str:
        """Return where the name stands, then what is wrong with it."""
        where = words.text("errors.folder_where", **self._where)
        return f"{where} {super().say(words)}"


def _by_source(path: Path, key: str, declared: dict[str, Any]) -> dict[str, Any]:
    """Return a table of the declaration, after checking that its keys are sources."""
    table = declared.get(key, {})
    if not isinstance(table, dict):
        raise _wrong(path, key, table, "by_source")
    known = read_catalogue()
    for source_id in table:
        if source_id not in known:
            raise TerritoryError(
                "folder_unknown_source",
                path=path,
                name=key,
                source=_cut(source_id),
                known=", ".join(known),
            )
        if key == "parts" and source_id in NEVER_A_PART:
            raise TerritoryError("folder_never_a_part", path=path, source=source_id)
    return table


def _departements(path: Path, key: str, found: Any) -> tuple[str, ...]:
    if not isinstance(found, list) or not all(
        isinstance(code, str) and re.fullmatch(DEPARTEMENT_CODE, code) for code in found
    ):
        raise _wrong(path, key, found, "departements")
    if not found and key != "covers":
        raise _wrong(path, key, found, "departements")
    return tuple(dict.fromkeys(found))


def _day(path: Path, key: str, found: Any) -> str:
    # TOML has days of its own: 2023-01-01 without quotes is one, and so is no moment of a day.
    written = found.isoformat() if type(found) is date else found
    if isinstance(written, str) and (dated := date_in(written)) and dated.iso == written:
        return dated.iso
    raise _wrong(path, key, found, "day")


def _year(path: Path, key: str, found: Any) -> int:
    if type(found) is int and FIRST_CODES_YEAR <= found <= date.today().year + 1:
        return found
    raise _wrong(path, key, found, "year")


def _words(path: Path, key: str, found: Any) -> dict[str, str]:
    if (
        not isinstance(found, dict)
        or not set(found) <= set(messages.LANGUAGES)
        or not all(isinstance(words, str) for words in found.values())
    ):
        raise _wrong(path, key, found, "words")
    return found


def _wrong(path: Path, key: str, found: Any, expected: str) -> TerritoryError:
    return _WrongValueError(path, key, found, expected)


class _WrongValueError(TerritoryError):
    """A key of the declaration that holds what it must not."""

    def __init__(self, path: Path, key: str, found: Any, expected: str) -> None:
        self._expected = expected
        super().__init__("folder_wrong_value", path=path, name=_cut(key), found=_cut(repr(found)))

    def say(self, words: Words) -> str:
        """Return which key, what was found, what is expected."""
        expected = words.text(f"errors.folder_expected.{self._expected}")
        return words.text(f"errors.{self.key}", expected=expected, **self.values)


def _cut(written: str) -> str:
    return written if len(written) <= _MOST_SHOWN else written[:_MOST_SHOWN] + "…"
