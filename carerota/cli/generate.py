"""``carerota generate``: a made-up co-op to try things on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from carerota.cli import words
from carerota.cli.guard import document, guarded
from carerota.cli.inputs import JsonOption
from carerota.cli.limits import LARGEST_SEED
from carerota.errors import DataError, Issue

if TYPE_CHECKING:
    from carerota.generator import Size
    from carerota.model import RotaProblem

__all__ = ["generate"]


def generate(
    size: Annotated[
        str | None,
        typer.Argument(metavar="[SIZE]", help="hamlet, village, town or borough."),
    ] = None,
    visits: Annotated[
        int | None, typer.Option(help="Instead of a size: about so many visits a week.")
    ] = None,
    seed: Annotated[
        int,
        typer.Option(
            min=0,
            max=LARGEST_SEED,
            help="The same seed makes the same co-op, to the byte.",
        ),
    ] = 1,
    out: Annotated[
        Path | None,
        typer.Option(
            help="The folder or .json file it is written to; else a folder named by "
            "the size."
        ),
    ] = None,
    csv: Annotated[
        bool, typer.Option("--csv", help="A folder of CSV sheets, not problem.json.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Make up a home-care co-op with its people, orders, history and published rota."""
    with guarded(as_json=as_json):
        from carerota.generator import generate as make

        wanted = _size(size, visits)
        place = out or Path(wanted.name)
        _refuse(place, csv=csv)
        problem = make(wanted, seed=seed)
        target = _write(problem, place, csv=csv)
        if as_json:
            document(
                {
                    "exit_code": 0,
                    "problem": str(target),
                    "name": problem.name,
                    "seed": seed,
                    "workers": len(problem.workers),
                    "clients": len(problem.clients),
                    "visits": len(problem.visits),
                    "fingerprint": problem.fingerprint,
                }
            )
        else:
            words.say(
                f"{words.plain(problem.name)}: "
                f"{words.count(len(problem.workers), 'worker')}, "
                f"{words.count(len(problem.clients), 'client')}, "
                f"{words.count(len(problem.visits), 'visit')}, "
                f"written to {words.plain(target)}"
            )


def _size(name: str | None, visits: int | None) -> Size:
    from carerota.generator import SIZES, sized

    if (name is None) == (visits is None):
        found = "neither" if name is None else "both"
        expected = f"a size ({', '.join(SIZES)}) or --visits, one of them"
        raise DataError([Issue("generate", found, expected, code="size")])
    if visits is not None:
        return sized(visits)
    if name not in SIZES:
        hint = "or --visits for any other number of visits"
        expected = "one of " + ", ".join(SIZES)
        raise DataError([Issue("SIZE", repr(name), expected, hint, code="size")])
    return SIZES[name]


def _refuse(place: Path, *, csv: bool) -> None:
    if place.exists() and not place.is_dir() and (csv or not _is_file(place)):
        found, expected = f"the file {str(place)!r}", "a folder, or a new name"
        raise DataError([Issue("--out", found, expected, code="cannot-write")])


def _is_file(place: Path) -> bool:
    """Tell whether a problem is written to a place itself and not into it."""
    return place.suffix.lower() == ".json" and not place.is_dir()


def _write(problem: RotaProblem, place: Path, *, csv: bool) -> Path:
    from carerota.generator import sample_text
    from carerota.io import write_problem
    from carerota.io.atomic import write_text
    from carerota.model import RotaProblem

    text = sample_text(problem)
    if csv:
        # as a coordinator keeps it: the orders, and not every visit they come to
        place.mkdir(parents=True, exist_ok=True)
        write_problem(RotaProblem.model_validate_json(text), place)
        return place
    target = place if _is_file(place) else place / "problem.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    write_text(target, text)
    return target
