"""What a store knows of manual edits: who made them, which stand, which were lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.store.force import Span
from carerota.store.keeping import edits_in_force, lost
from carerota.store.opened import OpenedStore
from carerota.store.rows import edits_of_days

if TYPE_CHECKING:
    from datetime import date

    from carerota.store.records import Edit, ManualEdit

__all__ = ["EditedStore"]


class EditedStore(OpenedStore):
    """The calls about manual edits; see :class:`carerota.store.Store`."""

    def manual_edits(
        self, co_op: str, first_day: date, last_day: date
    ) -> tuple[ManualEdit, ...]:
        """List the edits made by hand in proposals for any of some days, in order."""
        with self._reading() as connection:
            return edits_of_days(connection, co_op, first_day, last_day)

    def edits_in_force(
        self, co_op: str, first_day: date, last_day: date
    ) -> tuple[Edit, ...]:
        """List the edits that what is in force for some days was made with, or kept."""
        with self._reading() as connection:
            return edits_in_force(connection, Span(co_op, first_day, last_day))

    def lost_edits(self, proposal: int) -> tuple[tuple[Edit, str], ...]:
        """List the edits that stood when a proposal was made and that it lacks.

        Those in force for its days, and those of the newest proposal for its horizon
        that nobody had approved, also where they were made after it.

        Returns
        -------
        tuple
            Each edit with the reason why it is not kept.

        Raises
        ------
        DataError
            There is no such proposal.
        """
        with self._reading() as connection:
            return lost(connection, proposal)
