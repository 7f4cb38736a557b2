"""Rules over slots and workers, and the agreement of all rules not about a day."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from random import Random
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pytest

from carerota.rules.base import Amounts, Level, Rule, Unit
from carerota.rules.exclusions import Exclusions
from carerota.rules.pairs import PairRule
from carerota.rules.short_visits import ShortVisits
from carerota.rules.skills import Skills
from tests.builders import client, compiled, problem, read, visit, worker
from tests.rules.faces import Frozen, kernel
from tests.strategies import TIGHT, any_rota, tiny_problem

if TYPE_CHECKING:
    from carerota.model import Visit, Worker
    from carerota.rules.pairs import History
    from carerota.rules.reading import Reading

NAMES = (
    "cover",
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
    "carer_ceiling",
    "carer_target",
    "new_faces",
    "carer_pairs",
    "usual_carer",
    "lateness",
    "earliness",
    "client_preferences",
    "worker_preferences",
    "published_worker",
    "published_start",
)


def load(name: str) -> type[Rule]:
    """Give the class of a rule."""
    module = import_module(f"carerota.rules.{name}")
    return next(
        x
        for x in vars(module).values()
        if isinstance(x, type) and getattr(x, "name", None) == name
    )


@pytest.mark.property
def test_the_three_faces_agree_over_any_rota() -> None:
    """Measure, encoding and kernel give the same over legal and illegal rotas."""
    seen = set()
    for seed in range(150):
        rnd = Random(seed)
        p = tiny_problem(rnd)
        made = any_rota(rnd, p)
        reading, c = read(p, made), compiled(p)
        for name in NAMES:
            rule = load(name)(**TIGHT.get(name, {}))
            amounts = {(k.id, k.at): a for k, a in rule.measure(reading).items()}
            encoded = rule.encode(Frozen(c, made))
            got = {(k.id, k.at): int(a) for k, a in encoded.items() if a}
            assert got == amounts, (seed, name)
            assert kernel(rule, c, made) == amounts, (seed, name)
            for key, amount in rule.measure(reading).items():
                assert rule.line(reading, key, amount)
                seen.add(name)
    assert seen == set(NAMES), "a rule whose amount was always nought proves nothing"


@dataclass(frozen=True, slots=True)
class Everything(PairRule):
    """A rule that shares no rows: who makes which slot, as a number."""

    name: ClassVar[str] = "everything"
    level: ClassVar[Level] = Level.SLOT
    unit: ClassVar[Unit] = Unit.COUNT
    title: ClassVar[str] = "everything"

    def measure(self, reading: Reading) -> Amounts:
        return {}

    def line(self, reading: Reading, key: object, amount: int) -> str:
        return ""

    def pair(self, visit: Visit, slot: int, worker: Worker, history: History) -> int:
        return 100 * history.visit_index + 10 * slot + history.worker_index


WEEK = problem(
    [worker("ann"), worker("ben")],
    [client("joan")],
    [visit("v", "joan", "08:00", slots=2), visit("w", "joan", "09:00")],
)


def test_every_pair_is_asked_unless_slots_are_alike() -> None:
    """Without ``alike`` each slot has its own row."""
    table = Everything().kernel(compiled(WEEK))
    assert table.tolist() == [[0, 1], [10, 11], [100, 101]]


def test_a_table_is_made_once_and_cannot_be_changed() -> None:
    """The same rule over the same problem gives the same array, read-only."""
    c = compiled(WEEK)
    table = Skills().table(c)
    assert Skills().table(c) is table
    assert not table.flags.writeable
    assert Exclusions().table(c) is not table
    short, long = ShortVisits(minutes=20.0), ShortVisits(minutes=45.0)
    assert not short.table(c).any()
    assert long.table(c).all()
    assert Skills().table(compiled(WEEK)) is not table


def test_compiled_amounts() -> None:
    """Each compiled function compiles and reads its own row of the table."""
    table = np.array([0, 0, 100, 200], dtype=np.int64)
    people = np.array([1, 2, 2], dtype=np.int64)
    rules = "carerota.engines.search.rules."
    expected = {
        "windows": ((90, 95, table, 2, 2), 10),
        "pinned_start": ((90, 95, table, 2, 1), 10),
        "earliness": ((90, 95, table, 2, 1), 10),
        "lateness": ((130, 135, table, 2, 1), 30),
        "published_start": ((205, 210, table, 0, 4), (205 + 100) * 200),
        "cover": ((0, 0, 2, table, 2), 2),
        "double_up": ((100, 130, 0, table, 2), 30),
        "visit_links": ((0, 50, 300, table, 1), 100),
        "link_workers": ((people[:1], 1, people, 3, table, 2), 2),
        "carer_target": ((103, table, 2), 3),
        "carer_ceiling": ((103, table, 2), 3),
        "carer_pairs": ((100, 50, table, 2), (100 * 99 - 50) // 2),
        "new_faces": ((4, table, 2), 4),
    }
    for name, (arguments, amount) in expected.items():
        assert import_module(rules + name).amount(*arguments) == amount, name
