"""Read Insee's minutes by car from squares of 200 m to the nearest facility of each type.

What surprised us: a file a region, of up to a gigabyte and tens of millions of rows, a row a square
and a type of facility: it is streamed, by the types asked for. A square on the border of two
communes has a row for each, with the people of that side: a square is (``idSrc``, ``depcom``,
``iris``). Names are written with hyphens (2024) or underscores (2025). Paris was seen as 75056 in a
file, and may be its arrondissements in another.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as pads

from pipelines.sources._archive import refuse_page
from pipelines.sources._check import MOST_SLIPS_SHARE, check_codes, some
from pipelines.sources._equipment_types import FRANCE_SERVICES, types_of
from territory.errors import SourceChangedError, SourceMissingError, TerritoryError

LIMITS = (10, 15, 20, 30)
SQUARE = ("idSrc", "depcom", "iris")
# Column → whether it is text.
_NEEDED = {
    "idSrc": True,
    "depcom": True,
    "iris": True,
    "typeeq_id": True,
    "distance": False,
    "duree": False,
    "pop": False,
}
# Names of squares alone: whatever they are written as, they tell one from another.
_NAMES = ("idSrc", "iris")
MAGIC = b"PAR1"
# Rows held at once, beside those of the types asked for.
BATCH_ROWS = 1 << 17
# A group of rows is read as it is decoded, not fetched whole beforehand: a third less memory. Sums of
# pages are checked where the file has some.
_LITTLE_AT_ONCE = pads.ParquetFragmentScanOptions(
    use_buffered_stream=True, pre_buffer=False, page_checksum_verification=True
)
# Ten hours by car are no way to the nearest facility of any type.
MOST_MINUTES = 600.0
# Kilometres an hour of the median trip of a kilometre or more: on any road network, by car.
USUAL_KMH = (8.0, 130.0)
SUMS = ("square_people", "known_people", "people_minutes")
WITHIN = tuple(f"within_{limit}_people" for limit in LIMITS)
# What Arrow raises for a file that is cut, damaged, or none of its own.
_DAMAGE = (pa.ArrowException, OSError, UnicodeError)


@dataclass(frozen=True)
class Access:
    """What a file says of a service.

    Parameters
    ----------
    sums : DataFrame
        Index ``commune_code`` as published, of float: ``square_people`` (people of its squares),
        ``known_people`` (of those whose minutes are known), ``people_minutes`` (their minutes, summed
        over people), ``within_10_people``… (those of them within so many minutes). Empty where the
        file holds no row of the service.
    rows_count, squares_count : int
        Rows of the service, and squares.
    types : tuple of str
        Types of the service the file holds; where it holds none, all the types it does hold.
    repeated_count : int
        Rows that say again what another says of the same square and type.
    unequal_count : int
        Squares whose rows do not agree on their people: the largest is taken.
    without_minutes_people : float
        People of the squares without minutes: unknown, not 0 minutes away.
    impossible_count, unplaced_count, unpeopled_count : int
        Rows whose minutes are negative or over `MOST_MINUTES`, set missing; rows without a square or a
        commune, and rows without people, left out.
    """

    sums: pd.DataFrame
    rows_count: int = 0
    squares_count: int = 0
    types: tuple[str, ...] = ()
    repeated_count: int = 0
    unequal_count: int = 0
    without_minutes_people: float = 0.0
    impossible_count: int = 0
    unplaced_count: int = 0
    unpeopled_count: int = 0

    @property
    def is_held(self) -> bool:
        """Whether the file holds the service."""
        return self.rows_count > 0


def read(path: Path) -> pd.DataFrame:
    """Read the minutes to France Services: `read_access`'s sums."""
    return read_access(path).sums


def read_access(path: Path, service: str = FRANCE_SERVICES) -> Access:
    """Read the minutes of a region's people to the nearest place of a service.

    Of a service of several types, the nearest of them counts for each square.

    Parameters
    ----------
    path : Path
        ``donnees-2024-reg52.parquet``.
    service : str
        One of `pipelines.sources._equipment_types.services`.

    Raises
    ------
    SourceMissingError, SourceChangedError
        If the file is absent, cut, or is not what is declared: a column is lacking or of another
        type, codes are not those of communes, or minutes are not minutes.
    UnknownNameError
        If no service has this name.
    """
    codes = types_of(service)
    _refuse_cut(path)
    try:
        file = pads.dataset(path, format="parquet")
        _check_columns(file.schema, path.name)
        rows = _rows_of(file, codes)
        if not rows.num_rows:
            return Access(no_sums(), types=_types_there(file))
        return _access_of(rows, path.name)
    except _DAMAGE as error:  # texts of damaged letters are met when they are looked at
        raise SourceChangedError("read_damaged", file=path.name, detail=error) from error


def _refuse_cut(path: Path) -> None:
    """Refuse what is no Parquet file, or one whose end is not there: it begins and ends with its name."""
    try:
        with path.open("rb") as file:
            head = file.read(200)
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - len(MAGIC)))
            tail = file.read()
    except FileNotFoundError as error:
        raise SourceMissingError("read_absent", path=path) from error
    except OSError as error:
        raise TerritoryError("file_unreadable", path=path, detail=error) from error
    refuse_page(head, path.name)
    if not head.startswith(MAGIC):
        raise SourceChangedError("access_not_parquet", file=path.name)
    if tail != MAGIC or size < len(MAGIC) * 2:
        raise SourceChangedError("access_cut", file=path.name, size=size)


def _rows_of(file: pads.Dataset, codes: tuple[str, ...]) -> pa.Table:
    """Return the rows of some types; of the others, no more than a few batches at once."""
    # The bounds of each group of rows spare reading those without the types; a cast would hide them.
    is_plain = file.schema.field("typeeq_id").type == pa.string()
    type_code = pc.field("typeeq_id") if is_plain else pc.field("typeeq_id").cast(pa.string())
    scanner = file.scanner(
        columns=list(_NEEDED),
        filter=type_code.isin(list(codes)),
        batch_size=BATCH_ROWS,
        batch_readahead=2,
        fragment_readahead=1,
        fragment_scan_options=_LITTLE_AT_ONCE,
    )
    batches = [batch for batch in scanner.to_batches() if batch.num_rows]
    wanted = pa.schema(
        [(name, pa.string() if text else pa.float64()) for name, text in _NEEDED.items()]
    )
    return pa.concat_tables(
        [wanted.empty_table(), *(pa.Table.from_batches([one]).cast(wanted) for one in batches)]
    )


def _types_there(file: pads.Dataset) -> tuple[str, ...]:
    found: set[str] = set()
    scanner = file.scanner(
        columns=["typeeq_id"],
        batch_size=BATCH_ROWS,
        batch_readahead=2,
        fragment_scan_options=_LITTLE_AT_ONCE,
    )
    for batch in scanner.to_batches():
        found.update(str(code) for code in pc.unique(batch.column(0)).to_pylist() if code)
    return tuple(sorted(found))


def _check_columns(schema: pa.Schema, file: str) -> None:
    absent = [name for name in _NEEDED if name not in schema.names]
    if absent:
        raise SourceChangedError(
            "read_no_columns", file=file, columns=some(absent), header=some(schema.names)
        )
    for name, is_text in _NEEDED.items():
        if name in _NAMES:
            continue
        found = schema.field(name).type
        if pa.types.is_dictionary(found):
            found = found.value_type
        is_number = pa.types.is_floating(found) or pa.types.is_integer(found)
        of_text = pa.types.is_string(found) or pa.types.is_large_string(found)
        if not (of_text if is_text else is_number or pa.types.is_decimal(found)):
            kind = "text" if is_text else "number"
            raise SourceChangedError(f"access_not_{kind}", file=file, column=name, found=found)


def _access_of(rows: pa.Table, file: str) -> Access:
    types = tuple(sorted(pc.unique(rows["typeeq_id"]).to_pylist()))
    is_placed = pc.and_(pc.is_valid(rows["idSrc"]), pc.is_valid(rows["depcom"]))
    placed = rows.filter(is_placed)
    people = placed["pop"]
    is_peopled = pc.fill_null(pc.and_(pc.is_finite(people), pc.greater_equal(people, 0)), False)
    kept = placed.filter(is_peopled)
    check_codes(pd.Series(pc.unique(kept["depcom"]).to_pylist(), dtype="str"), file, "depcom")
    kept, impossible_count = _possible_minutes(kept, file)
    _check_unit(kept, file)
    by_type = kept.group_by([*SQUARE, "typeeq_id"]).aggregate([])
    squares = kept.group_by(list(SQUARE)).aggregate(
        [("duree", "min"), ("pop", "max"), ("pop", "min")]
    )
    frame = pd.DataFrame(
        {
            "commune_code": squares["depcom"].to_pandas().astype("str"),
            "minutes": squares["duree_min"].to_pandas().astype("float64"),
            "people": squares["pop_max"].to_pandas().astype("float64"),
        }
    )
    unequal = pc.not_equal(squares["pop_max"], squares["pop_min"])
    return Access(
        sums=_sums_of(frame),
        rows_count=rows.num_rows,
        squares_count=len(frame),
        types=types,
        repeated_count=kept.num_rows - by_type.num_rows,
        unequal_count=int(pc.sum(unequal).as_py() or 0),
        without_minutes_people=float(frame.loc[frame["minutes"].isna(), "people"].sum()),
        impossible_count=impossible_count,
        unplaced_count=rows.num_rows - placed.num_rows,
        unpeopled_count=placed.num_rows - kept.num_rows,
    )


def _possible_minutes(rows: pa.Table, file: str) -> tuple[pa.Table, int]:
    """Set missing the minutes that no trip takes; refuse them when they are many."""
    minutes = rows["duree"]
    is_given = pc.fill_null(pc.invert(pc.is_nan(minutes)), False)
    within = pc.and_(pc.greater_equal(minutes, 0), pc.less_equal(minutes, MOST_MINUTES))
    is_possible = pc.fill_null(within, False)
    impossible_count = int(pc.sum(pc.and_(is_given, pc.invert(is_possible))).as_py() or 0)
    if impossible_count > max(3, MOST_SLIPS_SHARE * rows.num_rows):
        raise SourceChangedError(
            "access_impossible_minutes",
            file=file,
            count=impossible_count,
            total=rows.num_rows,
            most=MOST_MINUTES,
        )
    kept = pc.if_else(is_possible, minutes, pa.scalar(None, pa.float64()))
    return rows.set_column(rows.schema.get_field_index("duree"), "duree", kept), impossible_count


def _check_unit(rows: pa.Table, file: str) -> None:
    """Refuse seconds or hours for minutes, metres for kilometres: no car drives at that speed."""
    km = rows["distance"].to_numpy().astype(np.float64)
    hours = rows["duree"].to_numpy().astype(np.float64) / 60
    is_trip = np.isfinite(km) & np.isfinite(hours) & (km >= 1) & (hours > 0)
    if not is_trip.any():
        return
    speed = float(np.median(km[is_trip] / hours[is_trip]))
    if not USUAL_KMH[0] <= speed <= USUAL_KMH[1]:
        shown = f"{speed:.0f}" if speed >= 1 else f"{speed:.2g}"
        raise SourceChangedError(
            "access_unit", file=file, speed=shown, least=USUAL_KMH[0], most=USUAL_KMH[1]
        )


def no_sums() -> pd.DataFrame:
    """Return the sums of no square at all."""
    columns = {"commune_code": "str", "minutes": "float64", "people": "float64"}
    return _sums_of(pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in columns.items()}))


def _sums_of(squares: pd.DataFrame) -> pd.DataFrame:
    """Sum squares up to communes."""
    minutes, people = squares["minutes"], squares["people"]
    is_known = minutes.notna()
    summed = {
        "square_people": people,
        "known_people": people.where(is_known, 0.0),
        # Minutes not known add nothing here, and their people nothing to `known_people` they divide by.
        "people_minutes": (people * minutes).fillna(0.0),
        **{
            name: people.where(minutes <= limit, 0.0)
            for name, limit in zip(WITHIN, LIMITS, strict=True)
        },
    }
    frame = pd.DataFrame(summed, columns=[*SUMS, *WITHIN], dtype="float64")
    sums: pd.DataFrame = frame.groupby(squares["commune_code"].rename("commune_code")).sum()
    return sums
