"""Why a visit is made by whom it is made: ``explain`` and ``why_not``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.advice.explain.asked import opened, reader_of
from carerota.advice.explain.options import leave_out, option_of, options_of
from carerota.advice.explain.records import Audience, Explanation, SlotExplanation
from carerota.advice.explain.redaction import Redaction
from carerota.advice.explain.sentences import told

if TYPE_CHECKING:
    from carerota.advice.explain.records import WorkerOption
    from carerota.advice.trial.trial import Trial
    from carerota.model import Policy, Rota, RotaProblem

__all__ = ["explain", "why_not"]


def explain(
    problem: RotaProblem,
    rota: Rota,
    visit: str,
    *,
    policy: Policy | None = None,
    audience: Audience | str = Audience.COORDINATOR,
    reader: str | None = None,
    trial: Trial | None = None,
) -> Explanation:
    """Say of every worker of the co-op why they do not make a visit.

    For each carer's part in the visit and each worker: either the hard rules that
    would be broken, each with the fact, or the exact change of every rule's amount if
    they took it. Their day is re-arranged as well as could be found; nobody else's
    changes, but for the visit that the present carer loses. The changes add up to the
    difference between the checker's judgements of the rota with and without.

    All of the re-arrangement is told: the start, visits that move, ways home and
    breaks of an option and, where the visit is taken from somebody, the breaks that
    ``left_out`` lists. The rota that is rebuilt from these costs exactly what is said.

    Parameters
    ----------
    problem, rota
        Any rota, legal or not: changes are told against it as it is.
    visit
        The visit asked about; one that nobody makes too.
    policy
        Instead of the problem's own.
    audience
        ``coordinator``, ``worker`` or ``client``: what is somebody else's is left out.
    reader
        The worker or client who reads. Of a client it is the client of the visit, and
        need not be given.
    trial
        The same problem and rota held ready, for one question after the other. What
        was tried in it is taken back.

    Raises
    ------
    DataError
        Something named is not there, or not the reader's to ask.
    """
    trial = opened(problem, rota, policy, trial)
    v = trial.visit(visit)
    client = trial.client_of(visit)
    who = reader_of(trial, audience, reader, client=client)
    slots = []
    for s in trial.compiled.slots(v):
        options = options_of(trial, s)
        slots.append(_slot(trial, s, options))
    return _finished(trial, visit, slots, Redaction(trial, who))


def why_not(
    problem: RotaProblem,
    rota: Rota,
    visit: str,
    worker: str,
    *,
    policy: Policy | None = None,
    audience: Audience | str = Audience.COORDINATOR,
    reader: str | None = None,
    trial: Trial | None = None,
) -> Explanation:
    """Say of one worker why they do not make a visit, or what it would change.

    The same as :func:`explain` says of the worker, for each carer's part; a worker
    who reads is the one asked about unless told otherwise.

    Parameters
    ----------
    problem, rota, visit, policy, audience, reader, trial
        As for :func:`explain`.
    worker
        The worker asked about.

    Raises
    ------
    DataError
        Something named is not there, or not the reader's to ask.
    """
    trial = opened(problem, rota, policy, trial)
    v, w = trial.visit(visit), trial.worker(worker)
    client = trial.client_of(visit)
    who = reader_of(trial, audience, reader, client=client, worker=worker)
    slots = [
        _slot(trial, s, (option_of(trial, s, w)[0],)) for s in trial.compiled.slots(v)
    ]
    return _finished(trial, visit, slots, Redaction(trial, who), alone=True)


def _slot(trial: Trial, s: int, options: tuple[WorkerOption, ...]) -> SlotExplanation:
    c = trial.compiled
    w = trial.board.worker[s]
    return SlotExplanation(
        slot=c.slot_index(s),
        holder=None if w < 0 else c.worker_ids[w],
        start=trial.starts_at(s),
        options=options,
        left_out=leave_out(trial, s),
    )


def _finished(
    trial: Trial,
    visit: str,
    slots: list[SlotExplanation],
    redaction: Redaction,
    *,
    alone: bool = False,
) -> Explanation:
    record = trial.problem.visits[trial.visit(visit)]
    full = Explanation(
        visit=visit,
        client=record.client,
        day=record.day,
        minutes=record.minutes,
        policy_hash=trial.policy.hash,
        slots=tuple(slots),
    )
    return told(redaction.explanation(full), alone=alone)
