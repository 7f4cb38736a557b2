"""A bound that is looked for in a thread of its own while the engines work."""

from __future__ import annotations

import logging
import time
from threading import Event, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from carerota.compiled.problem import Compiled
    from carerota.engines.base import Incumbent
    from carerota.engines.bounds.whole import WholeBound
    from carerota.rules.book import RuleBook

__all__ = ["Beside"]

LOG = logging.getLogger(__name__)


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
