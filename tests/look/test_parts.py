"""Parts of pages: what a reader must find in a table or a bar, and that no text becomes HTML."""

from __future__ import annotations

import math
import re

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from territory import paths
from territory.look import parts
from territory.look.style import style_html

HOSTILE = "<b>\"'& {{ 7 * 7 }}"


@pytest.mark.parametrize(
    "made",
    [
        parts.wide_table(HOSTILE, [HOSTILE], [[HOSTILE, HOSTILE]], notes=[HOSTILE]),
        parts.table([HOSTILE], [[HOSTILE]], caption=HOSTILE),
        parts.section(HOSTILE, parts.paragraph(HOSTILE), parts.figure(HOSTILE, HOSTILE)),
        parts.details(HOSTILE, parts.items([HOSTILE])),
        parts.sentences([HOSTILE]),
        parts.lines([(HOSTILE, HOSTILE)]),
        parts.bars([parts.Bar(HOSTILE, HOSTILE, 1.0, "x")]),
        parts.swatch("x", HOSTILE),
    ],
)
def test_a_text_stays_a_text(made):
    assert '<b>"' not in made
    said = Markup(re.sub(r"<[^>]+>", "|", made)).unescape()
    assert HOSTILE in said
    assert "49" not in said


def test_a_table_names_its_columns_its_rows_and_itself():
    made = parts.wide_table("People", ["", "All"], [["Mende", "12"]])
    assert re.findall(r'<th scope="(\w+)">([^<]+)</th>', made) == [("col", "All"), ("row", "Mende")]
    assert "<td></td>" in made
    # Who cannot see it hears its name; who has no mouse can scroll it.
    assert '<div class="wide" role="region" tabindex="0" aria-label="People">' in made
    assert '<table aria-label="People">' in made
    assert "<caption>People</caption>" in parts.table(["", "All"], [], caption="People")


def test_columns_of_words_are_set_apart_from_figures():
    made = parts.wide_table("", ["a", "b", "c"], [["d", "e", "f"]], words=(1,))
    assert re.findall(r'class="words">(\w)', made) == ["b", "e"]


def test_a_bar_without_a_value_is_hatched_and_one_of_zero_is_not():
    missing, zero = (
        parts.bars([parts.Bar("name", "figure", value, "x")]) for value in (math.nan, 0.0)
    )
    assert '<span class="bar none">' in missing
    assert "width" not in missing
    assert "width:0.0%" in zero
    for made in (missing, zero):
        assert '<span class="name">name</span>' in made
        assert "<b>figure</b>" in made


def test_what_a_template_lacks_is_an_error_and_not_a_hole():
    with pytest.raises(UndefinedError):
        parts.render("views/head.html", name="territory")


def test_lines_of_a_template_leave_no_blank():
    assert parts.render("views/head.html", name="a b", tagline="c") == (
        '<header class="territory-head" title="c"><b>a b</b></header>'
    )


def test_style_sheets_are_joined_in_their_order_after_the_colours_they_call():
    made = style_html("look/style.css", "sheet/sheet.css")
    assert made.index("--ink:") < made.index("ul.bars {") < made.index(".territory-sheet {")


def test_every_style_sheet_is_loaded_by_someone():
    code = "".join(path.read_text("utf-8") for path in paths.PACKAGE.rglob("*.py"))
    for path in paths.PACKAGE.rglob("*.css"):
        if path.parent.name == "vendor":  # not ours: `territory.publish.vendored` names it
            continue
        name = path.relative_to(paths.PACKAGE).as_posix()
        assert f'"{name}"' in code, f"nothing loads {name}"
        assert "<" not in path.read_text("utf-8"), f"{name} could leave its element"


def test_every_template_is_used_by_someone():
    code = "".join(path.read_text("utf-8") for path in paths.PACKAGE.rglob("*.py"))
    for path in paths.PACKAGE.rglob("*.html"):
        name = path.relative_to(paths.PACKAGE).as_posix()
        assert f'"{name}"' in code, f"nothing fills {name} in"


def test_html_is_written_in_templates_and_not_in_python():
    tag = re.compile(r"<(?:table|t[rdh]|[uod]l|li|d[td]|p|div|span|section|article|h[1-6])[ >]")
    assert tag.search('f"<p>{words}</p>"')
    assert tag.search("""'<table class="figures">'""")
    found = {
        str(path.relative_to(paths.PACKAGE)): tag.findall(path.read_text("utf-8"))
        for path in paths.PACKAGE.rglob("*.py")
    }
    assert len(found) > 100
    assert {name: tags for name, tags in found.items() if tags} == {}
