"""The figures of a portrait's first page."""

from __future__ import annotations

from territory.messages.rounding import rounded_people
from territory.portrait.model import KeyFigure
from territory.portrait.page import Page
from territory.portrait.sentences.cited import CENSUS, COUNTERS, FAR, NEED
from territory.travel import engine_of_column

NEED_COLUMNS = ("illectronism_people", "illectronism_low_people", "illectronism_high_people")
MINUTES = "nearest_counter_minutes"


def key_figures(page: Page) -> tuple[KeyFigure, ...]:
    """Return people, people in illectronism, minutes to a counter, counters: those that are known."""
    figures, words = page.figures, page.words
    found = []
    if figures.known("population_people"):
        people = figures["population_people"]
        found.append(_key(page, "population", words.number(people), *CENSUS))
    if figures.known(*NEED_COLUMNS):
        value, low, high = (figures[name] for name in NEED_COLUMNS)
        least, most = (words.number(rounded_people(one, low, high)) for one in (low, high))
        shown = words.number(rounded_people(value, low, high))
        found.append(_key(page, "need", shown, *NEED, low=least, high=most))
    if figures.known(MINUTES):
        engine = words.text(f"travel.short.{engine_of_column(MINUTES, figures.engine)}")
        key = "minutes_here" if figures.is_single else "minutes"
        found.append(_key(page, key, words.figure(MINUTES, figures[MINUTES]), *FAR, engine=engine))
    counters = figures["fixed_counters_count"]
    said = words.plural("portrait.key.counters", counters)
    caption = page.sources.plain(said, *COUNTERS)
    found.append(KeyFigure(words.number(counters), caption))
    return tuple(found)


def _key(page: Page, key: str, figure: str, *ids: str, **values: str) -> KeyFigure:
    return KeyFigure(figure, page.sentence(f"key.{key}", *ids, **values))
