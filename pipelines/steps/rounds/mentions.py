"""Communes a comment names, each with the sign by which it is taken for a stop, or why it is not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipelines.steps.rounds import signs
from pipelines.steps.rounds.gazetteer import SMALL, Area
from pipelines.steps.rounds.words import Text, Word

# What parts a list: signs, "et", and the words of a timetable.
_ITEM_END = re.compile(
    r"[,;/()•|\n:–—*]|\s-\s|\.(?=\s|$)|\bet\b(?=\s)|\b(?:lun|mar|mercre|jeu|vendre|same)dis?\b|\bmatins?\b"
    r"|\bapres[ -]midis?\b|\bsemaines? (?:im)?paires?\b|\b\d+ ?h(?: ?\d\d)?\b"
)
_CUT_END = re.compile(r"(?:\.{2,}|…)\s*$")


@dataclass(frozen=True)
class Mention:
    """A commune named in a comment.

    Parameters
    ----------
    start, end : int
        Its place in the text.
    commune_code : str
        The commune; ``""`` where two are as likely.
    said : str
        The name as written.
    sign : str
        What shows that it is a stop; ``""`` while nothing does.
    against : str
        Why it is no stop; ``""`` if nothing says so.
    needs_strong_sign : bool
        Whether its name is also a word, or no capital parts it from the other words.
    """

    start: int
    end: int
    commune_code: str
    said: str
    sign: str = ""
    against: str = ""
    needs_strong_sign: bool = False


def find_mentions(text: Text, area: Area) -> list[Mention]:
    """Find the communes that a comment names.

    Parameters
    ----------
    text : Text
        The comment.
    area : Area
        The names around the carrier.

    Returns
    -------
    list of Mention
        In order, with what speaks for each and against it; days are not looked at.
    """
    items = items_of(text)
    exact = list(_exact(text, area))
    nearly = list(_nearly(text, items, area, exact))
    kept = [one for one in exact if not any(_overlaps(one, other) for other in nearly)]
    found = sorted([*kept, *nearly], key=lambda one: one.start)
    judged = [_judged(text, one, found) for one in found]
    return _beside_addresses(_listed(text, items, judged))


def items_of(text: Text) -> list[tuple[int, int]]:
    """Return the start and end of what stands between the separators of a list."""
    edges = [(found.start(), found.end()) for found in _ITEM_END.finditer(text.low)]
    starts = [0, *(end for _, end in edges)]
    ends = [*(start for start, _ in edges), len(text.low)]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if start < end]


def _overlaps(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


def _exact(text: Text, area: Area) -> Iterable[Mention]:
    """Yield the names met, the longest at each place."""
    words, place = text.words, 0
    while place < len(words):
        most = min(area.gazetteer.longest, len(words) - place)
        tried = (words[place : place + length] for length in range(most, 0, -1))
        run = next((run for run in tried if _is_one(text, run) and area.named(_key(run))), ())
        if run and not _is_mere_word(text, run):
            code = area.choose(_key(run)) or ""
            against = "" if code else signs.SEVERAL
            if area.is_departement(_key(run), code):
                against = signs.GROUP
            yield _mention(text, run, code, against)
        place += len(run) or 1


def _key(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.level for word in words)


def _is_one(text: Text, words: Sequence[Word]) -> bool:
    """Tell words that one name may hold: hyphens, apostrophes and blanks alone stand between."""
    return all(
        re.fullmatch(r"[ '.\-]{1,3}", text.written[before.end : after.start])
        for before, after in pairwise(words)
    )


def _is_mere_word(text: Text, words: Sequence[Word]) -> bool:
    """Tell a name that is a word of such comments and has no capital to part it from them."""
    is_common = all(word.level in signs.COMMON or word.level in SMALL for word in words)
    return is_common and (not text.has_small_letters or not _has_capital(words))


def _has_capital(words: Sequence[Word]) -> bool:
    large = [word for word in words if word.level not in SMALL] or words
    return any(word.has_capital for word in large)


def _mention(text: Text, words: Sequence[Word], code: str, against: str = "") -> Mention:
    is_small = not (text.has_small_letters and _has_capital(words))
    is_common = all(word.level in signs.COMMON or word.level in SMALL for word in words)
    start, end = words[0].start, words[-1].end
    said = text.written[start:end]
    return Mention(start, end, code, said, "", against, is_small or is_common)


def _nearly(
    text: Text, items: list[tuple[int, int]], area: Area, exact: list[Mention]
) -> Iterable[Mention]:
    """Yield the items that are a name cut or misspelt, where no name was met but pieces of it."""
    for start, end in items:
        inside = [word for word in text.words if start <= word.start and word.end <= end]
        words = _trimmed(inside, has_small_letters=text.has_small_letters)
        if not words or len(words) > area.gazetteer.longest or not _is_one(text, words):
            continue
        if not _has_capital(words):
            continue
        met = [one for one in exact if one.start < words[-1].end and words[0].start < one.end]
        if not _are_pieces(text, met, words):
            continue
        if code := area.nearly(_key(words)):
            yield _mention(text, words, code)


def _are_pieces(text: Text, met: list[Mention], words: Sequence[Word]) -> bool:
    """Tell names met that are tied to the rest of an item: "Saint-Paul" in "Saint-Jean-Saint-Paul"."""
    return all(
        one.end <= words[-1].end
        and (
            re.search(r"\w-$", text.low[words[0].start : one.start])
            or re.match(r"-\w", text.low[one.end : words[-1].end])
        )
        for one in met
    )


def _trimmed(words: list[Word], *, has_small_letters: bool) -> list[Word]:
    """Return the words of an item from its first capital on, without those of a timetable."""
    while words and (
        words[0].level in signs.BESIDE
        or words[0].level[0].isdigit()
        or (has_small_letters and not words[0].has_capital)
    ):
        words = words[1:]
    while words and (words[-1].level in signs.BESIDE or words[-1].level[0].isdigit()):
        words = words[:-1]
    return words


def _judged(text: Text, one: Mention, found: list[Mention]) -> Mention:
    """Give a mention what the words before it say: against it, or for it."""
    if one.against:
        return one
    start = next(start for start, end in text.sentences if start <= one.start < end)
    before = text.low[start : one.start]
    # The names met before are one sign: "sauf Dax et Narrosse", and no street is sought in them.
    marked = before
    for other in found:
        if start <= other.start and other.end <= one.start:
            span = slice(other.start - start, other.end - start)
            marked = marked[: span.start] + "§" * len(other.said) + marked[span.stop :]
    if against := signs.against(before, marked):
        return replace(one, against=against)
    if _is_piece(text, one, found):
        return replace(one, against=signs.PART)
    return replace(one, sign=signs.sign(before))


def _is_piece(text: Text, one: Mention, found: list[Mention]) -> bool:
    """Tell a name that is a piece of another: tied by a hyphen, behind "Grand", or cut by the list."""
    # Two communes in one breath: "Castelsarrasin-Moissac".
    if any(other.end + 1 == one.start or one.end + 1 == other.start for other in found):
        return False
    # "Valence d'Agen" is Valence.
    link = re.search(
        r"\s(?:d'|(?:de|du|des|en|sur|sous|les)\s(?:l[ae]s?\s|l')?)$", text.low[: one.start]
    )
    if link and any(other.end == link.start() for other in found):
        return True
    before = [word for word in text.words if word.end <= one.start][-1:]
    if before and text.low[before[0].end : one.start] == "-":
        return not signs.is_of_timetable(before[0].level)
    if re.match(r"-[^\W\d]", text.low[one.end :]):
        return True
    if before and text.low[before[0].end : one.start] == " " and before[0].has_capital:
        return before[0].level in signs.PREFIXES
    rest = text.low[one.end :]
    return bool(_CUT_END.search(rest)) and not _ITEM_END.search(_CUT_END.sub("", rest))


def _listed(text: Text, items: list[tuple[int, int]], found: list[Mention]) -> list[Mention]:
    """Give the sign of a list to names that follow each other, or are the items of a list."""
    filling = {one.start for one in found if _fills_an_item(text, items, one)}
    listed = filling if len(filling) > 2 else filling & _enumerated(text, items)
    for one, other in pairwise([each for each in found if not each.against]):
        if signs.GLUE.fullmatch(text.low[one.end : other.start]):
            listed = listed | {one.start, other.start}
    return [
        replace(one, sign=signs.LIST)
        if one.start in listed and not one.against and one.sign != signs.POSTAL
        else one
        for one in found
    ]


def _enumerated(text: Text, items: list[tuple[int, int]]) -> set[int]:
    """Return where the names of an enumeration start: three items at least, after a colon."""
    found: set[int] = set()
    for start, end in text.sentences:
        colon = text.low.find(":", start, end)
        after = [item for item in items if colon >= 0 and colon < item[0] < end]
        capitals = [word.start for word in text.words if word.has_capital]
        if len(after) > 2:
            found |= {place for place in capitals if after[0][0] <= place < end}
    return found


def _fills_an_item(text: Text, items: list[tuple[int, int]], one: Mention) -> bool:
    """Tell a name that is the whole of an item."""
    for start, end in items:
        if start <= one.start and one.end <= end:
            around = text.low[start : one.start] + text.low[one.end : end]
            return re.fullmatch(r"[\s.]*(?:(?:a|l[ae]s?)\s+|l')?[\s.]*", around) is not None
    return False


def _beside_addresses(found: list[Mention]) -> list[Mention]:
    """Leave the other names of a comment that gives addresses with postal codes."""
    if sum(one.sign == signs.POSTAL for one in found) < 2:
        return found
    return [
        one if one.sign == signs.POSTAL or one.against else replace(one, against=signs.PART)
        for one in found
    ]
