"""repair(): apply events, search near the rota, say what changes and who is told."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from carerota.compiled.build import compile_problem
from carerota.compiled.rota import from_rota
from carerota.engines.base import Event, Progress, Status, Stopwatch
from carerota.engines.options import check_options
from carerota.errors import DataError, EngineError, Issue
from carerota.model import Reason, ReasonKind, Rota, Uncovered
from carerota.model.expand import expand
from carerota.model.faults import check_faults
from carerota.policies.notice import with_notice
from carerota.repairing.causes import together, with_causes
from carerota.repairing.changes import Cause, Change, NoticeCost, Told, differences
from carerota.repairing.events import apply_events
from carerota.repairing.excuses import Judge
from carerota.repairing.faults import about_whom, event_faults
from carerota.repairing.limits import Limits, TimeLeft
from carerota.repairing.notices import notice_costs
from carerota.repairing.prices import CALM, DEARER, search_policy
from carerota.repairing.scope import Scope
from carerota.repairing.searching import Search, merged
from carerota.repairing.telling import told
from carerota.reproducer import save_reproducer
from carerota.rules.book import bind
from carerota.score.checker import policy_of
from carerota.score.faults import rota_faults
from carerota.solving import prepare_kernel, provenance
from carerota.travel import travel_times
from carerota.uncovered import Patience, with_reasons

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from carerota.model import Policy, RotaEvent, RotaProblem
    from carerota.repairing.held import Part
    from carerota.score import Finding, ScoreReport

__all__ = ["RepairResult", "repair"]

DEFAULT_SECONDS = 10.0
FROZEN_MINUTES = 30.0
"""Who is told at six can be at a client's by half past."""
NOBODY_BEFORE = "nobody made it before the repair either; nobody was looked for now"
PROOFS = 12
"""Uncovered visits for which a proof is tried that nobody can make them."""
TRIALS = 2
"""Visits for which is tried what would have to give way: somebody is waiting."""
MOST_TRIED = 12
"""How often is tried to take back changes without a cause."""
A_TRIAL = 2.5
"""Looks of the checker that are to be left for such a trial, and what comes after."""


@dataclass(frozen=True)
class RepairResult:
    """What a repair gives."""

    rota: Rota
    """Checked against ``problem``; every slot nobody makes has its reason."""
    problem: RotaProblem
    """The problem as the events leave it, for checking the rota and for what comes
    next: its packages are expanded and gone, so that what is cancelled stays so, and
    what was published, and when it is changed, stands in its history."""
    policy: Policy
    """The policy it was judged by: changes of what was published have their price."""
    report: ScoreReport
    changes: tuple[Change, ...]
    """Every difference to the rota as it was, by time."""
    told: tuple[Told, ...]
    """Everybody who must be told, those with the shortest notice first."""
    notice_costs: tuple[NoticeCost, ...]
    """What the changes cost for their short notice, one by one."""
    breaches: tuple[Finding, ...]
    """Hard rules that are broken still, and were before: by what has happened, or in
    what no event touches. Empty: the rota is legal."""
    status: Status
    seconds: float
    legal_after: float
    """Seconds after which there was a legal rota."""
    moves: int
    trace: tuple[Event, ...] = field(default=(), repr=False)


def repair(  # noqa: PLR0913
    problem: RotaProblem,
    rota: Rota,
    events: Sequence[RotaEvent],
    now: datetime,
    *,
    policy: Policy | None = None,
    frozen_minutes: float = FROZEN_MINUTES,
    time_limit: float | None = DEFAULT_SECONDS,
    moves: int | None = None,
    seed: int = 1,
    threads: int | None = None,
    stop: Callable[[Progress], bool] | None = None,
    on_event: Callable[[Event], None] | None = None,
) -> RepairResult:
    """Mend a published rota after something has happened.

    What has begun, and what starts within the notice, keeps its worker and its time,
    unless an event makes that impossible. Of the rest as little changes as the prices
    of the policy say: a change costs more the shorter its notice. What has nothing to
    do with the events does not change.

    Parameters
    ----------
    problem, rota
        What was published.
    events
        What has happened since.
    now
        The moment, with its zone.
    policy
        Instead of the problem's own, or the default. Its rules ``published_worker`` and
        ``published_start`` are priced here also where it has them off.
    frozen_minutes
        The notice: what starts sooner does not change, and nothing is put there.
    time_limit
        Seconds for all of it, reasons for what is uncovered included: what is not
        proven by then is *not proven*. ``None``: only ``stop`` and Ctrl-C end the
        search. Not asked where ``moves`` is given.
    moves
        Moves of the search in each chain: with it, the same seed and threads give the
        same rota.
    seed, threads
        As :func:`carerota.solve` has them.
    stop
        Called between pieces of work; True stops.
    on_event
        Receives every event of the search as it happens.

    Returns
    -------
    RepairResult
        KeyboardInterrupt gives the best so far, legal, with status ``stopped``.

    Raises
    ------
    DataError
        The problem, the policy, the rota or the events are faulty, or an option is out
        of bounds; every fault is listed and nothing is changed.
    EngineError
        No rota was found that breaks nothing new; a reproducer is saved.
    """
    check_options(seed=seed, threads=threads, time_limit=time_limit, moves=moves)
    watch = Stopwatch()
    problem = expand(problem)
    check_faults(problem)
    policy = with_notice(policy_of(problem, policy))
    bind(policy, problem.ticks_per_minute)
    if issues := rota_faults(problem, rota):
        raise DataError(issues, source="the rota to repair")
    issues = event_faults(problem, rota, events, now)
    if not frozen_minutes >= 0:
        expected = "minutes, not less than 0"
        issues.append(Issue("frozen_minutes", str(frozen_minutes), expected))
    if issues:
        raise DataError(issues, source="the events")
    limits = Limits(time_limit, moves, seed, threads or os.cpu_count() or 1, stop)
    run = _Repair(problem, rota, events, now, policy, frozen_minutes, limits, watch)
    run.on_event = on_event
    return run.result()


class _Repair:
    """One repair."""

    def __init__(
        self,
        problem: RotaProblem,
        rota: Rota,
        events: Sequence[RotaEvent],
        now: datetime,
        policy: Policy,
        frozen_minutes: float,
        limits: Limits,
        watch: Stopwatch,
    ) -> None:
        self.before, self.old, self.events, self.now = problem, rota, events, now
        self.policy, self.limits, self.watch = policy, limits, watch
        self.left = TimeLeft(limits, watch)
        # longer than the horizon is as long as the horizon: nothing may change
        frozen = min(timedelta(days=problem.days).total_seconds() / 60, frozen_minutes)
        self.earliest = now + timedelta(minutes=frozen)
        self.effect = apply_events(problem, rota, events, now)
        self.trace: list[Event] = []
        self.on_event: Callable[[Event], None] | None = None
        self.moves = 0
        self.status = Status.FEASIBLE
        self.legal_after = 0.0

    def result(self) -> RepairResult:
        """Repair."""
        after = self.effect.problem
        changes: list[Change]
        travel = travel_times(after)
        self.judge = Judge(after, self.policy, travel)
        if not self.events:
            # nothing has happened: the rota is taken as it is, whatever it breaks
            self.judge.excuse(self.old)
            rota, changes = self.old.model_copy(update={"uncovered": ()}), []
        else:
            was = self.judge.findings(self.old, self.before)
            self.scope = Scope(self.effect, self.judge, was, self.now, self.earliest)
            rota, changes = self._caused(self._searched())
        rota = self._with_reasons(rota)
        report = self.judge.report(rota, margins=True)
        self._agree(rota, report)
        return RepairResult(
            rota=rota,
            problem=after,
            policy=self.policy,
            report=report,
            changes=tuple(changes),
            told=told(changes),
            notice_costs=notice_costs(after, report),
            breaches=report.findings,
            status=self.status,
            seconds=self.watch.seconds,
            legal_after=self.legal_after,
            moves=self.moves,
            trace=tuple(self.trace),
        )

    def _searched(self) -> Rota:
        books = tuple(
            bind(search_policy(self.policy, dearer), self.before.ticks_per_minute)
            for dearer in (CALM, DEARER)
        )
        if not self.scope.nothing_to_do:
            compiled = compile_problem(self.effect.problem, travel=self.judge.travel)
            began = self.watch.seconds
            prepare_kernel(compiled, books[0], self._tell)
            self.left.grant(self.watch.seconds - began)
        search = self.search = Search(
            self.scope,
            self.judge,
            (books[0], books[1]),
            self.old,
            self.limits,
            self.left,
            self._tell,
            self.watch,
        )
        rota = search.run()
        self.moves, self.status = search.moves, search.status
        self.legal_after = search.legal_after or self.watch.seconds
        return rota

    def _tell(self, event: Event) -> None:
        self.trace.append(event)
        if self.on_event is not None:
            self.on_event(event)

    # ── changes and their causes ──────────────────────────────────────────────

    def _changes(self, rota: Rota) -> list[Change]:
        now = self.before.clock.tick(self.now)
        return list(differences(self.before, self.effect.problem, self.old, rota, now))

    def _caused(self, rota: Rota) -> tuple[Rota, list[Change]]:
        """Take back what no event is the cause of; give the causes of the rest."""
        changes = self._changes(rota)
        day_of = {
            v.id: v.day for v in (*self.before.visits, *self.effect.problem.visits)
        }
        direct = dict(self.effect.causes)
        args = (direct, self.events, day_of)
        _, stray = with_causes(changes, *args, weakly=False)
        groups = together(stray, day_of)
        rota = self._without_stray(rota, groups)
        if groups:
            changes = self._changes(rota)
        caused, none = with_causes(changes, *args, weakly=True)
        # a rule may count anew what no event is about: of a shift that is shorter now
        caused += [c.model_copy(update={"cause": self._somehow(c)}) for c in none]
        return rota, caused

    def _without_stray(self, rota: Rota, groups: list[list[Change]]) -> Rota:
        """Take back groups of changes, unless that breaks a rule or covers less.

        All of them first, then halves of what cannot be taken back together.
        """
        if not groups:
            return rota
        tried, trials = [groups], MOST_TRIED
        best = self.judge.standing(rota)
        missing = self.search.missing()
        while tried and trials and self.left.enough(looks=A_TRIAL, missing=missing):
            some = tried.pop()
            trials -= 1
            back = {(c.visit, c.slot) for group in some for c in group}
            less = self._taken_back(rota, back)
            if (standing := self.judge.standing(less)) <= best:
                rota, best = less, standing
            elif len(some) > 1:
                half = len(some) // 2
                tried += [some[half:], some[:half]]
        return rota

    def _somehow(self, change: Change) -> Cause:
        """Give the event that is about somebody a change is about, or the first."""
        people = {change.old_worker, change.new_worker, change.client, change.visit}
        about = (i for i, e in enumerate(self.events) if about_whom(e) in people)
        text = "changes so that every rule is kept"
        return Cause(event=next(about, 0), direct=False, text=text)

    def _taken_back(self, rota: Rota, parts: Iterable[Part]) -> Rota:
        """Give the rota with some slots as they were."""
        back = set(parts)
        was = [a for a in self.old.assignments if (a.visit, a.slot) in back]
        kept = [a for a in rota.assignments if (a.visit, a.slot) not in back]
        found = rota.model_copy(update={"assignments": (*kept, *was)})
        return merged(self.scope, self.old, found, was)

    # ── the rota as it is given ───────────────────────────────────────────────

    def _with_reasons(self, rota: Rota) -> Rota:
        """Name what nobody makes, with its reason; a reason known before is kept."""
        after = self.effect.problem
        known = {(u.visit, u.slot): u.reason for u in self.old.uncovered if u.reason}
        if self.events:
            was = {(a.visit, a.slot) for a in self.old.assignments} | self.effect.loose
            before = Reason(kind=ReasonKind.NOT_PROVEN, text=NOBODY_BEFORE)
            known = {
                (v.id, s): known.get((v.id, s), before)
                for v in after.visits
                for s in range(len(v.slots))
                if (v.id, s) not in was
            }
        made = {(a.visit, a.slot) for a in rota.assignments}
        rota = rota.model_copy(
            update={
                "problem": after.name,
                "uncovered": tuple(
                    Uncovered(visit=v.id, slot=s, reason=known.get((v.id, s)))
                    for v in after.visits
                    for s in range(len(v.slots))
                    if (v.id, s) not in made
                ),
            }
        )
        if rota.uncovered:
            compiled = compile_problem(after, travel=self.judge.travel)
            book = bind(self.policy, after.ticks_per_minute)
            arrays = from_rota(compiled, rota)
            patience = replace(
                Patience.of_size(compiled.n_slots), proofs=PROOFS, trials=TRIALS
            )
            left = self.left.for_reasons if self.left.by_clock else None
            rota = with_reasons(
                compiled, book, arrays, rota, patience=patience, left=left
            )
        if not self.events:
            return rota
        made_by = provenance(
            "repair", self.limits.seed, self.limits.threads, self.policy, after
        )
        return rota.model_copy(update={"provenance": made_by})

    def _agree(self, rota: Rota, report: ScoreReport) -> None:
        """Refuse a rota that breaks what nothing excuses."""
        breaches = self.judge.breaches(report.findings)
        if report.faults or breaches:
            said = "; ".join(
                [*map(str, report.faults), *(f"{f.rule}: {f.text}" for f in breaches)][
                    :3
                ]
            )
            raise EngineError(
                f"a repaired rota breaks rules: {said}",
                reproducer=save_reproducer(self.effect.problem, rota),
            )
