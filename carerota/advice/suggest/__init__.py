"""The phone rings: who could take on a new order, when, and at what cost to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from carerota.advice.compare.differences import kind_of
from carerota.advice.suggest.choosing import chosen
from carerota.advice.suggest.grids import grids
from carerota.advice.suggest.openings import Openings
from carerota.advice.suggest.order import no_new_fault, visits_of, with_order
from carerota.advice.suggest.placing import Placing
from carerota.advice.suggest.prices import Prices
from carerota.advice.suggest.record import (
    KeptTime,
    SuggestedVisit,
    Suggestion,
    Suggestions,
)
from carerota.advice.suggest.teams import teams
from carerota.advice.suggest.telling import suggestion
from carerota.advice.trial.roads import Roads
from carerota.advice.trial.trial import Trial
from carerota.compiled.build import compile_problem
from carerota.compiled.problem import PRIORITIES
from carerota.engines.cpsat.frame import allowed_pairs
from carerota.errors import DataError
from carerota.model import CarePackage, Uncovered
from carerota.model.expand import expand
from carerota.model.faults import check_faults, take_as_sound
from carerota.model.faults.issues import fault, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carerota.advice.suggest.teams import Team
    from carerota.compiled.problem import Compiled
    from carerota.model import Client, Place, Policy, Rota, RotaProblem
    from carerota.model import Visit as OneVisit

__all__ = [
    "KeptTime",
    "SuggestedVisit",
    "Suggestion",
    "Suggestions",
    "suggest",
    "with_order",
]

DEFAULT_NUMBER: Final = 3
MORE_TEAMS: Final = 1
"""Teams that are tried beyond as many as are asked for."""


def suggest(
    problem: RotaProblem,
    rota: Rota,
    order: CarePackage | OneVisit,
    k: int = DEFAULT_NUMBER,
    *,
    rearrange: bool = False,
    client: Client | None = None,
    place: Place | None = None,
    policy: Policy | None = None,
) -> Suggestions:
    """Suggest times and workers for a new order of care.

    Parameters
    ----------
    problem
        The week as it is.
    rota
        Its rota; nobody's present visits change hands.
    order
        The package, or one visit. Of one that is in the problem already the slots that
        nobody makes are looked at.
    k
        How many suggestions, at most.
    rearrange
        Whether sets in which present visits start at another time are suggested too.
        Without it nothing moves. With it the sets in which nothing moves still come
        first, wherever there are any; then those that leave fewer uncovered, or cost
        less, than every one of them because others move. These have half of the ``k``
        places, rounded down, and whatever places the first kind leaves.
    client, place
        Who it is for and where they live, where they are new.
    policy
        Instead of the problem's own, or the default.

    Returns
    -------
    Suggestions
        Those in which nothing moves first. Of either kind the fewest uncovered, then
        the cheapest; those that are nearly the same as a better one come after all
        others of their kind, and only in places that no other set of either kind takes.
        Each keeps to few faces and to one time of the day for visits of a kind as far
        as it can, breaks no hard rule that was not broken, and tells exactly what it
        costs and whom.

    Raises
    ------
    DataError
        The problem, the rota or the order is faulty, or there is nothing to place.
    """
    problem = expand(problem)
    check_faults(problem)
    extended = with_order(problem, order, client=client, place=place)
    # the visits of other packages are all there: no need to expand them once more
    packages = (order,) if isinstance(order, CarePackage) else ()
    week = extended.model_copy(update={"packages": packages})
    if no_new_fault(problem, extended):
        take_as_sound(week)
    trial = Trial(week, _listing(extended, rota, order), policy=policy)
    index = {name: v for v, name in enumerate(trial.compiled.visit_ids)}
    wanted = [index[visit.id] for visit in visits_of(extended, order)]
    free = [v for v in wanted if _nobody_makes(trial, v)]
    _refuse_nothing(order, k, wanted, free)
    found = list(_found(trial, free, k, rearrange=False))
    if rearrange:
        found += _found(trial, free, k, rearrange=True)
    return Suggestions(
        problem=problem.name,
        policy_hash=trial.policy.hash,
        order=order.id,
        slots=sum(len(trial.compiled.slots(v)) for v in free),
        suggestions=chosen(found, k),
        rearranged=rearrange,
    )


def _listing(problem: RotaProblem, rota: Rota, order: CarePackage | OneVisit) -> Rota:
    """Give the rota with the new visits among those that nobody makes."""
    known = {(a.visit, a.slot) for a in rota.assignments}
    known |= {(u.visit, u.slot) for u in rota.uncovered}
    new = tuple(
        Uncovered(visit=visit.id, slot=slot)
        for visit in visits_of(problem, order)
        for slot in range(len(visit.slots))
        if (visit.id, slot) not in known
    )
    return rota.model_copy(update={"uncovered": (*rota.uncovered, *new)})


def _nobody_makes(trial: Trial, v: int) -> bool:
    return all(trial.board.worker[s] < 0 for s in trial.compiled.slots(v))


def _refuse_nothing(
    order: CarePackage | OneVisit, k: int, wanted: list[int], free: list[int]
) -> None:
    if k < 1:
        raise DataError([fault("number", "k", str(k), "1 at least")])
    issues = []
    if not wanted:
        expected = "a visit in the horizon"
        issues.append(fault("order-without-visits", "order", shown(order.id), expected))
    elif not free:
        expected = "a visit that nobody makes"
        issues.append(fault("order-covered", "order", shown(order.id), expected))
    if issues:
        raise DataError(issues, source="the order")


def _found(
    trial: Trial, visits: list[int], k: int, *, rearrange: bool
) -> Iterator[tuple[tuple[int, ...], Suggestion]]:
    """Try one team after the other; each set with what it is ranked by."""
    c = trial.compiled
    openings = Openings(c, trial.board, Roads(c))
    alone = _alone(c, visits)
    prices = Prices(c, alone, trial.book, trial.board)
    allowed = dict(
        zip(_slots(c, visits), allowed_pairs(alone, trial.book), strict=True)
    )
    made = grids(
        trial, _kinds(trial, visits), openings, prices, allowed, rearrange=rearrange
    )
    faces = prices.of_faces(int(c.visit_client[visits[0]]))
    placing = Placing(trial, made, openings, allowed, rearrange)
    seen: set[tuple[int, ...]] = set()
    likely = teams(made, faces)
    for _ in range(k + MORE_TEAMS):
        team = next((x for x in likely if _who(x) not in seen), None)
        if team is None:
            return
        seen.add(_who(team))
        placing.place(team)
        changes = trial.changes()
        if changes.legal and trial.changed_slots():
            missed = [changes.uncovered[p] for p in PRIORITIES]
            told = suggestion(trial, visits, changes)
            yield (*missed, changes.cost, len(told.workers)), told
        trial.go_back()
        if placing.learn():
            likely = teams(made, faces)


def _slots(c: Compiled, visits: list[int]) -> list[int]:
    return [s for v in sorted(visits) for s in c.slots(v)]


def _alone(c: Compiled, visits: list[int]) -> Compiled:
    """Give the problem with nothing but the order: quick to make tables of."""
    problem = c.problem
    kept = tuple(problem.visits[v] for v in sorted(visits))
    them = {visit.client for visit in kept}
    met = tuple(x for x in problem.history.visits if x.client in them)
    history = problem.history.model_copy(update={"visits": met})
    update = {"visits": kept, "links": (), "packages": (), "history": history}
    return compile_problem(problem.model_copy(update=update), travel=c.travel)


def _who(team: Team) -> tuple[int, ...]:
    """Name a team by who is in it."""
    return tuple(sorted(team.workers))


def _kinds(trial: Trial, visits: list[int]) -> dict[str, list[int]]:
    """Put visits of one kind together, in order of their days."""
    c = trial.compiled
    found: dict[str, list[int]] = {}
    for v in sorted(visits, key=lambda v: (int(c.visit_day[v]), v)):
        found.setdefault(kind_of(c.problem.visits[v]), []).append(v)
    return found
