"""What the commands on a store share."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from carerota.errors import DataError, Issue

if TYPE_CHECKING:
    from carerota.store import Store

__all__ = [
    "ByOption",
    "CoOpOption",
    "ProposalArgument",
    "StoreArgument",
    "day_of",
    "known",
    "opened",
    "the_co_op",
]

StoreArgument = Annotated[
    str, typer.Argument(metavar="STORE", help="An SQLite file or a database URL.")
]
ProposalArgument = Annotated[
    int, typer.Argument(metavar="PROPOSAL", help="The number of a proposal.")
]
ByOption = Annotated[str, typer.Option(help="Your name: who does it.")]
CoOpOption = Annotated[
    str | None,
    typer.Option(
        "--co-op", metavar="NAME", help="Else the name of the problem, or the only one."
    ),
]


def opened(where: str, *, create: bool = False) -> Store:
    """Open a store; SQLAlchemy is loaded here and not for ``--help``."""
    from carerota.store import Store

    return Store(where, create=create)


def the_co_op(store: Store, given: str | None) -> str:
    """Give the co-op that is meant.

    Raises
    ------
    DataError
        The store knows none, several, or not the one that was named.
    """
    co_ops = store.co_ops()
    if given is None and len(co_ops) == 1:
        return co_ops[0]
    if given in co_ops:
        return str(given)
    found = "nothing" if given is None else repr(given)
    expected = "one of " + ", ".join(co_ops) if co_ops else "a store with a proposal"
    raise DataError([Issue("--co-op", found, expected, code="unknown-co-op")])


def known(store: Store, given: str | None) -> str | None:
    """Give the co-op that was named, if any was.

    Raises
    ------
    DataError
        The store does not know it.
    """
    return None if given is None else the_co_op(store, given)


def day_of(text: str | None) -> date | None:
    """Read the day of an option.

    Raises
    ------
    DataError
        It is none.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        expected = "a date, such as 2026-06-08"
        raise DataError([Issue("--day", repr(text), expected)]) from None
