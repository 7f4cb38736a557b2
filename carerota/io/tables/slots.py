"""Carer slots in the columns ``carers``, ``skills`` and ``pinned_workers``.

``skills`` holds one list for every carer, or one for each with a bar between them:
``hoist; medication | hoist``. ``pinned_workers`` holds a worker for each carer, blank
where it is open: ``w1 |``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carerota.io.tables.cells import WHOLE, CellError, join, parts, split

if TYPE_CHECKING:
    from carerota.io.tables.reading import Reading
    from carerota.io.tables.sheet import Row
    from carerota.model.visit import Slot

__all__ = ["SLOT_COLUMNS", "read_slots", "slot_cells"]

SLOT_COLUMNS = ("carers", "skills", "pinned_workers")
MOST_CARERS = 4
BAR = "|"


def read_slots(reading: Reading, row: Row, at: str) -> list[dict[str, Any]]:
    """Read the carers a visit needs at the same time."""
    skills = parts(row["skills"], BAR)
    pinned = parts(row["pinned_workers"], BAR)
    n = max(len(skills), len(pinned))
    with reading.cell(row, "carers", f"{at}.slots"):
        n = _carers(row["carers"], n)
    with reading.cell(row, "skills", f"{at}.skills"):
        skills = _for_each(skills, n)
    with reading.cell(row, "pinned_workers", f"{at}.pinned_workers"):
        pinned = pinned if any(pinned) else [""] * n
        if len(pinned) != n:
            raise CellError(f"{n} workers with a bar between them", "such as w1 |")
    slots: list[dict[str, Any]] = []
    for s, (words, worker) in enumerate(zip(skills, pinned, strict=False)):
        reading.note(f"{at}.slots[{s}].skills", row, "skills")
        reading.note(f"{at}.slots[{s}].pinned_worker", row, "pinned_workers")
        slots.append({"skills": split(words), "pinned_worker": _one(worker)})
    return slots


def _one(worker: str) -> str | None:
    names = split(worker)
    return names[0] if len(names) == 1 else worker or None


def _carers(text: str, otherwise: int) -> int:
    n: Any = WHOLE.read(text) if text else otherwise
    if not 1 <= n <= MOST_CARERS:
        raise CellError(f"a whole number from 1 to {MOST_CARERS}")
    return int(n)


def _for_each(words: list[str], n: int) -> list[str]:
    if len(words) == 1:
        return words * n
    if len(words) != n:
        raise CellError(
            f"skills for {n} carers with a bar between them", "hoist | hoist"
        )
    return words


def slot_cells(slots: tuple[Slot, ...]) -> dict[str, str]:
    """Write the carers a visit needs."""
    skills = [join(sorted(slot.skills)) for slot in slots]
    pinned = [join([slot.pinned_worker or ""]) for slot in slots]
    same = len(set(skills)) == 1
    return {
        "carers": str(len(slots)),
        "skills": skills[0] if same else f" {BAR} ".join(skills),
        "pinned_workers": f" {BAR} ".join(pinned) if any(pinned) else "",
    }
