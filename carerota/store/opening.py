"""Opening a store: where it is, what it is, and how it stays whole.

SQLite keeps a log of what is being written beside the file (WAL) and waits for the
disk at every commit (``synchronous=FULL``): a process killed between two statements
leaves the last commit. Writers take turns: on SQLite by ``BEGIN IMMEDIATE``, elsewhere
by holding the one row of the table ``carerota_store``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    create_engine,
    event,
    func,
    insert,
    inspect,
    make_url,
    select,
)
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import NullPool, StaticPool

from carerota.errors import MissingExtraError
from carerota.model.faults.issues import shown
from carerota.store.refusals import refused, telling
from carerota.store.schema import METADATA, STORE, STORE_VERSION

if TYPE_CHECKING:
    from os import PathLike

    from sqlalchemy import Connection, Engine

__all__ = ["WRITES", "file_of", "open_engine", "place_of"]

WRITES: Final = "carerota_writes"
"""Execution option of a connection whose transaction will write."""
MAGIC: Final = b"SQLite format 3\x00"
WAIT_SECONDS: Final = 30
A_STORE: Final = "a file, or a URL such as postgresql+psycopg://user@host/rotas"
IN_MEMORY: Final = {None, "", ":memory:"}


def place_of(where: str | PathLike[str]) -> URL:
    """Give the address of a store: a URL, or the path of an SQLite file.

    Raises
    ------
    DataError
        It is neither.
    """
    text = str(where)
    if not text.strip():
        raise refused("no-store", "store", "nothing", "a file or a database URL")
    if "://" not in text:
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
    except ArgumentError:
        raise refused("no-store", "store", shown(text), A_STORE) from None
    if url.drivername in {"postgresql", "postgres"}:
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise refused("no-store", "store", url.drivername, A_STORE)
    return url


def file_of(url: URL) -> Path | None:
    """Give the file of an SQLite store; ``None``: in memory, or another database."""
    if url.get_backend_name() != "sqlite" or url.database in IN_MEMORY:
        return None
    name = str(url.database)
    return Path(name.removeprefix("file:") if "uri" in url.query else name)


def open_engine(url: URL, *, create: bool, made_at: str) -> Engine:
    """Open a store and make sure that it is one this library can read.

    Parameters
    ----------
    url
        Where it is.
    create
        Make it where there is none.
    made_at
        Written into a new store.

    Raises
    ------
    DataError
        There is none, it is something else, damaged, newer, or cannot be opened.
    MissingExtraError
        The driver of the database is not installed.
    """
    place = url.render_as_string()
    path = file_of(url)
    if path is not None:
        place = str(path)
        _look_at(path, create)
    try:
        engine = create_engine(url, **_options(url))
    except ModuleNotFoundError as error:
        raise MissingExtraError(str(error.name), "postgresql") from None
    except NoSuchModuleError:
        raise refused("no-store", "store", url.drivername, A_STORE) from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    try:
        with telling(place):
            _there(engine, place, create=create, made_at=made_at)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _options(url: URL) -> dict[str, Any]:
    if url.get_backend_name() != "sqlite":
        return {"isolation_level": "READ COMMITTED", "pool_pre_ping": True}
    if url.database in IN_MEMORY:
        return {
            "poolclass": StaticPool,
            "connect_args": {"check_same_thread": False},
        }
    return {"poolclass": NullPool, "connect_args": {"timeout": WAIT_SECONDS}}


def _look_at(path: Path, create: bool) -> None:
    """Refuse a file that is no store before a database is asked to read it."""
    try:
        if path.is_dir():
            raise refused("no-store", str(path), "a folder", "a file")
        if path.exists():
            with path.open("rb") as file:
                head = file.read(len(MAGIC))
            if head and head != MAGIC:
                raise refused(
                    "not-a-store", str(path), "another kind of file", "a store"
                )
            if head or create:
                return
        elif create and path.parent.is_dir():
            return
        elif create:
            expected = "a folder that exists"
            raise refused("no-folder", str(path), str(path.parent), expected)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        expected = "a file that can be read"
        raise refused("cannot-open", str(path), reason, expected) from None
    hint = "carerota nightly and carerota store propose make one"
    raise refused("no-store", str(path), "nothing", "a store", hint)


def _prepare(connection: Any, record: Any) -> None:
    del record
    # transactions begin where we say so, also for reading
    connection.isolation_level = None
    cursor = connection.cursor()
    try:
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA synchronous=FULL")
    finally:
        cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _there(engine: Engine, place: str, *, create: bool, made_at: str) -> None:
    """Find the tables, or make them, all of them or none."""
    with engine.connect() as connection, connection.begin():
        if _found(connection, place):
            return
        others = inspect(connection).get_table_names()
    if others and engine.dialect.name == "sqlite":
        found = f"tables of something else: {shown(', '.join(sorted(others)))}"
        raise refused("not-a-store", place, found, "a store of carerota")
    if not create:
        hint = "carerota nightly and carerota store propose make one"
        raise refused("no-store", place, "nothing", "a store", hint)
    if engine.dialect.name == "sqlite":
        _with_log(engine)
    with (
        engine.connect().execution_options(**{WRITES: True}) as connection,
        connection.begin(),
    ):
        if engine.dialect.name == "postgresql":
            # two that make the store at the same moment take turns
            connection.execute(select(func.pg_advisory_xact_lock(STORE_KEY)))
        if not _found(connection, place):
            METADATA.create_all(connection)
            row = {"id": 1, "version": STORE_VERSION, "made_at": made_at}
            connection.execute(insert(STORE).values(row))


STORE_KEY: Final = 0x6361_7265_726F
"""``carero`` as a number: the advisory lock under which tables are made."""


def _with_log(engine: Engine) -> None:
    """Turn the log on; it stays on, being written in the file's head."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA journal_mode=WAL").close()
    finally:
        raw.close()


def _found(connection: Connection, place: str) -> bool:
    """Tell whether the tables are there; refuse those of a newer library."""
    if not inspect(connection).has_table(STORE.name):
        return False
    version = connection.scalar(select(STORE.c.version).where(STORE.c.id == 1))
    if version is None or version < 1:
        found = "tables without a version"
        raise refused("store-damaged", place, found, "a store that is whole")
    if version > STORE_VERSION:
        raise refused(
            "store-newer",
            place,
            f"a store of version {version}",
            f"version {STORE_VERSION} at most",
            "a newer carerota has written it: install that one",
        )
    return True
