"""The tables of the method page: what choices change, how far figures can be trusted. HTML."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from territory.contract import Status
from territory.indicators import DIMENSIONS, INDICATORS, Indicator
from territory.look.parts import wide_table
from territory.messages import number, percent, signed, text
from territory.messages.figures import written
from territory.messages.rounding import rounded_estimate
from territory.tables import DataInUse

_STATUSES = tuple(str(one) for one in Status)
# Figures of the validation that are ratios, not shares.
_RATIO = "ratio_"


def _heads(topic: str, names: Sequence[str], language: str | None) -> list[str]:
    return [text(f"choices.{topic}.{name}", language) for name in names]


def weights_html(told: pd.DataFrame, matrix: pd.DataFrame, language: str | None = None) -> str:
    """Return the weights given beside what they really weigh, and how dimensions go together.

    Parameters
    ----------
    told : DataFrame
        As `territory.method.weights_told` gives it.
    matrix : DataFrame
        As `territory.method.correlations` gives it.
    """
    names = [text(f"columns.{name}_score.label", language) for name in DIMENSIONS]
    columns = ("dimension", "given", "real", "spearman")
    rows = [
        [
            label,
            percent(given, language),
            percent(real, language),
            number(spearman, language, digits=2),
            *(number(one, language, digits=2) for one in beside),
        ]
        for label, given, real, spearman, beside in zip(
            names,
            told["given_share"],
            told["correlation_ratio_share"],
            told["spearman"],
            matrix[list(DIMENSIONS)].to_numpy(float),
            strict=True,
        )
    ]
    heads = _heads("weights", columns, language) + [
        text("choices.weights.with", language, dimension=text(f"method.dimension.{one}", language))
        for one in DIMENSIONS
    ]
    note = text("choices.weights.note", language)
    return wide_table(text("choices.weights.caption", language), heads, rows, notes=[note])


def effects_html(table: pd.DataFrame, language: str | None = None) -> str:
    """Return what each named choice changes; `table` as `territory.method.effects_table` gives it."""
    columns = ("choice", "entering", "leaving", "entering_people", "leaving_people", "spearman")
    rows = [
        [
            text(
                "choices.effects.name",
                language,
                profile=text(f"method.profile_name.{row['profile_name']}", language),
                aggregation=text(f"choices.say.aggregation.{row['aggregation_name']}", language),
            ),
            *(number(row[f"{one}_count"], language) for one in ("entering", "leaving")),
            *(
                number(rounded_estimate(row[f"{one}_people"]), language)
                for one in ("entering", "leaving")
            ),
            number(row["spearman"], language, digits=2),
        ]
        for _, row in table.iterrows()
    ]
    return wide_table(
        text("choices.effects.caption", language),
        _heads("effects", columns, language),
        rows,
        notes=[text("choices.effects.note", language)],
    )


def robustness_html(counts: pd.Series, language: str | None = None) -> str:
    """Return how the worst decile holds; `counts` as `territory.method.robustness_counts` gives them."""
    total = float(counts.sum())
    rows = [
        [
            text(f"list.robustness.{name}", language),
            number(count, language),
            percent(count / total, language),
            text(f"choices.robustness.meaning.{name}", language),
        ]
        for name, count in counts.items()
    ]
    return wide_table(
        text("choices.robustness.caption", language, count=number(total, language)),
        _heads("robustness", ("name", "communes", "share", "means"), language),
        rows,
        words=(3,),
    )


def sensitivity_html(shares: pd.DataFrame, language: str | None = None) -> str:
    """Return which choice moves ranks most; `shares` of `territory.robustness.Sensitivity`."""
    rows = [
        [
            text(f"cli.robustness.name.{name}", language),
            percent(row["first_order_share"], language),
            percent(row["total_order_share"], language),
        ]
        for name, row in shares.sort_values("total_order_share", ascending=False).iterrows()
    ]
    return wide_table(
        text("choices.sensitivity.caption", language),
        _heads("sensitivity", ("choice", "first", "total"), language),
        rows,
    )


def validation_html(table: pd.DataFrame, language: str | None = None) -> str:
    """Return published figures beside the estimate; `table` of `territory.illectronism.validation`."""
    rows = []
    for name, row in table.iterrows():
        is_ratio = str(name).startswith(_RATIO)

        def share(value: float, is_ratio: bool = is_ratio) -> str:
            if is_ratio:
                return number(value, language, digits=1)
            return percent(value, language, digits=1)

        gap = row["gap"] if is_ratio else 100 * row["gap"]
        interval = (
            ""
            if pd.isna(row["low"])
            else text(
                "choices.validation.interval",
                language,
                low=share(row["low"]),
                high=share(row["high"]),
            )
        )
        verdict = (
            ""
            if pd.isna(row["is_met"])
            else text("map.card.yes" if row["is_met"] else "map.card.no", language)
        )
        rows.append(
            [
                text(f"illectronism.fact.{name}", language),
                share(row["published"]),
                share(row["expected"]),
                share(row["modelled"]),
                signed(gap, language, digits=1),
                interval,
                verdict,
                text(f"illectronism.used_for.{row['used_for']}", language),
            ]
        )
    columns = ("figure", "published", "expected", "modelled", "gap", "range", "met", "used_for")
    return wide_table(
        text("choices.validation.caption", language),
        _heads("validation", columns, language),
        rows,
        notes=[text("choices.validation.note", language)],
        words=(6, 7),
    )


def completeness_html(table: pd.DataFrame, hours_share: float, language: str | None = None) -> str:
    """Return how complete the tables are, in communes by status and in people.

    Parameters
    ----------
    table : DataFrame
        As `territory.tables.completeness.completeness` gives it.
    hours_share : float
        As `territory.tables.completeness.hours_known_share` gives it.
    """
    rows = [
        [
            text(f"choices.completeness.group.{str(name).removesuffix('_status')}", language),
            percent(row["known_share"], language, digits=1),
            percent(row["known_people_share"], language, digits=1),
            *(number(row[f"{status}_count"], language) for status in _STATUSES),
        ]
        for name, row in table.iterrows()
    ]
    heads = _heads("completeness", ("name", "communes", "people"), language)
    heads += [text(f"report.status.{status}", language) for status in _STATUSES]
    hours = text(
        "choices.completeness.hours", language, share=percent(hours_share, language, digits=1)
    )
    return wide_table(
        text("choices.completeness.caption", language),
        heads,
        rows,
        notes=[hours, text("choices.completeness.note", language)],
    )


def indicators_html(language: str | None = None) -> str:
    """Return the indicators: dimension, goalposts, weight inside the dimension, modelled or not."""
    rows = [
        [
            text(f"columns.{one.name}.label", language),
            text(f"method.dimension.{one.dimension}", language),
            written(one.name, one.best, language),
            written(one.name, one.worst, language),
            _weight(one, language),
            text(
                "report.status.modelled" if one.is_modelled else "report.status.observed", language
            ),
        ]
        for one in INDICATORS
    ]
    columns = ("name", "dimension", "best", "worst", "weight", "nature")
    return wide_table(
        text("choices.indicators.caption", language),
        _heads("indicators", columns, language),
        rows,
        words=(1, 4, 5),
    )


def _weight(one: Indicator, language: str | None) -> str:
    if not one.weight:
        return text("choices.indicators.shown", language)
    weight = number(one.weight, language)
    if not one.stands_for:
        return weight
    other = text(f"columns.{one.stands_for}.label", language)
    return text("choices.indicators.stands_for", language, weight=weight, other=other)


def sources_html(in_use: DataInUse, language: str | None = None) -> str:
    """Return the sources of the data in use: what, who, of when, under which licence."""
    rows = [
        [
            source.title,
            source.producer,
            source.day_text(language),
            str(source.geography_year),
            source.licence,
        ]
        for source in in_use.sources
    ]
    columns = ("title", "producer", "date", "geography", "licence")
    return wide_table(
        text("choices.sources.caption", language, fingerprint=in_use.fingerprint),
        _heads("sources", columns, language),
        rows,
        words=(1, 2, 3, 4),
    )
