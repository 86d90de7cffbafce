"""What a search field proposes for the words typed in it: territories, and sentences about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from territory.errors import MOST_NAME
from territory.messages import Words
from territory.plain_text import quoted
from territory.tables.former_codes import RENAMED, Became
from territory.territories import Territory
from territory.territories.search import (
    Found,
    SearchIndex,
    doubt_in_words,
    find_former,
    find_territories,
    only_answer,
    split_exact,
)


@dataclass(frozen=True)
class Proposals:
    """What is proposed for some words.

    Parameters
    ----------
    exact, others : sequence of Found
        Territories that bear the very name, then those that look like it; all are of the first
        kind where none bears it.
    former : sequence of Became
        What the words meant yesterday.
    said : sequence of str
        Sentences to show: what a name of yesterday became, that postcodes are not known, that
        nothing was found.
    only : Found, optional
        The one territory the words name without doubt.
    """

    exact: Sequence[Found] = ()
    others: Sequence[Found] = ()
    former: Sequence[Became] = ()
    said: Sequence[str] = ()
    only: Found | None = None


def propose(index: SearchIndex, typed: str, words: Words) -> Proposals:
    """Return what is proposed for words; nothing for none.

    Parameters
    ----------
    index : SearchIndex
        Where to search.
    typed : str
        What stands in the field.
    words : Words
        Of the reader's language.
    """
    if not typed.strip():
        return Proposals()
    found, former = find_territories(index, typed), find_former(index, typed)
    said = [became.say(words) for became in former]
    if doubt := doubt_in_words(index, typed, words):
        said.append(doubt)
    if not found and not former:
        said.append(words.text("app.search.nothing", words=quoted(typed.strip(), MOST_NAME)))
    exact, others = split_exact(found, typed)
    return Proposals(exact, others, former, said, only_answer(index, found, typed, former))


def as_named(territory: Territory, former: Sequence[Became]) -> Territory:
    """Return a territory under the code of yesterday that led to it: the address then says it.

    Parameters
    ----------
    territory : Territory
        The territory to open.
    former : sequence of Became
        What the words searched for meant yesterday.
    """
    for became in former:
        if became.only == territory.code and became.kind != RENAMED:
            return Territory("commune", became.code)
    return territory
