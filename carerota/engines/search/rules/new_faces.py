"""Workers new to the client."""

from numba import njit


@njit(cache=True, nogil=True, inline="always")
def amount(new, table, row):  # noqa: ARG001
    """Take the kernel's running count."""
    return new
