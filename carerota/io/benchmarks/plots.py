"""The performance profile and the time to target of a series, as pictures."""

from __future__ import annotations

import math
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from carerota.errors import MissingExtraError
from carerota.io.benchmarks.standings import (
    by_conditions,
    profile,
    seconds_to_target,
    titles,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from carerota.io.benchmarks.rows import Row

__all__ = ["can_draw", "draw"]

TARGETS: Final = (0.0, 0.005, 0.01, 0.02, 0.05)
"""Shares above the target that a time is told for."""
PER_CENT: Final = 100.0
SIZE: Final = (7.0, 4.5)
"""Inches."""


def can_draw() -> bool:
    """Tell whether the package for pictures is installed."""
    return find_spec("matplotlib") is not None


def draw(
    rows: Sequence[Row],
    target: Callable[[Row], float | None],
    folder: Path,
    *,
    called: str = "the best known cost",
) -> list[Path]:
    """Draw both pictures into a folder, which is made where it is missing.

    Runs on other terms or by other versions have a line, or a picture, of their own.

    Parameters
    ----------
    rows
        The runs.
    target
        What each is compared with; runs without a target are left out.
    folder
        Where ``profile.svg`` and ``time-to-target.svg`` go.
    called
        What the target is called beside the axes.

    Returns
    -------
    list[Path]
        The files.

    Raises
    ------
    MissingExtraError
        The package for pictures is not installed; see :func:`can_draw`.
    """
    if not can_draw():
        raise MissingExtraError("matplotlib", "pictures")
    figure = import_module("matplotlib.figure")
    folder.mkdir(parents=True, exist_ok=True)
    groups = by_conditions(row for row in rows if target(row) is not None)
    said = titles(groups)

    made = figure.Figure(figsize=SIZE, layout="constrained")
    axes = made.subplots()
    for conditions, runs in groups.items():
        gaps = [PER_CENT * gap for gap in profile(runs, target)]
        _steps(axes, gaps, said[conditions])
    _label(axes, f"gap to {called}, %")
    profiled = _saved(made, folder / "profile.svg")

    many = max(1, len(groups))
    made = figure.Figure(figsize=(SIZE[0], many * SIZE[1]), layout="constrained")
    stacked = made.subplots(many, squeeze=False)[:, 0]
    for axes, (conditions, runs) in zip(stacked, groups.items(), strict=False):
        for within in TARGETS:
            seconds = seconds_to_target(runs, target, within)
            _steps(axes, seconds, f"within {PER_CENT * within:g} % of {called}")
        axes.set_title(said[conditions])
        _label(axes, "seconds")
    return [profiled, _saved(made, folder / "time-to-target.svg")]


def _steps(axes: Any, values: Sequence[float], label: str) -> None:
    """Draw the share of all runs that have at most each value."""
    reached = [value for value in values if math.isfinite(value)]
    if not reached:
        return
    shares = [(i + 1) / len(values) for i in range(len(reached))]
    axes.step([reached[0], *reached], [0.0, *shares], where="post", label=label)


def _label(axes: Any, along: str) -> None:
    axes.set_xlabel(along)
    axes.set_ylabel("share of runs")
    axes.set_ylim(0, 1)
    axes.grid(visible=True, alpha=0.3)
    if axes.lines:
        axes.legend()


def _saved(figure: Any, path: Path) -> Path:
    figure.savefig(path)
    return path
