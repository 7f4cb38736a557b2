"""Faults that a problem carries in itself, as obstacles, with what would mend them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from carerota.advice.diagnose.chains import link_edges
from carerota.advice.diagnose.record import Mend, MendKind, Obstacle, Severity
from carerota.advice.diagnose.words import widen
from carerota.compiled.problem import NEVER
from carerota.model.faults.distances import circle, components, least_widening

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from carerota.advice.diagnose.facts import Facts
    from carerota.errors import Issue

__all__ = ["CONTRADICTIONS", "TOLD", "given"]

CONTRADICTIONS: Final = frozenset(
    {
        *("link-distance-backwards", "link-windows-cannot-meet"),
        *("link-chain-cannot-meet", "links-in-a-circle", "link-carers-contradict"),
        *("contract-order", "over-48-hours", "day-too-long"),
        *("pin-excluded", "pin-refused", "pin-unskilled", "pin-attribute"),
        *("pin-unavailable", "pin-outside-windows", "pin-twice", "pin-breaks-link"),
    }
)
"""Faults of what is asked for, not of how it is written: the problem can be read."""

TOLD: Final = frozenset(
    {"worker-without-availability", "young-over-40-hours", "link-without-effect"}
)
"""Warnings that have to do with who can make what."""

INDEX: Final = re.compile(r"(visits|workers|links)\[(\d+)\]")


def given(facts: Facts, issues: Iterable[Issue]) -> Iterator[Obstacle]:
    """Give faults and warnings as obstacles."""
    for issue in issues:
        if issue.code in CONTRADICTIONS | TOLD:
            yield _obstacle(facts, issue)


def _obstacle(facts: Facts, issue: Issue) -> Obstacle:
    c = facts.compiled
    found = INDEX.match(issue.path)
    kind, i = (found[1], int(found[2])) if found else ("", 0)
    visits: list[int] = []
    workers: tuple[str, ...] = ()
    if kind == "visits":
        visits = [i]
        pins = [s.pinned_worker for s in c.problem.visits[i].slots if s.pinned_worker]
        workers = tuple(dict.fromkeys(pins))
    elif kind == "links":
        visits = [int(c.link_first[i]), int(c.link_second[i])]
    elif kind == "workers":
        workers = (c.worker_ids[i],)
    starts = [facts.starts[v] for v in visits]
    times = [t for spans in starts for span in spans for t in span]
    return Obstacle(
        code=issue.code,
        severity=Severity.WARNING if issue.warning else Severity.FAULT,
        text=f"{issue.found}: expected {issue.expected}",
        mend=_mend(facts, issue, i if kind == "links" else None),
        visits=tuple(dict.fromkeys(facts.visit(v) for v in visits)),
        clients=tuple(sorted({facts.client_of(v) for v in visits})),
        workers=workers,
        start=facts.moment(min(times)) if times else None,
        end=facts.moment(max(times)) if times else None,
        path=issue.path,
    )


def _mend(facts: Facts, issue: Issue, link: int | None) -> Mend:
    if link is not None and issue.code.endswith("-cannot-meet"):
        wider = _wider(facts, link)
        if wider is not None:
            return widen(facts, *wider)
    return Mend(
        kind=MendKind.CHANGE_DATA,
        text=issue.hint or f"{issue.path}: give {issue.expected}",
    )


def _wider(facts: Facts, link: int) -> tuple[int, int] | None:
    """Give the visit whose window needs least, and how much, for all its links."""
    c = facts.compiled
    edges = link_edges(facts, range(c.n_visits))
    part = next((p for p in components(edges) if any(e.link == link for e in p)), None)
    if part is None or circle(part):
        return None
    nodes = {n for e in part for n in (e.first, e.second)}
    windows = {n: c.windows(int(n)) for n in nodes}
    ever = {n: [(-NEVER, NEVER)] for n in nodes}
    found = least_widening(windows, part, ever)
    return None if found is None else (int(found[0]), found[1])
