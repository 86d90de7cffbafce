"""The files a browser's map is drawn from: shapes, hover cards, counters, outlines.

Shapes are sent once and kept by the browser; what changes with a layer is one character a commune.
Everything is JSON, so that text from sources stays text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from territory.doors import is_fixed
from territory.maps.cards import (
    commune_card,
    counter_card,
    mediation_card,
    stop_card,
    territory_card,
)
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
    return _json({"type": "FeatureCollection", "features": features})


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
    return _json(
        {
            str(code): commune_card(str(code), row, words)
            for code, row in zip(rows.index, _records(rows), strict=True)
        }
    )


def territory_cards_json(figures: pd.DataFrame, names: Mapping[str, str], words: Words) -> bytes:
    """Return the hover cards of territories, by code.

    Parameters
    ----------
    figures : DataFrame
        As `territory.territories.figures.territory_figures` gives them.
    names : mapping
        Code → name.
    """
    return _json(
        {
            str(code): territory_card(row, names[str(code)], str(code), words)
            for code, row in zip(figures.index, _records(figures), strict=True)
        }
    )


def counters_json(counters: gpd.GeoDataFrame, words: Words) -> bytes:
    """Return counters as GeoJSON points with their hover cards."""
    return _points(
        counters,
        [counter_card(row, words) for row in _records(counters)],
        ["fixed" if one else "itinerant" for one in is_fixed(counters)],
    )


def mediation_json(places: gpd.GeoDataFrame, words: Words) -> bytes:
    """Return mediation places as GeoJSON points with their hover cards."""
    return _points(
        places,
        [mediation_card(row, words) for row in _records(places)],
        ["mediation"] * len(places),
    )


def stops_json(stops: gpd.GeoDataFrame, words: Words) -> bytes:
    """Return the communes where an itinerant counter stops as GeoJSON points with their hover cards."""
    cards = [
        stop_card(str(code), row, words)
        for code, row in zip(stops.index, _records(stops), strict=True)
    ]
    return _points(stops, cards, ["stop"] * len(stops))


def _points(frame: gpd.GeoDataFrame, cards: list[dict[str, Any]], signs: list[str]) -> bytes:
    features = [
        {
            "type": "Feature",
            "id": str(code),
            "properties": {"sign": sign, "card": card},
            "geometry": mapping(point),
        }
        for code, point, card, sign in zip(frame.index, frame.geometry, cards, signs, strict=True)
        if point is not None and not point.is_empty
    ]
    return _json({"type": "FeatureCollection", "features": features})


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


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
