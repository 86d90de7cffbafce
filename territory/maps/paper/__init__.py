"""Maps on paper: a sheet of any territory and layer, as SVG, PDF and PNG; the same map, the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import pandas as pd

from territory.country import Country
from territory.errors import TerritoryError
from territory.files import FileFormat, find_format
from territory.look.typeset import UNITS_PER_INCH, pdf_of_svg, png_of_svg
from territory.maps.atlas import Atlas
from territory.maps.layers import DEFAULT_LAYER, Layer
from territory.maps.legend import layer_heading, layer_summary
from territory.maps.paper.content import (
    SECOND_LINES,
    is_coloured_around,
    zone_map,
    zone_parts,
)
from territory.maps.paper.inks import inks_of
from territory.maps.paper.sheet import HEIGHT, WIDTH, Sheet, places_of, sheet_svg
from territory.maps.paper.sources import indicators_of, licences_in_words, sources_in_words
from territory.maps.signs import sign_counts
from territory.messages import Words
from territory.scores import DEFAULT_METHOD, Method
from territory.tables import DataInUse
from territory.territories import WHOLE, Territory, communes_of, name_of
from territory.territories.figures import FRANCE

# Pixels of a PNG to a unit of the drawing.
PNG_SCALE, PREVIEW_SCALE = 2, 0.6
CM_PER_INCH = 2.54


@dataclass(frozen=True)
class Request:
    """What is asked of a map sheet.

    Parameters
    ----------
    territory : Territory
        What is mapped; of France, overseas are insets.
    layer : Layer
        What colours say.
    method : Method
        How scores are made.
    is_grey : bool
        Whether it is for a print in black and white.
    """

    territory: Territory
    layer: Layer = DEFAULT_LAYER
    method: Method = DEFAULT_METHOD
    is_grey: bool = False


def command_of(request: Request) -> str:
    """Return the command that makes a map again.

    Examples
    --------
    >>> command_of(Request(Territory("departement", "48")))
    'territory map departement:48 --layer far --out map.pdf'
    """
    options = {"layer": request.layer.name, **request.method.options()}
    said = " ".join(f"--{name} {value}" for name, value in options.items())
    grey = " --grey" if request.is_grey else ""
    return f"territory map {request.territory.key} {said}{grey} --out map.pdf"


class _NoShelf:
    """A map on paper asks for no file of a browser."""

    def put(self, name: str, make: Callable[[], bytes]) -> str:
        raise NotImplementedError(f"a map on paper has no shelf for {name}, made by {make}")


def paper_atlas(country: Country) -> Atlas:
    """Return the maps of a country, for paper alone."""
    return Atlas(country, _NoShelf())


@dataclass(frozen=True)
class PaperMap:
    """A map sheet, ready to be written.

    Parameters
    ----------
    svg : str
        The drawing.
    title : str
        Of the document.
    alt : str
        The map told.
    language : str
        ``"fr"`` or ``"en"``.
    day : str
        ISO day of the data.
    """

    svg: str
    title: str
    alt: str
    language: str
    day: str


def _svg(made: PaperMap) -> bytes:
    return made.svg.encode()


def _png(made: PaperMap, scale: float = PNG_SCALE) -> bytes:
    width_cm = WIDTH / UNITS_PER_INCH * CM_PER_INCH
    return png_of_svg(made.svg, width_cm=width_cm, ppi=scale * UNITS_PER_INCH)


def preview_png(made: PaperMap) -> bytes:
    """Return a small picture of a map sheet, for a panel of the app."""
    return _png(made, PREVIEW_SCALE)


def _pdf(made: PaperMap) -> bytes:
    return pdf_of_svg(
        made.svg,
        size=(WIDTH, HEIGHT),
        title=made.title,
        alt=made.alt,
        language=made.language,
        day=made.day,
    )


MapFormat = FileFormat[[PaperMap]]
MAP_FORMATS = MappingProxyType(
    {
        one.name: one
        for one in (
            MapFormat("png", ".png", "image/png", _png),
            MapFormat("svg", ".svg", "image/svg+xml", _svg),
            MapFormat("pdf", ".pdf", "application/pdf", _pdf),
        )
    }
)


def make_map(
    atlas: Atlas,
    request: Request,
    in_use: DataInUse,
    words: Words,
    *,
    link: str,
) -> PaperMap:
    """Return the map sheet of a territory.

    Parameters
    ----------
    atlas : Atlas
        The country's maps.
    request : Request
        What is asked.
    in_use : DataInUse
        The tables in use, for sources and day.
    words : Words
        Of the reader's language.
    link : str
        An address, or a command, that gives the map again.

    Raises
    ------
    TerritoryError
        If no commune of the territory has a boundary.
    """
    tables, territory, layer, method = (
        atlas.country.tables,
        request.territory,
        request.layer,
        request.method,
    )
    communes = communes_of(tables, territory)
    parts = zone_parts(communes)
    if not parts:
        raise TerritoryError("map_without_shape", name=name_of(tables, territory, words))
    rows = atlas.told_rows(territory, layer, method)
    name = name_of(tables, territory, words)
    heading = layer_heading(layer, words)
    summary = layer_summary(layer, rows, words)
    signs = sign_counts(atlas, territory)
    notes = (
        sources_in_words(layer, signs, in_use, words),
        words.text(
            "paper.data",
            day=words.day(date.fromisoformat(in_use.newest_date)),
            fingerprint=in_use.fingerprint,
            licences=licences_in_words(layer, signs, in_use, words),
        ),
        *_measured(layer, tables.engine.cite(words), words),
        words.text("paper.link", link=link),
    )
    told = atlas.told_rows(WHOLE, layer, method)
    classes = pd.Series(layer.classes(told), index=told.index)
    places = places_of(notes, len(parts) - 1)
    boxes = (places.main, *places.insets)
    maps = [
        zone_map(
            atlas,
            territory,
            part,
            classes,
            box,
            name=words.text(f"map.zone.{part['zone'].iloc[0]}") if rank else "",
        )
        for rank, (part, box) in enumerate(zip(parts, boxes, strict=True))
    ]
    title = words.text("map.heading", territory=name, map=heading)
    sheet = Sheet(
        title=_title(atlas, territory, words),
        subtitle=words.text("paper.subtitle", heading=heading[0].upper() + heading[1:]),
        layer=layer,
        rows=rows,
        signs=signs,
        limits=_limits(territory, words, has_around=bool((~maps[0].is_inside).any())),
        sentences=_sentences(territory, layer, method, summary, words),
        notes=notes,
        inks=inks_of(layer, is_grey=request.is_grey),
        alt=f"{title}. {summary}",
        words=words,
        day=in_use.newest_date,
    )
    svg = sheet_svg(sheet, maps[0], maps[1:])
    return PaperMap(svg, title, sheet.alt, words.language, in_use.newest_date)


def _title(atlas: Atlas, territory: Territory, words: Words) -> str:
    """Return the name of a territory; a commune's with that of its département, for names are shared."""
    name = name_of(atlas.country.tables, territory, words)
    if territory.level != "commune":
        return name
    commune = communes_of(atlas.country.tables, territory).iloc[0]
    return f"{name} ({commune['departement_name']})"


def _measured(layer: Layer, engine: str, words: Words) -> tuple[str, ...]:
    """Return what measured the minutes, if the layer rests on minutes."""
    rests = {name for name in indicators_of(layer) if "minutes" in name or "hours" in name}
    return (words.text("paper.engine", engine=engine),) if rests else ()


def _limits(territory: Territory, words: Words, *, has_around: bool) -> tuple[tuple[str, str], ...]:
    """Return the limits a legend explains."""
    shown = [*SECOND_LINES[territory.level]]
    found = []
    if territory.level != FRANCE:
        found.append(("territory", words.text(f"paper.limit.territory.{territory.level}")))
    found += [(one, words.text(f"paper.limit.{one}")) for one in reversed(shown)]
    if has_around:
        found.append(("around", words.text("paper.limit.around")))
    return tuple(found)


def _sentences(
    territory: Territory, layer: Layer, method: Method, summary: str, words: Words
) -> tuple[str, ...]:
    said = [summary]
    if is_coloured_around(territory):
        said.append(words.text("paper.around_coloured"))
    if layer.group != "certainty":
        said.append(words.text("map.legend.breaks"))
    if layer.depends_on_method and method.options():
        options = " ".join(f"--{name} {value}" for name, value in method.options().items())
        said.append(words.text("paper.method", options=options))
    return tuple(said)


def map_bytes(made: PaperMap, format_name: str) -> bytes:
    """Return a map sheet as a file: the same map, the same bytes.

    Raises
    ------
    UnknownNameError
        If there is no such format.
    """
    return find_format(MAP_FORMATS, format_name).write(made)
