"""The Table Schema of a published table: from the contract of columns, not from what is in the file.

Each column says its type, its unit, what it may hold, the sources it rests on and the column that says
why it is missing, with its words in every language. (https://specs.frictionlessdata.io/table-schema/)
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import pandas as pd

from territory.context import CONTEXT
from territory.contract import Status, unit_of
from territory.exports.about import dictionary
from territory.geography import ZONES
from territory.indicators import INDICATORS
from territory.messages import LANGUAGES, Words, catalogue
from territory.publish.open_data.tables import Table
from territory.ranges import RANGES
from territory.scores.ranking import INTERVAL_COLUMNS, NAMES_IN_WORDS, WEIGHED_COLUMN

# The type of the contract → that of the schema.
TYPES = MappingProxyType(
    {
        "str": "string",
        "status": "string",
        "Int64": "integer",
        "float64": "number",
        "bool": "boolean",
        "datetime64[ns]": "date",
    }
)
# Columns of codes in place of words → the key of the words, the code in braces.
CODES_IN_WORDS = MappingProxyType(
    {
        **{name: f"{where}.{{}}" for name, where in NAMES_IN_WORDS.items()},
        "zone": "map.zone.{}",
        "counter_kind_name": "map.counter_kind.{}",
        "map_form_name": "open_data.form.{}",
        "agency_kind_name": "columns.{}_agencies_count.short",
    }
)
_OF_INDICATOR = MappingProxyType({one.name: one.source_ids for one in INDICATORS})
# The columns that say why others have no value.
_ESTIMATE, _SCORES = "illectronism_status", "score_reason_code"
ESTIMATE_COLUMNS = (
    *(name for name in INTERVAL_COLUMNS if name.endswith("_people")),
    "illectronism_share",
    "adult_people",
    WEIGHED_COLUMN,
)


def table_schema(table: Table, rows: pd.DataFrame, keys: dict[str, str]) -> dict[str, Any]:
    """Return the schema of a table.

    Parameters
    ----------
    table : Table
        What it is.
    rows : DataFrame
        As a format writes it: its columns are the fields, after its index.
    keys : dict
        Column → the table of which it holds keys.

    Returns
    -------
    dict
        A Table Schema; beyond the standard, each field has ``titles`` and ``descriptions`` by language,
        ``unit``, ``sources`` and ``statusColumns``.
    """
    key = str(rows.index.name)
    names = [key, *map(str, rows.columns)]
    told = {one: _told(names, Words(one)) for one in LANGUAGES}
    return {
        "fields": [
            _field(name, table, {one: told[one][name] for one in LANGUAGES}, is_key=name == key)
            for name in names
        ],
        "primaryKey": [key],
        "foreignKeys": [
            {"fields": [name], "reference": {"resource": of, "fields": [name]}}
            for name, of in keys.items()
        ],
        "missingValues": [""],
    }


def _told(names: list[str], words: Words) -> dict[str, dict[str, str]]:
    rows = dictionary(pd.Index(names), words).set_index("name")
    return {
        str(name): dict(zip(rows.columns, row, strict=True))
        for name, row in zip(rows.index, rows.itertuples(index=False), strict=True)
    }


def _field(
    name: str, table: Table, told: dict[str, dict[str, str]], *, is_key: bool
) -> dict[str, Any]:
    first = told[LANGUAGES[0]]
    field: dict[str, Any] = {
        "name": name,
        "type": TYPES[unit_of(name).dtype],
        "title": first["label"],
        "description": first["meaning"],
        "titles": {one: said["label"] for one, said in told.items()},
        "descriptions": {one: said["meaning"] for one, said in told.items()},
        "unit": {one: said["unit"] for one, said in told.items()},
        "constraints": _constraints(name, table, is_key=is_key),
    }
    if statuses := statuses_of(name, table):
        field["statusColumns"] = statuses
    if sources := sources_of(name, table):
        field["sources"] = sources
    if categories := categories_of(name):
        field["categories"] = [
            {"value": value, "label": labels[LANGUAGES[0]], "labels": labels}
            for value, labels in categories.items()
        ]
    return field


def _constraints(name: str, table: Table, *, is_key: bool) -> dict[str, Any]:
    unit, declared = unit_of(name), table.declared.get(name)
    found: dict[str, Any] = {}
    if is_key:
        found |= {"required": True, "unique": True}
    elif declared is not None and declared.is_required:
        found["required"] = True
    if declared is not None and declared.pattern:
        found["pattern"] = f"^({declared.pattern.removeprefix('^').removesuffix('$')})$"
    if unit.dtype == "status":
        found["enum"] = [str(one) for one in Status]
    if name == "zone":
        found["enum"] = [*ZONES]
    legal = RANGES.get(name)
    least, most = (legal.least, legal.most) if legal else (unit.minimum, unit.maximum)
    for limit, value in (("minimum", least), ("maximum", most)):
        if value is not None and unit.dtype in ("Int64", "float64"):
            found[limit] = int(value) if float(value).is_integer() else value
    return found


def statuses_of(name: str, table: Table) -> list[str]:
    """Return the columns of the table that say why a value of this one is missing."""
    declared, has = table.declared.get(name), {*map(str, table.rows.columns)}
    if declared is not None and declared.status:
        found = [declared.status]
    elif name in CONTEXT:
        found = [CONTEXT[name].status]
    elif name in ESTIMATE_COLUMNS:
        found = [_ESTIMATE]
    elif name in _OF_INDICATOR:
        ids = _OF_INDICATOR[name]
        of = [one.status for one in table.declared.values() if one.source_id in ids]
        found = [*dict.fromkeys(of)]
    elif name.endswith(("_score", "_rank")) or name in ("need_class", "counters_class"):
        found = [_SCORES]
    else:
        found = []
    return [one for one in found if one in has and one != name]


def sources_of(name: str, table: Table) -> list[str]:
    """Return the ids of the sources a column rests on."""
    if name in _OF_INDICATOR:
        return [*_OF_INDICATOR[name]]
    if name in CONTEXT:
        return [*CONTEXT[name].source_ids]
    declared = table.declared.get(name)
    return [] if declared is None else [declared.source_id]


def categories_of(name: str) -> dict[str, dict[str, str]]:
    """Return the codes a column may hold, each in words by language; empty for free text or figures."""
    status = unit_of(name).dtype == "status"
    before, braces, after = (
        "report.status.{}" if status else CODES_IN_WORDS.get(name, "")
    ).partition("{}")
    if not braces:
        return {}
    found: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        for key, said in catalogue(language).items():
            code = key.removeprefix(before).removesuffix(after)
            if key == f"{before}{code}{after}" and "." not in code:
                found.setdefault(code, {})[language] = said
    return found
