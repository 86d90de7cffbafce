"""Insee's minutes by road, brought from squares to the communes of the tables.

Squares are summed up to the commune they belong to today, so that a merged commune is the sum of all
its parts. A commune is unknown, never 0 minutes away nor estimated, where its region has no file, where
a split changed its territory, or where under two thirds of its people have minutes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from pipelines.notes import Note, Notes
from pipelines.sources._equipment_types import FALLBACKS, FRANCE_SERVICES, service_of, types_of
from pipelines.sources.catalogue import SourceFile
from pipelines.sources.insee_access import WITHIN, Access, no_sums, read_access
from pipelines.sources.insee_cog import Cog
from pipelines.steps.known_codes import check_known
from pipelines.steps.vintages import passage, point_to_communes
from territory.contract import OFFICIAL_MINUTES, Status
from territory.errors import SourceChangedError
from territory.geography import commune_of_arrondissement
from territory.known import is_known_enough


@dataclass(frozen=True)
class Official:
    """The minutes of a service, by commune.

    Parameters
    ----------
    communes : DataFrame
        On the communes' index: the columns of `territory.contract.OFFICIAL_MINUTES` and
        ``official_minutes_status``.
    notes : Notes
        What was read, and what was left without minutes.
    is_held : bool
        Whether any file holds the service.
    """

    communes: pd.DataFrame
    notes: Notes
    is_held: bool


def official_minutes(
    communes: pd.DataFrame,
    file: SourceFile,
    cog: Cog,
    year: int,
    service: str = FRANCE_SERVICES,
) -> Official:
    """Return the minutes by road of each commune's people to the nearest place of a service.

    Parameters
    ----------
    communes : DataFrame
        With ``population_people`` and ``region_code``.
    file : SourceFile
        Insee's files of one edition, one a region.
    cog : Cog
        The official geographic code.
    year : int
        Geography year of the tables.
    service : str
        One of `pipelines.sources._equipment_types.services`.

    Raises
    ------
    SourceChangedError
        If a region has two files, a file holds communes of another region than its name says, or what
        `pipelines.sources.insee_access.read_access` refuses.

    Notes
    -----
    ``t_c = Σ_s p_s t_s / Σ_s p_s`` over the squares s of commune c whose minutes ``t_s`` are known, ``p_s``
    their people; ``share_L = Σ_s p_s [t_s ≤ L] / Σ_s p_s`` over the same.
    """
    notes = Notes()
    notes.add("official.edition", edition=file.edition)
    files = _regions_of(file)
    regions = {
        region: path for region, path in files.items() if region in set(communes["region_code"])
    }
    if unneeded := [path.name for region, path in files.items() if region not in regions]:
        notes.add("official.unneeded", unneeded)
    read = {region: read_access(path, service) for region, path in regions.items()}
    for region, access in read.items():
        notes.extend(_file_notes(regions[region].name, access, service))
    held = {region: access for region, access in read.items() if access.is_held}
    parts = [_checked(access, region, regions[region], cog) for region, access in held.items()]
    sums = pd.concat([no_sums(), *(access.sums for access in parts)]).groupby(level=0).sum()
    if parts:
        codes = check_known(sums.index, file, cog, year)
        notes.extend(codes.notes())
        sums = _of_today(sums, cog, codes.year, year, notes)
    found = _figures(communes, sums)
    notes.extend(_left_out(communes, found, regions, cog))
    return Official(found, notes, bool(held))


def _regions_of(file: SourceFile) -> dict[str, Path]:
    """Return the file of each region; refuse two of one region."""
    named = [(file.source.part_of(path.name), path) for path in file.paths]
    for region, count in Counter(region for region, _ in named).items():
        if count > 1:
            twice = [path.name for one, path in named if one == region]
            raise SourceChangedError("access_region_twice", region=region, files=", ".join(twice))
    return dict(sorted(named))


def _file_notes(name: str, access: Access, service: str) -> Notes:
    notes = Notes()
    if not access.is_held:
        named = _named_types(access.types)
        values = {
            "file": name,
            "service": Note(f"official.service.{service}"),
            "types": ", ".join(types_of(service)),
            "number": len(access.types),
            "others": _fallbacks(access.types),
        }
        notes.append(Note("official.type_absent", named, values=values))
        return notes
    notes.add(
        "official.file",
        file=name,
        number=access.rows_count,
        squares=access.squares_count,
        people=float(access.sums["square_people"].sum()),
        types=", ".join(access.types),
    )
    if absent := [code for code in types_of(service) if code not in access.types]:
        notes.add("official.types_lacking", absent, file=name)
    if access.without_minutes_people:
        notes.add("official.without_minutes", file=name, people=access.without_minutes_people)
    for what in ("repeated", "unequal", "impossible", "unplaced", "unpeopled"):
        if count := getattr(access, f"{what}_count"):
            notes.add(f"official.{what}", file=name, number=count)
    return notes


def _named_types(codes: tuple[str, ...]) -> tuple[Note, ...]:
    """Return the types we have words for, as the report names them."""
    services = {code: service_of(code) for code in codes}
    return tuple(
        Note("official.type", values={"code": code, "service": Note(f"official.service.{service}")})
        for code, service in services.items()
        if service
    )


def _fallbacks(codes: tuple[str, ...]) -> Note:
    there = [name for name in FALLBACKS if set(types_of(name)) & set(codes)]
    if not there:
        return Note("official.no_fallback")
    return Note("official.fallback", tuple(Note(f"official.service.{name}") for name in there))


def _checked(access: Access, region: str, path: Path, cog: Cog) -> Access:
    """Refuse a file most of whose communes are of another region than its name says."""
    codes = access.sums.index.to_series()
    known = cog.communes["region_code"].reindex(commune_of_arrondissement(codes)).dropna()
    if len(known) and (known != region).mean() > 0.5:
        raise SourceChangedError(
            "access_other_region", file=path.name, region=region, found=str(known.mode().iloc[0])
        )
    return access


def _of_today(
    sums: pd.DataFrame, cog: Cog, from_year: int, to_year: int, notes: Notes
) -> pd.DataFrame:
    """Sum squares up to the communes of the tables' year."""
    moved = passage(cog, from_year, to_year)
    codes = sums.index.to_series()
    target = point_to_communes(codes, cog, moved)
    is_arrondissement = commune_of_arrondissement(codes) != codes
    already = is_arrondissement & target.isin(target[~is_arrondissement])
    is_split = codes.isin(moved.split_codes) | target.isin(moved.split_codes)
    is_ceased = codes.isin(moved.ceased_codes)
    dropped = {
        "already_counted": already,
        "split": is_split & ~already,
        "ceased": is_ceased,
        "unknown_code": target.isna() & ~is_ceased & ~is_split,
    }
    used = ~pd.concat(dropped, axis="columns").any(axis="columns")
    for reason, rows in dropped.items():
        if rows.any():
            people = float(sums.loc[rows, "square_people"].sum())
            named = list(codes[rows])
            notes.append(
                Note(
                    "official.dropped",
                    tuple(named),
                    values={"reason": Note(f"reason.{reason}"), "people": people},
                )
            )
    return sums[used].groupby(target[used].rename("commune_code")).sum()


def _figures(communes: pd.DataFrame, sums: pd.DataFrame) -> pd.DataFrame:
    """Return minutes, shares and status of each commune, from the sums over its squares."""
    here = sums.reindex(communes.index)
    population = communes["population_people"].astype("float64")
    known = here["known_people"]
    # Of the larger count of its people: squares may be missing from the file altogether.
    everybody = np.fmax(here["square_people"], population)
    with np.errstate(invalid="ignore", divide="ignore"):
        enough = is_known_enough((known / everybody).to_numpy(float)) & (known > 0).to_numpy()
    minutes, square, certain, *shares = OFFICIAL_MINUTES
    figures = {minutes: here["people_minutes"] / known}
    figures |= {name: here[summed] / known for name, summed in zip(shares, WITHIN, strict=True)}
    figures |= {square: here["square_people"], certain: known}
    found = pd.DataFrame(figures, index=communes.index, dtype="float64").where(
        pd.Series(enough, index=communes.index), np.nan
    )
    found = found[list(OFFICIAL_MINUTES)]
    nobody = (population == 0).to_numpy()
    without = np.where(nobody, str(Status.NOT_APPLICABLE), str(Status.MISSING))
    found["official_minutes_status"] = pd.Series(
        np.where(enough, str(Status.MODELLED), without), index=communes.index, dtype="str"
    )
    found.attrs = {"squares": here["square_people"]}
    return found


def _left_out(
    communes: pd.DataFrame, found: pd.DataFrame, regions: Mapping[str, Path], cog: Cog
) -> Notes:
    """Say which communes have no minutes, and how many people live there."""
    notes = Notes()
    population = communes["population_people"]
    status = found["official_minutes_status"]
    without = status == str(Status.MISSING)
    notes.add(
        "official.known",
        number=int((status == str(Status.MODELLED)).sum()),
        people=float(population[status == str(Status.MODELLED)].sum()),
        all_rows=len(communes),
        all_people=float(population.sum()),
    )
    is_absent = ~communes["region_code"].isin(list(regions))
    for region, rows in communes[is_absent].groupby("region_code"):
        named = cog.regions["region_name"].get(region, region)
        people = float(rows["population_people"].sum())
        notes.add(
            "official.region_absent",
            region=str(named),
            code=str(region),
            number=len(rows),
            people=people,
        )
    inside = without & ~is_absent
    has_squares = found.attrs["squares"].notna()
    for key, rows in {"no_squares": inside & ~has_squares, "too_few": inside & has_squares}.items():
        if rows.any():
            codes = tuple(map(str, communes.index[rows]))
            notes.append(
                Note(f"official.{key}", codes, values={"people": float(population[rows].sum())})
            )
    return notes
