"""A small co-op on disk, and the command line as a function."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from carerota.cli import main
from carerota.engines.base import Event, Status
from carerota.generator import generate, sample_text
from carerota.model import Reason, ReasonKind, Rota, RotaProblem, Uncovered
from carerota.score import check
from carerota.solving import SolveResult

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run the command line and give its exit code and what it wrote."""

    def command(*arguments: object) -> Ran:
        capsys.readouterr()
        with pytest.raises(SystemExit) as leaving:
            main([str(argument) for argument in arguments])
        written = capsys.readouterr()
        return Ran(int(leaving.value.code or 0), written.out, written.err)

    return command


@pytest.fixture(scope="session")
def hamlet() -> RotaProblem:
    """A made-up day of five workers."""
    return generate("hamlet")


@pytest.fixture
def problem_file(hamlet: RotaProblem, tmp_path: Path) -> Path:
    """The hamlet on disk."""
    path = tmp_path / "problem.json"
    path.write_text(sample_text(hamlet), encoding="utf-8")
    return path


@pytest.fixture
def published_file(hamlet: RotaProblem, tmp_path: Path) -> Path:
    """The hamlet's published rota on disk."""
    path = tmp_path / "published.json"
    assert hamlet.history.published is not None
    path.write_text(hamlet.history.published.model_dump_json(), encoding="utf-8")
    return path


class Engines:
    """Stands in for the engines: gives the published rota, as often as asked."""

    def __init__(self) -> None:
        self.status = Status.FEASIBLE
        self.uncovered = False
        self.error: BaseException | None = None
        self.options: dict[str, Any] = {}

    def __call__(self, problem: RotaProblem, **options: Any) -> SolveResult:
        self.options = options
        if self.error:
            raise self.error
        rota = problem.history.published or Rota()
        if self.uncovered:
            rota = _without_the_last(rota)
        report = check(problem, rota, policy=options["policy"])
        event = Event("incumbent", 1.0, "search", levels=(0, 0, 0, 0, 9), points=9.0)
        if options["on_event"]:
            options["on_event"](event)
        return SolveResult(rota, report, self.status, 4.0, 0.5, 1.5, 7, (event,))


def _without_the_last(rota: Rota) -> Rota:
    gone = rota.assignments[-1]
    reason = Reason(kind=ReasonKind.IMPOSSIBLE, rules=("skills",), text="nobody can")
    missing = Uncovered(visit=gone.visit, slot=gone.slot, reason=reason)
    return rota.model_copy(
        update={
            "assignments": rota.assignments[:-1],
            "uncovered": (*rota.uncovered, missing),
        }
    )


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> Engines:
    """Put a stand-in in the place of the engines."""
    stand_in = Engines()
    monkeypatch.setattr("carerota.solving.solve", stand_in)
    return stand_in
