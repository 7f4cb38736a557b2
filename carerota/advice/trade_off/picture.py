"""The frontier as a picture: one panel for each pair of axes."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from carerota.errors import MissingExtraError

if TYPE_CHECKING:
    from pathlib import Path

    from carerota.advice.trade_off.record import FrontierPoint, TradeOff

__all__ = ["SUFFIXES", "can_draw", "draw"]

SUFFIXES: Final = (".png", ".svg")
PANEL: Final = (5.0, 4.2)
"""Inches."""
NEAR: Final = (5, 5)
"""Points between a dot and its number."""


def can_draw() -> bool:
    """Tell whether the package for pictures is installed."""
    return find_spec("matplotlib") is not None


def draw(found: TradeOff, path: Path) -> None:
    """Draw a frontier into a file; the points are numbered as in the data, from 1.

    Raises
    ------
    MissingExtraError
        The package for pictures is not installed.
    """
    if not can_draw():
        raise MissingExtraError("matplotlib", "pictures")
    figure = import_module("matplotlib.figure")
    pairs = list(combinations((axis.name for axis in found.axes), 2))
    size = (PANEL[0] * len(pairs), PANEL[1])
    made = figure.Figure(figsize=size, layout="constrained")
    panels = made.subplots(1, len(pairs), squeeze=False)[0]
    for axes, (x, y) in zip(panels, pairs, strict=True):
        _panel(axes, found.points, x, y)
    made.suptitle(f"{found.problem}: what is gained by what is given up")
    # beside its place first, so that it is there whole or not at all
    part = path.with_name(f".{path.name}.part")
    try:
        made.savefig(part, format=path.suffix.lower().removeprefix("."))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _panel(axes: Any, points: tuple[FrontierPoint, ...], x: str, y: str) -> None:
    at = [(p.values[x], p.values[y]) for p in points]
    # what is best in these two alone is joined; the rest gains elsewhere
    best = [
        a for a in at if not any(b != a and b[0] <= a[0] and b[1] <= a[1] for b in at)
    ]
    best.sort()
    axes.step([a for a, _ in best], [b for _, b in best], where="post", alpha=0.4)
    axes.scatter([a for a, _ in at], [b for _, b in at], zorder=3)
    for i, spot in enumerate(at, start=1):
        axes.annotate(str(i), spot, xytext=NEAR, textcoords="offset points")
    axes.set_xlabel(f"{x}, points")
    axes.set_ylabel(f"{y}, points")
    axes.grid(visible=True, alpha=0.3)


def _below(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one != other and one[0] <= other[0] and one[1] <= other[1]
