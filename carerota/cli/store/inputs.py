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
    known = store.co_ops()
    if given is None and len(known) == 1:
        return known[0]
    if given in known:
        return str(given)
    found = "nothing" if given is None else repr(given)
    expected = "one of " + ", ".join(known) if known else "a store with a proposal"
    raise DataError([Issue("--co-op", found, expected, code="unknown-co-op")])


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
