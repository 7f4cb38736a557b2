"""Visits that nobody can make, and double-ups that cannot meet; each visit alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from carerota.advice.diagnose.facts import CONTRACT_RULES
from carerota.advice.diagnose.matching import matched
from carerota.advice.diagnose.record import Mend, MendKind, Obstacle, Severity
from carerota.advice.diagnose.words import holding, listed, many, more_workers, widen
from carerota.engines.cpsat.moments import common, start_intervals, worker_intervals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carerota.advice.diagnose.facts import Facts

    Interval = tuple[int, int]
    Why = frozenset[str]
    """Rules that together keep one worker from a slot."""

__all__ = ["single_visits"]

TIMES: Final = frozenset({"windows", "pinned_start", "availability", "shift_start"})
PEOPLE: Final = frozenset(
    {"exclusions", "attributes", "pinned_worker", "volunteer_tasks"}
)
CONTRACT: Final = frozenset({*CONTRACT_RULES, "consecutive_days"})
CODE_OF: Final = (
    (frozenset({"skills"}), "visit-nobody-skilled"),
    (frozenset({"short_visits"}), "visit-too-short"),
    (PEOPLE, "visit-nobody-suits"),
    (TIMES, "visit-nobody-there"),
    (TIMES | {"daily_rest"}, "visit-nobody-rested"),
    (CONTRACT, "visit-beyond-contracts"),
)
"""The code where all the rules that keep everybody from it are among these."""
NEAR_MINUTES: Final = 240.0
"""A window is not suggested to be widened by more than this."""


def single_visits(facts: Facts) -> Iterator[Obstacle]:
    """Find visits that could not be covered if there were no others."""
    c = facts.compiled
    for v in range(c.n_visits):
        slots = list(c.slots(v))
        hopeless = [s for s in slots if not facts.eligible[s].any()]
        for alike in _alike(facts, hopeless):
            yield _nobody(facts, v, alike)
        together = {"double_up", "one_place"} <= facts.hard
        if not hopeless and len(slots) > 1 and together:
            yield from _apart(facts, v, slots)


def _alike(facts: Facts, slots: list[int]) -> Iterator[list[int]]:
    """Put slots together that nobody can make for the same reasons."""
    groups: dict[bytes, list[int]] = {}
    for s in slots:
        key = b"".join(table[s].tobytes() for table in facts.against.values())
        groups.setdefault(key, []).append(s)
    yield from groups.values()


# ── nobody ────────────────────────────────────────────────────────────────────
def _nobody(facts: Facts, v: int, slots: list[int]) -> Obstacle:
    s, c = slots[0], facts.compiled
    whys = [_why(facts, s, w) for w in range(c.n_workers)]
    rules = _minimal(facts, whys)
    code = _code(rules) if c.n_workers else "visit-without-workers"
    span = _span(facts, v)
    return Obstacle(
        code=code,
        severity=Severity.IMPOSSIBLE,
        text=_sentence(facts, v, s, code, rules),
        mend=_mend(facts, v, s, code, whys),
        visits=(facts.visit(v),),
        clients=(facts.client_of(v),),
        start=facts.moment(span[0]),
        end=facts.moment(span[1]),
        rules=tuple(rules),
        missing=len(slots),
    )


def _span(facts: Facts, v: int) -> Interval:
    """Give the first start of a visit, and its last end."""
    lasts = int(facts.compiled.visit_duration[v])
    spans = facts.starts[v] or facts.compiled.windows(v)
    return spans[0][0], spans[-1][1] + lasts


def _why(facts: Facts, s: int, w: int) -> list[Why]:
    """Give what keeps a worker from a slot: each set of rules alone is enough."""
    c = facts.compiled
    v = int(c.slot_visit[s])
    d, lasts = int(c.visit_day[v]), int(c.visit_duration[v])
    found = [frozenset({n}) for n, table in facts.against.items() if table[s, w]]
    found += [frozenset({n}) for n, t in facts.left.items() if t[w, d] < lasts]
    if d == 0 and "consecutive_days" in facts.hard and facts.row_is_full[w]:
        found.append(frozenset({"consecutive_days"}))
    if not facts.times(v, w):
        found.append(_why_never(facts, v, w))
    return found


def _why_never(facts: Facts, v: int, w: int) -> Why:
    """Give the fewest rules that leave a worker no time to start a visit."""
    c, hard = facts.compiled, facts.hard
    of_windows = hard & {"windows"}
    without_pin = start_intervals(c, v, hard - {"pinned_start"})
    for starts, named in (
        (without_pin, of_windows),
        (facts.starts[v], of_windows | (hard & {"pinned_start"})),
    ):
        mine = worker_intervals(c, v, w, hard)
        there = starts if mine is None else common(starts, mine)
        if not there:
            return frozenset(named | (hard & {"availability"}))
        after = [(facts.rested[w], starts[-1][1] + 1)]
        if after[0][0] > after[0][1] or not common(starts, after):
            return frozenset(named | {"daily_rest"})
        if not common(there, after):
            return frozenset(named | (hard & {"availability"}) | {"daily_rest"})
    rest = {"daily_rest"} if facts.rested[w] > facts.starts[v][0][0] else set()
    return frozenset(hard & TIMES | rest)


def _minimal(facts: Facts, whys: list[list[Why]]) -> list[str]:
    """Give rules that keep everybody from it; without any one of them, not all."""
    kept = [b.name for b in facts.book if any(b.name in y for x in whys for y in x)]
    # what a visit needs comes first in the book: name that rather than the law
    for name in reversed(list(kept)):
        fewer = frozenset(kept) - {name}
        if all(any(why <= fewer for why in of_worker) for of_worker in whys):
            kept.remove(name)
    return kept


def _code(rules: list[str]) -> str:
    kept = frozenset(rules)
    return next((code for among, code in CODE_OF if kept <= among), "visit-nobody")


def _sentence(facts: Facts, v: int, s: int, code: str, rules: list[str]) -> str:
    c, name = facts.compiled, facts.visit(v)
    visit = c.problem.visits[v]
    first, last = _span(facts, v)
    when = f"{facts.at(first)} to {facts.at(last)[-5:]}"
    asked = sorted(visit.slots[c.slot_index(s)].skills)
    lasts = facts.words(int(c.visit_duration[v]))
    day = f"{visit.day:%a} {visit.day.day} {visit.day:%b}"
    titles = [facts.book[rule].rule.title for rule in rules]
    by_code = {
        "visit-without-workers": f"there is no worker at all for {name}",
        "visit-nobody-skilled": f"nobody holds {listed(asked)} on {day}, "
        f"asked for in {name}"
        if asked
        else "",
        "visit-too-short": f"{name} lasts {visit.minutes:g} min only, and nobody may "
        "make a visit as short as that there",
        "visit-nobody-suits": f"nobody may make {name}: {listed(titles)} leave nobody"
        if titles
        else "",
        "visit-nobody-there": f"of those who may make {name} nobody is there "
        f"between {when}",
        "visit-nobody-rested": f"of those who may make {name} between {when} nobody "
        "is there with enough rest behind them",
        "visit-beyond-contracts": f"{name} takes {lasts}, more than any worker's "
        "contract leaves on the day",
    }
    return by_code.get(code) or (
        f"nobody can make {name}: each worker is kept from it by "
        f"{listed(titles)}, one or the other"
    )


def _mend(facts: Facts, v: int, s: int, code: str, whys: list[list[Why]]) -> Mend:
    """Widen the window for whom nothing but the time keeps from it, else more."""
    c = facts.compiled
    visit = c.problem.visits[v]
    if code == "visit-too-short" and "short_visits" in facts.book:
        least = facts.book.param("short_visits", "minutes")
        return Mend(
            kind=MendKind.CHANGE_DATA,
            text=f"make {visit.id} last {least:g} min, or enter that it is agreed, "
            "for a set task, and part of a package, and who has been there before",
            id=visit.id,
            minutes=least - visit.minutes,
        )
    if pin := visit.slots[c.slot_index(s)].pinned_worker:
        only = {"pinned_worker"}
        others = any(all(why == only for why in x) for x in whys if x)
        return Mend(
            kind=MendKind.FREE_SLOT,
            text=f"take the pin of {pin} off {visit.id}"
            + ("" if others else "; and somebody else is needed as well"),
            id=visit.id,
        )
    late = [w for w, x in enumerate(whys) if all(why <= TIMES for why in x)]
    gaps = [(abs(g), g, w) for w in late if (g := _gap(facts, v, w)) is not None]
    if gaps and visit.pinned_start is None:
        _, gap, w = min(gaps)
        if facts.minutes(abs(gap)) <= NEAR_MINUTES:
            mend = widen(facts, v, gap)
            text = f"{mend.text}: then {c.worker_ids[w]} can make it"
            return mend.model_copy(update={"text": text})
    first, last = _span(facts, v)
    last = min(last, first + int(c.visit_duration[v]))
    asked = sorted(visit.slots[c.slot_index(s)].skills)
    mend = more_workers(facts, 1, asked, (first, last))
    text = f"{mend.text}, whom {facts.client_of(v)} would have"
    return mend.model_copy(update={"text": text})


def _gap(facts: Facts, v: int, w: int) -> int | None:
    """Give by how many ticks a window would have to be wider for a worker."""
    mine = worker_intervals(facts.compiled, v, w, facts.hard) or []
    mine = common(mine, [(facts.rested[w], max([b for _, b in mine], default=0))])
    gaps = [
        high - first if high < first else low - last
        for low, high in mine
        for first, last in facts.starts[v]
    ]
    return min(gaps, key=abs, default=None)


# ── a double-up ───────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class _Moment:
    tick: int
    together: int
    """How many of its carers can be there."""
    left: list[int]
    """Slots without anybody."""


def _apart(facts: Facts, v: int, slots: list[int]) -> Iterator[Obstacle]:
    lows = {
        low
        for w in np.flatnonzero(facts.eligible[slots].any(axis=0)).tolist()
        for low, _ in facts.times(v, w)
    }
    best = None
    # who is there changes only where somebody's time begins
    for tick in sorted(lows):
        found = _at(facts, v, slots, tick)
        if not found.left:
            return
        if best is None or found.together > best.together:
            best = found
    if best is None:
        return
    c, n = facts.compiled, len(slots)
    missing = len(best.left)
    until = best.tick + int(c.visit_duration[v])
    skills = facts.skills(best.left)
    asked = facts.any_skills(best.left)
    mend = more_workers(facts, missing, asked, (best.tick, until))
    wider = _wider(facts, v, slots)
    if wider is not None:
        mend = widen(facts, v, wider).model_copy(
            update={"text": f"{widen(facts, v, wider).text}, or have {mend.text}"}
        )
    yield Obstacle(
        code="double-up-cannot-meet",
        severity=Severity.IMPOSSIBLE,
        text=f"the {n} carers of {facts.visit(v)} are never there together: at most "
        f"{many(best.together, 'is', 'are')}, at {facts.at(best.tick)}"
        + (f"; nobody more{holding(skills)}" if skills else ""),
        mend=mend,
        visits=(facts.visit(v),),
        clients=(facts.client_of(v),),
        start=facts.moment(_span(facts, v)[0]),
        end=facts.moment(_span(facts, v)[1]),
        rules=tuple(
            b.name
            for b in facts.book
            if b.name in facts.hard
            and b.name in {"double_up", "one_place", "windows", "availability"}
        ),
        missing=missing,
    )


def _at(facts: Facts, v: int, slots: list[int], tick: int) -> _Moment:
    there = {
        s: [
            w
            for w in np.flatnonzero(facts.eligible[s]).tolist()
            if any(low <= tick <= high for low, high in facts.times(v, w))
        ]
        for s in slots
    }
    pairs = matched(there)
    return _Moment(tick, len(pairs), [s for s in slots if s not in pairs])


def _wider(facts: Facts, v: int, slots: list[int]) -> int | None:
    """Give by how many ticks the window would have to be wider for all to meet."""
    c = facts.compiled
    if c.problem.visits[v].pinned_start is not None or "windows" not in facts.hard:
        return None
    able = facts.allowed[slots] & (facts.cap[:, c.visit_day[v]] >= c.visit_duration[v])
    far = int(NEAR_MINUTES * c.problem.ticks_per_minute)
    around = [(a - far, b + far) for a, b in facts.starts[v]]
    around = common(around, around)
    times = {}
    for w in np.flatnonzero(able.any(axis=0)).tolist():
        mine = worker_intervals(c, v, w, facts.hard)
        mine = around if mine is None else common(around, mine)
        times[w] = common(
            mine, [(facts.rested[w], max([b for _, b in mine], default=0))]
        )
    ends = {t for spans in times.values() for span in spans for t in span}
    gaps = []
    for tick in ends:
        gap = min(
            (tick - b if tick > b else tick - a for a, b in facts.starts[v]), key=abs
        )
        gaps.append((abs(gap), gap, tick))
    for size, gap, tick in sorted(gaps):
        there = {
            s: [
                w
                for w in np.flatnonzero(able[k]).tolist()
                if any(low <= tick <= high for low, high in times[w])
            ]
            for k, s in enumerate(slots)
        }
        if size and len(matched(there)) == len(slots):
            return gap
    return None
