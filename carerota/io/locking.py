"""Holding a file that several processes write to, for as long as one line takes."""

from __future__ import annotations

import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["held"]


@contextmanager
def held(handle: int) -> Iterator[None]:
    """Wait until nobody else holds an open file, and hold it.

    The system lets go of it when the process ends, however it ends. Some network
    folders know no locks: there the file is not held.

    Parameters
    ----------
    handle
        Of the file, as the system numbers it.
    """
    locked = False
    with suppress(OSError):
        _lock(handle)
        locked = True
    try:
        yield
    finally:
        if locked:
            _unlock(handle)


if sys.platform == "win32":  # pragma: no cover
    import msvcrt
    import os

    BEYOND: Final = 1 << 40
    """Windows lets nobody read what is locked: a byte beyond the text is."""

    def _lock(handle: int) -> None:
        _locking(handle, msvcrt.LK_LOCK)

    def _unlock(handle: int) -> None:
        _locking(handle, msvcrt.LK_UNLCK)

    def _locking(handle: int, how: int) -> None:
        os.lseek(handle, BEYOND, os.SEEK_SET)
        msvcrt.locking(handle, how, 1)
        os.lseek(handle, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
