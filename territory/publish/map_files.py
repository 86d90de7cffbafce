"""The files the map page fetches: classes and legends, names and territories to search, towns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import pandas as pd

from territory.look import palette
from territory.maps import files as map_files
from territory.maps import towns
from territory.maps.bivariate_legend import cell_name
from territory.maps.layers import Layer
from territory.maps.legend import (
    class_labels,
    layer_heading,
    layer_legend_html,
    layer_name,
    layer_summary,
)
from territory.maps.signs import SignCount
from territory.messages import Words
from territory.publish.packed import packed
from territory.publish.published import Published
from territory.territories.search import build_index

DECIMALS = 4


def layer_files(
    site: Published, words: Words, signs: dict[str, SignCount]
) -> Iterator[tuple[str, bytes]]:
    """Give the legend of each layer in a language: its name, colours, words and counts."""
    for layer in site.layers:
        rows = site.told_rows(layer)
        told = {
            "heading": layer_heading(layer, words),
            "labels": _labels(layer, words),
            "legend": str(layer_legend_html(layer, rows, signs, words)),
            "summary": layer_summary(layer, rows, words),
        }
        yield f"legends/{layer.name}.{words.language}.json.gz", packed(told)


def _labels(layer: Layer, words: Words) -> list[str]:
    if layer.crossed is not None:
        return [cell_name(rank, layer.crossed, words) for rank in range(len(layer.colours))]
    return list(class_labels(layer, words))


def class_files(site: Published) -> Iterator[tuple[str, bytes]]:
    """Give the classes of each layer: one character a commune, in the order of the site."""
    for layer in site.layers:
        yield f"classes/{layer.name}.json.gz", packed(map_files.class_digits(site.classes(layer)))


def layers_menu(site: Published, words: Words) -> list[dict[str, Any]]:
    """Return the layers by group, with their colours: what the page offers."""
    menu: dict[str, dict[str, Any]] = {}
    for layer in site.layers:
        group = menu.setdefault(
            layer.group,
            {"name": words.text(f"map.layer.group.{layer.group}"), "layers": []},
        )
        group["layers"].append(
            {
                "name": layer.name,
                "title": layer_name(layer, words),
                "colours": layer.colours,
                "paled": [palette.paled(colour) for colour in layer.colours],
            }
        )
    return list(menu.values())


def names_file(site: Published) -> bytes:
    """Return the communes in the order of the site, and the territories that hold them, to be searched.

    Columns, for one is shorter than many rows: codes, names, départements, postcodes, and the
    place of each commune, in ten-thousandths of a degree.
    """
    communes = site.communes
    index = build_index(site.country.tables.of(communes))
    postcodes: dict[str, list[str]] = {}
    for postcode, codes in index.postcodes.communes.items():
        for code in codes:
            postcodes.setdefault(code, []).append(postcode)
    points = towns.points_of(communes)
    entries = index.entries[index.entries["level"] != "commune"]
    return packed(
        {
            "codes": communes.index.tolist(),
            "names": communes["commune_name"].tolist(),
            "departements": communes["departement_code"].tolist(),
            "postcodes": [" ".join(postcodes.get(str(code), ())) for code in communes.index],
            "x": _shifted(points.x),
            "y": _shifted(points.y),
            "people": communes["population_people"].fillna(-1).astype(int).tolist(),
            "places": _places(communes, entries),
        }
    )


def _shifted(degrees: pd.Series) -> list[int | None]:
    return [None if pd.isna(one) else round(one * 10**DECIMALS) for one in degrees]


def _places(communes: gpd.GeoDataFrame, entries: pd.DataFrame) -> list[list[Any]]:
    """Return the territories that hold communes: level, code, name, context, rectangle."""
    drawn = communes[communes.geometry.notna() & ~communes.geometry.is_empty]
    found: list[list[Any]] = []
    for level, rows in entries.groupby("level", sort=False):
        bounds = drawn.bounds.groupby(drawn[f"{level}_code"]).agg(
            {"minx": "min", "miny": "min", "maxx": "max", "maxy": "max"}
        )
        for row in rows.itertuples(index=False):
            if row.code in bounds.index:
                box = [round(float(one), 3) for one in bounds.loc[row.code]]
                found.append([level, row.code, row.name, row.context, box])
    return found


def towns_file(site: Published) -> bytes:
    """Return the towns the map may name, the first to be named first."""
    shapes = site.communes[site.communes.geometry.notna() & ~site.communes.geometry.is_empty]
    found = towns.towns_of(site.communes, shapes.index, towns.around(shapes, 0.0))
    return packed(
        [
            [str(name), round(x, DECIMALS), round(y, DECIMALS), int(rank)]
            for name, x, y, rank in zip(
                *(
                    found[one]
                    for one in ("commune_name", "longitude", "latitude", "chef_lieu_class")
                ),
                strict=True,
            )
        ]
    )
