"""The words the page's script needs: read from the catalogue, given to it as they are."""

from __future__ import annotations

from typing import Any

from territory.messages import Words
from territory.territories import NAMED_LEVELS

# What the template and the script ask for by name.
NAMES = (
    "skip",
    "nav",
    "search",
    "search_hint",
    "found",
    "layer",
    "zones",
    "map",
    "legend",
    "side",
    "summary",
    "how",
    "twin",
    "commune",
    "departement",
    "class",
    "people",
    "noscript",
    "sources",
    "embed",
    "embed_how",
    "made",
    "close",
    "own_page",
    "not_found",
    "no_map",
    "twin_some",
    "twin_all",
    "unknown",
    "no_data",
    "whole_files",
)
# The library's own words, by its names.
CONTROLS = {
    "NavigationControl.ZoomIn": "zoom_in",
    "NavigationControl.ZoomOut": "zoom_out",
    "Map.Title": "map",
    "ScaleControl.Meters": "meters",
    "ScaleControl.Kilometers": "kilometers",
}


def page_texts(words: Words) -> dict[str, Any]:
    """Return the texts of the map page; names in braces are filled by the script."""
    return {
        **{name: words.text(f"publish.{name}") for name in NAMES},
        "heading": words.text("map.heading"),
        "levels": {level: words.text(f"app.level.{level}") for level in NAMED_LEVELS},
        "controls": {key: words.text(f"publish.{name}") for key, name in CONTROLS.items()},
    }
