"""One benchmark instance, whichever format it is in, and what a rota costs in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from carerota.errors import DataError, Issue
from carerota.io.benchmarks import hhcrsp, uhhc
from carerota.io.benchmarks.solutions import (
    HHCRSP,
    UHHC,
    Layout,
    read_solution,
    write_solution,
)
from carerota.io.json_files import parse_json
from carerota.io.sources import read_text
from carerota.rules.base import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from carerota.model import Policy, Rota, RotaProblem
    from carerota.score import ScoreReport

__all__ = ["Benchmark", "is_instance", "read_benchmark"]


@dataclass(frozen=True)
class Benchmark:
    """An instance as a problem, and how its cost is read off a score report."""

    format: str
    """``hhcrsp`` or ``uhhc``."""
    instance: str
    """The name of its file, without the suffix."""
    problem: RotaProblem
    policy: Policy
    points_per_cost: int
    parts: Mapping[str, tuple[str, ...]]
    """The components of the cost, and the rules whose amounts they are."""
    layout: Layout

    def cost(self, points: float) -> float:
        """Give points in the unit of the benchmark's cost."""
        return points / self.points_per_cost

    def components(self, report: ScoreReport) -> dict[str, float]:
        """Give the components of the cost, in minutes or times."""
        per = self.problem.ticks_per_minute
        found = {}
        for component, rules in self.parts.items():
            scores = [report[rule] for rule in rules if rule in report]
            if scores:
                found[component] = sum(
                    s.amount / per if s.unit is Unit.TICKS else s.amount for s in scores
                )
        return found

    def read(self, path: Path) -> Rota:
        """Read a solution in the benchmark's own format.

        Raises
        ------
        DataError
            It is no solution of the instance.
        """
        return read_solution(self.problem, path, self.layout)

    def write(self, rota: Rota, path: Path) -> None:
        """Write a rota as a solution in the benchmark's own format."""
        write_solution(self.problem, rota, path, self.layout)


def is_instance(data: Any) -> bool:
    """Tell whether plain data looks like an instance of a known benchmark."""
    return isinstance(data, dict) and {"patients", "caregivers", "distances"} <= set(
        data
    )


def read_benchmark(path: Path) -> Benchmark:
    """Read an instance of a known benchmark, told by what is in it.

    Raises
    ------
    DataError
        The file is no such instance, or has faults.
    """
    data = parse_json(read_text(path), str(path))
    if not is_instance(data):
        expected = "an instance of the HHCRSP or the UHHC benchmark"
        issue = Issue("(file)", "something else", expected, code="not-an-instance")
        raise DataError([issue], source=str(path))
    if isinstance(data, dict) and "metadata" in data:
        problem, policy = uhhc.read_uhhc(path)
        return Benchmark("uhhc", path.stem, problem, policy, 1, uhhc.COST, UHHC)
    problem, policy = hhcrsp.read_hhcrsp(path)
    return Benchmark(
        "hhcrsp",
        path.stem,
        problem,
        policy,
        hhcrsp.POINTS_PER_COST,
        hhcrsp.COST,
        HHCRSP,
    )
