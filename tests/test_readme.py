"""What the README shows works, and what it lists is there."""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from pathlib import Path
from typing import get_args

import pytest

from carerota.cli import app
from carerota.cli.codes import ExitCode
from carerota.io import read_events, read_problem
from carerota.io.csv_folder import KNOWN
from carerota.model import RotaEvent
from carerota.repairing.faults import event_faults

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
LONGEST_EXAMPLE = 12


EXAMPLES = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)


@pytest.fixture(scope="module")
def example() -> str:
    """The first Python example."""
    return EXAMPLES[0]


def test_the_example_is_short(example):
    """The example stays an example."""
    assert len(example.strip().splitlines()) <= LONGEST_EXAMPLE


def test_the_example_runs(example, tmp_path, monkeypatch, capsys):
    """The example makes a legal rota of the smallest sample and writes it."""
    sample = Path("data/samples/hamlet/problem.json")
    (tmp_path / sample.parent).mkdir(parents=True)
    shutil.copy(ROOT / sample, tmp_path / sample)
    monkeypatch.chdir(tmp_path)
    exec(compile(example, "README.md", "exec"), {})
    said = capsys.readouterr().out
    assert said.startswith("True ")
    assert "travel between visits" in said
    assert (tmp_path / "rota.csv").read_text(encoding="utf-8-sig").startswith("day,")


def test_the_examples_of_the_day_run(tmp_path, monkeypatch, capsys):
    """Somebody is explained, and somebody sick is stood in for."""
    (tmp_path / "data").symlink_to(ROOT / "data")
    monkeypatch.chdir(tmp_path)
    (day,) = EXAMPLES[1:]
    exec(compile(day, "README.md", "exec"), {})
    said = capsys.readouterr().out
    assert said.count("blocked") + said.count("possible") >= 3
    assert "w1" in said


def test_the_events_of_the_day_are_read(tmp_path):
    """What stands there as a file of events is one, and fits the smallest sample."""
    (text,) = re.findall(r"```json\n(.*?)```", README, flags=re.DOTALL)
    (tmp_path / "events.json").write_text(text, "utf-8")
    events = read_events(tmp_path / "events.json").events
    kinds = {e.kind for e in events}
    known = get_args(get_args(RotaEvent)[0])
    assert all(f"`{k}`" in README or k in kinds for k in map(_kind, known))
    hamlet = read_problem(ROOT / "data/samples/hamlet/problem.json")
    now = datetime.fromisoformat("2026-06-08T06:05:00+01:00")
    assert event_faults(hamlet, hamlet.history.published, events, now) == []


def _kind(record):
    return record.model_fields["kind"].default


def test_every_command_and_exit_code_is_told():
    """The README tells of each sub-command and each exit code."""
    commands = [c.name or c.callback.__name__ for c in app.registered_commands]
    assert commands
    assert all(f"`carerota {name} " in README for name in commands)
    assert all(f"\n| {code.value} | " in README for code in ExitCode)


def test_every_sheet_is_told():
    """The README tells of each file of a folder of sheets."""
    assert [name for name in KNOWN if f"`{name}`" not in README] == []


def test_paths_it_names_are_there():
    """Files and folders of the package that the README names exist."""
    named = set(re.findall(r"carerota/[\w/]+(?:\.\w+)?", README))
    gone = [name for name in sorted(named) if not (ROOT / name).exists()]
    assert [name for name in gone if not name.endswith("rules/")] == []


def test_the_changelog_opens_with_rules():
    """What changes people's weeks comes first."""
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    first = re.search(r"^### (.+)$", changes, flags=re.MULTILINE)
    assert first is not None
    assert first[1] == "Rules and policy"
