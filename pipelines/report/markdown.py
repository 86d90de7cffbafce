"""Tell a build's report as readable Markdown, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipelines.report.notes import notes_lines
from pipelines.report.reach import reach_lines
from territory.contract import Status
from territory.messages import Words

# Title → what it tells: notes, or None where there was nothing to do.
SECTIONS = {
    "margins_title": "margins_not_summing",
    "incomes.title": "incomes",
    "places_title": "places",
    "mobile.title": "mobile",
    "official.heading": "official",
    "counters_title": "counters",
    "stops.title": "stops",
    "mediation.title": "mediation",
    "public.title": "public_counters",
}


def write_markdown(report: dict[str, Any], path: Path, words: Words) -> None:
    """Write a build's report as a Markdown file."""
    path.write_text("\n".join(markdown_lines(report, words)) + "\n", encoding="utf-8")


def markdown_lines(report: dict[str, Any], words: Words) -> Iterator[str]:
    """Yield a build's report line by line.

    Parameters
    ----------
    report : dict
        As `pipelines.build` makes it and ``build_report.json`` keeps it.
    words : Words
        Of the reader's language.
    """

    def say(key: str, **values: object) -> str:
        return words.text(f"build.{key}", **values)

    def count(value: float | None, digits: int = 0) -> str:
        return words.number(value, digits=digits)

    yield say("title")
    yield ""
    built_at = datetime.fromisoformat(report["built_at"]).date()
    yield say(
        "built",
        day=words.day(built_at),
        version=report["territory_version"],
        year=report["geography_year"],
        fingerprint=report["fingerprint"],
    )
    yield from moves_lines(report["moves_until"], report["geography_year"], words)
    if report["departements"]:
        yield say("restricted", departements=", ".join(report["departements"]))
    yield say(
        "summary",
        communes=count(report["communes_count"]),
        people=count(report["population_people"]),
        counters=count(report["counters_count"]),
        itinerant=count(report["itinerant_counters_count"]),
    )
    yield from ("", say("warnings_title"), "")
    if not report["warnings"]:
        yield say("warnings_none")
    yield from notes_lines(report["warnings"], words)
    yield from _totals(report["totals"], words)
    yield from reach_lines(report, words)
    for source_id in report["absent_sources"]:
        yield from ("", say("absent_source", source=source_id))
    yield from ("", say("joins_title"))
    for notes in report["joins"].values():
        yield from notes_lines(notes, words)
    for title, section in SECTIONS.items():
        if report[section] is not None:
            yield from ("", say(title), "")
            yield from notes_lines(report[section], words)
    yield from _coverage(report["coverage"], words)
    yield from ("", say("sources_title"), "")
    for source in report["sources"]:
        yield say(
            "sources_row",
            citation=_citation(source, words),
            file=source["file_name"],
            year=source["geography_year"],
            sha256=source["sha256"],
        )
        if caveat := source["caveats"][words.language]:
            yield say("caveat", caveat=caveat)


def moves_lines(until: str | None, year: int, words: Words) -> Iterator[str]:
    """Yield the line of a report that says how far the moves of communes are known.

    Parameters
    ----------
    until : str or None
        Day of the last move of the COG, as an ISO date; None where it holds none.
    year : int
        Year of the tables. Communes change every 1 January: moves that stop before it lack some.
    words : Words
        Of the reader's language.
    """
    if until is None:
        yield words.text("build.codes.moves_none")
        return
    last = date.fromisoformat(until)
    key = "moves_until" if last.year >= year else "moves_stop"
    yield words.text(f"build.codes.{key}", day=words.day(last), year=year)


def _citation(source: dict[str, Any], words: Words) -> str:
    day = source["reference_date"] or words.text("report.undated")
    named = {name: source[name] for name in ("producer", "title", "licence")}
    return words.text("report.citation", day=day, **named)


def _totals(totals: list[dict[str, Any]], words: Words) -> Iterator[str]:
    if not totals:
        return
    yield from ("", words.text("build.totals_title"), "")
    yield words.text("build.totals_header")
    yield "|---|---|--:|--:|--:|--:|---|---|"
    for total in totals:
        digits = 3 if total["published"] < 1 else 0
        yield words.text(
            "build.totals_row",
            table=total["table"],
            column=total["column"],
            published=words.number(total["published"], digits=digits),
            found=words.number(total["found"], digits=digits),
            gap=words.percent(total["gap_share"], digits=2),
            tolerance=words.percent(total["tolerance"], digits=1),
            met=words.text("build.yes" if total["is_met"] else "build.no"),
            note=total["note"],
        )


def _coverage(coverage: dict[str, dict[str, Any]], words: Words) -> Iterator[str]:
    yield from ("", words.text("build.coverage_title"), "")
    yield words.text("build.coverage_header")
    yield "|---|--:|--:|--:|"
    for name, known in coverage.items():
        if "statuses" in known:
            continue
        yield words.text(
            "build.coverage_row",
            column=name,
            communes=words.percent(known["known_share"], digits=2),
            people=words.percent(known["known_people_share"], digits=2),
            sum=words.number(known["sum"]) if "sum" in known else "",
        )
    yield from ("", words.text("build.statuses_header"), "|---|---|")
    for name, known in coverage.items():
        if "statuses" not in known:
            continue
        counted = known["statuses"]
        detail = ", ".join(
            f"{status} {words.number(counted[status])}"
            for status in map(str, Status)
            if status in counted
        )
        yield words.text("build.statuses_row", column=name, detail=detail)
