"""What is wrong with the sound part of a problem whose data is malformed elsewhere.

Malformed records keep their id and their sound fields, and get stand-ins for the rest;
what is then found is told only where no stand-in can have a part in it. So a file's
faults of form do not hide its faults of meaning, and none of them is a follow-on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, get_args

from pydantic import BaseModel, ValidationError

from carerota.model.faults import faults
from carerota.model.problem import RotaProblem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from carerota.errors import Issue

__all__ = ["KINDS", "faults_of_the_rest"]

STEP: Final = re.compile(r"[^.\[\]]+")
NOWHERE: Final = "?"
A_DAY: Final = "2000-01-03"
MIDNIGHT: Final = f"{A_DAY}T00:00:00+00:00"
WINDOW: Final = {"start": MIDNIGHT, "end": MIDNIGHT}
ORDERED: Final = {
    "name": NOWHERE,
    "windows": [{"start": "00:00", "end": "00:01"}],
    "minutes": 1,
}
KINDS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "places": ("place", {}),
    "workers": ("worker", {"home": NOWHERE}),
    "clients": ("client", {"place": NOWHERE}),
    "visits": (
        "visit",
        {"client": NOWHERE, "day": A_DAY, "windows": [WINDOW], "minutes": 1},
    ),
    "packages": (
        "package",
        {"client": NOWHERE, "first_day": A_DAY, "visits": [ORDERED]},
    ),
    "links": ("link", {"first": NOWHERE, "second": NOWHERE}),
}
"""List of records to its word in faults and stand-ins for what a record must have."""
FRAME: Final = {"name": "", "first_day": A_DAY}
CLOCK: Final = frozenset({"zone", "first_day", "days", "ticks_per_minute"})

OWN: Final[dict[str, frozenset[str]]] = {
    code: frozenset(fields.split())
    for code, fields in {
        "duplicate-id": "first second",
        "unknown-id": "",
        "coordinates-half": "latitude longitude",
        "coordinates-missing": "latitude longitude",
        "coordinates-at-zero": "latitude longitude",
        "contract-order": "contract",
        "over-48-hours": "contract working_time",
        "day-too-long": "contract",
        "visit-outside-horizon": "day",
        "visit-too-long": "minutes",
        "window-backwards": "",
        "windows-out-of-order": "windows preferred also_preferred",
        "availability-backwards": "availability",
        "availability-empty": "availability",
        "dates-backwards": "first_day last_day pauses",
        "link-to-itself": "first second",
        "link-carers-contradict": "same_worker different_worker",
        "link-distance-backwards": "minimum_minutes maximum_minutes",
    }.items()
}
"""What can be told of a malformed record, and the fields that it hangs on."""
TIMELESS: Final = frozenset(
    {
        "duplicate-id",
        "unknown-id",
        "unknown-zone",
        "schema-version",
        "coordinates-half",
        "coordinates-missing",
        "coordinates-at-zero",
        "matrix-shape",
        "matrix-nan",
        "matrix-negative",
        "matrix-absurd",
        "matrix-clash",
        "contract-order",
        "over-48-hours",
        "day-too-long",
        "visit-too-long",
        "dates-backwards",
        "link-to-itself",
        "link-carers-contradict",
        "link-distance-backwards",
    }
)
"""What can be told where the frame of all times is malformed."""
LEANS_ON: Final[dict[str, frozenset[str]]] = {
    code: frozenset(kinds.split())
    for code, kinds in {
        "coordinates-missing": "workers travel",
        "matrix-clash": "travel",
        "link-carers-contradict": "links",
        "link-windows-cannot-meet": "visits links",
        "link-chain-cannot-meet": "visits links",
        "links-in-a-circle": "visits links",
        "pin-refused": "workers clients",
        "pin-excluded": "workers clients",
        "pin-attribute": "workers clients",
        "pin-unskilled": "workers clients",
        "pin-unavailable": "workers clients",
        "pin-breaks-link": "workers clients visits links",
    }.items()
}
"""What is found by looking at several records, and the kinds that must be sound."""


def faults_of_the_rest(
    data: Mapping[str, Any],
    bad: Iterable[str],
    *,
    torn: Collection[str] = (),
    partial: Collection[str] = (),
) -> list[Issue]:
    """List the faults of meaning of a problem of which something is malformed.

    Parameters
    ----------
    data
        The plain data; it is not changed.
    bad
        The paths of what is malformed: ``visits[3].windows[0].end``.
    torn
        Kinds of records, such as ``workers``, of which something more is malformed.
    partial
        Kinds of which whole records are missing: their ids are not all known.

    Returns
    -------
    list of Issue
        Faults that stand on their own; no warnings. Empty where so much is malformed
        that nothing can be said.
    """
    harm = _Harm([tuple(STEP.findall(path)) for path in bad], set(torn), set(partial))
    mended = {name: value for name, value in data.items() if name not in harm.whole}
    mended |= {name: value for name, value in FRAME.items() if name not in mended}
    for kind in KINDS:
        if not isinstance(mended.get(kind, []), list | tuple):
            return []
        mended[kind] = list(mended.get(kind, []))
    for (kind, i), fields in harm.fields.items():
        if i >= len(mended[kind]):
            return []
        mended[kind][i] = _stand_in(kind, i, mended[kind][i], fields)
    try:
        problem = RotaProblem.model_validate(mended)
    except ValidationError:
        return []
    return [issue for issue in faults(problem) if harm.lets_through(issue)]


def _stand_in(kind: str, i: int, raw: object, bad: set[str]) -> dict[str, Any]:
    given = raw if isinstance(raw, dict) else {}
    sound = {name: value for name, value in given.items() if name not in bad}
    return {"id": f"{NOWHERE}{i}", **KINDS[kind][1], **sound}


def _fields_of(kind: str) -> set[str]:
    (record, *_) = get_args(RotaProblem.model_fields[kind].annotation)
    return set(record.model_fields) if issubclass(record, BaseModel) else set()


@dataclass
class _Harm:
    """What is malformed, and what it forbids to say."""

    steps: list[tuple[str, ...]]
    torn: set[str]
    partial: set[str]
    whole: set[str] = field(default_factory=set)
    fields: dict[tuple[str, int], set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for kind, *way in filter(None, self.steps):
            self.torn.add(kind)
            if kind not in KINDS or not way:
                self.whole.add(kind)
                if kind in KINDS:
                    self.partial.add(kind)
            elif way[0].isdigit():
                known = self.fields.setdefault((kind, int(way[0])), set())
                known |= {way[1]} if way[1:] else _fields_of(kind)
                if "id" in known:
                    self.partial.add(kind)
        if self.partial & {"workers", "clients"}:
            # sheets of people bring places along
            self.partial.add("places")

    def lets_through(self, issue: Issue) -> bool:
        """Tell whether an issue would stand were nothing malformed."""
        way = tuple(STEP.findall(issue.path))
        if issue.warning or any(_same_way(way, bad) for bad in self.steps):
            return False
        if self.torn & CLOCK and issue.code not in TIMELESS:
            return False
        if LEANS_ON.get(issue.code, frozenset()) & self.torn:
            return False
        if issue.code == "unknown-id" and any(
            issue.expected == f"the id of a {KINDS[kind][0]}" for kind in self.partial
        ):
            return False
        if issue.code == "duplicate-id" and way[0] == "places":
            return "places" not in self.partial
        return self._stands_in(issue, way)

    def _stands_in(self, issue: Issue, way: tuple[str, ...]) -> bool:
        """Tell whether it would stand with the malformed fields of its own record."""
        if way[0] not in KINDS or len(way) == 1 or not way[1].isdigit():
            return True
        bad = self.fields.get((way[0], int(way[1])))
        if bad is None:
            return True
        if "id" in bad:
            return False  # the words of the issue would name a stand-in
        if way[0] == "packages" and "links" in way and bad & {"visits", "links"}:
            return False
        return issue.code in OWN and not OWN[issue.code] & bad


def _same_way(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    n = min(len(one), len(other))
    return one[:n] == other[:n]
