"""Make the table of where itinerant counters stop, as their comments say: read, doubtful, not read.

Each itinerant counter has a row at least. A counter whose comment is blank, or says nothing of communes,
has one without a commune: where it stops is unknown, which is not nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import geopandas as gpd
import pandas as pd

from pipelines.notes import Note, Notes
from pipelines.steps.rounds import signs
from pipelines.steps.rounds.gazetteer import Area, Gazetteer
from pipelines.steps.rounds.groups import WHOLE
from pipelines.steps.rounds.reading import Round, Stop, read_round
from territory.contract import ITINERANT_STOPS, WEEKDAYS, Status
from territory.doors import is_itinerant
from territory.geography import zone_of

STOP, DENIED, DOUBTFUL, GROUP, UNREAD, NO_COMMENT = (
    "stop",
    "denied",
    "doubtful",
    "group",
    "unread",
    "no_comment",
)


def build_itinerant_stops(
    communes: gpd.GeoDataFrame, counters: gpd.GeoDataFrame, former: pd.DataFrame
) -> tuple[gpd.GeoDataFrame, Notes]:
    """Read the comments of itinerant counters into the communes where they stop.

    Parameters
    ----------
    communes : GeoDataFrame
        All communes, with names, EPCI, shapes and town halls.
    counters : GeoDataFrame
        As `pipelines.steps.counters.build_counters` gives them.
    former : DataFrame
        As `pipelines.steps.former_codes.former_codes` gives it: communes are also called what they
        were.

    Returns
    -------
    GeoDataFrame
        Columns of `territory.contract.ITINERANT_STOPS`, index ``stop_code``; the point of a row is the
        town hall of its commune.
    pipelines.notes.Notes
        What was read, and what was not, with the codes of the counters.
    """
    travelling = counters[is_itinerant(counters)]
    gazetteer = Gazetteer(communes, former)
    rows: list[dict[str, Any]] = []
    rounds: dict[str, Round] = {}
    for code, counter in travelling.iterrows():
        comment, home = counter["comment_text"], counter["commune_code"]
        is_blank = not isinstance(comment, str) or not comment.strip()
        if is_blank or home not in communes.index:
            rows.append(_row(str(code), NO_COMMENT if is_blank else UNREAD, comment))
            continue
        read = read_round(comment, Area(gazetteer, home, str(counter["counter_name"])))
        rounds[str(code)] = read
        rows += _rows(str(code), comment, read)
    return _table(rows, communes), _notes(travelling, rows, rounds)


def _rows(code: str, comment: str, read: Round) -> Iterator[dict[str, Any]]:
    """Yield the rows of a counter: its stops and their days, what it denies, what is in doubt."""
    told = ((STOP, read.stops), (DENIED, read.denied), (DOUBTFUL, read.doubtful))
    for reading, stops in told:
        for stop in stops:
            yield from _rows_of_stop(code, reading, comment, stop)
    group = read.group
    if group is not None and group.kind != WHOLE:
        yield _row(code, GROUP, comment, sign_name=group.kind, said_text=group.said)
    elif not any(stops for _, stops in told):
        yield _row(code, UNREAD, comment)


def _rows_of_stop(code: str, reading: str, comment: str, stop: Stop) -> Iterator[dict[str, Any]]:
    for visit in stop.visits if reading == STOP else stop.visits[:1]:
        is_stop = reading == STOP
        day = visit.weekday if is_stop else None
        yield _row(
            code,
            reading,
            comment,
            commune_code=stop.commune_code or None,
            weekday_name=None if day is None else WEEKDAYS[day],
            half_day_name=visit.half if is_stop else None,
            rhythm_name=visit.rhythm if is_stop else None,
            weeks_share=visit.weeks_share if is_stop else None,
            sign_name=stop.sign,
            said_text=stop.said,
        )


def _row(code: str, reading: str, comment: object, **said: Any) -> dict[str, Any]:
    text = comment if isinstance(comment, str) and comment.strip() else None
    return {"counter_code": code, "reading_name": reading, "comment_text": text, **said}


def _table(rows: list[dict[str, Any]], communes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    names = [column.name for column in ITINERANT_STOPS if column.name != "stop_code"]
    table = pd.DataFrame(rows, columns=names)
    rank = table.groupby("counter_code").cumcount() + 1
    table.index = pd.Index(
        table["counter_code"].astype("str") + "-" + rank.astype("str"),
        name="stop_code",
        dtype="str",
    )
    known = table["commune_code"].notna()
    table["stop_status"] = known.map({True: str(Status.OBSERVED), False: str(Status.MISSING)})
    table["zone"] = zone_of(table.loc[known, "commune_code"].astype("str")).reindex(table.index)
    texts = [
        column.name for column in ITINERANT_STOPS[1:] if column.unit.dtype in ("str", "status")
    ]
    table[texts] = table[texts].astype("str").where(table[texts].notna())
    table["weeks_share"] = table["weeks_share"].astype("float64")
    halls = gpd.GeoSeries(communes["town_hall_point"]).reindex(table["commune_code"])
    return gpd.GeoDataFrame(
        table, geometry=gpd.GeoSeries(halls.to_numpy(), index=table.index, crs=communes.crs)
    )


def _notes(travelling: pd.DataFrame, rows: list[dict[str, Any]], rounds: dict[str, Round]) -> Notes:
    by_reading = {
        reading: list(
            dict.fromkeys(row["counter_code"] for row in rows if row["reading_name"] == reading)
        )
        for reading in (STOP, DENIED, DOUBTFUL, GROUP, UNREAD, NO_COMMENT)
    }
    stopping = set(by_reading[STOP])
    in_doubt = [code for code in by_reading[DOUBTFUL] if code not in stopping]
    groups = [code for code in by_reading[GROUP] if code not in stopping and code not in in_doubt]
    stops = [row for row in rows if row["reading_name"] == STOP]
    notes = Notes()
    notes.add("stops.travelling", count=len(travelling))
    notes.add(
        "stops.read",
        by_reading[STOP],
        stops_count=len({(row["counter_code"], row["commune_code"]) for row in stops}),
        communes_count=len({row["commune_code"] for row in stops}),
        dated_count=len(
            {(row["counter_code"], row["commune_code"]) for row in stops if row["weekday_name"]}
        ),
    )
    notes.add("stops.whole", [code for code, read in rounds.items() if _is_whole(read)])
    notes.add("stops.groups", rows=list(_group_notes(groups, rounds)))
    notes.add("stops.in_doubt", in_doubt)
    notes.add("stops.doubtful", rows=list(_doubts(rounds)))
    notes.add("stops.denied", by_reading[DENIED])
    notes.add("stops.unread", by_reading[UNREAD])
    notes.add("stops.no_comment", by_reading[NO_COMMENT])
    return notes


def _is_whole(read: Round) -> bool:
    return any(stop.sign == signs.WHOLE_EPCI for stop in read.stops)


def _group_notes(codes: Iterable[str], rounds: dict[str, Round]) -> Iterator[Note]:
    for code in codes:
        group = rounds[code].group
        if group is not None:
            values = {
                "counter_code": code,
                "said": group.said,
                "why": Note(
                    f"stops.group.{group.kind}",
                    values={"said_count": group.said_count, "epci_count": group.count},
                ),
            }
            yield Note("stops.group_row", values=values)


def _doubts(rounds: dict[str, Round]) -> Iterator[Note]:
    for code, read in rounds.items():
        for stop in read.doubtful:
            values = {
                "counter_code": code,
                "said": stop.said,
                "commune_code": stop.commune_code,
                "why": Note(f"stops.doubt.{stop.sign}"),
            }
            yield Note("stops.doubtful_row", values=values)
