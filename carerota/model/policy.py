"""What the members decided: each rule hard, priced or off, and its price."""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from carerota.model.base import Label, Name, Record, Tag

__all__ = ["Levels", "Mode", "ParamValue", "Policy", "PolicyLine"]

ParamValue = bool | int | float | str


class Mode(StrEnum):
    """What a policy makes of a rule."""

    HARD = "hard"
    PRICED = "priced"
    OFF = "off"


class Levels(StrEnum):
    """Whether cover stands above the prices or beside them."""

    STRICT = "strict"
    """Hard rules, then cover by priority, then the priced sum; never traded."""
    FLAT = "flat"
    """An uncovered visit has the price of the rule ``cover``: for benchmarks."""


class PolicyLine(Record):
    """One rule in a policy."""

    mode: Mode
    price: Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)] = 0
    """Minutes of a member's travel that one unit of the rule's amount is worth."""
    params: dict[str, ParamValue] = Field(default_factory=dict)
    """The numbers in the rule; a rule's own defaults hold for what is missing."""
    source: Label = ""
    """Where the number comes from: law, guidance, a vote of the members."""
    because: Label = ""


class Policy(Record):
    """The members' decisions as the solver reads them."""

    name: Name
    version: Name = "1"
    rationale: Label = ""
    levels: Levels = Levels.STRICT
    rules: dict[Tag, PolicyLine]
    """By name of the rule; a rule that is not named is off."""

    @property
    def hash(self) -> str:
        """Twelve hex digits that change whenever a rule, price or number changes."""
        plain = self.model_dump(mode="json", include={"levels", "rules"})
        text = json.dumps(plain, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:12]
