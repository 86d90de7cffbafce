"""Styles for QGIS: rules, each a filter, a symbol and a line of the legend; and the table that holds them.

A rule says the classes of a map in the very terms of the columns: QGIS's own classes of numbers put a
value at a limit in the class below, ours in the one above.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from territory.exports.about import About
from territory.look import palette
from territory.messages import Words

# What takes the features that no other rule takes.
ELSE = "ELSE"
DOCTYPE = "<!DOCTYPE qgis>"
# Millimetres.
OUTLINE_WIDTH = 0.1
HATCH_WIDTH = 0.4


@dataclass(frozen=True)
class Symbol:
    """What a feature is drawn with.

    Parameters
    ----------
    kind : str
        ``"fill"`` or ``"marker"``.
    layer : str
        The class of QGIS's symbol layer.
    options : mapping
        Its properties.
    """

    kind: str
    layer: str
    options: Mapping[str, str]


@dataclass(frozen=True)
class Rule:
    """A class of a map: which features, in which words, drawn how.

    Parameters
    ----------
    filter : str
        An expression of QGIS, or `ELSE`.
    label : str
        Its line in the legend.
    symbol : Symbol
        How it is drawn.
    """

    filter: str
    label: str
    symbol: Symbol


@dataclass(frozen=True)
class Style:
    """A way to draw a layer.

    Parameters
    ----------
    layer : str
        Name of the layer in the GeoPackage.
    name : str
        Of the style, as QGIS lists it.
    rules : sequence of Rule
        In the order of the legend.
    is_default : bool
        Whether the layer opens with it.
    """

    layer: str
    name: str
    rules: Sequence[Rule]
    is_default: bool = False


def fill(colour: str) -> Symbol:
    """Return a surface of one colour, its border that of communes."""
    return Symbol(
        "fill",
        "SimpleFill",
        {
            "color": colour_of_qgis(colour),
            "outline_color": colour_of_qgis(palette.COMMUNE_LINE),
            "outline_width": f"{OUTLINE_WIDTH}",
            "outline_style": "solid",
            "style": "solid",
        },
    )


def hatch() -> Symbol:
    """Return the hatch of what is not known."""
    hatched = {"color": colour_of_qgis(palette.HATCH), "style": "b_diagonal"}
    return Symbol("fill", "SimpleFill", {**fill(palette.HATCH).options, **hatched})


def marker(shape: str, colour: str, outline: str, size_mm: float) -> Symbol:
    """Return a sign at a point: a shape of QGIS's simple marker."""
    return Symbol(
        "marker",
        "SimpleMarker",
        {
            "name": shape,
            "color": colour_of_qgis(colour),
            "outline_color": colour_of_qgis(outline),
            "outline_width": f"{HATCH_WIDTH}",
            "outline_style": "solid",
            "size": f"{size_mm}",
        },
    )


def nine_classes(words: Words) -> tuple[Rule, ...]:
    """Return the rules of need crossed with distance, and the hatch of what has no class."""
    return (
        *(
            Rule(
                f'"need_class" = {need} AND "counters_class" = {far}',
                words.text("list.style", need=need, far=far),
                fill(colour),
            )
            for (need, far), colour in palette.BIVARIATE.items()
        ),
        Rule(ELSE, words.missing, hatch()),
    )


def renderer(rules: Sequence[Rule]) -> ElementTree.Element:
    """Return rules as the element ``renderer-v2`` of a style or of a project."""
    drawn = ElementTree.Element("renderer-v2", type="RuleRenderer", symbollevels="0")
    listed = ElementTree.SubElement(drawn, "rules", key="root")
    symbols = ElementTree.SubElement(drawn, "symbols")
    for rank, rule in enumerate(rules):
        ElementTree.SubElement(
            listed, "rule", key=f"{rank}", filter=rule.filter, label=rule.label, symbol=f"{rank}"
        )
        symbol = ElementTree.SubElement(
            symbols, "symbol", type=rule.symbol.kind, name=f"{rank}", alpha="1"
        )
        layer = ElementTree.SubElement(
            symbol,
            "layer",
            {"class": rule.symbol.layer, "enabled": "1", "pass": "0", "locked": "0"},
        )
        options = ElementTree.SubElement(layer, "Option", type="Map")
        for name, said in rule.symbol.options.items():
            ElementTree.SubElement(options, "Option", name=name, value=said, type="QString")
    return drawn


def qml(rules: Sequence[Rule]) -> str:
    """Return rules as a style of QGIS."""
    root = ElementTree.Element("qgis", version="3.28", styleCategories="Symbology")
    root.append(renderer(rules))
    return DOCTYPE + ElementTree.tostring(root, encoding="unicode")


def add_styles(database: sqlite3.Connection, about: About, styles: Sequence[Style]) -> None:
    """Add styles to a GeoPackage, where QGIS looks for them: the table ``layer_styles``."""
    database.execute(
        "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT, "
        "f_table_schema TEXT, f_table_name TEXT, f_geometry_column TEXT, styleName TEXT, "
        "styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT, ui TEXT, "
        "update_time DATETIME)"
    )
    database.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
        "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, "
        "update_time) VALUES ('', '', ?, 'geom', ?, ?, '', ?, ?, '', ?)",
        [
            (
                one.layer,
                one.name,
                qml(one.rules),
                int(one.is_default),
                about.title,
                f"{about.date}T00:00:00.000Z",
            )
            for one in styles
        ],
    )
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change) "
        "VALUES ('layer_styles', 'attributes', 'layer_styles', ?)",
        (f"{about.date}T00:00:00.000Z",),
    )


def colour_of_qgis(colour: str) -> str:
    """Return a colour as QGIS writes it.

    Examples
    --------
    >>> colour_of_qgis(palette.ACCENT)
    '47,88,119,255'
    """
    return ",".join(map(str, (*palette.rgb(colour), 255)))
