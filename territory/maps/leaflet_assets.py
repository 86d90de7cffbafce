"""Leaflet's files, where the package ``django-leaflet`` left them when it was installed.

Nothing of them is copied or committed, and Django is never imported: only the files are read.
See ``docs/decisions/0003-leaflet-from-an-installed-package.md``.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from territory.errors import SourceMissingError

CARRIER = "django-leaflet"
SCRIPT = "leaflet.js"
STYLE = "leaflet.css"


def leaflet_folder() -> Path:
    """Return the folder that holds ``leaflet.js`` and ``leaflet.css``.

    Raises
    ------
    SourceMissingError
        If the package or one of the two files is absent: without them the map would be blank
        and say nothing.
    """
    try:
        installed = distribution(CARRIER)
    except PackageNotFoundError as error:
        raise SourceMissingError("leaflet_missing", package=CARRIER, file=SCRIPT) from error
    folder = Path(str(installed.locate_file("leaflet/static/leaflet")))
    for name in (SCRIPT, STYLE):
        if not (folder / name).is_file():
            raise SourceMissingError("leaflet_missing", package=CARRIER, file=folder / name)
    return folder
