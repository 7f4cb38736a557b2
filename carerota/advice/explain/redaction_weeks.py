"""Leaving out of a week what its reader may not see; the tables decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from carerota.advice.explain.privacy import FIELDS, RULE_SIGHTS, Field
from carerota.advice.explain.records import Audience
from carerota.advice.explain.weeks import ClientWeek, RuleTotal, WorkerWeek
from carerota.model.base import Record

if TYPE_CHECKING:
    from carerota.advice.explain.privacy import Reader

__all__ = ["redacted"]

Week = TypeVar("Week", WorkerWeek, ClientWeek)


def redacted(full: Week, reader: Reader) -> Week:
    """Give of a week what a reader may see who may ask for it at all."""
    update = {"audience": reader.audience, "reader": reader.id}
    if reader.office:
        return full.model_copy(update=update)
    kept = _kept(full, reader, _seen(full, reader))
    return type(full)(**{**kept, **update})


def _seen(full: WorkerWeek | ClientWeek, reader: Reader) -> set[Field]:
    """Tell what a reader is to the record: the one it is about, or not."""
    if isinstance(full, WorkerWeek):
        return {Field.ALL, Field.WORKER, Field.PAIR, Field.ROWS}
    if reader.audience is Audience.CLIENT:
        return {Field.ALL, Field.CLIENT, Field.PAIR, Field.ROWS}
    return {Field.ALL}


def _kept(full: Record, reader: Reader, seen: set[Field]) -> dict[str, Any]:
    fields = FIELDS[type(full)]
    return {
        name: _part(getattr(full, name), reader, seen)
        for name, who in fields.items()
        if who in seen
    }


def _part(value: object, reader: Reader, seen: set[Field]) -> object:
    if isinstance(value, tuple):
        rows = (x for x in value if not _hidden(x, reader))
        return tuple(_part(x, reader, seen) for x in rows)
    if isinstance(value, Record) and not isinstance(value, RuleTotal):
        return type(value)(**_kept(value, reader, seen))
    return value


def _hidden(row: object, reader: Reader) -> bool:
    if not isinstance(row, RuleTotal):
        return False
    sight = RULE_SIGHTS[row.rule]
    own = sight.worker if reader.audience is Audience.WORKER else sight.client
    return not own
