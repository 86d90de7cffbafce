"""Tell a build's report as readable Markdown, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.report.codes import codes_lines, moves_lines
from pipelines.steps.positions import FAR_KM
from pipelines.steps.reach import reach_lines
from territory import messages
from territory.contract import Status
from territory.opening import CONDITIONS, WEEKS_A_YEAR

CODES_SHOWN = 12


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
    for warning in report["warnings"]:
        yield say(
            f"warning.{warning['key']}",
            column=warning.get("column", ""),
            lost=messages.percent(warning.get("lost_share"), language, digits=1),
            change=messages.percent(warning.get("change_share"), language, digits=1),
        )
    yield from _totals(report["totals"], language)
    yield from reach_lines(report, language)
    for source_id in report["absent_sources"]:
        yield from ("", say("absent_source", source=source_id))
    yield from ("", say("joins_title"))
    for join in report["joins"]:
        yield from _join(join, language)
    yield from ("", say("margins_title"), "")
    for name, codes in report["margins_not_summing"].items():
        yield say(
            "places_row", what=say(f"margins.{name}"), count=count(len(codes)), codes=_shown(codes)
        )
    yield from _places(report["places"], language)
    if report["mobile"]:
        yield from _mobile(report["mobile"], language)
    yield from ("", say("counters_title"), "")
    yield from _counters(report["counters"], language)
    if report["mediation"]:
        yield from _mediation(report["mediation"], language)
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


def _places(places: dict[str, Any], language: str | None) -> Iterator[str]:
    def say(key: str, **values: object) -> str:
        return messages.text(f"build.{key}", language, **values)

    def count(value: float | None) -> str:
        return messages.number(value, language)

    yield from ("", say("places_title"), "")
    for name, codes in places.items():
        if name == "notes":
            yield from (say("join_note", note=note) for note in codes)
            continue
        if name in ("shape_codes", "town_hall_codes"):
            yield say(f"places.{name}")
            yield from codes_lines(codes, language)
            continue
        yield say(
            "places_row", what=say(f"places.{name}"), count=count(len(codes)), codes=_shown(codes)
        )


def _citation(source: dict[str, Any], language: str | None) -> str:
    day = source["reference_date"] or messages.text("report.undated", language)
    named = {name: source[name] for name in ("producer", "title", "licence")}
    return messages.text("report.citation", language, day=day, **named)


def _shown(codes: Iterable[str]) -> str:
    shown = list(codes)
    if not shown:
        return ""
    return " — " + ", ".join(shown[:CODES_SHOWN]) + (", …" if len(shown) > CODES_SHOWN else "")


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


def _join(join: dict[str, Any], language: str | None) -> Iterator[str]:
    def say(key: str, **values: object) -> str:
        return messages.text(f"build.{key}", language, **values)

    def count(value: float | None) -> str:
        return messages.number(value, language)

    yield from ("", say("join_title", source=join["source_id"], file=join["file_name"]), "")
    yield say(
        "join_rows",
        published=count(join["published_rows"]),
        kept=count(join["kept_rows"]),
        with_row=count(join["communes_with_row"]),
        without_row=count(join["communes_without_row"]),
        people=count(join["people_without_row"]),
    )
    yield from codes_lines(join["codes"], language)
    if unknown := join["communes_of_unknown_population"]:
        yield say("join_people_unknown", count=count(unknown))
    for reason, codes in join["dropped"].items():
        amounts = "".join(
            f"{name} {count(value)} ; " for name, value in join["dropped_amounts"][reason].items()
        )
        if (people := join["dropped_people"][reason]) is not None:
            amounts += say("codes.people", people=count(people))
        yield say(
            "join_dropped",
            reason=say(f"reason.{reason}"),
            count=count(len(codes)),
            amounts=amounts,
            codes=_shown(codes).removeprefix(" — "),
        )
    for what, codes in join["changed"].items():
        yield say(
            "join_changed",
            what=say(f"changed.{what}"),
            count=count(len(codes)),
            codes=_shown(codes).removeprefix(" — "),
        )
    if join["partly_blank"]:
        codes = join["partly_blank"]
        yield say("join_partly", count=count(len(codes)), codes=_shown(codes).removeprefix(" — "))
    for note in join["notes"]:
        yield say("join_note", note=note)


def _mobile(mobile: dict[str, Any], language: str | None) -> Iterator[str]:
    def say(key: str, **values: object) -> str:
        return messages.text(f"build.mobile.{key}", language, **values)

    yield from ("", say("title"), "")
    for layer in mobile["layers"]:
        yield say(
            "layer",
            operator=layer["operator"],
            file=layer["file"],
            count=messages.number(layer["features_count"], language),
            without=messages.number(layer["without_shape_count"], language),
            repaired=messages.number(layer["repaired_count"], language),
            none=messages.number(layer["without_surface_count"], language),
            zones=", ".join(layer["zones"]) or say("no_zone"),
        )
    if mobile["zones_without"]:
        yield say("zones_without", zones=", ".join(mobile["zones_without"]))
    if mobile["mainland_incomplete"]:
        yield say("mainland_incomplete", parts=", ".join(mobile["mainland_incomplete"]))
    yield say("finer", count=messages.number(mobile["finer_communes_count"], language))
    without = mobile["communes_without_shape"]
    yield say("without_shape", count=messages.number(len(without), language), codes=_shown(without))


def _mediation(mediation: dict[str, Any], language: str | None) -> Iterator[str]:
    yield from ("", messages.text("build.mediation.title", language), "")
    for name, found in mediation.items():
        if name == "notes":
            continue
        if name == "codes":
            yield from codes_lines(found, language)
            continue
        yield messages.text(
            "build.places_row",
            language,
            what=messages.text(f"build.mediation.{name}", language),
            count=messages.number(found if isinstance(found, int) else len(found), language),
            codes=_shown([] if isinstance(found, int) else found),
        )
    for note in mediation["notes"]:
        yield messages.text("build.join_note", language, note=note)


def _counters(counters: dict[str, Any], language: str | None) -> Iterator[str]:
    def say(key: str, **values: object) -> str:
        return messages.text(f"build.{key}", language, **values)

    def count(value: float | None, digits: int = 0) -> str:
        return messages.number(value, language, digits=digits)

    for name, found in counters.items():
        if name.startswith(("hours_", "weekly_hours_")) or name in (*_TOLD_APART, "notes"):
            continue
        if name == "codes":
            yield from codes_lines(found, language)
            continue
        if name == "elsewhere":
            pairs = [
                f"{one['counter_code']} ({one['declared']} → {one['located']})" for one in found
            ]
            yield say("counters_elsewhere", count=count(len(found)), pairs=_shown(pairs))
            continue
        yield say(
            "places_row",
            what=say(f"counters.{name}"),
            count=count(found if isinstance(found, int) else len(found)),
            codes=_shown([] if isinstance(found, int) else found),
        )
    yield from _counters_apart(counters, language)
    for note in counters["notes"]:
        yield say("join_note", note=note)
    yield from ("", say("hours_title"), "")
    published = counters["published_rows"] - len(counters["hours_none"])
    yield say(
        "hours_read",
        read=count(counters["hours_read"]),
        published=count(published),
        share=messages.percent(
            counters["hours_read"] / published if published else None, language, digits=1
        ),
    )
    yield say(
        "hours_none",
        count=count(len(counters["hours_none"])),
        codes=_shown(counters["hours_none"]),
    )
    yield say(
        "hours_spread",
        median=count(counters["weekly_hours_median"], 1),
        p5=count(counters["weekly_hours_p5"], 1),
    )
    for one in counters["hours_flagged"]:
        yield say(
            "hours_flagged",
            code=one["counter_code"],
            name=one["counter_name"],
            flag=say(f"hours_flag.{one['flag']}"),
            hours=count(one["weekly_hours"], 1),
            sum=count(one["published_weekly_hours"], 1),
            published=one["published"],
        )
    yield from _conditions(counters, language)


def _conditions(counters: dict[str, Any], language: str | None) -> Iterator[str]:
    def say(key: str, **values: object) -> str:
        return messages.text(f"build.{key}", language, **values)

    def count(value: float | None, digits: int = 0) -> str:
        return messages.number(value, language, digits=digits)

    found = counters["hours_conditional"]
    partly = [one for one in found if one["saturday"] in CONDITIONS]
    yield say("hours_conditional_count", count=count(len(found)), saturdays=count(len(partly)))
    for one in found:
        yield say(
            "hours_conditional",
            code=one["counter_code"],
            name=one["counter_name"],
            condition=say(f"hours_condition.{one['condition']}"),
            saturday=say(
                f"hours_saturday.{one['saturday']}",
                count=count(WEEKS_A_YEAR * (one["saturday_share"] or 0.0)),
            ),
            hours=count(one["weekly_hours"], 1),
            said=count(one["hours_taken_as_said"], 1),
            words=one["words"],
        )
    left = counters["hours_comments_left"]
    yield say("hours_comments_left_count", count=count(len(left)))
    for one in left:
        yield say(
            "hours_comments_left",
            code=one["counter_code"],
            name=one["counter_name"],
            words=one["words"],
        )


# What is told of the counters a line each, after the rest.
_TOLD_APART = ("travel_by_words", "doubles", "far")


def _counters_apart(counters: dict[str, Any], language: str | None) -> Iterator[str]:
    """Yield what the build made of counters by a rule: one line each, so that it can be denied."""

    def say(key: str, **values: object) -> str:
        return messages.text(f"build.{key}", language, **values)

    def count(value: float | None, digits: int = 0) -> str:
        return messages.number(value, language, digits=digits)

    yield say("counters_travel", count=count(len(counters["travel_by_words"])))
    for one in counters["travel_by_words"]:
        yield say(
            "counters_travel_row",
            code=one["counter_code"],
            name=one["counter_name"],
            reason=say(f"travel_reason.{one['reason']}"),
        )
    yield say("counters_doubles", count=count(len(counters["doubles"])))
    for one in counters["doubles"]:
        yield say(
            "counters_doubles_row",
            code=one["counter_code"],
            name=one["counter_name"],
            door=one["double_of_code"],
            door_name=one["door_name"],
            address=one["address"],
            metres=count(one["metres"]),
        )
    pairs = [
        f"{one['counter_code']} ({one['declared']}, "
        + (say("not_degrees") if one["km"] is None else f"{count(one['km'])} km")
        + ")"
        for one in counters["far"]
    ]
    yield say("counters_far", count=count(len(pairs)), limit=count(FAR_KM), pairs=_shown(pairs))


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
