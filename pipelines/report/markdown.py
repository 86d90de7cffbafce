"""Tell a build's report as readable Markdown, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipelines.report.notes import notes_lines
from pipelines.report.reach import reach_lines
from territory import messages
from territory.contract import Status

# Title → what it tells: notes, or None where there was nothing to do.
SECTIONS = {
    "margins_title": "margins_not_summing",
    "places_title": "places",
    "mobile.title": "mobile",
    "counters_title": "counters",
    "mediation.title": "mediation",
}


def write_markdown(report: dict[str, Any], path: Path, language: str | None = None) -> None:
    """Write a build's report as a Markdown file."""
    path.write_text("\n".join(markdown_lines(report, language)) + "\n", encoding="utf-8")


def markdown_lines(report: dict[str, Any], language: str | None = None) -> Iterator[str]:
    """Yield a build's report line by line.

    Parameters
    ----------
    report : dict
        As `pipelines.build` makes it and ``build_report.json`` keeps it.
    language : str, optional
        ``"fr"`` or ``"en"``.
    """

    def say(key: str, **values: object) -> str:
        return messages.text(f"build.{key}", language, **values)

    def count(value: float | None, digits: int = 0) -> str:
        return messages.number(value, language, digits=digits)

    yield say("title")
    yield ""
    built_at = datetime.fromisoformat(report["built_at"]).date()
    yield say(
        "built",
        day=messages.day(built_at, language),
        version=report["territory_version"],
        year=report["geography_year"],
        fingerprint=report["fingerprint"],
    )
    yield from moves_lines(report["moves_until"], report["geography_year"], language)
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
    yield from notes_lines(report["warnings"], language)
    yield from _totals(report["totals"], language)
    yield from reach_lines(report, language)
    for source_id in report["absent_sources"]:
        yield from ("", say("absent_source", source=source_id))
    yield from ("", say("joins_title"))
    for notes in report["joins"].values():
        yield from notes_lines(notes, language)
    for title, section in SECTIONS.items():
        if report[section] is not None:
            yield from ("", say(title), "")
            yield from notes_lines(report[section], language)
    yield from _coverage(report["coverage"], language)
    yield from ("", say("sources_title"), "")
    for source in report["sources"]:
        yield say(
            "sources_row",
            citation=_citation(source, language),
            file=source["file_name"],
            year=source["geography_year"],
            sha256=source["sha256"],
        )
        if caveat := source["caveats"][language or messages.default_language()]:
            yield say("caveat", caveat=caveat)


def moves_lines(until: str | None, year: int, language: str | None) -> Iterator[str]:
    """Yield the line of a report that says how far the moves of communes are known.

    Parameters
    ----------
    until : str or None
        Day of the last move of the COG, as an ISO date; None where it holds none.
    year : int
        Year of the tables. Communes change every 1 January: moves that stop before it lack some.
    language : str, optional
        ``"fr"`` or ``"en"``.
    """
    if until is None:
        yield messages.text("build.codes.moves_none", language)
        return
    last = date.fromisoformat(until)
    key = "moves_until" if last.year >= year else "moves_stop"
    yield messages.text(f"build.codes.{key}", language, day=messages.day(last, language), year=year)


def _citation(source: dict[str, Any], language: str | None) -> str:
    day = source["reference_date"] or messages.text("report.undated", language)
    named = {name: source[name] for name in ("producer", "title", "licence")}
    return messages.text("report.citation", language, day=day, **named)


def _totals(totals: list[dict[str, Any]], language: str | None) -> Iterator[str]:
    if not totals:
        return
    yield from ("", messages.text("build.totals_title", language), "")
    yield messages.text("build.totals_header", language)
    yield "|---|---|--:|--:|--:|--:|---|---|"
    for total in totals:
        digits = 3 if total["published"] < 1 else 0
        yield messages.text(
            "build.totals_row",
            language,
            table=total["table"],
            column=total["column"],
            published=messages.number(total["published"], language, digits=digits),
            found=messages.number(total["found"], language, digits=digits),
            gap=messages.percent(total["gap_share"], language, digits=2),
            tolerance=messages.percent(total["tolerance"], language, digits=1),
            met=messages.text("build.yes" if total["is_met"] else "build.no", language),
            note=total["note"],
        )


def _coverage(coverage: dict[str, dict[str, Any]], language: str | None) -> Iterator[str]:
    yield from ("", messages.text("build.coverage_title", language), "")
    yield messages.text("build.coverage_header", language)
    yield "|---|--:|--:|--:|"
    for name, known in coverage.items():
        if "statuses" in known:
            continue
        yield messages.text(
            "build.coverage_row",
            language,
            column=name,
            communes=messages.percent(known["known_share"], language, digits=2),
            people=messages.percent(known["known_people_share"], language, digits=2),
            sum=messages.number(known["sum"], language) if "sum" in known else "",
        )
    yield from ("", messages.text("build.statuses_header", language), "|---|---|")
    for name, known in coverage.items():
        if "statuses" not in known:
            continue
        counted = known["statuses"]
        detail = ", ".join(
            f"{status} {messages.number(counted[status], language)}"
            for status in map(str, Status)
            if status in counted
        )
        yield messages.text("build.statuses_row", language, column=name, detail=detail)
