"""MapLibre GL JS and PMTiles, as their authors publish them: copied into every site, never changed.

Why they stand in this package and not in another that is installed is told by
``docs/decisions/0046-a-site-without-python.md``.
"""

from __future__ import annotations

from hashlib import sha256
from importlib.resources import files
from types import MappingProxyType

from territory.errors import SourceMissingError

# File → SHA-256 of the file its authors publish: MapLibre GL JS 5.24.1, PMTiles 4.5.0.
VENDORED = MappingProxyType(
    {
        "maplibre-gl.LICENSE.txt": "ee5fc05a0677eaf69601d2c7db0d9ecd6cc27c3abc1d0733bc9ed34707cf8ef2",
        "maplibre-gl.css": "ab1e70d59ec40465bae7e7030da2f3ccf28133fd502e62bd598eefbadfd7a732",
        "maplibre-gl.js": "a9c9e2aa36d4d5b63b131f27c1272f1a28883eeecc0eddd1e0dbfae4033bc7c9",
        "pmtiles.js": "caf981bc46f6327ee7e65d5dc964d89d38a69f60edca2bd4c5c890c21b554c6c",
    }
)
OWN_WORDS = "pmtiles.LICENSE.txt"


def vendored_files() -> dict[str, bytes]:
    """Return the scripts and styles of the map's library, with their licences, by name.

    Raises
    ------
    SourceMissingError
        If one is absent or is not the file its authors publish.
    """
    folder = files("territory.publish").joinpath("vendor")
    found = {}
    for name in (*VENDORED, OWN_WORDS):
        file = folder.joinpath(name)
        if not file.is_file():
            raise SourceMissingError("publish_vendor_missing", file=name)
        found[name] = file.read_bytes()
        if name in VENDORED and sha256(found[name]).hexdigest() != VENDORED[name]:
            raise SourceMissingError("publish_vendor_changed", file=name)
    return found
