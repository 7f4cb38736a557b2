"""From what pydantic says to issues a coordinator can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from carerota.errors import DataError, Issue
from carerota.model.faults.issues import did_you_mean, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic_core import ErrorDetails

__all__ = ["issues_of", "path_text", "validated"]

Loc = tuple[int | str, ...]
R = TypeVar("R", bound=BaseModel)

EXPECTED: Final[dict[str, tuple[str, str]]] = {
    "missing": ("a value", "this field is required"),
    "timezone_aware": (
        "a time with its zone",
        "write the offset too: 2026-03-02T07:30:00+00:00",
    ),
    "datetime_parsing": (
        "a date and time",
        "write it as 2026-03-02T07:30:00+00:00",
    ),
    "datetime_from_date_parsing": (
        "a date and time",
        "write it as 2026-03-02T07:30:00+00:00",
    ),
    "date_parsing": ("a date", "write it as 2026-03-02"),
    "date_from_datetime_parsing": ("a date", "write it as 2026-03-02"),
    "time_parsing": ("a time of day", "write it as 07:30"),
    "float_parsing": ("a number", ""),
    "float_type": ("a number", ""),
    "int_parsing": ("a whole number", ""),
    "int_type": ("a whole number", ""),
    "int_from_float": ("a whole number", ""),
    "bool_parsing": ("true or false", ""),
    "bool_type": ("true or false", ""),
    "string_type": ("text", ""),
    "string_unicode": ("text", "it holds a broken character"),
    "finite_number": ("a finite number", ""),
    "model_type": ("a record with named fields", ""),
    "dict_type": ("a record with named fields", ""),
    "tuple_type": ("a list", ""),
    "frozen_set_type": ("a list", ""),
    "string_pattern_mismatch": ("text without control characters", ""),
}
"""Pydantic's type of error to what was expected and a hint."""

LENGTHS: Final = {
    "too_short": ("at least", "min_length"),
    "too_long": ("at most", "max_length"),
}
"""Type of error about the length of a list to words and the name of its bound."""

UNION_TAGS = frozenset({"bool", "int", "float", "str"})
KINDS = frozenset(
    {
        "car_breaks_down",
        "client_in_hospital",
        "visit_added",
        "visit_cancelled",
        "visit_lengthened",
        "visit_moved",
        "worker_late",
        "worker_sick",
    }
)
"""Kinds of events: they stand in the paths of their faults, and in no file."""


def validated(
    model: type[R], data: object, *, source: str | None = None, path: str = ""
) -> R:
    """Make a record of plain data.

    Raises
    ------
    DataError
        With every fault, each with its path.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise DataError(issues_of(error, model, path=path), source=source) from None


def issues_of(
    error: ValidationError, model: type[BaseModel], *, path: str = ""
) -> list[Issue]:
    """List every fault of a record as issues, one for a place."""
    issues: dict[str, Issue] = {}
    details = error.errors(include_url=False)
    # a list counts its sound items only: that it is too short then follows
    around = {
        detail["loc"][:n] for detail in details for n in range(len(detail["loc"]))
    }
    for detail in details:
        if detail["type"] == "too_short" and detail["loc"] in around:
            continue
        issue = _issue(detail, model, path)
        issues.setdefault(issue.path, issue)
    return list(issues.values())


def path_text(loc: Sequence[int | str]) -> str:
    """Write a path: ``visits[3].windows[0].end``."""
    text = ""
    for step in loc:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text


def _issue(detail: ErrorDetails, model: type[BaseModel], path: str) -> Issue:
    loc = _without_tags(detail["loc"])
    where = path_text((path, *loc)) if path else path_text(loc)
    kind = detail["type"]
    if kind == "union_tag_invalid":
        return _unknown_kind(detail, where)
    if kind == "extra_forbidden":
        return _unknown_field(loc, model, where)
    expected, hint = EXPECTED.get(kind, (_in_words(detail["msg"]), ""))
    if kind == "enum":
        wanted = str(detail.get("ctx", {}).get("expected", ""))
        options = [word.strip("' ") for word in wanted.replace(" or ", ",").split(",")]
        expected = f"one of {', '.join(options)}"
        hint = did_you_mean(str(detail["input"]), options)
    if kind in LENGTHS:
        expected, found = _length(detail)
    else:
        found = "nothing" if kind == "missing" else _found(detail["input"])
    return Issue(where or "(the whole)", found, expected, hint, _code(kind))


def _length(detail: ErrorDetails) -> tuple[str, str]:
    bound, most = LENGTHS[detail["type"]]
    number = int(detail.get("ctx", {})[most])
    items = "item" if number == 1 else "items"
    return f"{bound} {number} {items}", _found(detail["input"])


def _found(value: object) -> str:
    """Show a value as the reader of a file knows it."""
    if isinstance(value, dict):
        return "a record with named fields" if value else "an empty record"
    if isinstance(value, list | tuple):
        n = len(value)
        return f"a list of {n} item{'' if n == 1 else 's'}" if n else "an empty list"
    return shown(value)


def _unknown_kind(detail: ErrorDetails, where: str) -> Issue:
    context = detail.get("ctx", {})
    options = [tag.strip("' ") for tag in str(context["expected_tags"]).split(",")]
    found = str(context["tag"])
    expected, hint = f"one of {', '.join(options)}", did_you_mean(found, options)
    field = str(context["discriminator"]).strip("'")
    return Issue(f"{where}.{field}", shown(found), expected, hint, "unknown-kind")


def _code(kind: str) -> str:
    return kind.replace("_", "-")


def _in_words(message: str) -> str:
    lead = "Input should be "
    return message.removeprefix(lead) if message.startswith(lead) else message.lower()


def _without_tags(loc: Loc) -> Loc:
    # a value of several possible types fails once for each: the type is not a place
    loc = loc[:-1] if len(loc) > 1 and loc[-1] in UNION_TAGS else loc
    return tuple(x for i, x in enumerate(loc) if not (i and x in KINDS))


def _unknown_field(loc: Loc, model: type[BaseModel], where: str) -> Issue:
    record = _record_at(loc[:-1], model)
    fields = list(record.model_fields) if record else []
    name = str(loc[-1])
    hint = did_you_mean(name, fields)
    if not hint and fields:
        hint = "known fields: " + ", ".join(fields)
    return Issue(where, shown(name), "a field that exists", hint, "unknown-field")


def _record_at(loc: Loc, model: type[BaseModel]) -> type[BaseModel] | None:
    kind: Any = model
    for step in loc:
        record = _record_in(kind)
        if isinstance(step, str) and record and step in record.model_fields:
            kind = record.model_fields[step].annotation
    return _record_in(kind)


def _record_in(kind: Any) -> type[BaseModel] | None:
    """Find the record in a type such as ``tuple[Visit, ...]`` or ``Place | None``."""
    if isinstance(kind, type):
        return kind if issubclass(kind, BaseModel) else None
    return next(filter(None, map(_record_in, get_args(kind))), None)
