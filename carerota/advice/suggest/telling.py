"""A placed order as a suggestion: what it costs, whom, and in a sentence."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from carerota.advice.compare.differences import kind_of, usual
from carerota.advice.compare.record import PartyKind, VisitChange
from carerota.advice.compare.shares import Parties, shares
from carerota.advice.suggest.record import KeptTime, SuggestedVisit, Suggestion
from carerota.rules.book import RULES

if TYPE_CHECKING:
    from carerota.advice.compare.record import Share
    from carerota.advice.compare.shares import Costs
    from carerota.advice.trial.changes import Changes
    from carerota.advice.trial.trial import Trial

__all__ = ["suggestion"]

MOST_RULES = 3
MOST_PEOPLE = 3


def suggestion(trial: Trial, visits: list[int], changes: Changes) -> Suggestion:
    """Tell what stands on the board.

    Parameters
    ----------
    trial
        With the order placed.
    visits
        The visits of the order that were to be made.
    changes
        What the rota as a whole gains or loses by it.
    """
    made, uncovered = _made(trial, visits)
    faces = Counter(m.worker for m in made)
    by_rule, felt = _costs(trial, changes)
    times = _times(trial, made)
    moved = _moved(trial, visits)
    found = Suggestion(
        visits=tuple(made),
        workers=tuple(w for w, _ in sorted(faces.items(), key=lambda x: (-x[1], x[0]))),
        times=times,
        uncovered=uncovered,
        cost=changes.cost,
        point=changes.point,
        by_rule=by_rule,
        felt=felt,
        moved=moved,
        rota=trial.result(),
    )
    return found.model_copy(update={"text": _sentence(found, faces)})


def _made(
    trial: Trial, visits: list[int]
) -> tuple[list[SuggestedVisit], dict[str, int]]:
    c, board = trial.compiled, trial.board
    made, uncovered = [], {}
    for v in visits:
        missing = 0
        for s in c.slots(v):
            w = board.worker[s]
            if w < 0:
                missing += 1
                continue
            day = board.day(w, int(c.visit_day[v]))
            start = next(x.start for x in day if x.slot == s)
            made.append(
                SuggestedVisit(
                    visit=c.visit_ids[v],
                    slot=c.slot_index(s),
                    worker=c.worker_ids[w],
                    start=c.clock.moment(start),
                )
            )
        if missing:
            uncovered[c.visit_ids[v]] = missing
    return made, uncovered


def _times(trial: Trial, made: list[SuggestedVisit]) -> tuple[KeptTime, ...]:
    visits = {visit.id: visit for visit in trial.problem.visits}
    walls: dict[str, dict[str, int]] = defaultdict(dict)
    for m in made:
        name = kind_of(visits[m.visit]).rsplit("/", 1)[-1]
        walls[name][m.visit] = m.start.hour * 60 + m.start.minute
    found = []
    for name, starts in walls.items():
        start, spread = usual(list(starts.values()))
        found.append(KeptTime(name=name, start=start, spread_minutes=spread))
    return tuple(sorted(found, key=lambda k: k.start))


def _costs(trial: Trial, changes: Changes) -> tuple[dict[str, int], tuple[Share, ...]]:
    """Give the change of the priced sum by rule, and by whose week it is."""
    parties = Parties(trial.problem, trial.book)
    weight = {b.name: b.weight for b in trial.book if b.priced}
    before: Costs = defaultdict(int)
    after: Costs = defaultdict(int)
    by_rule: dict[str, int] = defaultdict(int)

    def maker(visit: str, slot: int) -> str:
        return trial.holder(visit, slot) or ""

    for row in changes.rows:
        if row.rule not in weight or not parties.has_a_price(row.rule, row.key):
            continue
        # nobody's visit changes hands: who makes it now made it before
        party = parties.of(row.rule, row.key, maker)
        before[party, row.rule] += weight[row.rule] * row.before
        after[party, row.rule] += weight[row.rule] * row.after
        by_rule[row.rule] += weight[row.rule] * row.amount
    ranked = sorted(by_rule.items(), key=lambda x: -abs(x[1]))
    return {rule: n for rule, n in ranked if n}, shares(dict(before), dict(after))


def _moved(trial: Trial, visits: list[int]) -> tuple[VisitChange, ...]:
    """List the present visits that start at another time."""
    c, ours = trial.compiled, set(visits)
    given = {(a.visit, a.slot): a for a in trial.rota.assignments}
    found = []
    for s in trial.changed_slots():
        v = int(c.slot_visit[s])
        if v in ours:
            continue
        name, slot, w = c.visit_ids[v], c.slot_index(s), trial.board.worker[s]
        was = given[name, slot]
        day = trial.board.day(w, int(c.visit_day[v]))
        start = c.clock.moment(next(x.start for x in day if x.slot == s))
        found.append(
            VisitChange(
                visit=name,
                slot=slot,
                client=c.client_ids[c.visit_client[v]],
                worker_before=was.worker,
                worker_after=c.worker_ids[w],
                start_before=was.start,
                start_after=start,
                minutes_later=(start - was.start).total_seconds() / 60,
            )
        )
    return tuple(found)


def _sentence(found: Suggestion, faces: Counter[str]) -> str:
    """Say who, when, at what cost, and who feels it."""
    if not found.visits:
        return "nobody can make any of it as things are"
    who = ", ".join(f"{w} ({faces[w]})" for w in found.workers)
    when = ", ".join(
        k.name + " " + k.start + (f" ±{k.spread_minutes:g}" if k.spread_minutes else "")
        for k in found.times
    )
    parts = [f"{who}; {when}", f"{found.points:+,.0f} points{_why(found)}"]
    if found.felt:
        people = [
            f"{s.id} {s.cost / found.point:+,.0f}"
            for s in found.felt
            if s.kind is not PartyKind.ALL and s.cost > 0
        ]
        parts.append(f"felt by {', '.join(people[:MOST_PEOPLE])}" if people else "")
    if found.moved:
        n = len(found.moved)
        some = "1 present visit starts" if n == 1 else f"{n} present visits start"
        parts.append(f"{some} at another time")
    if found.uncovered:
        missing = sum(found.uncovered.values())
        parts.append(f"NOT COVERED: {missing} of {missing + len(found.visits)}")
    return "; ".join(p for p in parts if p)


def _why(found: Suggestion) -> str:
    rules = list(found.by_rule.items())[:MOST_RULES]
    if not rules:
        return ""
    named = [f"{RULES[r].title} {n / found.point:+,.0f}" for r, n in rules]
    return f" ({', '.join(named)})"
