"""Policies as members read them: a table for each rule, its numbers below it.

::

    base = "uk_default"          # optional: start from a policy of the library
    name = "Elm co-op, spring meeting"

    [rules.travel]
    mode = "priced"
    price = 1

    [rules.new_face]
    price = 25
    because = "voted 14 March"
    params = { look_back_weeks = 8 }

Over a ``base`` only what differs is written: a rule keeps what is not named, number
by number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carerota.errors import DataError, Issue
from carerota.io.atomic import write_text
from carerota.io.issues import validated
from carerota.io.json_files import read_json, write_json
from carerota.io.toml_files import read_toml, toml_text
from carerota.model.faults.issues import shown
from carerota.model.policy import Policy

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["policy_text", "read_policy", "write_policy"]


def read_policy(path: Path) -> Policy:
    """Read a policy from a TOML (or JSON) file.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    if path.suffix.lower() == ".json":
        return read_json(Policy, path)
    data = read_toml(path)
    base = data.pop("base", None)
    if base is not None:
        data = _over(_base(base, path), data)
    return validated(Policy, data, source=str(path))


def _base(name: object, path: Path) -> dict[str, Any]:
    # late: the library's policies are themselves files that this module reads
    from carerota import policies

    if isinstance(name, str) and name.replace("_", "").isalnum():
        try:
            return dict(policies.load(name).model_dump(mode="json"))
        except (KeyError, FileNotFoundError, DataError):
            pass
    issue = Issue(
        "base",
        shown(name),
        "the name of a policy of the library, such as 'uk_default'",
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


def policy_text(policy: Policy) -> str:
    """Write a policy as TOML, every rule in full."""
    plain = policy.model_dump(mode="json")
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
