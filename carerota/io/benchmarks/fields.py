"""What the fields of a benchmark's file may hold: ids, minutes, prices, lists.

What is refused here is told with its own place in the file, which no record that is
made of it later could name.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator
from pydantic_core import PydanticCustomError

from carerota.io.benchmarks.frame import DAY_MINUTES, LAST_MINUTE

__all__ = ["Duration", "Ident", "Listed", "Minute", "Price", "Service"]

T = TypeVar("T")

LONGEST_ID: Final = 75
"""Ids of the model have 80 characters, and a link is called after its patient."""
LONGEST_SERVICE: Final = 60
DEAREST: Final = 1e6
"""As a policy has it."""


def _text(value: str, most: int) -> str:
    held = any(character < " " for character in value)
    if held or value != value.strip() or not 1 <= len(value) <= most:
        told = f"text of 1 to {most} characters, without spaces around it"
        raise PydanticCustomError("text", "{told}", {"told": told})
    return value


def _price(value: object) -> float | Literal["HARD"] | None:
    if value is None or value == "HARD":
        return None if value is None else "HARD"
    if isinstance(value, int | float) and 0 <= value <= DEAREST:
        return float(value)
    told = f"a price from 0 to {DEAREST:g}, HARD, or nothing"
    raise PydanticCustomError("price", "{told}", {"told": told})


def _list(value: Any) -> Any:
    return () if value is None else value


Ident = Annotated[str, AfterValidator(lambda text: _text(text, LONGEST_ID))]
"""The id of a patient, a carer or a place."""

Service = Annotated[str, AfterValidator(lambda text: _text(text, LONGEST_SERVICE))]
"""The id of a service: a skill of those who make it."""

Minute = Annotated[float, Field(ge=0, le=LAST_MINUTE, allow_inf_nan=False)]
"""A time of the day, or a stretch of it: the day after counts too."""

Duration = Annotated[float, Field(gt=0, le=DAY_MINUTES, allow_inf_nan=False)]
"""How long a service or a lunch lasts: a day at most."""

Price = Annotated[float | Literal["HARD"] | None, PlainValidator(_price)]
"""What a component of the cost costs; without one it is free."""

Listed = Annotated[tuple[T, ...], BeforeValidator(_list)]
"""A list that may be absent: then nothing is in it."""
