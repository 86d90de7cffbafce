"""The validation in words: a Markdown text, made by a command and never by hand."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from territory import messages
from territory.illectronism.draws import Draws, draw_people
from territory.illectronism.facts import Fact
from territory.illectronism.model import Model, fit, stated_model
from territory.illectronism.sums import sum_draws
from territory.illectronism.validate import (
    assumptions_table,
    check_covers_france,
    density_table,
    leave_one_out_table,
    validation_table,
)

BEGIN = "<!-- validation: begin, written by `territory validate` -->"
END = "<!-- validation: end -->"

Cell = Callable[[float], str]


def validation_text(
    communes: pd.DataFrame,
    language: str | None = None,
    *,
    model: Model | None = None,
    draws: int = 500,
    seed: int = 1953,
    with_assumptions: bool = True,
) -> str:
    """Return the validation of the estimate on a table of all France, in Markdown.

    Parameters
    ----------
    communes : DataFrame
        All France; columns of `territory.illectronism.COLUMNS`.
    language : str, optional
        ``"fr"`` or ``"en"``.
    model : Model, optional
        Other figures or assumptions than those stated.
    draws, seed : int
        Of the intervals.
    with_assumptions : bool
        Whether to try the other value of each assumption, which takes about a minute.

    Raises
    ------
    TerritoryError
        If the table is not all of France: its shares would say nothing of the published ones.
    """
    model = model or stated_model()
    drawn = draw_people(fit(communes, model), draws, seed)
    check_covers_france(drawn, model)
    parts = [
        _nation(communes, drawn, language),
        _figures(validation_table(communes, model, drawn), model.facts, language),
        _density(density_table(communes, drawn), language),
        _left_out(leave_one_out_table(communes, model), model.facts, language),
    ]
    if with_assumptions:
        parts.append(_assumptions(assumptions_table(communes, model, draws, seed), language))
    return "\n\n".join(parts)


def put_between_markers(document: str, text: str) -> str:
    """Return a document with the validation in the place its markers keep for it.

    Raises
    ------
    ValueError
        If the document has no such place.
    """
    before, rest = document.split(BEGIN, 1)
    _, after = rest.split(END, 1)
    return f"{before}{BEGIN}\n{text}\n{END}{after}"


def _say(key: str, language: str | None, **values: object) -> str:
    return messages.text(f"illectronism.{key}", language, **values)


def _nation(communes: pd.DataFrame, drawn: Draws, language: str | None) -> str:
    groups = pd.Series("nation", index=communes.index, name="nation")
    row = sum_draws(drawn, groups).iloc[0]
    return _say(
        "report.nation",
        language,
        people=messages.number(row["illectronism_people"], language),
        low=messages.number(row["illectronism_low_people"], language),
        high=messages.number(row["illectronism_high_people"], language),
        communes=messages.number(row["communes_count"], language),
        missing=messages.number(row["missing_communes_count"], language),
    )


def _figures(table: pd.DataFrame, facts: Mapping[str, Fact], language: str | None) -> str:
    rows = []
    for name, row in table.iterrows():
        is_ratio = not math.isnan(facts[str(name)].ratio)
        write = _ratio(language) if is_ratio else _share(language)
        points = _ratio(language) if is_ratio else _points(language)
        rows.append(
            [
                _say(f"fact.{name}", language),
                write(row["published"]),
                write(row["expected"]),
                write(row["modelled"]),
                points(row["gap"]),
                _range(row["low"], row["high"], write),
                write(row["age_only"]),
                _verdict(row["is_met"], language),
                _say(f"used_for.{row['used_for']}", language),
                _say("original" if row["read_in_original"] else "relay", language),
            ]
        )
    return _table("figures", 10, rows, language)


def _density(table: pd.DataFrame, language: str | None) -> str:
    share = _share(language)
    rows = [
        [
            _say(f"density.{name}", language),
            share(row["illectronism_share"]),
            _range(row["illectronism_low_share"], row["illectronism_high_share"], share),
            share(row["age_only_share"]),
        ]
        for name, row in table.iterrows()
    ]
    return _table("by_density", 4, rows, language)


def _left_out(table: pd.DataFrame, facts: Mapping[str, Fact], language: str | None) -> str:
    points = _points(language)
    rows = []
    for name, row in table.iterrows():
        write = _share(language) if math.isnan(facts[str(name)].ratio) else _ratio(language)
        rows.append(
            [
                _say(f"fact.{name}", language),
                *(write(row[column]) for column in ("published", "modelled", "left_out")),
                *(points(row[column]) for column in ("mean_move", "high_move")),
            ]
        )
    return _table("left_out", 6, rows, language)


def _assumptions(table: pd.DataFrame, language: str | None) -> str:
    points, share = _points(language), _share(language)
    rows = [
        [
            f"`{name}`" if name != "stated" else _say("report.stated", language),
            _value(row["stated"], language),
            _value(row["other"], language),
            messages.number(row["people"], language),
            points(row["mean_move"]),
            points(row["high_move"]),
            share(row["width"]),
        ]
        for name, row in table.iterrows()
    ]
    return _table("assumptions", 7, rows, language)


def _table(topic: str, columns: int, rows: Sequence[Sequence[str]], language: str | None) -> str:
    lines = [
        _say(f"report.{topic}", language),
        "",
        _say(f"report.{topic}_header", language),
        "|" + "---|" * columns,
        *("| " + " | ".join(row) + " |" for row in rows),
    ]
    return "\n".join(lines)


def _share(language: str | None) -> Cell:
    return lambda value: "" if math.isnan(value) else messages.percent(value, language, digits=1)


def _ratio(language: str | None) -> Cell:
    return lambda value: "" if math.isnan(value) else messages.number(value, language, digits=1)


def _points(language: str | None) -> Cell:
    return lambda value: messages.number(100 * value, language, digits=2)


def _range(low: float, high: float, write: Cell) -> str:
    return "" if math.isnan(low) else f"{write(low)} – {write(high)}"


def _verdict(is_met: object, language: str | None) -> str:
    if is_met is pd.NA or is_met is None:
        return ""
    return _say("yes" if is_met else "no", language)


def _value(value: object, language: str | None) -> str:
    if isinstance(value, bool):
        return _say("yes" if value else "no", language)
    # A column of facts holds numbers and booleans: what is no boolean is a number.
    number = float(value)  # type: ignore[arg-type]
    if math.isnan(number):
        return ""
    return messages.number(number, language, digits=0 if number >= 10 else 3)
