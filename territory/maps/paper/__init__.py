"""Maps on paper: a sheet of any territory and layer, as SVG, PDF and PNG; the same map, the same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from territory.errors import TerritoryError
from territory.files import FileFormat, find_format
from territory.look.typeset import UNITS_PER_INCH, pdf_of_svg, png_of_svg
from territory.maps import units
from territory.maps.atlas import Atlas
from territory.maps.layers import Layer
from territory.maps.legend import layer_heading, layer_summary
from territory.maps.paper.content import (
    classes_of,
    is_coloured_around,
    limits_in_words,
    zone_map,
    zone_parts,
)
from territory.maps.paper.inks import inks_of
from territory.maps.paper.request import Request, command_of, paper_atlas
from territory.maps.paper.sheet import HEIGHT, WIDTH, Sheet, places_of, sheet_svg
from territory.maps.paper.sources import indicators_of, licences_in_words, sources_in_words
from territory.maps.signs import sign_counts
from territory.messages import Words
from territory.tables import DataInUse
from territory.territories import Territory, communes_of, name_of

__all__ = [
    "MAP_FORMATS",
    "MapFormat",
    "PaperMap",
    "Request",
    "command_of",
    "make_map",
    "map_bytes",
    "paper_atlas",
    "preview_png",
]

# Pixels of a PNG to a unit of the drawing.
PNG_SCALE, PREVIEW_SCALE = 2, 0.6
CM_PER_INCH = 2.54


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
    country, tables = atlas.country, atlas.country.tables
    territory, layer, method, unit = (
        request.territory,
        request.layer,
        request.method,
        request.unit,
    )
    communes = communes_of(tables, territory)
    parts = zone_parts(communes)
    if not parts:
        raise TerritoryError("map_without_shape", name=name_of(tables, territory, words))
    rows = atlas.told_rows(territory, layer, method, unit)
    name = name_of(tables, territory, words)
    heading = layer_heading(layer, words)
    summary = layer_summary(layer, rows, words)
    signs = sign_counts(atlas, territory, request.beside)
    notes = (
        sources_in_words(layer, signs, in_use, words),
        words.text(
            "paper.data",
            day=words.day(date.fromisoformat(in_use.newest_date)),
            fingerprint=in_use.fingerprint,
            licences=licences_in_words(layer, signs, in_use, words),
        ),
        *(one.in_words(words) for one in tables.scenarios),
        *_measured(layer, tables.engine.cite(words), words),
        words.text("paper.link", link=link),
    )
    title = words.text("map.heading", territory=name, map=heading)
    sheet = Sheet(
        title=_title(atlas, territory, words),
        subtitle=words.text(f"paper.subtitle.{unit}", heading=heading[0].upper() + heading[1:]),
        layer=layer,
        rows=rows,
        signs=signs,
        limits=limits_in_words(
            territory, words, unit=unit, has_around=len(tables.communes) > len(communes)
        ),
        sentences=(
            summary,
            *units.remarks(tables, territory, unit, words),
            *_remarks(request, words),
        ),
        notes=notes,
        inks=inks_of(layer, is_grey=request.is_grey),
        alt=f"{title}. {summary}",
        words=words,
        day=in_use.newest_date,
    )
    classes = classes_of(country, layer, method, unit)
    places = places_of(sheet, len(parts) - 1)
    boxes = (places.main, *places.insets)
    maps = [
        zone_map(
            atlas,
            territory,
            part,
            classes,
            box,
            unit=unit,
            name=words.text(f"map.zone.{part['zone'].iloc[0]}") if rank else "",
            beside=request.beside,
        )
        for rank, (part, box) in enumerate(zip(parts, boxes, strict=True))
    ]
    svg = sheet_svg(sheet, places, maps[0], maps[1:])
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


def _remarks(request: Request, words: Words) -> tuple[str, ...]:
    """Return what the reader of a map must know of its colours."""
    said, layer = [], request.layer
    if is_coloured_around(request.territory):
        said.append(words.text("paper.around_coloured"))
    if not layer.has_named_classes:
        is_commune = request.unit == units.COMMUNE
        key = "map.legend.breaks" if is_commune else f"map_unit.breaks.{request.unit}"
        said.append(words.text(key))
    if layer.depends_on_method and request.method.options():
        options = " ".join(f"--{name} {value}" for name, value in request.method.options().items())
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
