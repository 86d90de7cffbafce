"""The files a browser's map is drawn from: shapes, hover cards, counters, outlines.

Shapes are sent once and kept by the browser; what changes with a layer is one character a commune.
Everything is JSON, so that text from sources stays text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from territory.maps.beside_cards import agency_card, mediation_card
from territory.maps.cards import (
    Row,
    commune_card,
    stop_card,
    territory_card,
)
from territory.maps.door_card import counter_card
from territory.maps.layers import NO_CLASS, Classes
from territory.messages import Words

# 5 decimals of a degree are a metre, 4 are ten: enough for outlines seen from afar.
DECIMALS = 5
FAR_DECIMALS = 4


def shapes_json(shapes: gpd.GeoSeries, decimals: int = DECIMALS) -> bytes:
    """Return shapes as GeoJSON, their index as ids, in order.

    Parameters
    ----------
    shapes : GeoSeries
        EPSG:4326, index codes; none missing.
    decimals : int
        Of degrees.
    """
    features = [
        {
            "type": "Feature",
            "id": str(code),
            "properties": {},
            "geometry": rounded_geojson(shape, decimals),
        }
        for code, shape in shapes.items()
    ]
    return json_bytes({"type": "FeatureCollection", "features": features})


def named_shapes_json(communes: gpd.GeoDataFrame, words: Words) -> bytes:
    """Return communes as GeoJSON, each with a card that holds its name alone.

    Parameters
    ----------
    communes : GeoDataFrame
        EPSG:4326, each with a boundary; they are seen from afar.
    words : Words
        Of the reader's language.
    """
    features = [
        {
            "type": "Feature",
            "id": str(code),
            "properties": {
                "card": {"title": words.text("map.card.name", name=name, code=code), "lines": []}
            },
            "geometry": rounded_geojson(shape, FAR_DECIMALS),
        }
        for code, name, shape in zip(
            communes.index, communes["commune_name"], communes.geometry, strict=True
        )
    ]
    return json_bytes({"type": "FeatureCollection", "features": features})


def rounded_geojson(shape: BaseGeometry, decimals: int = DECIMALS) -> dict[str, Any]:
    """Return a shape as a GeoJSON geometry, its coordinates rounded."""
    written = json.loads(shapely.to_geojson(shape))
    return {"type": written["type"], "coordinates": _round(written["coordinates"], decimals)}


def _round(coordinates: Any, decimals: int) -> Any:
    if isinstance(coordinates, list):
        return [_round(one, decimals) for one in coordinates]
    return round(coordinates, decimals)


def commune_cards_json(rows: pd.DataFrame, words: Words) -> bytes:
    """Return the hover cards of communes, by code.

    Parameters
    ----------
    rows : DataFrame
        As `territory.scores.ranking.ranked_communes` gives it.
    """
    return _cards(rows, lambda code, row: commune_card(code, row, words))


def territory_cards_json(figures: pd.DataFrame, names: Mapping[str, str], words: Words) -> bytes:
    """Return the hover cards of territories, by code.

    Parameters
    ----------
    figures : DataFrame
        As `territory.territories.figures.territory_figures` gives them.
    names : mapping
        Code → name.
    """
    return _cards(figures, lambda code, row: territory_card(row, names[code], code, words))


def signs_json(
    places: gpd.GeoDataFrame,
    forms: Sequence[str],
    names: Sequence[str] | pd.Series,
    communes: Sequence[str] | pd.Series,
    inside: Sequence[bool] | pd.Series,
) -> bytes:
    """Return what a map draws of places: their points, no more.

    Parameters
    ----------
    places : GeoDataFrame
        EPSG:4326, index codes; those without a point are left out.
    forms, names, communes : sequence of str
        Of each: a name of `territory.maps.forms.every_form`, what it is called, and its commune, which
        may be missing.
    inside : sequence of bool
        Whether each is of the territory, or of its neighbours.

    Returns
    -------
    bytes
        A JSON list of ``id``, ``at`` (latitude, longitude), ``form``, ``name``, ``commune``, ``inside``.
    """
    told = zip(places.index, places.geometry, forms, names, communes, inside, strict=True)
    return json_bytes(
        [
            {
                "id": str(code),
                "at": [round(point.y, DECIMALS), round(point.x, DECIMALS)],
                "form": form,
                "name": name,
                "commune": "" if pd.isna(commune) else commune,
                "inside": bool(is_inside),
            }
            for code, point, form, name, commune, is_inside in told
            if point is not None and not point.is_empty
        ]
    )


def counter_cards_json(counters: gpd.GeoDataFrame, list_cited: str, words: Words) -> bytes:
    """Return the cards of counters, by code.

    Parameters
    ----------
    counters : GeoDataFrame
        With ``commune_name``.
    list_cited : str
        The list they come from, see `territory.maps.door_card.counter_card`.
    """
    return _cards(counters, lambda code, row: counter_card(code, row, list_cited, words))


def mediation_cards_json(places: gpd.GeoDataFrame, words: Words) -> bytes:
    """Return the hover cards of mediation places, by code."""
    return _cards(places, lambda _, row: mediation_card(row, words))


def agency_cards_json(places: gpd.GeoDataFrame, words: Words) -> bytes:
    """Return the hover cards of the public counters beside France Services, by code."""
    return _cards(places, lambda _, row: agency_card(row, words))


def stop_cards_json(stops: gpd.GeoDataFrame, words: Words) -> bytes:
    """Return the hover cards of the communes where an itinerant counter stops, by code."""
    return _cards(stops, lambda code, row: stop_card(code, row, words))


def _cards(frame: pd.DataFrame, card_of: Callable[[str, Row], dict[str, Any]]) -> bytes:
    return json_bytes(
        {
            str(code): card_of(str(code), row)
            for code, row in zip(frame.index, _records(frame), strict=True)
        }
    )


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as plain mappings, without their shape."""
    columns = [name for name in frame.columns if name != "geometry"]
    values = zip(*(frame[name].tolist() for name in columns), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in values]


def class_digits(classes: Classes) -> str:
    """Return one character a commune: its class, ``-`` where it is unknown.

    Examples
    --------
    >>> class_digits(np.array([0, 8, NO_CLASS], dtype=np.int8))
    '08-'
    """
    signs = np.frombuffer(b"0123456789", dtype="S1")
    written = np.where(classes == NO_CLASS, b"-", signs[np.maximum(classes, 0)])
    return b"".join(written.tolist()).decode()


def json_bytes(content: Any) -> bytes:
    """Return content as compact JSON."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
