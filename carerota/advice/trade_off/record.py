"""What a trade-off gives: rotas of which none is better in everything."""

from __future__ import annotations

from pydantic import Field

from carerota.model.base import Name, Record, Tag
from carerota.model.rota import Rota

__all__ = ["AXES", "Axis", "FrontierPoint", "TradeOff"]


class Axis(Record):
    """Something people weigh: a few rules whose points are added up."""

    name: Tag
    rules: tuple[Name, ...]


AXES: dict[str, Axis] = {
    axis.name: axis
    for axis in (
        Axis(
            name="continuity",
            rules=("carer_target", "new_faces", "carer_pairs", "usual_carer"),
        ),
        Axis(name="travel", rules=("travel", "home_travel", "mileage")),
        Axis(
            name="preferences",
            rules=("client_preferences", "worker_preferences", "unwelcome"),
        ),
        Axis(
            name="fairness",
            rules=(
                "workload_balance",
                "fairness_unsocial",
                "fairness_travel",
                "fairness_splits",
                "fairness_preferences",
            ),
        ),
        Axis(name="punctuality", rules=("lateness", "earliness", "worst_lateness")),
    )
}
"""The axes that have a name."""


class FrontierPoint(Record):
    """One rota on the frontier."""

    values: dict[str, float]
    """By axis, its points at the members' own prices; less is better."""
    points: float
    """All that is priced, at the members' own prices."""
    factors: dict[str, int]
    """By axis, what its prices were multiplied by when this rota was found."""
    figures: dict[str, float | None]
    """The rota in plain figures."""
    uncovered: dict[str, int]
    """Slots nobody makes, by priority: the same at every point."""
    bound: float | None = None
    """No rota with as much cover costs less at this point's own prices, those
    multiplied by ``factors``: proven. ``None``: nothing is."""
    gap: float | None = None
    """How far the rota is above the bound at most, as a share of all that is priced of
    it at the same prices; 0: no rota is better at them. ``None``: not known."""
    rota: Rota


class TradeOff(Record):
    """Rotas of equal cover, none of them worse than another in every axis."""

    problem: Name = ""
    policy_hash: Name = ""
    axes: tuple[Axis, ...]
    points: tuple[FrontierPoint, ...]
    """In order of the first axis."""
    solves: int
    dominated: int = Field(default=0, ge=0)
    """Rotas left out because another is as good in every axis and better in one."""
    less_covered: int = Field(default=0, ge=0)
    """Rotas left out because they miss somebody whom another does not."""
    stopped: bool = False
    """Whether it was stopped before all prices had been tried, and bounds found."""
