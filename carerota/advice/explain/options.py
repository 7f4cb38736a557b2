"""What each worker could do about one slot: the whole truth, before any redaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from carerota.advice.explain.facts import lines
from carerota.advice.explain.rearranged import breaks_of, moved_by, runs_of
from carerota.advice.explain.records import (
    Fact,
    LeftOut,
    OptionStatus,
    RuleChange,
    WorkerOption,
)
from carerota.advice.keys import where
from carerota.model import Levels

if TYPE_CHECKING:
    from carerota.advice.explain.records import Verdict
    from carerota.advice.trial.changes import AmountChange, Changes
    from carerota.advice.trial.trial import Trial

__all__ = ["leave_out", "option_of", "options_of"]

OPTIONAL: Final = "optional"


def options_of(trial: Trial, s: int) -> tuple[WorkerOption, ...]:
    """Try a slot with every worker; the trial is left as the rota was given.

    Who makes it comes first, then who could, the best first, then who could not.
    """
    ranked = []
    for w in range(trial.compiled.n_workers):
        option, order = option_of(trial, s, w)
        rank = list(OptionStatus).index(option.status)
        ranked.append(((rank, order, w), option))
    return tuple(option for _, option in sorted(ranked, key=lambda x: x[0]))


def option_of(trial: Trial, s: int, w: int) -> tuple[WorkerOption, tuple[int, ...]]:
    """Try a slot with one worker; gives what they are ranked by too."""
    trial.go_back()
    c, holds = trial.compiled, trial.board.worker[s] == w
    v = int(c.slot_visit[s])
    d = int(c.visit_day[v])
    twice = any(trial.board.worker[t] == w for t in c.slots(v) if t != s)
    trial.take(s)
    trial.give(s, w, rearrange=not twice)
    changes = trial.changes()
    if holds and changes.order >= (0,) * len(changes.order):
        trial.go_back()
        changes = trial.changes()
    status = OptionStatus.HOLDS if holds else OptionStatus.POSSIBLE
    if not holds and (twice or not changes.legal):
        status = OptionStatus.BLOCKED
    option = WorkerOption(
        worker=c.worker_ids[w],
        name=trial.problem.workers[w].name,
        status=status,
        start=trial.starts_at(s),
        met_before=int(c.past_met[c.visit_client[v], w]),
        verdict=None if status is OptionStatus.BLOCKED else _verdict(changes),
        facts=_facts(trial, changes),
        changes=_changes(trial, changes),
        cost=changes.cost,
        points=changes.points,
        uncovered={p: n for p, n in changes.uncovered.items() if n},
        moved=moved_by(trial, s),
        runs=runs_of(trial, w, d),
        breaks=breaks_of(trial, w, d),
    )
    order = changes.order
    trial.go_back()
    return option, order


def leave_out(trial: Trial, s: int) -> LeftOut | None:
    """Try a slot with nobody; nothing where nobody makes it."""
    trial.go_back()
    c, holder = trial.compiled, trial.board.worker[s]
    if holder < 0:
        return None
    trial.take(s)
    changes = trial.changes()
    found = LeftOut(
        facts=_facts(trial, changes),
        changes=_changes(trial, changes),
        cost=changes.cost,
        points=changes.points,
        uncovered={p: n for p, n in changes.uncovered.items() if n},
        breaks=breaks_of(trial, holder, int(c.visit_day[c.slot_visit[s]])),
    )
    trial.go_back()
    return found


def _verdict(changes: Changes) -> Verdict:
    same = (0,) * len(changes.order)
    if changes.order == same:
        return "equal"
    return "better" if changes.order < same else "worse"


def _facts(trial: Trial, changes: Changes) -> tuple[Fact, ...]:
    return tuple(
        Fact(
            rule=row.rule,
            title=trial.book[row.rule].rule.title,
            level=row.key.level,
            id=row.key.id,
            at=row.key.at,
            amount=row.after,
            text=text,
        )
        for row, text in zip(changes.broken, lines(trial, changes.broken), strict=True)
    )


def _changes(trial: Trial, changes: Changes) -> tuple[RuleChange, ...]:
    return tuple(_change(trial, row) for row in changes.rows)


def _change(trial: Trial, row: AmountChange) -> RuleChange:
    bound = trial.book[row.rule]
    cost = bound.weight * row.amount if bound.priced else 0
    if row.rule == "cover" and not _cover_is_priced(trial, row.key.id):
        cost = 0
    return RuleChange(
        rule=row.rule,
        title=bound.rule.title,
        mode=bound.line.mode,
        unit=bound.rule.unit,
        level=row.key.level,
        id=row.key.id,
        at=row.key.at,
        where=where(trial, row.rule, row.key),
        before=row.before,
        after=row.after,
        cost=cost,
        points=cost / trial.book.point,
    )


def _cover_is_priced(trial: Trial, visit: str) -> bool:
    """Tell whether cover of a visit has a price instead of a level."""
    if trial.policy.levels is Levels.FLAT:
        return True
    priority = trial.problem.visits[trial.visit(visit)].priority
    return priority.value == OPTIONAL
