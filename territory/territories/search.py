"""Find a territory by its name, postcode or code, despite missing accents and most typing errors.

Names are compared by rapidfuzz's normalised indel similarity, after accents, hyphens and the usual
abbreviations are normalised (``st`` is ``saint``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from territory.messages import Words
from territory.names import levelled
from territory.plain_text import identifier
from territory.tables import Tables
from territory.tables.former_codes import Became, FormerCodes
from territory.territories import NAMED_LEVELS, Territory
from territory.territories.postcodes import Postcodes, is_five_digits, read_postcodes

MOST = 8
# What is typed is compared with every name, and no name is longer than this.
MOST_WORDS = 200
# Names less alike than this are not proposed: "mande" scores 80 with "mende", 73 with "marmande".
LIKE_NEEDED = 72.0
_CODE = re.compile(r"^[0-9][0-9ab][0-9]{0,3}$|^[0-9]{9}$", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """A territory that answers a search.

    Parameters
    ----------
    territory : Territory
        The territory.
    name : str
        Its name.
    context : str
        Where it is: the département and EPCI of a commune, the région of a département; ``""`` when
        there is nothing to add.
    """

    territory: Territory
    name: str
    context: str


@dataclass(frozen=True)
class SearchIndex:
    """The names, codes and postcodes of all territories of the tables.

    Parameters
    ----------
    entries : DataFrame
        One row a territory: ``level``, ``code``, ``name``, ``context``, ``key`` (the normalised name),
        ``people``.
    postcodes : Postcodes
        Which communes each serves, and whether that is known.
    former : FormerCodes
        What former codes and names became.
    """

    entries: pd.DataFrame
    postcodes: Postcodes
    former: FormerCodes


def build_index(tables: Tables) -> SearchIndex:
    """Return the index of a set of tables: communes, EPCI, départements and régions."""
    communes = tables.communes
    frames = []
    for level in NAMED_LEVELS:
        name = communes[f"{level}_name"]
        code = communes.index.to_series() if level == "commune" else communes[f"{level}_code"]
        frame = pd.DataFrame(
            {
                "level": level,
                "code": code.to_numpy(),
                "name": name.to_numpy(),
                "context": _contexts(communes, level).to_numpy(),
                "people": communes["population_people"].to_numpy(),
            }
        ).dropna(subset=["code"])
        summed = frame.groupby("code")["people"].sum(min_count=1)
        frame = frame.drop_duplicates("code")
        frames.append(frame.assign(people=summed.reindex(frame["code"]).to_numpy()))
    entries = pd.concat(frames, ignore_index=True)
    entries["key"] = [levelled(name) for name in entries["name"]]
    return SearchIndex(entries, read_postcodes(tables), tables.former)


def _contexts(communes: pd.DataFrame, level: str) -> pd.Series:
    empty = pd.Series("", index=communes.index, dtype="str")
    if level == "commune":
        inside = communes["epci_name"].where(communes["epci_name"].notna(), "")
        return communes["departement_name"] + inside.map(lambda epci: f", {epci}" if epci else "")
    if level == "epci":
        return communes["departement_name"]
    return communes["region_name"] if level == "departement" else empty


def find_former(index: SearchIndex, words: str) -> list[Became]:
    """Return what a former code or name became; nothing where a territory of today bears it.

    Parameters
    ----------
    index : SearchIndex
        As `build_index` gives it.
    words : str
        A code or a whole name; former names are not searched by a part.
    """
    compact = words.strip().upper().replace(" ", "")
    if _CODE.match(compact):
        became = index.former.get(compact)
        return [] if became is None else [became]
    if (index.entries["key"] == levelled(words)).any():
        return []
    return index.former.named(words)


def find_territories(index: SearchIndex, words: str, most: int = MOST) -> list[Found]:
    """Return the territories that words may name, the most likely first.

    Parameters
    ----------
    index : SearchIndex
        As `build_index` gives it.
    words : str
        A name, a code, a postcode, or a key such as ``region:76``.
    most : int
        The most to return.

    Returns
    -------
    list of Found
        Exact codes, then what a former code or name became, then exact names, names that begin with
        the words, names that contain them, names spelt nearly the same; the most populated first
        among equals. Empty when nothing is near.
    """
    entries = index.entries
    words = words[:MOST_WORDS]
    asked = levelled(words)
    compact = identifier(words).upper()
    if not asked and not _CODE.match(compact):
        return []
    codes = (entries["level"] + ":" + entries["code"]).str.upper()
    by_code = entries[(entries["code"] == compact) | (codes == compact)]
    codes_today = [code for became in find_former(index, words) for code, _ in became.communes]
    successors = entries[(entries["level"] == "commune") & entries["code"].isin(codes_today)]
    by_code = pd.concat([by_code, successors])
    if _CODE.match(compact):
        served = index.postcodes.communes.get(compact, ())
        held = entries[(entries["level"] == "commune") & entries["code"].isin(served)]
        held = held.sort_values("people", ascending=False, kind="stable")
        near = pd.concat([by_code, held]).drop_duplicates(["level", "code"])
        if (
            near.empty and len(compact) == 5 and index.former.get(compact) is None
        ):  # a postcode begins with its département, Corsica aside
            start = compact[:3] if compact.startswith("97") else compact[:2]
            near = entries[(entries["level"] == "departement") & (entries["code"] == start)]
        return _as_found(near.head(most))
    likeness = _likeness(entries["key"], asked)
    order = np.lexsort((-entries["people"].fillna(-1).to_numpy(float), -likeness))
    near = entries.iloc[[row for row in order[:most] if likeness[row] >= LIKE_NEEDED]]
    return _as_found(pd.concat([by_code, near]).drop_duplicates(["level", "code"]).head(most))


def _likeness(keys: pd.Series, asked: str) -> NDArray[np.float64]:
    """Return the likeness of each name: 103 the same, 102 begins with, 101 contains, else 0–100."""
    alike = process.cdist([asked], keys.tolist(), scorer=fuzz.ratio, score_cutoff=LIKE_NEEDED)
    scores: NDArray[np.float64] = alike[0].astype(np.float64)
    scores[keys.str.contains(rf"\b{re.escape(asked)}", regex=True).to_numpy()] = 101
    scores[keys.str.startswith(asked).to_numpy()] = 102
    scores[(keys == asked).to_numpy()] = 103
    return scores


def _as_found(rows: pd.DataFrame) -> list[Found]:
    return [
        Found(Territory(str(row.level), str(row.code)), str(row.name_), str(row.context))
        for row in rows.rename(columns={"name": "name_"}).itertuples(index=False)
    ]


def split_exact(found: Sequence[Found], words: str) -> tuple[list[Found], list[Found]]:
    """Return the answers that bear the very name searched for, and those that look like it.

    Without any of the first kind all are of the first: nothing is folded under nothing.
    """
    asked = levelled(words)
    exact = [one for one in found if levelled(one.name) == asked]
    if not exact:
        return list(found), []
    return exact, [one for one in found if one not in exact]


def found_in_words(found: Found, words: Words) -> str:
    """Return a search result in words: name, code, level, where it is.

    Examples
    --------
    >>> found_in_words(Found(Territory("region", "76"), "Occitanie", ""), Words("en"))
    'Occitanie (76) – region'
    """
    level = words.text(f"app.level.{found.territory.level}")
    said = f"{found.name} ({found.territory.code}) – {level}"
    return f"{said}, {found.context}" if found.context else said


def proposal_in_words(index: SearchIndex, found: Found, typed: str, words: Words) -> str:
    """Return a search result in words; of five digits, says whether they are its code or postcode.

    Parameters
    ----------
    index : SearchIndex
        Where it was searched.
    found : Found
        One of the answers.
    typed : str
        What was searched for.
    words : Words
        Of the reader's language.
    """
    said, code = found_in_words(found, words), identifier(typed)
    if not is_five_digits(typed) or found.territory.level != "commune":
        return said
    if found.territory.code == code:
        return words.text("app.postcode.as_code", code=code, said=said)
    if found.territory.code in index.postcodes.communes.get(code, ()):
        return words.text("app.postcode.as_postcode", code=code, said=said)
    return said


def doubt_in_words(index: SearchIndex, typed: str, words: Words) -> str:
    """Return what is not known of five digits: postcodes, without their list; ``""`` for no doubt."""
    if index.postcodes.is_published or not is_five_digits(typed):
        return ""
    return words.text("app.postcode.unknown", code=identifier(typed))


def only_answer(
    index: SearchIndex, found: Iterable[Found], words: str, former: Sequence[Became] = ()
) -> Found | None:
    """Return the one territory that words name; None when there is a doubt.

    There is none for the code of a territory, for an exact name that only one bears even if longer
    names contain it (``Mende``), nor for a former name (as `find_former` gives it) that only one
    commune bore and none bears today. There is one for five digits that may be the postcode of
    another commune (`territory.territories.postcodes`), or that name a département by their first.
    """
    answers = list(found)
    asked = levelled(words)
    exact = [answer for answer in answers if levelled(answer.name) == asked]
    if len(exact) == 1:
        return exact[0]
    if not exact and len(former) == 1 and not _CODE.match(words.strip().upper()):
        successors = [answer for answer in answers if answer.territory.code == former[0].only]
        return successors[0] if successors else None
    if is_five_digits(words):
        return _only_commune(index, answers)
    coded = [answer for answer in answers if answer.territory.code == words.strip().upper()]
    if len(coded) == 1:
        return coded[0]
    return answers[0] if len(answers) == 1 and _CODE.match(words.strip().upper()) else None


def _only_commune(index: SearchIndex, answers: Sequence[Found]) -> Found | None:
    """Return the one commune that five digits name; None where postcodes are not known."""
    is_sure = index.postcodes.is_published and len(answers) == 1
    return answers[0] if is_sure and answers[0].territory.level == "commune" else None
