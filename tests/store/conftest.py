"""A store on disk with a clock of its own, and on PostgreSQL where one is lent."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine

from carerota.store import Store
from carerota.store.schema import METADATA
from tests.store.worlds import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

POSTGRES = os.environ.get("CAREROTA_TEST_POSTGRES")
"""URL of an empty database; what carerota keeps there is thrown away."""


@pytest.fixture
def clock() -> Clock:
    """A clock that stands before the week."""
    return Clock()


@pytest.fixture(params=["sqlite", *(["postgresql"] if POSTGRES else [])])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a store can be made."""
    if request.param == "sqlite":
        yield str(tmp_path / "rotas.db")
        return
    assert POSTGRES
    engine = create_engine(POSTGRES)
    METADATA.drop_all(engine)
    yield POSTGRES
    METADATA.drop_all(engine)
    engine.dispose()


@pytest.fixture
def store(where: str, clock: Clock) -> Iterator[Store]:
    """A new store."""
    with Store(where, now=clock) as opened:
        yield opened
        assert opened.check() == []
