"""``carerota rules``: the rule book, with what each rule costs and who says so."""

from __future__ import annotations

import inspect
import sys
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from carerota.cli import words
from carerota.cli.guard import document, guarded
from carerota.cli.inputs import JsonOption, PolicyOption, policy_for
from carerota.errors import DataError, Issue
from carerota.model import Mode, Policy, PolicyLine

if TYPE_CHECKING:
    from carerota.rules.base import Rule

__all__ = ["rules"]

OFF: Final = PolicyLine(mode=Mode.OFF)


def rules(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="One rule, told in full.")
    ] = None,
    policy: PolicyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the rule book: every rule, whether it is hard or priced, and its source.

    With a name: what the rule says and why, how its amount is counted, an example,
    its parameters.
    """
    with guarded(as_json=as_json):
        from carerota.rules.book import RULES

        chosen = policy_for(policy)
        if name is not None and name not in RULES:
            raise DataError([_unknown(name, list(RULES))])
        listed = [RULES[name]] if name else list(RULES.values())
        if as_json:
            rows = [_data(rule, chosen) for rule in listed]
            head = {"policy": chosen.name, "hash": chosen.hash}
            document({"exit_code": 0, **head, "rules": rows})
        elif name:
            _show_one(listed[0], chosen)
        else:
            _show_all(listed, chosen)


def _unknown(name: str, known: list[str]) -> Issue:
    from carerota.model.faults.issues import did_you_mean

    hint = did_you_mean(name, known) or "carerota rules lists them"
    return Issue("NAME", repr(name), "the name of a rule", hint, code="unknown-rule")


def _line(rule: type[Rule], policy: Policy) -> PolicyLine:
    return policy.rules.get(rule.name, OFF)


def _text(rule: type[Rule]) -> str:
    return inspect.cleandoc(sys.modules[rule.__module__].__doc__ or "")


def _params(rule: type[Rule], line: PolicyLine) -> dict[str, Any]:
    from carerota.rules.base import params_of

    return params_of(rule) | line.params


def _cost(rule: type[Rule], line: PolicyLine) -> str:
    return words.price(line.price, rule.unit) if line.mode is Mode.PRICED else ""


def _data(rule: type[Rule], policy: Policy) -> dict[str, Any]:
    line = _line(rule, policy)
    return {
        "name": rule.name,
        "title": rule.title,
        "level": rule.level.value,
        "unit": rule.unit.value,
        "votable": rule.votable,
        "mode": line.mode.value,
        "price": line.price,
        "price_in_words": _cost(rule, line),
        "params": _params(rule, line),
        "source": line.source,
        "because": line.because,
        "text": _text(rule),
    }


def _show_all(listed: list[type[Rule]], policy: Policy) -> None:
    words.say(
        f"The rules under policy {words.plain(policy.name)}, version "
        f"{words.plain(policy.version)} ({policy.hash}). One point is one minute of a "
        "member's travel.\n"
    )
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for heading in ("rule", "in words", "mode", "price", "source"):
        table.add_column(heading, overflow="fold", no_wrap=heading == "rule")
    for rule in listed:
        line = _line(rule, policy)
        source = words.plain(line.source)
        table.add_row(rule.name, rule.title, line.mode.value, _cost(rule, line), source)
    words.console().print(table)


def _show_one(rule: type[Rule], policy: Policy) -> None:
    line = _line(rule, policy)
    words.say(_text(rule))
    words.say()
    cost = _cost(rule, line)
    words.say(
        f"Policy   {words.plain(policy.name)}: {line.mode.value}, {cost}".rstrip(", ")
    )
    if line.source:
        words.say(f"Source   {words.plain(line.source)}")
    if line.because:
        words.say(f"Reason   {words.plain(line.because)}")
    for key, value in _params(rule, line).items():
        words.say(f"  {key} = {words.plain(repr(value))}")
