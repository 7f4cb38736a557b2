"""Leaving out of an explanation what its reader may not see; the tables decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carerota.advice.explain.privacy import FIELDS, NEEDS_OF_CLIENTS, RULE_SIGHTS, Field
from carerota.advice.explain.records import (
    Audience,
    Explanation,
    Fact,
    OptionStatus,
    RuleChange,
    SlotExplanation,
    WorkerOption,
)
from carerota.rules.base import Level

if TYPE_CHECKING:
    from carerota.advice.explain.privacy import Reader
    from carerota.advice.trial.trial import Trial
    from carerota.model.base import Record

__all__ = ["Redaction"]

OWN_LEVELS = (Level.DAY, Level.WORKER)


class Redaction:
    """Makes of explanations what one reader may see.

    Parameters
    ----------
    trial
        The problem and the rota.
    reader
        Who reads.
    """

    def __init__(self, trial: Trial, reader: Reader) -> None:
        self._trial = trial
        self._reader = reader

    def explanation(self, full: Explanation) -> Explanation:
        """Redact an explanation of a visit."""
        reader = self._reader
        update = {"audience": reader.audience, "reader": reader.id}
        if reader.office:
            return full.model_copy(update=update)
        kept = _kept(full, {Field.ALL})
        kept["slots"] = tuple(self._slot(full.client, x) for x in full.slots)
        return Explanation(**{**kept, **update})

    def _slot(self, client: str, full: SlotExplanation) -> SlotExplanation:
        listed = [x for x in full.options if self._listed(client, x)]
        others = [x for x in full.options if not self._listed(client, x)]
        possible = sum(x.status is OptionStatus.POSSIBLE for x in others)
        kept = _kept(full, {Field.ALL})
        return SlotExplanation(
            **{
                **kept,
                # by name and not by how good: the order would tell
                "options": tuple(
                    sorted(
                        (self._option(client, x) for x in listed),
                        key=lambda x: (x.status is not OptionStatus.HOLDS, x.worker),
                    )
                ),
                "others_possible": possible,
                "others_not_available": len(others) - possible,
            }
        )

    def _listed(self, client: str, option: WorkerOption) -> bool:
        """Tell whether an option may be named: a client knows their own carers."""
        if self._reader.audience is Audience.WORKER:
            return True
        return bool(option.met_before) or self._trial.visits_client(
            option.worker, client
        )

    def _option(self, client: str, full: WorkerOption) -> WorkerOption:
        reader = self._reader
        own = reader.audience is Audience.WORKER and reader.id == full.worker
        seen = {Field.ALL}
        if own:
            seen |= {Field.WORKER, Field.PAIR}
        if reader.audience is Audience.CLIENT:
            seen |= {Field.PAIR}
        kept = _kept(full, seen)
        blocked = full.status is OptionStatus.BLOCKED
        facts = tuple(x for x in full.facts if self._admits(x, full.worker, client))
        if blocked and not facts:
            kept["status"] = OptionStatus.NOT_AVAILABLE
        if kept.get("status") is not OptionStatus.NOT_AVAILABLE:
            kept["facts"] = facts
            kept["changes"] = tuple(
                x for x in full.changes if self._admits(x, full.worker, client)
            )
        else:
            # where they would be, and when, shows what is in the way
            kept["start"] = None
            kept |= dict.fromkeys(("moved", "runs", "breaks", "facts", "changes"), ())
        return WorkerOption(**kept)

    def _admits(self, row: Fact | RuleChange, worker: str, client: str) -> bool:
        """Tell whether a row may be read: by whom it is about, and by its rule."""
        sight, reader = RULE_SIGHTS[row.rule], self._reader
        if reader.audience is Audience.CLIENT:
            # who comes, not when: that would tell of the other visits of the day
            timed = row.level in (Level.VISIT, Level.LINK)
            return sight.client and not timed and self._is_about_client(row, client)
        if not sight.worker or worker != reader.id:
            return False
        if row.rule in NEEDS_OF_CLIENTS and not self._trial.knows(worker, client):
            return False
        if row.level in OWN_LEVELS:
            return row.id == reader.id
        # a slot's amount before is about whoever makes it now
        return isinstance(row, Fact) and self._is_about_client(row, client)

    def _is_about_client(self, row: Fact | RuleChange, client: str) -> bool:
        match row.level:
            case Level.CLIENT:
                return row.id == client
            case Level.SLOT | Level.VISIT:
                return self._trial.client_of(row.id) == client
            case Level.LINK:
                return self._trial.clients_of_link(row.id) == {client}
            case _:
                return False


def _kept(full: Record, seen: set[Field]) -> dict[str, Any]:
    """Give the fields that may be read; the others fall back to their defaults."""
    fields = FIELDS[type(full)]
    return {name: getattr(full, name) for name, who in fields.items() if who in seen}
