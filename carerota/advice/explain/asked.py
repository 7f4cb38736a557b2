"""Who asks, and of which rota: what every piece of advice begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.advice.explain.privacy import Reader
from carerota.advice.explain.records import Audience
from carerota.advice.ids import demand, unknown
from carerota.advice.trial.trial import Trial
from carerota.errors import DataError
from carerota.model.faults.issues import fault, shown

if TYPE_CHECKING:
    from carerota.errors import Issue
    from carerota.model import Policy, Rota, RotaProblem

__all__ = ["opened", "reader_of", "worker_reader"]


def opened(
    problem: RotaProblem, rota: Rota, policy: Policy | None, trial: Trial | None
) -> Trial:
    """Give the trial to ask, at the rota as it was given.

    Raises
    ------
    DataError
        The trial is of another rota or policy.
    """
    if trial is None:
        return Trial(problem, rota, policy=policy)
    other = trial.rota is not rota and trial.rota != rota
    if other or (policy is not None and policy.hash != trial.policy.hash):
        expected = "a trial of the same rota and policy"
        raise DataError([fault("other-trial", "trial", "another one", expected)])
    trial.go_back()
    return trial


def reader_of(
    trial: Trial,
    audience: Audience | str,
    reader: str | None,
    *,
    client: str | None = None,
    worker: str | None = None,
    on_the_team: bool = False,
) -> Reader:
    """Find out who reads what is about a visit or a client.

    Parameters
    ----------
    trial
        The problem and the rota.
    audience, reader
        As they were given.
    client, worker
        Whom the question is about: who reads unless told.
    on_the_team
        Whether only workers may ask who make a visit to the client.

    Raises
    ------
    DataError
        There is no such audience or reader, or it is not theirs to ask.
    """
    kind = _kind(audience)
    if kind is Audience.COORDINATOR:
        return Reader(kind, reader)
    if kind is Audience.WORKER:
        asks = _worker(trial, reader or worker)
        if on_the_team and client and not trial.visits_client(asks, client):
            expected = "a worker who makes one of the client's visits"
            demand(_not_theirs(f"worker {asks}", expected))
        return Reader(kind, asks)
    name = reader or client
    demand(unknown("client", name, trial.compiled.client_ids, "a client"))
    if name != client:
        demand(_not_theirs(f"client {name}", "the client whose visits are asked about"))
    return Reader(kind, name)


def worker_reader(audience: Audience | str, reader: str | None, worker: str) -> Reader:
    """Find out who reads a worker's week: coordinators, and the worker alone.

    Raises
    ------
    DataError
        There is no such audience or reader, or it is not theirs to ask.
    """
    kind = _kind(audience)
    if kind is Audience.COORDINATOR:
        return Reader(kind, reader)
    name = worker if kind is Audience.WORKER and reader is None else reader
    if kind is Audience.CLIENT or name != worker:
        found = f"{kind.value} {name}" if name else kind.value
        demand(_not_theirs(found, "a coordinator, or the worker whose week it is"))
    return Reader(kind, worker)


def _kind(audience: Audience | str) -> Audience:
    if audience not in set(Audience):
        expected = "one of " + ", ".join(Audience)
        raise DataError(
            [fault("unknown-audience", "audience", shown(audience), expected)]
        )
    return Audience(audience)


def _worker(trial: Trial, name: str | None) -> str:
    if name is None:
        expected = "the worker who reads it"
        raise DataError([fault("no-reader", "reader", "nobody", expected)])
    trial.worker(name)
    return name


def _not_theirs(found: str, expected: str) -> list[Issue]:
    return [fault("not-theirs", "reader", found, expected)]
