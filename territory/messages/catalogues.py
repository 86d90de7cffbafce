"""The catalogues of messages: one folder a language, one file a topic.

A key is ``topic.path``: the key ``app.map.title`` is the entry ``title`` of the table ``[map]`` in
``app.toml``.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

LANGUAGES = ("fr", "en")
# As a developer reads them.
_LANGUAGE_NAMES = {"fr": "French", "en": "English"}


class WordsMissingError(KeyError):
    """A key without words in a language: what declares a thing forgot to give it words.

    It speaks to the developer, in English: it names the file to edit and the key to add.

    Parameters
    ----------
    key : str
        ``topic.path`` of the message.
    language : str
        The language that lacks it.

    Examples
    --------
    >>> str(WordsMissingError("columns.bakeries_count.label", "fr"))
    "No words for 'columns.bakeries_count.label' in French: add bakeries_count.label to territory/messages/fr/columns.toml."
    """

    def __init__(self, key: str, language: str) -> None:
        super().__init__(key, language)
        self.key = key
        self.language = language

    def __str__(self) -> str:
        topic, _, path = self.key.partition(".")
        return (
            f"No words for {self.key!r} in {_LANGUAGE_NAMES[self.language]}: "
            f"add {path} to territory/messages/{self.language}/{topic}.toml."
        )


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return all messages of a language, flat: ``{"app.map.title": "…"}``.

    Raises
    ------
    KeyError
        If the language is not one of `LANGUAGES`.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    found: dict[str, str] = {}
    for file in files(__package__).joinpath(language).iterdir():
        if file.name.endswith(".toml"):
            topic = file.name.removesuffix(".toml")
            found.update(_flatten(tomllib.loads(file.read_text(encoding="utf-8")), topic))
    return found


@cache
def branches(language: str) -> frozenset[str]:
    """Return the keys of a language's messages and of the tables they stand in: ``map.both``, too."""
    keys = (key.split(".") for key in catalogue(language))
    return frozenset(
        ".".join(parts[:length]) for parts in keys for length in range(1, len(parts) + 1)
    )


@cache
def names_in(key: str, language: str) -> frozenset[str]:
    """Return the ``{names}`` a message asks for."""
    parsed = Formatter().parse(catalogue(language).get(key, ""))
    return frozenset(name for _, name, _, _ in parsed if name)


def _flatten(table: dict[str, Any], prefix: str) -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        path = f"{prefix}.{key}"
        if isinstance(value, dict):
            flat.update(_flatten(value, path))
        else:
            flat[path] = value
    return flat
