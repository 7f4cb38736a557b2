"""What is wrong with a problem, found without any solver and listed in full.

:func:`faults` lists faults (nothing can be solved) and warnings (it can, but will
hardly be meant); :data:`CODES` says what each code means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from weakref import WeakValueDictionary

from carerota.errors import DataError, Issue
from carerota.model.faults.codes import CODES
from carerota.model.faults.frame import frame
from carerota.model.faults.ids import duplicates, gone, references
from carerota.model.faults.journeys import matrices, places
from carerota.model.faults.linked import linked
from carerota.model.faults.orders import orders
from carerota.model.faults.people import (
    contracts,
    idle_clients,
    missing_skills,
    wishes,
)
from carerota.model.faults.pins import pins
from carerota.model.faults.times import availability, past, visit_times
from carerota.model.faults.view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from carerota.model.problem import RotaProblem

__all__ = ["CODES", "check_faults", "faults", "take_as_sound"]

CHECKS: Final[tuple[Callable[[View], Iterator[Issue]], ...]] = (
    duplicates,
    references,
    visit_times,
    availability,
    past,
    orders,
    linked,
    places,
    matrices,
    contracts,
    pins,
    wishes,
    idle_clients,
    missing_skills,
    gone,
)


_SOUND: Final[WeakValueDictionary[int, RotaProblem]] = WeakValueDictionary()
"""Problems that were found to have no fault, for as long as somebody holds them."""


def faults(problem: RotaProblem) -> list[Issue]:
    """List every fault and warning of a problem that can be seen without solving.

    Parameters
    ----------
    problem
        The problem; its packages need not be expanded, but links and pins of visits
        still to come can only be judged once they are.

    Returns
    -------
    list[Issue]
        Faults first, then warnings. Empty when nothing is wrong.
    """
    found = list(frame(problem))
    # in a year that no calendar reaches nothing else can be said
    if not any(issue.code == "first-day-absurd" for issue in found):
        view = View(problem)
        for check in CHECKS:
            found.extend(check(view))
    return sorted(found, key=lambda issue: issue.warning)


def check_faults(problem: RotaProblem) -> None:
    """Refuse a problem with faults; warnings pass.

    Raises
    ------
    DataError
        With every fault.
    """
    if _SOUND.get(id(problem)) is problem:
        return
    found = [issue for issue in faults(problem) if not issue.warning]
    if found:
        raise DataError(found)
    take_as_sound(problem)


def take_as_sound(problem: RotaProblem) -> None:
    """Remember that a problem has no fault: whoever calls this answers for it.

    Records cannot change, so whoever asks many questions about one week waits for the
    checks but once. (Dictionaries inside them could; nothing here does that.)
    """
    _SOUND[id(problem)] = problem
