"""The words the page's script needs: read from the catalogue, given to it as they are."""

from __future__ import annotations

from typing import Any

from territory.maps.forms import KINDS
from territory.messages import Words
from territory.territories import NAMED_LEVELS

# What the template and the script ask for by name.
NAMES = (
    "skip",
    "skip_places",
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
    "signs",
    "places",
    "places_all",
    "places_some",
    "place",
    "kind",
    "list_of",
)
# What a place is, by the words of its form.
KIND_NAMES = (*KINDS, "stop", "mediation", "agency", "saturday", "hours_unknown")
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
        **{name: words.text(f"door.{name}") for name in ("gathered", "hours_of_day", "no_week")},
        "kinds": {name: words.text(f"publish.kinds.{name}") for name in KIND_NAMES},
        "levels": {level: words.text(f"app.level.{level}") for level in NAMED_LEVELS},
        "controls": {key: words.text(f"publish.{name}") for key, name in CONTROLS.items()},
    }


def size_in_words(bytes_count: float, words: Words) -> str:
    """Return a size as a reader takes it in: kilobytes below a megabyte, and never 0 of something.

    Examples
    --------
    >>> [size_in_words(one, Words("en")) for one in (12, 36_400, 999_600, 9_312_000)]
    ['1 kB', '36 kB', '1.0 MB', '9.3 MB']
    """
    if bytes_count < 999_500:
        return words.text("publish.kilobytes", size=words.number(max(bytes_count / 1e3, 1)))
    return words.text("publish.megabytes", size=words.number(bytes_count / 1e6, digits=1))
