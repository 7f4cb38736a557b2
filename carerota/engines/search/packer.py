"""Tables laid one behind the other into the kernel's memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from carerota.engines.search.layout import HEAD_SIZE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Packer"]


class Packer:
    """Lays tables one behind the other and notes their offsets.

    What is nought takes no memory of the machine's until it is written.
    """

    def __init__(self) -> None:
        self.head = np.zeros(HEAD_SIZE, dtype=np.int64)
        self.size = HEAD_SIZE
        self._parts: list[tuple[int, Ints]] = [(0, self.head)]

    def table(self, cell: int, values: object) -> None:
        """Lay a table, whose offset a cell of the head holds."""
        array = np.ascontiguousarray(values, dtype=np.int64).ravel()
        self.head[cell] = self.size
        self._parts.append((self.size, array))
        self.size += len(array)

    def room(self, cell: int, n: int, fill: int = 0) -> None:
        """Leave room for so many cells, and for one at least."""
        if fill:
            self.table(cell, np.full(max(n, 1), fill, dtype=np.int64))
            return
        self.head[cell] = self.size
        self.size += max(n, 1)

    def join(self) -> Ints:
        """Give all of it as one array; the tables themselves are let go of."""
        m = np.zeros(self.size, dtype=np.int64)
        while self._parts:
            first, array = self._parts.pop()
            m[first : first + len(array)] = array
        return m
