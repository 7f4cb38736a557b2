"""The rule ``skills``."""

from __future__ import annotations

from datetime import date

from carerota.model import Skill, Slot
from carerota.rules.skills import Skills
from tests.builders import client, problem, visit, worker
from tests.rules.faces import faces, line

HOIST = Slot(skills=frozenset({"hoist", "personal care"}))
WEEK = problem(
    [
        worker("ann", skills=["hoist", "personal care"]),
        worker("ben", skills=["personal care"]),
        worker(
            "cas",
            skills=["personal care", Skill(name="hoist", expires=date(2026, 6, 2))],
        ),
    ],
    [client("joan")],
    [visit(f"v{d}", "joan", "08:00", day=d, slots=[HOIST, Slot()]) for d in range(3)],
)


def test_every_missing_skill_counts() -> None:
    """Each skill asked for and not held counts; an open slot asks for none."""
    assert (
        faces(Skills(), WEEK, ("v0", "ann", "08:00"), ("v0", "ben", "08:00", 1)) == {}
    )
    assert faces(Skills(), WEEK, ("v0", "ben", "08:00")) == {("v0", 0): 1}


def test_valid_on_its_last_day() -> None:
    """A skill is valid through its last day and not the day after."""
    made = [(f"v{d}", "cas", "08:00") for d in range(3)]
    assert faces(Skills(), WEEK, *made) == {("v2", 0): 1}


def test_the_day_of_the_rota_counts() -> None:
    """A visit after midnight belongs to the day before, and so do the skills."""
    p = problem(
        WEEK.workers,
        [client("joan")],
        [visit("night", "joan", "24:30", day=1, slots=[HOIST])],
    )
    assert faces(Skills(), p, ("night", "cas", "24:30")) == {}


def test_line() -> None:
    """The line names the skill."""
    assert line(Skills(), WEEK, ("v0", "ben", "08:00")) == (
        "ben does not hold hoist on 2026-06-01, needed for v0"
    )
