"""Writes made-up problems as the samples that come with the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.generator.build import generate
from carerota.generator.sizes import the_size

if TYPE_CHECKING:
    from pathlib import Path

    from carerota.generator.sizes import Size
    from carerota.model import RotaProblem

__all__ = ["sample_text", "write_sample"]


def sample_text(problem: RotaProblem) -> str:
    """Write a problem as text, without what its packages expand to."""
    single = tuple(visit for visit in problem.visits if visit.package is None)
    expanded = {visit.id for visit in problem.visits if visit.package is not None}
    links = tuple(link for link in problem.links if link.first not in expanded)
    short = problem.model_copy(update={"visits": single, "links": links})
    return short.model_dump_json(indent=1, exclude_defaults=True) + "\n"


def write_sample(size: str | Size, folder: Path, seed: int = 1) -> Path:
    """Make up a problem and write it to ``folder/<size>/problem.json``.

    Parameters
    ----------
    size
        As for :func:`carerota.generator.generate`.
    folder
        The folder of the samples; made where it is missing.
    seed
        As for :func:`carerota.generator.generate`.

    Returns
    -------
    Path
        The file, complete: an older one stays until the new one is written.
    """
    target = folder / the_size(size).name / "problem.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_suffix(".partial")
    beside.write_text(
        sample_text(generate(size, seed=seed)), encoding="utf-8", newline="\n"
    )
    beside.replace(target)
    return target
