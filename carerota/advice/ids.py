"""Finding what somebody names, or saying what they may have meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.errors import DataError
from carerota.model.faults.issues import did_you_mean, fault, shown

if TYPE_CHECKING:
    from collections.abc import Collection

    from carerota.errors import Issue

__all__ = ["demand", "unknown"]


def unknown(path: str, name: object, known: Collection[str], what: str) -> list[Issue]:
    """Give the fault of a name that is not known; none where it is.

    Parameters
    ----------
    path
        What was asked for: ``visit``.
    name
        As it was given.
    known
        The names there are.
    what
        What should have been named: ``a visit of the problem``.
    """
    if isinstance(name, str) and name in known:
        return []
    hint = did_you_mean(name, known) if isinstance(name, str) else ""
    return [fault(f"unknown-{path}", path, shown(name), what, hint)]


def demand(*issues: list[Issue], source: str | None = None) -> None:
    """Refuse what has faults.

    Raises
    ------
    DataError
        With all of them.
    """
    every = [issue for some in issues for issue in some]
    if every:
        raise DataError(every, source=source)
