"""Who may read what: the one table of rules, the one table of fields.

A coordinator reads everything. A worker reads what is about themselves, a client what
is about themselves, where the table of rules says that the fact shows nobody else's
health, absence, preference or contract; the rest is left out, and never replaced by a
figure from which it could be worked out.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from carerota.advice.explain.records import (
    Audience,
    Explanation,
    SlotExplanation,
    WorkerOption,
)
from carerota.advice.explain.weeks import (
    ClientVisit,
    ClientWeek,
    Continuity,
    WhyTheirs,
    WorkerDay,
    WorkerRun,
    WorkerVisit,
    WorkerWeek,
)

if TYPE_CHECKING:
    from carerota.model.base import Record

__all__ = ["FIELDS", "NEEDS_OF_CLIENTS", "RULE_SIGHTS", "Field", "Reader", "Sight"]


class Sight(NamedTuple):
    """Whether the two whom a rule's fact may be about may read it."""

    worker: bool
    client: bool


OWN_WORK: Final = Sight(worker=True, client=False)
"""About the worker's own days, contract or wishes."""
OWN_CARE: Final = Sight(worker=False, client=True)
"""About the client's own wishes and carers."""
BOTH: Final = Sight(worker=True, client=True)
"""About the visit itself, which both of them are at."""
OFFICE: Final = Sight(worker=False, client=False)
"""Would tell one side something of the other, or of third persons."""

RULE_SIGHTS: Final[dict[str, Sight]] = {
    "cover": BOTH,
    "left_out": OWN_CARE,
    "whole_clients": OWN_CARE,
    # the worker's training; the need for it is told them only where they go already
    "skills": OWN_WORK,
    # who refused whom is told to neither, whichever side it was
    "exclusions": OFFICE,
    # the client's wish on one side, the worker's person on the other
    "attributes": OFFICE,
    # names somebody else
    "pinned_worker": OFFICE,
    # what the client has agreed to
    "short_visits": OWN_CARE,
    # the kind of care; told the worker only where they go already
    "volunteer_tasks": OWN_WORK,
    "windows": BOTH,
    "pinned_start": BOTH,
    # names the other carer and when they come
    "double_up": OFFICE,
    "visit_links": BOTH,
    # names who makes the other visit
    "link_workers": OFFICE,
    "reach": OWN_WORK,
    "one_place": OWN_WORK,
    "availability": OWN_WORK,
    "shift_start": OWN_WORK,
    "day_minutes": OWN_WORK,
    "day_span": OWN_WORK,
    "rest_break": OWN_WORK,
    "lunch_break": OWN_WORK,
    "night_work": OWN_WORK,
    "daily_rest": OWN_WORK,
    "weekly_rest": OWN_WORK,
    "weekly_hours": OWN_WORK,
    "average_48": OWN_WORK,
    "consecutive_days": OWN_WORK,
    "carer_ceiling": OWN_CARE,
    "carer_target": OWN_CARE,
    "new_faces": OWN_CARE,
    "carer_pairs": OWN_CARE,
    "usual_carer": OWN_CARE,
    # when the client would rather be visited
    "lateness": OWN_CARE,
    "earliness": OWN_CARE,
    "worst_lateness": OFFICE,
    # whom a client would rather have says something of both
    "client_preferences": OFFICE,
    "worker_preferences": OWN_WORK,
    "unwelcome": OWN_WORK,
    "travel": OWN_WORK,
    "home_travel": OWN_WORK,
    "mileage": OWN_WORK,
    "waiting": OWN_WORK,
    "worst_idle": OFFICE,
    "split_days": OWN_WORK,
    "short_runs": OWN_WORK,
    "contract_hours": OWN_WORK,
    "overtime": OWN_WORK,
    "extra_time": OWN_WORK,
    # the least and the most of all members
    "workload_balance": OFFICE,
    "fairness_unsocial": OFFICE,
    "fairness_travel": OFFICE,
    "fairness_splits": OFFICE,
    "fairness_preferences": OFFICE,
    # names who was told of before
    "published_worker": OWN_CARE,
    "published_start": BOTH,
}
"""By rule: may the worker, may the client whom a fact is about read it."""

NEEDS_OF_CLIENTS: Final = frozenset({"skills", "volunteer_tasks"})
"""Rules whose facts name what a client needs: told a worker who knows the client."""


class Field(StrEnum):
    """Who reads a field of a record."""

    ALL = "all"
    WORKER = "worker"
    """The worker whom the record is about."""
    CLIENT = "client"
    """The client whom the record is about."""
    PAIR = "pair"
    """That worker, and the client."""
    ROWS = "rows"
    """Row by row, by the table of rules."""
    OFFICE = "office"
    """Coordinators."""


_ROWS: Final = {"broken": Field.ROWS, "priced": Field.ROWS}

FIELDS: Final[dict[type[Record], dict[str, Field]]] = {
    Explanation: {
        "audience": Field.ALL,
        "reader": Field.ALL,
        "visit": Field.ALL,
        "client": Field.ALL,
        "day": Field.ALL,
        "minutes": Field.ALL,
        "policy_hash": Field.ALL,
        "baseline": Field.ALL,
        "slots": Field.ALL,
    },
    SlotExplanation: {
        "slot": Field.ALL,
        "holder": Field.ALL,
        "start": Field.ALL,
        "text": Field.ALL,
        "options": Field.ALL,
        "left_out": Field.OFFICE,
        "others_possible": Field.ALL,
        "others_not_available": Field.ALL,
    },
    WorkerOption: {
        "worker": Field.ALL,
        "name": Field.ALL,
        "status": Field.ALL,
        "start": Field.WORKER,
        "met_before": Field.PAIR,
        "verdict": Field.WORKER,
        "facts": Field.ROWS,
        "changes": Field.ROWS,
        "cost": Field.OFFICE,
        "points": Field.OFFICE,
        "uncovered": Field.OFFICE,
        "moved": Field.WORKER,
        "runs": Field.WORKER,
        "breaks": Field.WORKER,
        "text": Field.ALL,
    },
    # a worker's week is read by the worker and by nobody else but coordinators
    WorkerWeek: {**dict.fromkeys(WorkerWeek.model_fields, Field.ALL), **_ROWS},
    WorkerDay: dict.fromkeys(WorkerDay.model_fields, Field.ALL),
    WorkerRun: dict.fromkeys(WorkerRun.model_fields, Field.ALL),
    WorkerVisit: dict.fromkeys(WorkerVisit.model_fields, Field.ALL),
    WhyTheirs: {
        "met_before": Field.PAIR,
        "usual": Field.PAIR,
        "others_possible": Field.PAIR,
        "next_best": Field.OFFICE,
        "next_best_points": Field.OFFICE,
        "text": Field.PAIR,
    },
    # a client's week is read by workers too who make one of the visits
    ClientWeek: {
        "audience": Field.ALL,
        "reader": Field.ALL,
        "client": Field.ALL,
        "name": Field.ALL,
        "visits": Field.ALL,
        "uncovered": Field.CLIENT,
        "continuity": Field.CLIENT,
        "carer_target": Field.CLIENT,
        "carer_ceiling": Field.CLIENT,
        "text": Field.ALL,
        **_ROWS,
    },
    ClientVisit: {
        **dict.fromkeys(ClientVisit.model_fields, Field.ALL),
        "new_face": Field.CLIENT,
    },
    Continuity: dict.fromkeys(Continuity.model_fields, Field.CLIENT),
}
"""By record and field. What is a row of one of these is read whole or not at all;
texts that all may read are written anew from what is left."""


class Reader(NamedTuple):
    """Who reads: the kind of person and, but for coordinators, which one."""

    audience: Audience
    id: str | None = None

    @property
    def office(self) -> bool:
        """Whether everything may be read."""
        return self.audience is Audience.COORDINATOR
