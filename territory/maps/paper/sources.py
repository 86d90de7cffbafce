"""The sources a map on paper cites, and their licences."""

from __future__ import annotations

from collections.abc import Iterable

from territory.context import sources_of
from territory.indicators import INDICATORS, find_indicator
from territory.indicators.public_counters import SOURCE_IDS
from territory.maps.bivariate_legend import class_limits
from territory.maps.layers import Layer
from territory.messages import Words
from territory.tables import DataInUse, SourceInUse

# Of every map: its shapes and the people its legend counts.
GROUND = ("commune_boundaries", "insee_population")
COUNTERS = "france_services"
_OF_SIGNS = {"mediation": "mediation_places", "agency": "public_directory"}


def source_ids(layer: Layer, signs: Iterable[str]) -> list[str]:
    """Return the sources of a layer, of the signs drawn with it and of the ground, each once."""
    found = [one for name in indicators_of(layer) for one in find_indicator(name).source_ids]
    if layer.group == "context":
        found = list(SOURCE_IDS if layer.is_of_agencies else sources_of(layer.column))
    found += [_OF_SIGNS.get(sign, COUNTERS) for sign in signs]
    return list(dict.fromkeys([*found, *GROUND]))


def indicators_of(layer: Layer) -> list[str]:
    """Return the indicators a layer rests on."""
    if layer.crossed is not None:
        found = []
        for classed in (layer.crossed.across, layer.crossed.up):
            only, _ = class_limits(classed)
            found += [only.name] if only else _of_dimension(classed)
        return found
    if layer.group == "indicator":
        return [layer.column]
    if layer.group == "context":
        return []
    if layer.group == "fragility":
        return ["illectronism_share", "nearest_counter_minutes"]
    return _of_dimension(layer.dimension)


def _of_dimension(dimension: str) -> list[str]:
    """Return the indicators that make a dimension's score; of all of them for ``""``."""
    return [one.name for one in INDICATORS if one.weight > 0 and dimension in ("", one.dimension)]


def sources_in_words(layer: Layer, signs: Iterable[str], in_use: DataInUse, words: Words) -> str:
    """Return the sources of a map that the tables were made from, on one line."""
    return cited_in_words(source_ids(layer, signs), in_use, words)


def cited_in_words(ids: Iterable[str], in_use: DataInUse, words: Words) -> str:
    """Return the sources of these names that the tables were made from, on one line."""
    known = {one.id: one for one in in_use.sources}
    cited = [known[one] for one in ids if one in known]
    return words.text(
        "paper.sources",
        sources=words.text("paper.between").join(_short(one, words) for one in cited),
    )


def _short(source: SourceInUse, words: Words) -> str:
    """Return a source on a map: its licence is told once, for all."""
    return words.text(
        "paper.source",
        producer=source.producer,
        title=source.title,
        day=source.day_text(words),
    )


def licences_in_words(layer: Layer, signs: Iterable[str], in_use: DataInUse, words: Words) -> str:
    """Return the licences of the data a map is made from, each once."""
    return licences_of(source_ids(layer, signs), in_use, words)


def licences_of(ids: Iterable[str], in_use: DataInUse, words: Words) -> str:
    """Return the licences of the sources of these names, each once."""
    cited = set(ids)
    names = dict.fromkeys(one.licence for one in in_use.sources if one.id in cited)
    return words.text("paper.licences", licences=", ".join(names))
