"""Two lists compared, in sentences: what changed, what could not be compared, what it does to people."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from territory.country import Country
from territory.exports import About, about_list
from territory.history.lists_compared import CHANGES, Compared, compare_lists
from territory.history.lists_effect import ListsEffect, effect_of_lists
from territory.messages import Words
from territory.paths import DEFAULT_ENGINE
from territory.plan import told
from territory.plan.changes_told import effect_lines, effect_rows
from territory.plan.table import named
from territory.tables import DataInUse
from territory.territories import Territory, communes_of

# What is said of one counter; an unchanged one is in the file alone.
TOLD = CHANGES[: CHANGES.index("unchanged")]
EFFECT_COLUMNS = ("gaining_people", "losing_people", "concerned_people", "change_minutes")


@dataclass(frozen=True)
class ListName:
    """An edition of the list, as it is named.

    Parameters
    ----------
    file_name : str
    day : date or None
        None when its name bears none.
    sha256 : str
    """

    file_name: str
    day: date | None
    sha256: str

    def said(self, words: Words) -> str:
        """Return it in words."""
        if self.day is None:
            return words.text("changes.lists.undated", file=self.file_name)
        return words.text("changes.lists.dated", day=words.day(self.day), file=self.file_name)


@dataclass(frozen=True)
class ListsTold:
    """Two lists compared over a territory.

    Parameters
    ----------
    country : Country
    territory : Territory
    names : (ListName, ListName)
    compared : Compared
        Of the lists whole.
    rows : DataFrame
        The changes of the territory's counters, with the effect of each: index ``counter_code``.
    outside_count : int
        Counters of either list in no commune of the tables.
    effect : ListsEffect
    communes : DataFrame
        The communes whose people or minutes change, as `territory.plan.changes_told.effect_rows`.
    within_minutes : float
    """

    country: Country
    territory: Territory
    names: tuple[ListName, ListName]
    compared: Compared
    rows: pd.DataFrame
    outside_count: int
    effect: ListsEffect
    communes: pd.DataFrame
    within_minutes: float


def lists_told(
    country: Country,
    territory: Territory,
    names: tuple[ListName, ListName],
    lists: tuple[pd.DataFrame, pd.DataFrame],
    within_minutes: float,
) -> ListsTold:
    """Compare two lists over a territory.

    Parameters
    ----------
    country : Country
        Whose communes, people and engine serve both sides.
    territory : Territory
        Whose counters are told, and whose people are counted.
    names : (ListName, ListName)
        Of before and after.
    lists : (GeoDataFrame, GeoDataFrame)
        Their counters.
    within_minutes : float
        A person is served within these minutes, the limit included.
    """
    tables = country.tables
    communes = communes_of(tables, territory)
    compared = compare_lists(*lists)
    changes = compared.changes
    places = changes[["commune_code", "before_commune_code"]]
    is_here = places.isin(communes.index).any(axis="columns")
    is_outside = ~places.isin(tables.communes.index).any(axis="columns")
    told_codes = changes.index[is_here]
    effect = effect_of_lists(
        tables,
        compared,
        country.need_interval["illectronism_people"],
        codes=communes.index,
        told=told_codes,
        within_minutes=within_minutes,
    )
    rows = _rows(changes.loc[told_codes], tables.communes).join(effect.each)
    weight = rows[["gaining_people", "losing_people", "concerned_people"]].sum(axis="columns")
    rank = rows["counter_change_name"].map({name: place for place, name in enumerate(CHANGES)})
    order = np.lexsort((rows.index, -weight, rank))
    touched = effect_rows(communes, effect.before, effect.after, within_minutes)
    return ListsTold(
        country, territory, names, compared, rows.iloc[order], int(is_outside.sum()), effect,
        touched, within_minutes,
    )  # fmt: skip


def _rows(changes: pd.DataFrame, communes: pd.DataFrame) -> pd.DataFrame:
    rows = changes.copy()
    for rank, name in enumerate(("commune_name", "departement_code")):
        held = communes[name].reindex(rows["commune_code"]).to_numpy()
        rows.insert(list(rows).index("commune_code") + 1 + rank, name, held)
    return rows


def title(found: ListsTold, words: Words) -> str:
    """Return what is compared, and where."""
    before, after = (name.said(words) for name in found.names)
    name = told.name_with_code(found.country.tables, found.territory, words)
    return words.text("changes.lists.title", before=before, after=after, name=name)


def count_lines(found: ListsTold, words: Words) -> list[str]:
    """Say how many counters changed in each way."""
    counts = found.rows["counter_change_name"].value_counts()
    return [
        words.plural(f"changes.lists.count.{name}", int(counts[name]))
        for name in CHANGES
        if name in counts
    ]


def change_lines(found: ListsTold, top: int, words: Words) -> list[str]:
    """Say what became of counters, those that concern most people first, so many of each kind."""
    lines = []
    for name in TOLD:
        rows = found.rows[found.rows["counter_change_name"] == name]
        lines += [_line(str(code), row, found, words) for code, row in rows.head(top).iterrows()]
        if len(rows) > top:
            lines.append(words.plural(f"changes.lists.rest.{name}", len(rows) - top))
    return lines


def _line(code: str, row: pd.Series, found: ListsTold, words: Words) -> str:
    place = row["commune_name"] if isinstance(row["commune_name"], str) else words.missing
    said = words.text(
        f"changes.lists.line.{row['counter_change_name']}",
        name=row["counter_name"],
        code=code,
        commune=place,
        former=row["before_counter_name"],
        former_code=row["before_counter_code"],
        km=words.number(row["moved_km"], digits=1),
        before=words.hours(row["before_weekly_hours"]),
        after=words.hours(row["after_weekly_hours"]),
    )
    return said + _effect_of(row, found.within_minutes, words)


def _effect_of(row: pd.Series, within_minutes: float, words: Words) -> str:
    """Say what a change does alone; nothing where it changes nobody's minutes."""
    if pd.isna(row["concerned_people"]):
        return ""
    if not row["concerned_people"]:
        return words.text("changes.lists.effect.nobody")
    minutes = row["change_minutes"]
    said = {
        "people": words.estimate(row["concerned_people"]),
        "minutes": words.signed(round(minutes, 1), digits=1)
        if pd.notna(minutes)
        else words.missing,
        "gaining": words.estimate(row["gaining_people"]),
        "losing": words.estimate(row["losing_people"]),
        "limit": words.number(within_minutes),
    }
    return words.text("changes.lists.effect.some", **said)


def within_lines(found: ListsTold, words: Words) -> list[str]:
    """Say how many people are within each limit on both sides."""
    lines = []
    for limit, row in found.effect.within.iterrows():
        before, after = row["before_within_people"], row["after_within_people"]
        lines.append(
            words.text(
                "changes.lists.within",
                limit=words.number(float(str(limit))),
                before=words.estimate(before),
                after=words.estimate(after),
                before_share=words.percent(row["before_within_share"], digits=1),
                after_share=words.percent(row["after_within_share"], digits=1),
            )
        )
    return lines


def commune_lines(found: ListsTold, top: int, words: Words) -> list[str]:
    """Say which communes gained and lost, those of most people first, with their minutes."""
    lines = []
    for way in ("gaining", "losing"):
        rows = found.communes[found.communes[f"{way}_people"] > 0]
        rows = rows.sort_values(f"{way}_people", ascending=False, kind="stable")
        if not len(rows):
            continue
        limit = words.number(found.within_minutes)
        lines.append(words.plural(f"changes.lists.communes.{way}", len(rows), limit=limit))
        lines += [
            words.text(
                "changes.lists.commune",
                name=row["commune_name"],
                code=code,
                before=words.number(row["before_minutes"], digits=1),
                after=words.number(row["after_minutes"], digits=1),
                people=words.estimate(row[f"{way}_people"]),
            )
            for code, row in rows.head(top).iterrows()
        ]
    return lines


def effect_said(found: ListsTold, words: Words) -> list[str]:
    """Say what all changes do together, as an effect of a plan is said."""
    communes = communes_of(found.country.tables, found.territory)
    effect = found.effect
    return effect_lines(communes, effect.before, effect.after, found.within_minutes, words)


def remarks(found: ListsTold, words: Words) -> list[str]:
    """Say what was not compared, what is ambiguous, what was held constant."""
    rows = found.rows
    said = [words.text("changes.lists.held")]
    counts = {
        "hours_unknown": rows["hours_change_name"].eq("not_comparable"),
        "place_unknown": rows["place_change_name"].eq("not_comparable"),
        "carrier": rows["place_change_name"].eq("carrier"),
        "travel_unknown": rows["travel_change_name"].eq("not_comparable"),
    }
    for name, is_so in counts.items():
        if is_so.any():
            said.append(words.plural(f"changes.lists.remark.{name}", int(is_so.sum())))
    by_name = rows["matched_by_name"].isin(["name", "place"])
    if by_name.any():
        said.append(words.plural("changes.lists.remark.by_name", int(by_name.sum())))
    ambiguous = rows[rows["is_ambiguous"].fillna(False).astype(bool)]
    if len(ambiguous):
        names = named(ambiguous["counter_name"], words)
        said.append(words.plural("changes.lists.remark.ambiguous", len(ambiguous), names=names))
    if found.outside_count:
        said.append(words.plural("changes.lists.remark.outside", found.outside_count))
    said.append(words.text("changes.lists.alone"))
    return said


def command(found: ListsTold, engine: str, words: Words, out: str) -> str:
    """Return the command that compares the two again."""
    before, after = (name.file_name for name in found.names)
    said = ["territory", "history", "--from", before, "--to", after]
    said += [*told.territory_options(found.territory), "--within", f"{found.within_minutes:g}"]
    if engine != DEFAULT_ENGINE:
        said += ["--engine", engine]
    return shlex.join([*said, "--lang", words.language, "--out", out])


def about_lists(
    found: ListsTold, in_use: DataInUse, *, again: str, cited: tuple[str, str], words: Words
) -> About:
    """Return what the file says of itself: both lists first among its sources.

    Parameters
    ----------
    cited : (str, str)
        The citations of the lists.
    """

    def each(key: str, lines: list[str]) -> list[tuple[str, str]]:
        return [(words.text(f"changes.parameter.{key}"), one) for one in lines]

    parameters = (
        *each("question", [title(found, words)]),
        *each(
            "answer",
            [*count_lines(found, words), *effect_said(found, words), *within_lines(found, words)],
        ),
        *each("remark", [*remarks(found, words), told.engine_line(found.country.tables, words)]),
    )
    about = about_list(in_use, title(found, words), again, parameters, words)
    lists = tuple(
        (citation, name.file_name, name.sha256, "")
        for citation, name in zip(cited, found.names, strict=True)
    )
    return replace(about, sources=(*lists, *about.sources))
