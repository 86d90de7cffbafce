"""Since when a commune has its counter, in its sheet: sentences, a curve, the same as a table."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from territory.history.commune import CommuneSince
from territory.history.shown import minutes_rows, minutes_svg, since_lines
from territory.look import parts
from territory.messages import Words


def since_section(
    since: CommuneSince | None, words: Words, draw: Callable[[str], str] | None
) -> Markup:
    """Return the section; empty where nothing is to be said of it.

    Parameters
    ----------
    since : CommuneSince or None
        What is known.
    words : Words
        Of the reader's language.
    draw : callable
        From the SVG of a drawing to what stands in the page; None for sentences alone.
    """
    if since is None:
        return Markup()
    heads = [words.text(f"since.commune.column.{name}") for name in ("moment", "minutes")]
    drawn = table = Markup()
    if draw is not None:
        if len(since.steps) > 1:
            drawn = Markup(draw(minutes_svg(since, words)))  # noqa: S704 - drawn by us, no name in it
        rows = parts.table(heads, minutes_rows(since, words))
        table = parts.details(words.text("since.commune.table"), rows)
    return parts.section(
        words.text("sheet.heading.since"),
        parts.paragraph(" ".join(since_lines(since, words))),
        drawn,
        table,
        parts.paragraph(words.text("since.survivors"), "soft"),
    )
