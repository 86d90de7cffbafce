"""Three palettes of nine classes side by side: for every eye, in grey, by how much they darken a map.

    python benchmarks/palettes.py [FOLDER OF TABLES] [--pictures FOLDER]

Prints the figures of the decision page and draws its pictures: a map in each palette, as it is seen
without deficiency, with each of the three colour-vision deficiencies (Machado, Oliveira and Fernandes,
"A physiologically-based model for simulation of color vision deficiency", IEEE TVCG 15(6), 2009,
table 1, severity 1.0, on linear RGB) and printed in grey (ITU-R BT.601). Without a folder, on the
sample. On national tables, also of France by commune and by EPCI, and of a région.
"""

from __future__ import annotations

import argparse
import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import rasterio.features
from affine import Affine
from numpy.typing import NDArray
from PIL import Image

from territory import paths
from territory.country import Country
from territory.look import palette
from territory.maps.layers import DEFAULT_LAYER, NO_CLASS, Classes
from territory.maps.units import EPCI
from territory.scores import DEFAULT_METHOD
from territory.tables import open_tables
from tests.look.test_grey_print import as_a_camera, as_a_printer, as_a_screen, smallest_step
from tests.look.test_palette import DEFICIENCIES, seen_lab

KEYS = [(across, up) for up in palette.CLASSES for across in palette.CLASSES]
CANDIDATES = {
    # Brewer's two sequential schemes crossed, its middle grey darkened.
    "amber, blue, black": "#f3f3f3 #f3e6b3 #f3b300 #b4d3e1 #a3a3a3 #b36600 #509dc2 #376387 #000000",
    # Joshua Stevens, "Bivariate Choropleth Maps: A How-to Guide", 2015.
    "rose, teal, umber": "#e8e8e8 #e4acac #c85a5a #b0d5df #ad9ea5 #985356 #64acbe #627f8c #574249",
    # Made here in CIE LCh: nine lightnesses from 96 to 21, the worst a dark red and not a black.
    "apricot, blue, wine": "#f5f2ec #f9dcaf #f1ad5a #b0d1e2 #b1a298 #b96438 #4a99c0 #4e658c #63112c",
}
VIEWS = ("none", "protanopia", "deuteranopia", "tritanopia", "grey")
LINES = (palette.COMMUNE_LINE, palette.PAPER, palette.BORDER)
PIXEL_METRES = 400.0
# What an eye takes for black at arm's length.
DARK_LIGHTNESS = 15
GAP_PX = 6


def colours_of(name: str) -> dict[tuple[int, int], str]:
    return dict(zip(KEYS, CANDIDATES[name].split(), strict=True))


def print_colours(name: str) -> None:
    colours = colours_of(name)
    print(f"\n## {name}")
    for eye in DEFICIENCIES:
        seen = {key: seen_lab(colour, eye) for key, colour in colours.items()}
        apart = {
            pair: float(np.linalg.norm(seen[pair[0]] - seen[pair[1]]))
            for pair in itertools.combinations(KEYS, 2)
        }
        nearest = min(gap for pair, gap in apart.items() if (3, 3) in pair)
        print(f"{eye:13} closest two {min(apart.values()):5.1f}   worst to nearest {nearest:5.1f}")
    steps = [
        smallest_step(colours.values(), grey) for grey in (as_a_printer, as_a_screen, as_a_camera)
    ]
    print("greys apart  ", *(f"{step:5.1f}" for step in steps))
    for line in LINES:
        lowest = min(palette.contrast(line, colour) for colour in colours.values())
        print(f"border {line}: lowest contrast {lowest:.2f}")


def rasterised(shapes) -> NDArray[np.int32]:
    """Return the place of each pixel's commune, from 1, and -1 on the border of two."""
    projected = shapes.to_crs(2154)
    west, south, east, north = projected.total_bounds
    pixel = max(PIXEL_METRES, (east - west) / 900)
    size = int((north - south) / pixel) + 2, int((east - west) / pixel) + 2
    ids = rasterio.features.rasterize(
        zip(projected, range(1, len(projected) + 1), strict=True),
        out_shape=size,
        transform=Affine(pixel, 0, west - pixel, 0, -pixel, north + pixel),
        fill=0,
        dtype="int32",
    )
    is_border = np.zeros(ids.shape, dtype=bool)
    if len(projected) < 1_000:
        is_border[:-1] |= (ids[:-1] != ids[1:]) & (ids[:-1] > 0)
        is_border[:, :-1] |= (ids[:, :-1] != ids[:, 1:]) & (ids[:, :-1] > 0)
    return np.where(is_border, -1, ids)


def seen(pixels: NDArray[np.uint8], view: str) -> NDArray[np.uint8]:
    if view == "grey":
        return np.repeat((pixels @ [0.299, 0.587, 0.114])[..., None], 3, axis=2).astype(np.uint8)
    channels = pixels / 255
    light = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    light = np.clip(light @ DEFICIENCIES[view].T, 0, 1)
    encoded = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return (255 * encoded).round().astype(np.uint8)


def painted(ids: NDArray[np.int32], classes: Classes, name: str) -> NDArray[np.uint8]:
    looks = [palette.BORDER, palette.PAPER, palette.HATCH, *colours_of(name).values()]
    places = np.where(classes == NO_CLASS, 2, classes.astype(np.int32) + 3)
    by_id = np.concatenate([[1], places, [0]])  # the last for -1
    return np.array([palette.rgb(one) for one in looks], dtype=np.uint8)[by_id[ids]]


def print_map(title: str, ids: NDArray[np.int32], classes: Classes) -> None:
    by_id = np.concatenate([[NO_CLASS], classes])
    shares = np.bincount(by_id[ids[ids > 0]][by_id[ids[ids > 0]] >= 0], minlength=9)
    shares = shares / shares.sum()
    print(f"\n### {title}: the worst class covers {shares[8]:.0%} of it")
    for name, colours in CANDIDATES.items():
        lightness = np.array([seen_lab(one, "none")[0] for one in colours.split()])
        darkness = float(shares @ (100 - lightness))
        print(
            f"{name:20} mean darkness {darkness:4.1f}, of which the worst class "
            f"{shares[8] * (100 - lightness[8]) / darkness:.0%}; "
            f"as dark as black {shares[lightness < DARK_LIGHTNESS].sum():.0%}"
        )


def draw(file: Path, ids: NDArray[np.int32], classes: Classes, views=VIEWS) -> None:
    rows = []
    for name in CANDIDATES:
        pixels = painted(ids, classes, name)
        each = [
            np.pad(seen(pixels, view), ((0, GAP_PX), (0, GAP_PX), (0, 0)), constant_values=255)
            for view in views
        ]
        rows.append(np.concatenate(each, axis=1))
    picture = Image.fromarray(np.concatenate(rows))
    picture.quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)
    print(f"{file}: {file.stat().st_size / 1000:.0f} kB, {picture.size[0]} × {picture.size[1]} px")


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("tables", nargs="?", type=Path, default=paths.sample_folder())
    asked.add_argument("--pictures", type=Path)
    asked = asked.parse_args()
    for name in CANDIDATES:
        print_colours(name)
    tables = open_tables(asked.tables)
    country = Country(tables)
    rows = country.ranked(DEFAULT_METHOD).reindex(tables.communes.index)
    by_commune = pd.Series(DEFAULT_LAYER.classes(rows), index=rows.index)
    figures = country.figures(EPCI, DEFAULT_METHOD)
    by_epci = tables.communes["epci_code"].map(
        pd.Series(DEFAULT_LAYER.classes(figures), index=figures.index)
    )
    by_epci = by_epci.fillna(NO_CLASS).astype(np.int8)
    communes = tables.communes[
        tables.communes.geometry.notna() & (tables.communes["zone"] == "metropole")
    ]
    maps = {"departement-48": (communes[communes["departement_code"] == "48"], by_commune)}
    if len(communes) > 1_000:
        maps["region-76"] = (communes[communes["region_code"] == "76"], by_commune)
        maps["france-communes"] = (communes, by_commune)
        maps["france-epci"] = (communes, by_epci)
    for title, (shapes, classes) in maps.items():
        ids, of_these = rasterised(shapes.geometry), classes.loc[shapes.index].to_numpy()
        print_map(title, ids, of_these)
        if asked.pictures:
            draw(asked.pictures / f"palettes-{title}.png", ids, of_these)


if __name__ == "__main__":
    main()
