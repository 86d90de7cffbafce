"""An answer of a plan on a page: the sentence with its proof, the map, the curve, the table."""

from __future__ import annotations

from markupsafe import Markup

from territory.look import parts
from territory.look.charts import image_html
from territory.messages import Words
from territory.plan.shown import Rows, Shown


def shown_html(shown: Shown, words: Words) -> str:
    """Return an answer, its title and its first line apart; ``plan/plan.css`` gives its looks."""
    curve = shown.curve
    return parts.render(
        "plan/plan.html",
        answer=parts.sentences(shown.answer)
        if len(shown.answer) > 1
        else parts.paragraph(shown.answer[0], "answer"),
        proof=shown.proof,
        maps=maps_html(shown, words),
        legend=shown.legend,
        signs=shown.signs,
        curve_title=curve.title if curve else "",
        curve=image(curve.svg) if curve else "",
        elbow=curve.elbow if curve else "",
        budgets=parts.details(words.text("plan.page.curve.budgets"), parts.items(curve.budgets))
        if curve
        else "",
        beside=table_html(shown.beside) if shown.beside else "",
        table=table_html(shown.table) if shown.table else "",
        remarks=parts.items(shown.remarks, "remarks") if shown.remarks else "",
    )


def maps_html(shown: Shown, words: Words) -> list[tuple[str, Markup]]:
    """Return the maps of an answer, each with the name of its zone."""
    return [(words.text(f"map.zone.{zone}"), image(svg)) for zone, svg in shown.maps]


def table_html(table: Rows) -> Markup:
    """Return a table as wide as the page."""
    return parts.wide_table(
        table.caption,
        table.heads,
        table.cells,
        words=table.words,
        notes=table.notes,
        name=table.name,
    )


def image(svg: str) -> Markup:
    """Return a drawing as an image of a page."""
    return Markup(image_html(svg))  # noqa: S704 - drawn by this package, names in it escaped
