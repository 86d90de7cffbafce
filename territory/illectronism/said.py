"""What an estimate rests on, in words: what was imputed, what a reader must know before quoting it."""

from __future__ import annotations

from collections.abc import Iterable

from territory.illectronism.reason_codes import FEW_ADULTS, NO_ESTIMATE, REASONS
from territory.messages import Words


def remarks(codes: object, words: Words) -> list[str]:
    """Return what is said of an estimate, one part of a sentence for each of its codes.

    Parameters
    ----------
    codes : str or missing
        As ``illectronism_reason_code`` of `territory.illectronism.estimate`: codes separated by blanks.
    words : Words
        Of the reader's language.
    """
    return [words.text(f"illectronism.reason.{code}") for code in _codes(codes)]


def remarks_sentence(codes: object, words: Words) -> str:
    """Return the sentence of all `remarks`; ``""`` where there is nothing to say.

    Examples
    --------
    >>> remarks_sentence("", Words("en"))
    ''
    """
    said = remarks(codes, words)
    if not said:
        return ""
    separator = words.text("illectronism.remarks_join")
    return words.text("illectronism.remarks", remarks=separator.join(said))


def shared_remarks(codes: Iterable[object]) -> str:
    """Return the codes that hold for all the communes of a territory that have an estimate.

    Parameters
    ----------
    codes : iterable of str or missing
        Of each commune.

    Examples
    --------
    >>> shared_remarks(["income_imputed region_published_higher", "region_published_higher"])
    'region_published_higher'
    """
    sets = [set(_codes(one)) for one in codes]
    estimated = [one for one in sets if not one.intersection(NO_ESTIMATE)]
    if not estimated:
        return ""
    shared = set.intersection(*estimated)
    return " ".join(code for code in REASONS if code in shared)


def not_ranked(words: Words) -> str:
    """Return the sentence that says why a commune of too few adults has no rank."""
    return words.text("illectronism.not_ranked", count=words.number(FEW_ADULTS))


def _codes(codes: object) -> list[str]:
    """Return codes one by one; none where they are missing."""
    return codes.split() if isinstance(codes, str) else []
