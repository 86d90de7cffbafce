"""Parts of pages made once: tables, bars, sections. HTML without script, every text escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from jinja2 import Environment, FunctionLoader, StrictUndefined
from jinja2.environment import TemplateModule
from markupsafe import Markup

from territory.look.packaged import packaged_text

PARTS = "look/parts.html"
# Lines and their indentation are for whoever reads a template: none of it reaches the page.
_LINE_END = re.compile(r"\s*\n\s*")


@dataclass(frozen=True)
class Bar:
    """A bar, never alone: its name and its figure stand beside it.

    Parameters
    ----------
    name, figure : str
        What stands on its left and on its right.
    percent : float
        Its length, 0 to 100; missing, it is hatched.
    colour : str
        One of the palette.
    is_own : bool
        Whether it is of what is looked at, and not of what that is compared with.
    sign : str
        A drawing before the name, as `Markup`.
    """

    name: str
    figure: str
    percent: float
    colour: str
    is_own: bool = True
    sign: str = ""

    @property
    def is_known(self) -> bool:
        """Whether there is a length to draw."""
        return not np.isnan(self.percent)


def render(template: str, **values: Any) -> Markup:
    """Return a template of the package filled in.

    Parameters
    ----------
    template : str
        A file of the package, such as ``sheet/sheet.html``. Line ends and indentation in it are
        left out; a blank that is to be read stands inside a line.
    **values
        What it holds. A plain text is escaped; `Markup` is HTML already.
    """
    return Markup(_environment().get_template(template).render(values))  # noqa: S704 - escaped by the template


def section(heading: str, *body: Markup) -> Markup:
    """Return a section under a heading of the third level."""
    return _part("section", heading, Markup().join(body))


def details(summary: str, *body: Markup) -> Markup:
    """Return what opens at a click on its summary."""
    return _part("details", summary, Markup().join(body))


def paragraph(words: str, name: str = "") -> Markup:
    """Return a paragraph; `name` is its class, as in ``soft``."""
    return _part("paragraph", words, name)


def figure(value: str, words: str) -> Markup:
    """Return a figure in large, and what it is."""
    return _part("figure", value, words)


def items(words: Sequence[str], name: str = "") -> Markup:
    """Return a list of sentences; `name` is its class."""
    return _part("items", words, name)


def sentences(words: Sequence[str]) -> Markup:
    """Return a list of what a page has to say."""
    return items(words, "territory-say")


def lines(pairs: Sequence[tuple[str, str]]) -> Markup:
    """Return figures in lines: what each is, and the figure."""
    return _part("lines", pairs)


def bars(drawn: Sequence[Bar]) -> Markup:
    """Return bars under one another."""
    return _part("bars", drawn)


def swatch(colour: str, words: str) -> Markup:
    """Return a colour and what it stands for."""
    return _part("swatch", colour, words)


def table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], *, caption: str = "", name: str = ""
) -> Markup:
    """Return a table whose first column names the rows.

    Parameters
    ----------
    heads : sequence of str
        Headings, one a column; an empty one for a column without a heading.
    rows : sequence of sequence of str
        Cells, already written in the reader's language.
    caption : str
        What it shows, if it is not said beside it.
    name : str
        Its class.
    """
    return _part("table", heads, rows, caption=caption, name=name)


def wide_table(
    caption: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    words: Sequence[int] = (),
    notes: Sequence[str] = (),
    name: str = "",
) -> Markup:
    """Return a table under a caption, as `table` does; it scrolls by itself where it is too wide.

    Parameters
    ----------
    caption : str
        What it shows.
    heads, rows : sequences
        As in `table`.
    words : sequence of int
        Columns of words, set to the left as the first one is; the others are figures.
    notes : sequence of str
        Sentences under it.
    name : str
        A class of its own.
    """
    return _part("wide_table", caption, heads, rows, words=words, notes=notes, name=name)


def _part(macro: str, /, *values: Any, **named: Any) -> Markup:
    made: Markup = getattr(_parts(), macro)(*values, **named)
    return made


@cache
def _parts() -> TemplateModule:
    return _environment().get_template(PARTS).module


@cache
def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(lambda name: _LINE_END.sub("", packaged_text(name))),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
