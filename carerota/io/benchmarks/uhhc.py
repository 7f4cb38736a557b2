"""The UHHC benchmark: instances as problems, with each instance's cost as policy.

The unified home healthcare routing and scheduling problem of Ceschia and others (A
Unified Formulation for Home Healthcare Routing and Scheduling Problems, ITOR 2026).
Every instance prices its own components or says that they are hard, so ``cost =
points``. What no rule can say is refused, item by item.

A window that binds the end of service binds the start by its duration earlier. A hard
shift that everybody shares, from and to one place, bounds the start of each visit: not
before the way out allows it, not so late that the way back ends after the shift. That
holds for a visit in the middle of a route too, as no detour by another visit is shorter
than the straight way. Any other shift is the carer's availability, and rules say what
leaving before it and returning after it cost. Who has no shift leaves at nought or
later. A lunch is a break of the rota.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from carerota.errors import DataError, Issue
from carerota.io.benchmarks import solutions
from carerota.io.benchmarks.checks import FINE, TWO, refuse_faults
from carerota.io.benchmarks.frame import (
    FIRST_DAY,
    HARD,
    LAST_MINUTE,
    ZONE,
    Frame,
    hard,
    matrix,
    priced,
)
from carerota.io.benchmarks.uhhc_instance import Instance, Patient, faults
from carerota.io.issues import validated
from carerota.io.json_files import parse_json
from carerota.io.sources import read_text
from carerota.model import (
    Availability,
    Client,
    Policy,
    PolicyLine,
    Priority,
    RotaProblem,
    Slot,
    Visit,
    VisitLink,
    WorkingTime,
)

if TYPE_CHECKING:
    from pathlib import Path

    from carerota.io.benchmarks.uhhc_instance import Carer, Need
    from carerota.model import Rota, TimeWindow, Worker
    from carerota.model.policy import ParamValue

__all__ = ["COST", "read_uhhc", "read_uhhc_solution", "write_uhhc_solution"]

COST: Final = {
    "travel_time": ("travel", "home_travel"),
    "total_tardiness": ("lateness",),
    "highest_tardiness": ("worst_lateness",),
    "total_waiting_time": ("waiting",),
    "total_extra_time": ("extra_time",),
    "max_idle_time": ("worst_idle",),
    "workload_balance": ("workload_balance",),
    "caregiver_preferences": ("client_preferences",),
    "optional_patients": ("left_out",),
    "missed_lunch_break": ("lunch_break",),
    "incompabilities": ("exclusions",),
}
"""The components of the cost, and the rules whose amounts they are."""

HARD_IF_ABSENT: Final = frozenset(
    {"caregiver_preferences", "incompabilities", "missed_lunch_break"}
)
MINUTES_AN_HOUR: Final = 60


def read_uhhc(path: Path) -> tuple[RotaProblem, Policy]:
    """Read an instance as a problem and the policy that is its cost.

    Raises
    ------
    DataError
        With every fault of the file, and everything in it that no rule can say yet.
    """
    data = parse_json(read_text(path), str(path))
    instance = validated(Instance, data, source=str(path))
    if issues := list(faults(instance)):
        raise DataError(issues, source=str(path))
    reader = _Reader(instance)
    problem = reader.problem(path.stem)
    if reader.issues:
        raise DataError(reader.issues, source=str(path))
    refuse_faults(problem, str(path))
    return problem, _policy(instance)


def write_uhhc_solution(problem: RotaProblem, rota: Rota, path: Path) -> None:
    """Write a rota in the benchmark's own format, whole or not at all."""
    solutions.write_solution(problem, rota, path, solutions.UHHC)


def read_uhhc_solution(problem: RotaProblem, path: Path) -> Rota:
    """Read a solution in the benchmark's own format as a rota for its problem.

    Raises
    ------
    DataError
        The file is no solution of the instance.
    """
    return solutions.read_solution(problem, path, solutions.UHHC)


def _policy(instance: Instance) -> Policy:
    rules: dict[str, PolicyLine] = hard(*HARD) | priced(cover=0)
    for component, names in COST.items():
        default = "HARD" if component in HARD_IF_ABSENT else None
        price = instance.metadata.cost_components.get(component, default)
        if price == "HARD" and component in HARD_IF_ABSENT:
            rules |= hard(*names)
        elif isinstance(price, float):
            rules |= priced(**dict.fromkeys(names, price))
    if instance.extra_is_hard and not _shared_shift(instance):
        rules |= hard("extra_time")
    if not _shared_shift(instance):
        rules |= hard("shift_start")
    if any(patient.optional for patient in instance.patients):
        rules |= hard("whole_clients")
    if instance.lunch_breaks is None:
        rules.pop("lunch_break", None)
    for name, numbers in _numbers(instance).items():
        if name in rules:
            rules[name] = rules[name].model_copy(update={"params": numbers})
    return Policy(
        name="UHHC",
        rationale="What the instance's own cost components say.",
        rules=rules,
    )


def _numbers(instance: Instance) -> dict[str, dict[str, ParamValue]]:
    """Give the parameters of rules that the instance sets."""
    found: dict[str, dict[str, ParamValue]] = {"worst_idle": {"in_shift": True}}
    lunch = instance.lunch_breaks
    if lunch is not None:
        found["lunch_break"] = {
            "from_hour": lunch.start / MINUTES_AN_HOUR,
            "to_hour": lunch.end / MINUTES_AN_HOUR,
            "minutes": lunch.min_duration,
            "by_end": instance.met_at_end,
            "every_shift": True,
        }
    return found


def _shared_shift(instance: Instance) -> bool:
    """Tell whether the windows of visits can say what the shift says."""
    return instance.one_shift and instance.extra_is_hard and not _lunches(instance)


def _lunches(instance: Instance) -> bool:
    return any(carer.lunch_break for carer in instance.caregivers)


def _place(index: int) -> str:
    return f"at:{index}"


class _Reader:
    """Makes a problem of an instance without faults.

    ``issues`` are the windows in which nobody can start.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.frame = Frame(1 if instance.whole else FINE)
        self.issues: list[Issue] = []
        self.shared: Carer | None = None
        """Somebody with the shift and the places that all carers have."""
        self.out = self.back = 0
        if instance.caregivers and _shared_shift(instance):
            self.shared = instance.caregivers[0]
            points = instance.index_of
            self.out = points[self.shared.departing_point]
            self.back = points[self.shared.arrival_point or self.shared.departing_point]

    def problem(self, stem: str) -> RotaProblem:
        """Make the problem."""
        instance = self.instance
        names = [_place(i) for i in range(len(instance.distances))]
        places, travel = matrix(names, instance.distances)
        visits: list[Visit] = []
        links: list[VisitLink] = []
        for i, patient in enumerate(instance.patients):
            made = self._visits(patient, f"patients[{i}]")
            visits.extend(made)
            links.extend(_links(patient, made))
        return RotaProblem(
            name=(instance.metadata.name or stem)[:200],
            zone=ZONE,
            first_day=FIRST_DAY,
            days=1,
            ticks_per_minute=self.frame.ticks_per_minute,
            places=places,
            workers=tuple(map(self._worker, instance.caregivers)),
            clients=tuple(map(_client, instance.patients)),
            visits=tuple(visits),
            links=tuple(links),
            travel=travel,
        )

    def _worker(self, carer: Carer) -> Worker:
        points, frame = self.instance.index_of, self.frame
        out = points[carer.departing_point]
        back = points[carer.arrival_point or carer.departing_point]
        worker = frame.worker(carer.id, carer.abilities, _place(out))
        update: dict[str, object] = {
            "start_place": _place(out),
            "end_place": _place(back),
            "working_time": WorkingTime(no_lunch=not carer.lunch_break),
        }
        shift = carer.working_shift
        if shift is not None and self.shared is None:
            start, end = frame.moment(shift.start), frame.moment(shift.end)
            update["availability"] = (Availability(start=start, end=end),)
        return worker.model_copy(update=update)

    def _visits(self, patient: Patient, at: str) -> list[Visit]:
        """Give a patient's one visit, or two."""
        needs = patient.required_services
        lasts = [self.instance.lasts(need) for need in needs]
        bound = patient.synchronization
        together = bound is not None and bound.type == "simultaneous"
        one_visit = len(needs) == 1 or (together and lasts[0] == lasts[1])
        parts: list[tuple[Need, ...]] = [needs] if one_visit else [(n,) for n in needs]
        return [
            Visit(
                id=patient.id if one_visit else f"{patient.id}:{part[0].service}",
                client=patient.id,
                day=FIRST_DAY,
                windows=self._windows(patient, self.instance.lasts(part[0]), at),
                preferred=self._preferred(patient, self.instance.lasts(part[0])),
                also_preferred=self._also(patient, self.instance.lasts(part[0])),
                priority=self._priority(patient),
                minutes=self.instance.lasts(part[0]),
                slots=tuple(Slot(skills=frozenset({n.service})) for n in part),
            )
            for part in parts
        ]

    def _windows(
        self, patient: Patient, minutes: float, at: str
    ) -> tuple[TimeWindow, ...]:
        """Give the starts that windows and the shift allow."""
        here, way = patient.distance_matrix_index, self.instance.distances
        first, last = 0.0, LAST_MINUTE
        if self.shared is not None:
            # without a shift the day begins at nought and has no end
            shift = self.shared.working_shift
            first = (shift.start if shift else 0.0) + way[self.out][here]
            if shift is not None:
                last = shift.end - way[here][self.back] - minutes
        late = not self.instance.late_is_hard
        windows = patient.time_windows
        # what may be late may start at any time from the first window on
        spans = [(max(first, windows[0].start), last)]
        if not late:
            # a start is judged by the window that opened last: it ends the one before
            tick = 1 / self.frame.ticks_per_minute
            following = [*(w.start - tick for w in windows[1:]), last]
            spans = [
                (
                    max(first, window.start),
                    min(last, window.end - self._before_end(minutes), until),
                )
                for window, until in zip(windows, following, strict=True)
            ]
        ticks = self.frame.ticks
        usable = [(a, b) for a, b in spans if ticks(a) <= ticks(b)]
        if not usable:
            found = "no start in them that the service, the ways and the shift allow"
            expected = "a window in which somebody can be served"
            path = f"{at}.time_windows"
            self.issues.append(
                Issue(path, found, expected, code="window-without-start")
            )
        return tuple(self.frame.window(a, b) for a, b in usable or spans)

    def _preferred(self, patient: Patient, minutes: float) -> TimeWindow | None:
        """Give the window that lateness is measured against."""
        if self.instance.late_is_hard:
            return None
        window = patient.time_windows[0]
        closes = window.end - self._before_end(minutes)
        return self.frame.window(min(window.start, closes), closes)

    def _also(self, patient: Patient, minutes: float) -> tuple[TimeWindow, ...]:
        """Give the later windows that lateness is measured against."""
        if self.instance.late_is_hard:
            return ()
        before = self._before_end(minutes)
        window = self.frame.window
        return tuple(window(w.start, w.end - before) for w in patient.time_windows[1:])

    def _priority(self, patient: Patient) -> Priority:
        may_lack = self.instance.price("optional_patients") != "HARD"
        optional = patient.optional and may_lack
        return Priority.OPTIONAL if optional else Priority.ESSENTIAL

    def _before_end(self, minutes: float) -> float:
        return minutes if self.instance.met_at_end else 0.0


def _client(patient: Patient) -> Client:
    return Client(
        id=patient.id,
        place=_place(patient.distance_matrix_index),
        preferred_workers=frozenset(patient.preferred_caregivers or ()),
        excluded_workers=frozenset(patient.incompatible_caregivers or ()),
    )


def _links(patient: Patient, visits: list[Visit]) -> list[VisitLink]:
    bound = patient.synchronization
    if len(visits) < TWO or bound is None or bound.type == "independent":
        return []
    low, high = bound.minutes
    return [
        VisitLink(
            id=f"{patient.id}:link",
            first=visits[0].id,
            second=visits[1].id,
            minimum_minutes=low,
            maximum_minutes=high,
            different_worker=True,
        )
    ]
