"""Tiny random problems, rotas and policies, for property tests over every rule.

Times are drawn on a grid of whole minutes, so that nothing is rounded; limits are small
enough that a handful of visits can pass them.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from carerota.model import (
    Assignment,
    Availability,
    AvailabilityKind,
    Balances,
    CarerLimit,
    CarerWindow,
    CareType,
    Client,
    Contract,
    History,
    Levels,
    LinkFrom,
    Mode,
    PastVisit,
    Place,
    Policy,
    PolicyLine,
    Priority,
    RestBreak,
    Rota,
    RotaProblem,
    Skill,
    Slot,
    TimeOfDay,
    TimeWindow,
    TravelMatrix,
    TravelMode,
    TravelTable,
    Visit,
    VisitLink,
    Weekday,
    Worker,
    WorkerKind,
    WorkerPreferences,
    WorkingTime,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from random import Random

    from carerota.units import Clock

BREAK_MINUTES = 20
"""Length of the breaks that random rotas contain; as the policy's rule has it."""

TIGHT: dict[str, dict[str, object]] = {
    "average_48": {"hours": 4.0},
    "day_span": {"hours": 5.0, "split_hours": 7.0},
    "night_work": {"hours": 1.0, "night_hours": 0.5},
    "lunch_break": {
        "from_hour": 8.0,
        "to_hour": 14.0,
        "minutes": float(BREAK_MINUTES),
        "every_shift": True,
    },
    "rest_break": {
        "after_hours": 2.0,
        "minutes": float(BREAK_MINUTES),
        "margin_minutes": 10.0,
    },
    "short_runs": {"minutes": 60.0},
    "usual_carer": {"least": 1},
    "weekly_rest": {"hours": 130.0},
}
"""Parameters small enough for the rules to bite on a handful of visits."""

OTHERWISE: dict[str, dict[str, object]] = {
    **TIGHT,
    "average_48": {"hours": 4.0, "home_legs": False},
    "daily_rest": {"home_legs": True},
    "day_span": {"hours": 5.0, "split_hours": 7.0, "home_legs": True},
    "fairness_unsocial": {"weekends": False, "early_hour": 9.0},
    "mileage": {"modes": "car,walk"},
    "published_start": {"tolerance_minutes": 5.0, "change_minutes": 7.0},
    "rest_break": {**TIGHT["rest_break"], "home_legs": True},
    "lunch_break": {
        "from_hour": 9.0,
        "to_hour": 11.0,
        "minutes": float(BREAK_MINUTES),
        "by_end": False,
    },
    "volunteer_tasks": {"allowed": "social,domestic"},
    "worst_idle": {"in_shift": True},
    "weekly_rest": {
        "mode": "fortnight",
        "hours": 160.0,
        "long_hours": 270.0,
        "home_legs": True,
    },
}
"""The same with every switch the other way."""

FIRST_DAYS = (
    date(2025, 6, 2),
    date(2025, 6, 5),
    date(2025, 3, 29),  # the clocks go forward on the second day
    date(2025, 10, 25),  # and back
)
DAYS = (1, 1, 2, 2, 3, 9, 16)


def policy_all(
    names: Iterable[str],
    mode: Mode = Mode.PRICED,
    *,
    levels: Levels = Levels.STRICT,
    prices: Mapping[str, float] | None = None,
    params: Mapping[str, dict[str, object]] = TIGHT,
) -> Policy:
    """Give a policy in which every rule named is on, with tight parameters."""
    lines = {
        name: PolicyLine(
            mode=mode,
            price=(prices or {}).get(name, 1.0),
            params=params.get(name, {}),
        )
        for name in names
    }
    return Policy(name="everything", levels=levels, rules=lines)


@st.composite
def problems(draw: st.DrawFn) -> RotaProblem:
    """Draw a problem of at most three workers and six visits."""
    return tiny_problem(draw(st.randoms(use_true_random=False)))


@st.composite
def rotas(draw: st.DrawFn, problem: RotaProblem) -> Rota:
    """Draw a rota, legal or not; each slot is made once at most."""
    return any_rota(draw(st.randoms(use_true_random=False)), problem)


def tiny_problem(rnd: Random) -> RotaProblem:
    """Make a random problem of at most three workers and six visits."""
    n_workers, n_clients = rnd.choice([1, 2, 2, 3]), rnd.randint(1, 3)
    first_day, days = rnd.choice(FIRST_DAYS), rnd.choice(DAYS)
    worker_ids = [f"w{i}" for i in range(n_workers)]
    client_ids = [f"c{i}" for i in range(n_clients)]
    homes = [f"home {w}" for w in worker_ids]
    places = [Place(id=p, area=rnd.choice(["north", "south"])) for p in client_ids]
    places += [Place(id=p) for p in homes]
    bare = RotaProblem(
        name="tiny",
        first_day=first_day,
        days=days,
        ticks_per_minute=rnd.choice([1, 60]),
        places=tuple(places),
        workers=tuple(_worker(rnd, w, client_ids, first_day, days) for w in worker_ids),
        clients=tuple(_client(rnd, c, worker_ids) for c in client_ids),
        travel=_travel(rnd, [p.id for p in places]),
        bank_holidays=frozenset({first_day} if rnd.random() < 0.2 else ()),
    )
    clock = bare.clock
    visits = tuple(
        _visit(rnd, f"v{i}", client_ids, worker_ids, clock)
        for i in range(rnd.choice([1, 2, 3, 4, 5, 6, 6]))
    )
    problem = bare.model_copy(
        update={
            "visits": visits,
            "links": _links(rnd, visits),
            "history": History(
                visits=_past(rnd, client_ids, worker_ids, clock),
            ),
        }
    )
    if rnd.random() < 0.6:
        published = any_rota(rnd, problem)
        history = problem.history.model_copy(
            update={
                "published": published,
                "published_at": rnd.choice(
                    [None, _at(clock, rnd.randint(-3, 1), rnd.randint(0, 1439))]
                ),
            }
        )
        problem = problem.model_copy(update={"history": history})
    # as read from a file: what hypothesis draws must be a valid problem
    return RotaProblem.model_validate(problem.model_dump())


def any_rota(rnd: Random, problem: RotaProblem) -> Rota:
    """Make a random rota: some starts in their windows, some anywhere."""
    clock = problem.clock
    made = []
    for visit in problem.visits:
        together = _start(rnd, visit, clock)
        for slot in range(len(visit.slots)):
            if rnd.random() < 0.15:
                continue
            start = together if rnd.random() < 0.7 else _start(rnd, visit, clock)
            made.append(
                Assignment(
                    visit=visit.id,
                    slot=slot,
                    worker=rnd.choice(problem.workers).id,
                    start=start,
                    run=rnd.choice([1, 1, 1, 2]),
                )
            )
    bare = Rota(problem=problem.name, assignments=tuple(made))
    return bare.model_copy(update={"breaks": _breaks(rnd, problem, bare)})


def _at(clock: Clock, day: int, minute: int) -> datetime:
    """Give a moment so many minutes of elapsed time after a local midnight."""
    tick = clock.day_start(day) + minute * clock.ticks_per_minute
    return clock.moment(tick)


def _start(rnd: Random, visit: Visit, clock: Clock) -> datetime:
    day = clock.index_of(visit.day)
    if rnd.random() < 0.3:
        return _at(clock, day, rnd.randint(0, 1560))
    window = rnd.choice(visit.windows)
    low, high = clock.tick(window.start), clock.tick(window.end)
    minutes = (high - low) // clock.ticks_per_minute
    return clock.moment(low + rnd.randint(0, minutes) * clock.ticks_per_minute)


def _breaks(rnd: Random, problem: RotaProblem, rota: Rota) -> tuple[RestBreak, ...]:
    """Put breaks right at the end of visits, each in one gap of one day only."""
    clock = problem.clock
    order = {v.id: i for i, v in enumerate(problem.visits)}
    visits = {v.id: v for v in problem.visits}
    days: dict[tuple[str, date], list[tuple[int, int, int, int, int]]] = {}
    for a in rota.assignments:
        visit = visits[a.visit]
        start = clock.tick(a.start)
        end = start + round(visit.minutes * clock.ticks_per_minute)
        days.setdefault((a.worker, visit.day), []).append(
            (start, end, order[a.visit], a.slot, a.run)
        )
    gaps: dict[str, list[tuple[int, int, int]]] = {}
    for (worker, _), stops in days.items():
        stops.sort()
        for before, after in pairwise(stops):
            if before[4] == after[4]:
                gaps.setdefault(worker, []).append((before[0], before[1], after[0]))
    found = []
    length = BREAK_MINUTES * clock.ticks_per_minute
    for (worker, day), stops in days.items():
        # before the first visit of the day, where it is
        since = clock.day_start(clock.index_of(day))
        gaps.setdefault(worker, []).append((since, -1, stops[0][0]))
    for worker, spans in sorted(gaps.items()):
        for opens, end, following in spans:
            start = end if end >= 0 else following - rnd.randint(1, 2 * length)
            if end >= 0 and rnd.random() < 0.5:
                start += rnd.randint(0, length)
            one_gap = sum(low <= start < high for low, _, high in spans) == 1
            if opens <= start < following and one_gap and rnd.random() < 0.5:
                found.append(
                    RestBreak(
                        worker=worker,
                        start=clock.moment(start),
                        end=clock.moment(start + length),
                    )
                )
    return tuple(found)


def _some(rnd: Random, of: Iterable[object], chance: float) -> frozenset:
    return frozenset(x for x in of if rnd.random() < chance)


def _worker(
    rnd: Random, name: str, clients: list[str], first_day: date, days: int
) -> Worker:
    maximum = rnd.choice([1.0, 3.0, 48.0])
    return Worker(
        id=name,
        kind=rnd.choice(list(WorkerKind)),
        home=f"home {name}",
        end_place=rnd.choice([None, None, *clients]),
        skills=tuple(
            Skill(
                name=skill,
                expires=rnd.choice([None, first_day, first_day - timedelta(days=1)]),
            )
            for skill in sorted(_some(rnd, ["hoist", "nurse"], 0.5))
        ),
        travel_mode=rnd.choice([TravelMode.CAR, TravelMode.CAR, TravelMode.WALK]),
        availability=_availability(rnd, first_day, days),
        contract=Contract(
            target_hours=min(maximum, rnd.choice([0.0, 1.0, 2.5])),
            maximum_hours=maximum,
            maximum_minutes_a_day=rnd.choice([60, 180, 600]),
            maximum_consecutive_days=rnd.choice([1, 2, 6]),
        ),
        working_time=WorkingTime(
            opted_out_48h=rnd.random() < 0.3,
            split_day_exempt=rnd.random() < 0.3,
            night_worker=rnd.random() < 0.5,
            no_lunch=rnd.random() < 0.2,
            young=rnd.random() < 0.3,
            daily_rest_hours=rnd.choice([None, None, 13.0]),
            hours_before=rnd.choice([0.0, 10.0, 64.0, 800.0]),
            weeks_before=rnd.choice([0, 2, 16]),
        ),
        preferences=WorkerPreferences(
            clients=_some(rnd, clients, 0.2),
            avoid_clients=_some(rnd, clients, 0.2),
            areas=_some(rnd, ["north", "south"], 0.2),
            times_of_day=_some(rnd, TimeOfDay, 0.2),
            days=_some(rnd, Weekday, 0.2),
        ),
        refused_clients=_some(rnd, clients, 0.15),
        attributes=_some(rnd, ["female", "dogs"], 0.5),
        balances=Balances(
            unsocial_minutes=rnd.choice([0, 35, 400]),
            travel_minutes=rnd.choice([0, 20, 100]),
            split_days=rnd.randint(0, 3),
            unmet_preferences=rnd.randint(0, 3),
        ),
    )


def _availability(rnd: Random, first_day: date, days: int) -> tuple[Availability, ...]:
    clock = RotaProblem(
        name="clock", first_day=first_day, days=days, places=(), workers=(), clients=()
    ).clock
    found = []
    for day in range(days):
        if rnd.random() < 0.5:
            hours = [(0, 1440)]
        else:
            hours = rnd.choice(
                [[(360, 840)], [(420, 720), (960, 1320)], [], [(600, 1560)]]
            )
        for low, high in hours:
            kinds = rnd.choice(
                [["available"], ["preferred", "unwelcome"], ["unwelcome"]]
            )
            middle = rnd.randint(low + 1, high - 1)
            cuts = [low, high] if len(kinds) == 1 else [low, middle, high]
            for kind, start, end in zip(kinds, cuts, cuts[1:], strict=False):
                found.append(
                    Availability(
                        start=_at(clock, day, start),
                        end=_at(clock, day, end),
                        kind=AvailabilityKind(kind),
                    )
                )
    return tuple(found)


def _client(rnd: Random, name: str, workers: list[str]) -> Client:
    target = rnd.choice([None, 1, 2])
    return Client(
        id=name,
        place=name,
        access_minutes=rnd.choice([0, 0, 3]),
        preferred_workers=_some(rnd, workers, 0.3),
        excluded_workers=_some(rnd, workers, 0.15),
        required_attributes=_some(rnd, ["female", "dogs"], 0.2),
        preferred_attributes=_some(rnd, ["female", "dogs"], 0.3),
        carers=CarerLimit(
            ceiling=rnd.choice([None, 1, 2]),
            target=target,
            window=rnd.choice(list(CarerWindow)),
        ),
    )


def _travel(rnd: Random, places: list[str]) -> TravelTable:
    bands = [None] if rnd.random() < 0.6 else [time(0), time(10, 30)]
    sheets = []
    for mode in (TravelMode.CAR, TravelMode.WALK):
        for since in bands:
            minutes = tuple(
                tuple(float(i != j and rnd.randint(0, 25)) for j in range(len(places)))
                for i in range(len(places))
            )
            metres = tuple(
                tuple(
                    float(i != j and rnd.randint(0, 9000)) for j in range(len(places))
                )
                for i in range(len(places))
            )
            sheets.append(
                TravelMatrix(
                    mode=mode,
                    places=tuple(places),
                    minutes=minutes,
                    metres=metres,
                    since=since,
                )
            )
    return TravelTable(matrices=tuple(sheets))


def _visit(
    rnd: Random, name: str, clients: list[str], workers: list[str], clock: Clock
) -> Visit:
    day = rnd.randrange(min(clock.days, 3) if rnd.random() < 0.8 else clock.days)
    windows, opens = [], rnd.choice([0, 120, 420, 540, 720, 1140, 1350])
    for _ in range(rnd.choice([1, 1, 2])):
        closes = opens + rnd.choice([0, 30, 120])
        windows.append(
            TimeWindow(start=_at(clock, day, opens), end=_at(clock, day, closes))
        )
        opens = closes + rnd.choice([10, 60])
    minutes = rnd.choice([15, 30, 45, 90, 240])
    low, high = clock.tick(windows[0].start), clock.tick(windows[-1].end)
    step = clock.ticks_per_minute
    within = clock.moment(low + rnd.randint(0, (high - low) // step) * step)
    preferred = TimeWindow(start=within, end=within + timedelta(minutes=15))
    wished = rnd.random() < 0.5
    later = within + timedelta(minutes=rnd.choice([20, 50]))
    also = (TimeWindow(start=later, end=later + timedelta(minutes=10)),)
    n_slots = rnd.choice([1, 1, 1, 2])
    return Visit(
        id=name,
        client=rnd.choice(clients),
        day=clock.date_of(day),
        windows=tuple(windows),
        preferred=preferred if wished else None,
        also_preferred=also if wished and rnd.random() < 0.4 else (),
        minutes=minutes,
        slots=tuple(
            Slot(
                skills=_some(rnd, ["hoist", "nurse"], 0.25),
                pinned_worker=rnd.choice([None, None, None, *workers]),
            )
            for _ in range(n_slots)
        ),
        priority=rnd.choice(list(Priority)),
        care=rnd.choice(list(CareType)),
        pinned_start=rnd.choice([None, None, within]),
        package=rnd.choice([None, "p"]),
        specific_task=rnd.random() < 0.5,
        short_agreed=rnd.random() < 0.5,
    )


def _links(rnd: Random, visits: tuple[Visit, ...]) -> tuple[VisitLink, ...]:
    found = []
    for i in range(len(visits) - 1):
        if rnd.random() < 0.4:
            low = rnd.choice([None, 0, 30])
            found.append(
                VisitLink(
                    id=f"l{i}",
                    first=visits[i].id,
                    second=visits[i + 1].id,
                    measured_from=rnd.choice(list(LinkFrom)),
                    minimum_minutes=low,
                    maximum_minutes=rnd.choice([None, 45, 180]),
                    same_worker=rnd.random() < 0.5,
                    different_worker=rnd.random() < 0.5,
                )
            )
    return tuple(found)


def _past(
    rnd: Random, clients: list[str], workers: list[str], clock: Clock
) -> tuple[PastVisit, ...]:
    found = []
    for _ in range(rnd.randint(0, 12)):
        day = -1 if rnd.random() < 0.4 else rnd.randint(-18, -1)
        start = rnd.choice([450, 560, 740, 1150, 1380])
        length = rnd.choice([30, 45, 120])
        found.append(
            PastVisit(
                client=rnd.choice([*clients, "gone"]),
                worker=rnd.choice([*workers, "left"]),
                start=_at(clock, day, start),
                end=_at(clock, day, start + length),
            )
        )
    return tuple(found)
