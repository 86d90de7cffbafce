"""The description that goes with the file of a list: request, method, data."""

from __future__ import annotations

from territory.exports import About, about_list
from territory.indicators import DIMENSIONS, INDICATORS, columns_in_use, find_indicator
from territory.lists import Request, Underserved
from territory.lists.sentences import order_in_words
from territory.messages import Words
from territory.scores import Method
from territory.tables import DataInUse, Tables
from territory.tables.overrides import corrections_in_words
from territory.territories import NAMED_LEVELS, name_of

_NAMES = tuple(indicator.name for indicator in INDICATORS)


def territory_name(tables: Tables, request: Request) -> str:
    """Return the name of the territory of a request, with its code."""
    name = name_of(tables, request.territory, request.words)
    return f"{name} ({request.code})" if request.level in NAMED_LEVELS else name


def about(
    listing: Underserved, tables: Tables, in_use: DataInUse, format_name: str, file_name: str
) -> About:
    """Return the description of a list for its file.

    Parameters
    ----------
    listing : Underserved
        The list.
    tables, in_use
        The data it was made from.
    format_name, file_name : str
        The file it goes to, for the command that rebuilds it.
    """
    request = listing.request
    words, method = request.words, request.method
    name = territory_name(tables, request)

    def said(key: str, value: str) -> tuple[str, str]:
        return words.text(f"list.parameter.{key}"), value

    def count(value: float) -> str:
        return words.number(value)

    people = ("illectronism_people", "illectronism_low_people", "illectronism_high_people")
    most, low, high = (count(listing.totals[name]) for name in people)
    goalposts = words.text("list.reason.join").join(
        words.text(
            "list.goalpost",
            indicator=words.text(f"columns.{indicator.name}.label"),
            best=words.figure(indicator.name, indicator.best),
            worst=words.figure(indicator.name, indicator.worst),
        )
        for indicator in map(find_indicator, columns_in_use(_NAMES, listing.rows.columns))
        if method.profile.weight_of(indicator.name) > 0
    )
    parameters = (
        said("territory", name),
        said("criteria", request.criteria.in_words(words)),
        said("order", order_in_words(request.order, words)),
        said("profile", words.text(f"list.profile.{method.profile.name}")),
        said("weights", _weights(method, words)),
        said("aggregation", words.text(f"method.aggregation_name.{method.aggregation}")),
        said("goalposts", goalposts),
        said(
            "engine",
            words.text(
                "list.line",
                name=words.text(f"travel.engine.{tables.engine.name}"),
                value=tables.engine.cite(words),
            ),
        ),
        said("ranked_inside", count(listing.ranked_inside_count)),
        said("ranked", count(listing.ranked_count)),
        said("kept", count(len(listing.rows))),
        said("out", count(len(listing.selection.out))),
        said("undetermined", count(len(listing.selection.undetermined))),
        said("people", count(listing.totals["population_people"])),
        said(
            "illectronism",
            words.text("map.card.interval", people=most, low=low, high=high),
        ),
        said("data", in_use.fingerprint),
        *(
            [said("corrections", "; ".join(corrections_in_words(tables.corrections, words)))]
            if len(tables.corrections)
            else []
        ),
    )
    title = words.text(f"list.file_title.{request.criteria.kind}", territory=name)
    command = request.command(format_name, file_name, tables.scenarios)
    return about_list(in_use, title, command, parameters, words, scenarios=tables.scenarios)


def _weights(method: Method, words: Words) -> str:
    weights = method.profile.weights
    return ", ".join(
        words.text(
            "choices.say.weight",
            dimension=words.text(f"method.dimension.{name}"),
            share=words.percent(weights[name] / sum(weights.values())),
        )
        for name in DIMENSIONS
    )
