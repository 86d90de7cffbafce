"""Draw maps: the only file that knows folium. No request ever leaves for the outside unless asked.

folium loads Leaflet, jQuery, Bootstrap and two icon fonts from five outside hosts by default; here
it loads Leaflet alone, from the address it is given. So no branca colour map (it brings two links
of its own: the legend is drawn beside the map), no ``folium.Popup`` (needs jQuery), no
``folium.Icon`` (needs a font).

The map is made once and never again: what is shown on it reaches it as a `MapView`, through a
feature group that calls one function of ``browser/``. The view, the zoom and the shapes already
there stay. Text from sources never passes through here, only addresses of files that hold it as
JSON; the view itself is written so that neither folium (which renders every script as a Jinja
template) nor the page can read anything in it as code.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import quote

import folium
import geopandas as gpd
import numpy as np
from folium.template import Template
from numpy.typing import NDArray

from territory.look import palette
from territory.look.packaged import packaged_text
from territory.look.style import style_html
from territory.maps import leaflet_assets as _leaflet
from territory.maps.forms import every_form
from territory.messages import Words

MINIMUM_ZOOM = 4
MAXIMUM_ZOOM = 16
HEIGHT_PX = 520
BORDER_MARGIN_SHARE = 0.02
# IGN's plan, from the State's own tile service: asked for only if the reader switches it on.
BASEMAP = {
    "url": "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
    "&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&STYLE=normal&TILEMATRIXSET=PM"
    "&FORMAT=image/png&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}",
    "attribution": "© IGN – Géoplateforme",
}
# The browser's side, in the order in which its parts are read: a part knows those before it.
BROWSER_PARTS = (
    "core",
    "card",
    "room",
    "insets",
    "controls",
    "ground",
    "shapes",
    "crowd",
    "names",
    "door",
    "signs",
    "doors",
    "told",
    "show",
)
# What the browser says of counters; words with {count} or {name} are filled in there.
DOOR_WORDS = (
    "gathered",
    "list",
    "list_filter",
    "list_none",
    "back",
    "close",
    "hours_of_day",
    "no_week",
    "contact",
    "show",
    "source",
    "report",
    "report_help",
    "report_row_help",
    "copy",
    "copied",
)
# What holds the hatch of missing data in the map's page.
_PATTERN = (
    '<svg width="0" height="0" style="position:absolute" aria-hidden="true">'
    f"<defs>{palette.no_data_pattern()}</defs></svg>"
)

Bounds = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True)
class Shapes:
    """Communes drawn one by one.

    Parameters
    ----------
    url, cards : str
        Addresses of their GeoJSON and of their hover cards.
    classes : str
        One character a commune in the order of the GeoJSON: its class, ``-`` where unknown.
    colours : sequence of str
        One a class.
    places : sequence of (float, float)
        Latitude and longitude of a point inside each, in the same order, where a ring stands as long
        as the commune is too small to be seen; empty for no ring.
    """

    url: str
    cards: str
    classes: str
    colours: Sequence[str]
    places: Sequence[tuple[float, float]] = ()


@dataclass(frozen=True)
class Signs:
    """Places drawn above the communes, each in its form.

    Parameters
    ----------
    family : str
        ``counter``, ``stop`` or ``mediation``: places are gathered with those of their family.
    url, cards : str
        Addresses of `territory.maps.files.signs_json` and of their cards, which the browser asks for
        when one is pointed at.
    """

    family: str
    url: str
    cards: str


@dataclass(frozen=True)
class Inset:
    """A small map beside the large one, at its own scale.

    Parameters
    ----------
    name, label : str
        What it shows, and what a click on it does.
    url, bounds : str, Bounds
        Its image and the image's corners.
    at : (float, float)
        Latitude and longitude of a point of what it shows: where a click on it is.
    """

    name: str
    label: str
    url: str
    bounds: Bounds
    at: tuple[float, float]


@dataclass(frozen=True)
class MapView:
    """All that a map shows at a moment; addresses are relative to the map's own page.

    Parameters
    ----------
    frame, bounds : str, Bounds
        What is framed (the view moves only when the name changes), and its corners, south-west then
        north-east, in latitude and longitude.
    images : sequence of (str, Bounds)
        Addresses and corners of images of all communes.
    shapes : Shapes, optional
        Communes drawn one by one.
    outlines : str
        Address of outlines drawn above; ``""`` for none.
    outline_cards : str
        Address of their hover cards; ``""`` if they have none and let the pointer through.
    signs : sequence of Signs
        Counters, stops, mediation places: the last is drawn on top.
    selection : dict, optional
        GeoJSON geometry of the commune selected.
    zones : sequence of (str, Bounds)
        Names and corners of the places one can go to.
    insets : sequence of Inset
        Small maps of what lies far away.
    ground : str
        Address of outlines drawn faintly under all, to find one's way by; ``""`` for none.
    names : str
        Address of the names of towns; ``""`` for none.
    around : str
        Address of the neighbouring communes, drawn in grey with their names; ``""`` for none.
    limits : str
        Address of the second lines, between EPCI; ``""`` for none.
    first_lines : sequence of int
        Ranks of the lines of a card that stand under the pointer; empty for all.
    has_basemap : bool
        Whether IGN's plan lies under.
    label : str
        What the map shows, for those who do not see it.
    title : str
        What its frame is called.
    beside_px : int
        Width that the legend lies over at the left, kept free.
    is_at_top : bool
        Whether the territory stands at the top of a wide map, above what lies over its foot.
    """

    frame: str
    bounds: Bounds
    images: Sequence[tuple[str, Bounds]] = ()
    shapes: Shapes | None = None
    outlines: str = ""
    outline_cards: str = ""
    signs: Sequence[Signs] = ()
    selection: dict[str, Any] | None = None
    zones: Sequence[tuple[str, Bounds]] = ()
    insets: Sequence[Inset] = ()
    ground: str = ""
    names: str = ""
    around: str = ""
    limits: str = ""
    first_lines: Sequence[int] = ()
    has_basemap: bool = False
    label: str = ""
    title: str = ""
    beside_px: int = 0
    is_at_top: bool = False


class OfflineMap(folium.Map):
    """A folium map that loads Leaflet from one address and nothing else.

    Parameters
    ----------
    assets_url : str
        Address of the folder that holds Leaflet's two files, relative to the page that holds
        the map, so that it also works when the app is served under a path.
    **options
        Options of `folium.Map`.
    """

    def __init__(self, assets_url: str, **options: Any) -> None:
        super().__init__(tiles=None, zoom_control=False, attribution_control=False, **options)
        self.default_js = [("leaflet", f"{assets_url}/{_leaflet.SCRIPT}")]
        self.default_css = [("leaflet_css", f"{assets_url}/{_leaflet.STYLE}")]
        # Without a tile layer Leaflet knows no limits of zoom.
        self.options.update(
            minZoom=MINIMUM_ZOOM,
            maxZoom=MAXIMUM_ZOOM,
            zoomSnap=0.1,
            zoomDelta=0.5,
            scrollWheelZoom=False,
        )


class _Script(folium.MacroElement):
    """The browser's side of the map, put in the page once."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        {{ this.script }}({{ this._parent.get_name() }}, {{ this.colours }}, {{ this.forms }});
        {% endmacro %}
    """)

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Script"
        self.script = _script()
        self.colours = json.dumps(dict(palette.NAMED))
        self.forms = json.dumps(dict(every_form()))


class _Show(folium.MacroElement):
    """One call of the browser's side: show this view."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        territoryMap.show(JSON.parse(decodeURIComponent("{{ this.wanted }}")));
        {% endmacro %}
    """)

    def __init__(self, wanted: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Show"
        self.wanted = wanted


@cache
def _script() -> str:
    said = "".join(packaged_text(f"maps/browser/{part}.js") for part in BROWSER_PARTS)
    return _literal('((map, look, forms) => {\n"use strict";\n' + said + "})")


def _literal(words: str) -> str:
    """Return what folium renders as a Jinja template: nothing in it may read as one."""
    if any(sign in words for sign in ("{{", "{%", "{#")):
        raise ValueError("a file of the map holds a sign of Jinja's")
    return words


def draw_map(assets_url: str) -> OfflineMap:
    """Return the map, the same whatever it will show.

    Parameters
    ----------
    assets_url : str
        Address of Leaflet's files, see `OfflineMap`.
    """
    drawn = OfflineMap(assets_url, location=[46.6, 2.4], zoom_start=6)
    root: Any = drawn.get_root()
    style = _literal(style_html("maps/leaflet.css", "maps/door.css"))
    root.header.add_child(folium.Element(style), name="territory_style")
    root.html.add_child(folium.Element(_PATTERN), name="territory_pattern")
    _Script().add_to(drawn)
    return drawn


def show_view(view: MapView, words: Words) -> folium.FeatureGroup:
    """Return what makes a map show a view, for streamlit-folium's ``feature_group_to_add``.

    Parameters
    ----------
    view : MapView
        What to show.
    words : Words
        Of the reader's language on the map.
    """
    group = folium.FeatureGroup(name="view", control=False)
    group.add_child(_Show(quote(json.dumps(view_as_json(view, words)))))
    return group


def view_as_json(view: MapView, words: Words) -> dict[str, Any]:
    """Return a view as ``browser/show.js`` reads it."""
    outlines = {"url": view.outlines, "cards": view.outline_cards} if view.outlines else None
    wanted: dict[str, Any] = {
        "frame": {"name": view.frame, "bounds": view.bounds},
        "images": [{"url": url, "bounds": bounds} for url, bounds in view.images],
        "shapes": asdict(view.shapes) if view.shapes else None,
        "outlines": outlines,
        "signs": [asdict(one) for one in view.signs],
        "selection": {"shape": view.selection} if view.selection else None,
        "insets": [asdict(one) for one in view.insets],
        "zones": [{"name": name, "bounds": bounds} for name, bounds in view.zones],
        **{name: getattr(view, name) or None for name in ("ground", "names", "around", "limits")},
        "lines": list(view.first_lines),
        "basemap": BASEMAP if view.has_basemap else None,
        "beside": view.beside_px,
        "isAtTop": view.is_at_top,
        "words": {
            "label": view.label,
            "title": view.title,
            "language": words.language,
            "insets": words.text("map_unit.insets"),
            **{
                name: words.text(f"map.{name}")
                for name in (
                    "zoom_in",
                    "zoom_out",
                    "whole",
                    "click",
                    "zones",
                    "no_basemap",
                    "failed",
                )
            },
            **{name: words.text(f"door.{name}") for name in DOOR_WORDS},
        },
    }
    # What the map says it has drawn, for whoever waits for it.
    drawn = (
        view.frame,
        view.images,
        view.shapes and (view.shapes.classes, view.shapes.colours),
        view.selection,
    )
    wanted["key"] = sha256(json.dumps(drawn).encode()).hexdigest()[:12]
    return wanted


def drawable(communes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the communes that have a boundary to draw."""
    return communes[_has_shape(communes)]


def _has_shape(communes: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    shapes = communes.geometry
    return np.asarray(shapes.notna() & ~shapes.is_empty, dtype=np.bool_)


def counters_in_view(counters: gpd.GeoDataFrame, communes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the counters in the frame of some communes, those of neighbours included."""
    shapes = drawable(communes)
    if shapes.empty:
        return counters.iloc[:0]
    west, south, east, north = shapes.total_bounds
    margin = BORDER_MARGIN_SHARE * max(east - west, north - south)
    placed = counters[counters.geometry.notna()]
    return placed.cx[west - margin : east + margin, south - margin : north + margin]
