"""What every peer is told of a problem, in the plain terms of vehicle routing.

A *cart* is a worker in one stretch of a day: it has a home, opening times and a limit
of paid time. A *plan* says who makes a slot and when. Who may make a slot, and what
that pair costs, is read from the tables that the rules have for it; everything else the
peers model themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from carerota.compiled.build import compile_problem
from carerota.compiled.problem import PRIORITIES
from carerota.compiled.stretches import hours_of_days
from carerota.model import Levels
from carerota.rules.base import Level
from carerota.rules.book import bind
from carerota.score.checker import policy_of
from carerota.units import hours_to_ticks, minutes_to_ticks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.model import Policy, RotaProblem
    from carerota.rules.book import RuleBook

    Ints = NDArray[np.int64]
    Plan = dict[int, tuple[int, int]]
    """Worker and start of each slot that is made."""

__all__ = ["Cart", "Field", "Lunch", "Part", "Prices", "read_field"]

MISSED_POINTS = {"critical": 64_000, "essential": 16_000, "flexible": 4_000}
"""What leaving a slot out costs a peer, which knows prices and no levels."""
CONTINUITY = (
    "new_faces",
    "carer_target",
    "carer_ceiling",
    "carer_pairs",
    "usual_carer",
)
"""The rules that the first pass of the two-pass method does without."""


@dataclass(frozen=True)
class Prices:
    """The policy's prices that a peer can use, in the currency a tick or a metre."""

    travel: int
    home: int
    waiting: int
    mileage: int
    split: int
    late: int
    worst_late: int
    early: int
    new_face: int
    beyond_target: int
    missed: tuple[int, ...]
    """By priority."""
    left_out: int = 0
    """A client whose optional visits are not all made."""
    extra: int = 0
    worst_idle: int = 0
    """Within the shift; where waiting alone counts, no peer is told."""


@dataclass(frozen=True)
class Lunch:
    """What is to be kept free in the middle of every shift."""

    spans: list[tuple[int, int]]
    """By day: the first tick at which it may begin, and the last."""
    length: int
    price: int
    """Of a worker's day without; a hard rule has a price that nothing outweighs."""


@dataclass(frozen=True)
class Cart:
    """A worker in one stretch of a day; times in ticks."""

    worker: int
    day: int
    opens: int
    closes: int
    most: int
    """Paid ticks it may hold, from the first start to the last end."""
    until: int | None = None
    """End of the shift, after which each tick is extra; ``None``: it has none."""


@dataclass(frozen=True)
class Part:
    """Some slots, the carts that may make them, and what each pair costs."""

    slots: list[int]
    carts: list[Cart]
    allowed: list[list[int]]
    """Carts by slot, in the order of ``slots``."""
    pair: Ints
    """Cost by slot (in that order) and worker."""
    rests: list[tuple[int, int, int]] = field(default_factory=list)
    """Two carts of a worker, and the ticks from the end of one to the start of the
    other."""
    spans: list[tuple[int, int, int]] = field(default_factory=list)
    """Two carts of a worker's day, and the ticks from the start of the first to the end
    of the second that the law allows."""
    weeks: list[tuple[list[int], int]] = field(default_factory=list)
    """Carts of a worker, and the paid ticks they may hold together."""


@dataclass(frozen=True)
class Field:
    """A problem as the peers see it."""

    compiled: Compiled
    book: RuleBook
    fits: NDArray[np.bool_]
    """Slots by workers: no hard rule on the pair forbids it."""
    pair: Ints
    """Slots by workers: priced cost of the pair."""
    prices: Prices
    long_day: int | None
    """Paid ticks from which a day needs a break; ``None``: it never does."""
    rest: int
    """Ticks of that break."""
    margin: int
    """Ticks that it keeps from both ends of the day."""
    on_shift: bool = False
    """Carts are shifts, and the ways from home and back lie within them."""
    lunch: Lunch | None = None

    @property
    def problem(self) -> RotaProblem:
        """The problem."""
        return self.compiled.problem

    def visit_of(self, slot: int) -> int:
        """Give the visit of a slot."""
        return int(self.compiled.slot_visit[slot])

    def legs(self, slots: list[int], worker: int) -> Ints:
        """Give ticks of travel and access from each slot to each other."""
        c = self.compiled
        v = c.slot_visit[slots]
        place, client = c.visit_place[v], c.visit_client[v]
        ticks = c.travel.ticks[c.worker_mode[worker], 0][np.ix_(place, place)]
        access = np.where(client[:, None] == client[None, :], 0, c.visit_access[v])
        return np.asarray(ticks + access, dtype=np.int64)

    def ways(self, slots: list[int], worker: int) -> tuple[Ints, Ints]:
        """Give ticks from home to each slot, access included, and back."""
        c = self.compiled
        v = c.slot_visit[slots]
        ticks = c.travel.ticks[c.worker_mode[worker], 0]
        out = ticks[c.worker_start[worker], c.visit_place[v]] + c.visit_access[v]
        return out, ticks[c.visit_place[v], c.worker_end[worker]]

    def optional_of(self, part: Part) -> list[list[int]]:
        """Give the optional slots of each client with any, by place in the part."""
        c = self.compiled
        found: dict[int, list[int]] = {}
        for i, s in enumerate(part.slots):
            v = c.slot_visit[s]
            if PRIORITIES[c.visit_priority[v]] == "optional":
                found.setdefault(int(c.visit_client[v]), []).append(i)
        return list(found.values())

    def missed(self, part: Part) -> list[int]:
        """Give what leaving each slot of a part out costs.

        The slots of a client who is left out share that price.
        """
        of = self.compiled.visit_priority[self.compiled.slot_visit[part.slots]]
        found = [self.prices.missed[priority] for priority in of.tolist()]
        for slots in self.optional_of(part):
            for i in slots:
                found[i] += self.prices.left_out // len(slots)
        return found

    def has_lunch(self, worker: int) -> bool:
        """Tell whether a worker has a lunch coming."""
        return self.lunch is not None and not self.compiled.no_lunch[worker]

    def leg_costs(self, slots: list[int], worker: int) -> Ints:
        """Give what the ways between slots cost, mileage included."""
        place = self.compiled.visit_place[self.compiled.slot_visit[slots]]
        metres = self._metres(worker)[np.ix_(place, place)]
        return self.legs(slots, worker) * self.prices.travel + metres

    def way_costs(self, slots: list[int], worker: int) -> tuple[Ints, Ints]:
        """Give what the ways from home and back cost, mileage included."""
        c = self.compiled
        place = c.visit_place[c.slot_visit[slots]]
        metres = self._metres(worker)
        out, back = self.ways(slots, worker)
        home = self.prices.home
        return (
            out * home + metres[c.worker_start[worker], place],
            back * home + metres[place, c.worker_end[worker]],
        )

    def _metres(self, worker: int) -> Ints:
        """Give what the metres between all places cost a worker."""
        c = self.compiled
        mode = c.travel.modes[c.worker_mode[worker]]
        paid = self.prices.mileage and mode.value in self._modes()
        metres = c.travel.metres[c.worker_mode[worker]]
        return np.asarray(metres * (self.prices.mileage if paid else 0), dtype=np.int64)

    def _modes(self) -> list[str]:
        return [x.strip() for x in str(self.book.param("mileage", "modes")).split(",")]


def read_field(
    problem: RotaProblem, policy: Policy | None = None, *, continuity: bool = True
) -> Field:
    """Read a problem, with or without the prices of continuity.

    Parameters
    ----------
    problem
        With its packages expanded.
    policy
        Instead of the problem's own.
    continuity
        False: as if no rule on continuity were on.
    """
    policy = policy_of(problem, policy)
    compiled = compile_problem(problem)
    book = bind(policy, problem.ticks_per_minute)
    shape = (compiled.n_slots, compiled.n_workers)
    fits = np.ones(shape, dtype=bool)
    pair = np.zeros(shape, dtype=np.int64)
    for bound in book:
        if bound.rule.level is not Level.SLOT or bound.name == "cover":
            continue
        if not continuity and bound.name in CONTINUITY:
            continue
        table = np.asarray(bound.rule.kernel(compiled))
        if bound.hard:
            fits &= table == 0
        else:
            pair += table * bound.weight
    tpm = problem.ticks_per_minute
    breaks = "rest_break" in book and book["rest_break"].hard

    def of_breaks(name: str) -> float:
        return float(book.param("rest_break", name)) if breaks else 0.0

    return Field(
        compiled=compiled,
        book=book,
        fits=fits,
        pair=pair,
        prices=_prices(book, continuity=continuity),
        long_day=hours_to_ticks(of_breaks("after_hours"), tpm) if breaks else None,
        rest=minutes_to_ticks(of_breaks("minutes"), tpm),
        margin=minutes_to_ticks(of_breaks("margin_minutes"), tpm),
        on_shift=_on_shift(book),
        lunch=_lunch(compiled, book),
    )


def _on_shift(book: RuleBook) -> bool:
    """Tell whether shifts alone say when a worker is there, the ways included."""
    if "availability" in book:
        return False
    return (
        "shift_start" in book
        or "extra_time" in book
        or ("worst_idle" in book and bool(book.param("worst_idle", "in_shift")))
    )


def _lunch(compiled: Compiled, book: RuleBook) -> Lunch | None:
    """Read when lunch is; one that is not due in every shift is not told."""
    if "lunch_break" not in book or not _on_shift(book):
        return None
    if not book.param("lunch_break", "every_shift"):
        return None
    bound = book["lunch_break"]
    hours = [float(book.param("lunch_break", f"{x}_hour")) for x in ("from", "to")]
    minutes = float(book.param("lunch_break", "minutes"))
    length = minutes_to_ticks(minutes, compiled.problem.ticks_per_minute)
    before = length if book.param("lunch_break", "by_end") else 0
    spans = [(a, b - before) for a, b in hours_of_days(compiled, *hours)]
    price = MISSED_POINTS["critical"] * book.point if bound.hard else bound.weight
    return Lunch(spans, length, price)


def _prices(book: RuleBook, *, continuity: bool) -> Prices:
    def of(name: str) -> int:
        priced = name in book and book[name].priced
        off = not continuity and name in CONTINUITY
        return book[name].weight if priced and not off else 0

    flat = book.policy.levels is Levels.FLAT
    in_shift = "worst_idle" in book and book.param("worst_idle", "in_shift")
    missed = [MISSED_POINTS.get(p, 0) * book.point for p in PRIORITIES]
    return Prices(
        travel=of("travel"),
        home=of("home_travel"),
        waiting=of("waiting"),
        mileage=of("mileage"),
        split=of("split_days"),
        late=of("lateness"),
        worst_late=of("worst_lateness"),
        early=of("earliness"),
        new_face=of("new_faces"),
        beyond_target=of("carer_target"),
        missed=tuple(x if x and not flat else of("cover") for x in missed),
        left_out=of("left_out"),
        extra=of("extra_time"),
        worst_idle=of("worst_idle") if in_shift else 0,
    )
