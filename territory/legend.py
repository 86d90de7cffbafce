"""The legend of the bivariate map, and the map told in words: counts and HTML, no folium.

Drawn beside the map, not inside it, so that it is always visible and reads as a table.
"""

from __future__ import annotations

from html import escape

import pandas as pd

from territory import palette
from territory.contract import unit_of
from territory.indicators import INDICATORS, Indicator
from territory.messages import number, text
from territory.scores import CLASS_BREAKS

CLASS_COLUMNS = ["need_class", "counters_class"]


def class_counts(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the communes and the people of each of the nine classes.

    Parameters
    ----------
    rows : DataFrame
        One row a commune, as `territory.priorities.ranked_communes` gives it.

    Returns
    -------
    DataFrame
        Index (need class, counters class), nine rows; columns ``communes_count`` and
        ``population_people``, the latter missing if no population of the class is known.
        Communes without a class are in none of them: see `unclassed`.
    """
    nine = pd.MultiIndex.from_product([palette.CLASSES, palette.CLASSES], names=CLASS_COLUMNS)
    classed = rows.dropna(subset=CLASS_COLUMNS).astype(dict.fromkeys(CLASS_COLUMNS, "int64"))
    people = classed.groupby(CLASS_COLUMNS)["population_people"]
    counts = people.size().reindex(nine, fill_value=0)
    return pd.DataFrame(
        {"communes_count": counts, "population_people": people.sum(min_count=1).reindex(nine)}
    )


def unclassed(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the communes that miss one of the two classes."""
    return rows[rows[CLASS_COLUMNS].isna().any(axis="columns")]


def class_limits(dimension: str) -> tuple[Indicator | None, tuple[float, float]]:
    """Return the two limits between the classes of a dimension, in real units if it has one.

    Parameters
    ----------
    dimension : str
        ``"need"`` or ``"counters"``.

    Returns
    -------
    indicator : Indicator or None
        The dimension's indicator, if it has only one.
    limits : tuple of float
        In the indicator's unit; in points of score if the dimension has several indicators,
        for then a limit has no single value in real units.
    """
    low, high = CLASS_BREAKS[dimension]
    of_dimension = [one for one in INDICATORS if one.dimension == dimension and one.weight > 0]
    if len(of_dimension) != 1:
        return None, (low, high)
    (only,) = of_dimension
    span = only.worst - only.best
    return only, (only.best + span * low / 100, only.best + span * high / 100)


def class_labels(dimension: str, language: str | None = None) -> tuple[str, str, str]:
    """Return what each class of a dimension spans, in words and units, as in ``16 to 19%``."""
    indicator, (low, high) = class_limits(dimension)
    low_words = _with_unit(_limit_number(low, indicator, language), indicator, language)
    high_words = _with_unit(_limit_number(high, indicator, language), indicator, language)
    low_number = _limit_number(low, indicator, language)
    return (
        text("map.legend.below", language, upper=low_words),
        text("map.legend.between", language, lower=low_number, upper=high_words),
        text("map.legend.above", language, lower=high_words),
    )


def _limit_number(value: float, indicator: Indicator | None, language: str | None) -> str:
    is_share = indicator is not None and indicator.name.endswith("_share")
    shown = 100 * value if is_share else value
    return number(shown, language, digits=0 if abs(shown - round(shown)) < 0.05 else 1)


def _with_unit(value: str, indicator: Indicator | None, language: str | None) -> str:
    unit = "points" if indicator is None else unit_of(indicator.name).suffix.removeprefix("_")
    return text(f"map.unit.{unit}", language, value=value)


def axis_name(dimension: str, language: str | None = None) -> str:
    """Return what a dimension's classes are measured in."""
    indicator, _ = class_limits(dimension)
    return text(f"map.legend.axis.{indicator.name if indicator else 'score'}", language)


def legend_html(rows: pd.DataFrame, counters: pd.DataFrame, language: str | None = None) -> str:
    """Return the legend: a 3×3 table with the counts, the hatch, the counters' signs.

    Parameters
    ----------
    rows : DataFrame
        One row a commune, as `territory.priorities.ranked_communes` gives it.
    counters : DataFrame
        The counters on the map.
    language : str, optional
        Language of the words.

    Returns
    -------
    str
        HTML, with `legend_style` for its looks.
    """
    itinerant_count = int(counters["is_itinerant"].sum())
    signs = [
        ("no-data", _no_data_words(rows, language)),
        *(
            (sign, text(f"map.legend.{sign}", language, count=number(count, language)))
            for sign, count in (
                ("fixed", len(counters) - itinerant_count),
                ("itinerant", itinerant_count),
            )
        ),
    ]
    items = "".join(
        f'<li><i class="{sign}"></i><span>{escape(words)}</span></li>' for sign, words in signs
    )
    notes = " ".join(text(f"map.legend.{key}", language) for key in ("caption", "breaks"))
    return (
        f'<section class="territory-legend" aria-label="{escape(text("map.legend.title", language))}">'
        f"{_grid(rows, language)}<p>{escape(notes)}</p><ul>{items}</ul></section>"
    )


def _grid(rows: pd.DataFrame, language: str | None) -> str:
    counts = class_counts(rows)
    need_limits = class_labels("need", language)
    head = "".join(
        f'<th scope="col">{_class_name("class", one, language)}'
        f"<small>{escape(need_limits[one - 1])}</small></th>"
        for one in palette.CLASSES
    )
    body = "".join(_grid_row(one, counts, language) for one in reversed(palette.CLASSES))
    return (
        f"<table><caption>{_axis('counters', language)}{_axis('need', language)}</caption>"
        f"<tbody>{body}</tbody><tfoot><tr><td></td>{head}</tr></tfoot></table>"
    )


def _axis(dimension: str, language: str | None) -> str:
    arrow = {"need": "→", "counters": "↑"}[dimension]
    return (
        f"<span>{arrow} <b>{escape(text(f'map.legend.{dimension}', language))}</b> "
        f"{escape(axis_name(dimension, language))}</span>"
    )


def _grid_row(counters_class: int, counts: pd.DataFrame, language: str | None) -> str:
    limits = class_labels("counters", language)[counters_class - 1]
    cells = "".join(
        _grid_cell(need_class, counters_class, counts, language) for need_class in palette.CLASSES
    )
    return (
        f'<tr><th scope="row">{_class_name("counters_class", counters_class, language)}'
        f"<small>{escape(limits)}</small></th>{cells}</tr>"
    )


def _grid_cell(
    need_class: int, counters_class: int, counts: pd.DataFrame, language: str | None
) -> str:
    colour = palette.BIVARIATE[need_class, counters_class]
    communes_count = int(counts["communes_count"].loc[need_class, counters_class])
    people = float(counts["population_people"].loc[need_class, counters_class])
    people_words = number(people, language) if communes_count else "–"
    return (
        f'<td style="background:{colour};color:{palette.ink_on(colour)}">'
        f"<b>{number(communes_count, language)}</b><small>{people_words}</small></td>"
    )


def _class_name(kind: str, one: int, language: str | None) -> str:
    return escape(text(f"map.legend.{kind}.{one}", language))


def _no_data_words(rows: pd.DataFrame, language: str | None) -> str:
    without = unclassed(rows)
    if without.empty:
        return text("map.legend.no_data_none", language)
    people = without["population_people"].sum(min_count=1)
    return text(
        "map.legend.no_data_unknown" if pd.isna(people) else "map.legend.no_data",
        language,
        communes=communes_in_words(len(without), language),
        people=number(people, language),
    )


def communes_in_words(count: int, language: str | None = None) -> str:
    """Write a number of communes, in the singular or the plural."""
    if count == 1:
        return text("map.legend.one_commune", language)
    return text("map.legend.communes", language, count=number(count, language))


def summary(rows: pd.DataFrame, language: str | None = None) -> str:
    """Tell the map in a few sentences, with counts, for those who do not see it.

    Parameters
    ----------
    rows : DataFrame
        One row a commune, as `territory.priorities.ranked_communes` gives it.
    language : str, optional
        Language of the sentences.
    """
    if len(unclassed(rows)) == len(rows):
        communes = communes_in_words(len(rows), language)
        return text("map.summary.none_classed", language, communes=communes)
    is_high = rows["need_class"].eq(3) & rows["counters_class"].eq(3)
    high = rows[is_high.fillna(False).to_numpy(dtype=bool)]
    low_count = int(class_counts(rows)["communes_count"].loc[1, 1])
    without_count = len(unclassed(rows))
    values = {
        "communes": communes_in_words(len(rows), language),
        "high": number(len(high), language),
        "people": number(high["population_people"].sum(min_count=1), language),
        "illectronism": number(high["illectronism_people"].sum(min_count=1), language),
    }
    key = {0: "both_none", 1: "both_one"}.get(len(high), "both")
    sentences = [text(f"map.summary.{key}", language, **values)]
    if low_count:
        low = communes_in_words(low_count, language)
        sentences.append(text("map.summary.neither", language, low=low))
    if not high.empty:
        names = ", ".join(high["commune_name"].head(3))
        sentences.append(text("map.summary.first", language, names=names))
    if without_count:
        key = "no_data_one" if without_count == 1 else "no_data"
        communes = communes_in_words(without_count, language)
        sentences.append(text(f"map.summary.{key}", language, communes=communes))
    return " ".join(sentences)


def legend_style() -> str:
    """Return the style sheet of the legend."""
    return f"""
.territory-legend {{ font-family: {palette.FONT}; color: {palette.INK}; font-size: .82rem;
  line-height: 1.3; }}
.territory-legend table {{ border-collapse: separate; border-spacing: 2px; width: 100%;
  max-width: 24rem; table-layout: fixed; }}
.territory-legend caption {{ text-align: left; padding: 0 0 .5rem; }}
.territory-legend caption span {{ display: block; color: {palette.SOFT_INK}; }}
.territory-legend caption b {{ color: {palette.INK}; }}
.territory-legend th {{ font-weight: 600; padding: .2rem .25rem; border: 0; vertical-align: top; }}
.territory-legend tr > :first-child {{ width: 6.7rem; }}
.territory-legend th[scope=row] {{ text-align: right; vertical-align: middle; white-space: nowrap; }}
.territory-legend th[scope=col] {{ text-align: center; }}
.territory-legend td {{ text-align: center; padding: .55rem .1rem; border: 0; }}
.territory-legend tbody td {{ box-shadow: inset 0 0 0 1px {palette.RULE}; }}
.territory-legend b {{ font-size: .95rem; }}
.territory-legend small {{ display: block; font-size: .72rem; font-weight: 400; }}
.territory-legend th small {{ color: {palette.SOFT_INK}; }}
.territory-legend caption b {{ font-size: inherit; }}
.territory-legend p {{ margin: .5rem 0; font-size: .75rem; color: {palette.SOFT_INK}; }}
.territory-legend ul {{ list-style: none; margin: 0; padding: 0; }}
.territory-legend li {{ display: grid; grid-template-columns: 1.7rem 1fr; align-items: center;
  gap: .5rem; margin: 0 0 .4rem; font-size: .82rem; }}
.territory-legend i {{ box-sizing: border-box; justify-self: center; }}
.territory-legend .no-data {{ {palette.no_data_css()} width: 1.6rem; height: 1.1rem;
  border: 1px solid {palette.COMMUNE_LINE}; }}
.territory-legend .fixed, .territory-legend .itinerant {{ width: .8rem; height: .8rem;
  border: .17rem solid {palette.INK}; background: {palette.PAPER}; }}
.territory-legend .fixed {{ border-radius: 50%; }}
.territory-legend .itinerant {{ transform: rotate(45deg); }}
"""
