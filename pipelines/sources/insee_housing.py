"""Households without a car, from the census of Insee: read, like its other bases, by `_census`."""

from pathlib import Path

import pandas as pd

from pipelines.sources._census import read_census

# Sums of weights that should be equal differ by less.
_ROUNDING = 1e-6


def read(path: Path) -> pd.DataFrame:
    """Read the households of ordinary dwellings, and those of them without a car.

    Parameters
    ----------
    path : Path
        The archive (``base-cc-logement-<year>_csv.zip``), or the CSV in it.

    Returns
    -------
    DataFrame
        Index ``commune_code``; ``housed_households``, ``without_car_households`` (the others less those
        with a car or more), missing where either is; below 0 where the file says more with a car than there are.

    Raises
    ------
    SourceMissingError, SourceChangedError
        If the file is absent, or is not what is declared.
    """
    read_as = read_census(path, source_id="insee_housing")
    without = read_as["housed_households"] - read_as["with_car_households"]
    without = without.mask(without.abs() < _ROUNDING, 0.0)
    housing = read_as[["housed_households"]].assign(without_car_households=without)
    housing.attrs = read_as.attrs
    return housing
