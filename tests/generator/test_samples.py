from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from carerota.generator import sample_text, write_sample
from carerota.model import RotaProblem

if TYPE_CHECKING:
    import pytest

    from carerota.model import RotaProblem as Problem

SAMPLES = Path(__file__).parents[2] / "data" / "samples"


def test_committed_samples_are_what_is_made(
    made: Problem, request: pytest.FixtureRequest
) -> None:
    """The samples under version control are those of seed 1, to the byte."""
    name = made.name.split()[-1]
    committed = (SAMPLES / name / "problem.json").read_text(encoding="utf-8")
    assert committed == sample_text(made)


def test_samples_are_small(made: Problem) -> None:
    """No sample is larger than 4 MB, and none repeats what its packages say."""
    text = sample_text(made)
    assert len(text.encode()) < 4_000_000
    stored = RotaProblem.model_validate_json(text)
    assert all(visit.package is None for visit in stored.visits)
    assert not stored.links


def test_writing(tmp_path: Path, hamlet: Problem) -> None:
    """A sample is written into its folder, whole, and nothing beside it remains."""
    path = write_sample("hamlet", tmp_path)
    assert path == tmp_path / "hamlet" / "problem.json"
    assert path.read_text(encoding="utf-8") == sample_text(hamlet)
    assert [p.name for p in path.parent.iterdir()] == ["problem.json"]
