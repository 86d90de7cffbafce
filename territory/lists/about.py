"""What the file of a list says of itself: what was asked, how scores were made, on which data."""

from __future__ import annotations

from territory import messages
from territory.exports import About, about_list
from territory.indicators import INDICATORS, columns_in_use, find_indicator
from territory.lists import Request, Underserved
from territory.tables import DataInUse, Tables
from territory.tables.overrides import corrections_in_words
from territory.territories import NAMED_LEVELS, name_of

_NAMES = tuple(one.name for one in INDICATORS)


def territory_name(tables: Tables, request: Request) -> str:
    """Return how the territory of a request is called, with its code."""
    name = name_of(tables, request.territory, request.language)
    return f"{name} ({request.code})" if request.level in NAMED_LEVELS else name


def about(
    made: Underserved, tables: Tables, in_use: DataInUse, format_name: str, file_name: str
) -> About:
    """Return what a list's file says of itself.

    Parameters
    ----------
    made : Underserved
        The list.
    tables, in_use
        What it was made from.
    format_name, file_name : str
        The file it goes to, for the command that rebuilds it.
    """
    request = made.request
    language, method = request.language, request.method
    name = territory_name(tables, request)

    def said(key: str, value: str) -> tuple[str, str]:
        return messages.text(f"list.parameter.{key}", language), value

    def count(value: float) -> str:
        return messages.number(value, language)

    people = ("illectronism_people", "illectronism_low_people", "illectronism_high_people")
    most, low, high = (count(made.totals[one]) for one in people)
    goalposts = "; ".join(
        f"{one.name} {one.best:g} → {one.worst:g}"
        for one in map(find_indicator, columns_in_use(_NAMES, made.rows.columns))
        if method.profile.weight_of(one.name) > 0
    )
    parameters = (
        said("territory", name),
        said("criteria", request.criteria.in_words(language)),
        said("profile", method.profile.name),
        said(
            "weights",
            ", ".join(f"{one} {weight:g}" for one, weight in method.profile.weights.items()),
        ),
        said("aggregation", method.aggregation),
        said("goalposts", goalposts),
        said("engine", f"{tables.engine.name}: {tables.engine.cite(language)}"),
        said("ranked", count(len(tables.communes))),
        said("kept", count(len(made.rows))),
        said("out", count(len(made.selection.out))),
        said("undetermined", count(len(made.selection.undetermined))),
        said("people", count(made.totals["population_people"])),
        said(
            "illectronism",
            messages.text("map.card.interval", language, people=most, low=low, high=high),
        ),
        said("data", in_use.fingerprint),
        *(
            [said("corrections", "; ".join(corrections_in_words(tables.corrections, language)))]
            if len(tables.corrections)
            else []
        ),
    )
    title = messages.text("list.file_title", language, territory=name)
    command = request.command(format_name, file_name)
    return about_list(in_use, title, command, parameters, language)
