"""A problem with a new order in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.errors import DataError
from carerota.model import CarePackage, History
from carerota.model.expand import expand
from carerota.model.faults import faults
from carerota.model.faults.ids import repeated
from carerota.model.faults.issues import fault, shown

if TYPE_CHECKING:
    from carerota.errors import Issue
    from carerota.model import Client, Place, RotaProblem, Visit

__all__ = ["no_new_fault", "visits_of", "with_order"]


def with_order(
    problem: RotaProblem,
    order: CarePackage | Visit,
    *,
    client: Client | None = None,
    place: Place | None = None,
) -> RotaProblem:
    """Give a problem with one more order of care.

    Parameters
    ----------
    problem
        Its packages are expanded here where they are not yet.
    order
        A package, or one visit. One that is there already with this id must be the
        same.
    client, place
        Who it is for and where they live, where they are new.

    Raises
    ------
    DataError
        Something else is there under the same id; or the client, or the place, is
        neither there nor given.
    """
    issues: list[Issue] = []
    update: dict[str, object] = {}
    for name, records, new in (
        ("places", problem.places, place),
        ("clients", problem.clients, client),
        (
            "packages" if isinstance(order, CarePackage) else "visits",
            problem.packages if isinstance(order, CarePackage) else problem.visits,
            order,
        ),
    ):
        if new is None:
            continue
        there = next((r for r in records if r.id == new.id), None)
        if there is None:
            update[name] = (*records, new)
        elif there != new:
            kind = name.removesuffix("s")
            expected = f"an id that no other {kind} has"
            issues.append(fault("duplicate-id", f"{kind}.id", shown(new.id), expected))
    issues += _unknown(problem, order, client, place)
    if isinstance(order, CarePackage):
        # each would be told once a day where the whole problem is checked
        names = [visit.name for visit in order.visits]
        issues += repeated(names, "order.visits", "name")
    if issues:
        raise DataError(issues, source="the order")
    return expand(problem.model_copy(update=update))


def _unknown(
    problem: RotaProblem,
    order: CarePackage | Visit,
    client: Client | None,
    place: Place | None,
) -> list[Issue]:
    clients = {c.id for c in problem.clients} | ({client.id} if client else set())
    places = {p.id for p in problem.places} | ({place.id} if place else set())
    found = []
    if order.client not in clients:
        hint = "a new client has to be given with the order"
        who = shown(order.client)
        found.append(fault("unknown-id", "order.client", who, "a known client", hint))
    if client is not None and client.place not in places:
        hint = "a new place has to be given with the client"
        where = shown(client.place)
        found.append(fault("unknown-id", "client.place", where, "a known place", hint))
    return found


def visits_of(problem: RotaProblem, order: CarePackage | Visit) -> list[Visit]:
    """Give the visits of an order in a problem that has it."""
    if isinstance(order, CarePackage):
        return [v for v in problem.visits if v.package == order.id]
    return [v for v in problem.visits if v.id == order.id]


def no_new_fault(known: RotaProblem, extended: RotaProblem) -> bool:
    """Tell whether nothing is wrong with what a problem has more than a sound one.

    Only what is new is looked at: a week's thousands of visits take far longer.

    Parameters
    ----------
    known
        A problem without faults, its packages expanded.
    extended
        The same with an order, as :func:`with_order` gives it.
    """
    new = extended.model_copy(
        update={
            "visits": extended.visits[len(known.visits) :],
            "links": extended.links[len(known.links) :],
            "packages": extended.packages[len(known.packages) :],
            "history": History(),
        }
    )
    return all(issue.warning for issue in faults(new))
