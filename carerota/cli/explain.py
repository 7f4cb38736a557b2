"""``carerota explain``: why this worker, why not that one, what of the week."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from carerota.cli.codes import ExitCode
from carerota.cli.guard import document, guarded
from carerota.cli.inputs import (
    JsonOption,
    PolicyOption,
    ProblemArgument,
    policy_for,
)
from carerota.cli.words import tell
from carerota.errors import DataError, Issue

if TYPE_CHECKING:
    from carerota.model import RotaProblem
    from carerota.model.base import Record

__all__ = ["explain"]


def explain(
    problem: ProblemArgument,
    rota: Annotated[Path, typer.Argument(metavar="ROTA", help="A .json or .csv file.")],
    visit: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Why this visit is made by whom it is made."),
    ] = None,
    worker: Annotated[
        str | None,
        typer.Option(
            metavar="ID", help="A worker's week; with --visit: why not this worker."
        ),
    ] = None,
    client: Annotated[
        str | None, typer.Option(metavar="ID", help="A client's week.")
    ] = None,
    audience: Annotated[
        str,
        typer.Option(
            metavar="coordinator|worker|client",
            help="Who reads it: what is somebody else's is left out.",
        ),
    ] = "coordinator",
    reader: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Which worker or client reads it."),
    ] = None,
    policy: PolicyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Explain a rota: who else could make a visit and what it would change.

    Changes are told against the rota as it is given. Whoever takes a visit has the
    rest of the day re-arranged as well as could be found, and it is told how: visits
    that start at another time, ways home between visits, breaks. Nobody else's day
    changes but for losing the visit.
    """
    with guarded(as_json=as_json):
        _refuse_other_questions(visit, worker, client)
        from carerota.io import read_problem, read_rota
        from carerota.score.faults import rota_faults

        read = read_problem(problem)
        chosen = policy_for(policy, read)
        given = read_rota(rota, problem=read)
        if faults := rota_faults(read, given):
            raise DataError(faults, source=str(rota))
        _say_if_it_takes_long()
        asked = {"policy": chosen, "audience": audience, "reader": reader}
        found = _answer((read, given), visit, worker, client, asked)
        if as_json:
            document({"exit_code": int(ExitCode.OK), **found.model_dump(mode="json")})
        else:
            _show(found, read)


def _refuse_other_questions(
    visit: str | None, worker: str | None, client: str | None
) -> None:
    """Take one question: a visit, a visit and a worker, a worker, or a client.

    Raises
    ------
    DataError
        None of them was given, or too much.
    """
    named = [name for name in (visit, worker, client) if name is not None]
    if len(named) == 1 or (client is None and len(named) == 2):
        return
    found = "nothing" if not named else "--client with another"
    expected = "--visit, --visit and --worker, --worker, or --client"
    raise DataError([Issue("the question", found, expected, code="no-question")])


def _say_if_it_takes_long() -> None:
    from carerota.engines.search.warm import compiled_before

    if not compiled_before():
        tell("compiling the search, once on this machine; about half a minute")


def _answer(
    given: tuple[RotaProblem, Any],
    visit: str | None,
    worker: str | None,
    client: str | None,
    asked: dict[str, Any],
) -> Record:
    import carerota

    if visit is not None and worker is not None:
        return carerota.why_not(*given, visit, worker, **asked)
    if visit is not None:
        return carerota.explain(*given, visit, **asked)
    if worker is not None:
        return carerota.explain_worker(*given, worker, **asked)
    return carerota.explain_client(*given, client or "", **asked)


def _show(found: Record, problem: RotaProblem) -> None:
    from carerota.advice.explain.records import Explanation
    from carerota.advice.explain.weeks import ClientWeek, WorkerWeek
    from carerota.cli import explained, explained_weeks

    if isinstance(found, Explanation):
        explained.show(found, problem)
    elif isinstance(found, WorkerWeek):
        explained_weeks.show_worker(found)
    elif isinstance(found, ClientWeek):
        explained_weeks.show_client(found)
