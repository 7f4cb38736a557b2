"""The performance profile and the time to target of a series, as pictures."""

from __future__ import annotations

import math
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from carerota.io.benchmarks.standings import profile, seconds_to_target

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from carerota.io.benchmarks.runs import Row

__all__ = ["can_draw", "draw"]

TARGETS: Final = (0.0, 0.005, 0.01, 0.02, 0.05)
"""Shares above the best known cost that a time is told for."""
PER_CENT: Final = 100.0
SIZE: Final = (7.0, 4.5)
"""Inches."""


def can_draw() -> bool:
    """Tell whether the package for pictures is installed."""
    return find_spec("matplotlib") is not None


def draw(rows: Sequence[Row], known: Mapping[str, float], folder: Path) -> list[Path]:
    """Draw both pictures into a folder, which is made where it is missing.

    Returns
    -------
    list[Path]
        The files.

    Raises
    ------
    ImportError
        The package for pictures is not installed; see :func:`can_draw`.
    """
    figure = import_module("matplotlib.figure")
    folder.mkdir(parents=True, exist_ok=True)
    gaps = [PER_CENT * gap for gap in profile(rows, known)]
    made = figure.Figure(figsize=SIZE, layout="constrained")
    axes = made.subplots()
    _steps(axes, gaps, "all runs")
    axes.set_xlabel("gap to the best known cost, %")
    profiled = _saved(made, axes, folder / "profile.svg")
    made = figure.Figure(figsize=SIZE, layout="constrained")
    axes = made.subplots()
    for target in TARGETS:
        seconds = seconds_to_target(rows, known, target)
        _steps(axes, seconds, f"within {PER_CENT * target:g} %")
    axes.set_xlabel("seconds")
    if axes.lines:
        axes.legend()
    return [profiled, _saved(made, axes, folder / "time-to-target.svg")]


def _steps(axes: Any, values: Sequence[float], label: str) -> None:
    """Draw the share of all runs that have at most each value."""
    reached = [value for value in values if math.isfinite(value)]
    if not reached:
        return
    shares = [(i + 1) / len(values) for i in range(len(reached))]
    axes.step([reached[0], *reached], [0.0, *shares], where="post", label=label)


def _saved(figure: Any, axes: Any, path: Path) -> Path:
    axes.set_ylabel("share of runs")
    axes.set_ylim(0, 1)
    axes.grid(visible=True, alpha=0.3)
    figure.savefig(path)
    return path
