"""The legend of any layer, and its map told in words: classes, counts of communes and people."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import pandas as pd
from markupsafe import Markup

from territory.context import CONTEXT
from territory.indicators import INDICATORS
from territory.look import parts
from territory.look.glossary import explained
from territory.maps import bivariate_legend as legend
from territory.maps.forms import KINDS, form, picture_address
from territory.maps.layers import LAYERS, ROBUSTNESS_NAMES, Layer, count_classes
from territory.maps.signs import SignCount
from territory.maps.units import COMMUNE, counted, summary_key, unit_of_rows
from territory.messages import Words
from territory.messages.rounding import rounded_people

# Communes named beside the map.
CONCERNED_COUNT = 8
# The form that stands before each count of signs, and the counts that are a part of those above.
_LEGEND_FORMS = {
    **{name: picture_address(form(name)) for name in (*KINDS, "stop", "mediation", "agency")},
    **{name: picture_address(form("fixed", name)) for name in ("saturday", "hours_unknown")},
}
# The classes of a zoning, the lowest first.
_ZONING_NAMES = {
    "qpv_count": ("none", "some"),
    "frr_class": ("none", "beneficiary", "classed", "plus"),
}
WITHIN = ("antenna", "saturday", "hours_unknown")
# What the limits of a layer are in the unit of.
_MEASURED: dict[str, legend.Named] = {
    **CONTEXT,
    **{one.name: one for one in INDICATORS},
    **{name: layer for name, layer in LAYERS.items() if layer.is_of_agencies},
}


def layer_name(layer: Layer, words: Words) -> str:
    """Return how a layer is called in the menu and over the map."""
    if layer.crossed is not None:
        return words.text(f"map.map.{layer.name}.name")
    if layer.has_named_classes:
        return words.text(f"map.layer.{layer.name}.name")
    return words.text(f"columns.{layer.column}.label")


def layer_heading(layer: Layer, words: Words) -> str:
    """Return what a map of the layer shows, to be read after the territory's name."""
    if layer.crossed is not None:
        return words.text(f"map.map.{layer.name}.heading")
    name = layer_name(layer, words)
    return name[0].lower() + name[1:]


def class_labels(layer: Layer, words: Words) -> tuple[str, ...]:
    """Return the words of each class of a layer that crosses nothing, the least exposed first."""
    if layer.name == "robustness":
        return tuple(words.text(f"list.robustness.{name}") for name in ROBUSTNESS_NAMES)
    if layer.name == "missing":
        return tuple(words.text(f"map.layer.missing.{name}") for name in ("complete", "partial"))
    if layer.name == "fragile":
        names = ("not_concerned", "nobody", "under_quarter", "under_half", "most")
        return tuple(words.text(f"map.layer.fragile.{name}") for name in names)
    if layer.column in _ZONING_NAMES:
        classes = _ZONING_NAMES[layer.column]
        return tuple(words.text(f"map.layer.{layer.name}.{name}") for name in classes)
    measured = _MEASURED.get(layer.column)
    edges = sorted(layer.breaks)

    def limit(value: float, *, is_with_unit: bool = True) -> str:
        return legend.limit_in_words(value, measured, words, is_with_unit=is_with_unit)

    said = [
        words.text("map.legend.below", upper=limit(edges[0])),
        *(
            words.text(
                "map.legend.between",
                lower=limit(low, is_with_unit=False),
                upper=limit(high),
            )
            for low, high in pairwise(edges)
        ),
        words.text("map.legend.above", lower=limit(edges[-1])),
    ]
    return tuple(reversed(said) if layer.runs_down else said)


def layer_legend_html(
    layer: Layer,
    rows: pd.DataFrame,
    signs: Mapping[str, SignCount],
    words: Words,
) -> str:
    """Return the legend of a layer: classes with their counts, the hatch, the signs.

    Each class is a button that says its ``data-key``: pressed, it is the only one in colour. How to
    read it is folded, for the legend lies over the map.

    Parameters
    ----------
    layer : Layer
        What the map shows; one that keeps a class shows the others paled.
    rows : DataFrame
        The communes of the territory, with the layer's columns.
    signs : mapping
        As `territory.maps.signs.sign_counts` gives it; a sign that is absent is not drawn.
    words : Words
        Of the reader's language.

    Returns
    -------
    str
        HTML; ``maps/legend.css`` gives its looks.
    """
    counts, unit = count_classes(layer, rows), unit_of_rows(rows)
    classes = (
        legend.grid_html(rows, words, layer.crossed, layer.kept_class)
        if layer.crossed is not None
        else _list(layer, counts, unit, words)
    )
    drawn = [
        (sign, _LEGEND_FORMS[sign], sign in WITHIN, sign_in_words(sign, count, words))
        for sign, count in signs.items()
    ]
    about = "map.legend.{}" if unit == COMMUNE else f"map_unit.{{}}.{unit}"
    # A list has headings over its counts, nine cells have none; a certainty has no limits.
    caption = words.text(about.format("caption")) if layer.crossed is not None else ""
    breaks = [] if layer.has_named_classes else [words.text(about.format("breaks"))]
    return parts.render(
        "maps/legend.html",
        title=words.text("map.legend.title"),
        classes=classes,
        told=_told(layer, counts, unit, words),
        no_data=no_data_in_words(counts, words, unit, hides_counts=layer.hides_counts),
        signs=drawn,
        reading=words.text("map.legend.reading"),
        caption=caption,
        notes=" ".join([words.text("focus.how"), *breaks]),
    )


def sign_in_words(sign: str, count: SignCount, words: Words) -> str:
    """Return what a sign is, how many are the territory's, and how many its neighbours'."""
    return words.text(f"map.legend.{sign}", count=_sign_count(sign, count, words))


def _sign_count(sign: str, count: SignCount, words: Words) -> str:
    """Return how many of a sign are counted; of a part of those above, the territory's alone."""
    said = words.number(count.inside)
    if sign in WITHIN:
        return said
    if count.around:
        said = words.text(
            "map.legend.inside_and_around", inside=said, around=words.number(count.around)
        )
    if not count.undrawn:
        return said
    return words.text("map.legend.undrawn", said=said, count=words.number(count.undrawn))


def _told(layer: Layer, counts: pd.DataFrame, unit: str, words: Words) -> str:
    """Say which class is kept and what it holds, and how to see all again; nothing if none is."""
    kept = layer.kept_class
    if kept is None:
        return ""
    label = (
        legend.cell_name(kept, layer.crossed, words)
        if layer.crossed is not None
        else class_labels(layer, words)[kept]
    )
    communes, people = (
        float(counts[name].iloc[1 + kept]) for name in ("communes_count", "population_people")
    )
    return words.text(
        "focus.told",
        label=label,
        units=counted(int(communes), unit, words),
        people=legend.people_in_words(people, words),
    )


def _list(layer: Layer, counts: pd.DataFrame, unit: str, words: Words) -> Markup:
    rows = [
        [
            legend.class_button(rank, layer.kept_class, parts.swatch(colour, label)),
            words.number(communes),
            words.short_number(people) if communes else "–",
        ]
        for rank, (colour, label, communes, people) in enumerate(
            zip(
                layer.colours,
                class_labels(layer, words),
                counts["communes_count"].iloc[1:].tolist(),
                counts["population_people"].iloc[1:].tolist(),
                strict=True,
            )
        )
    ]
    head = "columns.communes_count.short" if unit == COMMUNE else f"map_unit.short.{unit}"
    heads = ["", words.text(head), words.text("columns.population_people.short")]
    return parts.table(
        heads, rows, caption=explained(layer_name(layer, words), words), name="classes"
    )


def no_data_in_words(
    counts: pd.DataFrame, words: Words, unit: str = COMMUNE, *, hides_counts: bool = False
) -> str:
    """Return how many communes, or other units, and people the hatch stands for.

    Parameters
    ----------
    counts : DataFrame
        As `territory.maps.layers.count_classes` gives them.
    words : Words
        Of the reader's language.
    unit : str
        One of `territory.maps.units.UNITS`.
    hides_counts : bool
        Whether small counts are hidden by who publishes them: of communes the hatch then says both.
    """
    count = int(counts["communes_count"].iloc[0])
    people = float(counts["population_people"].iloc[0])
    if not count:
        return words.text("map.legend.no_data_none" if unit == COMMUNE else "map_unit.no_data_none")
    key = "no_count" if hides_counts and unit == COMMUNE else "no_data"
    return words.text(
        f"map.legend.{key}_unknown" if pd.isna(people) else f"map.legend.{key}",
        communes=counted(count, unit, words),
        people=words.number(people),
    )


def layer_summary(layer: Layer, rows: pd.DataFrame, words: Words) -> str:
    """Tell a map in a few sentences, for those who do not see it.

    Parameters
    ----------
    layer : Layer
        What the map shows.
    rows : DataFrame
        The communes, EPCI or départements of the territory (`territory.maps.units.unit_of_rows`), the
        most exposed first, with the layer's columns.
    """
    if layer.crossed is not None:
        return legend.summary(rows, words, layer.crossed)
    counts, unit = count_classes(layer, rows), unit_of_rows(rows)
    communes = counted(len(rows), unit, words)
    without = int(counts["communes_count"].iloc[0])
    if without == len(rows):
        return words.text(summary_key(unit, "none_classed"), communes=communes)
    last = len(layer.colours) - 1
    worst = int(counts["communes_count"].iloc[-1])
    is_told_apart = layer.has_named_classes or layer.group == "context"
    kind = f"layer_{layer.group}" if is_told_apart else "layer"
    sentences = [
        words.plural(
            summary_key(unit, kind),
            worst,
            communes=communes,
            high=counted(worst, unit, words),
            people=legend.people_in_words(float(counts["population_people"].iloc[-1]), words),
            label=class_labels(layer, words)[last],
            layer=layer_name(layer, words),
        )
    ]
    if layer.name == "fragile" and (apart := int(counts["communes_count"].loc[0])):
        said = counted(apart, unit, words)
        sentences.append(words.plural(summary_key(unit, "not_concerned"), apart, communes=said))
    if without:
        communes = counted(without, unit, words)
        key = "not_ranked" if layer.name == "robustness" else "no_data"
        if layer.hides_counts and unit == COMMUNE:
            key = "no_count"
        sentences.append(words.plural(summary_key(unit, key), without, communes=communes))
    return " ".join(sentences)


def most_concerned(layer: Layer, rows: pd.DataFrame, most: int = CONCERNED_COUNT) -> pd.DataFrame:
    """Return the units of the most exposed class where the most people are in illectronism.

    Returns
    -------
    DataFrame
        At most so many rows, the most people first; those whose people are unknown are not among
        them. Empty for a layer that tells no exposure.
    """
    if layer.name == "missing" or layer.group == "context":
        return rows.iloc[:0]
    worst = rows[layer.classes(rows) == len(layer.colours) - 1]
    known: pd.DataFrame = worst.dropna(subset=["illectronism_people"])
    return known.nlargest(most, "illectronism_people")


def concerned_in_words(row: pd.Series, words: Words) -> str:
    """Return a commune, an EPCI or a département, its people and its minutes, in a line."""
    minutes = words.figure("nearest_counter_minutes", row["nearest_counter_minutes"])
    if "commune_name" not in row:
        (name,) = (row[one] for one in ("epci_name", "departement_name") if one in row)
        return words.text(
            "map_unit.concerned",
            name=name,
            people=words.estimate(float(row["illectronism_people"])),
            minutes=minutes,
        )
    low, high = float(row["illectronism_low_people"]), float(row["illectronism_high_people"])
    people = rounded_people(float(row["illectronism_people"]), low, high)
    return words.text(
        "sheet.concerned",
        name=row["commune_name"],
        departement=row["departement_code"],
        people=words.number(people),
        minutes=minutes,
    )
