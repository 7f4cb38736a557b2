"""Progress of a solve in the words of a coordinator, on standard error."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Final

from carerota.cli import words

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from rich.status import Status as Spinner

    from carerota.engines.base import Event

__all__ = ["LEVELS", "Progress", "sentence"]

LEVELS: Final = ("critical", "essential", "flexible")
"""The priorities that the levels of an event count, after the hard breaches."""
NEWS_SECONDS: Final = 1.0
"""Between two lines that tell of better cover."""
PAUSE_SECONDS: Final = 5.0
"""Between two lines that tell of nothing but better prices."""


def sentence(event: Event) -> str:
    """Say where a solve stands."""
    if event.levels is None:
        return event.text or "nothing yet"
    parts = [words.cover(_uncovered(event)), *_figures(event.figures)]
    if event.points is not None:
        parts.append(words.points(event.points))
    # no rota costs less than nothing: a bound below that tells nothing
    if event.bound is not None and event.bound >= 0:
        parts.append(f"at least {event.bound:,.0f} proven")
    return " · ".join(parts)


def _uncovered(event: Event) -> dict[str, float]:
    by_level = dict(zip(LEVELS, (event.levels or ())[1:], strict=False))
    rest = event.figures.get("uncovered", 0) - sum(by_level.values())
    # optional visits have no level, and where a policy prices all cover none has
    name = "optional" if sum(by_level.values()) else "visits without a level"
    return by_level | ({name: rest} if rest > 0 else {})


def _figures(figures: dict[str, float]) -> list[str]:
    parts = []
    if "travel_hours" in figures:
        parts.append(f"{figures['travel_hours']:,.1f} h on the road")
    if "carers_per_client" in figures:
        parts.append(f"{figures['carers_per_client']:.1f} carers a client")
    if "new_faces" in figures:
        parts.append(words.count(figures["new_faces"], "new face"))
    met = [
        f"{whose} {share}"
        for whose, key in (("clients'", "client_wishes"), ("workers'", "worker_wishes"))
        if (share := words.percent(figures.get(key, math.nan)))
    ]
    if met:
        parts.append("wishes met: " + ", ".join(met))
    return parts


class Progress:
    """Tells of events as they come; give it to ``solve`` as ``on_event``.

    A new phase, the first rota, a bound and the end are always told, better cover at
    most every second, merely better prices every five. On a terminal the latest
    state also stands in a line that renews itself.
    """

    def __init__(self) -> None:
        self._cover: tuple[int, ...] | None = None
        self._told = -math.inf
        self._last: Event | None = None
        self._spinner: Spinner | None = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._spinner = words.console(stderr=True).status("starting")
            self._spinner.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._spinner is not None:
            self._spinner.stop()

    def __call__(self, event: Event) -> None:
        """Tell of an event."""
        if event.figures:
            self._last = event
        if event.kind == "phase":
            self._line(event, event.text)
        elif event.kind in ("incumbent", "done"):
            self._incumbent(event)
        elif event.kind == "bound" or self._due(event):
            self._line(event, sentence(self._with_figures(event)))
        self._renew(event)

    def _incumbent(self, event: Event) -> None:
        cover = event.levels[:-1] if event.levels else None
        first = self._cover is None or event.kind == "done"
        news = cover != self._cover and self._due(event, NEWS_SECONDS)
        if first or news or self._due(event):
            self._cover = cover
            self._line(event, sentence(event))

    def _due(self, event: Event, pause: float = PAUSE_SECONDS) -> bool:
        return event.elapsed - self._told >= pause

    def _with_figures(self, event: Event) -> Event:
        """Give an event the figures of the incumbent it speaks of."""
        if event.figures or self._last is None:
            return event
        from dataclasses import replace

        return replace(event, figures=self._last.figures)

    def _line(self, event: Event, text: str) -> None:
        self._told = event.elapsed
        line = f"{words.clock_face(event.elapsed)}  {words.plain(text)}"
        if self._spinner is not None:
            self._spinner.console.print(line)
        else:
            words.tell(line)

    def _renew(self, event: Event) -> None:
        if self._spinner is not None:
            now = words.clock_face(event.elapsed)
            said = sentence(self._with_figures(event))
            self._spinner.update(f"{now}  {words.plain(said)}  (Ctrl-C: enough)")
