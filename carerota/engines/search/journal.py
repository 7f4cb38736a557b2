"""Writing to the state so that a move can be taken back."""

from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import JOURNAL, JOURNAL_SIZE


@kernel
def put(m, cell, value):
    """Write a cell of the state, noting what stood there."""
    old = m[cell]
    if old != value:
        n = m[JOURNAL_SIZE]
        if n >= 0:
            at = m[JOURNAL] + 2 * n
            m[at] = cell
            m[at + 1] = old
            m[JOURNAL_SIZE] = n + 1
        m[cell] = value


@kernel
def undo(m):
    """Take back everything written since the journal was last emptied."""
    undo_to(m, 0)


@kernel
def undo_to(m, size):
    """Take back everything written since the journal had so many entries."""
    for i in range(m[JOURNAL_SIZE] - 1, size - 1, -1):
        at = m[JOURNAL] + 2 * i
        m[m[at]] = m[at + 1]
    m[JOURNAL_SIZE] = size
