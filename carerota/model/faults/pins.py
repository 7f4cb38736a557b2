"""Pins that break a rule which is always hard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carerota.model.faults.issues import fault, shown
from carerota.model.faults.view import sane

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carerota.errors import Issue
    from carerota.model.faults.view import View
    from carerota.model.visit import Slot, Visit, VisitLink
    from carerota.model.worker import Worker

__all__ = ["pins"]


@dataclass(frozen=True)
class _Pin:
    view: View
    visit: Visit
    slot: Slot
    worker: Worker
    path: str

    def broken(self, code: str, why: str, hint: str = "") -> Issue:
        found = f"{shown(self.worker.id)} in visit {self.visit.id!r}"
        return fault(code, self.path, found, why, hint)


def pins(view: View) -> Iterator[Issue]:
    """Find pinned workers who may not, cannot or must not, and starts out of bounds."""
    for i, visit in enumerate(view.problem.visits):
        yield from _start(view, visit, f"visits[{i}]")
        seen: set[str] = set()
        for s, slot in enumerate(visit.slots):
            worker = view.workers.get(slot.pinned_worker or "")
            if worker is None:
                continue
            path = f"visits[{i}].slots[{s}].pinned_worker"
            pin = _Pin(view, visit, slot, worker, path)
            if worker.id in seen:
                yield pin.broken("pin-twice", "a different worker in each slot")
            seen.add(worker.id)
            yield from _may(pin)
            yield from _can(pin)
    for i, link in enumerate(view.problem.links):
        yield from _bound(view, link, f"links[{i}]")


def _start(view: View, visit: Visit, at: str) -> Iterator[Issue]:
    pinned = visit.pinned_start
    if pinned is None:
        return
    if len(view.windows(visit)) < len(visit.windows):
        return  # which window was meant is not known
    tick = view.clock.tick(pinned) if sane(pinned) else None
    if tick is None or not any(s <= tick <= e for s, e in view.windows(visit)):
        yield fault(
            "pin-outside-windows",
            f"{at}.pinned_start",
            f"{pinned:%Y-%m-%d %H:%M} in visit {visit.id!r}",
            "a start in one of the visit's windows",
        )


def _may(pin: _Pin) -> Iterator[Issue]:
    worker, visit = pin.worker, pin.visit
    client = pin.view.clients.get(visit.client)
    if visit.client in worker.refused_clients:
        yield pin.broken("pin-refused", "a worker who visits the client")
    if client is None:
        return
    if worker.id in client.excluded_workers:
        yield pin.broken("pin-excluded", "a worker whom the client will have")
    lacking = sorted(client.required_attributes - worker.attributes)
    if lacking:
        wanted = ", ".join(map(shown, lacking))
        yield pin.broken("pin-attribute", f"a worker with {wanted}")


def _can(pin: _Pin) -> Iterator[Issue]:
    valid = {
        skill.name
        for skill in pin.worker.skills
        if skill.expires is None or pin.visit.day <= skill.expires
    }
    lacking = sorted(pin.slot.skills - valid)
    if lacking:
        held = {skill.name for skill in pin.worker.skills}
        expired = any(name in held for name in lacking)
        wanted = ", ".join(map(shown, lacking))
        yield pin.broken(
            "pin-unskilled",
            f"a worker with {wanted} on {pin.visit.day}",
            "theirs has expired by then" if expired else "",
        )
    if _away(pin):
        yield pin.broken(
            "pin-unavailable", "a worker who is available at an allowed start"
        )


def _away(pin: _Pin) -> bool:
    view, visit = pin.view, pin.visit
    starts = view.windows(visit)
    if visit.pinned_start is not None and sane(visit.pinned_start):
        tick = view.clock.tick(visit.pinned_start)
        starts = [(tick, tick)]
    spans = [view.span(stretch) for stretch in pin.worker.availability]
    if any(span is None or span[1] <= span[0] for span in spans):
        return False  # when they are there is not known
    lasts = view.ticks(visit.minutes)
    return bool(starts) and not any(
        max(first, begin) <= min(last, end - lasts)
        for begin, end in view.presence(pin.worker)
        for first, last in starts
    )


def _bound(view: View, link: VisitLink, at: str) -> Iterator[Issue]:
    pinned = [_only_pin(view, name) for name in (link.first, link.second)]
    if None in pinned or link.first == link.second:
        return
    same = pinned[0] == pinned[1]
    if (link.same_worker and not same) or (link.different_worker and same):
        word = "one worker" if link.same_worker else "different workers"
        yield fault(
            "pin-breaks-link",
            at,
            f"{shown(pinned[0])} and {shown(pinned[1])} in link {link.id!r}",
            f"pins on {word}",
        )


def _only_pin(view: View, name: str) -> str | None:
    # what a link asks of a double-up is not a matter of one pin
    visit = view.visits.get(name)
    return visit.slots[0].pinned_worker if visit and len(visit.slots) == 1 else None
