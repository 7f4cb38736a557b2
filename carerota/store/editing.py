"""Manual edits: a rota with one slot changed, and edits as pins for a later solve."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Final

from carerota.errors import DataError, Issue
from carerota.model import Assignment, Uncovered
from carerota.model.faults import faults
from carerota.model.faults.issues import did_you_mean, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from carerota.model import Rota, RotaProblem, Slot, Visit
    from carerota.store.records import Edit

__all__ = ["Edited", "Pinned", "edit_faults", "edited", "made_at", "pinned"]

AT_A_VISIT: Final = re.compile(r"visits\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Edited:
    """A rota with an edit, and what the edit changed."""

    rota: Rota
    edit: Edit
    """With everything it left open filled in."""
    before: Assignment | None
    after: Assignment | None


def edited(problem: RotaProblem, rota: Rota, edit: Edit, at: str = "edit") -> Edited:
    """Give a rota with one slot made by another worker, at another time, or by nobody.

    Nothing else is touched: who is free now stays free, breaks stay where they are.

    Parameters
    ----------
    problem
        The problem the rota answers.
    rota
        The rota.
    edit
        What to change.
    at
        Where the edit stands, for faults.

    Raises
    ------
    DataError
        The edit names what the problem does not have, or changes nothing.
    """
    if issues := edit_faults(problem, edit, at):
        raise DataError(issues)
    before = made_at(rota, edit)
    if edit.leave_out:
        after, whole = None, edit
    else:
        after = _after(problem, rota, edit, before, at)
        whole = edit.model_copy(
            update={"worker": after.worker, "start": after.start, "run": after.run}
        )
    if before == after:
        found = f"{edit.visit} slot {edit.slot} as it is"
        raise DataError([Issue(at, found, "a change", code="edit-changes-nothing")])
    return Edited(_with(problem, rota, edit, after), whole, before, after)


def edit_faults(problem: RotaProblem, edit: Edit, at: str) -> list[Issue]:
    """List what an edit names that the problem does not have."""
    found = []
    visit = next((v for v in problem.visits if v.id == edit.visit), None)
    if visit is None:
        hint = did_you_mean(edit.visit, [v.id for v in problem.visits])
        expected = "a visit of the problem"
        path = f"{at}.visit"
        found.append(Issue(path, shown(edit.visit), expected, hint, "unknown-visit"))
    elif edit.slot >= len(visit.slots):
        expected = f"less than {len(visit.slots)}, the slots of {visit.id}"
        found.append(Issue(f"{at}.slot", str(edit.slot), expected, "", "unknown-slot"))
    workers = [w.id for w in problem.workers]
    if edit.worker is not None and edit.worker not in workers:
        hint = did_you_mean(edit.worker, workers)
        expected = "a worker of the problem"
        path = f"{at}.worker"
        found.append(Issue(path, shown(edit.worker), expected, hint, "unknown-worker"))
    if edit.leave_out and (edit.worker or edit.start or edit.run):
        expected = "neither worker, start nor run where the slot is left out"
        found.append(Issue(at, "a worker, start or run", expected, "", "edit-both"))
    return found


def made_at(rota: Rota, edit: Edit) -> Assignment | None:
    """Give who makes the slot of an edit, and when; ``None``: nobody."""
    slot = (edit.visit, edit.slot)
    return next((a for a in rota.assignments if (a.visit, a.slot) == slot), None)


def _after(
    problem: RotaProblem, rota: Rota, edit: Edit, before: Assignment | None, at: str
) -> Assignment:
    worker = edit.worker or (before.worker if before else None)
    start = edit.start or (before.start if before else None)
    if worker is None or start is None:
        missing = "worker" if worker is None else "start"
        raise DataError(
            [
                Issue(
                    f"{at}.{missing}",
                    "nothing",
                    f"a {missing}, as nobody makes {edit.visit} slot {edit.slot}",
                    "",
                    "edit-incomplete",
                )
            ]
        )
    run = edit.run
    if run is None and before is not None and before.worker == worker:
        run = before.run
    return Assignment(
        visit=edit.visit,
        slot=edit.slot,
        worker=worker,
        start=start.astimezone(problem.clock.zone),
        run=run or _nearest_run(problem, rota, edit, worker, start.timestamp()),
    )


def _nearest_run(
    problem: RotaProblem, rota: Rota, edit: Edit, worker: str, start: float
) -> int:
    """Give the run of the visit of the worker's day that starts nearest in time."""
    day = {v.id: v.day for v in problem.visits}
    near = [
        (abs(a.start.timestamp() - start), a.start.timestamp(), a.run)
        for a in rota.assignments
        if a.worker == worker
        and day.get(a.visit) == day[edit.visit]
        and (a.visit, a.slot) != (edit.visit, edit.slot)
    ]
    return min(near)[2] if near else 1


def _with(
    problem: RotaProblem, rota: Rota, edit: Edit, after: Assignment | None
) -> Rota:
    """Put the assignment in beside the worker's others; it is no longer uncovered."""
    slot = (edit.visit, edit.slot)
    made = [a for a in rota.assignments if (a.visit, a.slot) != slot]
    left = [u for u in rota.uncovered if (u.visit, u.slot) != slot]
    if after is None:
        left.append(Uncovered(visit=edit.visit, slot=edit.slot))
        order = {v.id: i for i, v in enumerate(problem.visits)}
        left.sort(key=lambda u: (order.get(u.visit, -1), u.slot))
    else:
        index = _place(made, after)
        made.insert(index, after)
    return rota.model_copy(
        update={"assignments": tuple(made), "uncovered": tuple(left)}
    )


def _place(made: Sequence[Assignment], new: Assignment) -> int:
    """Give the place after the worker's last visit before it, else before their first.

    The order means nothing to the checker; a reader finds a day together.
    """
    start = new.start.astimezone(UTC)
    own = [i for i, a in enumerate(made) if a.worker == new.worker]
    earlier = [i for i in own if made[i].start.astimezone(UTC) <= start]
    if earlier:
        return earlier[-1] + 1
    return own[0] if own else len(made)


@dataclass(frozen=True, slots=True)
class Pinned:
    """A problem in which edits are pins."""

    problem: RotaProblem
    kept: tuple[Edit, ...]
    """The edits that are pins now."""
    dropped: tuple[tuple[Edit, str], ...]
    """The edits that cannot be, each with its reason."""


def pinned(problem: RotaProblem, edits: Iterable[Edit]) -> Pinned:
    """Turn edits into pins, so that a later solve or repair keeps them.

    The worker of an edit becomes ``pinned_worker`` of the slot, its start
    ``pinned_start`` of the visit. Of several edits of one slot the last counts. What
    cannot be a pin is told with its reason: a slot that was left out (there is no pin
    on nobody), a visit or worker the problem no longer has, a pin that breaks a rule
    that is always hard, or carers of one visit pinned to different times.

    Parameters
    ----------
    problem
        The problem, expanded.
    edits
        Whole edits, as :class:`carerota.store.ManualEdit` keeps them, in their order.
    """
    last = {(edit.visit, edit.slot): edit for edit in edits}
    wanted: dict[tuple[str, int], Edit] = {}
    dropped: list[tuple[Edit, str]] = []
    for slot, edit in last.items():
        reason = _unfit(problem, edit, wanted)
        if reason:
            dropped.append((edit, reason))
        else:
            wanted[slot] = edit
    before = {(i.code, i.path) for i in faults(problem) if not i.warning}
    while wanted:
        trial = _pinned(problem, wanted)
        new = [
            issue
            for issue in faults(trial)
            if not issue.warning and (issue.code, issue.path) not in before
        ]
        guilty = {slot for issue in new for slot in _guilty(trial, issue, wanted)}
        if not new:
            return Pinned(trial, tuple(wanted.values()), tuple(dropped))
        for slot in guilty or set(wanted):
            why = next(
                (str(i) for i in new if slot in _guilty(trial, i, wanted)), str(new[0])
            )
            dropped.append((wanted.pop(slot), why))
    return Pinned(problem, (), tuple(dropped))


def _unfit(
    problem: RotaProblem, edit: Edit, others: dict[tuple[str, int], Edit]
) -> str:
    if edit.leave_out:
        return "it is left out, and a later solve may find somebody"
    if issues := edit_faults(problem, edit, edit.visit):
        return "; ".join(map(str, issues))
    for other in others.values():
        if other.visit == edit.visit and other.start and edit.start:
            apart = other.start.astimezone(UTC) - edit.start.astimezone(UTC)
            if apart != timedelta(0):
                return "another of its carers is pinned to another time"
    return ""


def _guilty(
    problem: RotaProblem, issue: Issue, wanted: dict[tuple[str, int], Edit]
) -> list[tuple[str, int]]:
    """Find the edits that a fault is about, by the visit it stands at."""
    visits = {
        problem.visits[int(i)].id for i in AT_A_VISIT.findall(issue.path + issue.hint)
    }
    if issue.path.startswith("links["):
        link = problem.links[int(issue.path[len("links[") :].split("]")[0])]
        visits |= {link.first, link.second}
    return [slot for slot in wanted if slot[0] in visits]


def _pinned(problem: RotaProblem, edits: dict[tuple[str, int], Edit]) -> RotaProblem:
    by_visit: dict[str, list[Edit]] = {}
    for edit in edits.values():
        by_visit.setdefault(edit.visit, []).append(edit)
    return problem.model_copy(
        update={
            "visits": tuple(_pin(v, by_visit.get(v.id, [])) for v in problem.visits)
        }
    )


def _pin(visit: Visit, edits: list[Edit]) -> Visit:
    if not edits:
        return visit
    slots: list[Slot] = list(visit.slots)
    for edit in edits:
        worker = edit.worker or slots[edit.slot].pinned_worker
        slots[edit.slot] = slots[edit.slot].model_copy(update={"pinned_worker": worker})
    start = next((e.start for e in edits if e.start), visit.pinned_start)
    return visit.model_copy(update={"slots": tuple(slots), "pinned_start": start})
