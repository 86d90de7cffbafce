"""How complete the table of communes is: what is known of each group of columns, and for whom.

Every value has a status (`territory.contract.Status`); here they are counted, in communes and in
people, so that a hole is seen before it is read as a zero.
"""

from __future__ import annotations

import pandas as pd

from territory.contract import COMMUNES, WITHOUT_VALUE, Status


def completeness(communes: pd.DataFrame, need: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return what is known of each group of columns.

    Parameters
    ----------
    communes : DataFrame
        The table of communes, or some of its rows.
    need : DataFrame, optional
        As `territory.illectronism.estimate` gives it for them: the estimate then has its row.

    Returns
    -------
    DataFrame
        One row a status column of the contract, index ``status``: ``source_id`` of its columns (``build``
        for the estimate); for each `Status`, ``<status>_count`` (communes) and
        ``<status>_people_share`` (share of the people of the communes of known population, 0–1); ``known_share`` (communes with a value) and
        ``known_people_share``. A source that was not read is all missing; an empty table has no
        shares.

    Notes
    -----
    Communes of unknown population weigh nothing in the shares of people.
    """
    population = communes["population_people"]
    everybody, count = float(population.sum()), len(communes)
    rows = {}
    statuses = communes if need is None else communes.join(need[["illectronism_status"]])
    for name, source in _sources(need is not None).items():
        if name in statuses:
            values = statuses[name].astype("str")
        else:
            values = pd.Series(str(Status.MISSING), index=communes.index)
        counts = {status: int((values == str(status)).sum()) for status in Status}
        people = {
            status: float(population[values == str(status)].sum()) / everybody
            if everybody
            else float("nan")
            for status in Status
        }
        row: dict[str, object] = {"source_id": source}
        for status in Status:
            row[f"{status}_count"] = counts[status]
            row[f"{status}_people_share"] = people[status]
        known = [status for status in Status if status not in WITHOUT_VALUE]
        row["known_share"] = (
            sum(counts[status] for status in known) / count if count else float("nan")
        )
        row["known_people_share"] = sum(people[status] for status in known)
        rows[name] = row
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("status")


def _sources(has_need: bool) -> dict[str, str]:
    """Return each status column and the source of what it speaks for, the estimate first."""
    estimate = {"illectronism_status": "build"} if has_need else {}
    return estimate | {column.status: column.source_id for column in COMMUNES if column.status}


def hours_known_share(counters: pd.DataFrame) -> float:
    """Return the share of counters whose opening hours are known; missing without counters."""
    if counters.empty:
        return float("nan")
    return float(counters["weekly_hours"].notna().mean())
