"""TOML: settings and policies. The standard library reads it but cannot write it."""

from __future__ import annotations

import json
import math
import re
import tomllib
from datetime import date
from typing import TYPE_CHECKING, Any

from carerota.errors import DataError, Issue
from carerota.io.sources import read_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["read_toml", "toml_text"]

BARE = re.compile(r"[A-Za-z0-9_-]+")
DELETE = "\x7f"


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file.

    Raises
    ------
    DataError
        The file cannot be read or is not TOML.
    """
    text = read_text(path)
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError) as error:
        found = str(error)
    except RecursionError:
        found = "brackets in brackets without end"
    hint = 'text stands in quotes: name = "Elm co-op"'
    issue = Issue(path.name, found, "TOML: name = value", hint, "not-toml")
    raise DataError([issue], source=str(path))


def toml_text(data: Mapping[str, Any]) -> str:
    """Write plain data as TOML: text, numbers, flags, dates, lists and tables.

    ``None`` and empty tables are left out: TOML has no word for nothing.
    """
    return "\n".join(_table(data, ())).strip("\n") + "\n"


def _table(data: Mapping[str, Any], way: tuple[str, ...]) -> list[str]:
    lines = [
        f"{_key(name)} = {_value(value)}"
        for name, value in data.items()
        if value is not None and not isinstance(value, dict)
    ]
    if way and lines:
        lines[:0] = ["", f"[{'.'.join(map(_key, way))}]"]
    for name, value in data.items():
        if isinstance(value, dict):
            lines.extend(_table(value, (*way, name)))
    return lines


def _key(name: str) -> str:
    return name if BARE.fullmatch(name) else _quoted(name)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace(DELETE, "\\u007f")


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    return repr(value)
