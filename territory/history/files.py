"""The curve as a file: CSV, workbook or JSON, with what it rests on and the command that makes it again."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pandas as pd

from territory.country import Country
from territory.errors import TerritoryError
from territory.exports import About, about_list, format_of, side_files, write_list
from territory.files import write_file
from territory.history import told
from territory.history.curve import Curve
from territory.messages import Words
from territory.paths import DEFAULT_ENGINE
from territory.tables import DataInUse
from territory.territories import Territory
from territory.territories.figures import FRANCE

JSON = ".json"
SUFFIXES = (".csv", ".xlsx", JSON)


def check_suffix(path: Path) -> None:
    """Refuse a file of another kind, before anything is computed.

    Raises
    ------
    TerritoryError
        If its name ends otherwise than with one of `SUFFIXES`.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise TerritoryError("history_suffix", path=path, known=", ".join(SUFFIXES))


def command(territory: Territory, within: float, engine: str, words: Words, out: str) -> str:
    """Return the command that makes the same file again."""
    where = [] if territory.level == FRANCE else [f"--{territory.level}", territory.code]
    by = [] if engine == DEFAULT_ENGINE else ["--engine", engine]
    said = ["territory", "history", *where, "--within", f"{within:g}", *by]
    return shlex.join([*said, "--lang", words.language, "--out", out])


def write_curve(
    path: Path, country: Country, curve: Curve, in_use: DataInUse, words: Words, *, again: str
) -> None:
    """Write the curve, a row a moment, and what goes beside a file that has no room for it."""
    about = _about(country, curve, in_use, words, again)
    if path.suffix.lower() == JSON:
        write_file(path, json_bytes(curve.rows, about))
        return
    chosen = format_of(None, path)
    write_file(path, write_list(curve.rows, country.tables.communes, about, chosen))
    if chosen.is_alone:
        for suffix, content in side_files(curve.rows, about, chosen).items():
            write_file(path.with_name(path.stem + suffix), content)


def json_bytes(rows: pd.DataFrame, about: About) -> bytes:
    """Return the rows and what they rest on as JSON; a missing figure is null."""
    plain = json.loads(rows.reset_index().to_json(orient="records", date_format="iso"))
    for row in plain:
        row["moment_date"] = row["moment_date"] and row["moment_date"][:10]
    whole = {"about": about.as_dict(), "rows": plain}
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def _about(country: Country, curve: Curve, in_use: DataInUse, words: Words, again: str) -> About:
    def said(key: str, value: str) -> tuple[str, str]:
        return words.text(f"since.parameter.{key}"), value

    parameters = (
        said("answer", told.summary(curve, words)),
        *(said("limit", one) for one in told.limits_lines(words)),
        *(said("remark", one) for one in told.remarks(country, curve, words)),
    )
    return about_list(
        in_use,
        told.title(country.tables, curve, words),
        again,
        parameters,
        words,
        scenarios=country.tables.scenarios,
    )
