"""Policies with the prices of some axes multiplied."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, Final

from carerota.advice.trade_off.record import AXES, Axis
from carerota.errors import DataError
from carerota.model import Mode
from carerota.model.faults.issues import did_you_mean, fault, shown
from carerota.rules.book import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from carerota.errors import Issue
    from carerota.model import Policy

__all__ = ["Factors", "chosen", "multiplied", "plan"]

Factors = dict[str, int]
"""By axis, what its prices are multiplied by."""

DEAREST: Final = Decimal(1_000_000)
"""As :class:`carerota.model.PolicyLine` has it."""
FEWEST: Final = 2


def chosen(
    axes: Sequence[str | Axis], factors: Sequence[int], policy: Policy
) -> tuple[Axis, ...]:
    """Give the axes that are asked for.

    Raises
    ------
    DataError
        For an unknown name or rule, an axis of which nothing is priced, a rule that is
        on two axes, fewer than two axes, or a factor that multiplies nothing.
    """
    issues: list[Issue] = []
    found = []
    for i, axis in enumerate(axes):
        if isinstance(axis, Axis):
            found.append(axis)
        elif axis in AXES:
            found.append(AXES[axis])
        else:
            expected = f"one of {', '.join(AXES)}"
            hint = did_you_mean(str(axis), AXES)
            path = f"axes[{i}]"
            issues.append(fault("unknown-axis", path, shown(axis), expected, hint))
    issues += _wrong(found, policy)
    if len(axes) < FEWEST:
        issues.append(fault("few-axes", "axes", f"{len(axes)}", "two at least"))
    if not factors or any(f < FEWEST for f in factors):
        expected = "whole numbers from 2 on"
        issues.append(fault("factors", "factors", shown(tuple(factors)), expected))
    if issues:
        raise DataError(issues)
    return tuple(found)


def _wrong(axes: Sequence[Axis], policy: Policy) -> Iterator[Issue]:
    seen: dict[str, str] = {}
    for axis in axes:
        for rule in axis.rules:
            if rule not in RULES:
                hint = did_you_mean(rule, RULES)
                yield fault("unknown-rule", f"axes.{axis.name}", rule, "a rule", hint)
            if rule in seen:
                where = f"also on the axis {seen[rule]}"
                yield fault("rule-twice", f"axes.{axis.name}", rule, "one axis", where)
            seen[rule] = axis.name
        if not any(_priced(policy, rule) for rule in axis.rules):
            expected = "a rule that has a price in the policy"
            yield fault("nothing-priced", f"axes.{axis.name}", "none", expected)


def _priced(policy: Policy, rule: str) -> bool:
    line = policy.rules.get(rule)
    return line is not None and line.mode is Mode.PRICED and line.price > 0


def plan(axes: Sequence[Axis], factors: Sequence[int]) -> list[Factors]:
    """Give the prices to try: the members' own, then each part of the axes dearer.

    One axis dearer than the others comes first, then all but one; each with the
    smallest factor, then with the next.
    """
    names = [axis.name for axis in axes]
    tried = [dict.fromkeys(names, 1)]
    for factor in sorted(set(factors)):
        for size in range(1, len(names)):
            tried += [
                {name: factor if name in dear else 1 for name in names}
                for dear in combinations(names, size)
            ]
    return tried


def multiplied(policy: Policy, axes: Sequence[Axis], factors: Factors) -> Policy:
    """Give a policy with the prices of each axis multiplied."""
    rules = dict(policy.rules)
    for axis in axes:
        for rule in axis.rules:
            if _priced(policy, rule) and factors[axis.name] > 1:
                line = rules[rule]
                # decimals, so that a price the currency can count stays one
                price = min(DEAREST, Decimal(str(line.price)) * factors[axis.name])
                rules[rule] = line.model_copy(update={"price": float(price)})
    return policy.model_copy(update={"rules": rules})
