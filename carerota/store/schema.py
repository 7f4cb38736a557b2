"""The tables, and the number by which an older library knows a newer store.

Types are the plainest there are, so that SQLite and PostgreSQL hold the same: text,
whole numbers and bytes. Days and moments are text in ISO form, moments in UTC, which
sorts as time does. Records are kept as the JSON they were written as, packed, so that
what is read is to the byte what was stored, and a flipped bit is noticed.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from carerota.store.refusals import refused

if TYPE_CHECKING:
    from sqlalchemy import Dialect

__all__ = [
    "ACTUALS",
    "EDITS",
    "METADATA",
    "PROBLEMS",
    "PROPOSALS",
    "STORE",
    "STORE_VERSION",
    "VERSIONS",
]

STORE_VERSION: Final = 1
"""Raised when the tables change; a store with a higher number is refused."""


class Packed(TypeDecorator[str]):
    """Text kept as zlib bytes."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        """Pack."""
        del dialect
        return None if value is None else zlib.compress(value.encode())

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """Unpack; the checksum of zlib is checked."""
        del dialect
        if value is None:
            return None
        try:
            return zlib.decompress(value).decode()
        except (zlib.error, UnicodeDecodeError):
            found, expected = (
                "a record that cannot be unpacked",
                "a store that is whole",
            )
            raise refused("store-damaged", "store", found, expected) from None


METADATA: Final = MetaData()

STORE: Final = Table(
    "carerota_store",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("made_at", String(40), nullable=False),
)
"""One row. Whoever writes to the store holds it, so that writers take turns."""

PROBLEMS: Final = Table(
    "carerota_problems",
    METADATA,
    Column("fingerprint", String(16), primary_key=True),
    Column("record", Packed, nullable=False),
)

PROPOSALS: Final = Table(
    "carerota_proposals",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("co_op", String(200), nullable=False, index=True),
    Column("first_day", String(10), nullable=False),
    Column("last_day", String(10), nullable=False),
    Column("problem", ForeignKey(PROBLEMS.c.fingerprint), nullable=False),
    Column("policy", Packed),
    Column("rota", Packed, nullable=False),
    Column("made", Packed),
    Column("figures", Packed, nullable=False),
    Column("kept", Packed, nullable=False),
    Column("state", String(12), nullable=False),
    Column("based_on", Integer, nullable=False),
    Column("by", String(200), nullable=False),
    Column("at", String(40), nullable=False),
    Column("note", Text, nullable=False),
    sqlite_autoincrement=True,
)
"""``rota`` has the manual edits; ``made`` is the rota without them, once there are any.
"""

EDITS: Final = Table(
    "carerota_edits",
    METADATA,
    Column("proposal", ForeignKey(PROPOSALS.c.id), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("record", Packed, nullable=False),
)

VERSIONS: Final = Table(
    "carerota_versions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("co_op", String(200), nullable=False, index=True),
    Column("first_day", String(10), nullable=False),
    Column("last_day", String(10), nullable=False),
    Column("number", Integer, nullable=False),
    Column("proposal", ForeignKey(PROPOSALS.c.id), nullable=False, unique=True),
    Column("by", String(200), nullable=False),
    Column("at", String(40), nullable=False),
    Column("why", Text, nullable=False),
    Column("rota", Packed, nullable=False),
    Column("changes", Packed, nullable=False),
    UniqueConstraint("co_op", "first_day", "last_day", "number"),
    sqlite_autoincrement=True,
)

ACTUALS: Final = Table(
    "carerota_actuals",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("co_op", String(200), nullable=False, index=True),
    Column("day", String(10), nullable=False),
    Column("version", ForeignKey(VERSIONS.c.id), nullable=False),
    Column("record", Packed, nullable=False),
    Column("by", String(200), nullable=False),
    Column("at", String(40), nullable=False),
    sqlite_autoincrement=True,
)
"""Kept in the order they were told; of two about one slot the later one holds."""
