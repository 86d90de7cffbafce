"""One look: a colour stands in the palette alone, and reaches style sheets, scripts and Typst by name."""

from __future__ import annotations

import re

import pytest
from PIL import ImageColor

from territory import paths
from territory.look import palette

LANGUAGES_OF_CODE = (".py", ".js", ".css", ".typ", ".html", ".svg")
_NAMES = "|".join(sorted(ImageColor.colormap, key=len, reverse=True))
COLOURS = re.compile(
    r"(?<![&\w])#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b"  # #1d2530
    r"|\b(?:rgba?|hsla?|hwb|(?:ok)?lab|(?:ok)?lch|luma|cmyk)\(\s*[\d.\"']"  # rgb(29 37 48)
    r"|[\"'][0-9a-f]{6}[\"']|\brgb\w*\(\s*0x"  # "1D2530", RGBColor(0x1D, …
    rf"|[\"'](?:{_NAMES})[\"']"  # "white"
    rf"|(?:fill|stroke|colou?r|background|border|outline|shadow)[\w-]*\s*[:=][^;\n]*"
    rf"(?<![\w-])(?:{_NAMES})(?![\w-]|\.\w)",  # border: 1px solid white
    flags=re.IGNORECASE,
)


def colours_in(words):
    return [match.group() for match in COLOURS.finditer(words)]


@pytest.mark.parametrize(
    "line",
    [
        'const resting = {color: "#7d8794", weight: 0.6};',
        "a { color: #FFF }",
        "box-shadow: 0 2px 10px rgb(29 37 48 / 18%);",
        '#let ink = rgb("1d2530")',
        'Font(color="1D2530")',
        "RGBColor(0x1D, 0x25, 0x30)",
        'palette.get(name, "white")',
        "  border: 1px solid white;",
        "#line(stroke: 0.6pt + black)",
        '<rect fill="none" stroke="red"/>',
    ],
)
def test_a_colour_that_is_typed_is_seen(line):
    assert colours_in(line)


@pytest.mark.parametrize(
    "line",
    [
        "#map_div { height: var(--narrow-map-height) }",
        "#let ink = rgb(look.ink)",
        "border: 1px solid var(--rule);",
        'fill="none" stroke="{palette.INK}"',
        "url(#no-data)",
        "&#39;",
        "color: inherit; background: transparent",
        "np.tan(angle)",
    ],
)
def test_what_is_no_colour_is_not_taken_for_one(line):
    assert not colours_in(line)


def test_a_colour_is_typed_in_the_palette_alone():
    typed = {
        str(path.relative_to(paths.PACKAGE)): colours_in(path.read_text(encoding="utf-8"))
        for path in paths.PACKAGE.rglob("*")
        if path.suffix in LANGUAGES_OF_CODE
        and path.name != "palette.py"
        and path.parent.name != "vendor"  # not ours, and never changed
    }
    assert len(typed) > 100
    assert {name: colours for name, colours in typed.items() if colours} == {}
    assert len(colours_in((paths.PACKAGE / "look" / "palette.py").read_text("utf-8"))) > 40


def test_each_colour_has_a_single_value_in_the_palette():
    # A colour that two names share is written once, the other name points to it.
    words = (paths.PACKAGE / "look" / "palette.py").read_text("utf-8")
    typed = re.findall(r"^[A-Z_]+ = (.+)$", words, flags=re.MULTILINE)
    plain = [one for one in typed if re.fullmatch(r'"#[0-9a-f]{6}"', one)]
    assert len(plain) == len(set(plain)) > 8


def test_what_is_called_by_name_is_in_the_palette():
    known = set(re.findall(r"(--[\w-]+):", palette.css_variables()))
    sheets = {path.name: path.read_text(encoding="utf-8") for path in paths.PACKAGE.rglob("*.css")}
    # A sheet may name lengths of its own, and give a length that a script may set beside another.
    asked = {
        (path, name)
        for path, sheet in sheets.items()
        for name in re.findall(r"var\((--[\w-]+)\)", sheet)
        if f"{name}:" not in sheet
    }
    assert {one for one in asked if one[1] not in known} == set()
    parts = [path.read_text("utf-8") for path in (paths.PACKAGE / "maps" / "browser").glob("*.js")]
    typst = (paths.PACKAGE / "portrait" / "render" / "portrait.typ").read_text("utf-8")
    for said in ("".join(parts), typst):
        by_name = re.findall(r"\blook\.(\w+)", said)
        assert by_name
        assert set(by_name) <= set(palette.NAMED)


def test_the_red_green_and_blue_of_a_colour_are_those_another_reader_finds():
    for colour in (*palette.NAMED.values(), *palette.BIVARIATE.values()):
        assert palette.rgb(colour) == ImageColor.getrgb(colour)[:3]
