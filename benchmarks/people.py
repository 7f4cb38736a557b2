"""A rota in the figures people care about, from its assignments and the checker."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import carerota

if TYPE_CHECKING:
    from carerota import Rota, RotaProblem, ScoreReport

__all__ = ["LESS_IS_BETTER", "beats", "figures_of"]

MINUTES_AN_HOUR = 60
TENTH = 0.1

LESS_IS_BETTER = {
    "uncovered": True,
    "breaches": True,
    "travel_hours": True,
    "home_hours": True,
    "travel_minutes_a_visit": True,
    "home_minutes_a_visit": True,
    "carers_per_client": True,
    "coc_mean": False,
    "coc_worst_tenth": False,
    "new_faces": True,
    "usual_carer_share": False,
    "client_wishes_unmet_a_visit": True,
    "worker_wishes_unmet_a_visit": True,
    "points": True,
}
"""Every figure, and whether less of it is better.

``coc`` is the Bice-Boxerman index, weighted by visits; a double-up counts as two
contacts, clients with fewer than two contacts are left out. Figures by the visit are
there because a rota that leaves visits out travels less for it.
"""

CLAIMS = {
    "travel": ("travel_hours", "home_hours"),
    "continuity": (
        "carers_per_client",
        "coc_mean",
        "new_faces",
        "usual_carer_share",
    ),
    "preferences": ("client_wishes_unmet_a_visit", "worker_wishes_unmet_a_visit"),
}
"""What is claimed, and the figures that must all be better for it.

Travel is judged as a sum, because legs between visits and legs home replace each other.
"""


def figures_of(
    problem: RotaProblem, rota: Rota, report: ScoreReport | None = None
) -> dict[str, float | None]:
    """Give the figures of a rota that the checker can read.

    Parameters
    ----------
    problem, rota
        The rota and what it was made from.
    report
        The checker's report, where it is known.
    """
    report = report or carerota.check(problem, rota, margins=False)
    made = max(1, len(rota.assignments))
    per_hour = problem.ticks_per_minute * MINUTES_AN_HOUR
    travel = report["travel"].amount / per_hour
    home = report["home_travel"].amount / per_hour
    contacts = _contacts(problem, rota)
    return {
        "uncovered": sum(report.uncovered.values()),
        "breaches": report.breaches,
        "travel_hours": travel,
        "home_hours": home,
        "travel_minutes_a_visit": travel * MINUTES_AN_HOUR / made,
        "home_minutes_a_visit": home * MINUTES_AN_HOUR / made,
        "carers_per_client": _carers(contacts),
        **_coc(contacts),
        "new_faces": report["new_faces"].amount,
        "usual_carer_share": 1 - report["usual_carer"].amount / made,
        "client_wishes_unmet_a_visit": report["client_preferences"].amount / made,
        "worker_wishes_unmet_a_visit": report["worker_preferences"].amount / made,
        "points": report.points,
    }


def beats(
    ours: dict[str, float | None], theirs: dict[str, float | None]
) -> dict[str, bool]:
    """Tell for each claim whether one rota is better than the other in all of it."""
    return {
        claim: (
            _sum(ours, names) < _sum(theirs, names)
            if claim == "travel"
            else all(_better(name, ours[name], theirs[name]) for name in names)
        )
        for claim, names in CLAIMS.items()
    }


def _sum(figures: dict[str, float | None], names: tuple[str, ...]) -> float:
    return sum(figures[name] or 0.0 for name in names)


def _better(name: str, ours: float | None, theirs: float | None) -> bool:
    if ours is None or theirs is None:
        return True
    return ours < theirs if LESS_IS_BETTER[name] else ours > theirs


def _contacts(problem: RotaProblem, rota: Rota) -> dict[str, Counter[str]]:
    """Count how often each worker visits each client."""
    client = {visit.id: visit.client for visit in problem.visits}
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for a in rota.assignments:
        found[client[a.visit]][a.worker] += 1
    return dict(found)


def _carers(contacts: dict[str, Counter[str]]) -> float:
    return sum(len(carers) for carers in contacts.values()) / max(1, len(contacts))


def _coc(contacts: dict[str, Counter[str]]) -> dict[str, float | None]:
    """Mean weighted by visits, and mean of the tenth of clients who have it worst."""
    indices = []
    for carers in contacts.values():
        n = carers.total()
        if n > 1:
            same = sum(k * (k - 1) for k in carers.values())
            indices.append((same / (n * (n - 1)), n))
    if not indices:
        return {"coc_mean": None, "coc_worst_tenth": None}
    indices.sort()
    worst = indices[: max(1, round(TENTH * len(indices)))]
    return {
        "coc_mean": sum(x * n for x, n in indices) / sum(n for _, n in indices),
        "coc_worst_tenth": sum(x for x, _ in worst) / len(worst),
    }
