"""A bound that is looked for in a thread of its own while the engines work."""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from carerota.engines.bounds import can_bound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from carerota.compiled.problem import Compiled
    from carerota.engines.base import Incumbent
    from carerota.engines.bounds.whole import WholeBound
    from carerota.rules.book import RuleBook

__all__ = ["Beside", "bound_beside", "bound_by_rounds"]

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


class Beside:
    """Looks for a bound until it is as good as it gets, the time is up, or stopped.

    Parameters
    ----------
    compiled, book
        The problem and its policy.
    best
        Gives the best rota so far, once it begins.
    wait
        Seconds after which it begins: what ends before then needs no bound.
    effort
        Seconds of one core that it may take.
    """

    def __init__(
        self,
        compiled: Compiled,
        book: RuleBook,
        best: Callable[[], Incumbent | None],
        *,
        wait: float,
        effort: float,
    ) -> None:
        self._stopped = Event()
        self._bound: WholeBound | None = None

        def work() -> None:
            if self._stopped.wait(wait):
                return
            from carerota.engines.bounds.whole import WholeBound

            began = time.thread_time()
            self._bound = WholeBound(compiled, book, best())
            self._bound.run(
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
                self._bound = None
                LOG.exception("no bound: looking for it failed")

        self._thread = Thread(target=run, name="carerota bound", daemon=True)
        self._thread.start()

    def at(self, levels: tuple[int, ...]) -> int | None:
        """Give what is proven until now of rotas that cover as much as one does."""
        return None if self._bound is None else self._bound.at(levels)

    def stop(self) -> None:
        """End it; a round that has begun is waited for."""
        self._stopped.set()
        self._thread.join()


@contextmanager
def bound_beside(
    compiled: Compiled,
    book: RuleBook,
    best: Callable[[], Incumbent | None],
    seconds: float | None,
    threads: int,
    small: bool,
) -> Iterator[Beside | None]:
    """Look for a bound beside what is done within, as :class:`Beside` does.

    Parameters
    ----------
    compiled, book, best
        See :class:`Beside`.
    seconds, threads
        Of the whole solve; ``None``: no clock, and no bound.
    small
        What is done within is a proof.
    """
    too_large = compiled.n_slots >= LARGEST
    if seconds is None or too_large or not can_bound(book):
        yield None
        return
    wait = AFTER if small else AT * seconds
    effort = min(LONGEST, (PROOF_SHARE if small else SHARE) * seconds * threads)
    beside = Beside(compiled, book, best, wait=wait, effort=effort)
    try:
        yield beside
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
