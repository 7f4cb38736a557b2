"""Who may make which visit, whatever the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.model import CareType, WorkerKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from carerota.model import Client, Slot, Visit, Worker

__all__ = ["accepts", "may_make", "qualified"]


def qualified(worker: Worker, skills: Iterable[str], day: date) -> bool:
    """Tell whether a worker holds all of some skills on a day."""
    valid = {s.name for s in worker.skills if s.expires is None or day <= s.expires}
    return valid.issuperset(skills)


def accepts(worker: Worker, client: Client) -> bool:
    """Tell whether a worker and a client would have each other."""
    return (
        client.required_attributes <= worker.attributes
        and worker.id not in client.excluded_workers
        and client.id not in worker.refused_clients
    )


def may_make(worker: Worker, client: Client, visit: Visit, slot: Slot) -> bool:
    """Tell whether a worker may make a slot of a visit, the time left aside.

    Volunteers keep company and never replace paid work.
    """
    if worker.kind is WorkerKind.VOLUNTEER and visit.care is not CareType.SOCIAL:
        return False
    return accepts(worker, client) and qualified(worker, slot.skills, visit.day)
