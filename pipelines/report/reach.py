"""Tell what part of France each file holds, and which files were passed over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipelines.notes import MOST_SHOWN
from territory.messages import Words
from territory.plain_text import some


def reach_lines(report: dict[str, Any], words: Words) -> Iterator[str]:
    """Yield, for the report, what files are parts, what they lack, and which were passed over."""

    def say(key: str, **values: object) -> str:
        return words.text(f"build.reach.{key}", **values)

    yield from ("", say("title"), "")
    lines = []
    if report["covers"]:
        lines.append(say("covers", departements=some(report["covers"], most=MOST_SHOWN)))
    for reach in report["reach"]:
        names = {"source": reach["source_id"], "file": reach["file_name"]}
        if reach["part"] and reach["part_by"] != "covers":
            by = say(f"by_{reach['part_by']}")
            lines.append(
                say("part", departements=some(reach["part"], most=MOST_SHOWN), by=by, **names)
            )
        if reach["absent_departements"]:
            lines.append(
                say(
                    "absent",
                    departements=some(reach["absent_departements"], most=MOST_SHOWN),
                    **names,
                )
            )
        if codes := reach["absent_communes"]:
            count = words.number(len(codes))
            lines.append(
                say("absent_communes", count=count, codes=some(codes, most=MOST_SHOWN), **names)
            )
    for chosen in report["passed_over"]:
        left = ", ".join(
            f"{name} ({day or words.text('report.undated')})"
            for name, day in chosen["left"].items()
        )
        day = chosen["day"] or words.text("report.undated")
        key = "tie" if chosen["is_tie"] else "passed_over"
        lines.append(
            say(key, source=chosen["source_id"], file=chosen["file_name"], day=day, left=left)
        )
    yield from lines or [say("none")]
