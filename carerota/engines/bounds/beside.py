"""A bound that is looked for in a thread of its own while the engines work."""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from carerota.engines.bounds import can_bound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from carerota.compiled.problem import Compiled
    from carerota.engines.base import Incumbent
    from carerota.engines.bounds.series import BoundSeries
    from carerota.engines.bounds.whole import WholeBound
    from carerota.rules.book import RuleBook

__all__ = [
    "Beside",
    "BoundBeside",
    "bound_beside",
    "bound_by_rounds",
    "bounds_of_each",
    "series_beside",
]

LOG = logging.getLogger(__name__)
AFTER: Final = 2.0
"""Seconds of a proof after which another bound is looked for beside it."""
AT: Final = 0.2
"""Share of the seconds of a search after which a bound is looked for beside it."""
SHARE: Final = 0.1
"""Share of what the threads can do that this may take."""
PROOF_SHARE: Final = 0.25
"""The same beside a proof."""
LONGEST: Final = 60.0
"""Seconds of one core that a bound takes at most."""
LARGEST: Final = 3_000
"""Slots from which no bound is looked for beside a search: its tables take memory for
each worker and each pair of a day's slots, a dozen GiB at ten thousand slots, and the
time runs out before anything is proven."""
ROUNDS: Final = 400
"""Rounds of a bound without a clock."""


class _Bound(Protocol):
    """What is looked for."""

    def run(self, over: Callable[[float], bool]) -> None:
        """Look until a share of the time has passed."""


B = TypeVar("B", bound=_Bound)


class Beside(Generic[B]):
    """Looks for a bound until it is as good as it gets, the time is up, or stopped.

    Parameters
    ----------
    make
        Makes what is looked for, once it begins.
    wait
        Seconds after which it begins: what ends before then needs no bound.
    effort
        Seconds of one core that it may take.
    """

    def __init__(self, make: Callable[[], B], *, wait: float, effort: float) -> None:
        self._stopped = Event()
        self.found: B | None = None
        """What is proven until now is in it; ``None``: it has not begun."""

        def work() -> None:
            if self._stopped.wait(wait):
                return
            began = time.thread_time()
            self.found = make()
            self.found.run(
                lambda share: (
                    self._stopped.is_set()
                    or time.thread_time() - began >= share * effort
                )
            )

        def run() -> None:
            try:
                work()
            except Exception:
                # a rota without a bound is better than none
                self.found = None
                LOG.exception("no bound: looking for it failed")

        self._thread = Thread(target=run, name="carerota bound", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End it; a round that has begun is waited for."""
        self._stopped.set()
        self._thread.join()


class BoundBeside(Beside["WholeBound"]):
    """A bound at one price."""

    def at(self, levels: tuple[int, ...]) -> int | None:
        """Give what is proven until now of rotas that cover as much as one does."""
        return None if self.found is None else self.found.at(levels)


@contextmanager
def bound_beside(
    compiled: Compiled,
    book: RuleBook,
    best: Callable[[], Incumbent | None],
    seconds: float | None,
    threads: int,
    small: bool,
) -> Iterator[BoundBeside | None]:
    """Look for a bound beside what is done within, as :class:`Beside` does.

    Parameters
    ----------
    compiled, book
        The problem and its policy.
    best
        Gives the best rota so far, once it begins.
    seconds, threads
        Of the whole solve; ``None``: no clock, and no bound.
    small
        What is done within is a proof.
    """
    too_large = compiled.n_slots >= LARGEST
    if seconds is None or too_large or not can_bound(book):
        yield None
        return

    def make() -> WholeBound:
        from carerota.engines.bounds.whole import WholeBound

        return WholeBound(compiled, book, best())

    wait = AFTER if small else AT * seconds
    effort = min(LONGEST, (PROOF_SHARE if small else SHARE) * seconds * threads)
    beside = BoundBeside(make, wait=wait, effort=effort)
    try:
        yield beside
    finally:
        beside.stop()


@contextmanager
def series_beside(
    compiled: Compiled, books: Sequence[RuleBook], seconds: float, threads: int
) -> Iterator[BoundSeries | None]:
    """Look for bounds at several prices beside what is done within.

    Parameters
    ----------
    compiled, books
        See :class:`~carerota.engines.bounds.series.BoundSeries`.
    seconds, threads
        Of all that is done within.
    """
    series = bounds_of_each(compiled, books)
    if series is None:
        yield None
        return
    effort = min(LONGEST, SHARE * seconds * threads)
    beside = Beside(lambda: series, wait=AFTER, effort=effort)
    try:
        yield series
    finally:
        beside.stop()


def bound_by_rounds(
    compiled: Compiled,
    book: RuleBook,
    best: Incumbent | None,
    over: Callable[[], bool],
) -> WholeBound | None:
    """Look for a bound without a clock, so that it is the same each time."""
    if not can_bound(book):
        return None
    from carerota.engines.bounds.whole import WholeBound

    found = WholeBound(compiled, book, best)
    found.run(lambda _: over(), rounds=ROUNDS)
    return found


def bounds_of_each(compiled: Compiled, books: Sequence[RuleBook]) -> BoundSeries | None:
    """Give a series to look for bounds in; ``None``: there is none to be had."""
    if compiled.n_slots >= LARGEST or not all(can_bound(book) for book in books):
        return None
    from carerota.engines.bounds.series import BoundSeries

    return BoundSeries(compiled, books)
