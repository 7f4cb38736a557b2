"""An opened store: its transactions, its lock, and whether it is whole."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from carerota.errors import DataError
from carerota.store.checking import checked
from carerota.store.lock import one_at_a_time
from carerota.store.opening import WRITES, file_of, open_engine, place_of
from carerota.store.refusals import telling
from carerota.store.rows import written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from os import PathLike

    from sqlalchemy import Connection

    from carerota.errors import Issue

__all__ = ["OpenedStore"]


def _now() -> datetime:
    return datetime.now(UTC)


class OpenedStore:
    """What every call on a store needs; see :class:`carerota.store.Store`."""

    def __init__(
        self,
        where: str | PathLike[str],
        *,
        create: bool = True,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        url = place_of(where)
        self._now = now or _now
        path = file_of(url)
        self.place = url.render_as_string() if path is None else str(path)
        """Where it is, without a password."""
        self._engine = open_engine(url, create=create, made_at=written(self._now()))

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def check(self, *, rescore: bool = True) -> list[Issue]:
        """Look whether the store is whole; an empty list says that it is.

        The database itself, every record to the byte, fingerprints, numbers and states,
        one version in force for each horizon, edits and differences made again.

        Parameters
        ----------
        rescore
            Also check every rota anew; takes up to a second for each.
        """
        try:
            with self._reading() as connection:
                return checked(connection, rescore=rescore)
        except DataError as error:
            return list(error.issues)

    def one_night(self, co_op: str) -> AbstractContextManager[None]:
        """Hold the lock under which one night of a co-op runs at a time.

        Raises
        ------
        NightRunningError
            One is running.
        """
        since = f"since {self._now().astimezone():%Y-%m-%d %H:%M}"
        return one_at_a_time(self._engine, co_op, since)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """Read as of one moment, whatever others write meanwhile."""
        with telling(self.place), self._engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with telling(self.place), self._engine.connect() as connection:
            writes = connection.execution_options(**{WRITES: True})
            with writes.begin():
                yield writes
