"""What makes a rota unreadable against its problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.errors import Issue
from carerota.model import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carerota.model import Rota, RotaProblem

__all__ = ["rota_faults"]


def rota_faults(problem: RotaProblem, rota: Rota) -> list[Issue]:
    """List assignments and breaks that point at nothing, and slots made twice."""
    issues: list[Issue] = []
    if rota.schema_version != SCHEMA_VERSION:
        issues.append(
            _fault(
                "schema_version",
                str(rota.schema_version),
                f"{SCHEMA_VERSION}",
                "schema-version",
            )
        )
    workers = {w.id for w in problem.workers}
    issues += _assignments(problem, rota, workers)
    for i, b in enumerate(rota.breaks):
        if b.worker not in workers:
            issues.append(_unknown_worker(f"breaks[{i}].worker", b.worker))
        # moments of one zone would be compared by their wall clocks
        if b.end.timestamp() <= b.start.timestamp():
            path = f"breaks[{i}].end"
            issues.append(
                _fault(path, str(b.end), "after its start", "break-backwards")
            )
    return issues


def _assignments(
    problem: RotaProblem, rota: Rota, workers: set[str]
) -> Iterator[Issue]:
    slots = {v.id: len(v.slots) for v in problem.visits}
    made: dict[tuple[str, int], int] = {}
    for i, a in enumerate(rota.assignments):
        path = f"assignments[{i}]"
        if a.visit not in slots:
            expected = "a visit of the problem"
            yield _fault(f"{path}.visit", a.visit, expected, "unknown-visit")
        elif a.slot >= slots[a.visit]:
            expected = f"less than {slots[a.visit]}, the slots of {a.visit}"
            yield _fault(f"{path}.slot", str(a.slot), expected, "unknown-slot")
        elif (a.visit, a.slot) in made:
            expected = f"once only; also assignments[{made[a.visit, a.slot]}]"
            yield _fault(path, f"{a.visit} slot {a.slot}", expected, "slot-twice")
        else:
            made[a.visit, a.slot] = i
        if a.worker not in workers:
            yield _unknown_worker(f"{path}.worker", a.worker)


def _unknown_worker(path: str, worker: str) -> Issue:
    return _fault(path, worker, "a worker of the problem", "unknown-worker")


def _fault(path: str, found: str, expected: str, code: str) -> Issue:
    return Issue(path, found, expected, "", code)
