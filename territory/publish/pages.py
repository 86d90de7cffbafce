"""The pages of a site, and one light page a commune: what a search engine reads."""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import Any

import pandas as pd
from markupsafe import Markup

from territory.doors import doors
from territory.look import parts
from territory.maps.files import counter_cards_json, json_bytes
from territory.messages import Words
from territory.messages.articles import at_commune
from territory.publish.map_page import cited
from territory.publish.options import Options
from territory.publish.published import Published
from territory.publish.sheets import LINK

_MAP_LINK = re.compile(rf'href="{re.escape(LINK)}(\w+)"')


class Pages:
    """The pages of a site in a language.

    Parameters
    ----------
    site : Published
        What is published.
    options : Options
        How.
    words : Words
        Of the language.
    """

    def __init__(self, site: Published, options: Options, words: Words) -> None:
        self.site, self.options, self.words = site, options, words

    @cached_property
    def _counters(self) -> dict[str, list[dict[str, Any]]]:
        """The cards of the counters of each commune."""
        every = doors(self.site.country.tables.counters)
        inside = every[every["commune_code"].isin(self.site.communes.index)].sort_index()
        names = inside["commune_code"].map(self.site.communes["commune_name"])
        cards = json.loads(counter_cards_json(inside.assign(commune_name=names), "", self.words))
        found: dict[str, list[dict[str, Any]]] = {}
        for code, row in zip(inside.index, inside.to_dict("records"), strict=True):
            found.setdefault(str(row["commune_code"]), []).append({**cards[str(code)], "row": row})
        return found

    def of_commune(self, code: str, sheet: str) -> bytes:
        """Return the page of a commune: its sheet, and the counters it has with their hours."""
        words, row = self.words, self.site.communes.loc[code]
        name = str(row["commune_name"])
        where = at_commune(words, name)
        counters = self._counters.get(code, [])
        held = parts.render(
            "publish/counters.html",
            title=words.text("publish.counters", where=where),
            counters=counters,
            without=words.text("publish.no_counter", name=name),
        )
        link = f"../#commune={code}"
        shown = parts.render(
            "publish/see_map.html", link=link, words=words.text("publish.see_map", name=name)
        )
        # Of the map's page a link leads to the map; of a page, to the other's page.
        beside = _MAP_LINK.sub(r'href="\1.html"', str(sheet))
        # Made by `territory.sheet`, where every text is escaped.
        body = Markup().join([shown, held, Markup(beside)])  # noqa: S704
        departement = str(row["departement_name"])
        return self.page(
            f"commune/{code}.html",
            title=words.text("publish.commune_title", where=where, code=code),
            heading=words.text("publish.commune_heading", where=where, departement=departement),
            description=words.text(
                "publish.commune_description", name=name, departement=departement
            ),
            body=body,
            linked=self._linked(code, row, counters),
            depth=1,
        )

    def _linked(self, code: str, row: pd.Series, counters: list[dict[str, Any]]) -> list[Any]:
        """Return what a page is about, in the words of schema.org."""
        commune: dict[str, Any] = {
            "@type": "AdministrativeArea",
            "name": row["commune_name"],
            "identifier": code,
            "containedInPlace": {"@type": "AdministrativeArea", "name": row["departement_name"]},
        }
        hall = row["town_hall_point"]
        if hall is not None and not pd.isna(hall):
            commune["geo"] = {
                "@type": "GeoCoordinates",
                "latitude": round(hall.y, 5),
                "longitude": round(hall.x, 5),
            }
        return [commune, *(_service(one, row["commune_name"]) for one in counters)]

    def page(
        self,
        path: str,
        *,
        title: str,
        heading: str,
        description: str,
        body: Markup,
        linked: list[Any] | None = None,
        script: str = "",
        depth: int = 0,
        alone: bool = False,
    ) -> bytes:
        """Return a page of the site, named from the folder of its language.

        One that stands alone is in this language only: it leads to no other.
        """
        options, words = self.options, self.words
        data = json_bytes({"@context": "https://schema.org", "@graph": linked}).decode()
        rendered = parts.render(
            "publish/page.html",
            lang=words.language,
            title=title,
            description=description,
            canonical=options.address(f"{options.home_of(words)}{path}"),
            root=options.root_of(words, depth),
            linked=Markup(data.replace("<", "\\u003c")) if linked else "",  # noqa: S704 - ends no element
            script=script,
            map="../" * depth or "./",
            site_name=words.text(
                "publish.site_name",
                territory=self.site.name(words),
            ),
            links=options.links(words, depth),
            languages=[
                (
                    one.language,
                    one.text("publish.language"),
                    f"{options.root_of(words, depth)}{options.home_of(one)}{path}",
                )
                for one in options.languages
                if one != words and not alone
            ],
            heading=heading,
            body=body,
            cited=cited(self.site, words),
        )
        return f"{rendered}\n".encode()


def _service(card: dict[str, Any], commune: str) -> dict[str, Any]:
    """Return a counter in the words of schema.org; what is not known is left out."""
    row = card["row"]
    address = {
        "@type": "PostalAddress",
        "streetAddress": row["address_text"],
        "postalCode": row["postal_code"],
        "addressLocality": commune,
        "addressCountry": "FR",
    }
    place = {
        "@type": "Place",
        "name": card["title"],
        "address": {name: one for name, one in address.items() if pd.notna(one)},
        "telephone": row["phone_text"],
    }
    return {
        "@type": "GovernmentService",
        "name": card["title"],
        "areaServed": commune,
        "availableChannel": {
            "@type": "ServiceChannel",
            "serviceLocation": {name: one for name, one in place.items() if _is_known(one)},
        },
    }


def _is_known(value: Any) -> bool:
    return isinstance(value, dict) or bool(pd.notna(value))
