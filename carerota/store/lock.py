"""One night at a time: a lock that ends with the process that holds it.

Beside an SQLite file it is a lock of the operating system on a small file, on
PostgreSQL an advisory lock of the session. Both end when the process does, however it
ends, so that a night that was killed never blocks the next one.
"""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from carerota.errors import NightRunningError
from carerota.store.opening import file_of
from carerota.store.refusals import refused, telling

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

__all__ = ["one_at_a_time"]

SIGNED: Final = 1 << 63


@contextmanager
def one_at_a_time(engine: Engine, co_op: str, told: str) -> Iterator[None]:
    """Hold the lock of a co-op's night.

    Parameters
    ----------
    engine, co_op
        The store and the co-op.
    told
        What another start is told of this one.

    Raises
    ------
    NightRunningError
        Another process holds it.
    """
    mark = hashlib.sha256(co_op.encode()).digest()
    if engine.dialect.name == "postgresql":
        with _advisory(engine, co_op, int.from_bytes(mark[:8]) - SIGNED):
            yield
        return
    path = file_of(engine.url)
    if path is None:  # a store in memory is this process's own
        yield
        return
    with _file(path.with_name(f"{path.name}.{mark.hex()[:8]}.night"), co_op, told):
        yield


@contextmanager
def _advisory(engine: Engine, co_op: str, key: int) -> Iterator[None]:
    own = engine.execution_options(isolation_level="AUTOCOMMIT")
    with telling(engine.url.render_as_string()), own.connect() as connection:
        if not connection.scalar(select(func.pg_try_advisory_lock(key))):
            raise NightRunningError(co_op)
        try:
            yield
        finally:
            connection.scalar(select(func.pg_advisory_unlock(key)))


@contextmanager
def _file(path: Path, co_op: str, told: str) -> Iterator[None]:
    """Lock a file; it is left where it is, as another may be waiting to open it."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        reason = error.strerror or str(error)
        expected = "a folder that can be written to"
        raise refused("read-only", str(path.parent), reason, expected) from None
    try:
        if not _locked(handle):
            said = os.read(handle, 200).decode("utf-8", "replace").strip("\x00 \n")
            raise NightRunningError(co_op, said)
        os.ftruncate(handle, 0)
        os.write(handle, told.encode())
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    BEYOND: Final = 1 << 20
    """Windows lets nobody read what is locked: a byte beyond the text is."""

    def _locked(handle: int) -> bool:
        os.lseek(handle, BEYOND, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _locked(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
