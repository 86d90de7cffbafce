"""Serve Leaflet's files from where they are installed, without copying them."""

from __future__ import annotations

import streamlit.components.v1 as components

from territory.maps.leaflet_assets import leaflet_folder


def serve_leaflet() -> str:
    """Let the app's own server hand out Leaflet's files.

    Returns
    -------
    str
        Address of their folder relative to the frame of the map, so that it also holds when
        the app is served under a path (``server.baseUrlPath``).

    Raises
    ------
    SourceMissingError
        If the files are not installed.

    Notes
    -----
    Streamlit serves the folder of a declared component read-only at ``component/<name>/``; the
    frame of streamlit-folium is the neighbouring ``component/streamlit_folium.st_folium/``.
    """
    served = components.declare_component("files", path=str(leaflet_folder()))
    return f"../{served.name}"
