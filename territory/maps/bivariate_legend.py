"""The legend of the bivariate map, and the map told in words: counts and HTML, no folium.

Drawn beside the map, not inside it, so that it is always visible and reads as a table.
"""

from __future__ import annotations

from html import escape

import pandas as pd

from territory.contract import unit_of
from territory.indicators import INDICATORS, Indicator, find_indicator
from territory.look import palette
from territory.maps.bivariate import DEFAULT_MAP, BivariateMap
from territory.messages import number, short_number, text
from territory.messages.figures import communes_in_words
from territory.messages.rounding import rounded_estimate
from territory.scores import CLASS_BREAKS, CLASSED_INDICATORS


def class_counts(rows: pd.DataFrame, drawn: BivariateMap = DEFAULT_MAP) -> pd.DataFrame:
    """Return the communes and the people of each of the nine classes.

    Parameters
    ----------
    rows : DataFrame
        One row a commune, as `territory.scores.ranking.ranked_communes` gives it.
    drawn : BivariateMap
        The two classes crossed.

    Returns
    -------
    DataFrame
        Index (class across, class up), nine rows; columns ``communes_count`` and
        ``population_people``, the latter missing if no population of the class is known.
        Communes without a class are in none of them: see `unclassed`.
    """
    columns = drawn.class_columns
    nine = pd.MultiIndex.from_product([palette.CLASSES, palette.CLASSES], names=columns)
    classed = rows.dropna(subset=columns).astype(dict.fromkeys(columns, "int64"))
    people = classed.groupby(columns)["population_people"]
    counts = people.size().reindex(nine, fill_value=0)
    return pd.DataFrame(
        {"communes_count": counts, "population_people": people.sum(min_count=1).reindex(nine)}
    )


def unclassed(rows: pd.DataFrame, drawn: BivariateMap = DEFAULT_MAP) -> pd.DataFrame:
    """Return the communes that miss one of the two classes."""
    return rows[rows[drawn.class_columns].isna().any(axis="columns")]


def class_limits(classed: str) -> tuple[Indicator | None, tuple[float, float]]:
    """Return the two limits between the classes of a score, in real units if it has one.

    Parameters
    ----------
    classed : str
        A key of `territory.scores.CLASS_BREAKS`: a dimension, or ``"hours"``.

    Returns
    -------
    indicator : Indicator or None
        The only indicator behind the score, if there is only one.
    limits : tuple of float
        In the indicator's unit, from the lowest class to the highest; in points of score if
        several indicators make it, for then a limit has no single value in real units.
    """
    low, high = CLASS_BREAKS[classed]
    if classed in CLASSED_INDICATORS:
        only = find_indicator(CLASSED_INDICATORS[classed])
    else:
        weighed = [one for one in INDICATORS if one.dimension == classed and one.weight > 0]
        if len(weighed) != 1:
            return None, (low, high)
        (only,) = weighed
    span = only.worst - only.best
    return only, (only.best + span * low / 100, only.best + span * high / 100)


def class_labels(classed: str, language: str | None = None) -> tuple[str, str, str]:
    """Return what each class of a score spans, in words and units, as in ``16 to 19%``."""
    indicator, limits = class_limits(classed)
    lower, upper = sorted(limits)
    upper_words = _with_unit(_limit_number(upper, indicator, language), indicator, language)
    lower_words = _with_unit(_limit_number(lower, indicator, language), indicator, language)
    below = text("map.legend.below", language, upper=lower_words)
    between = text(
        "map.legend.between",
        language,
        lower=_limit_number(lower, indicator, language),
        upper=upper_words,
    )
    above = text("map.legend.above", language, lower=upper_words)
    # Of hours per person the fewest are the worst: the classes then run downwards.
    return (below, between, above) if limits[0] <= limits[1] else (above, between, below)


def limit_in_words(
    value: float,
    indicator: Indicator | None,
    language: str | None = None,
    *,
    is_with_unit: bool = True,
) -> str:
    """Return a limit of class as a person writes it: of an indicator, or of a score if there is none."""
    written = _limit_number(value, indicator, language)
    return _with_unit(written, indicator, language) if is_with_unit else written


def _limit_number(value: float, indicator: Indicator | None, language: str | None) -> str:
    is_share = indicator is not None and indicator.name.endswith("_share")
    shown = 100 * value if is_share else value
    return number(shown, language, digits=0 if abs(shown - round(shown)) < 0.05 else 1)


def _with_unit(value: str, indicator: Indicator | None, language: str | None) -> str:
    unit = "points" if indicator is None else unit_of(indicator.name).suffix.removeprefix("_")
    return text(f"map.unit.{unit}", language, value=value)


def axis_name(classed: str, language: str | None = None) -> str:
    """Return what the classes of a score are measured in."""
    indicator, _ = class_limits(classed)
    return text(f"map.legend.axis.{indicator.name if indicator else 'score'}", language)


def grid_html(
    rows: pd.DataFrame, language: str | None = None, drawn: BivariateMap = DEFAULT_MAP
) -> str:
    """Return the nine classes as a 3×3 table with the counts of each.

    Parameters
    ----------
    rows : DataFrame
        One row a commune, as `territory.scores.ranking.ranked_communes` gives it.
    language : str, optional
        Language of the words.
    drawn : BivariateMap
        The map it explains.

    Returns
    -------
    str
        HTML, with `legend_style` for its looks.
    """
    counts = class_counts(rows, drawn)
    limits = class_labels(drawn.across, language)
    head = "".join(
        f'<th scope="col">{_class_name(drawn.across, one, language)}'
        f"<small>{escape(limits[one - 1])}</small></th>"
        for one in palette.CLASSES
    )
    body = "".join(_grid_row(one, counts, language, drawn) for one in reversed(palette.CLASSES))
    return (
        f"<table><caption>{_axis('↑', drawn.up, language)}{_axis('→', drawn.across, language)}"
        f"</caption><tbody>{body}</tbody><tfoot><tr><td></td>{head}</tr></tfoot></table>"
    )


def _axis(arrow: str, classed: str, language: str | None) -> str:
    return (
        f"<span>{arrow} <b>{escape(text(f'map.legend.{classed}', language))}</b> "
        f"{escape(axis_name(classed, language))}</span>"
    )


def _grid_row(up: int, counts: pd.DataFrame, language: str | None, drawn: BivariateMap) -> str:
    limits = class_labels(drawn.up, language)[up - 1]
    cells = "".join(_grid_cell(across, up, counts, language) for across in palette.CLASSES)
    return (
        f'<tr><th scope="row">{_class_name(drawn.up, up, language)}'
        f"<small>{escape(limits)}</small></th>{cells}</tr>"
    )


def _grid_cell(across: int, up: int, counts: pd.DataFrame, language: str | None) -> str:
    colour = palette.BIVARIATE[across, up]
    communes_count = int(counts["communes_count"].loc[across, up])
    people = float(counts["population_people"].loc[across, up])
    people_words = short_number(people, language) if communes_count else "–"
    return (
        f'<td style="background:{colour};color:{palette.ink_on(colour)}">'
        f"<b>{number(communes_count, language)}</b><small>{people_words}</small></td>"
    )


def _class_name(classed: str, one: int, language: str | None) -> str:
    return escape(text(f"map.legend.class.{classed}.{one}", language))


def summary(
    rows: pd.DataFrame, language: str | None = None, drawn: BivariateMap = DEFAULT_MAP
) -> str:
    """Tell the map in a few sentences, with counts, for those who do not see it.

    Parameters
    ----------
    rows : DataFrame
        One row a commune, as `territory.scores.ranking.ranked_communes` gives it.
    language : str, optional
        Language of the sentences.
    drawn : BivariateMap
        The map to tell.
    """
    without_count = len(unclassed(rows, drawn))
    if without_count == len(rows):
        communes = communes_in_words(len(rows), language)
        return text("map.summary.none_classed", language, communes=communes)
    across, up = (rows[column] for column in drawn.class_columns)
    high = rows[(across.eq(3) & up.eq(3)).fillna(False).to_numpy(dtype=bool)]
    low_count = int(class_counts(rows, drawn)["communes_count"].loc[1, 1])
    values = {
        "communes": communes_in_words(len(rows), language),
        "high": number(len(high), language),
        "people": number(high["population_people"].sum(min_count=1), language),
        "illectronism": number(
            rounded_estimate(high["illectronism_people"].sum(min_count=1)), language
        ),
    }
    key = {0: "both_none", 1: "both_one"}.get(len(high), "both")
    sentences = [text(f"map.summary.{drawn.name}.{key}", language, **values)]
    if low_count:
        low = communes_in_words(low_count, language)
        sentences.append(text(f"map.summary.{drawn.name}.neither", language, low=low))
    if drawn.name == "disagreement":
        sentences.append(_disagreement(across, up, language))
    elif not high.empty:
        names = ", ".join(high["commune_name"].head(3))
        sentences.append(text("map.summary.first", language, names=names))
    if without_count:
        key = "no_data_one" if without_count == 1 else "no_data"
        communes = communes_in_words(without_count, language)
        sentences.append(text(f"map.summary.{key}", language, communes=communes))
    return " ".join(sentences)


def _disagreement(hours: pd.Series, far: pd.Series, language: str | None) -> str:
    """Tell how many communes one map calls scarce and the other does not."""
    only_far = int((far.eq(3) & hours.eq(1)).sum())
    only_thin = int((far.eq(1) & hours.eq(3)).sum())
    return text(
        "map.summary.disagreement.apart",
        language,
        far=communes_in_words(only_far, language),
        thin=communes_in_words(only_thin, language),
    )


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
.territory-legend .no-data {{ background: {palette.no_data_fill()}; width: 1.6rem; height: 1.1rem;
  border: 1px solid {palette.COMMUNE_LINE}; }}
.territory-legend .fixed, .territory-legend .itinerant {{ width: .8rem; height: .8rem;
  border: .17rem solid {palette.INK}; background: {palette.PAPER}; }}
.territory-legend .fixed {{ border-radius: 50%; }}
.territory-legend .itinerant {{ transform: rotate(45deg); }}
"""
