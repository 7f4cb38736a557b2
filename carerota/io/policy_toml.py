"""Policies as members read them: a table for each rule, its numbers below it.

::

    name = "Elm co-op, spring meeting"

    [rules.travel]
    mode = "priced"
    price = 1

    [rules.new_faces]
    price = 25
    because = "voted 14 March"
    params = { look_back_weeks = 8 }

Only what differs is written: over the library's default, or over the policy that
``base`` names, a rule keeps what is not named, number by number. ``base = "none"``
starts from nothing, and then a rule that is not named is off.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from carerota.errors import DataError, Issue
from carerota.io.atomic import write_text
from carerota.io.issues import validated
from carerota.io.json_files import read_json, write_json
from carerota.io.toml_files import read_toml, toml_text
from carerota.model.faults.issues import did_you_mean, shown
from carerota.model.policy import Policy

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["of_policy_file", "policy_text", "read_policy", "write_policy"]

NOTHING: Final = "none"
"""The base of a policy in which a rule that is not named is off."""


def read_policy(path: Path) -> Policy:
    """Read a policy from a TOML (or JSON) file.

    A TOML file holds what differs from its ``base``: the library's default where it
    names none. A JSON file is the whole record.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    if path.suffix.lower() == ".json":
        return read_json(Policy, path)
    # late: the library's policies are themselves files of this form
    from carerota.policies import DEFAULT

    data = read_toml(path)
    name = data.pop("base", DEFAULT)
    if name == NOTHING:
        return validated(Policy, {"rules": {}} | data, source=str(path))
    base = _base(name, path)
    strangers = _strangers(base["rules"], data.get("rules"))
    for issue in strangers:
        del data["rules"][issue.path.removeprefix("rules.")]
    try:
        policy = validated(Policy, _over(base, data), source=str(path))
    except DataError as error:
        raise DataError([*strangers, *error.issues], source=str(path)) from None
    if strangers:
        raise DataError(strangers, source=str(path))
    return policy


def _strangers(base: dict[str, Any], own: object) -> list[Issue]:
    """Find rules that the base does not have and that say no mode of their own."""
    if not isinstance(own, dict):
        return []
    return [
        Issue(
            f"rules.{name}",
            shown(name),
            "the name of a rule",
            did_you_mean(name, base),
            "unknown-rule",
        )
        for name, line in own.items()
        if name not in base and isinstance(line, dict) and "mode" not in line
    ]


def _base(name: object, path: Path) -> dict[str, Any]:
    from carerota import policies

    if isinstance(name, str) and name.replace("_", "").isalnum():
        try:
            return dict(policies.load(name).model_dump(mode="json"))
        except (KeyError, FileNotFoundError, DataError):
            pass
    issue = Issue(
        "base",
        shown(name),
        "the name of a policy of the library, such as 'uk_default', or 'none'",
        code="unknown-base",
    )
    raise DataError([issue], source=str(path))


def _over(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for name, value in own.items():
        below = merged.get(name)
        if isinstance(below, dict) and isinstance(value, dict):
            merged[name] = _over(below, value)
        else:
            merged[name] = value
    return merged


def of_policy_file(issue: Issue, name: str) -> Issue:
    """Give an issue of a policy the name of its file: ``policy.toml, rules.travel``."""
    if issue.path.startswith(name):
        return issue
    return replace(issue, path=f"{name}, {issue.path.removeprefix('policy.')}")


def policy_text(policy: Policy) -> str:
    """Write a policy as TOML, every rule in full and so over no base."""
    plain = {"base": NOTHING} | policy.model_dump(mode="json")
    for line in plain["rules"].values():
        for name in ("source", "because"):
            if not line[name]:
                del line[name]
    return toml_text(plain)


def write_policy(policy: Policy, path: Path) -> None:
    """Write a policy to a TOML (or JSON) file, whole or not at all."""
    if path.suffix.lower() == ".json":
        write_json(policy, path)
    else:
        write_text(path, policy_text(policy))
