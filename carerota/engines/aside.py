"""A solve in a thread of its own, so that an interrupt or a stop reaches it at once."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Aside"]

T = TypeVar("T")
LOOK_SECONDS: Final = 0.05
"""How often is looked at whether to stop."""
PATIENCE_SECONDS: Final = 0.5
"""How long an interrupt waits for the solver to end."""


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

        def started(stop: Callable[[], None]) -> None:
            self._stop = stop

        def run() -> None:
            try:
                self._done.append(work(*args, on_start=started, **more))
            except BaseException as error:  # noqa: BLE001 - raised again by wait()
                self._failed = error

        # a daemon: an interrupt while a model is built does not hold up the exit
        self._thread = Thread(target=run, daemon=True, name="carerota solve")
        self._thread.start()

    def wait(self, over: Callable[[], bool]) -> T:
        """Wait for the result; where ``over`` says True, stop and give what there is.

        Raises
        ------
        BaseException
            What the work raised; KeyboardInterrupt, once the work is told to stop.
        """
        try:
            while self._thread.is_alive():
                self._thread.join(LOOK_SECONDS)
                if over():
                    self._halt()
        except KeyboardInterrupt:
            self._halt()
            self._thread.join(PATIENCE_SECONDS)
            raise
        if self._failed is not None:
            raise self._failed
        return self._done[0]

    def _halt(self) -> None:
        if self._stop is not None:
            self._stop()
