"""Keys of rules in words: whose amount it is, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.rules.base import Level

if TYPE_CHECKING:
    from carerota.advice.trial.trial import Trial
    from carerota.rules.base import Key

__all__ = ["where"]


def where(trial: Trial, rule: str, key: Key) -> str:
    """Say a key: ``ann, Tue 3 Jun``, ``c12``, ``v7, carer 2``."""
    match key.level:
        case Level.SLOT:
            many = len(trial.compiled.slots(trial.visit(key.id))) > 1
            return f"{key.id}, carer {key.at + 1}" if many else key.id
        case Level.DAY:
            return f"{key.id}, {_day(trial, key.at)}"
        case Level.WORKER:
            return _of_worker(trial, rule, key)
        case Level.ALL:
            return "the co-op"
        case _:
            return key.id


def _of_worker(trial: Trial, rule: str, key: Key) -> str:
    """Tell rules on days from rules on weeks by how many keys a worker has."""
    keys = trial.keys_of(rule)
    if keys == trial.compiled.n_days:
        return f"{key.id}, {_day(trial, key.at)}"
    if keys == trial.compiled.n_weeks and keys > 1:
        first = trial.compiled.week_days(key.at)[0]
        return f"{key.id}, week from {_day(trial, first)}"
    return key.id


def _day(trial: Trial, day: int) -> str:
    date = trial.compiled.clock.date_of(day)
    return f"{date:%a} {date.day} {date:%b}"
