"""What makes a rota unreadable against its problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.errors import Issue
from carerota.model import SCHEMA_VERSION

if TYPE_CHECKING:
    from carerota.model import Rota, RotaProblem

__all__ = ["rota_faults"]


def rota_faults(problem: RotaProblem, rota: Rota) -> list[Issue]:
    """List assignments and breaks that point at nothing, and slots made twice."""
    workers = {w.id for w in problem.workers}
    slots = {v.id: len(v.slots) for v in problem.visits}
    made: dict[tuple[str, int], int] = {}
    issues: list[Issue] = []

    def fault(path: str, found: str, expected: str, code: str) -> None:
        issues.append(Issue(path, found, expected, "", code))

    if rota.schema_version != SCHEMA_VERSION:
        fault(
            "schema_version",
            str(rota.schema_version),
            f"{SCHEMA_VERSION}",
            "schema-version",
        )
    for i, a in enumerate(rota.assignments):
        path = f"assignments[{i}]"
        if a.visit not in slots:
            fault(f"{path}.visit", a.visit, "a visit of the problem", "unknown-visit")
        elif a.slot >= slots[a.visit]:
            expected = f"less than {slots[a.visit]}, the slots of {a.visit}"
            fault(f"{path}.slot", str(a.slot), expected, "unknown-slot")
        elif (a.visit, a.slot) in made:
            expected = f"once only; also assignments[{made[a.visit, a.slot]}]"
            fault(path, f"{a.visit} slot {a.slot}", expected, "slot-twice")
        else:
            made[a.visit, a.slot] = i
        if a.worker not in workers:
            fault(f"{path}.worker", a.worker, "a worker of the problem", "unknown-worker")
    for i, b in enumerate(rota.breaks):
        if b.worker not in workers:
            path = f"breaks[{i}].worker"
            fault(path, b.worker, "a worker of the problem", "unknown-worker")
        if b.end <= b.start:
            fault(f"breaks[{i}].end", str(b.end), "after its start", "break-backwards")
    return issues
