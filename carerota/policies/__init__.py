"""Policies that come with the library, as TOML with the source of every number."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from carerota.model import Policy

__all__ = ["DEFAULT", "load"]

DEFAULT = "uk_default"


@cache
def load(name: str = DEFAULT) -> Policy:
    """Load a policy that comes with the library.

    Raises
    ------
    KeyError
        If there is none of that name.
    """
    source = files("carerota.policies") / f"{name}.toml"
    if not source.is_file():
        raise KeyError(name)
    return Policy.model_validate(tomllib.loads(source.read_text(encoding="utf-8")))
