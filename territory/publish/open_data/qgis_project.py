"""A project of QGIS over the GeoPackage beside it: the maps of communes, one on the other, and the places.

Its layers are named by relative paths: the two files travel together. Written by hand and not by QGIS, it
holds what QGIS cannot guess: order, names, styles, projection and extent.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import geopandas as gpd
import numpy as np
from pyproj import CRS

from territory.exports.qgis_style import DOCTYPE, Style, renderer
from territory.geography import WGS84, ZONES
from territory.messages import Words

# The first version that reads such a project; later ones read it as theirs.
VERSION = "3.22.0-Białowieża"
PROJECT_FILE = "territory.qgs"
PACKAGE_FILE = "territory.gpkg"
MAINLAND = "metropole"
MARGIN_SHARE = 0.04
# Signs are drawn from a département on: over all France they would hide the map.
PLACES_FROM_SCALE = 1_500_000
_GEOMETRIES: Final = {
    "MultiPolygon": "Polygon",
    "Polygon": "Polygon",
    "Point": "Point",
    "MultiPoint": "Point",
}


def project(
    layers: dict[str, gpd.GeoDataFrame], styles: Sequence[Style], title: str, words: Words
) -> bytes:
    """Return a project: the same layers and styles, the same bytes.

    Parameters
    ----------
    layers : dict
        Name → features, as they stand in the GeoPackage.
    styles : sequence of Style
        One a layer of the project: those of communes are shown one at a time, the default first.
    title : str
        Of the project.
    words : Words
        Of the names of groups.
    """
    zone = ZONES[_zone(layers["communes"])]
    root = Element("qgis", projectname=title, version=VERSION)
    SubElement(root, "title").text = title
    SubElement(root, "projectCrs").append(_spatial_reference(f"EPSG:{zone.epsg}"))
    tree = SubElement(root, "layer-tree-group")
    # Signs lie over the communes.
    signs = [one for one in styles if one.layer != "communes"]
    for style in signs:
        _tree_layer(tree, style, is_checked=style.layer == "counters")
    maps = [one for one in styles if one.layer == "communes"]
    group = SubElement(
        tree,
        "layer-tree-group",
        {
            "name": words.text("open_data.project.maps"),
            "expanded": "1",
            "checked": "Qt::Checked",
            "mutually-exclusive": "1",
            "mutually-exclusive-child": f"{[one.is_default for one in maps].index(True)}",
        },
    )
    for style in maps:
        _tree_layer(group, style, is_checked=style.is_default)
    canvas = SubElement(root, "mapcanvas", name="theMapCanvas", annotationsVisible="1")
    SubElement(canvas, "units").text = "meters"
    canvas.append(_extent(layers["communes"], zone.name, zone.epsg))
    SubElement(canvas, "destinationsrs").append(_spatial_reference(f"EPSG:{zone.epsg}"))
    listed = SubElement(root, "projectlayers")
    for style in (*signs, *maps):
        listed.append(_map_layer(style, layers[style.layer], words))
    order = SubElement(root, "layerorder")
    for style in (*signs, *maps):
        SubElement(order, "layer", id=_layer_id(style))
    properties = SubElement(root, "properties")
    SubElement(SubElement(properties, "Paths"), "Absolute", type="bool").text = "false"
    projected = SubElement(properties, "SpatialRefSys")
    SubElement(projected, "ProjectionsEnabled", type="int").text = "1"
    ElementTree.indent(root, " ")
    return (DOCTYPE + "\n" + ElementTree.tostring(root, encoding="unicode") + "\n").encode()


def _layer_id(style: Style) -> str:
    return f"{style.layer}_{sha256(style.name.encode()).hexdigest()[:12]}"


def _source(style: Style) -> str:
    return f"./{PACKAGE_FILE}|layername={style.layer}"


def _tree_layer(group: Element, style: Style, *, is_checked: bool) -> None:
    SubElement(
        group,
        "layer-tree-layer",
        id=_layer_id(style),
        name=style.name,
        source=_source(style),
        providerKey="ogr",
        checked="Qt::Checked" if is_checked else "Qt::Unchecked",
        # The legends of maps that wait are folded.
        expanded="1" if is_checked else "0",
    )


def _map_layer(style: Style, features: gpd.GeoDataFrame, words: Words) -> Element:
    kinds = features.geometry.dropna().geom_type.unique()
    layer = Element(
        "maplayer",
        type="vector",
        geometry=_GEOMETRIES[kinds[0]],
        hasScaleBasedVisibilityFlag="0" if style.layer == "communes" else "1",
        minScale=f"{PLACES_FROM_SCALE}",
        maxScale="0",
        autoRefreshEnabled="0",
        readOnly="1",
    )
    SubElement(layer, "id").text = _layer_id(style)
    SubElement(layer, "datasource").text = _source(style)
    SubElement(layer, "layername").text = style.name
    SubElement(layer, "srs").append(_spatial_reference(WGS84))
    SubElement(layer, "provider", encoding="UTF-8").text = "ogr"
    layer.append(renderer(style.rules))
    aliases = SubElement(layer, "aliases")
    for rank, name in enumerate(features.columns.drop("geometry"), start=1):  # after QGIS's own fid
        heading = words.text(f"columns.{name}.label")
        SubElement(aliases, "alias", index=f"{rank}", field=str(name), name=heading)
    SubElement(layer, "previewExpression").text = (
        '"commune_name"' if style.layer == "communes" else f'"{features.columns[1]}"'
    )
    return layer


def _spatial_reference(name: str) -> Element:
    reference = CRS.from_user_input(name)
    element = Element("spatialrefsys", nativeFormat="Wkt")
    SubElement(element, "wkt").text = reference.to_wkt()
    SubElement(element, "authid").text = name
    SubElement(element, "description").text = reference.name
    SubElement(element, "geographicflag").text = str(reference.is_geographic).lower()
    return element


def _zone(communes: gpd.GeoDataFrame) -> str:
    """Return the zone a project opens on: the mainland if it has some of it, else its first."""
    zones = communes["zone"].dropna().unique().tolist()
    return MAINLAND if MAINLAND in zones else sorted(zones)[0]


def _extent(communes: gpd.GeoDataFrame, zone: str, epsg: int) -> Element:
    inside = communes.geometry[communes["zone"] == zone].dropna().to_crs(epsg)
    west, south, east, north = inside.total_bounds
    margin = MARGIN_SHARE * max(east - west, north - south)
    element = Element("extent")
    for name, value in zip(
        ("xmin", "ymin", "xmax", "ymax"),
        np.array([west - margin, south - margin, east + margin, north + margin]).round(),
        strict=True,
    ):
        SubElement(element, name).text = f"{value:.0f}"
    return element
