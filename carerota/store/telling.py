"""A manual edit in words: what, by whom, why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.units import day_and_time

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from carerota.store.records import Edit, ManualEdit

__all__ = ["edit_text"]


def edit_text(edit: Edit, by_hand: Iterable[ManualEdit], zone: ZoneInfo) -> str:
    """Say what an edit asks for, and who made it where that is known.

    Parameters
    ----------
    edit
        The edit.
    by_hand
        Edits with who made them; of several like it the last one counts.
    zone
        Of the wall clock.
    """
    name = edit.visit + (f", carer {edit.slot + 1}" if edit.slot else "")
    when = [day_and_time(edit.start.astimezone(zone))] if edit.start else []
    wanted = ["left out"] if edit.leave_out else [edit.worker or "", *when]
    text = f"{name}, {' '.join(filter(None, wanted))}"
    made = [known for known in by_hand if known.edit == edit]
    if not made:
        return text
    why = f" ({made[-1].why})" if made[-1].why else ""
    return f"{text}, by {made[-1].by}{why}"
