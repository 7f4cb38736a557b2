"""Who asks, and of which rota: what every piece of advice begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.advice.ids import demand, unknown
from carerota.advice.privacy import Reader
from carerota.advice.records import Audience
from carerota.advice.trial import Trial
from carerota.errors import DataError
from carerota.model.faults.issues import fault, shown

if TYPE_CHECKING:
    from carerota.errors import Issue
    from carerota.model import Policy, Rota, RotaProblem

__all__ = ["opened", "reader_of"]


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
) -> Reader:
    """Find out who reads.

    Parameters
    ----------
    trial
        The problem and the rota.
    audience, reader
        As they were given.
    client, worker
        Whom the question is about: who reads unless told.

    Raises
    ------
    DataError
        There is no such audience or reader, or it is not theirs to ask.
    """
    if audience not in set(Audience):
        expected = "one of " + ", ".join(Audience)
        raise DataError(
            [fault("unknown-audience", "audience", shown(audience), expected)]
        )
    kind = Audience(audience)
    if kind is Audience.COORDINATOR:
        return Reader(kind, reader)
    if kind is Audience.WORKER:
        return Reader(kind, _worker(trial, reader or worker))
    name = reader or client
    demand(unknown("client", name, trial.compiled.client_ids, "a client"))
    if name != client:
        demand(_not_theirs(f"client {name}", "the client whose visits are asked about"))
    return Reader(kind, name)


def _worker(trial: Trial, name: str | None) -> str:
    if name is None:
        expected = "the worker who reads it"
        raise DataError([fault("no-reader", "reader", "nobody", expected)])
    trial.worker(name)
    return name


def _not_theirs(found: str, expected: str) -> list[Issue]:
    return [fault("not-theirs", "reader", found, expected)]
