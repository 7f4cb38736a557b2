"""What a night begins from: last night's state, as far as it fits the problem."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from carerota.model import Mode, Rota

if TYPE_CHECKING:
    from carerota.model import Policy, RotaProblem
    from carerota.store import Edit, Proposal, Store

__all__ = ["Beginning", "beginning", "fitted", "with_notice"]

ON_CHANGES: Final = ("published_worker", "published_start")


@dataclass(frozen=True)
class Beginning:
    """Where a night begins, and what it should keep."""

    rota: Rota | None
    """``None``: nothing is known, everything is new."""
    edits: tuple[Edit, ...]
    """Manual edits of the rota it begins from."""
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
        return _from_proposal(found[0], told, f"proposal {found[0].id}")
    if told is not None:
        version = store.versions(co_op, day=first, newest=1)
        whole = version and (version[0].first_day, version[0].last_day) == (first, last)
        if whole:
            name = f"version {version[0].number}"
            proposal = store.proposal(version[0].proposal)
            return _from_proposal(proposal, told, name)
        return Beginning(told, (), told, "what is published")
    published = problem.history.published
    if published is not None:
        return Beginning(published, (), None, "the rota the problem brings along")
    return Beginning(None, (), None, "nothing")


def _from_proposal(proposal: Proposal, told: Rota | None, name: str) -> Beginning:
    edits = (*proposal.kept, *(edit.edit for edit in proposal.edits))
    return Beginning(proposal.rota, edits, told, name)


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
        breaks=tuple(b for b in rota.breaks if b.worker in workers),
    )


def with_notice(policy: Policy) -> Policy:
    """Give the policy with a price on changing what people have been told.

    A new week is free to change, so that the rules on the published rota may be off;
    a week that is published is not. Their prices are the policy's own.
    """
    rules = dict(policy.rules)
    for name in ON_CHANGES:
        line = rules.get(name)
        if line is not None and line.mode is Mode.OFF and line.price > 0:
            rules[name] = line.model_copy(update={"mode": Mode.PRICED})
    return policy.model_copy(update={"rules": rules})
