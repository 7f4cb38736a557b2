"""Faults of contracts and wishes, and people or skills that are missing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from carerota.model.faults.issues import fault, shown, warning

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from carerota.errors import Issue
    from carerota.model.faults.view import View
    from carerota.model.worker import Worker

__all__ = ["contracts", "idle_clients", "missing_skills", "wishes"]

WEEK_HOURS = 48
"""Working Time Regulations 1998, regulation 4: without the worker's own opt-out."""
YOUNG_WEEK_HOURS = 40
"""Working Time Regulations 1998, regulation 5A: nobody can opt out of it."""
LONGEST_DAY_MINUTES = 13 * 60
"""What 11 hours of daily rest leave: Working Time Regulations 1998, regulation 10."""


def contracts(view: View) -> Iterator[Issue]:
    """Find contracts that contradict themselves or the law."""
    for i, worker in enumerate(view.problem.workers):
        yield from _contract(worker, f"workers[{i}].contract")


def _contract(worker: Worker, at: str) -> Iterator[Issue]:
    contract, law = worker.contract, worker.working_time
    owner = f"worker {worker.id!r}"
    low, aim = contract.minimum_hours, contract.target_hours
    high = contract.maximum_hours
    # a contract without a target aims at its minimum
    if (aim and low > aim) or max(low, aim) > high:
        field = "target_hours" if aim and low > aim else "maximum_hours"
        yield fault(
            "contract-order",
            f"{at}.{field}",
            f"{low:g}, {aim:g} and {high:g} hours in {owner}",
            "minimum <= target <= maximum hours",
        )
    if high > WEEK_HOURS and not law.opted_out_48h:
        yield fault(
            "over-48-hours",
            f"{at}.maximum_hours",
            f"{high:g} hours in {owner}",
            f"at most {WEEK_HOURS} hours a week",
            "more needs the worker's own signed opt-out",
        )
    if law.young and high > YOUNG_WEEK_HOURS:
        yield warning(
            "young-over-40-hours",
            f"{at}.maximum_hours",
            f"{high:g} hours in {owner}",
            f"at most {YOUNG_WEEK_HOURS} hours a week at sixteen or seventeen",
        )
    if contract.maximum_minutes_a_day > LONGEST_DAY_MINUTES:
        yield fault(
            "day-too-long",
            f"{at}.maximum_minutes_a_day",
            f"{contract.maximum_minutes_a_day:g} minutes in {owner}",
            f"at most {LONGEST_DAY_MINUTES} minutes",
            "eleven hours of rest leave thirteen hours of work",
        )


def wishes(view: View) -> Iterator[Issue]:
    """Find people who are wanted and refused by the same person."""
    for i, worker in enumerate(view.problem.workers):
        wanted = worker.preferences.clients
        for name in sorted(wanted & worker.refused_clients):
            path = f"workers[{i}].preferences.clients"
            yield _both(path, name, f"worker {worker.id!r}")
    for i, client in enumerate(view.problem.clients):
        for name in sorted(client.preferred_workers & client.excluded_workers):
            path = f"clients[{i}].preferred_workers"
            yield _both(path, name, f"client {client.id!r}")


def _both(path: str, name: str, owner: str) -> Issue:
    found = f"{shown(name)} in {owner}"
    return warning("preferred-and-refused", path, found, "one or the other")


def idle_clients(view: View) -> Iterator[Issue]:
    """Find clients without visits in the horizon."""
    p = view.problem
    seen = {visit.client for visit in p.visits}
    for package in p.packages:
        open_end = package.last_day is None or package.last_day >= p.first_day
        if package.first_day <= p.last_day and open_end:
            seen.add(package.client)
    for i, client in enumerate(p.clients):
        if client.id not in seen:
            yield warning(
                "client-without-visits",
                f"clients[{i}]",
                f"client {client.id!r} without visits",
                "a visit or a package in the horizon",
            )


def missing_skills(view: View) -> Iterator[Issue]:
    """Find skills that no worker holds on a day on which they are needed."""
    needed: Counter[tuple[str, date]] = Counter()
    first: dict[str, str] = {}
    for i, visit in enumerate(view.problem.visits):
        for s, slot in enumerate(visit.slots):
            for skill in slot.skills:
                if not _held(view, skill, visit.day):
                    needed[skill, visit.day] += 1
                    first.setdefault(skill, f"visits[{i}].slots[{s}].skills")
    for skill, path in sorted(first.items()):
        days = sorted(day for name, day in needed if name == skill)
        slots = sum(n for (name, _), n in needed.items() if name == skill)
        span = f"{days[0]}" if len(days) == 1 else f"{days[0]} to {days[-1]}"
        yield warning(
            "skill-nobody-holds",
            path,
            f"{shown(skill)}, asked for in {slots} slots ({span})",
            "a worker who holds it on the day",
            "those visits cannot be covered",
        )


def _held(view: View, skill: str, day: date) -> bool:
    last = view.last_valid_day.get(skill)
    return last is not None and day <= last
