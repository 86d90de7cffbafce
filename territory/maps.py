"""Draw maps: the only file that knows folium. No request ever leaves for the outside.

folium loads Leaflet, jQuery, Bootstrap and two icon fonts from five outside hosts by default; here
it loads Leaflet alone, from the address it is given. So no branca colour map (it brings two links
of its own: the legend is drawn beside the map, see `territory.legend`), no ``folium.Popup``
(needs jQuery), no ``folium.Icon`` (needs a font).

Text reaches the page as JSON and becomes text nodes: a counter named like a tag is shown as it is
written. And folium renders every layer's script a second time as a Jinja template, data included,
so that a counter named ``{{ 7 * 7 }}`` would run on the server: braces never reach it bare
(`_shielded`).
"""

from __future__ import annotations

from typing import Any

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
from folium.template import Template
from numpy.typing import NDArray
from shapely.geometry import mapping

from territory import _leaflet, palette
from territory.bivariate import DEFAULT_MAP, BivariateMap
from territory.cards import commune_card, counter_card
from territory.messages import text

MINIMUM_ZOOM = 5
MAXIMUM_ZOOM = 14
HEIGHT_PX = 560
NARROW_HEIGHT_PX = 420
NARROW_WIDTH_PX = 480
BORDER_MARGIN_SHARE = 0.02

# The sign of an itinerant counter: another shape than the ring of the fixed ones, and standing
# above its point, for its carrier's office is often a fixed counter too.
LOZENGE = (
    '<svg width="22" height="22"><path d="M11 2 20 11 11 20 2 11Z" '
    f'fill="{palette.PAPER}" stroke="{palette.INK}" stroke-width="2.5"/></svg>'
)


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
            minZoom=MINIMUM_ZOOM, maxZoom=MAXIMUM_ZOOM, zoomSnap=0.25, scrollWheelZoom=False
        )


class _View(folium.MacroElement):
    """Frame the bounds before any layer is drawn (so that all is drawn once); zoom in words.

    The wheel zooms once the map has been clicked: before that it scrolls the page.
    """

    _template = Template("""
        {% macro script(this, kwargs) %}
        {{ this._parent.get_name() }}.fitBounds({{ this.bounds | tojson }},
            {animate: false, padding: [8, 8]});
        L.control.zoom({zoomInTitle: {{ this.zoom_in | tojson }},
            zoomOutTitle: {{ this.zoom_out | tojson }}}).addTo({{ this._parent.get_name() }});
        {{ this._parent.get_name() }}.on("focus", event => event.target.scrollWheelZoom.enable());
        {{ this._parent.get_name() }}.on("blur", event => event.target.scrollWheelZoom.disable());
        {% endmacro %}
    """)

    def __init__(self, bounds: list[list[float]], language: str | None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "View"
        self.bounds = bounds
        self.zoom_in = text("map.zoom_in", language)
        self.zoom_out = text("map.zoom_out", language)


class _Card(folium.MacroElement):
    """A hover card: a title and lines of label and value, written as text nodes, never as HTML.

    Leaflet's own tooltip is cut by the edge of the map; this one is kept inside it, beside the
    pointer where there is room, else below or above.
    """

    _template = Template("""
        {% macro script(this, kwargs) %}
        (function (group) {
            const write = (tag, words, parent) => {
                const element = L.DomUtil.create(tag, "", parent);
                element.textContent = decodeURIComponent(words);
            };
            const cardOf = map => {
                const box = map.getContainer();
                const card = box.querySelector(".territory-card")
                    || L.DomUtil.create("div", "territory-card", box);
                return card;
            };
            const hide = event => {
                const map = event.target._map || event.target;
                cardOf(map).hidden = true;
            };
            const place = (card, box, at) => {
                const keep = (value, room) => Math.max(4, Math.min(value, room - 4));
                const right = at.x + 18, left = at.x - 18 - card.offsetWidth;
                const isBeside = right + card.offsetWidth < box.clientWidth || left > 0;
                const x = right + card.offsetWidth < box.clientWidth ? right : left;
                const below = at.y + 22, above = at.y - 22 - card.offsetHeight;
                const y = isBeside ? at.y - card.offsetHeight / 2
                    : below + card.offsetHeight < box.clientHeight ? below : above;
                card.style.left = keep(isBeside ? x : at.x - card.offsetWidth / 2,
                    box.clientWidth - card.offsetWidth) + "px";
                card.style.top = keep(y, box.clientHeight - card.offsetHeight) + "px";
            };
            const show = event => {
                const map = group._map, card = cardOf(map);
                const properties = event.propagatedFrom.feature.properties;
                if (card.hidden || card.title_ !== properties) {
                    card.replaceChildren();
                    write("strong", properties.title, card);
                    const lines = L.DomUtil.create("dl", "", card);
                    properties.lines.forEach(([label, value]) => {
                        write("dt", label, lines);
                        write("dd", value, lines);
                    });
                    card.title_ = properties;
                    card.hidden = false;
                }
                place(card, map.getContainer(), map.latLngToContainerPoint(event.latlng));
                if (event.type === "click") { L.DomEvent.stop(event); }
            };
            group.on("mouseover mousemove click", show);
            group.on("mouseout", hide);
            group.on("add", () => group._map.on("zoomstart dragstart click", hide));
        })({{ this._parent.get_name() }});
        {% endmacro %}
    """)

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Card"


def draw_bivariate_map(
    communes: gpd.GeoDataFrame,
    rows: pd.DataFrame,
    counters: gpd.GeoDataFrame,
    assets_url: str,
    language: str | None = None,
    *,
    chosen: BivariateMap = DEFAULT_MAP,
) -> OfflineMap:
    """Draw two classed scores crossed, with the counters as points.

    Parameters
    ----------
    communes : GeoDataFrame
        The communes to draw, EPSG:4326; those without a boundary are left out.
    rows : DataFrame
        The same communes, as `territory.priorities.ranked_communes` gives them.
    counters : GeoDataFrame
        The counters to draw, EPSG:4326: see `counters_in_view`.
    assets_url : str
        Address of Leaflet's files, see `OfflineMap`.
    language : str, optional
        Language of the words.
    chosen : BivariateMap
        The two scores.

    Returns
    -------
    OfflineMap
    """
    shapes = drawable(communes)
    west, south, east, north = shapes.total_bounds
    drawn = OfflineMap(assets_url, location=[(south + north) / 2, (west + east) / 2], zoom_start=8)
    root: Any = drawn.get_root()
    root.header.add_child(folium.Element(f"<style>{_map_style()}</style>"), name="territory_style")
    root.html.add_child(folium.Element(palette.no_data_pattern()), name="territory_pattern")
    _View([[south, west], [north, east]], language).add_to(drawn)
    _commune_layer(shapes, rows, language, chosen).add_to(drawn)
    _outline_layer(shapes).add_to(drawn)
    is_itinerant = counters["is_itinerant"]
    _fixed_layer(counters[~is_itinerant], language).add_to(drawn)
    _itinerant_layer(counters[is_itinerant], language).add_to(drawn)
    return drawn


def drawable(communes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the communes that have a boundary to draw."""
    return communes[_has_shape(communes)]


def undrawable(communes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the communes that have no boundary to draw."""
    return communes[~_has_shape(communes)]


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
    return counters.cx[west - margin : east + margin, south - margin : north + margin]


def _features(frame: gpd.GeoDataFrame, cards: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": _shielded(str(code)),
                "geometry": mapping(shape),
                "properties": {
                    "title": _shielded(card["title"]),
                    "lines": [[_shielded(words) for words in line] for line in card["lines"]],
                },
            }
            for code, shape, card in zip(frame.index, frame.geometry, cards, strict=True)
        ],
    }


def _shielded(words: str) -> str:
    """Return words without a brace, for ``decodeURIComponent`` to give back in the browser."""
    return words.replace("%", "%25").replace("{", "%7B")


def _commune_layer(
    shapes: gpd.GeoDataFrame, rows: pd.DataFrame, language: str | None, chosen: BivariateMap
) -> folium.GeoJson:
    cards = [commune_card(rows.loc[code], language) for code in shapes.index]
    fills = commune_fills(rows, chosen)

    def style(feature: dict[str, Any]) -> dict[str, Any]:
        return {
            "className": "commune",
            "fillColor": fills[feature["id"]],
            "fillOpacity": 1,
            "color": palette.COMMUNE_LINE,
            "weight": 0.6,
        }

    layer = folium.GeoJson(
        _features(shapes, cards),
        style_function=style,
        highlight_function=lambda _: {"color": palette.INK, "weight": 2.5},
        smooth_factor=0.3,
    )
    layer.add_child(_Card())
    return layer


def commune_fills(rows: pd.DataFrame, chosen: BivariateMap = DEFAULT_MAP) -> dict[str, str]:
    """Return the fill of each commune by its code: the colour of its class, else the hatch."""
    classes = rows[chosen.class_columns].astype("Int64").astype(object)
    known = classes.where(classes.notna(), None)
    return {
        str(code): palette.class_fill(across, up)
        for code, across, up in known.itertuples(name=None)
    }


def _outline_layer(shapes: gpd.GeoDataFrame) -> folium.GeoJson:
    outline = mapping(shapes.geometry.union_all(method="unary").boundary)
    return folium.GeoJson(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "id": "outline", "geometry": outline, "properties": {}}
            ],
        },
        style_function=lambda _: {
            "className": "outline",
            "color": palette.INK,
            "weight": 1.6,
            "fill": False,
            "interactive": False,
        },
        smooth_factor=0.3,
    )


def _fixed_layer(counters: gpd.GeoDataFrame, language: str | None) -> folium.GeoJson:
    layer = folium.GeoJson(
        _features(counters, _counter_cards(counters, language)),
        marker=folium.CircleMarker(radius=5),
        style_function=lambda _: {
            "className": "counter",
            "fill": True,
            "fillColor": palette.PAPER,
            "fillOpacity": 1,
            "color": palette.INK,
            "weight": 2.5,
        },
    )
    layer.add_child(_Card())
    return layer


def _itinerant_layer(counters: gpd.GeoDataFrame, language: str | None) -> folium.GeoJson:
    sign = folium.DivIcon(
        html=LOZENGE,
        icon_size=(22, 22),
        icon_anchor=(11, 29),
        class_name="itinerant-counter",
    )
    layer = folium.GeoJson(
        _features(counters, _counter_cards(counters, language)), marker=folium.Marker(icon=sign)
    )
    layer.add_child(_Card())
    return layer


def _counter_cards(counters: gpd.GeoDataFrame, language: str | None) -> list[dict[str, Any]]:
    return [counter_card(row, language) for _, row in counters.iterrows()]


def _map_style() -> str:
    return f"""
body {{ margin: 0; }}
.leaflet-container {{ background: {palette.WASH}; font: 13px/1.35 {palette.FONT}; outline: 0; }}
.leaflet-container:focus-visible {{ outline: 2px solid {palette.ACCENT}; outline-offset: -2px; }}
.leaflet-interactive:focus {{ outline: none; }}
.territory-card {{ position: absolute; z-index: 1000; pointer-events: none; box-sizing: border-box;
  width: max-content; max-width: min(320px, calc(100% - 8px)); padding: 10px 12px;
  background: {palette.PAPER};
  border: 1px solid {palette.RULE}; border-radius: 4px; color: {palette.INK}; font-size: 13px;
  box-shadow: 0 2px 10px rgb(29 37 48 / 18%); font-family: {palette.FONT}; }}
.territory-card[hidden] {{ display: none; }}
.territory-card strong {{ display: block; font-size: 14px; margin-bottom: 4px; }}
.territory-card dl {{ display: grid; grid-template-columns: auto auto; gap: 2px 12px; margin: 0; }}
.territory-card dt {{ color: {palette.SOFT_INK}; }}
.territory-card dd {{ margin: 0; text-align: right; font-variant-numeric: tabular-nums; }}
.leaflet-bar a {{ color: {palette.INK}; }}
@media (max-width: {NARROW_WIDTH_PX}px) {{
  #map_div {{ height: {NARROW_HEIGHT_PX}px !important; }}
}}
"""
