"""A policy for a rota that people have been told of: changing it has a price."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from carerota.model import Mode
from carerota.policies import load

if TYPE_CHECKING:
    from carerota.model import Policy

__all__ = ["with_notice"]

PUBLISHED: Final = ("published_worker", "published_start")


def with_notice(policy: Policy) -> Policy:
    """Give a policy in which changes of what was published have their price.

    A new week is free to change, so that the rules on the published rota may be off; a
    week that is published is not. Prices are the policy's own; where it does not have
    these rules at all, those of the default. What is hard or priced stays so.
    """
    lines = dict(policy.rules)
    for name in PUBLISHED:
        line = lines.get(name) or load().rules[name]
        if line.mode is Mode.OFF:
            lines[name] = line.model_copy(update={"mode": Mode.PRICED})
    return policy.model_copy(update={"rules": lines})
