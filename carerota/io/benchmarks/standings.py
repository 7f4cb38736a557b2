"""How runs compare with the best costs that are known."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from itertools import groupby
from statistics import mean, median
from typing import TYPE_CHECKING, Final

from carerota.errors import DataError, Issue
from carerota.io.sources import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from carerota.io.benchmarks.runs import Row

__all__ = [
    "SetStanding",
    "Standing",
    "overall",
    "profile",
    "read_best_known",
    "seconds_to_target",
    "standings",
]

COLUMNS: Final = ("lowest_published", "best_cost", "total_cost")
"""Columns that may hold the best known cost, the most telling first."""
SAME: Final = 1e-5
"""Published costs have six digits: nearer than this, as a share, is the same."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The runs of one instance beside the best known cost. Gaps are shares."""

    set: str
    instance: str
    runs: int
    failed: int
    """Runs whose rota was not legal or left a patient out."""
    best: float | None
    median: float | None
    known: float | None
    bound: float | None
    """The best proven lower bound of all runs."""
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
    """The instances of a set together, by the gaps of their medians."""

    set: str
    instances: int
    mean: float | None
    worst: float | None
    better: int
    same: int
    worse: int
    failed: int


def read_best_known(paths: Iterable[Path]) -> dict[str, float]:
    """Read best known costs by instance from tables with a column for each.

    Raises
    ------
    DataError
        A table has no such columns, or a cost that is no number.
    """
    known: dict[str, float] = {}
    for path in paths:
        table = csv.DictReader(io.StringIO(read_text(path)))
        columns = table.fieldnames or []
        column = next((c for c in COLUMNS if c in columns), None)
        if column is None or "instance" not in columns:
            expected = f"columns instance and one of {', '.join(COLUMNS)}"
            issue = Issue("row 1", ", ".join(columns), expected, code="no-column")
            raise DataError([issue], source=str(path))
        for number, row in enumerate(table, start=2):
            known[row["instance"].removesuffix(".json")] = _number(
                row[column], f"row {number}, column {column}", path
            )
    return known


def _number(text: str, at: str, path: Path) -> float:
    try:
        value = float(text)
    except (TypeError, ValueError):
        value = math.nan
    if not math.isfinite(value):
        issue = Issue(at, repr(text), "a cost", code="not-a-number")
        raise DataError([issue], source=str(path))
    return value


def standings(rows: Sequence[Row], known: Mapping[str, float]) -> list[Standing]:
    """Give where each instance stands, by set and name."""

    def where(row: Row) -> tuple[str, str]:
        return str(row.get("set", "")), str(row["instance"])

    found = []
    for (group, instance), runs in groupby(sorted(rows, key=where), key=where):
        listed = list(runs)
        costs = [row["cost"] for row in listed if row["cost"] is not None]
        bounds = [row["bound"] for row in listed if row.get("bound") is not None]
        found.append(
            Standing(
                set=group,
                instance=instance,
                runs=len(listed),
                failed=len(listed) - len(costs),
                best=min(costs, default=None),
                # a run without a whole rota is worse than any other
                median=_median(costs, len(listed)),
                known=known.get(instance),
                bound=max(bounds, default=None),
                seconds=mean(row.get("seconds") or 0.0 for row in listed),
            )
        )
    return found


def _median(costs: list[float], runs: int) -> float | None:
    found = median(costs + [math.inf] * (runs - len(costs)))
    return found if math.isfinite(found) else None


def overall(found: Iterable[Standing]) -> list[SetStanding]:
    """Give each set's instances together."""
    sets: dict[str, list[Standing]] = {}
    for standing in found:
        sets.setdefault(standing.set, []).append(standing)
    out = []
    for name, members in sets.items():
        gaps = [s.gap for s in members if s.gap is not None]
        out.append(
            SetStanding(
                set=name,
                instances=len(members),
                mean=mean(gaps) if gaps else None,
                worst=max(gaps, default=None),
                better=sum(gap < -SAME for gap in gaps),
                same=sum(abs(gap) <= SAME for gap in gaps),
                worse=sum(gap > SAME for gap in gaps),
                failed=sum(s.failed for s in members),
            )
        )
    return out


def profile(rows: Sequence[Row], known: Mapping[str, float]) -> list[float]:
    """Give the gap of every run to the best known cost, ascending; failed: infinite.

    The share of runs at or below a gap is the performance profile.
    """
    gaps = []
    for row in rows:
        if row["instance"] in known:
            gap = _gap(row["cost"], known[row["instance"]])
            gaps.append(math.inf if gap is None else gap)
    return sorted(gaps)


def seconds_to_target(
    rows: Sequence[Row], known: Mapping[str, float], within: float
) -> list[float]:
    """Give the seconds each run took to a share of the best known cost, ascending.

    A run that never came so near has infinite seconds.
    """
    found = []
    for row in rows:
        best = known.get(row["instance"])
        if best is None:
            continue
        target = best * (1 + within)
        reached = (s for s, cost in row.get("trace", ()) if cost <= target)
        found.append(next(reached, math.inf))
    return sorted(found)


def _gap(cost: float | None, known: float | None) -> float | None:
    if cost is None or known is None:
        return None
    return (cost - known) / known if known else (0.0 if cost == known else math.inf)
