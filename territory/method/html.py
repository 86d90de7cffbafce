"""The tables of the method page: what choices change, how far figures can be trusted. HTML."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from territory.contract import Status
from territory.illectronism.report import external_label, external_verdict
from territory.indicators import DIMENSIONS, INDICATORS, Indicator
from territory.look.glossary import explained
from territory.look.parts import wide_table
from territory.messages import Words
from territory.tables import DataInUse

_STATUSES = tuple(str(one) for one in Status)
# Figures of the validation that are ratios, not shares.
_RATIO = "ratio_"


def _heads(topic: str, names: Sequence[str], words: Words) -> list[str]:
    return [words.text(f"choices.{topic}.{name}") for name in names]


def weights_html(told: pd.DataFrame, matrix: pd.DataFrame, words: Words) -> str:
    """Return the weights given beside what they really weigh, and how dimensions go together.

    Parameters
    ----------
    told : DataFrame
        As `territory.method.weights_told` gives it.
    matrix : DataFrame
        As `territory.method.correlations` gives it.
    """
    names = [words.text(f"columns.{name}_score.label") for name in DIMENSIONS]
    columns = ("dimension", "given", "real", "spearman")
    rows = [
        [
            label,
            words.percent(given),
            words.percent(real),
            words.number(spearman, digits=2),
            *(words.number(one, digits=2) for one in beside),
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
    heads = _heads("weights", columns, words) + [
        words.text("choices.weights.with", dimension=words.text(f"method.dimension.{one}"))
        for one in DIMENSIONS
    ]
    note = words.text("choices.weights.note")
    return wide_table(words.text("choices.weights.caption"), heads, rows, notes=[note])


def effects_html(table: pd.DataFrame, words: Words) -> str:
    """Return what each named choice changes; `table` as `territory.method.effects_table` gives it."""
    columns = ("choice", "entering", "leaving", "entering_people", "leaving_people", "spearman")
    rows = [
        [
            words.text(
                "choices.effects.name",
                profile=words.text(f"method.profile_name.{row['profile_name']}"),
                aggregation=words.text(f"choices.say.aggregation.{row['aggregation_name']}"),
            ),
            *(words.number(row[f"{one}_count"]) for one in ("entering", "leaving")),
            *(words.estimate(row[f"{one}_people"]) for one in ("entering", "leaving")),
            words.number(row["spearman"], digits=2),
        ]
        for _, row in table.iterrows()
    ]
    return wide_table(
        words.text("choices.effects.caption"),
        _heads("effects", columns, words),
        rows,
        notes=[words.text("choices.effects.note")],
    )


def robustness_html(counts: pd.Series, words: Words) -> str:
    """Return how the worst decile holds; `counts` as `territory.method.robustness_counts` gives them."""
    total = float(counts.sum())
    rows = [
        [
            words.text(f"list.robustness.{name}"),
            words.number(count),
            words.percent(count / total),
            explained(words.text(f"choices.robustness.meaning.{name}"), words),
        ]
        for name, count in counts.items()
    ]
    return wide_table(
        words.text("choices.robustness.caption", count=words.number(total)),
        _heads("robustness", ("name", "communes", "share", "means"), words),
        rows,
        words=(3,),
    )


def sensitivity_html(shares: pd.DataFrame, words: Words) -> str:
    """Return which choice moves ranks most; `shares` of `territory.robustness.Sensitivity`."""
    rows = [
        [
            words.text(f"cli.robustness.name.{name}"),
            words.percent(row["first_order_share"]),
            words.percent(row["total_order_share"]),
        ]
        for name, row in shares.sort_values("total_order_share", ascending=False).iterrows()
    ]
    return wide_table(
        words.text("choices.sensitivity.caption"),
        _heads("sensitivity", ("choice", "first", "total"), words),
        rows,
    )


def validation_html(table: pd.DataFrame, words: Words) -> str:
    """Return published figures beside the estimate; `table` of `territory.illectronism.validation`."""
    rows = []
    for name, row in table.iterrows():
        is_ratio = str(name).startswith(_RATIO)

        def share(value: float, is_ratio: bool = is_ratio) -> str:
            if is_ratio:
                return words.number(value, digits=1)
            return words.percent(value, digits=1)

        gap = row["gap"] if is_ratio else 100 * row["gap"]
        verdict = (
            ""
            if pd.isna(row["is_met"])
            else words.text("map.card.yes" if row["is_met"] else "map.card.no")
        )
        rows.append(
            [
                words.text(f"illectronism.fact.{name}"),
                share(row["published"]),
                share(row["modelled"]),
                words.signed(gap, digits=1),
                verdict,
                words.text(f"illectronism.used_for.{row['used_for']}"),
            ]
        )
    columns = ("figure", "published", "modelled", "gap", "met", "used_for")
    return wide_table(
        words.text("choices.validation.caption"),
        _heads("validation", columns, words),
        rows,
        notes=[words.text("choices.validation.note")],
        words=(4, 5),
    )


def external_html(table: pd.DataFrame, communes: pd.DataFrame, words: Words) -> str:
    """Return the figures published below the nation beside the estimate.

    Parameters
    ----------
    table : DataFrame
        As `territory.illectronism.external.external_table` gives it.
    communes : DataFrame
        For the names of regions and départements.
    """

    def share(value: float) -> str:
        return "" if pd.isna(value) else words.percent(value, digits=1)

    rows = []
    for _, row in table.iterrows():
        is_compared = not pd.isna(row["low"])
        interval = words.text(
            "choices.validation.interval", low=share(row["low"]), high=share(row["high"])
        )
        rows.append(
            [
                external_label(row, communes, words),
                share(row["share"]),
                share(row["expected"]) if is_compared else "",
                share(row["modelled"]),
                words.signed(100 * row["gap"], digits=1) if is_compared else "",
                interval if is_compared else "",
                external_verdict(row, words).replace("**", ""),
            ]
        )
    columns = ("figure", "published", "expected", "modelled", "gap", "range", "held")
    return wide_table(
        words.text("choices.validation.external_caption"),
        _heads("validation", columns, words),
        rows,
        notes=[words.text("choices.validation.external_note")],
        words=(6,),
    )


def completeness_html(table: pd.DataFrame, hours_share: float, words: Words) -> str:
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
            words.text(f"choices.completeness.group.{str(name).removesuffix('_status')}"),
            words.percent(row["known_share"], digits=1),
            words.percent(row["known_people_share"], digits=1),
            *(words.number(row[f"{status}_count"]) for status in _STATUSES),
        ]
        for name, row in table.iterrows()
    ]
    heads = _heads("completeness", ("name", "communes", "people"), words)
    heads += [words.text(f"report.status.{status}") for status in _STATUSES]
    hours = words.text("choices.completeness.hours", share=words.percent(hours_share, digits=1))
    return wide_table(
        words.text("choices.completeness.caption"),
        heads,
        rows,
        notes=[hours, words.text("choices.completeness.note")],
    )


def indicators_html(words: Words) -> str:
    """Return the indicators: dimension, goalposts, weight inside the dimension, modelled or not."""
    rows = [
        [
            words.text(f"columns.{one.name}.label"),
            words.text(f"method.dimension.{one.dimension}"),
            words.figure(one.name, one.best),
            words.figure(one.name, one.worst),
            _weight(one, words),
            words.text("report.status.modelled" if one.is_modelled else "report.status.observed"),
        ]
        for one in INDICATORS
    ]
    columns = ("name", "dimension", "best", "worst", "weight", "nature")
    return wide_table(
        words.text("choices.indicators.caption"),
        _heads("indicators", columns, words),
        rows,
        words=(1, 4, 5),
    )


def _weight(one: Indicator, words: Words) -> str:
    if not one.weight:
        return words.text("choices.indicators.shown")
    weight = words.number(one.weight)
    if not one.stands_for:
        return weight
    other = words.text(f"columns.{one.stands_for}.label")
    return words.text("choices.indicators.stands_for", weight=weight, other=other)


def sources_html(in_use: DataInUse, words: Words) -> str:
    """Return the sources of the data in use: what, who, of when, under which licence."""
    rows = [
        [
            source.title,
            source.producer,
            source.day_text(words),
            str(source.geography_year),
            source.licence,
        ]
        for source in in_use.sources
    ]
    columns = ("title", "producer", "date", "geography", "licence")
    return wide_table(
        words.text("choices.sources.caption", fingerprint=in_use.fingerprint),
        _heads("sources", columns, words),
        rows,
        words=(1, 2, 3, 4),
    )
