"""The page of the map, in a language: its frame, and what its script is told."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
from markupsafe import Markup

from territory.look import palette, parts
from territory.maps.atlas import MAINLAND
from territory.maps.files import json_bytes
from territory.maps.forms import every_form, picture_address
from territory.maps.layers import DEFAULT_LAYER
from territory.maps.legend import layer_heading
from territory.messages import LANGUAGES, Words
from territory.publish.map_files import layers_menu
from territory.publish.options import Options
from territory.publish.places import SitePlaces
from territory.publish.published import Published
from territory.publish.texts import page_texts, size_in_words
from territory.publish.tiles import NAMES, STEPS_OF_ZOOM

_COLOURS = ("paper", "wash", "ink", "soft_ink", "accent", "border", "selection")


def map_page(
    site: Published,
    options: Options,
    words: Words,
    tiles_bytes_count: int,
    places: SitePlaces,
) -> bytes:
    """Return the page of the map.

    Parameters
    ----------
    site : Published
        What is published.
    options : Options
        How.
    words : Words
        Of the language of the page.
    tiles_bytes_count : int
        Of all the tiles.
    places : SitePlaces
        What is drawn over the colours.
    """
    root = options.root_of(words)
    name = site.name(words)
    texts, menu = page_texts(words), layers_menu(site, words)
    heading = words.text("map.heading", territory=name, map=layer_heading(DEFAULT_LAYER, words))
    zones, signs = _zones(site.communes, words), places.choices(words)
    config = {
        "root": root,
        "home": "",
        "lang": words.language,
        "territory": name,
        "is_whole": len(site.communes) > options.readable_count,
        "pages": options.pages,
        "menu": menu,
        "default_layer": DEFAULT_LAYER.name,
        "bounds": _corners(_framed(site.communes)),
        "zones": zones,
        "zooms": list(STEPS_OF_ZOOM),
        "tiles": NAMES,
        "tiles_size": size_in_words(tiles_bytes_count, words),
        "signs": signs,
        "forms": {one: picture_address(drawn) for one, drawn in every_form().items()},
        "colours": {
            **{one: palette.NAMED[one] for one in _COLOURS},
            "hatch": palette.HATCH,
        },
        "texts": texts,
    }
    in_use = site.in_use
    page = parts.render(
        "publish/map.html",
        lang=words.language,
        title=heading,
        description=words.text("publish.description", territory=name),
        canonical=options.address(options.home_of(words)),
        root=root,
        config=_script_json(config),
        texts=texts,
        site_name=words.text("publish.site_name", territory=name),
        links=options.links(words),
        languages=[
            (one, Words(one).text("publish.language"), f"{root}{options.home_of(Words(one))}")
            for one in LANGUAGES
            if one != words.language
        ],
        heading=heading,
        warnings=[one.in_words(words) for one in site.country.tables.scenarios],
        menu=menu,
        signs=signs,
        zones=[] if len(zones) < 2 else zones,
        cited=cited(site, words),
        counts="",
        sources=[source.cite(words) for source in in_use.sources],
    )
    return f"{page}\n".encode()


def cited(site: Published, words: Words) -> str:
    """Return the line that says which data a page shows."""
    return words.text(
        "publish.cited",
        fingerprint=site.in_use.fingerprint,
        built=words.day(site.in_use.built_at.date()),
        year=site.in_use.geography_year,
    )


def _script_json(content: Any) -> Markup:
    """Return JSON that can stand inside an element of script: nothing in it ends the element."""
    written = json_bytes(content).decode().replace("<", "\\u003c")
    return Markup(written)  # noqa: S704 - no sign of it opens or ends an element


def _framed(communes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the communes a page first shows: those of the mainland, if there are any."""
    mainland = communes[communes["zone"] == MAINLAND]
    return mainland if len(mainland) else communes


def _corners(communes: gpd.GeoDataFrame) -> list[list[float]]:
    west, south, east, north = (round(float(one), 3) for one in communes.total_bounds)
    return [[west, south], [east, north]]


def _zones(communes: gpd.GeoDataFrame, words: Words) -> list[dict[str, Any]]:
    """Return the parts of a country that stand apart, each with its rectangle."""
    found = []
    names = communes["zone"].unique().tolist()
    for zone in sorted(names, key=lambda one: (one != MAINLAND, one)):
        corners = _corners(communes[communes["zone"] == zone])
        title = words.text(f"publish.{MAINLAND}" if zone == MAINLAND else f"map.zone.{zone}")
        found.append({"name": zone, "title": title, "box": [*corners[0], *corners[1]]})
    return found
