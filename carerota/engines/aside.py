"""A solve in a thread of its own, so that an interrupt or a stop reaches it at once."""

from __future__ import annotations

from contextlib import suppress
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Aside"]

T = TypeVar("T")
LOOK_SECONDS: Final = 0.05
"""How often is looked at whether to stop."""
PATIENCE: Final = 20
"""Looks for which an interrupt waits for the solver to end: a second."""


class _CancelledError(Exception):
    """The solve is no longer wanted."""


class Aside(Generic[T]):
    """Something that runs beside the main thread.

    Parameters
    ----------
    work
        Is called with the arguments given and ``on_start``, through which it tells
        how it can be stopped.
    """

    def __init__(self, work: Callable[..., T], *args: Any, **more: Any) -> None:
        self._stop: Callable[[], None] | None = None
        self._done: list[T] = []
        self._failed: BaseException | None = None

        self._cancelled = False
        # not asked of the thread: an interrupted join takes it for ended (Python 3.11)
        self._ended = Event()

        def started(stop: Callable[[], None]) -> None:
            if self._cancelled:
                raise _CancelledError
            self._stop = stop

        def run() -> None:
            try:
                self._done.append(work(*args, on_start=started, **more))
            except BaseException as error:  # noqa: BLE001 - raised again by wait()
                self._failed = error
            finally:
                self._ended.set()

        # not a daemon: the solver's own threads do not outlive an exit
        self._thread = Thread(target=run, name="carerota solve")
        self._thread.start()

    def wait(self, over: Callable[[], bool]) -> T:
        """Wait for the result; where ``over`` says True, stop and give what there is.

        Raises
        ------
        BaseException
            What the work raised; KeyboardInterrupt, once the work is told to stop.
        """
        try:
            while not self._ended.wait(LOOK_SECONDS):
                if over():
                    self._halt()
        except KeyboardInterrupt:
            self._cancel()
            raise
        if self._failed is not None:
            raise self._failed
        return self._done[0]

    def _cancel(self) -> None:
        """End the work; a model still being built is dropped once it is."""
        self._cancelled = True
        with suppress(KeyboardInterrupt):
            # again and again: a solver about to start does not hear it yet
            for _ in range(PATIENCE):
                self._halt()
                if self._ended.wait(LOOK_SECONDS):
                    return

    def _halt(self) -> None:
        if self._stop is not None:
            self._stop()
