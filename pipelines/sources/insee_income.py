"""Read income and poverty by commune, from Insee's Filosofi.

What surprised us: until 2021 a wide table with a decimal comma, ``s`` for a figure under
statistical secrecy and ``nd`` for one that does not exist; from 2023 a long table, all levels of
territory together, with the reason in columns of its own, and a poverty rate for some 5,200
communes only. The two series are not comparable: the tables use one edition at a time.
Both give rates in percent, which become shares here, at the door.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from pipelines.sources._archive import is_zip, read_bytes, read_member
from pipelines.sources._check import check_codes, check_unique, index_by_commune, some, to_number
from pipelines.sources._read import parse_table, refuse_empty
from pipelines.sources._words import judge_unknown
from pipelines.sources.catalogue import find_source
from territory.contract import Status
from territory.errors import SourceChangedError

SECRET, ABSENT = "s", "nd"
# Published name, less the year that ends it → ours.
_WIDE = {"MED": "median_income", "TP60": "poverty", "NBPERSMENFISC": "tax_households"}
_LONG_KEY = "FILOSOFI_MEASURE"
_LONG = {
    _LONG_KEY: "measure",
    "GEO": "commune_code",
    "GEO_OBJECT": "level",
    "CONF_STATUS": "secrecy",
    "UNIT_MULT": "multiplier",
    "TIME_PERIOD": "year",
    "OBS_VALUE": "written",
}
# Free, and confidential (under statistical secrecy).
_SECRECY = ("F", "C")
_MEASURES = {"MED_SL": "median_income", "PR_MD60": "poverty"}


def read(path: Path) -> pd.DataFrame:
    """Read median income and poverty.

    Parameters
    ----------
    path : Path
        ``cc_filosofi_<year>_COM.csv``, or the ZIP of the 2023 edition.

    Returns
    -------
    DataFrame
        Index ``commune_code``, communes and arrondissements; ``median_income_eur`` (€ a year per
        consumption unit), ``poverty_share`` (0–1), each with its ``…_status``: observed,
        suppressed or missing; ``tax_households_people`` (people of the tax households the figures
        are of), missing where secret and in editions that do not give it. ``attrs["edition"]`` is
        the year the file speaks of.

    Raises
    ------
    SourceMissingError, SourceChangedError
        If the file is absent, or is not what is declared.
    """
    source = find_source("insee_income")
    content, file = read_bytes(path), path.name
    if is_zip(content):
        content, file = read_member(content, file, source.archive_member, source.member_example)
    is_long = _LONG_KEY.encode() in content[:2000]
    return _read_long(content, file) if is_long else _read_wide(content, file, source.decimal)


def _read_wide(content: bytes, file: str, decimal: str) -> pd.DataFrame:
    years: list[str] = []

    def without_year(header: list[str]) -> list[str]:
        medians = [name for name in header if name.startswith("MED") and name[3:].isdigit()]
        if not medians:
            return header
        year = max(medians)[3:]
        years.append(f"20{year}")
        return [
            name.removesuffix(year) if name.removesuffix(year) in _WIDE else name for name in header
        ]

    rows = parse_table(
        content,
        file,
        {"CODGEO": "commune_code", **_WIDE},
        optional=["NBPERSMENFISC"],
        rename=without_year,
    )
    notes = rows.attrs["notes"]
    refuse_empty(rows, file)
    written = index_by_commune(rows, file, "CODGEO")
    incomes = pd.DataFrame(index=written.index)
    for name, ours, divisor in (
        ("median_income", "median_income_eur", 1),
        ("poverty", "poverty_share", 100),
    ):
        words = written[name].str.strip()
        figures = to_number(words, file, name, decimal=decimal, missing=("", SECRET, ABSENT))
        incomes[ours] = figures / divisor
        incomes[f"{name}_status"] = _status(figures, words == SECRET)
    incomes["tax_households_people"] = np.nan
    if "tax_households" in written:
        incomes["tax_households_people"] = to_number(
            written["tax_households"].str.strip(),
            file,
            "NBPERSMENFISC",
            decimal=decimal,
            missing=("", SECRET, ABSENT),
        )
    return _finish(incomes, years[0], notes)


def _read_long(content: bytes, file: str) -> pd.DataFrame:
    rows = parse_table(content, file, _LONG)
    notes = rows.attrs["notes"]
    for published in (_LONG_KEY, "GEO_OBJECT"):
        _check_words(rows[_LONG[published]], file, published)
    rows = rows[rows["level"].isin(("COM", "ARM")) & rows["measure"].isin(_MEASURES)]
    refuse_empty(rows, file)
    year = rows["year"].max()
    rows = rows[rows["year"] == year]
    if (scaled := ~rows["multiplier"].isin(("", "0"))).any():
        raise SourceChangedError(
            "read_unknown_words",
            file=file,
            column="UNIT_MULT",
            words=some(rows.loc[scaled, "multiplier"].unique()),
            known="0",
        )
    check_codes(rows["commune_code"], file, "GEO")
    check_unique(
        pd.MultiIndex.from_frame(rows[["commune_code", "measure"]]), file, "GEO, FILOSOFI_MEASURE"
    )
    incomes = pd.DataFrame(index=pd.Index(rows["commune_code"].unique(), name="commune_code"))
    for published, name, ours, divisor in (
        ("MED_SL", "median_income", "median_income_eur", 1),
        ("PR_MD60", "poverty", "poverty_share", 100),
    ):
        of_measure = rows[rows["measure"] == published].set_index("commune_code")
        secrecy = of_measure["secrecy"].str.strip()
        is_secret, unknown = secrecy == "C", ~secrecy.isin(("", *_SECRECY))
        judge_unknown(secrecy, unknown, file, "CONF_STATUS", notes, known=_SECRECY)
        figures = to_number(of_measure["written"], file, f"OBS_VALUE {published}")
        # What may not be published is not shown, whatever the file holds.
        figures = figures.mask(is_secret | unknown)
        incomes[ours] = (figures / divisor).reindex(incomes.index)
        incomes[f"{name}_status"] = _status(figures, is_secret).reindex(
            incomes.index, fill_value=str(Status.MISSING)
        )
    incomes["tax_households_people"] = np.nan
    return _finish(incomes, year, notes)


def _check_words(words: pd.Series, file: str, column: str) -> None:
    """Refuse words that are not written as codes are: a damaged one would be passed over."""
    bad = words[~words.str.fullmatch("[A-Z0-9_]+")].unique()
    if len(bad):
        raise SourceChangedError(
            "read_unknown_words",
            file=file,
            column=column,
            words=some(map(repr, bad)),
            known="A–Z, 0–9, _",
        )


def _status(figures: pd.Series, is_secret: pd.Series) -> pd.Series:
    status = pd.Series(str(Status.OBSERVED), index=figures.index, dtype="str")
    status = status.mask(figures.isna(), str(Status.MISSING))
    return status.mask(is_secret, str(Status.SUPPRESSED))


def _finish(incomes: pd.DataFrame, year: str, notes: list[str]) -> pd.DataFrame:
    incomes.attrs = {"edition": year, "notes": notes}
    return incomes
