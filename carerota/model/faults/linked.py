"""Links that contradict each other or the windows of their visits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from carerota.model.faults.distances import (
    Edge,
    can_meet,
    circle,
    components,
    stuck_edge,
)
from carerota.model.faults.issues import fault, warning
from carerota.model.faults.orders import wall_minutes
from carerota.model.visit import LinkFrom

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from carerota.errors import Issue
    from carerota.model.faults.view import Interval, View

__all__ = ["linked"]


class _Link(Protocol):
    @property
    def first(self) -> str: ...
    @property
    def second(self) -> str: ...
    @property
    def measured_from(self) -> LinkFrom: ...
    @property
    def minimum_minutes(self) -> float | None: ...
    @property
    def maximum_minutes(self) -> float | None: ...
    @property
    def same_worker(self) -> bool: ...
    @property
    def different_worker(self) -> bool: ...


@dataclass(frozen=True)
class _Web:
    """Links over visits, or over the visits of one package."""

    view: View
    at: str
    owner: str
    links: Sequence[_Link]
    windows: dict[str, list[Interval]]
    duration: dict[str, int]

    def name(self, i: int) -> str:
        return f"{self.owner} from {self.links[i].first!r} to {self.links[i].second!r}"

    def bounds(self, link: _Link) -> tuple[int | None, int | None]:
        """Least and most ticks from start to start."""
        from_end = link.measured_from is LinkFrom.END
        extra = self.duration.get(link.first, 0) if from_end else 0
        low, high = link.minimum_minutes, link.maximum_minutes
        return (
            None if low is None else self.view.ticks(low) + extra,
            None if high is None else self.view.ticks(high) + extra,
        )


def linked(view: View) -> Iterator[Issue]:
    """Find links that cannot be kept, alone or together."""
    p = view.problem
    ends = {end for link in p.links for end in (link.first, link.second)}
    ends &= view.visits.keys()
    visits = [view.visits[name] for name in sorted(ends)]
    yield from _web(
        _Web(
            view,
            "links",
            "link",
            p.links,
            {v.id: view.windows(v) for v in visits},
            {v.id: view.ticks(v.minutes) for v in visits},
        )
    )
    for i, package in enumerate(p.packages):
        spans = {
            v.name: [tuple(map(view.ticks, wall_minutes(w))) for w in v.windows]
            for v in package.visits
        }
        yield from _web(
            _Web(
                view,
                f"packages[{i}].links",
                f"link of package {package.id!r}",
                package.links,
                {name: [(s, e) for s, e in each] for name, each in spans.items()},
                {v.name: view.ticks(v.minutes) for v in package.visits},
            )
        )


def _web(web: _Web) -> Iterator[Issue]:
    edges: list[Edge] = []
    for i, link in enumerate(web.links):
        broken = list(_alone(web, i, link))
        yield from broken
        if all(issue.warning for issue in broken):
            edges.extend(_edges(web, i, link))
    yield from _carers(web)
    for part in components(edges):
        yield from _distances(web, part)


def _edges(web: _Web, i: int, link: _Link) -> Iterator[Edge]:
    least, most = web.bounds(link)
    if least is not None:
        yield Edge(link.first, link.second, least, i)
    if most is not None:
        yield Edge(link.second, link.first, -most, i)


def _alone(web: _Web, i: int, link: _Link) -> Iterator[Issue]:
    path = f"{web.at}[{i}]"
    least, most = web.bounds(link)
    if link.first == link.second:
        yield fault(
            "link-to-itself", f"{path}.second", web.name(i), "two different visits"
        )
        return
    if link.same_worker and link.different_worker:
        yield fault(
            "link-carers-contradict",
            f"{path}.different_worker",
            f"same_worker and different_worker in {web.name(i)}",
            "one of them, or neither",
        )
    elif least is None and most is None and not _says_who(link):
        yield warning(
            "link-without-effect", path, web.name(i), "a distance or a word on workers"
        )
    if least is not None and most is not None and least > most:
        yield fault(
            "link-distance-backwards",
            f"{path}.maximum_minutes",
            f"{link.minimum_minutes:g} to {link.maximum_minutes:g} in {web.name(i)}",
            "a maximum that is not below the minimum",
        )
        return
    first, second = web.windows.get(link.first), web.windows.get(link.second)
    if first and second and not can_meet(first, second, least, most):
        yield fault(
            "link-windows-cannot-meet",
            path,
            web.name(i),
            f"windows with starts {_wanted(link)} apart",
            "widen a window or change the distance",
        )


def _says_who(link: _Link) -> bool:
    return link.same_worker or link.different_worker


def _wanted(link: _Link) -> str:
    low, high = link.minimum_minutes, link.maximum_minutes
    parts = [f"at least {low:g} min"] if low is not None else []
    parts += [f"at most {high:g} min"] if high is not None else []
    measure = "end to start" if link.measured_from is LinkFrom.END else "start to start"
    return f"{' and '.join(parts)} ({measure})"


def _carers(web: _Web) -> Iterator[Issue]:
    """Find visits that must share a worker through others, and must not."""
    group: dict[str, str] = {}

    def head(name: str) -> str:
        while name in group:
            name = group[name]
        return name

    for link in web.links:
        if link.same_worker and head(link.first) != head(link.second):
            group[head(link.first)] = head(link.second)
    for i, link in enumerate(web.links):
        apart = link.different_worker and not link.same_worker
        if (
            apart
            and link.first != link.second
            and head(link.first) == head(link.second)
        ):
            yield fault(
                "link-carers-contradict",
                f"{web.at}[{i}].different_worker",
                web.name(i),
                "visits that other links do not bind to the same worker",
            )


def _distances(web: _Web, edges: list[Edge]) -> Iterator[Issue]:
    while ring := circle(edges):
        last = max(edge.link for edge in ring)
        names = " > ".join(repr(edge.first) for edge in ring)
        yield fault(
            "links-in-a-circle",
            f"{web.at}[{last}]",
            f"{names} > {ring[0].first!r} in {web.name(last)}",
            "distances that do not lead back to the same visit later than it is",
            "links " + ", ".join(str(n) for n in sorted({e.link for e in ring})),
        )
        edges = [edge for edge in edges if edge.link != last]
    nodes = {node for edge in edges for node in (edge.first, edge.second)}
    windows = {node: web.windows.get(node, []) for node in nodes}
    while (edge := stuck_edge(windows, edges)) is not None:
        yield fault(
            "link-chain-cannot-meet",
            f"{web.at}[{edge.link}]",
            web.name(edge.link),
            "windows that leave room for all the links that lead here",
            "each link can be kept alone, but not all of them together",
        )
        edges = [other for other in edges if other.link != edge.link]
