"""Map sheets of the sample: what they say, in every layer, in three kinds of file."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from territory.country import Country
from territory.errors import UnknownNameError
from territory.look.palette import GREYS, GREYS_UP
from territory.look.typeset import png_of_svg, width_of
from territory.maps.layers import LAYERS, find_layer
from territory.maps.paper import (
    MAP_FORMATS,
    PaperMap,
    Request,
    command_of,
    make_map,
    map_bytes,
    paper_atlas,
)
from territory.maps.paper.inks import HATCHES_ACROSS, inks_of
from territory.maps.paper.request import unit_asked
from territory.maps.paper.sheet import HEIGHT, WIDTH, Sheet, places_of
from territory.messages import Words
from territory.tables import DataInUse
from territory.territories import read_territory

SVG = "{http://www.w3.org/2000/svg}"
LOZERE = "departement:48"


def sheet(
    country: Country,
    in_use: DataInUse,
    territory: str,
    layer: str = "far",
    language: str = "fr",
    *,
    is_grey: bool = False,
) -> PaperMap:
    request = Request(read_territory(territory), find_layer(layer), is_grey=is_grey)
    link = command_of(request)
    return make_map(paper_atlas(country), request, in_use, Words(language), link=link)


def words_of(made: PaperMap) -> list[str]:
    return ["".join(one.itertext()) for one in ET.fromstring(made.svg).iter(f"{SVG}text")]


def test_a_sheet_says_what_it_is_of_what_it_shows_and_where_it_comes_from(country, in_use):
    said = words_of(sheet(country, in_use, LOZERE))
    whole = " ".join(said)
    assert "Lozère" in said
    assert "Le besoin et l’éloignement des guichets, commune par commune" in said
    for part in (
        "Mende",
        "20 km",
        "Limite du département",
        "Limite d’intercommunalité (EPCI)",
        "Guichet France services (19)",
        in_use.fingerprint,
        "Licence Ouverte 2.0",
        "territory map departement:48 --layer far",
        "Liste des structures labellisées France Services",
    ):
        assert part in whole.replace("\u00a0", " ").replace("\u202f", " "), part


def test_the_legend_counts_what_the_table_counts(country, in_use):
    said = words_of(sheet(country, in_use, LOZERE))
    rows = country.ranked(Request(read_territory(LOZERE)).method)
    both = (rows["need_class"] == 3) & (rows["counters_class"] == 3)
    assert str(int(both.sum())) in said


@pytest.mark.parametrize("layer", sorted(LAYERS))
@pytest.mark.parametrize("is_grey", [False, True])
def test_every_layer_has_a_sheet_whose_fills_are_all_defined(country, in_use, layer, is_grey):
    made = sheet(country, in_use, LOZERE, layer, is_grey=is_grey)
    named = set(re.findall(r'fill="url\(#([\w-]+)\)"', made.svg))
    assert named <= set(re.findall(r'<pattern id="([\w-]+)"', made.svg))
    assert 'href="' not in made.svg
    assert "<script" not in made.svg


@pytest.mark.parametrize(
    "territory", ["48095", "epci:244800405", LOZERE, "france", "48095,48140,48001,48002"]
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_word_leaves_the_page(country, in_use, territory, language):
    made = sheet(country, in_use, territory, language=language)
    for one in ET.fromstring(made.svg).iter(f"{SVG}text"):
        words, size = "".join(one.itertext()), float(one.get("font-size", "0"))
        x, y = float(one.get("x", "0")), float(one.get("y", "0"))
        width = width_of(words, size, int(one.get("font-weight", "400")))
        left = {"start": x, "middle": x - width / 2, "end": x - width}[
            one.get("text-anchor", "start")
        ]
        assert 0 <= left <= WIDTH - width, words
        assert size < y < HEIGHT, words


def test_the_same_map_gives_the_same_bytes_in_every_format(country, in_use):
    made, again = (sheet(country, in_use, LOZERE) for _ in range(2))
    for name in MAP_FORMATS:
        assert map_bytes(made, name) == map_bytes(again, name)


def test_a_picture_has_two_pixels_a_unit_and_a_pdf_is_one_tagged_page(country, in_use):
    made = sheet(country, in_use, LOZERE)
    picture = Image.open(io.BytesIO(map_bytes(made, "png")))
    assert picture.size == (2 * int(WIDTH), 2 * int(HEIGHT))
    content = map_bytes(made, "pdf")
    assert content.startswith(b"%PDF")
    assert b"/StructTreeRoot" in content
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 1


def test_the_outline_of_a_territory_runs_along_its_communes(country, in_use):
    """Every corner of the strong line is a corner of a commune drawn: no outline of another source."""
    made = sheet(country, in_use, "epci:244800405")
    paths = {
        (one.get("fill"), one.get("stroke-width")): one.get("d", "")
        for one in ET.fromstring(made.svg).iter(f"{SVG}path")
    }
    outline = corners(next(d for (fill, width), d in paths.items() if width == "1.7"))
    drawn = [
        corners(d) for (fill, _), d in paths.items() if fill not in (None, "none") and "l" in d
    ]
    assert len(outline) > 10
    assert outline <= set().union(*drawn)


def corners(path: str) -> set[tuple[float, float]]:
    found: set[tuple[float, float]] = set()
    for part in re.findall(r"M([^M]+)", path):
        start, _, steps = part.rstrip("Z").partition("l")
        x, y = (float(one) for one in start.split(","))
        found.add((round(x, 1), round(y, 1)))
        for step in steps.split():
            a, b = (float(one) for one in step.split(","))
            x, y = x + a, y + b
            found.add((round(x, 1), round(y, 1)))
    return found


def grey(colour: str) -> float:
    red, green, blue = bytes.fromhex(colour[1:7])
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_a_grey_print_tells_the_classes_apart_by_grey_or_by_hatch():
    for ramp in (*GREYS.values(), GREYS_UP):
        steps = np.diff([grey(one) for one in ramp])
        assert (steps <= -40).all()
    assert len({*HATCHES_ACROSS}) == 3
    fills = inks_of(find_layer("far"), is_grey=True).fills
    assert len(set(fills)) == 9


def test_nine_hatches_set_in_grey_give_nine_pictures():
    """The mean grey and how much it varies are read on the picture itself, as a printer gives it."""
    inks = inks_of(find_layer("far"), is_grey=True)
    seen = []
    for fill in inks.fills:
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 60" width="60" height="60">'
            f'<defs>{inks.patterns}</defs><rect width="60" height="60" fill="{fill}"/></svg>'
        )
        picture = Image.open(io.BytesIO(png_of_svg(svg, width_cm=1.6, ppi=192))).convert("L")
        pixels = np.asarray(picture, dtype=float)
        seen.append((pixels.mean(), pixels.std()))
    for rank, (mean, spread) in enumerate(seen):
        for other_mean, other_spread in seen[:rank]:
            assert abs(mean - other_mean) >= 18 or abs(spread - other_spread) >= 18


def test_a_map_by_epci_shows_one_patch_an_epci_with_the_figures_of_the_whole(country, in_use):
    territory = read_territory(LOZERE)
    request = Request(territory, find_layer("far"), unit="epci")
    made = make_map(paper_atlas(country), request, in_use, Words("fr"), link="")
    said = " ".join(words_of(made))
    assert "par intercommunalité (EPCI)" in said
    assert "nombre d’EPCI" in said
    codes = country.tables.communes["epci_code"].dropna().unique()
    figures = country.figures("epci", request.method).loc[codes]
    classed = figures[["need_class", "counters_class"]].dropna()
    most = classed.value_counts().max()
    assert str(int(most)) in words_of(made)


def test_a_unit_that_a_territory_is_not_shown_by_is_refused_in_words(country):
    layer = find_layer("far")
    with pytest.raises(UnknownNameError, match="epci"):
        unit_asked(country.tables, read_territory("48095"), layer, "epci")
    assert unit_asked(country.tables, read_territory("48095"), layer, None) == "commune"


def test_sentences_that_have_no_room_beside_the_map_go_to_the_foot(country, in_use):
    atlas, words = paper_atlas(country), Words("fr")
    request = Request(read_territory(LOZERE))
    rows = atlas.told_rows(request.territory, request.layer, request.method)
    told = tuple(
        f"Phrase {rank}, " + "assez longue pour plusieurs lignes " * 6 for rank in range(8)
    )
    sheet = Sheet(
        "Lozère", "", request.layer, rows, {}, (), told, ("Sources.",), inks_of(request.layer),
        "", words, in_use.newest_date,
    )  # fmt: skip
    places = places_of(sheet, 0)
    beside, foot = " ".join(places.beside), " ".join(places.notes)
    assert all(f"Phrase {rank}," in beside + foot for rank in range(8))
    assert "Phrase 0," in beside
    assert "Phrase 7," in foot
    last = places.side.y + places.legend.height + 16 + 12.8 * len(places.beside)
    assert last <= places.foot - 11
