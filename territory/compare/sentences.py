"""What there is to say of a comparison: of one territory beside the others, of several in turn.

Several are told alike: none is the subject, each figure goes from the most to the least.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from territory.compare import INTERVAL, PER_COUNTER, Compared, Comparison
from territory.messages import Words
from territory.messages.articles import with_article

# What the sentences speak of, besides people and counters.
SAID_ROWS = ("illectronism_share", "nearest_counter_minutes", "exposure_score")


def sentences(comparison: Comparison, words: Words) -> list[str]:
    """Return what there is to say, in a few sentences.

    Returns
    -------
    list of str
        Plain text: for each territory who lives there, how many struggle, its counters and its rank among
        the territories of its level; then each of `SAID_ROWS`. Nothing is said of a figure that is
        missing but that it is.
    """
    said = []
    for one in comparison.territories:
        parts = [_people(one, words), _counters(one, words), _rank(one, words)]
        said.append(" ".join(filter(None, parts)))
    tell = _beside if len(comparison.territories) == 1 else _in_turn
    return [*said, *(tell(comparison, row, words) for row in SAID_ROWS)]


def ranked_sentence(comparison: Comparison, method: str, words: Words) -> str:
    """Return whom each territory stands among, and the method in words; the method alone for none."""
    levels = [
        words.text(f"compare.ranked.{level}", count=words.number(count))
        for level, count in comparison.counts.items()
    ]
    if not levels:
        return method
    return words.text("compare.ranked.said", levels=", ".join(levels), method=method)


def _people(one: Compared, words: Words) -> str:
    figures = one.figures
    if pd.isna(figures["population_people"]):
        return words.text("compare.say.nobody_known", name=one.name)
    people = words.number(figures["population_people"])
    if figures["population_people"] == 0:
        return words.text("compare.say.nobody", name=one.name)
    if pd.isna(figures["illectronism_people"]):
        return words.text("compare.say.people_unknown", name=one.name, people=people)
    if figures[list(INTERVAL)].isna().any():
        concerned = words.estimate(figures["illectronism_people"])
        return words.text(
            "compare.say.people_only", name=one.name, people=people, concerned=concerned
        )
    low, high = (float(figures[name]) for name in INTERVAL)
    concerned, lowest, highest = (
        words.people(float(value), low, high)
        for value in (figures["illectronism_people"], low, high)
    )
    return words.text(
        "compare.say.people",
        name=one.name,
        people=people,
        concerned=concerned,
        low=lowest,
        high=highest,
    )


def _counters(one: Compared, words: Words) -> str:
    """Return how many fixed counters a territory has, and how many people for one."""
    count, people = one.figures["fixed_counters_count"], one.figures[PER_COUNTER]
    if pd.isna(count):
        return ""
    said = words.plural("compare.say.counters", count)
    if pd.isna(people) or one.figures["fixed_counters_count"] < 2:
        return f"{said}."
    return words.text("compare.say.per_counter", counters=said, people=words.number(people))


def _rank(one: Compared, words: Words) -> str:
    if one.rank is None:
        return ""
    rank, count = words.number(one.rank.rank), words.number(one.rank.count)
    return words.text(f"compare.say.rank.{one.level}", rank=rank, count=count)


def _beside(comparison: Comparison, row: str, words: Words) -> str:
    """Return a figure of the one territory, and which columns have more, less or as much."""
    first, *others = comparison.columns
    label = words.text(f"columns.{row}.label")
    value = first.figures[row]
    own = words.figure(row, value)
    if pd.isna(value):
        return words.text("compare.say.alone", label=label, value=own)
    groups: dict[str, list[str]] = {"more": [], "less": [], "same": []}
    for one in others:
        other = one.figures[row]
        if pd.isna(other):
            continue
        shown = words.figure(row, other)
        kind = "same" if shown == own else "more" if value > other else "less"
        groups[kind].append(_with_figure(one, row, words))
    parts = [
        words.text(f"compare.say.{kind}", names=_joined(names, words))
        for kind, names in groups.items()
        if names
    ]
    if not parts:
        return words.text("compare.say.alone", label=label, value=own)
    beside = words.text("compare.say.join").join(parts)
    return words.text("compare.say.beside", label=label, value=own, beside=beside)


def _in_turn(comparison: Comparison, row: str, words: Words) -> str:
    """Return a figure of each territory from the most to the least, how far apart, and the references'."""
    label = words.text(f"columns.{row}.label")
    known = [one for one in comparison.territories if pd.notna(one.figures[row])]
    known.sort(key=lambda one: -float(one.figures[row]))
    missing = [_short(one, words) for one in comparison.territories if pd.isna(one.figures[row])]
    parts = []
    if len(known) > 1:
        most, least = known[0], known[-1]
        names = [_with_figure(one, row, words) for one in known]
        if words.figure(row, most.figures[row]) == words.figure(row, least.figures[row]):
            said = _joined([_short(one, words) for one in known], words)
            value = words.figure(row, most.figures[row])
            parts.append(words.text("compare.say.turn.same", names=said, value=value))
        else:
            gap = _gap(row, float(most.figures[row]) - float(least.figures[row]), words)
            key = "two" if len(known) == 2 else "all"
            told = {"first": names[0], "last": names[-1], "names": ", ".join(names), "gap": gap}
            parts.append(words.text(f"compare.say.turn.{key}", **told))
    else:
        parts += [_with_figure(one, row, words) for one in known]
    if missing:
        names_said = _joined(missing, words)
        parts.append(words.text("compare.say.turn.missing", names=names_said))
    parts += [
        _with_figure(one, row, words) for one in comparison.references if pd.notna(one.figures[row])
    ]
    value = words.text("compare.say.join").join(parts)
    return words.text("compare.say.alone", label=label, value=value)


def _gap(row: str, gap: float, words: Words) -> str:
    """Return how far apart two figures are: shares in points, scores in points of score."""
    if row.endswith("_share"):
        return words.text("compare.say.points", count=words.number(100 * gap, digits=1))
    if row.endswith("_score"):
        return words.text("compare.say.points", count=words.number(gap, digits=1))
    return words.figure(row, gap)


def _with_figure(one: Compared, row: str, words: Words) -> str:
    value = words.figure(row, one.figures[row])
    return words.text("compare.say.reference", name=_short(one, words), value=value)


def _joined(names: Sequence[str], words: Words) -> str:
    *firsts, last = names
    if not firsts:
        return last
    return words.text("compare.say.and", firsts=", ".join(firsts), last=last)


def _short(one: Compared, words: Words) -> str:
    """Return how a column is called inside a sentence."""
    if one.kind in ("peers", "density", "france", "part"):
        return words.text(f"compare.say.name.{one.kind}")
    level, _, code = one.key.partition(":")
    if level == "epci":
        return words.text("compare.say.name.epci", name=one.short_name)
    return with_article(words, level, code, one.short_name)
