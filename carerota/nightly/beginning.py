"""What a night begins from: last night's state, as far as it fits the problem."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from carerota.model import Rota

if TYPE_CHECKING:
    from datetime import datetime

    from carerota.model import RotaProblem
    from carerota.store import Edit, Proposal, Store

__all__ = ["BEGUN", "Beginning", "beginning", "fitted"]

BEGUN: Final = "begun from "
"""How the note of a night's proposal starts."""
MOST_WEEKS_AGO: Final = 4
A_DAY: Final = re.compile(r"(?<=/)\d{4}-\d\d-\d\d(?=/)")
"""The day in the id of a visit that a package was expanded to."""


@dataclass(frozen=True)
class Beginning:
    """Where a night begins, and what it should keep."""

    rota: Rota | None
    """``None``: nothing is known, everything is new."""
    edits: tuple[Edit, ...]
    """Manual edits of the rota it begins from."""
    lost: tuple[tuple[Edit, str], ...]
    """Manual edits that the rota it begins from took the place of and does not have,
    each with its reason."""
    told: Rota | None
    """What is in force for the days of the problem."""
    source: str
    """In words: ``proposal 3``."""


def beginning(store: Store, co_op: str, problem: RotaProblem) -> Beginning:
    """Find the last proposal for the horizon, or what was published since.

    Manual edits go with it: those made by hand in the proposal, and those it was itself
    made to keep.
    """
    first, last = problem.first_day, problem.last_day
    told = store.told(co_op, first, last)
    found = store.proposals(co_op, first_day=first, last_day=last, newest=1)
    if found and found[0].state == "open":
        return _from_proposal(store, found[0], told, f"proposal {found[0].id}")
    if told is not None:
        version = store.versions(co_op, day=first, newest=1)
        whole = version and (version[0].first_day, version[0].last_day) == (first, last)
        if whole:
            name = f"version {version[0].number}"
            proposal = store.proposal(version[0].proposal)
            return _from_proposal(store, proposal, told, name)
        edits = store.edits_in_force(co_op, first, last)
        return Beginning(told, edits, (), told, "what is published")
    published = problem.history.published
    if published is None and (before := _week_before(store, co_op, problem)):
        return before
    if published is not None:
        source = "the rota the problem brings along"
        return Beginning(published, (), (), None, source)
    return Beginning(None, (), (), None, "nothing")


def _week_before(store: Store, co_op: str, problem: RotaProblem) -> Beginning | None:
    """Find the rota of the same days some weeks ago, moved on to this horizon.

    Stable rounds come back every week: it names the visits of the same packages, at the
    same time by the wall clock. Manual edits are not moved on.
    """
    for weeks in range(1, MOST_WEEKS_AGO + 1):
        shift = timedelta(weeks=weeks)
        first, last = problem.first_day - shift, problem.last_day - shift
        rota = store.told(co_op, first, last)
        if rota is None:
            found = store.proposals(co_op, first_day=first, last_day=last, newest=1)
            rota = found[0].rota if found else None
        if rota is not None:
            source = f"the rota of {first}"
            return Beginning(_moved(rota, problem, shift), (), (), None, source)
    return None


def _moved(rota: Rota, problem: RotaProblem, shift: timedelta) -> Rota:
    """Move a rota on by whole days, by the wall clock of the co-op."""
    clock = problem.clock

    def later(moment: datetime) -> datetime:
        local = moment.astimezone(clock.zone)
        return clock.local(local.date() + shift, local.time())

    def renamed(visit: str) -> str:
        return A_DAY.sub(lambda found: _later_day(found[0], shift), visit)

    return Rota(
        problem=problem.name,
        assignments=tuple(
            a.model_copy(update={"visit": renamed(a.visit), "start": later(a.start)})
            for a in rota.assignments
        ),
        breaks=tuple(
            b.model_copy(update={"start": later(b.start), "end": later(b.end)})
            for b in rota.breaks
        ),
    )


def _later_day(text: str, shift: timedelta) -> str:
    try:
        return str(date.fromisoformat(text) + shift)
    except (ValueError, OverflowError):  # looks like a day and is none
        return text


def _from_proposal(
    store: Store, proposal: Proposal, told: Rota | None, name: str
) -> Beginning:
    edits = (*proposal.kept, *(edit.edit for edit in proposal.edits))
    # what a night did not keep, its own report has told
    by_night = proposal.note.startswith(BEGUN)
    lost = () if by_night else store.lost_edits(proposal.id)
    told_lost = tuple((edit, f"{name}: {reason}") for edit, reason in lost)
    return Beginning(proposal.rota, edits, told_lost, told, name)


def fitted(rota: Rota, problem: RotaProblem) -> Rota:
    """Give what of a rota names only what a problem has; the rest is open again."""
    slots = {(v.id, s) for v in problem.visits for s in range(len(v.slots))}
    workers = {worker.id for worker in problem.workers}
    return Rota(
        problem=problem.name,
        assignments=tuple(
            a
            for a in rota.assignments
            if (a.visit, a.slot) in slots and a.worker in workers
        ),
        breaks=tuple(
            b
            for b in rota.breaks
            # a change of clocks may have swallowed it
            if b.worker in workers and b.end.timestamp() > b.start.timestamp()
        ),
    )
