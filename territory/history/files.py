"""The curve as a file: CSV, workbook or JSON, with what it rests on and the command that makes it again."""

from __future__ import annotations

import shlex
from pathlib import Path

from territory.country import Country
from territory.exports import About, about_list
from territory.history import told
from territory.history.curve import Curve
from territory.history.row_files import write_rows
from territory.messages import Words
from territory.paths import DEFAULT_ENGINE
from territory.tables import DataInUse
from territory.territories import Territory
from territory.territories.figures import FRANCE


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
    write_rows(path, curve.rows, country.tables.communes, about)


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
