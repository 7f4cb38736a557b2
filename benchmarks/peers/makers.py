"""The peers by name: each makes a rota from a problem, a policy, and some seconds."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

import carerota
from benchmarks.peers import cpsat, routing, two_pass, vrp
from benchmarks.peers.days import day_by_day, whole_week
from benchmarks.peers.field import read_field
from benchmarks.peers.finish import finished, tightened
from benchmarks.peers.trim import trimmed

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.peers.field import Field, Plan
    from carerota import Policy, Rota, RotaProblem

__all__ = ["PEERS", "Made", "Terms", "make", "missing"]

EXTRA = {"pyvrp": "pyvrp"}
"""Peers that need a package beyond those of carerota, and the package."""


@dataclass(frozen=True)
class Terms:
    """What every peer is given."""

    seconds: float
    threads: int
    seed: int
    keep: int
    """Workers a client keeps in the second of two passes."""


@dataclass(frozen=True)
class Made:
    """A rota as a peer made it, and the same without what breaks hard rules."""

    given: Rota
    lawful: Rota
    dropped: int
    """Slots between the two."""


def _plan_of(name: str, field: Field, terms: Terms) -> Plan:
    common = {"seconds": terms.seconds, "threads": terms.threads, "seed": terms.seed}
    if name == "two-pass":
        return two_pass.with_routing(field, keep=terms.keep, **common)
    over, part = _PARTS[name]
    return over(field, part, **common)


_PARTS: dict[str, tuple[Callable[..., Plan], Callable[..., Plan]]] = {
    "routing": (day_by_day, routing.solve_part),
    "routing-week": (whole_week, routing.solve_part),
    "cpsat": (day_by_day, cpsat.solve_part),
    "pyvrp": (day_by_day, vrp.solve_part),
}

PEERS = ("carerota", *_PARTS, "two-pass", "two-pass-carerota")


def missing(name: str) -> str | None:
    """Say what has to be installed for a peer; ``None``: nothing."""
    package = EXTRA.get(name)
    if package is None or find_spec(package) is not None:
        return None
    return f"{name} needs the package {package}: pip install -e '.[peers]'"


def make(name: str, problem: RotaProblem, policy: Policy, terms: Terms) -> Made:
    """Let a peer make its rota."""
    if name == "carerota":
        rota = carerota.solve(
            problem,
            policy=policy,
            time_limit=terms.seconds,
            threads=terms.threads,
            seed=terms.seed,
        ).rota
        return Made(rota, rota, 0)
    field = read_field(problem, policy)
    if name == "two-pass-carerota":
        rota = two_pass.with_carerota(
            problem,
            policy,
            keep=terms.keep,
            seconds=terms.seconds,
            threads=terms.threads,
            seed=terms.seed,
        )
        if carerota.check(problem, rota, policy=policy, margins=False).legal:
            return Made(rota, rota, 0)
        # a plan knows no breaks: finishing it anew may place them otherwise
        plan = _plan(field, rota)
        kept = trimmed(field, plan)
        return Made(rota, finished(field, kept), len(plan) - len(kept))
    plan = tightened(field, _plan_of(name, field, terms))
    kept = trimmed(field, plan)
    return Made(finished(field, plan), finished(field, kept), len(plan) - len(kept))


def _plan(field: Field, rota: Rota) -> Plan:
    c = field.compiled
    visits = {name: v for v, name in enumerate(c.visit_ids)}
    workers = {name: w for w, name in enumerate(c.worker_ids)}
    return {
        int(c.visit_slot[visits[a.visit]]) + a.slot: (
            workers[a.worker],
            c.clock.tick(a.start),
        )
        for a in rota.assignments
    }
