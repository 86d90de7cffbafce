"""HiGHS: the linear program of a covering problem for every budget, and whole plans where it is not.

One model serves all budgets: the number of columns is a bound of one row, and each solve starts from
the basis of the last. Over the communes of France nearly all solutions are whole numbers: plans that
need no further proof.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from scipy.sparse import block_array, csr_array, eye_array

from territory.plan.matrix import Floats, Integers

# A value this near 0 or 1 is that.
WHOLE_WITHIN = 1e-6


@dataclass(frozen=True)
class Relaxed:
    """The linear program's solution for a budget.

    Parameters
    ----------
    bound : float
        What no plan gains more than.
    opened : array of float, of shape (columns,)
        How far each column is chosen, 0 to 1.
    prices : array of float, of shape (rows,)
        What a column is paid for each row: the dual of the program, for
        `territory.plan.greedy.bounds_of`.
    """

    bound: float
    opened: Floats
    prices: Floats

    @property
    def is_whole(self) -> bool:
        """Whether each column is chosen or not: then this is the best plan."""
        return bool(np.all(np.minimum(self.opened, 1 - self.opened) < WHOLE_WITHIN))

    def columns(self, count: int) -> Integers:
        """Return the columns chosen most, `count` of them at most, in their order."""
        order = np.argsort(-np.round(self.opened, 6), kind="stable")[:count]
        return np.sort(order[self.opened[order] > WHOLE_WITHIN]).astype(np.int64)


class CoveringProgram:
    """Maximise ``Σ w_i z_i`` with ``z_i ≤ Σ_j a_ij x_j``, ``Σ_j x_j ≤ k``, all between 0 and 1.

    Parameters
    ----------
    covers : csr_array of shape (rows, columns)
    weights : array of float, of shape (rows,)
    """

    def __init__(self, covers: csr_array, weights: Floats) -> None:
        self._shape = covers.shape
        self._highs = _quiet()
        self._highs.passModel(_covering_model(covers, weights))

    def weigh(self, weights: Floats) -> None:
        """Change the weights of the rows."""
        rows, columns = self._shape
        indices = np.arange(columns, columns + rows, dtype=np.int32)
        self._highs.changeColsCost(rows, indices, weights)

    def relax(self, count: int) -> Relaxed:
        """Solve the linear program for a budget, from the last solution."""
        rows, columns = self._shape
        self._highs.changeRowBounds(rows, -highspy.kHighsInf, float(count))
        self._highs.run()
        _check(self._highs)
        solution = self._highs.getSolution()
        opened = np.array(solution.col_value[:columns])
        prices = np.abs(np.array(solution.row_dual[:rows]))
        return Relaxed(float(self._highs.getObjectiveValue()), opened, prices)


@dataclass(frozen=True)
class Priced:
    """The linear program of columns that cost different shares of a budget.

    Parameters
    ----------
    bound : float
        What no choice among these columns gains more than.
    opened : array of float, of shape (columns,)
        How much of each column is taken.
    prices : array of float, of shape (rows,)
        What a column is paid for each row.
    unit_price : float
        What a unit of the budget is worth: a column that is paid more than its units cost would better
        the solution.
    """

    bound: float
    opened: Floats
    prices: Floats
    unit_price: float


def priced(covers: csr_array, weights: Floats, costs: Floats, budget: float) -> Priced:
    """Solve the linear program of columns of different costs, each taken any number of times."""
    rows, columns = covers.shape
    model = _covering_model(covers, weights, costs)
    model.col_upper_ = np.concatenate([np.full(columns, highspy.kHighsInf), np.ones(rows)])
    highs = _quiet()
    highs.passModel(model)
    highs.changeRowBounds(rows, -highspy.kHighsInf, budget)
    highs.run()
    _check(highs)
    solution = highs.getSolution()
    duals = np.abs(np.array(solution.row_dual))
    return Priced(
        float(highs.getObjectiveValue()),
        np.array(solution.col_value[:columns]),
        duals[:rows],
        float(duals[rows]),
    )


def best_whole_plan(
    covers: csr_array,
    weights: Floats,
    count: float,
    seconds: float,
    costs: Floats | None = None,
) -> tuple[Integers, float]:
    """Solve for whole columns, for so many seconds at most.

    Parameters
    ----------
    covers : csr_array of shape (rows, columns)
    weights : array of float, of shape (rows,)
    count : float
        The budget: how many columns, or what they may cost together.
    seconds : float
    costs : array of float, of shape (columns,), optional
        What each column costs; 1 by default.

    Returns
    -------
    array of int
        The columns of the best plan found; none if none was.
    float
        What no plan gains more than, as far as proved when the search ended.
    """
    rows, columns = covers.shape
    model = _covering_model(covers, weights, costs)
    model.integrality_ = [
        *[highspy.HighsVarType.kInteger] * columns,
        *[highspy.HighsVarType.kContinuous] * rows,
    ]
    highs = _quiet()
    highs.setOptionValue("time_limit", seconds)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", WHOLE_WITHIN)
    highs.passModel(model)
    highs.changeRowBounds(rows, -highspy.kHighsInf, float(count))
    highs.run()
    opened = np.array(highs.getSolution().col_value[:columns])
    bound = float(highs.getInfo().mip_dual_bound)
    return np.flatnonzero(opened > 0.5), bound if np.isfinite(bound) else float(weights.sum())


@dataclass(frozen=True)
class Fewest:
    """The fewest columns that cover all rows.

    Parameters
    ----------
    columns : array of int
        A set of them that does.
    least_count : int
        No set of fewer does, as far as proved.
    """

    columns: Integers
    least_count: int

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.columns)


def fewest_columns(covers: csr_array, seconds: float) -> Fewest:
    """Find the fewest columns that cover all rows (Toregas et al. 1971); every row has one at least."""
    rows, columns = covers.shape
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = columns, rows
    lp.col_cost_ = np.ones(columns)
    lp.col_lower_, lp.col_upper_ = np.zeros(columns), np.ones(columns)
    lp.row_lower_, lp.row_upper_ = np.ones(rows), np.full(rows, highspy.kHighsInf)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * columns
    _set_matrix(lp, covers.tocsr())
    highs = _quiet()
    highs.setOptionValue("time_limit", seconds)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.passModel(lp)
    highs.run()
    opened = np.array(highs.getSolution().col_value[:columns])
    found = np.flatnonzero(opened > 0.5)
    if len(found) == 0:
        found = np.arange(columns)
    bound = float(highs.getInfo().mip_dual_bound)
    least = int(np.ceil(bound - WHOLE_WITHIN)) if np.isfinite(bound) else 1
    return Fewest(found, least)


def _covering_model(
    covers: csr_array, weights: Floats, costs: Floats | None = None
) -> highspy.HighsLp:
    rows, columns = covers.shape
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = columns + rows, rows + 1
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.concatenate([np.zeros(columns), weights])
    lp.col_lower_, lp.col_upper_ = np.zeros(columns + rows), np.ones(columns + rows)
    lp.row_lower_ = np.concatenate([np.zeros(rows), [-highspy.kHighsInf]])
    lp.row_upper_ = np.concatenate([np.full(rows, highspy.kHighsInf), [1.0]])
    budget = csr_array((np.ones(columns) if costs is None else costs)[None, :])
    whole = block_array([[covers, -eye_array(rows)], [budget, csr_array((1, rows))]])
    _set_matrix(lp, whole.tocsr())
    return lp


def _set_matrix(lp: highspy.HighsLp, matrix: csr_array) -> None:
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = matrix.indptr.astype(np.int32)
    lp.a_matrix_.index_ = matrix.indices.astype(np.int32)
    lp.a_matrix_.value_ = matrix.data.astype(np.float64)


class _Silent(highspy.Highs):
    """HiGHS without its callbacks: enabling them writes a banner among the rows of a command."""

    def enableCallbacks(self) -> None:  # noqa: N802 - its own name
        """Enable none."""


def _quiet() -> highspy.Highs:
    highs: highspy.Highs = _Silent()  # type: ignore[no-untyped-call]  # its own is not typed
    highs.setOptionValue("output_flag", False)
    # The same plan whatever the machine. Not by a number of threads: it is one for the whole process, and
    # HiGHS refuses to run where another user of it asked for another number.
    highs.setOptionValue("parallel", "off")
    highs.setOptionValue("random_seed", 0)
    return highs


def _check(highs: highspy.Highs) -> None:
    status = highs.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"a covering program always has a solution; HiGHS says {status}")
