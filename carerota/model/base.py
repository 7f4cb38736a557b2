"""What every record of the model shares: frozen, closed, plain data."""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
)

__all__ = [
    "SCHEMA_VERSION",
    "Hours",
    "Id",
    "Label",
    "Minutes",
    "Moment",
    "Name",
    "Record",
    "SetOf",
    "Tag",
]

SCHEMA_VERSION = 1
"""Raised when a stored problem or rota of an older library can no longer be read."""

Id = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=80, pattern=r"^[^\x00-\x1f]+$"
    ),
]
"""A name by which one record points at another: not empty, no control characters."""

Tag = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)
]
"""A free word such as a skill, an attribute or an area."""

Name = Annotated[str, StringConstraints(max_length=200)]
"""What people read; may be empty, is never used to find anything."""

Label = Annotated[str, StringConstraints(max_length=2000)]
"""A sentence for people."""

Minutes = Annotated[float, Field(ge=0, le=60 * 24 * 366, allow_inf_nan=False)]
"""A stretch of time in minutes, not negative."""

Hours = Annotated[float, Field(ge=0, le=24 * 366, allow_inf_nan=False)]
"""A stretch of time in hours, not negative."""

Moment = AwareDatetime
"""A point in time with its zone."""


T = TypeVar("T")

SetOf = Annotated[frozenset[T], PlainSerializer(sorted, return_type=list[T])]
"""A set that is written in order, so that equal records make equal text."""


class Record(BaseModel):
    """A frozen, closed record: unknown fields are refused."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True
    )
