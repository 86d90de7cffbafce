"""Which counters to open on Saturday: the answer, its rows, its sentences."""

from __future__ import annotations

import pandas as pd

from territory.country import Country
from territory.exports import About, about_list
from territory.illectronism import Draws
from territory.messages import Words
from territory.plan import told
from territory.plan.answer import Answer, people_of
from territory.plan.changes_told import counter_columns
from territory.plan.question import Question
from territory.plan.robust import kept_share
from territory.plan.saturday import plan_saturdays
from territory.plan.sites import Plan, as_good, people_interval
from territory.plan.table import named, of_place
from territory.tables import DataInUse, Tables


def saturday_answer(country: Country, question: Question, words: Words) -> Answer:
    """Return the plan of Saturdays of a question and its rows, told in the reader's language."""
    people, draws = people_of(country, question.territory)
    plan = plan_saturdays(country.tables, question, people)
    return Answer(plan, saturday_rows(country.tables, plan, draws, words))


def saturday_rows(tables: Tables, plan: Plan, draws: Draws, words: Words) -> pd.DataFrame:
    """Return the counters to open on Saturday, the one that serves most first.

    Returns
    -------
    DataFrame
        Index ``counter_code``, columns of the contract's vocabulary: as those of
        `territory.plan.table.site_rows`, for counters.
    """
    rows = counter_columns(tables, plan.codes)
    rows.insert(0, "site_rank", pd.Series(range(1, len(rows) + 1), rows.index, dtype="Int64"))
    counters = tables.counters.loc[plan.codes]
    rows["hours_status"] = counters["hours_status"].to_numpy()
    rows = rows.join(people_interval(plan, draws).set_axis(rows.index))
    of_places = [of_place(plan, rank, tables.communes, words) for rank in range(len(rows))]
    rows = rows.join(pd.DataFrame(of_places, index=rows.index))
    # Minutes to a Saturday counter, not to any: what they spare is said of no other question.
    rows = rows.drop(columns="spared_minutes", errors="ignore")
    rows["as_good_text"] = [_as_good(tables, plan, rank, words) for rank in range(len(rows))]
    rows["chosen_draws_share"] = kept_share(plan, draws).to_numpy()
    rows["reasons_text"] = [_reason(plan, row, words) for _, row in rows.iterrows()]
    rows["unknown_text"] = [_unknown(row, words) for _, row in counters.iterrows()]
    return rows


def _as_good(tables: Tables, plan: Plan, rank: int, words: Words) -> str | None:
    close = plan.matrix.candidates[as_good(plan, rank)]
    return named(tables.counters.loc[close, "counter_name"], words) if len(close) else None


def _reason(plan: Plan, row: pd.Series, words: Words) -> str:
    bounds = row["gained_low_people"], row["gained_high_people"]
    key = "known" if pd.notna(row["before_minutes"]) else "nothing_before"
    return words.text(
        f"plan.saturday.reason.{key}",
        people=words.people(row["gained_people"], *bounds),
        limit=words.number(plan.question.within_minutes),
        before=words.number(row["before_minutes"]),
        after=words.number(row["after_minutes"]),
        names=row["gaining_communes_text"],
    )


def _unknown(counter: pd.Series, words: Words) -> str:
    """Say what no table tells of a counter's Saturdays, and that it opens some of them already."""
    said = [words.text("plan.saturday.unknown.staff")]
    if pd.isna(counter["is_open_saturday"]):
        said.append(words.text("plan.saturday.unknown.hours"))
    elif counter["saturday_share"] > 0:
        said.append(words.text("plan.saturday.unknown.some"))
    return " ".join(said)


def title(tables: Tables, plan: Plan, words: Words) -> str:
    """Return the question as the title of its answer."""
    question = plan.question
    return words.plural(
        "plan.saturday.heading",
        question.count,
        limit=words.number(question.within_minutes),
        name=told.name_with_code(tables, question.territory, words),
    )


def saturday_lines(rows: pd.DataFrame, words: Words) -> list[str]:
    """Return a line a counter."""
    return [
        words.text(
            "plan.saturday.place",
            rank=words.number(row["site_rank"]),
            name=row["counter_name"],
            commune=row["commune_name"],
            code=code,
            reason=row["reasons_text"],
        )
        for code, row in rows.iterrows()
    ]


def saturday_summary(plan: Plan, rows: pd.DataFrame, words: Words) -> str:
    """Say how many people these Saturdays reach, of all who have none."""
    limit = plan.question.within_minutes
    if not len(rows):
        return words.text("plan.saturday.nothing", limit=words.number(limit))
    last = rows.iloc[-1]
    bounds = last["cumulative_low_people"], last["cumulative_high_people"]
    return words.plural(
        "plan.saturday.summary",
        len(rows),
        digits=0,
        people=words.people(last["cumulative_people"], *bounds),
        low=words.people(bounds[0], *bounds),
        high=words.people(bounds[1], *bounds),
        limit=words.number(limit),
        without=words.estimate(people_without(plan)),
    )


def people_without(plan: Plan) -> float:
    """Return the people who have no counter open on Saturday within the limit today."""
    matrix = plan.matrix
    return float(matrix.people[~matrix.is_within(plan.question.within_minutes)].sum())


def remarks(tables: Tables, plan: Plan, words: Words) -> list[str]:
    """Return what a reader must know beside the figures: whose minutes first, then what a Saturday is."""
    said = [told.minutes_line(tables, plan.matrix, words), words.text("plan.saturday.counted")]
    if len(plan.chosen) < plan.question.count and len(plan.chosen):
        said.append(words.plural("plan.saturday.fewer", len(plan.chosen)))
    if unknown := len(plan.matrix.unknown):
        said.append(words.plural("plan.unknown_people", unknown))
    return said


def command(question: Question, engine: str, words: Words, out: str) -> str:
    """Return the command that makes the same answer again."""
    said = ["saturday", "--count", str(question.count), "--within", f"{question.within_minutes:g}"]
    return told.command_line(said, question.territory, engine=engine, words=words, out=out)


def about_saturdays(
    tables: Tables, in_use: DataInUse, found: Answer, *, again: str, words: Words
) -> About:
    """Return what the file of Saturdays says of itself."""
    plan, rows = found.plan, found.rows
    heading = title(tables, plan, words)
    said = (
        ("question", heading),
        ("answer", saturday_summary(plan, rows, words)),
        ("proof", told.proof(plan, words)),
        *(("remark", one) for one in remarks(tables, plan, words)),
        ("candidates", words.number(len(plan.matrix.candidates))),
        ("curve", "\n".join(told.curve_lines(plan, words))),
    )
    parameters = tuple((words.text(f"plan.parameter.{key}"), value) for key, value in said)
    again = told.over(again, tables)
    return about_list(in_use, heading, again, parameters, words, scenarios=tables.scenarios)
