"""The places over the map of a site: which families there are, where they stand, what their cards say."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import geopandas as gpd
import pandas as pd

from territory.maps.atlas_signs import BESIDE, DRAWN_COUNT, SIGNED_COUNT, Places
from territory.maps.files import DECIMALS
from territory.maps.sign_files import TITLES, cards_of, forms_in, with_commune
from territory.maps.signs import SignCount, sign_counts
from territory.messages import Words
from territory.publish.cards import by_column
from territory.publish.packed import packed
from territory.publish.published import Published

# Families in the order of the choices.
FAMILIES = ("counter", "stop", *BESIDE)
# From this zoom of the map a territory of many communes is seen as closely as one of few.
NEAR_ZOOM = 7.5


class EveryPlace(Places):
    """The places of a territory however many communes it has: a site draws those from afar together."""

    most_signed = sys.maxsize
    most_beside = sys.maxsize


@dataclass(frozen=True)
class SitePlaces:
    """The places of a site, those of its neighbours that its map frames included, as the app's map.

    Parameters
    ----------
    site : Published
        What is published.
    """

    site: Published

    @cached_property
    def _places(self) -> EveryPlace:
        return EveryPlace(self.site.country)

    @cached_property
    def drawn(self) -> dict[str, gpd.GeoDataFrame]:
        """The places of each family the tables hold, with the name of their commune."""
        places, territory = self._places, self.site.territory
        found = {"counter": places.counters(territory), "stop": places.stops(territory)}
        beside = [name for name in BESIDE if places.has_beside(name)]
        found |= places.beside(territory, beside)
        communes = self.site.country.tables.communes
        return {
            family: with_commune(found[family], communes)
            for family in FAMILIES
            if found.get(family) is not None
        }

    @cached_property
    def counts(self) -> dict[str, SignCount]:
        """How many places each form of the legend stands for."""
        beside = tuple(name for name in BESIDE if name in self.drawn)
        return sign_counts(self._places, self.site.territory, beside)

    def choices(self, words: Words) -> list[dict[str, Any]]:
        """Return what the page is told of each family: its name, and how it is drawn.

        ``near`` is the zoom below which groups are wider, 0 for none: where the app draws no place of
        so many communes. ``from`` is the zoom from which a family is drawn unasked, None for never:
        counters at once, stops where the app draws them.
        """
        count = len(self.site.communes)
        found = []
        for family in self.drawn:
            most = DRAWN_COUNT if family in BESIDE else SIGNED_COUNT
            near = NEAR_ZOOM if count > most else 0
            found.append(
                {
                    "family": family,
                    "title": words.text(f"publish.sign.{family}"),
                    "help": words.text(f"beside.map.help_{family}") if family in BESIDE else "",
                    "near": near,
                    "from": {"counter": 0, "stop": near}.get(family),
                }
            )
        return found

    def point_files(self) -> Iterator[tuple[str, bytes]]:
        """Give where the places of each family stand, what they are and are called.

        Columns: ``x`` and ``y`` in hundred-thousandths of a degree; ``forms``, and the rank of each
        place's ``form`` in them; ``names``; ``communes``, the rank of the commune in the site, or the
        name of a neighbour's.
        """
        ranks = {code: rank for rank, code in enumerate(self.site.communes.index)}
        for family, places in self.drawn.items():
            forms = forms_in(family, places)
            known = list(dict.fromkeys(forms))
            columns = {
                "x": [round(one * 10**DECIMALS) for one in places.geometry.x],
                "y": [round(one * 10**DECIMALS) for one in places.geometry.y],
                "forms": known,
                "form": [known.index(one) for one in forms],
                "names": places[TITLES[family]].tolist(),
                "communes": [
                    ranks.get(code, "" if pd.isna(name) else name)
                    for code, name in zip(
                        places["commune_code"], places["commune_name"], strict=True
                    )
                ],
            }
            yield f"places/{family}.json.gz", packed(columns)

    def card_files(self, words: Words) -> Iterator[tuple[str, bytes]]:
        """Give the cards of each family in a language, in the order of its places."""
        for family, places in self.drawn.items():
            told = json.loads(cards_of(family, places, "", words)())
            cards = [told[str(code)] for code in places.index]
            yield f"places/{family}.{words.language}.json.gz", packed(by_column(cards))
