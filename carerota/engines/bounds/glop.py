"""Linear programmes that grow, solved by OR-Tools' GLOP."""

from __future__ import annotations

from typing import Any, Final

from ortools.linear_solver import pywraplp

__all__ = ["programme", "solved"]

PRIMAL: Final = "use_preprocessing: false use_dual_simplex: false"
"""Columns are added to what is solved: the primal simplex goes on from there."""
DUAL: Final = "use_preprocessing: true use_dual_simplex: true"
"""What is tried instead where that fails."""


def programme() -> Any:
    """Give an empty programme."""
    found = pywraplp.Solver.CreateSolver("GLOP")
    found.SetSolverSpecificParametersAsString(PRIMAL)
    return found


def solved(lp: Any) -> bool:
    """Solve a programme, going on from its last solution, else from the beginning.

    Where it cannot be solved it has no values and no prices to ask for.
    """
    if lp.Solve() == pywraplp.Solver.OPTIMAL:
        return True
    anew = pywraplp.MPSolverParameters()
    anew.SetIntegerParam(anew.INCREMENTALITY, anew.INCREMENTALITY_OFF)
    lp.SetSolverSpecificParametersAsString(DUAL)
    status = lp.Solve(anew)
    lp.SetSolverSpecificParametersAsString(PRIMAL)
    return bool(status == pywraplp.Solver.OPTIMAL)
