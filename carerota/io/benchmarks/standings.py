"""How runs compare with the best costs that are known.

Only like is put together: runs on other terms, or by other versions, stand in a group
of their own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import mean, median
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from carerota.io.benchmarks.rows import Row

__all__ = [
    "Conditions",
    "SetStanding",
    "Standing",
    "by_conditions",
    "overall",
    "profile",
    "seconds_to_target",
    "standings",
    "titles",
]

T = TypeVar("T")
K = TypeVar("K", bound="Hashable")

SAME: Final = 1e-5
"""Published costs have six digits: nearer than this, as a share, is the same."""
CAREROTA: Final = "carerota"


@dataclass(frozen=True, slots=True)
class Conditions:
    """What runs that may be compared have in common; ``None`` where no row says it."""

    time_limit: float | None
    """Seconds for the engines."""
    moves: int | None
    """Moves of the search, instead of seconds."""
    threads: int | None
    versions: tuple[tuple[str, str], ...]
    """Of carerota and what it computes with."""

    @classmethod
    def of(cls, row: Row) -> Conditions:
        """Read them off a row."""
        return cls(
            time_limit=row.get("time_limit"),
            moves=row.get("moves_limit"),
            threads=row.get("threads"),
            versions=tuple(sorted(row.get("versions", {}).items())),
        )

    @property
    def order(self) -> tuple[object, ...]:
        """Less given comes first."""
        given = (self.moves, self.time_limit, self.threads)
        return (*(-1.0 if x is None else float(x) for x in given), self.versions)


@dataclass(frozen=True, slots=True)
class Standing:
    """The runs of one instance beside the best known cost. Gaps are shares."""

    conditions: Conditions
    set: str
    instance: str
    problem: str
    """The fingerprint of the problem: two instances may have one name."""
    policy: str
    """The hash of the policy."""
    runs: int
    failed: int
    """Runs whose rota was not legal or left a patient out, or that came to none."""
    best: float | None
    median: float | None
    known: float | None
    bound: float | None
    """The best proven lower bound of the runs with a cost."""
    seconds: float

    @property
    def gap(self) -> float | None:
        """How far the median lies above the best known cost."""
        return _gap(self.median, self.known)

    @property
    def best_gap(self) -> float | None:
        """How far the best run lies above the best known cost."""
        return _gap(self.best, self.known)

    @property
    def proven_gap(self) -> float | None:
        """How far the best run can be above the optimum."""
        if self.best is None or self.bound is None or not self.best:
            return None
        return max(0.0, (self.best - self.bound) / self.best)


@dataclass(frozen=True, slots=True)
class SetStanding:
    """The instances of a set together, by the gaps of their medians.

    An instance with a best known cost whose median run failed has no gap; it is worse.
    """

    conditions: Conditions
    set: str
    instances: int
    compared: int
    """Instances with a gap: those that the mean and the worst are of."""
    mean: float | None
    worst: float | None
    better: int
    same: int
    worse: int
    """Those without a gap as well."""
    unsolved: int
    """Instances with a best known cost whose median run failed."""
    failed: int
    """Runs."""


def by_conditions(rows: Iterable[Row]) -> dict[Conditions, list[Row]]:
    """Part rows into groups that may be compared, those given least first."""
    groups = _grouped(rows, Conditions.of)
    return dict(sorted(groups.items(), key=lambda group: group[0].order))


def titles(groups: Iterable[Conditions]) -> dict[Conditions, str]:
    """Say in words what was given to each group: ``60 s, 2 threads, carerota 1.0``.

    Other packages are named only where their versions differ.
    """
    listed = list(groups)
    packages = sorted({name for group in listed for name, _ in group.versions})
    told = [
        name
        for name in packages
        if name == CAREROTA or len({_version(group, name) for group in listed}) > 1
    ]
    told.sort(key=lambda name: name != CAREROTA)
    return {group: _title(group, told) for group in listed}


def _title(group: Conditions, packages: Sequence[str]) -> str:
    words = []
    if group.moves is not None:
        words.append(f"{group.moves:,} moves")
    elif group.time_limit is not None:
        words.append(f"{group.time_limit:g} s")
    if group.threads is not None:
        words.append(f"{group.threads} thread{'' if group.threads == 1 else 's'}")
    words += [f"{name} {_version(group, name)}" for name in packages]
    return ", ".join(words) or "no terms told"


def _version(group: Conditions, package: str) -> str:
    return dict(group.versions).get(package, "unknown")


def standings(rows: Iterable[Row], known: Mapping[str, float]) -> list[Standing]:
    """Give where each instance stands, by conditions, set and name."""
    return [
        _standing(conditions, runs, known)
        for conditions, group in by_conditions(rows).items()
        for _, runs in sorted(_grouped(group, _which).items())
    ]


def _which(row: Row) -> tuple[str, str, str, str]:
    names = ("set", "instance", "problem", "policy")
    set_, instance, problem, policy = (str(row.get(name, "")) for name in names)
    return set_, instance, problem, policy


def _standing(
    conditions: Conditions, runs: Sequence[Row], known: Mapping[str, float]
) -> Standing:
    whole = [row for row in runs if row["cost"] is not None]
    costs = [row["cost"] for row in whole]
    bounds = [row["bound"] for row in whole if row.get("bound") is not None]
    name, instance, problem, policy = _which(runs[0])
    return Standing(
        conditions=conditions,
        set=name,
        instance=instance,
        problem=problem,
        policy=policy,
        runs=len(runs),
        failed=len(runs) - len(costs),
        best=min(costs, default=None),
        # a run without a whole rota is worse than any other
        median=_median(costs, len(runs)),
        known=known.get(instance),
        bound=max(bounds, default=None),
        seconds=mean(row.get("seconds") or 0.0 for row in runs),
    )


def _median(costs: list[float], runs: int) -> float | None:
    found = median(costs + [math.inf] * (runs - len(costs)))
    return found if math.isfinite(found) else None


def overall(found: Iterable[Standing]) -> list[SetStanding]:
    """Give each set's instances together, conditions by conditions."""
    groups = _grouped(found, lambda s: (s.conditions, s.set))
    return [
        _overall(conditions, name, members)
        for (conditions, name), members in groups.items()
    ]


def _overall(
    conditions: Conditions, name: str, members: Sequence[Standing]
) -> SetStanding:
    gaps = [s.gap for s in members if s.gap is not None]
    unsolved = sum(s.known is not None and s.median is None for s in members)
    return SetStanding(
        conditions=conditions,
        set=name,
        instances=len(members),
        compared=len(gaps),
        mean=mean(gaps) if gaps else None,
        worst=max(gaps, default=None),
        better=sum(gap < -SAME for gap in gaps),
        same=sum(abs(gap) <= SAME for gap in gaps),
        worse=sum(gap > SAME for gap in gaps) + unsolved,
        unsolved=unsolved,
        failed=sum(s.failed for s in members),
    )


def profile(rows: Iterable[Row], target: Callable[[Row], float | None]) -> list[float]:
    """Give the gap of every run that has a target, ascending; failed: infinite.

    The share of runs at or below a gap is the performance profile.
    """
    gaps = []
    for row in rows:
        cost = target(row)
        if cost is not None:
            gap = _gap(row["cost"], cost)
            gaps.append(math.inf if gap is None else gap)
    return sorted(gaps)


def seconds_to_target(
    rows: Iterable[Row], target: Callable[[Row], float | None], within: float
) -> list[float]:
    """Give the seconds each run took to a share of its target, ascending.

    A run that never came so near has infinite seconds.
    """
    found = []
    for row in rows:
        best = target(row)
        if best is None:
            continue
        near = best * (1 + within)
        reached = (s for s, cost in row.get("trace", ()) if cost <= near)
        found.append(next(reached, math.inf))
    return sorted(found)


def _gap(cost: float | None, known: float | None) -> float | None:
    if cost is None or known is None:
        return None
    return (cost - known) / known if known else (0.0 if cost == known else math.inf)


def _grouped(items: Iterable[T], by: Callable[[T], K]) -> dict[K, list[T]]:
    groups: dict[K, list[T]] = {}
    for item in items:
        groups.setdefault(by(item), []).append(item)
    return groups
