"""Ids that stand twice, and ids that point at nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.model.faults.issues import fault, shown, warning

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from carerota.errors import Issue
    from carerota.model.faults.view import View
    from carerota.model.visit import CarePackage

__all__ = ["duplicates", "gone", "references", "repeated"]


def duplicates(view: View) -> Iterator[Issue]:
    """Find ids that two records of a kind share."""
    p = view.problem
    kinds = {
        "places": [x.id for x in p.places],
        "workers": [x.id for x in p.workers],
        "clients": [x.id for x in p.clients],
        "visits": [x.id for x in p.visits],
        "packages": [x.id for x in p.packages],
        "links": [x.id for x in p.links],
    }
    for kind, ids in kinds.items():
        yield from repeated(ids, kind, "id")
    for i, package in enumerate(p.packages):
        names = [v.name for v in package.visits]
        yield from repeated(names, f"packages[{i}].visits", "name")


def repeated(ids: Iterable[str], kind: str, field: str) -> Iterator[Issue]:
    """Find ids, or names, that records of one kind share."""
    first: dict[str, int] = {}
    for i, name in enumerate(ids):
        if name in first:
            yield fault(
                "duplicate-id",
                f"{kind}[{i}].{field}",
                shown(name),
                f"{'an' if field == 'id' else 'a'} {field} that no other record has",
                f"{kind}[{first[name]}] has it too",
            )
        first.setdefault(name, i)


def references(view: View) -> Iterator[Issue]:
    """Find ids that point at no record. History may name people who have left."""
    yield from _of_workers(view)
    yield from _of_clients(view)
    yield from _of_visits(view)
    for i, package in enumerate(view.problem.packages):
        yield from _of_package(view, f"packages[{i}]", package)
    for i, link in enumerate(view.problem.links):
        for field, value in (("first", link.first), ("second", link.second)):
            path = f"links[{i}].{field}"
            yield from _known(
                view, "visit", view.visits, path, value, f"link {link.id!r}"
            )


def _known(
    view: View, kind: str, known: Collection[str], path: str, value: str, owner: str
) -> Iterator[Issue]:
    if value not in known:
        yield fault(
            "unknown-id",
            path,
            f"{shown(value)} in {owner}",
            f"the id of a {kind}",
            view.near(kind, value, known),
        )


def _of_workers(view: View) -> Iterator[Issue]:
    for i, worker in enumerate(view.problem.workers):
        at, owner = f"workers[{i}]", f"worker {worker.id!r}"
        for field in ("home", "start_place", "end_place"):
            value = getattr(worker, field)
            if value is not None:
                yield from _known(
                    view, "place", view.places, f"{at}.{field}", value, owner
                )
        people = {
            "refused_clients": worker.refused_clients,
            "preferences.clients": worker.preferences.clients,
            "preferences.avoid_clients": worker.preferences.avoid_clients,
        }
        for field, ids in people.items():
            for value in sorted(ids):
                path = f"{at}.{field}"
                yield from _known(view, "client", view.clients, path, value, owner)


def _of_clients(view: View) -> Iterator[Issue]:
    for i, client in enumerate(view.problem.clients):
        at, owner = f"clients[{i}]", f"client {client.id!r}"
        yield from _known(
            view, "place", view.places, f"{at}.place", client.place, owner
        )
        people = {
            "preferred_workers": client.preferred_workers,
            "excluded_workers": client.excluded_workers,
        }
        for field, ids in people.items():
            for value in sorted(ids):
                path = f"{at}.{field}"
                yield from _known(view, "worker", view.workers, path, value, owner)


def _of_visits(view: View) -> Iterator[Issue]:
    for i, visit in enumerate(view.problem.visits):
        at, owner = f"visits[{i}]", f"visit {visit.id!r}"
        yield from _known(
            view, "client", view.clients, f"{at}.client", visit.client, owner
        )
        for s, slot in enumerate(visit.slots):
            if slot.pinned_worker is not None:
                path = f"{at}.slots[{s}].pinned_worker"
                yield from _known(
                    view, "worker", view.workers, path, slot.pinned_worker, owner
                )


def _of_package(view: View, at: str, package: CarePackage) -> Iterator[Issue]:
    owner = f"package {package.id!r}"
    yield from _known(
        view, "client", view.clients, f"{at}.client", package.client, owner
    )
    for i, visit in enumerate(package.visits):
        for s, slot in enumerate(visit.slots):
            if slot.pinned_worker is not None:
                path = f"{at}.visits[{i}].slots[{s}].pinned_worker"
                yield from _known(
                    view, "worker", view.workers, path, slot.pinned_worker, owner
                )
    names = {visit.name for visit in package.visits}
    for i, link in enumerate(package.links):
        for field, value in (("first", link.first), ("second", link.second)):
            path = f"{at}.links[{i}].{field}"
            yield from _known(view, f"visit of {owner}", names, path, value, owner)


def gone(view: View) -> Iterator[Issue]:
    """Find people of the past and of the published rota whom nobody is any more.

    People leave, so each is only warned of, once, where first named.
    """
    history = view.problem.history
    past = ("history.visits", history.visits)
    kinds: dict[str, tuple[Collection[str], list[tuple[str, Sequence[object]]]]] = {
        "worker": (view.workers, [past]),
        "client": (view.clients, [past]),
    }
    if (told := history.published) is not None:
        at = "history.published"
        kinds["worker"][1].append((f"{at}.assignments", told.assignments))
        kinds["worker"][1].append((f"{at}.breaks", told.breaks))
    for kind, (known, lists) in kinds.items():
        seen: set[tuple[str, str]] = set()
        for path, records in lists:
            for i, record in enumerate(records):
                name = getattr(record, kind)
                if name in known or (path, name) in seen:
                    continue
                seen.add((path, name))
                yield warning(
                    "gone-id",
                    f"{path}[{i}].{kind}",
                    shown(name),
                    f"the id of a {kind}, or of one who has left",
                    view.near(kind, name, known),
                )
