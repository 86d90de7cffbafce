"""Two builds compared, in sentences: sources, communes, columns, and what is not compared with its reason."""

from __future__ import annotations

import shlex
from dataclasses import replace
from datetime import date

import pandas as pd

from territory.exports import About, about_list
from territory.history import lists_told
from territory.history.build_read import sources_of
from territory.history.builds_compared import Build, BuildsCompared, Source
from territory.history.lists_told import ListsTold
from territory.messages import Words
from territory.plan.told import territory_options
from territory.tables import DataInUse

# Communes named of those that are not the same territory.
NAMED_COUNT = 12


def title(before: Build, after: Build, words: Words) -> str:
    """Return which builds are compared."""
    return words.text(
        "changes.builds.title",
        before=words.day(before.day),
        after=words.day(after.day),
        before_year=before.geography_year,
        after_year=after.geography_year,
    )


def lines(found: BuildsCompared, before: Build, after: Build, words: Words) -> list[str]:
    """Say what changed in sources, communes, rows and columns."""
    return [
        title(before, after, words),
        *source_lines(found, before.sources | after.sources, words),
        *move_lines(found, words),
        *row_lines(found, words),
        *column_lines(found, words),
    ]


def row_lines(found: BuildsCompared, words: Words) -> list[str]:
    """Say how many rows each table gained and lost; nothing of a table whose rows are the same."""
    return [
        words.text(
            "changes.builds.rows",
            table=words.text(f"changes.table.{name}"),
            before=words.number(row["before_rows_count"]),
            after=words.number(row["after_rows_count"]),
            new=words.number(row["new_rows_count"]),
            gone=words.number(row["gone_rows_count"]),
        )
        for name, row in found.rows.iterrows()
        if row["new_rows_count"] or row["gone_rows_count"]
    ]


def about_builds(
    found: BuildsCompared,
    before: DataInUse,
    after: DataInUse,
    lists: ListsTold,
    *,
    out: str,
    words: Words,
) -> About:
    """Return what the files say of themselves: the sources of both builds, those of before first."""

    def each(key: str, said: list[str]) -> list[tuple[str, str]]:
        return [(words.text(f"changes.parameter.{key}"), one) for one in said]

    folders = ["--tables-from", str(before.folder), "--tables-to", str(after.folder)]
    limit = ["--within", f"{lists.within_minutes:g}"]
    where = territory_options(lists.territory)
    again = shlex.join(
        ["territory", "history", *folders, *where, *limit, "--lang", words.language, "--out", out]
    )
    heading = words.text(
        "changes.builds.title",
        before=words.day(before.built_at.date()),
        after=words.day(after.built_at.date()),
        before_year=before.geography_year,
        after_year=after.geography_year,
    )
    parameters = (
        *each("answer", [*source_lines(found, sources_of(before) | sources_of(after), words)]),
        *each("answer", [*move_lines(found, words), *row_lines(found, words)]),
        *each(
            "answer", [*lists_told.count_lines(lists, words), *lists_told.effect_said(lists, words)]
        ),
        *each("remark", [*refused_lines(found, words), *lists_told.remarks(lists, words)]),
    )
    about = about_list(after, heading, again, parameters, words)
    were = tuple(
        (one.cite(words), one.file_name, one.sha256, one.caveats[words.language])
        for one in before.sources
    )
    return replace(about, sources=tuple(dict.fromkeys((*were, *about.sources))))


def source_lines(found: BuildsCompared, sources: dict[str, Source], words: Words) -> list[str]:
    """Say what became of each source; those of one file on both sides are counted together."""
    lines = []
    for source, row in found.sources.iterrows():
        change = row["source_change_name"]
        if change == "same":
            continue
        lines.append(
            words.text(
                f"changes.builds.source.{change}",
                title=sources[str(source)].title,
                before=_day(row["before_edition_text"], words),
                after=_day(row["after_edition_text"], words),
            )
        )
    same = int((found.sources["source_change_name"] == "same").sum())
    if same:
        lines.append(words.plural("changes.builds.source.same", same))
    return lines


def _day(day: object, words: Words) -> str:
    if not isinstance(day, str):
        return words.text("changes.builds.undated")
    return words.day(date.fromisoformat(day))


def move_lines(found: BuildsCompared, words: Words) -> list[str]:
    """Name the communes that are not the same territory on both sides."""
    moves = found.moves
    lines = [one.say(words) for one in moves.gone[:NAMED_COUNT]]
    if len(moves.gone) > NAMED_COUNT:
        lines.append(words.plural("changes.builds.moves.rest", len(moves.gone) - NAMED_COUNT))
    for key, codes in (
        ("unknown", moves.unknown),
        ("born", moves.born),
        ("touched", sorted(moves.touched)),
    ):
        if codes:
            shown = ", ".join(codes[:NAMED_COUNT]) + (" …" if len(codes) > NAMED_COUNT else "")
            lines.append(words.plural(f"changes.builds.moves.{key}", len(codes), codes=shown))
    return lines


def column_lines(found: BuildsCompared, words: Words) -> list[str]:
    """Say which columns changed, and in how many rows; those that did not are counted together."""
    lines, same = [], 0
    compared = found.columns[found.columns["is_comparable"].astype(bool)]
    for name, row in compared.iterrows():
        counts = [
            int(row[f"{one}_rows_count"]) for one in ("changed", "became_known", "became_unknown")
        ]
        if not sum(counts):
            same += 1
            continue
        changed, known, unknown = map(words.number, counts)
        said = words.text(
            "changes.builds.column",
            label=column_label(str(name), words),
            compared=words.number(row["compared_rows_count"]),
            changed=changed,
            known=known,
            unknown=unknown,
        )
        if pd.notna(row["changed_people"]):
            people = words.number(row["changed_people"])
            said += words.text("changes.builds.column_people", people=people)
        lines.append(said)
    if same:
        lines.append(words.plural("changes.builds.columns_same", same))
    return lines


def refused_lines(found: BuildsCompared, words: Words) -> list[str]:
    """Say what is not compared, a line a rule and reason with its columns: nothing is left out in silence."""
    groups: dict[str, list[str]] = {}
    nowhere: dict[str, None] = {}
    for name, verdict in found.verdicts.items():
        if verdict.reason == "nowhere":
            nowhere[verdict.source] = None
        elif not verdict.is_comparable:
            groups.setdefault(verdict.why(words), []).append(column_label(name, words))
    said = [
        words.text("changes.builds.refused", labels=", ".join(dict.fromkeys(labels)), why=why)
        for why, labels in groups.items()
    ]
    if nowhere:
        names = ", ".join(nowhere)
        said.append(words.plural("changes.builds.nowhere", len(nowhere), names=names))
    return said


def column_label(name: str, words: Words) -> str:
    """Return a column in words, with its table where that is not the communes'."""
    table, _, column = name.partition(".")
    label = words.text(f"columns.{column}.label")
    if table in ("communes", "need", "scores"):
        return label
    return words.text(
        "changes.builds.of_table", table=words.text(f"changes.table.{table}"), label=label
    )


def told_columns(found: BuildsCompared, words: Words) -> pd.DataFrame:
    """Return the table of columns with the reason of each in words, estimates included."""
    missing = [name for name in found.verdicts if name not in found.columns.index]
    rows = found.columns.reindex([*found.columns.index, *missing])
    for name in missing:
        verdict = found.verdicts[name]
        rows.loc[name, ["is_comparable", "rule_name", "reason_name"]] = (
            verdict.is_comparable,
            verdict.rule,
            verdict.reason or None,
        )
    rows["why_text"] = [found.verdicts[name].why(words) for name in rows.index]
    return rows.rename_axis("column_name")
