"""A worker's week and a client's week: what, why, and how near to the limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from carerota.advice.explain.asked import opened, reader_of, worker_reader
from carerota.advice.explain.continuity import continuity
from carerota.advice.explain.facts import part
from carerota.advice.explain.records import Audience
from carerota.advice.explain.redaction_weeks import redacted
from carerota.advice.explain.sentences_weeks import told_client, told_worker
from carerota.advice.explain.theirs import why_theirs
from carerota.advice.explain.totals import margins, of_client, of_worker
from carerota.advice.explain.weeks import (
    ClientVisit,
    ClientWeek,
    WhyTheirs,
    WorkerDay,
    WorkerRun,
    WorkerVisit,
    WorkerWeek,
)
from carerota.advice.ids import demand, unknown
from carerota.rules.reading import Reading

if TYPE_CHECKING:
    from datetime import date

    from carerota.advice.trial.trial import Trial
    from carerota.model import Policy, Rota, RotaProblem
    from carerota.rules.reading import DayReading

__all__ = ["explain_client", "explain_worker"]

METRES: Final = 1000


def explain_worker(
    problem: RotaProblem,
    rota: Rota,
    worker: str,
    *,
    policy: Policy | None = None,
    audience: Audience | str = Audience.COORDINATOR,
    reader: str | None = None,
    trial: Trial | None = None,
) -> WorkerWeek:
    """Explain what a rota asks of a worker: hours, runs, travel, whom they see and why.

    Parameters
    ----------
    problem, rota, policy, trial
        As for :func:`carerota.explain`.
    worker
        The worker asked about.
    audience, reader
        A week is read by coordinators and by the worker whose it is.

    Raises
    ------
    DataError
        Something named is not there, or not the reader's to ask.
    """
    trial = opened(problem, rota, policy, trial)
    w = trial.worker(worker)
    who = worker_reader(audience, reader, worker)
    person = trial.problem.workers[w]
    reading = _reading_of(trial, w)
    days = tuple(_day(trial, day) for day in reading.days_of(worker))
    broken, priced = of_worker(trial.book, reading, worker)
    full = WorkerWeek(
        worker=worker,
        name=person.name,
        days=days,
        visits=sum(len(day.visits) for day in days),
        clients=len({v.client for day in days for v in day.visits}),
        paid_minutes=sum(day.paid_minutes for day in days),
        contact_minutes=sum(day.contact_minutes for day in days),
        travel_minutes=sum(d.travel_minutes + d.home_travel_minutes for d in days),
        kilometres=sum(day.kilometres for day in days),
        minimum_hours=person.contract.minimum_hours,
        target_hours=person.contract.target_hours,
        maximum_hours=person.contract.maximum_hours,
        broken=broken,
        priced=priced,
        near=margins(trial.book, reading),
    )
    return told_worker(redacted(full, who))


def explain_client(
    problem: RotaProblem,
    rota: Rota,
    client: str,
    *,
    policy: Policy | None = None,
    audience: Audience | str = Audience.COORDINATOR,
    reader: str | None = None,
    trial: Trial | None = None,
) -> ClientWeek:
    """Explain who comes to a client and when, why these, and how steady that is.

    Parameters
    ----------
    problem, rota, policy, trial
        As for :func:`carerota.explain`.
    client
        The client asked about.
    audience, reader
        A week is read by coordinators, by the client, and by workers who make one of
        the visits.

    Raises
    ------
    DataError
        Something named is not there, or not the reader's to ask.
    """
    trial = opened(problem, rota, policy, trial)
    c = trial.compiled
    demand(unknown("client", client, c.client_ids, "a client of the problem"))
    who = reader_of(trial, audience, reader, client=client, on_the_team=True)
    i = c.client_ids.index(client)
    person = trial.problem.clients[i]
    slots = c.slots_of_client(i)
    reading = trial.reading_of_client(client).again(part(trial, slots))
    visits = tuple(sorted((_client_visit(trial, s) for s in slots), key=_by_time))
    made: dict[str, list[str]] = {}
    for visit in visits:
        if visit.worker is not None:
            made.setdefault(visit.visit, []).append(visit.worker)
    met = dict(zip(c.worker_ids, c.past_met[i].tolist(), strict=True))
    broken, priced = of_client(trial.book, reading, client)
    full = ClientWeek(
        client=client,
        name=person.name,
        visits=visits,
        uncovered=sum(visit.worker is None for visit in visits),
        continuity=continuity(list(made.values()), met),
        carer_target=person.carers.target,
        carer_ceiling=person.carers.ceiling,
        broken=broken,
        priced=priced,
    )
    return told_client(redacted(full, who))


def _by_time(visit: ClientVisit) -> tuple[date, bool, float, str, int]:
    at = visit.start.timestamp() if visit.start else 0.0
    return visit.day, visit.start is None, at, visit.visit, visit.slot


def _reading_of(trial: Trial, w: int) -> Reading:
    """Read one worker's days alone: what is said of them names nobody else."""
    person = trial.problem.workers[w]
    history = trial.problem.history
    past = tuple(x for x in history.visits if x.worker == person.id)
    problem = trial.problem.model_copy(
        update={
            "workers": (person,),
            "history": history.model_copy(update={"visits": past}),
        }
    )
    mine = trial.rota.model_copy(
        update={
            "assignments": tuple(
                a for a in trial.rota.assignments if a.worker == person.id
            ),
            "breaks": tuple(b for b in trial.rota.breaks if b.worker == person.id),
            "uncovered": (),
        }
    )
    return Reading(problem, mine, trial.compiled.travel)


def _day(trial: Trial, day: DayReading) -> WorkerDay:
    tpm, clock = trial.problem.ticks_per_minute, trial.compiled.clock
    return WorkerDay(
        day=clock.date_of(day.day),
        runs=tuple(
            WorkerRun(
                start=clock.moment(run[0].start),
                end=clock.moment(run[-1].end),
                visits=len(run),
            )
            for run in day.runs
        ),
        contact_minutes=day.contact / tpm,
        travel_minutes=day.travel / tpm,
        home_travel_minutes=day.home_travel / tpm,
        waiting_minutes=day.waiting / tpm,
        paid_minutes=day.paid / tpm,
        kilometres=day.metres / METRES,
        visits=tuple(
            _worker_visit(trial, trial.slot(stop.visit.id, stop.slot), stop.end)
            for stop in day.stops
        ),
    )


def _worker_visit(trial: Trial, s: int, end: int) -> WorkerVisit:
    c, clock = trial.compiled, trial.compiled.clock
    v = int(c.slot_visit[s])
    i = int(c.visit_client[v])
    others = [trial.board.worker[t] for t in c.slots(v) if t != s]
    return WorkerVisit(
        visit=c.visit_ids[v],
        slot=c.slot_index(s),
        client=c.client_ids[i],
        client_name=trial.problem.clients[i].name,
        start=clock.moment(trial.tick_of(s) or 0),
        end=clock.moment(end),
        with_others=tuple(c.worker_ids[w] for w in others if w >= 0),
        why=why_theirs(trial, s),
    )


def _client_visit(trial: Trial, s: int) -> ClientVisit:
    c = trial.compiled
    v, w = int(c.slot_visit[s]), trial.board.worker[s]
    visit = trial.problem.visits[v]
    met = c.past_met[c.visit_client[v]]
    return ClientVisit(
        visit=visit.id,
        slot=c.slot_index(s),
        day=visit.day,
        start=trial.starts_at(s),
        minutes=visit.minutes,
        worker=None if w < 0 else c.worker_ids[w],
        worker_name="" if w < 0 else trial.problem.workers[w].name,
        new_face=w >= 0 and not met[w],
        why=why_theirs(trial, s) if w >= 0 else WhyTheirs(),
    )
