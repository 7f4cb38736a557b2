"""The kernel is compiled beforehand for just what it is called with later."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from numba import typeof

from carerota.engines.search import warm
from tests.engines.search.states import busy_problem, chain_for, policy_for

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_types_compiled_beforehand_are_those_of_a_chain() -> None:
    memory = chain_for(busy_problem(Random(1)), policy_for("one sum")).memory

    assert typeof(memory.m) == warm.M
    assert typeof(memory.travel) == warm.TRAVEL
    assert typeof(memory.metres) == warm.METRES


def test_a_kernel_half_compiled_does_not_count(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "move.nbc").touch()
    monkeypatch.setattr(warm, "kernel_folder", lambda: tmp_path)
    assert not warm.compiled_before()

    (tmp_path / warm.WHOLE).touch()
    assert warm.compiled_before()
