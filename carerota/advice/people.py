"""A rota in the figures people care about, from its assignments and the checker."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from carerota.score import check

if TYPE_CHECKING:
    from carerota.model import Policy, Rota, RotaProblem
    from carerota.score import ScoreReport

__all__ = ["LESS_IS_BETTER", "people_figures"]

MINUTES_AN_HOUR: Final = 60
TENTH: Final = 0.1

LESS_IS_BETTER: Final = {
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


def people_figures(
    problem: RotaProblem,
    rota: Rota,
    report: ScoreReport | None = None,
    *,
    policy: Policy | None = None,
) -> dict[str, float | None]:
    """Give the figures of a rota that the checker can read.

    Parameters
    ----------
    problem, rota
        The rota and what it was made from.
    report
        The checker's report, where it is known.
    policy
        Instead of the problem's own. A figure whose rule it has off is ``None``.
    """
    report = report or check(problem, rota, policy=policy, margins=False)
    made = max(1, len(rota.assignments))
    per_hour = problem.ticks_per_minute * MINUTES_AN_HOUR

    def amount(rule: str, unit: float = 1) -> float | None:
        return report[rule].amount / unit if rule in report else None

    travel, home = amount("travel", per_hour), amount("home_travel", per_hour)
    unusual = amount("usual_carer", made)
    met = _contacts(problem, rota)
    return {
        "uncovered": sum(report.uncovered.values()),
        "breaches": report.breaches,
        "travel_hours": travel,
        "home_hours": home,
        "travel_minutes_a_visit": _times(travel, MINUTES_AN_HOUR / made),
        "home_minutes_a_visit": _times(home, MINUTES_AN_HOUR / made),
        "carers_per_client": _carers(met),
        **_coc(met),
        "new_faces": amount("new_faces"),
        "usual_carer_share": None if unusual is None else 1 - unusual,
        "client_wishes_unmet_a_visit": amount("client_preferences", made),
        "worker_wishes_unmet_a_visit": amount("worker_preferences", made),
        "points": report.points,
    }


def _times(value: float | None, factor: float) -> float | None:
    return None if value is None else value * factor


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
