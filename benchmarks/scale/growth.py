"""How a quantity grows: the exponent of the straight line through its logarithms."""

from __future__ import annotations

import math
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["GROWING", "can_draw", "draw", "exponent", "values_of"]

GROWING = {
    "within": "seconds to within 2 %",
    "shortest": "shortest solve within 2 %, s",
    "memory": "MiB beyond the loaded libraries",
    "generate": "CPU s to make it up",
    "compile": "CPU s to compile",
    "packed": "CPU s to pack the kernel's memory",
    "check": "CPU s to check",
    "reasons": "CPU s for reasons",
}
"""What is fitted, and what it is called. Stages are told in time of the processor,
which a loaded machine stretches less."""
LEAST = 2
"""Sizes that make a line."""
SIZE = (7.0, 4.5)
"""Inches."""


def values_of(row: Mapping[str, Any]) -> dict[str, float | None]:
    """Give what is fitted, of one row; ``None`` where it was not measured."""
    stages = row["stages_cpu"]
    return {
        "within": row["within"],
        "shortest": row.get("shortest"),
        "memory": row["peak_mib"] - row["base_mib"],
        "generate": stages.get("generate"),
        "compile": stages.get("compile"),
        "packed": stages.get("memory"),
        "check": stages.get("check"),
        "reasons": stages.get("reasons"),
    }


def exponent(points: Sequence[tuple[float, float | None]]) -> float | None:
    """Give b of the line a * x**b with the least squares between logarithms.

    Points that were not measured, or not above nought, are left out; ``None``: there
    are too few others.
    """
    known = [(math.log(x), math.log(y)) for x, y in points if y is not None and y > 0]
    if len({x for x, _ in known}) < LEAST:
        return None
    middle = sum(x for x, _ in known) / len(known)
    height = sum(y for _, y in known) / len(known)
    over = sum((x - middle) * (y - height) for x, y in known)
    return over / sum((x - middle) ** 2 for x, _ in known)


def can_draw() -> bool:
    """Tell whether the package for pictures is installed."""
    return find_spec("matplotlib") is not None


def draw(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Draw times to within 2 % and memory over visits, both axes logarithmic."""
    figure = import_module("matplotlib.figure").Figure(SIZE, layout="constrained")
    axes = figure.subplots()
    for name in ("within", "shortest", "memory"):
        points = [(row["visits"], values_of(row)[name]) for row in rows]
        seen = [(x, y) for x, y in points if y]
        if not seen:
            continue
        b = exponent(points)
        label = GROWING[name] + ("" if b is None else f", grows as visits^{b:.2f}")
        axes.plot([x for x, _ in seen], [y for _, y in seen], "o-", label=label)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("visits a week")
    axes.grid(visible=True, which="both", alpha=0.3)
    if axes.lines:
        axes.legend()
    figure.savefig(path)
