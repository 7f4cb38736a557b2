"""A matching of slots and workers, and who stands in the way where one is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["matched", "too_many"]


def matched(options: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """Give as many slots as can be each a worker of their own.

    Parameters
    ----------
    options
        By slot, the workers it could have.
    """
    holder: dict[int, int] = {}

    def place(slot: int, seen: set[int]) -> bool:
        for worker in options[slot]:
            if worker in seen:
                continue
            seen.add(worker)
            if worker not in holder or place(holder[worker], seen):
                holder[worker] = slot
                return True
        return False

    for slot in options:
        place(slot, set())
    return {slot: worker for worker, slot in holder.items()}


def too_many(
    options: Mapping[int, Sequence[int]], pairs: Mapping[int, int]
) -> tuple[list[int], set[int]] | None:
    """Give slots that have fewer workers between them than they are, and those.

    Parameters
    ----------
    options, pairs
        The workers each slot could have, and a largest matching of them.
    """
    left = [slot for slot in options if slot not in pairs]
    if not left:
        return None
    holder = {worker: slot for slot, worker in pairs.items()}
    slots, workers, waiting = set(left), set(), list(left)
    while waiting:
        for worker in options[waiting.pop()]:
            if worker not in workers:
                workers.add(worker)
                # a largest matching leaves none of these free
                slots.add(holder[worker])
                waiting.append(holder[worker])
    return sorted(slots), workers
