"""What is said of isochrones: in the files themselves, and at the end of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
import shapely

from territory.contract import Status
from territory.exports import About, about_list
from territory.isochrones.gather import Zones
from territory.isochrones.planes import Grounds
from territory.isochrones.service import IGN_MOST_PER_SECOND, ZoneService
from territory.isochrones.shares import Within
from territory.isochrones.wanted import Wanted
from territory.messages import Words
from territory.tables import DataInUse, Tables
from territory.territories import is_whole_country

# Beyond this share of itself outside a longer zone, a shorter one does not lie in it.
MOST_OUTSIDE_SHARE = 0.01


@dataclass(frozen=True)
class Reached:
    """How much of a territory is within a limit, over its communes whose share is known.

    Parameters
    ----------
    people_share, area_share : float
        Missing where no commune's is known.
    outside_count : int
        Communes no part of which is inside a zone.
    unknown_count : int
        Communes whose area or people share is unknown.
    """

    limit_minutes: int
    people_share: float
    area_share: float
    outside_count: int
    unknown_count: int


def reached(territory: Grounds, one: Within) -> Reached:
    """Return how much of the territory is within a limit."""
    area, area_status, people, people_status = (one.table[name] for name in one.table)
    weight = territory.communes["population_people"]
    size = pd.Series(shapely.area(territory.shapes.shapes), index=one.table.index)
    unknown = (area_status == Status.MISSING) | (people_status == Status.MISSING)
    return Reached(
        one.limit_minutes,
        _mean(people, weight),
        _mean(area, size),
        int((area == 0).sum()),
        int(unknown.sum()),
    )


def _mean(shares: pd.Series, weight: pd.Series) -> float:
    known = shares.notna() & weight.notna()
    total = weight[known].sum()
    return float((shares[known] * weight[known]).sum() / total) if total else np.nan


def count_not_nested(zones: Zones) -> int:
    """Count the counters one of whose zones sticks out of its next longer one by over a hundredth."""
    counter, shapes = zones.rows["counter_code"].to_numpy(), zones.shapes.shapes
    # Rows stand by counter, the shortest limit first.
    short = np.flatnonzero(counter[:-1] == counter[1:])
    outside = shapely.area(shapely.difference(shapes[short], shapes[short + 1]))
    odd = outside > MOST_OUTSIDE_SHARE * shapely.area(shapes[short])
    return len(np.unique(counter[short[odd]]))


def count_reasons(zones: Zones) -> dict[str, int]:
    """Return how many zones are unknown for each reason (`territory.isochrones.service.NoZone`)."""
    counts = zones.rows["zone_reason_name"].value_counts()
    return {str(name): int(count) for name, count in counts.items()}


def about_isochrones(
    in_use: DataInUse,
    *,
    name: str,
    command: str,
    service: ZoneService,
    wanted: Wanted,
    zones: Zones,
    tables: Tables,
    words: Words,
) -> About:
    """Return what the files of isochrones say of themselves.

    Parameters
    ----------
    in_use : DataInUse
        The data they rest on.
    name : str
        The territory's.
    command : str
        What makes the files again.
    service, wanted, zones
        Whom zones were asked of, which, and what came.
    tables : Tables
        The tables they rest on: whether they hold points of population, and all of France.
    words : Words
        Of the reader's language.
    """

    def said(key: str, **values: object) -> str:
        return words.text(f"isochrones.{key}", **values)

    def day(iso: str) -> str:
        return words.day(date.fromisoformat(iso))

    limits = ", ".join(map(str, sorted(wanted.zones["limit_minutes"].unique())))
    days = zones.rows["asked_date"].dropna()
    lived = "halls" if tables.points is None else "points"
    parameters = (
        ("territory", name),
        ("limits", limits),
        ("direction", said("arrival")),
        ("service", said("citation", url=service.url, resource=service.resource)),
        ("asked", said("days", first=day(min(days)), last=day(max(days)))),
        (
            "versions",
            ", ".join(sorted(set(zones.rows["roads_version_text"].dropna()) - {""})) or "—",
        ),
        ("counters", words.number(len(wanted.counters))),
        ("itinerant", said("itinerant", count=words.number(wanted.itinerant_count))),
        (
            "known",
            said(
                "known_of",
                known=words.number(zones.known_count),
                count=words.number(len(zones.rows)),
            ),
        ),
        ("unknown", reasons_in_words(zones, words) or "—"),
        ("people", said(f"people.{lived}")),
        ("columns", said("columns")),
        ("layers", said("layers")),
    )
    labelled = tuple((said(f"parameter.{key}"), value) for key, value in parameters)
    about = about_list(
        in_use, said("title", territory=name, limits=limits), command, labelled, words
    )
    borders = () if is_whole_country(tables) else (said("limit.borders"),)
    own = (said("limit.unknown"), said("limit.outline"), *borders)
    return replace(about, limits=(*own, *about.limits))


def reasons_in_words(zones: Zones, words: Words) -> str:
    """Say why zones are unknown, and how many for each reason; nothing if all are known."""
    return "; ".join(
        words.text(f"isochrones.reason.{name}", count=words.number(count))
        for name, count in count_reasons(zones).items()
    )


def plan_lines(
    wanted: Wanted, kept_count: int, name: str, tables: Tables, words: Words
) -> list[str]:
    """Say, before anything is asked for, which zones a territory needs and how long they take.

    Parameters
    ----------
    wanted : Wanted
        The zones to have.
    kept_count : int
        How many were given before.
    name : str
        The territory's.
    tables : Tables
        The tables, to say so where they are of a part of France.
    words : Words
        Of the reader's language.
    """
    asked = len(wanted.zones) - kept_count
    lines = [
        words.text(
            "isochrones.plan",
            territory=name,
            counters=words.number(len(wanted.counters)),
            minutes=wanted.zones["limit_minutes"].max(),
            count=words.number(len(wanted.zones)),
            kept=words.number(kept_count),
            asked=words.number(asked),
            duration=words.number(asked / IGN_MOST_PER_SECOND / 60, digits=1),
        ),
        words.text(
            "isochrones.left_itinerant",
            left=words.text("isochrones.itinerant", count=words.number(wanted.itinerant_count)),
        ),
    ]
    left = {"unknown_kind": wanted.unknown_kind_count, "nowhere": wanted.nowhere_count}
    lines += [words.plural(f"isochrones.left_{key}", count) for key, count in left.items() if count]
    return lines if is_whole_country(tables) else [*lines, words.text("isochrones.limit.borders")]


def outcome_lines(
    territory: Grounds, zones: Zones, shares: Sequence[Within], words: Words
) -> list[str]:
    """Say how much of a territory is within each limit, and what is not known of it."""
    lines = []
    if reasons := reasons_in_words(zones, words):
        lines.append(
            words.text(
                "isochrones.unknown_zones",
                count=words.number(len(zones.rows) - zones.known_count),
                of=words.number(len(zones.rows)),
                reasons=reasons,
            )
        )
    if odd := count_not_nested(zones):
        lines.append(words.plural("isochrones.not_nested", odd))
    for one in shares:
        found = reached(territory, one)
        is_known = not np.isnan([found.people_share, found.area_share]).any()
        lines.append(
            words.text(
                "isochrones.reached" if is_known else "isochrones.reached_unknown",
                minutes=found.limit_minutes,
                people=words.percent(found.people_share, digits=1),
                area=words.percent(found.area_share, digits=1),
                outside=words.number(found.outside_count),
                unknown=words.number(found.unknown_count),
            )
        )
    return lines
