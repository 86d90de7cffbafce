"""How a site is published: its main language, its address, its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from territory.errors import TerritoryError, UnknownNameError
from territory.maps.units import READABLE_COUNT
from territory.messages import LANGUAGES, Words

AUTO, BY_COMMUNE, BY_EPCI, NO_PAGES = "auto", "commune", "epci", "none"
PAGES = (AUTO, BY_COMMUNE, BY_EPCI, NO_PAGES)


@dataclass(frozen=True)
class Options:
    """What is asked of a site besides its territory.

    Parameters
    ----------
    language : str
        Of the pages at its root; the other language is in a folder of its name.
    base_url : str
        Where it will be, for addresses that must be whole; ``""`` when that is not known.
    pages : str
        One of `PAGES`.
    portraits : str
        The level whose portraits are made: ``"epci"`` or ``"departement"``; ``""`` for none.
    """

    language: str
    base_url: str = ""
    pages: str = AUTO
    portraits: str = ""

    readable_count = READABLE_COUNT

    def home_of(self, words: Words) -> str:
        """Return the folder of a language, from the root: ``""`` or ``en/``."""
        return "" if words.language == self.language else f"{words.language}/"

    def root_of(self, words: Words, depth: int = 0) -> str:
        """Return the way back to the root from a page of a language, so many folders deeper."""
        return "../" * (depth + (words.language != self.language))

    def address(self, path: str) -> str:
        """Return the whole address of a page; ``""`` where the site's is not known."""
        return f"{self.base_url}{path}" if self.base_url else ""

    def links(self, words: Words, depth: int = 0) -> Sequence[tuple[str, str]]:
        """Return the links of the head of a page: name and address."""
        back = "../" * depth
        root = self.root_of(words, depth)
        links = [
            (words.text("publish.link_map"), f"{back}./"),
            (words.text("publish.link_list"), f"{back}list.html"),
        ]
        links.append((words.text("publish.link_data"), f"{back}data.html"))
        if self.portraits:
            links.append((words.text("publish.link_portraits"), f"{root}portraits.html"))
        return links

    @property
    def languages(self) -> tuple[Words, ...]:
        """The languages of the site, the main one first."""
        return tuple(Words(one) for one in sorted(LANGUAGES, key=lambda one: one != self.language))


def read_options(language: str, base_url: str, pages: str, portraits: str) -> Options:
    """Return options checked.

    Raises
    ------
    UnknownNameError
        If the pages or the level of portraits asked for are not known.
    TerritoryError
        If the address of the site is not a whole one.
    """
    if pages not in PAGES:
        raise UnknownNameError("pages", pages, PAGES)
    if portraits and portraits not in ("epci", "departement"):
        raise UnknownNameError("level", portraits, ("epci", "departement"))
    if base_url and not base_url.startswith(("https://", "http://")):
        raise TerritoryError("publish_address", address=base_url)
    if base_url and not base_url.endswith("/"):
        base_url += "/"
    return Options(language, base_url, pages, portraits)
