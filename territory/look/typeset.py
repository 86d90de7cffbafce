"""Drawings set by Typst: an SVG as a picture, as a page of PDF, and how wide its words are."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from typing import Final

import typst

from territory.look.glyphs import drawable

# The serif that Typst carries; a browser without it takes another of the same widths or narrower.
FAMILY: Final = "Libertinus Serif"
SVG_FAMILY: Final = f"'{FAMILY}', 'Linux Libertine', 'Times New Roman', Times, serif"
REGULAR, SEMIBOLD = 400, 600
# A unit of a drawing is a pixel of CSS: so many to an inch, three quarters of a point.
UNITS_PER_INCH = 96.0
POINTS_PER_UNIT = 0.75
# PDF/UA-1, the standard of accessible PDF: Typst refuses to write a file that does not meet it.
STANDARD: Final = "ua-1"
_MEASURED = 100.0
_LETTERS = "".join(chr(code) for code in (*range(32, 127), *range(160, 384))) + "–—’‘“”…−×≥≤\u202f"
_MEASURE = f"""
#set text(font: "{FAMILY}", size: {_MEASURED:g}pt)
#let letters = json(bytes(sys.inputs.letters))
#for weight in ({REGULAR}, {SEMIBOLD}) [
  #context [#metadata(letters.map(it => measure(text(weight: weight, it)).width.pt())) <widths>]
]
"""
_PAGE = """
#let about = json(bytes(sys.inputs.about))
#set document(title: about.title, author: "territory",
  date: datetime(year: about.day.at(0), month: about.day.at(1), day: about.day.at(2)))
#set text(font: "Libertinus Serif", lang: about.language)
#set page(width: about.width * 1pt, height: about.height * 1pt, margin: 0pt)
#figure(image(bytes(sys.inputs.svg), format: "svg", width: 100%, alt: about.alt), alt: about.alt)
"""


def png_of_svg(svg: str, *, width_cm: float, ppi: float = 200) -> bytes:
    """Return a drawing as PNG, for files that cannot hold SVG.

    Parameters
    ----------
    svg : str
        Self-contained.
    width_cm : float
        Of the drawing on paper.
    ppi : float
        Pixels an inch of paper.
    """
    source = (
        "#set page(width: auto, height: auto, margin: 0pt)\n"
        f'#image(bytes(sys.inputs.svg), format: "svg", width: {width_cm}cm)\n'
    )
    return whole(
        typst.compile(
            source.encode(),
            format="png",
            ppi=ppi,
            ignore_system_fonts=True,
            sys_inputs={"svg": drawable(svg)},
        )
    )


def pdf_of_svg(
    svg: str, *, size: tuple[float, float], title: str, alt: str, language: str, day: str
) -> bytes:
    """Return a drawing as one page of accessible PDF (PDF/UA-1); the same drawing, the same bytes.

    Parameters
    ----------
    svg : str
        Self-contained.
    size : tuple of float
        Width and height of the page, in units of the drawing.
    title, alt : str
        Of the document, and what the drawing shows for those who do not see it.
    language : str
        ``"fr"`` or ``"en"``.
    day : str
        ISO day of the data: the file's own date.
    """
    moment = datetime.fromisoformat(day)
    width, height = (round(POINTS_PER_UNIT * one, 2) for one in size)
    about = {
        "title": drawable(title),
        "alt": drawable(alt),
        "language": language,
        "day": [moment.year, moment.month, moment.day],
        "width": width,
        "height": height,
    }
    inputs = {"svg": drawable(svg), "about": json.dumps(about, ensure_ascii=False)}
    return pdf_of_document(_PAGE.encode(), inputs, day)


def pdf_of_document(template: bytes, inputs: dict[str, str], day: str) -> bytes:
    """Return a document of Typst as accessible PDF (PDF/UA-1); the same inputs, the same bytes.

    Parameters
    ----------
    template : bytes
        The document's source.
    inputs : dict of str
        What it reads of ``sys.inputs``, of signs that fonts have (`territory.look.glyphs.drawable`).
    day : str
        ISO day of the data: the file's own date.
    """
    return whole(
        typst.compile(
            template,
            format="pdf",
            pdf_standards=[STANDARD],
            ignore_system_fonts=True,
            timestamp=noon(day),
            sys_inputs=inputs,
        )
    )


def width_of(words: str, size: float, weight: int = REGULAR) -> float:
    """Return how wide words are at a size, in the same unit; letters that Typst lacks count as an m.

    Letters are added up without kerning: the result is a little more than what is drawn.

    Examples
    --------
    >>> width_of("Mende", 10) < width_of("Mende", 10, SEMIBOLD) < width_of("Mende (48)", 10, SEMIBOLD)
    True
    """
    widths = _letter_widths()[weight]
    return sum(widths.get(letter, widths["m"]) for letter in words) * size / _MEASURED


def wrapped(words: str, width: float, size: float, weight: int = REGULAR) -> list[str]:
    r"""Return words in lines no wider than a width; a word wider than that has a line of its own.

    Lines end at plain spaces alone: a no-break space holds.

    Examples
    --------
    >>> wrapped("à plus de 20\u202fmin du guichet", 60, 12)
    ['à plus de', '20\u202fmin du', 'guichet']
    """
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer, size, weight) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


@cache
def _letter_widths() -> dict[int, dict[str, float]]:
    found = typst.query(
        _MEASURE.encode(),
        "<widths>",
        field="value",
        ignore_system_fonts=True,
        sys_inputs={"letters": json.dumps(list(_LETTERS))},
    )
    rows = json.loads(found)
    return {
        weight: dict(zip(_LETTERS, row, strict=True))
        for weight, row in zip((REGULAR, SEMIBOLD), rows, strict=True)
    }


def whole(compiled: bytes | list[bytes] | None) -> bytes:
    """Return what Typst made, as one file: a page alone comes as bytes, several as a list."""
    if not isinstance(compiled, bytes):
        raise TypeError(f"one file was expected of Typst, not {type(compiled).__name__}")
    return compiled


def noon(day: str) -> datetime:
    """Return the moment a file of an ISO day bears."""
    return datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)
