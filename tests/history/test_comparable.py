"""The rules of what may be compared: each column of the contract has one, and each says what it says."""

from __future__ import annotations

from datetime import date

import pytest

from territory.contract import TABLES, Column
from territory.history.builds_compared import ESTIMATES
from territory.history.comparable import Edition, Side, judge, read_rules, rule_of
from territory.messages import LANGUAGES, Words

COLUMNS = [(table, column) for table, columns in TABLES.items() for column in columns]


def side(source: str, day: str | None, sha256: str = "", version: str = "1") -> Side:
    """Return a build of one source."""
    edition = Edition(None if day is None else date.fromisoformat(day), sha256 or str(day))
    return Side({source: edition}, version)


def reason(table: str, name: str, source: str, before: str | None, after: str | None) -> str:
    """Return why a column is not compared between two editions of its source."""
    column = next(one for one in TABLES[table] if one.name == name)
    return judge(table, column, side(source, before, "a"), side(source, after, "b")).reason


def test_every_column_of_the_contract_has_a_rule():
    without = [f"{table}.{one.name}" for table, one in COLUMNS if rule_of(table, one) is None]
    assert not without, f"add to territory/history/comparable.toml a rule for {without}"


def test_every_rule_is_of_some_column():
    tables = {table: list(columns) for table, columns in TABLES.items()}
    for table, column in ESTIMATES:
        tables.setdefault(table, []).append(column)
    used = {id(rule_of(table, one)) for table, columns in tables.items() for one in columns}
    assert [rule.id for rule in read_rules() if id(rule) not in used] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_and_every_reason_has_words(language):
    words = Words(language)
    for rule in read_rules():
        assert words.text(f"changes.rule.{rule.id}")
    for table in TABLES:
        assert words.text(f"changes.table.{table}")


@pytest.mark.parametrize(
    ("name", "source", "before", "after", "expected"),
    [
        ("median_income_eur", "insee_income", "2020-12-31", "2021-12-31", "other_edition"),
        ("median_income_eur", "insee_income", "2021-12-31", "2021-12-31", ""),
        ("median_income_eur", "insee_income", None, "2021-12-31", "undated"),
        ("population_people", "insee_population", "2021-01-01", "2022-01-01", "too_close"),
        ("population_people", "insee_population", "2017-01-01", "2022-01-01", ""),
        ("retired_people", "insee_population", "2018-01-01", "2022-01-01", "too_close"),
        ("copper_premises_count", "arcep_fixed_technology", "2026-03-31", "2026-06-30", "broken_series"),
        ("copper_premises_count", "arcep_fixed_technology", "2025-06-30", "2026-03-31", ""),
        ("fibre_premises_count", "arcep_fixed_technology", "2026-03-31", "2026-06-30", ""),
        ("premises_count", "arcep_fixed", "2019-09-30", "2026-06-30", "not_comparable_edition"),
        ("epci_name", "epci_members", "2024-01-01", "2025-01-01", ""),
        ("density_class", "density_grid", "2020-01-01", "2026-01-01", "other_edition"),
        ("official_counter_minutes", "insee_access", "2024-01-01", "2025-01-01", "other_edition"),
    ],
)  # fmt: skip
def test_a_rule_lets_compare_what_may_be(name, source, before, after, expected):
    assert reason("communes", name, source, before, after) == expected
    assert reason("communes", name, source, after, before) == expected


def test_need_and_scores_are_never_compared_even_within_one_build():
    one = side("insee_population", "2022-01-01")
    for table, column in ESTIMATES:
        assert judge(table, column, one, one).reason == "never"


def test_what_the_code_derives_is_compared_within_one_version_alone():
    column = Column("weekly_hours", "build")
    one, other = (
        side("france_services", "2024-08-01"),
        side("france_services", "2024-08-01", version="2"),
    )
    assert judge("counters", column, one, one).reason == ""
    assert judge("counters", column, one, other).reason == "other_version"


def test_a_source_of_one_build_alone_or_of_neither_is_said_so():
    column = Column("rsa_households", "caf_benefits")
    with_it, without = side("caf_benefits", "2024-12-31"), Side({}, "1")
    assert judge("communes", column, with_it, without).reason == "absent"
    assert judge("communes", column, without, without).reason == "nowhere"


def test_a_column_without_a_rule_is_not_compared():
    column = Column("bakeries_count", "bakeries")
    verdict = judge("communes", column, Side({}, "1"), Side({}, "1"))
    assert (verdict.rule, verdict.reason) == ("none", "no_rule")
    assert verdict.why(Words("en"))
