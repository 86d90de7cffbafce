"""The files of the places a map draws: their points, and their cards apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import geopandas as gpd
import pandas as pd

from territory.maps import files
from territory.maps.forms import forms_of
from territory.maps.leaflet import Signs
from territory.maps.shelf import Shelf
from territory.messages import Words

# What each family's places are called by.
TITLES = {
    "counter": "counter_name",
    "mediation": "place_name",
    "agency": "agency_name",
    "stop": "commune_name",
}


def sign_files(
    shelf: Shelf,
    key: str,
    *,
    communes: pd.DataFrame,
    codes: pd.Index,
    drawn: Mapping[str, gpd.GeoDataFrame | None],
    list_cited: str,
    words: Words,
) -> list[Signs]:
    """Put on a shelf what a browser needs to draw places and to tell them.

    Parameters
    ----------
    shelf : Shelf
        Where files are put.
    key : str
        Of the territory, short.
    communes : DataFrame
        All communes, for their names.
    codes : Index of str
        Communes of the territory: the places of others are its neighbours'.
    drawn : mapping
        Family of `territory.maps.leaflet.Signs` → places, the last on top; None or empty for none.
    list_cited : str
        The list of counters, with its day.
    words : Words
        Of the reader's language.

    Returns
    -------
    list of Signs
        One a family that has places.
    """
    found = []
    for family, places in drawn.items():
        if places is None or places.empty:
            continue
        named = with_commune(places, communes)
        found.append(
            Signs(
                family,
                shelf.put(f"{family}-{key}.json", partial(_points, family, named, codes)),
                shelf.put(
                    f"{family}-cards-{key}-{words.language}.json",
                    cards_of(family, named, list_cited, words),
                ),
            )
        )
    return found


def with_commune(places: gpd.GeoDataFrame, communes: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return places with the code and the name of their commune."""
    if "commune_name" in places:  # stops: a row a commune
        return places.assign(commune_code=places.index)
    return places.assign(commune_name=places["commune_code"].map(communes["commune_name"]))


def _points(family: str, places: gpd.GeoDataFrame, codes: pd.Index) -> bytes:
    inside = places["commune_code"].isin(codes)
    titles = places[TITLES[family]]
    return files.signs_json(
        places, forms_in(family, places), titles, places["commune_name"], inside
    )


def forms_in(family: str, places: gpd.GeoDataFrame) -> Sequence[str]:
    """Return the name of the form of each place of a family."""
    return forms_of(places) if family == "counter" else [family] * len(places)


def cards_of(
    family: str, places: gpd.GeoDataFrame, list_cited: str, words: Words
) -> Callable[[], bytes]:
    """Return what makes the file of the cards of a family's places, by code.

    Parameters
    ----------
    family : str
        A key of `TITLES`.
    places : GeoDataFrame
        As `with_commune` gives them.
    list_cited : str
        The list of counters; unused for the other families.
    words : Words
        Of the reader's language.
    """
    if family == "counter":
        return partial(files.counter_cards_json, places, list_cited, words)
    made = {
        "mediation": files.mediation_cards_json,
        "agency": files.agency_cards_json,
        "stop": files.stop_cards_json,
    }
    return partial(made[family], places, words)
