"""The rule book: the one list of rules, and a policy bound to it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from fractions import Fraction
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from carerota.errors import DataError, Issue
from carerota.model import Mode, Policy, PolicyLine
from carerota.rules.base import Rule, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["NAMES", "RULES", "BoundRule", "RuleBook", "bind"]

NAMES: Final = (
    # what a visit needs
    "cover",
    "left_out",
    "whole_clients",
    "skills",
    "exclusions",
    "attributes",
    "pinned_worker",
    "short_visits",
    "volunteer_tasks",
    "windows",
    "pinned_start",
    "double_up",
    "visit_links",
    "link_workers",
    # what a day can hold
    "reach",
    "one_place",
    "availability",
    "shift_start",
    # the law and the contract
    "day_minutes",
    "day_span",
    "rest_break",
    "lunch_break",
    "night_work",
    "daily_rest",
    "weekly_rest",
    "weekly_hours",
    "average_48",
    "consecutive_days",
    # continuity
    "carer_ceiling",
    "carer_target",
    "new_faces",
    "carer_pairs",
    "usual_carer",
    # punctuality
    "lateness",
    "earliness",
    "worst_lateness",
    # wishes
    "client_preferences",
    "worker_preferences",
    "unwelcome",
    # travel and time
    "travel",
    "home_travel",
    "mileage",
    "waiting",
    "worst_idle",
    "split_days",
    "short_runs",
    "contract_hours",
    "overtime",
    "extra_time",
    # fairness between members
    "workload_balance",
    "fairness_unsocial",
    "fairness_travel",
    "fairness_splits",
    "fairness_preferences",
    # the rota people have been told about
    "published_worker",
    "published_start",
)
"""Every rule, in the order in which reports list them."""


def _load(name: str) -> type[Rule]:
    module = import_module(f"carerota.rules.{name}")
    return next(
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, Rule)
        and getattr(value, "name", None) == name
    )


RULES: Final[dict[str, type[Rule]]] = {name: _load(name) for name in NAMES}
"""Every rule by name."""

PRICE_STEPS: Final = 1000
"""Costs are counted in thousandths of a tick's worth of a minute."""


@dataclass(frozen=True, slots=True)
class BoundRule:
    """A rule as a policy has it."""

    rule: Rule
    line: PolicyLine
    weight: int
    """Cost of one unit of the amount, in the whole currency of the objective; of a
    hard rule too, where it has a price."""

    @property
    def name(self) -> str:
        """The rule's name."""
        return self.rule.name

    @property
    def hard(self) -> bool:
        """Whether it must never be broken."""
        return self.line.mode is Mode.HARD

    @property
    def priced(self) -> bool:
        """Whether it is part of the priced sum."""
        return self.line.mode is Mode.PRICED


@dataclass(frozen=True)
class RuleBook:
    """A policy bound to the rules: what is on, how, and at what whole cost."""

    policy: Policy
    bound: tuple[BoundRule, ...]
    point: int
    """The whole cost of one point, which is a minute of a member's travel."""

    def __iter__(self) -> Iterator[BoundRule]:
        return iter(self.bound)

    def __contains__(self, name: object) -> bool:
        return any(b.name == name for b in self.bound)

    def __getitem__(self, name: str) -> BoundRule:
        return next(b for b in self.bound if b.name == name)

    def param(self, name: str, field: str) -> Any:
        """Give a parameter of a rule that is on."""
        return getattr(self[name].rule, field)


def bind(policy: Policy, ticks_per_minute: int) -> RuleBook:
    """Bind a policy to the rules.

    Raises
    ------
    DataError
        For a rule or parameter that does not exist, a parameter of the wrong kind, or
        a price finer than the currency can count.
    """
    issues = [
        Issue(
            f"policy.rules.{name}",
            name,
            "the name of a rule",
            _did_you_mean(name, RULES),
            "unknown-rule",
        )
        for name in policy.rules
        if name not in RULES
    ]
    bound = []
    for name, rule in RULES.items():
        line = policy.rules.get(name)
        if line is None or line.mode is Mode.OFF:
            continue
        params = _params(rule, line, issues)
        weight = _weight(rule, line, ticks_per_minute, issues)
        bound.append(BoundRule(rule(**params), line, weight))
    if issues:
        raise DataError(issues, source=f"policy {policy.name}")
    return RuleBook(policy, tuple(bound), PRICE_STEPS * ticks_per_minute)


def _did_you_mean(name: str, known: object) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, list(known), n=1)  # type: ignore[call-overload]
    return f"did you mean {close[0]}?" if close else ""


def _params(
    rule: type[Rule], line: PolicyLine, issues: list[Issue]
) -> dict[str, object]:
    known = {f.name: f.default for f in fields(rule)}
    good: dict[str, object] = {}
    for key, value in line.params.items():
        path = f"policy.rules.{rule.name}.params.{key}"
        if key not in known:
            hint = _did_you_mean(key, known)
            issues.append(
                Issue(path, key, "a parameter of the rule", hint, "unknown-parameter")
            )
            continue
        kind = type(known[key])
        wrong = isinstance(value, bool) != (kind is bool)
        if kind is float and isinstance(value, int) and not wrong:
            value = float(value)  # noqa: PLW2901
        if wrong or not isinstance(value, kind):
            issues.append(
                Issue(path, repr(value), f"a {kind.__name__}", "", "parameter-kind")
            )
        elif isinstance(value, int | float) and value < 0:
            issues.append(
                Issue(path, repr(value), "not less than 0", "", "parameter-negative")
            )
        else:
            good[key] = value
    return good


def _weight(
    rule: type[Rule], line: PolicyLine, ticks_per_minute: int, issues: list[Issue]
) -> int:
    per_unit = {
        Unit.TICKS: Fraction(1),
        Unit.COUNT: Fraction(ticks_per_minute),
        Unit.METRES: Fraction(ticks_per_minute, 1000),
    }[rule.unit]
    exact = Fraction(str(line.price)) * PRICE_STEPS * per_unit
    if exact.denominator != 1:
        issues.append(
            Issue(
                f"policy.rules.{rule.name}.price",
                str(line.price),
                "a price the currency can count: three decimals at most",
                f"{rule.unit.value}",
                "price-too-fine",
            )
        )
    return int(exact)
