"""Ctrl-C and the wish of a service manager to stop: both end a solve in good order."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

from carerota.cli.words import tell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

__all__ = ["stopping_in_order"]

PATIENCE = 2
"""How many wishes to stop are answered with patience while the rota is written."""
FIRST = "stopping; the best rota so far will be written"
AGAIN = "still writing; once more to leave without a rota"


@contextmanager
def stopping_in_order(first: str = FIRST, again: str = AGAIN) -> Iterator[None]:
    """Turn the first SIGINT or SIGTERM into KeyboardInterrupt, and hold further ones.

    What was found must still be checked and written, and an impatient second Ctrl-C
    must not lose it. The third is obeyed.

    Parameters
    ----------
    first, again
        What is told at the first wish to stop, and at the second.
    """
    heard = 0

    def handle(number: int, frame: FrameType | None) -> None:
        nonlocal heard
        del number, frame
        heard += 1
        if heard == 1:
            tell(first)
        elif heard <= PATIENCE:
            tell(again)
            return
        raise KeyboardInterrupt

    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, handle) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
