"""What a portrait holds: one content, whatever file it is written to.

Sentences are plain text and carry the numbers of their sources; nothing here knows of Typst, Word
or HTML.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Sentence:
    """A sentence, and the sources of its figures.

    Parameters
    ----------
    words : str
        Plain text.
    sources : tuple of int
        Numbers in the portrait's list of sources, from 1; empty for a sentence without figures.
    values : tuple of (str, float)
        The figures it says, as the tables have them, before they are rounded and written.
    """

    words: str
    sources: tuple[int, ...] = ()
    values: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """Sentences read in a row."""

    sentences: tuple[Sentence, ...]
    kind: str = "paragraph"


@dataclass(frozen=True)
class Bullets:
    """Sentences read as a list."""

    items: tuple[Sentence, ...]
    kind: str = "bullets"


@dataclass(frozen=True)
class Definitions:
    """Words and what they mean."""

    entries: tuple[tuple[str, str], ...]
    kind: str = "definitions"


@dataclass(frozen=True)
class Notice:
    """A few sentences set apart: what the figures must not be used for."""

    title: str
    items: tuple[Sentence, ...]
    kind: str = "notice"


@dataclass(frozen=True)
class Table:
    """Figures in rows.

    Parameters
    ----------
    caption : Sentence
        What it shows.
    columns : tuple of str
        Headings; the first names the rows.
    rows : tuple of tuple of str
        Cells, already written in the reader's language; as many as columns.
    numeric : tuple of bool
        Whether each column is set to the right.
    widths : tuple of float
        Width of each column relative to the others; empty to let the renderer choose.
    """

    caption: Sentence
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    widths: tuple[float, ...] = ()
    kind: str = "table"

    def __post_init__(self) -> None:
        width = len(self.columns)
        if len(self.numeric) != width or any(len(row) != width for row in self.rows):
            raise ValueError("every row has one cell a column")

    @property
    def columns_of_words(self) -> tuple[int, ...]:
        """Ranks of the columns set to the left, from 0."""
        return tuple(rank for rank, is_right in enumerate(self.numeric) if not is_right)


@dataclass(frozen=True)
class Figure:
    """A drawing.

    Parameters
    ----------
    svg : str
        The drawing, self-contained.
    alt : str
        What it shows, for those who do not see it.
    caption : Sentence
        What stands under it.
    width_share : float
        Share of the text's width it takes, 0 to 1.
    floats : bool
        Whether it may stand at the top or the foot of a page, the text going on before it.
    """

    svg: str
    alt: str
    caption: Sentence
    width_share: float = 1.0
    floats: bool = False
    kind: str = "figure"


@dataclass(frozen=True)
class KeyFigure:
    """A figure of the first page.

    Parameters
    ----------
    figure : str
        Written in the reader's language, with its unit.
    caption : Sentence
        What it counts.
    """

    figure: str
    caption: Sentence


Block = Paragraph | Bullets | Definitions | Notice | Table | Figure


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it."""

    name: str
    heading: str
    blocks: tuple[Block, ...]


# The section that says most, on the first page.
FIRST = "essential"


@dataclass(frozen=True)
class Portrait:
    """One territory on paper.

    Parameters
    ----------
    title, subtitle : str
        Of the first page.
    language : str
        ``"fr"`` or ``"en"``.
    about : tuple of str
        Lines under the title: what the territory is, the data's fingerprint, the day of the data.
    locator : Figure
        Where it lies.
    key_figures : tuple of KeyFigure
        Of the first page, those that are known.
    sections : tuple of Section
        In order; the first, `FIRST`, stands on the first page, before the contents.
    sources : tuple of str
        The sources cited, in the order of their numbers.
    words : dict
        The few words the renderers need: ``contents``, ``sources``, ``page``.
    date : str
        ISO day of the data: the file's own date, so that the same data give the same file.
    """

    title: str
    subtitle: str
    language: str
    about: tuple[str, ...]
    locator: Figure
    key_figures: tuple[KeyFigure, ...]
    sections: tuple[Section, ...]
    sources: tuple[str, ...]
    words: dict[str, str]
    date: str
    keywords: tuple[str, ...] = field(default=())

    @property
    def first(self) -> tuple[Section, ...]:
        """What stands on the first page, before the contents: a section or none."""
        return tuple(one for one in self.sections if one.name == FIRST)

    @property
    def rest(self) -> tuple[Section, ...]:
        """The sections after the contents."""
        return tuple(one for one in self.sections if one.name != FIRST)

    def sentences(self) -> tuple[Sentence, ...]:
        """Return every sentence, captions included, in reading order."""
        found: list[Sentence] = [self.locator.caption]
        found += [one.caption for one in self.key_figures]
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Paragraph):
                    found += block.sentences
                elif isinstance(block, Bullets | Notice):
                    found += block.items
                elif isinstance(block, Table | Figure):
                    found.append(block.caption)
        return tuple(found)

    def as_dict(self) -> dict[str, Any]:
        """Return the portrait as plain types, for JSON."""
        return {name: _with_marks(one) for name, one in asdict(self).items()} | {"first": FIRST}


def _with_marks(value: Any) -> Any:
    """Return plain types with, beside each sentence's sources, how they are marked."""
    if isinstance(value, dict):
        made = {key: _with_marks(one) for key, one in value.items()}
        if "words" in made and "sources" in made:
            made["marks"] = source_marks(tuple(made["sources"]))
            made.pop("values", None)
        return made
    if isinstance(value, list | tuple):
        return [_with_marks(one) for one in value]
    return value


def source_marks(sources: tuple[int, ...]) -> tuple[tuple[str, int], ...]:
    """Return how sources are marked: three or more in a row as a range, with the first's number.

    Examples
    --------
    >>> source_marks((1, 2, 3, 4, 7))
    (('[1–4]', 1), ('[7]', 7))
    """
    runs: list[list[int]] = []
    for one in sorted(sources):
        if runs and one == runs[-1][-1] + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    marks: list[tuple[str, int]] = []
    for run in runs:
        if len(run) > 2:
            marks.append((f"[{run[0]}–{run[-1]}]", run[0]))
        else:
            marks += [(f"[{one}]", one) for one in run]
    return tuple(marks)


def check_sources(portrait: Portrait) -> None:
    """Check that every number of a source is one of the list.

    Raises
    ------
    ValueError
        Naming the sentence that cites a source that is not there.
    """
    known = range(1, len(portrait.sources) + 1)
    for sentence in portrait.sentences():
        if not set(sentence.sources) <= set(known):
            raise ValueError(f"no such source: {sentence.sources} in {sentence.words!r}")
