"""The legend of the bivariate map, and the map told in words: counts and HTML, no folium.

Drawn beside the map, not inside it, so that it is always visible and reads as a table.
"""

from __future__ import annotations

from typing import Any, Protocol

import pandas as pd
from markupsafe import Markup

from territory.contract import unit_of
from territory.indicators import INDICATORS, Indicator, find_indicator
from territory.look import palette, parts
from territory.maps.bivariate import DEFAULT_MAP, BivariateMap
from territory.maps.units import counted, summary_key, unit_of_rows
from territory.messages import Words
from territory.messages.rounding import rounded_estimate
from territory.messages.words import is_in_hours
from territory.scores import CLASS_BREAKS, CLASSED_INDICATORS


def class_counts(rows: pd.DataFrame, drawn: BivariateMap = DEFAULT_MAP) -> pd.DataFrame:
    """Return the communes and the people of each of the nine classes.

    Parameters
    ----------
    rows : DataFrame
        One row a commune, as `territory.scores.ranking.ranked_communes` gives it.
    drawn : BivariateMap
        The two classes crossed.

    Returns
    -------
    DataFrame
        Index (class across, class up), nine rows; columns ``communes_count`` and
        ``population_people``, the latter missing if no population of the class is known.
        Communes without a class are in none of them: see `unclassed`.
    """
    columns = drawn.class_columns
    nine = pd.MultiIndex.from_product([palette.CLASSES, palette.CLASSES], names=columns)
    classed = rows.dropna(subset=columns).astype(dict.fromkeys(columns, "int64"))
    people = classed.groupby(columns)["population_people"]
    counts = people.size().reindex(nine, fill_value=0)
    return pd.DataFrame(
        {"communes_count": counts, "population_people": people.sum(min_count=1).reindex(nine)}
    )


def unclassed(rows: pd.DataFrame, drawn: BivariateMap = DEFAULT_MAP) -> pd.DataFrame:
    """Return the communes that miss one of the two classes."""
    return rows[rows[drawn.class_columns].isna().any(axis="columns")]


def class_limits(classed: str) -> tuple[Indicator | None, tuple[float, float]]:
    """Return the two limits between the classes of a score, in real units if it has one.

    Parameters
    ----------
    classed : str
        A key of `territory.scores.CLASS_BREAKS`: a dimension, or ``"hours"``.

    Returns
    -------
    indicator : Indicator or None
        The only indicator behind the score, if there is only one.
    limits : tuple of float
        In the indicator's unit, from the lowest class to the highest; in points of score if
        several indicators make it, for then a limit has no single value in real units.
    """
    low, high = CLASS_BREAKS[classed]
    if classed in CLASSED_INDICATORS:
        only = find_indicator(CLASSED_INDICATORS[classed])
    else:
        weighed = [one for one in INDICATORS if one.dimension == classed and one.weight > 0]
        if len(weighed) != 1:
            return None, (low, high)
        (only,) = weighed
    span = only.worst - only.best
    return only, (only.best + span * low / 100, only.best + span * high / 100)


def class_labels(classed: str, words: Words) -> tuple[str, str, str]:
    """Return what each class of a score spans, in words and units, as in ``16 to 19%``."""
    indicator, limits = class_limits(classed)
    lower, upper = sorted(limits)
    upper_words = _with_unit(_limit_number(upper, indicator, words), indicator, words)
    lower_words = _with_unit(_limit_number(lower, indicator, words), indicator, words)
    below = words.text("map.legend.below", upper=lower_words)
    between = words.text(
        "map.legend.between",
        lower=_limit_number(lower, indicator, words),
        upper=upper_words,
    )
    above = words.text("map.legend.above", lower=upper_words)
    # Of hours per person the fewest are the worst: the classes then run downwards.
    return (below, between, above) if limits[0] <= limits[1] else (above, between, below)


class Named(Protocol):
    """What has limits of classes in a unit: an indicator, a measure of context, minutes."""

    @property
    def name(self) -> str:
        """Its column, whose suffix is its unit."""


def limit_in_words(
    value: float,
    indicator: Named | None,
    words: Words,
    *,
    is_with_unit: bool = True,
) -> str:
    """Return a limit of class as a person writes it: of an indicator or a measure, or of a score."""
    written = _limit_number(value, indicator, words)
    return _with_unit(written, indicator, words) if is_with_unit else written


def _limit_number(value: float, indicator: Named | None, words: Words) -> str:
    is_share = indicator is not None and indicator.name.endswith("_share")
    shown = 100 * value if is_share else value
    return words.number(shown, digits=0 if abs(shown - round(shown)) < 0.05 else 1)


def _with_unit(value: str, indicator: Named | None, words: Words) -> str:
    unit = "points" if indicator is None else unit_of(indicator.name).suffix.removeprefix("_")
    if indicator is not None and is_in_hours(indicator.name):
        unit = "hours"
    return words.text(f"map.unit.{unit}", value=value)


def axis_name(classed: str, words: Words) -> str:
    """Return what the classes of a score are measured in."""
    indicator, _ = class_limits(classed)
    return words.text(f"map.legend.axis.{indicator.name if indicator else 'score'}")


def rank_of(across: int, up: int) -> int:
    """Return the rank of one of the nine classes, as `territory.maps.layers.Layer.classes` gives it."""
    return len(palette.CLASSES) * (up - 1) + across - 1


def class_button(rank: int, kept: int | None, content: Markup, label: str = "") -> Markup:
    """Return a class of a legend as a button that keeps it alone in colour.

    Parameters
    ----------
    rank : int
        Of the class.
    kept : int, optional
        The class kept now: its button is pressed.
    content : Markup
        What is seen of it.
    label : str
        What is read of it, where that is not what is seen.
    """
    return parts.render(
        "maps/class_button.html", rank=rank, is_kept=rank == kept, content=content, label=label
    )


def cell_name(rank: int, drawn: BivariateMap, words: Words) -> str:
    """Return what one of the nine classes is: both of its axes in words."""
    up, across = (one + 1 for one in divmod(rank, len(palette.CLASSES)))
    return words.text(
        "focus.cell",
        up=words.text(f"map.legend.{drawn.up}"),
        up_class=_class_name(drawn.up, up, words),
        across=words.text(f"map.legend.{drawn.across}"),
        across_class=_class_name(drawn.across, across, words),
    )


def grid_html(
    rows: pd.DataFrame,
    words: Words,
    drawn: BivariateMap = DEFAULT_MAP,
    kept: int | None = None,
) -> Markup:
    """Return the nine classes as a 3×3 table with the counts of each.

    Parameters
    ----------
    rows : DataFrame
        One row a commune, as `territory.scores.ranking.ranked_communes` gives it.
    words : Words
        Of the reader's language.
    drawn : BivariateMap
        The map it explains.
    kept : int, optional
        The class that alone keeps its colour on the map.

    Returns
    -------
    Markup
        HTML; ``maps/legend.css`` gives its looks.
    """
    counts = class_counts(rows, drawn)
    up_limits = class_labels(drawn.up, words)
    return parts.render(
        "maps/grid.html",
        up=_axis(drawn.up, words),
        across=_axis(drawn.across, words),
        rows=[
            {
                "name": _class_name(drawn.up, up, words),
                "limits": up_limits[up - 1],
                "cells": [
                    _cell(rank_of(across, up), counts, drawn, kept, words)
                    for across in palette.CLASSES
                ],
            }
            for up in reversed(palette.CLASSES)
        ],
        columns=[
            (_class_name(drawn.across, across, words), limits)
            for across, limits in zip(
                palette.CLASSES, class_labels(drawn.across, words), strict=True
            )
        ],
    )


def _axis(classed: str, words: Words) -> dict[str, str]:
    return {
        "score": words.text(f"map.legend.{classed}"),
        "measure": axis_name(classed, words),
    }


def _cell(
    rank: int, counts: pd.DataFrame, drawn: BivariateMap, kept: int | None, words: Words
) -> dict[str, str]:
    up, across = (one + 1 for one in divmod(rank, len(palette.CLASSES)))
    colour = palette.BIVARIATE[across, up]
    if kept not in (None, rank):
        colour = palette.paled(colour)
    communes_count = int(counts["communes_count"].loc[across, up])
    people = float(counts["population_people"].loc[across, up])
    said = words.number(communes_count)
    people_said = words.short_number(people) if communes_count else "–"
    label = words.text(
        "focus.cell_label",
        name=cell_name(rank, drawn, words),
        units=said,
        people=people_said,
    )
    content = parts.render("maps/cell.html", communes=said, people=people_said)
    return {
        "colour": colour,
        "ink": palette.ink_on(colour),
        "button": class_button(rank, kept, content, label),
    }


def _class_name(classed: str, one: int, words: Words) -> str:
    return words.text(f"map.legend.class.{classed}.{one}")


def summary(rows: pd.DataFrame, words: Words, drawn: BivariateMap = DEFAULT_MAP) -> str:
    """Tell the map in a few sentences, with counts, for those who do not see it.

    Parameters
    ----------
    rows : DataFrame
        One row a commune, as `territory.scores.ranking.ranked_communes` gives it; or an EPCI or a
        département, as `territory.maps.units.unit_rows` does.
    words : Words
        Of the language of the sentences.
    drawn : BivariateMap
        The map to tell.
    """
    without_count, unit = len(unclassed(rows, drawn)), unit_of_rows(rows)
    if without_count == len(rows):
        communes = counted(len(rows), unit, words)
        return words.text(summary_key(unit, "none_classed"), communes=communes)
    across, up = (rows[column] for column in drawn.class_columns)
    high = rows[(across.eq(3) & up.eq(3)).fillna(False).to_numpy(dtype=bool)]
    low_count = int(class_counts(rows, drawn)["communes_count"].loc[1, 1])
    values: dict[str, Any] = {
        "communes": counted(len(rows), unit, words),
        "people": people_in_words(high["population_people"].sum(min_count=1), words),
        "illectronism": _concerned(high["illectronism_people"].sum(min_count=1), words),
    }
    sentences = [words.plural(summary_key(unit, f"{drawn.name}.both"), len(high), **values)]
    if low_count:
        low = counted(low_count, unit, words)
        sentences.append(words.text(summary_key(unit, f"{drawn.name}.neither"), low=low))
    if drawn.name == "disagreement":
        sentences.append(_disagreement(across, up, unit, words))
    elif not high.empty:
        first = high[f"{unit}_name"].head(3)
        key = summary_key(unit, "first")
        sentences.append(words.plural(key, len(first), names=", ".join(first)))
    if without_count:
        communes = counted(without_count, unit, words)
        key = summary_key(unit, "no_data")
        sentences.append(words.plural(key, without_count, communes=communes))
    return " ".join(sentences)


def people_in_words(people: float, words: Words) -> str:
    """Return so many inhabitants, or that nobody knows how many."""
    if pd.isna(people):
        return words.text("map.legend.people_unknown")
    return words.plural("map.legend.people", people)


def _concerned(people: float, words: Words) -> str:
    if pd.isna(people):
        return words.text("map.summary.concerned_unknown")
    shown = rounded_estimate(people)
    return words.plural("map.summary.concerned", shown)


def _disagreement(hours: pd.Series, far: pd.Series, unit: str, words: Words) -> str:
    """Tell how many units one map calls scarce and the other does not."""
    only_far = int((far.eq(3) & hours.eq(1)).sum())
    only_thin = int((far.eq(1) & hours.eq(3)).sum())
    return words.text(
        summary_key(unit, "disagreement.apart"),
        far=counted(only_far, unit, words),
        thin=counted(only_thin, unit, words),
    )
