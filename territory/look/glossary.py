"""The one glossary: its entries, and its words marked in the sentences of a page."""

from __future__ import annotations

import re
from functools import cache

from markupsafe import Markup, escape

from territory.look import parts
from territory.messages import Words

TERMS = (
    *("illectronisme", "mediation", "france_services", "itinerant", "non_recours", "exposure"),
    *("e2sfca", "goalposts", "interval", "decile", "draws", "robust", "sensitivity"),
    *("peers", "epci", "ecological", "fingerprint"),
)
# Words explained under the pointer: the jargon, and none that every reader of these pages knows. The
# longer first, so that none is marked inside another.
MARKED = ("sensitivity", "fingerprint", "goalposts", "decile", "robust", "draws")


def entries(words: Words) -> tuple[tuple[str, str], ...]:
    """Return every word of the glossary and what it means, in the order it is printed."""
    return tuple(
        (words.text(f"glossary.{one}.word"), words.text(f"glossary.{one}.meaning")) for one in TERMS
    )


def glossary_html(words: Words) -> Markup:
    """Return the glossary as a list of words and meanings."""
    return parts.render("look/glossary.html", entries=entries(words))


def explained(said: str, words: Words) -> Markup:
    """Return a sentence as HTML whose jargon is explained under the pointer, each word once.

    Parameters
    ----------
    said : str
        Plain text: whatever reads as HTML in it is escaped. HTML already made is left as it is.
    words : Words
        Of the sentence's language.

    Examples
    --------
    >>> str(explained("<b> in 40% of draws", Words("en"))).startswith("&lt;b&gt; in 40% of <abbr title=")
    True
    """
    if isinstance(said, Markup):
        return said
    seen: set[str] = set()

    def mark(found: re.Match[str]) -> str:
        term = str(found.lastgroup)
        if term in seen:
            return found[0]
        seen.add(term)
        meaning = escape(words.text(f"glossary.{term}.meaning"))
        return f'<abbr title="{meaning}">{found[0]}</abbr>'

    return Markup(_pattern(words).sub(mark, str(escape(said))))  # noqa: S704 - escaped just above


@cache
def _pattern(words: Words) -> re.Pattern[str]:
    forms = (f"(?P<{one}>{words.text(f'glossary.{one}.forms')})" for one in MARKED)
    return re.compile(rf"\b(?:{'|'.join(forms)})\b", re.IGNORECASE)
