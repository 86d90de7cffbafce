"""Serve the app: Streamlit's own command, with the tables opened while the browser starts.

Streamlit runs a page when somebody comes; the first visitor would wait for every import and for the
tables. Imports come first, in one thread: Python may hand out half-made modules to two. What declares
a component of Streamlit when it is imported (streamlit_folium) is left to the page: outside a visit
nothing is declared.
"""

from __future__ import annotations

import sys
import threading
from contextlib import suppress

from streamlit.web import cli

from territory import exports, paths
from territory import sheet as sheets
from territory.errors import TerritoryError
from territory.maps import units
from territory.maps.layers import DEFAULT_LAYER
from territory.messages import default_words
from territory.scores import DEFAULT_METHOD
from territory.views import opened, state


def serve(options: list[str]) -> None:
    """Serve the app with options of ``streamlit run``; returns when the server stops."""
    threading.Thread(target=_open_early, daemon=True).start()
    sys.argv = ["streamlit", "run", str(paths.app_script()), *options]
    cli.main()


def _open_early() -> None:
    """Open the tables and draw the files of the first maps; what goes wrong is said on the page."""
    with suppress(TerritoryError):
        whole = opened.open_situation()
        territory = state.default_territory(whole)
        first = units.default_unit(whole.tables, territory)
        others = units.offered_units(whole.tables, territory)
        # The unit the first map is in, then those one click away.
        for unit in dict.fromkeys((first, *others)):
            whole.atlas.view(
                territory, DEFAULT_LAYER, DEFAULT_METHOD, unit=unit, words=default_words()
            )


# Imported early for what they import; the pages use them.
_ = exports, sheets
