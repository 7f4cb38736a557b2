"""The skills and attributes that the made-up co-ops speak of."""

from __future__ import annotations

from datetime import date
from typing import Final

__all__ = [
    "CATHETER",
    "DEMENTIA",
    "DOGS",
    "FEMALE",
    "FIRST_DAY",
    "HOIST",
    "MALE",
    "MEDICATION",
    "PERSONAL_CARE",
]

PERSONAL_CARE: Final = "personal care"
MEDICATION: Final = "medication"
HOIST: Final = "hoist"
CATHETER: Final = "catheter"
DEMENTIA: Final = "dementia"
FEMALE: Final = "female"
MALE: Final = "male"
DOGS: Final = "ok:dogs"

FIRST_DAY: Final = date(2026, 6, 8)
"""A Monday without a bank holiday or a change of clocks near it."""
