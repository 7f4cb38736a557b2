"""Bounds of options, kept apart so that no engine is loaded to know them."""

from __future__ import annotations

from typing import Final

__all__ = ["LARGEST_SEED", "MOST_THREADS"]

MOST_THREADS: Final = 256
LARGEST_SEED: Final = 2**31 - 1
