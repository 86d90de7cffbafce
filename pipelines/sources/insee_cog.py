"""Read the official geographic code (COG) of Insee.

What surprised us: one file lists communes, arrondissements (ARM), delegated (COMD) and associated
communes (COMA), and a delegated commune reuses the code of the commune it belongs to, so codes
are unique only within a kind. Départements are blank for all but communes and arrondissements.
The table of moves starts in 1943; a commune that is created has nothing before. The archive also
holds ``v_commune_depuis_1943``, which is not the list of today.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipelines.sources._archive import read_bytes, read_member
from pipelines.sources._check import (
    check_codes,
    check_unique,
    refuse_words,
    some,
    to_day,
    to_number,
)
from pipelines.sources._read import parse_table, refuse_empty
from territory.errors import SourceChangedError

_PUBLISHED = {"departement_code": "DEP", "region_code": "REG"}
KINDS = ("COM", "ARM", "COMD", "COMA")


@dataclass(frozen=True)
class Cog:
    """The tables of one edition of the COG.

    Parameters
    ----------
    communes : DataFrame
        Index ``commune_code``; ``commune_name``, ``departement_code``, ``region_code``.
    parents : DataFrame
        Arrondissements, delegated and associated communes: ``code``, ``kind`` (ARM, COMD,
        COMA), ``commune_code`` of the commune they belong to. A code may come twice.
    departements : DataFrame
        Index ``departement_code``; ``departement_name``, ``region_code``.
    regions : DataFrame
        Index ``region_code``; ``region_name``.
    moves : DataFrame
        One row a link between a commune before and after a move: ``kind`` (Insee's MOD),
        ``effective_date``, ``before_type``, ``before_code``, ``after_type``, ``after_code``.
    """

    communes: pd.DataFrame
    parents: pd.DataFrame
    departements: pd.DataFrame
    regions: pd.DataFrame
    moves: pd.DataFrame


def read(path: Path) -> Cog:
    """Read an edition of the COG.

    Parameters
    ----------
    path : Path
        ``cog_ensemble_<year>_csv.zip``.

    Raises
    ------
    SourceMissingError, SourceChangedError
        If the file is absent, or is not what is declared.
    """
    content = read_bytes(path)
    listed = _table(
        content,
        path,
        r"v_commune_\d{4}\.csv",
        {
            "COM": "code",
            "TYPECOM": "kind",
            "LIBELLE": "commune_name",
            "DEP": "departement_code",
            "REG": "region_code",
            "COMPARENT": "commune_code",
        },
    )
    departements = _table(
        content,
        path,
        r"v_departement_\d{4}\.csv",
        {"DEP": "departement_code", "LIBELLE": "departement_name", "REG": "region_code"},
    ).set_index("departement_code")
    regions = _table(
        content, path, r"v_region_\d{4}\.csv", {"REG": "region_code", "LIBELLE": "region_name"}
    ).set_index("region_code")
    for part, form in ((departements, r"[0-9]{2,3}|2[AB]"), (regions, r"[0-9]{2}")):
        _check_index(part, form)
    communes, parents = _split_by_kind(listed)
    _check_parts(communes, departements, listed.attrs["file"])
    return Cog(communes, parents, departements, regions, _read_moves(content, path))


def _table(content: bytes, path: Path, member: str, columns: dict[str, str]) -> pd.DataFrame:
    member_content, label = read_member(content, path.name, member)
    rows = parse_table(member_content, label, columns)
    if "mvt" not in member:
        refuse_empty(rows, label)
    return rows


def _check_index(rows: pd.DataFrame, form: str) -> None:
    codes, file, column = (
        rows.index.to_series(),
        rows.attrs["file"],
        _PUBLISHED[str(rows.index.name)],
    )
    if (bad := ~codes.str.fullmatch(form)).any():
        words = some(codes[bad].map(repr))
        raise SourceChangedError(
            "read_unknown_words", file=file, column=column, words=words, known=form
        )
    check_unique(codes, file, column)


def _split_by_kind(listed: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    file = listed.attrs["file"]
    refuse_words(listed["kind"], KINDS, file, "TYPECOM")
    check_codes(listed["code"], file, "COM")
    is_commune = listed["kind"] == "COM"
    communes = listed.loc[
        is_commune, ["code", "commune_name", "departement_code", "region_code"]
    ].rename(columns={"code": "commune_code"})
    check_unique(communes["commune_code"], file, "COM")
    parents = listed.loc[~is_commune, ["code", "kind", "commune_code"]].reset_index(drop=True)
    check_codes(parents["commune_code"], file, "COMPARENT")
    return communes.set_index("commune_code"), parents


def _check_parts(communes: pd.DataFrame, departements: pd.DataFrame, file: str) -> None:
    unknown = ~communes["departement_code"].isin(departements.index)
    if unknown.any():
        raise SourceChangedError(
            "read_unknown_words",
            file=file,
            column="DEP",
            words=some(communes.loc[unknown, "departement_code"].map(repr).unique()),
            known=some(departements.index),
        )


def _read_moves(content: bytes, path: Path) -> pd.DataFrame:
    moves = _table(
        content,
        path,
        r"v_mvt_?commune_\d{4}\.csv",
        {
            "MOD": "kind",
            "DATE_EFF": "effective_date",
            "TYPECOM_AV": "before_type",
            "COM_AV": "before_code",
            "TYPECOM_AP": "after_type",
            "COM_AP": "after_code",
        },
    )
    file = moves.attrs["file"]
    before = moves["before_code"] != ""
    check_codes(moves.loc[before, "before_code"], file, "COM_AV")
    check_codes(moves["after_code"], file, "COM_AP")
    for name in ("before_type", "before_code"):
        moves[name] = moves[name].where(before)
    moves["kind"] = to_number(moves["kind"], file, "MOD", missing=()).astype("int64")
    days = to_day(moves["effective_date"], "%Y-%m-%d")
    if days.isna().any():
        raise SourceChangedError(
            "read_bad_date",
            file=file,
            column="DATE_EFF",
            detail=some(moves.loc[days.isna(), "effective_date"].map(repr)),
        )
    moves["effective_date"] = days
    return moves
