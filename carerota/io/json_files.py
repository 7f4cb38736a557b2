"""JSON: one record to a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from carerota.errors import DataError, Issue
from carerota.io.atomic import write_text
from carerota.io.issues import validated
from carerota.io.sources import read_text
from carerota.model.faults.issues import shown

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["json_text", "parse_json", "read_json", "write_json"]

R = TypeVar("R", bound=BaseModel)


def read_json(model: type[R], path: Path) -> R:
    """Read a record from a JSON file, UTF-8 with or without a byte order mark.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    return validated(model, parse_json(read_text(path), str(path)), source=str(path))


def parse_json(text: str, source: str) -> object:
    """Parse JSON, and refuse what would be read otherwise than it was meant."""
    twice: list[Issue] = []

    def record(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        fields = dict(pairs)
        if len(fields) < len(pairs):
            names = [name for name, _ in pairs]
            twice.extend(
                _broken(shown(name), "each field once in a record", "which one holds?")
                for name in sorted(set(names))
                if names.count(name) > 1
            )
        return fields

    try:
        data = json.loads(text, object_pairs_hook=record)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        issue = _broken(_near(text, error.pos), f"JSON ({error.msg})", path=place)
        raise DataError([issue], source=source) from None
    except RecursionError:
        issue = _broken("brackets in brackets without end", "a plain record")
        raise DataError([issue], source=source) from None
    except ValueError:
        issue = _broken("a number of thousands of digits", "a number one can read")
        raise DataError([issue], source=source) from None
    if twice:
        raise DataError(twice, source=source)
    return data


def _near(text: str, position: int) -> str:
    rest = text[position : position + 20]
    return shown(rest) if rest else "the end of the file"


def _broken(found: str, expected: str, hint: str = "", path: str = "(file)") -> Issue:
    return Issue(path, found, expected, hint, "not-json")


def write_json(record: BaseModel, path: Path) -> None:
    """Write a record to a JSON file, whole or not at all."""
    write_text(path, json_text(record))


def json_text(record: BaseModel) -> str:
    """Write a record as JSON: what has its default value is left out."""
    plain = record.model_dump(mode="json", exclude_defaults=True)
    version = getattr(record, "schema_version", None)
    head = {} if version is None else {"schema_version": version}
    return json.dumps(head | plain, indent=1, ensure_ascii=False) + "\n"
