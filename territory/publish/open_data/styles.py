"""How the layers of the GeoPackage are drawn in QGIS: the maps' own classes, colours and words."""

from __future__ import annotations

import pandas as pd

from territory.exports.qgis_style import ELSE, Rule, Style, fill, hatch, marker
from territory.look import palette
from territory.maps.bivariate_legend import cell_name
from territory.maps.forms import KINDS, kinds_of
from territory.maps.layers import (
    DEFAULT_LAYER,
    LAYERS,
    NO_CLASS,
    ROBUSTNESS_NAMES,
    Layer,
    find_layer,
)
from territory.maps.legend import class_labels, layer_name
from territory.messages import Words

# The maps of communes a project opens with: the first is shown, the others wait.
SHOWN = (
    *(one.name for one in LAYERS.values() if one.crossed is not None),
    *(one.name for one in LAYERS.values() if one.group == "score"),
    "illectronism_share",
    "nearest_counter_minutes",
    "reachable_hours_per_1k",
    "robustness",
)
CLASS_SUFFIX = "_map_class"
FORM_COLUMN = "map_form_name"
# Shapes of QGIS's simple marker, and millimetres.
_SHAPES = {
    "fixed": ("circle", palette.PAPER, 2.4),
    "antenna": ("circle", palette.SOFT_INK, 2.0),
    "itinerant": ("diamond", palette.PAPER, 3.0),
    "unknown": ("hexagon", palette.PAPER, 2.8),
}


def shown_layers() -> tuple[Layer, ...]:
    """Return the maps of communes that have a style."""
    return tuple(map(find_layer, SHOWN))


def class_column(layer: Layer) -> str:
    """Return the column that holds the class of a map, 1 the least exposed; ``""`` if another says it.

    Classes are those of figures before they are rounded: a file's figures would put some communes
    beside their colour on the map.
    """
    if layer.crossed is not None or layer.name == "robustness":
        return ""
    return f"{layer.name.removesuffix('_score')}{CLASS_SUFFIX}"


def class_columns(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the classes of the maps that have a style, by column; missing where there is none."""
    found = {}
    for layer in shown_layers():
        if name := class_column(layer):
            classes = pd.Series(layer.classes(rows), index=rows.index, dtype="Int64")
            found[name] = classes.mask(classes == NO_CLASS) + 1
    return found


def form_column(counters: pd.DataFrame) -> dict[str, pd.Series]:
    """Return what tells the sign of each counter, as the maps draw it."""
    return {FORM_COLUMN: kinds_of(counters)}


def styles(layers: set[str], words: Words) -> list[Style]:
    """Return the styles of the layers there are: every map of communes, the signs of places.

    Parameters
    ----------
    layers : set of str
        Names of the layers in the file.
    words : Words
        Of the legends.
    """
    maps = [
        Style(
            "communes",
            layer_name(layer, words),
            commune_rules(layer, words),
            is_default=layer == DEFAULT_LAYER,
        )
        for layer in shown_layers()
    ]
    places = [
        Style(
            "counters", words.text("open_data.table.counters"), _counters(words), is_default=True
        ),
        *(
            Style(
                name,
                words.text(f"open_data.table.{name}"),
                [Rule(ELSE, words.text(f"open_data.table.{name}"), marker(shape, *colours, 2.2))],
                is_default=True,
            )
            for name, shape, colours in (
                ("itinerant_stops", "triangle", (palette.PAPER, palette.INK)),
                ("mediation_places", "square", (palette.PAPER, palette.ACCENT)),
            )
        ),
    ]
    return [one for one in (*maps, *places) if one.layer in layers]


def commune_rules(layer: Layer, words: Words) -> list[Rule]:
    """Return the rules of a map: its classes from the least exposed, then the hatch."""
    count = len(layer.colours)
    if layer.crossed is not None:
        across, up = layer.crossed.class_columns
        filters = [
            f'"{up}" = {rank // 3 + 1} AND "{across}" = {rank % 3 + 1}' for rank in range(count)
        ]
        labels = tuple(cell_name(rank, layer.crossed, words) for rank in range(count))
    elif layer.name == "robustness":
        filters = [f"\"{layer.column}\" = '{name}'" for name in ROBUSTNESS_NAMES]
        labels = class_labels(layer, words)
    else:
        filters = [f'"{class_column(layer)}" = {rank + 1}' for rank in range(count)]
        labels = class_labels(layer, words)
    drawn = zip(filters, labels, map(fill, layer.colours), strict=True)
    return [*(Rule(*one) for one in drawn), Rule(ELSE, words.missing, hatch())]


def _counters(words: Words) -> list[Rule]:
    return [
        Rule(
            f"\"{FORM_COLUMN}\" = '{kind}'",
            words.text(f"open_data.form.{kind}"),
            marker(shape, colour, palette.INK, size),
        )
        for kind in KINDS
        for shape, colour, size in [_SHAPES[kind]]
    ]
