"""A rota in figures people care about: which of two is better in what is claimed."""

from __future__ import annotations

from carerota.advice.people import LESS_IS_BETTER, people_figures

__all__ = ["LESS_IS_BETTER", "beats", "figures_of"]

figures_of = people_figures

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
