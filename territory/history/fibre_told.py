"""Fibre by edition, in sentences and in a file."""

from __future__ import annotations

import shlex
from dataclasses import replace
from itertools import pairwise

import pandas as pd

from territory.exports import About, about_list
from territory.history.fibre_editions import FibreCompared
from territory.messages import Words
from territory.plan.told import name_with_code, territory_options
from territory.tables import DataInUse, Tables
from territory.territories import Territory


def title(found: FibreCompared, tables: Tables, territory: Territory, words: Words) -> str:
    """Return what is told, and where."""
    first, last = (words.day(found.editions[place].day) for place in (0, -1))
    name = name_with_code(tables, territory, words)
    return words.text("changes.fibre.title", first=first, last=last, name=name)


def share_lines(found: FibreCompared, words: Words) -> list[str]:
    """Say the share of each edition, and the same over the communes that all know."""
    lines = []
    for edition, (_, row) in zip(found.editions, found.shares.iterrows(), strict=True):
        said = words.text(
            "changes.fibre.share",
            day=words.day(edition.day),
            share=words.percent(row["fibre_share"], digits=1),
            fibre=words.number(row["fibre_premises_count"]),
            premises=words.number(row["technology_premises_count"]),
        )
        if row["missing_communes_count"]:
            said += words.plural("changes.fibre.missing", int(row["missing_communes_count"]))
        lines.append(said)
    if (found.shares["known_communes_count"] != found.shares["constant_communes_count"]).any():
        shares = [words.percent(one, digits=1) for one in found.shares["constant_fibre_share"]]
        count = int(found.shares["constant_communes_count"].iloc[0])
        lines.append(words.plural("changes.fibre.constant", count, shares=" → ".join(shares)))
    return lines


def commune_lines(found: FibreCompared, top: int, words: Words) -> list[str]:
    """Say which communes gained most premises by fibre."""
    rows = found.communes[found.communes["gained_premises_count"].fillna(0) > 0]
    if not len(rows):
        return [words.text("changes.fibre.nobody")]
    said = [words.plural("changes.fibre.gaining", len(rows))]
    for code, row in rows.head(top).iterrows():
        said.append(
            words.text(
                "changes.fibre.commune",
                name=row["commune_name"],
                code=code,
                first=words.percent(row["first_fibre_share"], digits=1),
                last=words.percent(row["last_fibre_share"], digits=1),
                premises=words.number(row["gained_premises_count"]),
            )
        )
    fell = int((found.communes["gained_premises_count"].fillna(0) < 0).sum())
    if fell:
        said.append(words.plural("changes.fibre.fell", fell))
    return said


def remarks(found: FibreCompared, words: Words) -> list[str]:
    """Say what to beware of: premises that are not the same, the change of method, what is missing."""
    said = [words.text("changes.fibre.declared")]
    if found.other_premises_count:
        totals = found.shares["technology_premises_count"]
        steps = [words.number(one) for one in totals]
        said.append(
            words.plural(
                "changes.fibre.premises", found.other_premises_count, totals=" → ".join(steps)
            )
        )
    if found.spans_method_change:
        said.append(words.text("changes.fibre.method"))
    return said


def about_fibre(
    found: FibreCompared,
    tables: Tables,
    territory: Territory,
    in_use: DataInUse,
    *,
    out: str,
    words: Words,
) -> About:
    """Return what the file says of itself, the editions first among its sources."""
    files = [part for one in found.editions for part in ("--fibre", one.file_name)]
    where = territory_options(territory)
    again = shlex.join(
        ["territory", "history", *files, *where, "--lang", words.language, "--out", out]
    )
    answer = words.text("changes.parameter.answer")
    remark = words.text("changes.parameter.remark")
    parameters = (
        *((answer, one) for one in share_lines(found, words)),
        *((remark, one) for one in remarks(found, words)),
    )
    heading = title(found, tables, territory, words)
    about = about_list(in_use, heading, again, parameters, words)
    editions = tuple((one.citation, one.file_name, one.sha256, "") for one in found.editions)
    return replace(about, sources=(*editions, *about.sources))


def table_of_editions(found: FibreCompared) -> pd.DataFrame:
    """Return the shares, with the change of each from the edition before."""
    shares = found.shares.copy()
    steps = [one - other for other, one in pairwise(shares["constant_fibre_share"])]
    shares["gained_fibre_share"] = [float("nan"), *steps]
    return shares
