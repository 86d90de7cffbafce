"""Read the official geographic code (COG) of Insee.

What surprised us: one file lists communes, arrondissements (ARM), delegated (COMD) and associated
communes (COMA), and a delegated commune reuses the code of the commune it belongs to, so codes
are unique only within a kind. Départements are blank for all but communes and arrondissements.
The table of moves starts in 1943; a commune that is created may have nothing before, and one that
left (Saint-Barthélemy and Saint-Martin in 2007, as the edition of 2026 tells) nothing after. The
archive also holds ``v_commune_depuis_1943``, which is not the list of today. Not every copy of it
holds the arrondissements of départements, whose chefs-lieux are the sub-prefectures.

Editions name the same four tables otherwise (`_MEMBERS`), and wrote their headers in small letters
until 2020. Those of 2018 and before are tab-separated tables of another make: they are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

import pandas as pd

from pipelines.sources._archive import open_archive, read_bytes, read_member
from pipelines.sources._check import (
    check_codes,
    check_unique,
    refuse_words,
    some,
    to_number,
)
from pipelines.sources._days import to_day
from pipelines.sources._names import refuse_blank_names
from pipelines.sources._read import parse_table, refuse_empty
from territory.errors import SourceChangedError

KINDS = ("COM", "ARM", "COMD", "COMA")
CREATED, CEASED = 20, 30
# The oldest moves told are of 1943.
_FIRST_MOVE = date(1943, 1, 1)
# Names of the tables by edition, the newest first: since 2024, 2023, 2022, 2021, 2020, 2019.
_MEMBERS = {
    "communes": (
        r"v_commune_\d{4}\.csv",
        r"commune_\d{4}\.csv",
        r"commune\d{4}\.csv",
        r"communes\d{4}\.csv",
        r"communes-0101\d{4}\.csv",
    ),
    "departements": (
        r"v_departement_\d{4}\.csv",
        r"departement_\d{4}\.csv",
        r"departement\d{4}\.csv",
    ),
    "regions": (r"v_region_\d{4}\.csv", r"region_\d{4}\.csv", r"region\d{4}\.csv"),
    "arrondissements": (
        r"v_arrondissement_\d{4}\.csv",
        r"arrondissement_\d{4}\.csv",
        r"arrondissement\d{4}\.csv",
    ),
    "moves": (
        r"v_mvt_commune_\d{4}\.csv",
        r"v_mvtcommune_\d{4}\.csv",
        r"mvtcommune_\d{4}\.csv",
        r"mvtcommune\d{4}\.csv",
        r"mvtcommune-0101\d{4}\.csv",
    ),
}
_OLDER = re.compile(r"(?i)(?:france|comsimp|historiq|reg|depts)\d{4}\.txt")


@dataclass(frozen=True)
class Cog:
    """The tables of one edition of the COG.

    Parameters
    ----------
    communes : DataFrame
        Index ``commune_code``; ``commune_name``, ``departement_code``, ``region_code``.
    parents : DataFrame
        Arrondissements, delegated and associated communes: ``code``, ``kind`` (ARM, COMD,
        COMA), ``commune_code`` of the commune they belong to, ``name``. A code may come twice.
    departements : DataFrame
        Index ``departement_code``; ``departement_name``, ``region_code``, ``chef_lieu_code`` (of a
        commune).
    regions : DataFrame
        Index ``region_code``; ``region_name``, ``chef_lieu_code``.
    moves : DataFrame
        One row a link between a commune before and after a move: ``kind`` (Insee's MOD),
        ``effective_date``, ``before_type``, ``before_code``, ``after_type``, ``after_code``.
    notes : tuple of str
        What the reader wants said.
        ``effective_date``, ``before_type``, ``before_code``, ``before_name``, ``after_type``,
        ``after_code``, ``after_name``. Nothing before is missing, and so is nothing after.
    arrondissements : DataFrame or None
        Those of départements: ``chef_lieu_code``; None where the edition does not hold their table.
    is_part : bool
        Whether it lists a part of France only: a code it does not hold may then be another part's.
    """

    communes: pd.DataFrame
    parents: pd.DataFrame
    departements: pd.DataFrame
    regions: pd.DataFrame
    moves: pd.DataFrame
    notes: tuple[str, ...] = ()
    arrondissements: pd.DataFrame | None = None
    is_part: bool = False


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
    _refuse_older(content, path)
    listed = _table(
        content,
        path,
        "communes",
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
        "departements",
        {
            "DEP": "departement_code",
            "LIBELLE": "departement_name",
            "REG": "region_code",
            "CHEFLIEU": "chef_lieu_code",
        },
    )
    regions = _table(
        content,
        path,
        "regions",
        {"REG": "region_code", "LIBELLE": "region_name", "CHEFLIEU": "chef_lieu_code"},
    )
    communes, parents = _split_by_kind(listed)
    departements = _by_code(departements, "departement", "DEP", r"[0-9]{2,3}|2[AB]")
    regions = _by_code(regions, "region", "REG", r"[0-9]{2}")
    _check_parts(communes, departements, listed.attrs["file"])
    moves = _read_moves(content, path)
    arrondissements = _read_arrondissements(content, path)
    tables = (listed, departements, regions, moves)
    notes = tuple(note for table in tables for note in table.attrs["notes"])
    return Cog(communes, parents, departements, regions, moves, notes, arrondissements)


def _read_arrondissements(content: bytes, path: Path) -> pd.DataFrame | None:
    names = _names(content, path)
    patterns = _MEMBERS["arrondissements"]
    if not any(re.fullmatch(f"(?i){each}", name) for each in patterns for name in names):
        return None
    listed = _table(content, path, "arrondissements", {"CHEFLIEU": "chef_lieu_code"})
    check_codes(listed["chef_lieu_code"], listed.attrs["file"], "CHEFLIEU")
    return listed


def _by_code(rows: pd.DataFrame, level: str, column: str, form: str) -> pd.DataFrame:
    """Return départements or régions by their code, each with one code and a name."""
    codes = rows[f"{level}_code"]
    if (bad := ~codes.str.fullmatch(form)).any():
        raise SourceChangedError(
            "read_unknown_words",
            file=rows.attrs["file"],
            column=column,
            words=some(codes[bad].map(repr)),
            known=form,
        )
    check_unique(rows[f"{level}_code"], rows.attrs["file"], column)
    listed = rows.set_index(f"{level}_code")
    refuse_blank_names(listed[f"{level}_name"], rows.attrs["file"], "LIBELLE")
    check_codes(rows["chef_lieu_code"], rows.attrs["file"], "CHEFLIEU")
    return listed


def _refuse_older(content: bytes, path: Path) -> None:
    """Refuse an edition of 2018 or before in words of its own."""
    if older := [name for name in _names(content, path) if _OLDER.fullmatch(name)]:
        raise SourceChangedError("cog_older", file=path.name, members=some(older))


def _table(content: bytes, path: Path, table: str, columns: dict[str, str]) -> pd.DataFrame:
    member_content, label = _member(content, path, table)
    rows = parse_table(
        member_content, label, columns, rename=lambda header: [name.upper() for name in header]
    )
    if table != "moves":
        refuse_empty(rows, label)
    return rows


def _member(content: bytes, path: Path, table: str) -> tuple[bytes, str]:
    """Return a table of the archive under any of its names, of the archive's own year."""
    patterns = [f"(?i){pattern}" for pattern in _MEMBERS[table]]
    names = _names(content, path)
    held = [each for each in patterns if any(re.fullmatch(each, name) for name in names)]
    found, label = read_member(content, path.name, (held or patterns)[0])
    year = re.search(r"\d{4}", path.name)
    if year and not label.lower().endswith(f"{year[0]}.csv"):
        raise SourceChangedError("cog_other_year", file=label, year=year[0])
    return found, label


def _names(content: bytes, path: Path) -> list[str]:
    members = open_archive(content, path.name).infolist()
    return [PurePosixPath(member.filename).name for member in members]


def _split_by_kind(listed: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    file = listed.attrs["file"]
    refuse_words(listed["kind"], KINDS, file, "TYPECOM")
    check_codes(listed["code"], file, "COM")
    is_commune = listed["kind"] == "COM"
    communes = listed.loc[
        is_commune, ["code", "commune_name", "departement_code", "region_code"]
    ].rename(columns={"code": "commune_code"})
    check_unique(communes["commune_code"], file, "COM")
    refuse_blank_names(communes.set_index("commune_code")["commune_name"], file, "LIBELLE")
    parents = listed.loc[~is_commune, ["code", "kind", "commune_code", "commune_name"]]
    parents = parents.rename(columns={"commune_name": "name"}).reset_index(drop=True)
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
        "moves",
        {
            "MOD": "kind",
            "DATE_EFF": "effective_date",
            "TYPECOM_AV": "before_type",
            "COM_AV": "before_code",
            "LIBELLE_AV": "before_name",
            "TYPECOM_AP": "after_type",
            "COM_AP": "after_code",
            "LIBELLE_AP": "after_name",
        },
    )
    file = moves.attrs["file"]
    moves["kind"] = to_number(moves["kind"], file, "MOD", missing=()).astype("int64")
    # Figures hang on each move: a day that cannot be one is no matter for a note.
    days = to_day(moves["effective_date"], file, "DATE_EFF", [], earliest=_FIRST_MOVE, is_iso=True)
    if days.isna().any():
        raise SourceChangedError(
            "read_bad_date",
            file=file,
            column="DATE_EFF",
            detail=some(moves.loc[days.isna(), "effective_date"].map(repr)),
        )
    moves["effective_date"] = days
    for side, mark, kind in (("before", "AV", CREATED), ("after", "AP", CEASED)):
        given = moves[f"{side}_code"] != ""
        check_codes(moves.loc[given | (moves["kind"] != kind), f"{side}_code"], file, f"COM_{mark}")
        # Nothing is said whole: a code without its kind, or a kind without its code, is a cut row.
        refuse_words(moves.loc[given, f"{side}_type"], KINDS, file, f"TYPECOM_{mark}")
        refuse_words(moves.loc[~given, f"{side}_type"], ("",), file, f"TYPECOM_{mark}")
        for name in ("type", "code", "name"):
            moves[f"{side}_{name}"] = moves[f"{side}_{name}"].where(given)
    return moves
