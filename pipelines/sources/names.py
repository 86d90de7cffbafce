"""The name a file is published under, which carries its edition."""

from __future__ import annotations

import re
from email.message import Message
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pipelines.sources.catalogue import Source
from territory.errors import SourceChangedError
from territory.messages import Words, default_words

# What file systems take, less what we add to a temporary name.
LONGEST_NAME_BYTES = 200
# What no file name may hold: a separator of any system, a drive, a control character.
_FORBIDDEN = re.compile(r"[/\\:\x00-\x1f\x7f]")


def published_name(source: Source, disposition: str, *urls: str) -> str:
    """Return the name to keep a file under.

    The declared `file_name` is used if there is one, else the first that matches
    `file_pattern` of the server's ``Content-Disposition`` and the last parts of the addresses.

    Parameters
    ----------
    source : Source
        What was asked for.
    disposition : str
        The answer's ``Content-Disposition`` header, empty if there is none.
    *urls : str
        The address that answered at last, then the one asked at first.

    Raises
    ------
    SourceChangedError
        If a name has a path in it, or if none matches the pattern.
    """
    candidates = (
        [source.file_name]
        if source.file_name
        else [name for name in (_disposition_name(disposition), *map(_last_part, urls)) if name]
    )
    for name in candidates:
        if not is_safe_name(name):
            raise SourceChangedError("fetch_name_unsafe", source=source.id, name=repr(name)[1:-1])
        if source.edition_of(name) is not None:
            return name
    raise SourceChangedError(
        "fetch_name_unexpected",
        source=source.id,
        names=", ".join(dict.fromkeys(candidates)),
        example=readable_name(source.example_name, default_words()),
        page_url=source.page_url,
    )


def is_safe_name(name: str) -> bool:
    """Whether a name is that of a file in its folder, on any system, and no hidden one.

    Examples
    --------
    >>> is_safe_name("communes.csv"), is_safe_name("../communes.csv"), is_safe_name("")
    (True, False, False)
    """
    return bool(
        name
        and len(name.encode("utf-8", errors="replace")) <= LONGEST_NAME_BYTES
        and name.isprintable()
        and not _FORBIDDEN.search(name)
        and not name.startswith(".")
        and not name.endswith((" ", "."))
        and Path(name).name == name
    )


def _disposition_name(disposition: str) -> str:
    message = Message()
    message["Content-Disposition"] = disposition.replace("\r", " ").replace("\n", " ")
    try:
        return message.get_filename("")
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""  # numbered or encoded against the rules: as if unsaid


def _last_part(url: str) -> str:
    return unquote(urlsplit(url).path.rpartition("/")[2])


def readable_name(example: str, words: Words) -> str:
    """Write a declared example of a name with the letters a reader knows for year, month and day.

    Examples
    --------
    >>> readable_name("liste-fs-{year}{month_day}.csv", Words("fr"))
    'liste-fs-AAAAMMJJ.csv'
    """
    letters = {part: words.text(f"fetch.letters.{part}") for part in ("year", "month_day")}
    return example.format(**letters)
