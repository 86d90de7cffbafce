"""The legend of any layer, and its map told in words: classes, counts of communes and people."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
from markupsafe import Markup

from territory.indicators import INDICATORS
from territory.look import parts
from territory.maps import bivariate_legend as legend
from territory.maps.layers import ROBUSTNESS_NAMES, Layer, count_classes
from territory.messages import number, short_number, text
from territory.messages.figures import communes_in_words, written
from territory.messages.rounding import rounded_people

# Communes named beside the map.
CONCERNED_COUNT = 8
_INDICATORS = {one.name: one for one in INDICATORS}


def layer_name(layer: Layer, language: str | None = None) -> str:
    """Return how a layer is called in the menu and over the map."""
    if layer.crossed is not None:
        return text(f"map.map.{layer.name}.name", language)
    if layer.group == "certainty":
        return text(f"map.layer.{layer.name}.name", language)
    return text(f"columns.{layer.column}.label", language)


def layer_heading(layer: Layer, language: str | None = None) -> str:
    """Return what a map of the layer shows, to be read after the territory's name."""
    if layer.crossed is not None:
        return text(f"map.map.{layer.name}.heading", language)
    name = layer_name(layer, language)
    return name[0].lower() + name[1:]


def class_labels(layer: Layer, language: str | None = None) -> tuple[str, ...]:
    """Return the words of each class of a layer that crosses nothing, the least exposed first."""
    if layer.name == "robustness":
        return tuple(text(f"list.robustness.{name}", language) for name in ROBUSTNESS_NAMES)
    if layer.name == "missing":
        return tuple(
            text(f"map.layer.missing.{name}", language) for name in ("complete", "partial")
        )
    indicator = _INDICATORS.get(layer.column)
    edges = sorted(layer.breaks)

    def limit(value: float, *, is_with_unit: bool = True) -> str:
        return legend.limit_in_words(value, indicator, language, is_with_unit=is_with_unit)

    words = [
        text("map.legend.below", language, upper=limit(edges[0])),
        *(
            text(
                "map.legend.between",
                language,
                lower=limit(low, is_with_unit=False),
                upper=limit(high),
            )
            for low, high in pairwise(edges)
        ),
        text("map.legend.above", language, lower=limit(edges[-1])),
    ]
    return tuple(reversed(words) if layer.runs_down else words)


def layer_legend_html(
    layer: Layer,
    rows: pd.DataFrame,
    signs: dict[str, int],
    language: str | None = None,
) -> str:
    """Return the legend of a layer: classes with their counts, the hatch, the signs.

    Parameters
    ----------
    layer : Layer
        What the map shows.
    rows : DataFrame
        The communes of the territory, with the layer's columns.
    signs : dict
        How many ``fixed`` and ``itinerant`` (or ``itinerant_or_unknown``) counters and ``mediation`` places are drawn; a sign that
        is absent is not drawn.
    language : str, optional
        Language of the words.

    Returns
    -------
    str
        HTML; ``maps/legend.css`` gives its looks.
    """
    counts = count_classes(layer, rows)
    classes = (
        legend.grid_html(rows, language, layer.crossed)
        if layer.crossed is not None
        else _list(layer, counts, language)
    )
    drawn = [("no-data", _no_data(counts, language))]
    drawn += [
        (
            sign.partition("_")[0],
            text(f"map.legend.{sign}", language, count=number(count, language)),
        )
        for sign, count in signs.items()
    ]
    # A list has headings over its counts, nine cells have none.
    keys = [
        *(["caption"] if layer.crossed is not None else []),
        *(["breaks"] if layer.group != "certainty" else []),
    ]
    return parts.render(
        "maps/legend.html",
        title=text("map.legend.title", language),
        classes=classes,
        signs=drawn,
        notes=" ".join(text(f"map.legend.{key}", language) for key in keys),
    )


def _list(layer: Layer, counts: pd.DataFrame, language: str | None) -> Markup:
    rows = [
        [
            parts.swatch(colour, label),
            number(communes, language),
            short_number(people, language) if communes else "–",
        ]
        for colour, label, communes, people in zip(
            layer.colours,
            class_labels(layer, language),
            counts["communes_count"].iloc[1:].tolist(),
            counts["population_people"].iloc[1:].tolist(),
            strict=True,
        )
    ]
    columns = ("communes_count", "population_people")
    heads = ["", *(text(f"columns.{name}.short", language) for name in columns)]
    return parts.table(heads, rows, caption=layer_name(layer, language), name="classes")


def _no_data(counts: pd.DataFrame, language: str | None) -> str:
    count = int(counts["communes_count"].iloc[0])
    people = float(counts["population_people"].iloc[0])
    if not count:
        return text("map.legend.no_data_none", language)
    return text(
        "map.legend.no_data_unknown" if pd.isna(people) else "map.legend.no_data",
        language,
        communes=communes_in_words(count, language),
        people=number(people, language),
    )


def layer_summary(layer: Layer, rows: pd.DataFrame, language: str | None = None) -> str:
    """Tell a map in a few sentences, for those who do not see it.

    Parameters
    ----------
    layer : Layer
        What the map shows.
    rows : DataFrame
        The communes of the territory, the most exposed first, with the layer's columns.
    """
    if layer.crossed is not None:
        return legend.summary(rows, language, layer.crossed)
    counts = count_classes(layer, rows)
    communes = communes_in_words(len(rows), language)
    without = int(counts["communes_count"].iloc[0])
    if without == len(rows):
        return text("map.summary.none_classed", language, communes=communes)
    last = len(layer.colours) - 1
    worst = int(counts["communes_count"].iloc[-1])
    kind = "layer_certainty" if layer.group == "certainty" else "layer"
    sentences = [
        text(
            f"map.summary.{kind}{'' if worst else '_none'}",
            language,
            communes=communes,
            high=communes_in_words(worst, language),
            people=_people_in_words(float(counts["population_people"].iloc[-1]), language),
            label=class_labels(layer, language)[last],
            layer=layer_name(layer, language),
        )
    ]
    if without:
        key = "no_data_one" if without == 1 else "no_data"
        words = communes_in_words(without, language)
        sentences.append(text(f"map.summary.{key}", language, communes=words))
    return " ".join(sentences)


def _people_in_words(people: float, language: str | None) -> str:
    return text(
        "map.legend.people", language, people=number(0 if pd.isna(people) else people, language)
    )


def most_concerned(layer: Layer, rows: pd.DataFrame, most: int = CONCERNED_COUNT) -> pd.DataFrame:
    """Return the communes of the most exposed class where the most people are in illectronism.

    Returns
    -------
    DataFrame
        At most so many rows, the most people first; those whose people are unknown are not among
        them. Empty for a layer that tells no exposure.
    """
    if layer.name == "missing":
        return rows.iloc[:0]
    worst = rows[layer.classes(rows) == len(layer.colours) - 1]
    known: pd.DataFrame = worst.dropna(subset=["illectronism_people"])
    return known.nlargest(most, "illectronism_people")


def concerned_in_words(row: pd.Series, language: str | None = None) -> str:
    """Return a commune, its people and its minutes, in a line."""
    low, high = float(row["illectronism_low_people"]), float(row["illectronism_high_people"])
    people = rounded_people(float(row["illectronism_people"]), low, high)
    return text(
        "sheet.concerned",
        language,
        name=row["commune_name"],
        departement=row["departement_code"],
        people=number(people, language),
        minutes=written("nearest_counter_minutes", row["nearest_counter_minutes"], language),
    )
