"""Times in disorder: windows, availability, the days of visits and of packages."""

from __future__ import annotations

from datetime import time
from itertools import pairwise
from typing import TYPE_CHECKING

from carerota.model.faults.issues import fault, warning
from carerota.model.faults.view import sane

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from carerota.errors import Issue
    from carerota.model.faults.view import Interval, Stretch, View
    from carerota.model.visit import TimeWindow, Visit

__all__ = ["availability", "past", "visit_times"]

LONGEST_VISIT_MINUTES = 24 * 60
MIDNIGHT = time(0)


def visit_times(view: View) -> Iterator[Issue]:
    """Find visits outside the horizon and windows that make no sense."""
    p = view.problem
    for i, visit in enumerate(p.visits):
        at, owner = f"visits[{i}]", f"visit {visit.id!r}"
        if not p.first_day <= visit.day <= p.last_day:
            yield fault(
                "visit-outside-horizon",
                f"{at}.day",
                f"{visit.day} in {owner}",
                f"a day from {p.first_day} to {p.last_day}",
            )
        if visit.minutes > LONGEST_VISIT_MINUTES:
            yield fault(
                "visit-too-long",
                f"{at}.minutes",
                f"{visit.minutes:g} minutes in {owner}",
                f"at most {LONGEST_VISIT_MINUTES} minutes",
                "is the duration in seconds?",
            )
        spans = view.spans(visit)
        for w, (window, span) in enumerate(zip(visit.windows, spans, strict=True)):
            yield from _window(visit, window, span, f"{at}.windows[{w}]")
        wish = None
        if visit.preferred is not None:
            wish = view.span(visit.preferred)
            yield from _window(visit, visit.preferred, wish, f"{at}.preferred")
        for w, window in enumerate(visit.also_preferred):
            yield from _window(
                visit, window, view.span(window), f"{at}.also_preferred[{w}]"
            )
            before = [visit.preferred, *visit.also_preferred][w]
            if before is None or window.start <= before.start:
                yield fault(
                    "windows-out-of-order",
                    f"{at}.also_preferred[{w}].start",
                    f"{window.start:%a %H:%M} in {owner}",
                    "a start after that of the preferred window before it",
                )
        yield from _together(visit, spans, wish, at)


def _window(
    visit: Visit, window: TimeWindow, span: Interval | None, path: str
) -> Iterator[Issue]:
    owner = f"visit {visit.id!r}"
    if span is None:
        yield from _absurd(window, path, owner)
    elif span[1] < span[0]:
        yield fault(
            "window-backwards",
            f"{path}.end",
            f"{window.start:%a %H:%M} to {window.end:%a %H:%M} in {owner}",
            "an end that is not before the start",
            "after midnight, give the end the date of the next day",
        )
    elif not _near(window, visit.day):
        yield fault(
            "window-far-from-day",
            f"{path}.start",
            f"{window.start:%Y-%m-%d %H:%M} in {owner} of {visit.day}",
            "a window at most a day before or after the visit's day",
        )


def _near(window: TimeWindow, day: date) -> bool:
    """Tell whether a window lies from the day before to the day after."""
    # each time by its own wall clock: a day's tolerance makes the zone irrelevant
    middle, last = day.toordinal(), window.end.toordinal()
    if window.end.time() == MIDNIGHT:
        last -= 1
    return window.start.toordinal() >= middle - 1 and last <= middle + 1


def _absurd(stretch: Stretch, path: str, owner: str) -> Iterator[Issue]:
    for name, moment in (("start", stretch.start), ("end", stretch.end)):
        if not sane(moment):
            found = f"{moment.isoformat()} in {owner}"
            yield fault("moment-absurd", f"{path}.{name}", found, "a time we live in")


def _together(
    visit: Visit, spans: list[Interval | None], wish: Interval | None, at: str
) -> Iterator[Issue]:
    good = [s for s in spans if s is not None and s[0] <= s[1]]
    if len(good) < len(spans):
        return
    for w, (one, other) in enumerate(pairwise(good), start=1):
        if other[0] <= one[1]:
            start, end = visit.windows[w].start, visit.windows[w - 1].end
            yield fault(
                "windows-out-of-order",
                f"{at}.windows[{w}].start",
                f"{start:%a %H:%M} after {end:%a %H:%M} in visit {visit.id!r}",
                "alternatives in order of time that do not touch",
                "join windows that overlap",
            )
    if visit.preferred is None or wish is None:
        return
    if not any(start <= wish[1] and wish[0] <= end for start, end in good):
        first, last = visit.preferred.start, visit.preferred.end
        yield warning(
            "preferred-outside-windows",
            f"{at}.preferred",
            f"{first:%a %H:%M} to {last:%a %H:%M} in visit {visit.id!r}",
            "a preferred window that meets an allowed one",
        )


def availability(view: View) -> Iterator[Issue]:
    """Find availability that makes no sense, and workers who are never available."""
    opens, closes = view.bounds
    for i, worker in enumerate(view.problem.workers):
        owner = f"worker {worker.id!r}"
        for a, stretch in enumerate(worker.availability):
            yield from _stretch(view, stretch, f"workers[{i}].availability[{a}]", owner)
        if not any(s < closes and e > opens for s, e in view.presence(worker)):
            yield warning(
                "worker-without-availability",
                f"workers[{i}].availability",
                f"none in the horizon for {owner}",
                "at least one interval",
            )


def _stretch(view: View, stretch: Stretch, path: str, owner: str) -> Iterator[Issue]:
    span = view.span(stretch)
    if span is None:
        yield from _absurd(stretch, path, owner)
    elif span[1] <= span[0]:
        empty = span[1] == span[0]
        yield fault(
            "availability-empty" if empty else "availability-backwards",
            f"{path}.end",
            f"{stretch.start:%Y-%m-%d %H:%M} to {stretch.end:%Y-%m-%d %H:%M}"
            f" in {owner}",
            "an end after the start",
            "after midnight, give the end the date of the next day",
        )


def past(view: View) -> Iterator[Issue]:
    """Find past visits that end before they start or are not past."""
    opens, _ = view.bounds
    for i, visit in enumerate(view.problem.history.visits):
        span = view.span(visit)
        if span is not None and span[0] <= span[1] < opens:
            continue
        path = f"history.visits[{i}]"
        owner = f"past visit of {visit.worker!r} to {visit.client!r}"
        if span is None:
            yield from _absurd(visit, path, owner)
        elif span[1] < span[0]:
            yield fault(
                "past-visit-backwards",
                f"{path}.end",
                f"{visit.start:%Y-%m-%d %H:%M} to {visit.end:%Y-%m-%d %H:%M}"
                f" in {owner}",
                "an end that is not before the start",
            )
        elif span[0] >= opens:
            yield warning(
                "past-visit-in-horizon",
                f"{path}.start",
                f"{visit.start:%Y-%m-%d %H:%M} in {owner}",
                f"a start before {view.problem.first_day}",
            )
