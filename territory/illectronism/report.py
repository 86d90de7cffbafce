"""The validation in words: a Markdown text, made by a command and never by hand."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from territory.illectronism.ablation import ablation_table
from territory.illectronism.draws import Draws, draw_people
from territory.illectronism.external import area_types, errors_by_level, external_table
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
from territory.messages import Words

BEGIN = "<!-- validation: begin, written by `territory validate` -->"
END = "<!-- validation: end -->"

Cell = Callable[[float], str]


def validation_text(
    communes: pd.DataFrame,
    words: Words,
    *,
    model: Model | None = None,
    draws: int = 500,
    seed: int = 1953,
    with_assumptions: bool = True,
    areas: pd.DataFrame | None = None,
) -> str:
    """Return the validation of the estimate on a table of all France, in Markdown.

    Parameters
    ----------
    communes : DataFrame
        All France; columns of `territory.illectronism.COLUMNS`.
    words : Words
        Of the reader's language.
    model : Model, optional
        Other figures or assumptions than those stated.
    draws, seed : int
        Of the intervals.
    with_assumptions : bool
        Whether to take each part of the method away and to try the other value of each assumption,
        which takes some minutes.
    areas : DataFrame, optional
        Attraction areas of communes, as `territory.illectronism.external.area_types` takes them.

    Raises
    ------
    TerritoryError
        If the table is not all of France: its shares would say nothing of the published ones.
    """
    model = model or stated_model()
    drawn = draw_people(fit(communes, model), draws, seed)
    check_covers_france(drawn, model)
    types = None if areas is None else area_types(communes, areas)
    external = external_table(communes, drawn, seed, types)
    parts = [
        _nation(communes, drawn, words),
        _figures(validation_table(drawn.fitted), model.facts, words),
        _external(external, communes, words),
        _errors(errors_by_level(external), words),
        _density(density_table(communes, drawn), words),
        _left_out(leave_one_out_table(communes, model), model.facts, words),
    ]
    if with_assumptions:
        parts.append(_ablation(ablation_table(communes, model, draws, seed, types=types), words))
        parts.append(_assumptions(assumptions_table(communes, model, draws, seed), words))
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


def _say(key: str, words: Words, **values: object) -> str:
    return words.text(f"illectronism.{key}", **values)


def _nation(communes: pd.DataFrame, drawn: Draws, words: Words) -> str:
    groups = pd.Series("nation", index=communes.index, name="nation")
    row = sum_draws(drawn, groups).iloc[0]
    return _say(
        "report.nation",
        words,
        people=words.number(row["illectronism_people"]),
        low=words.number(row["illectronism_low_people"]),
        high=words.number(row["illectronism_high_people"]),
        communes=words.number(row["communes_count"]),
        missing=words.number(row["missing_communes_count"]),
    )


def _figures(table: pd.DataFrame, facts: Mapping[str, Fact], words: Words) -> str:
    rows = []
    for name, row in table.iterrows():
        is_ratio = not math.isnan(facts[str(name)].ratio)
        write = _ratio(words) if is_ratio else _share(words)
        points = _ratio(words) if is_ratio else _points(words)
        rows.append(
            [
                _say(f"fact.{name}", words),
                write(row["published"]),
                write(row["modelled"]),
                points(row["gap"]),
                write(row["age_only"]),
                _verdict(row["is_met"], words),
                _say(f"used_for.{row['used_for']}", words),
                _say("original" if row["read_in_original"] else "relay", words),
            ]
        )
    return _table("figures", 8, rows, words)


def external_label(row: pd.Series, communes: pd.DataFrame, words: Words) -> str:
    """Return what a figure published below the nation is about: the place, and which of its people.

    Parameters
    ----------
    row : Series
        Of `territory.illectronism.external.external_table`.
    communes : DataFrame
        For the names of regions and départements.
    """
    level = {"within_region": "region"}.get(row["level"], row["level"])
    if level in ("region", "departement"):
        here = communes.loc[communes[f"{level}_code"] == row["place"], f"{level}_name"]
        place = str(here.iloc[0]) if len(here) else str(row["place"])
    else:
        place = _say(f"place.{row['place']}", words)
    if row["group"] == "everyone":
        return place
    slug = row["group"].replace(".", "_").replace("+", "_")
    return _say("of_place", words, place=place, group=_say(f"group.{slug}", words))


def external_verdict(row: pd.Series, words: Words) -> str:
    """Return whether the interval holds a figure, or why it is not compared."""
    if row["why_not"]:
        return _say(f"why_not.{row['why_not']}", words)
    if row["is_inside"] is pd.NA:
        return _say("why_not.no_areas", words)
    return _verdict(row["is_inside"], words)


def _external(table: pd.DataFrame, communes: pd.DataFrame, words: Words) -> str:
    share, points = _share(words), _points(words)
    rows = [
        [
            _say(f"level.{row['level']}", words),
            external_label(row, communes, words)
            + (_say("approximate", words) if row["is_approximate"] else ""),
            share(row["share"]),
            *(
                ("", "", "", "")
                if math.isnan(row["modelled"])
                else (
                    share(row["expected"]),
                    share(row["modelled"]),
                    points(row["gap"]),
                    _range(row["low"], row["high"], share),
                )
            ),
            external_verdict(row, words),
            _say("original" if row["read_in_original"] else "relay", words),
        ]
        for _, row in table.iterrows()
    ]
    return _table("external", 9, rows, words)


def _errors(table: pd.DataFrame, words: Words) -> str:
    rows = [
        [
            _say(f"level.{level}", words),
            words.number(row["count"]),
            words.number(100 * row["rmse"], digits=2),
            words.percent(row["inside_share"]),
        ]
        for level, row in table.iterrows()
    ]
    return _table("errors", 4, rows, words)


def _ablation(table: pd.DataFrame, words: Words) -> str:
    points = _points(words)
    rows = [
        [
            _say(f"without.{name}", words),
            words.number(row["missed_count"]),
            *(points(row[f"{level}_rmse"]) for level in ("region", "departement", "area_type")),
            words.percent(row["inside_share"]),
            words.number(row["people"]),
            points(row["mean_move"]),
        ]
        for name, row in table.iterrows()
    ]
    return _table("ablation", 8, rows, words)


def _density(table: pd.DataFrame, words: Words) -> str:
    share = _share(words)
    rows = [
        [
            _say(f"density.{name}", words),
            share(row["illectronism_share"]),
            _range(row["illectronism_low_share"], row["illectronism_high_share"], share),
            share(row["age_only_share"]),
        ]
        for name, row in table.iterrows()
    ]
    return _table("by_density", 4, rows, words)


def _left_out(table: pd.DataFrame, facts: Mapping[str, Fact], words: Words) -> str:
    points = _points(words)
    rows = []
    for name, row in table.iterrows():
        write = _share(words) if math.isnan(facts[str(name)].ratio) else _ratio(words)
        rows.append(
            [
                _say(f"fact.{name}", words),
                *(write(row[column]) for column in ("published", "modelled", "left_out")),
                *(points(row[column]) for column in ("mean_move", "high_move")),
            ]
        )
    return _table("left_out", 6, rows, words)


def _assumptions(table: pd.DataFrame, words: Words) -> str:
    points, share = _points(words), _share(words)
    rows = [
        [
            f"`{name}`" if name != "stated" else _say("report.stated", words),
            _value(row["stated"], words),
            _value(row["other"], words),
            words.number(row["people"]),
            points(row["mean_move"]),
            points(row["high_move"]),
            share(row["width"]),
        ]
        for name, row in table.iterrows()
    ]
    return _table("assumptions", 7, rows, words)


def _table(topic: str, columns: int, rows: Sequence[Sequence[str]], words: Words) -> str:
    lines = [
        _say(f"report.{topic}", words),
        "",
        _say(f"report.{topic}_header", words),
        "|" + "---|" * columns,
        *("| " + " | ".join(row) + " |" for row in rows),
    ]
    return "\n".join(lines)


def _share(words: Words) -> Cell:
    return lambda value: "" if math.isnan(value) else words.percent(value, digits=1)


def _ratio(words: Words) -> Cell:
    return lambda value: "" if math.isnan(value) else words.number(value, digits=1)


def _points(words: Words) -> Cell:
    return lambda value: "" if math.isnan(value) else words.number(100 * value, digits=2)


def _range(low: float, high: float, write: Cell) -> str:
    return "" if math.isnan(low) else f"{write(low)} – {write(high)}"


def _verdict(is_met: object, words: Words) -> str:
    if is_met is pd.NA or is_met is None:
        return ""
    return _say("yes" if is_met else "no", words)


def _value(value: object, words: Words) -> str:
    if isinstance(value, bool):
        return _say("yes" if value else "no", words)
    # A column of facts holds numbers and booleans: what is no boolean is a number.
    number = float(value)  # type: ignore[arg-type]
    if math.isnan(number):
        return ""
    return words.number(number, digits=0 if number >= 10 else 3)
