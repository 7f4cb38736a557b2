"""What a rule is: one module with three faces that must agree to the tick.

* ``measure`` is the rule itself: exact, plain, slow, over any rota;
* ``encode`` is the same amount as an expression of the constraint programme;
* ``kernel`` is what the search kernel is given: a table of whole numbers, read by one
  small compiled function of the same name in ``carerota/engines/search/rules/`` where
  the amount is not the table itself.

Whether a rule is hard, priced or off, and at what price, comes from the policy.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.rules.encoder import Encoder, Expr
    from carerota.rules.reading import Reading

__all__ = ["Amounts", "Key", "Level", "Rule", "Unit", "params_of"]


class Level(StrEnum):
    """What a rule's amount is about: the kind of its keys."""

    SLOT = "slot"
    VISIT = "visit"
    LINK = "link"
    DAY = "day"
    """A worker's day."""
    WORKER = "worker"
    """A worker over a calendar week of the horizon, or over the horizon."""
    CLIENT = "client"
    ALL = "all"


class Unit(StrEnum):
    """What one unit of an amount is."""

    TICKS = "minutes"
    """Counted in ticks, priced by the minute."""
    COUNT = "times"
    METRES = "kilometres"
    """Counted in metres, priced by the kilometre."""


class Key(NamedTuple):
    """Where an amount arises.

    ``id`` is the id of the worker, client, visit or link (empty for the whole rota);
    ``at`` the index of the slot, of the day or of the week, nought where there is
    only one.
    """

    level: Level
    id: str = ""
    at: int = 0


Amounts = dict[Key, int]
"""The amounts of a rule, by key; a key that is missing has amount nought."""


@dataclass(frozen=True, slots=True)
class Rule(ABC):
    """A business rule. The fields of a subclass are its parameters."""

    name: ClassVar[str]
    level: ClassVar[Level]
    unit: ClassVar[Unit]
    title: ClassVar[str]
    """What a coordinator calls it: ``daily rest``."""
    votable: ClassVar[bool] = True
    """False for physics, law and safety: members cannot vote it away."""

    @abstractmethod
    def measure(self, reading: Reading) -> Amounts:
        """Give the exact amounts over a rota, by key, leaving out noughts."""

    @abstractmethod
    def line(self, reading: Reading, key: Key, amount: int) -> str:
        """Say one amount in a plain sentence."""

    @abstractmethod
    def encode(self, cp: Encoder) -> Mapping[Key, Expr]:
        """Give the same amounts as expressions; a key left out is always nought."""

    @abstractmethod
    def kernel(self, compiled: Compiled) -> NDArray[np.int64]:
        """Give what the search kernel needs, as a table of whole numbers.

        On the level of slots the table is the amounts themselves, of shape
        (slots, workers). On other levels a row an entity: (visits, k), (links, k),
        (workers, k) for days and workers, (clients, k), (1, k) for the whole.
        """

    def margins(self, reading: Reading) -> list[str]:
        """Say how near the rota comes to the limit, for the certificate."""
        del reading
        return []


def params_of(rule: type[Rule]) -> dict[str, Any]:
    """Give the parameters of a rule with their defaults."""
    return {f.name: f.default for f in fields(rule)}
