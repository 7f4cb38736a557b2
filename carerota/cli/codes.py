"""Exit codes: what a nightly job can act on without reading a word."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

__all__ = ["MEANINGS", "ExitCode", "epilog"]


class ExitCode(IntEnum):
    """How a command ended."""

    OK = 0
    OUR_FAULT = 1
    BAD_INPUT = 2
    UNCOVERED = 3
    STOPPED = 4
    BUSY = 5
    BROKEN_RULE = 6
    INTERRUPTED = 130


MEANINGS: Final = {
    ExitCode.OK: "all is well; of a rota: every visit is covered",
    ExitCode.OUR_FAULT: "a fault of carerota",
    ExitCode.BAD_INPUT: "bad input; every fault is listed",
    ExitCode.UNCOVERED: "the rota is legal, some visits are uncovered or cannot be",
    ExitCode.STOPPED: "stopped early, the best rota until then is written",
    ExitCode.BUSY: "another night of the co-op is running",
    ExitCode.BROKEN_RULE: "the rota breaks a hard rule",
    ExitCode.INTERRUPTED: "interrupted before there was anything to write",
}
"""What each code means, in words."""


def epilog(*codes: ExitCode) -> str:
    """List exit codes for the help of a command."""
    listed = "; ".join(f"{code.value} {MEANINGS[code]}" for code in codes)
    return f"Exit codes: {listed}."
