"""Weeks in sentences, written from what the reader is left with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.advice.explain.records import Audience
from carerota.units import in_words

if TYPE_CHECKING:
    from carerota.advice.explain.weeks import (
        ClientWeek,
        WhyTheirs,
        WorkerVisit,
        WorkerWeek,
    )

__all__ = ["told_client", "told_worker"]


def told_worker(week: WorkerWeek) -> WorkerWeek:
    """Write the texts of a worker's week."""
    you = week.audience is Audience.WORKER
    days = tuple(
        day.model_copy(update={"visits": tuple(_told(v, you=you) for v in day.visits)})
        for day in week.days
    )
    who = "you make" if you else f"{week.worker} makes"
    text = (
        f"{who} {_count(week.visits, 'visit')} to {_count(week.clients, 'client')} on "
        f"{_count(len(days), 'day')}: {_words(week.paid_minutes)} paid, of it "
        f"{_words(week.contact_minutes)} with clients; {_words(week.travel_minutes)} "
        f"of travel, from and to home included"
    )
    if week.target_hours:
        text += f"; the contract aims at {week.target_hours:g} h a week"
    return week.model_copy(update={"days": days, "text": text})


def _told(visit: WorkerVisit, *, you: bool) -> WorkerVisit:
    who = "you have" if you else "has"
    why = visit.why.model_copy(update={"text": _why(visit.why, who)})
    return visit.model_copy(update={"why": why})


def told_client(week: ClientWeek) -> ClientWeek:
    """Write the texts of a client's week."""
    visits = tuple(
        v.model_copy(
            update={"why": v.why.model_copy(update={"text": _why(v.why, "has")})}
        )
        for v in week.visits
    )
    figures = week.continuity
    n = len({v.visit for v in visits})
    carers = len({v.worker for v in visits if v.worker})
    text = f"{_count(n, 'visit')} by {_count(carers, 'carer')}"
    if figures.contacts:
        text += f", {figures.new_faces} of them new"
    if week.uncovered:
        text += f"; {_count(week.uncovered, 'carer')} missing"
    if figures.coc is not None:
        text += f"; continuity {figures.coc:.2f} (1: always the same carer)"
    return week.model_copy(update={"visits": visits, "text": text})


def _why(why: WhyTheirs, who: str) -> str:
    """Say what speaks for who makes a visit."""
    parts = []
    if why.met_before:
        often = ", as often as anybody" if why.usual else ""
        parts.append(f"{who} been there {_count(why.met_before, 'time')} before{often}")
    elif why.met_before == 0:
        parts.append(f"{who} not been there before")
    if why.others_possible == 0:
        parts.append("nobody else could make it at this time without moving others")
    elif why.others_possible:
        n = why.others_possible
        parts.append(f"{_count(n, 'other')} could make it at this time")
    if why.next_best is not None and why.next_best_points is not None:
        points = why.next_best_points
        what = "worse" if points >= 0 else "better"
        parts.append(
            f"of them the rota would be best with {why.next_best}, {what} by "
            f"{abs(points):,.1f} points"
        )
    return "; ".join(parts)


def _words(minutes: float) -> str:
    return in_words(round(minutes), 1)


def _count(n: int, one: str) -> str:
    return f"{n} {one}{'' if n == 1 else 's'}"
