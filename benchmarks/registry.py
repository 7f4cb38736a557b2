"""The one list of what is measured: problems, their sizes and their phases.

A case says how a problem of a size is built and which phases it is fit for. Drivers
(``test_<phase>.py``) ask for their phase and are run for every case and size of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import carerota

if TYPE_CHECKING:
    from collections.abc import Callable

    from carerota import RotaProblem

__all__ = ["PHASES", "SAMPLES", "Case", "Point", "points", "problem_of", "register"]

PHASES = ("compile", "score", "decode", "kernel", "encode")
"""The measured verbs, in the order in which a solve meets them."""

SAMPLES = Path(__file__).parents[1] / "data" / "samples"


@dataclass(frozen=True, slots=True)
class Case:
    """A family of problems.

    Parameters
    ----------
    name
        What its rows are called.
    build
        Makes the problem of a size.
    sizes
        The sizes to measure, small ones first.
    phases
        Which of :data:`PHASES` it is fit for.
    """

    name: str
    build: Callable[[str], RotaProblem]
    sizes: tuple[str, ...]
    phases: tuple[str, ...] = PHASES

    def __post_init__(self) -> None:
        unknown = [phase for phase in self.phases if phase not in PHASES]
        if unknown:
            raise ValueError(f"case {self.name}: no phase {', '.join(unknown)}")
        for what in (self.sizes, self.phases):
            if not what or len(set(what)) != len(what):
                raise ValueError(f"case {self.name}: {what} is empty or repeats itself")


class Point(NamedTuple):
    """One case at one size."""

    case: str
    size: str

    def __str__(self) -> str:
        return f"{self.case}-{self.size}"


_CASES: dict[str, Case] = {}


def register(case: Case) -> Case:
    """Add a case to the list.

    Raises
    ------
    ValueError
        Its name is taken.
    """
    if case.name in _CASES:
        raise ValueError(f"there is a case {case.name} already")
    _CASES[case.name] = case
    return case


def points(phase: str) -> list[Point]:
    """Give every case and size that goes through a phase.

    Raises
    ------
    ValueError
        No such phase, or nothing goes through it.
    """
    if phase not in PHASES:
        raise ValueError(f"no phase {phase}; there are {', '.join(PHASES)}")
    found = [
        Point(case.name, size)
        for case in _CASES.values()
        if phase in case.phases
        for size in case.sizes
    ]
    if not found:
        raise ValueError(f"no case goes through {phase}")
    return found


@cache
def problem_of(point: Point) -> RotaProblem:
    """Build the problem of a case and size, once in a session."""
    return _CASES[point.case].build(point.size)


def _sample(size: str) -> RotaProblem:
    return carerota.read_problem(SAMPLES / size / "problem.json")


def _made_up(visits: str) -> RotaProblem:
    return carerota.generate(carerota.sized(int(visits)), seed=1)


register(Case("sample", _sample, ("hamlet", "village", "town")))
register(Case("made-up", _made_up, ("300", "3000"), ("compile", "score")))
