"""The notebooks run from top to bottom, and are stored without what they printed."""

from __future__ import annotations

from pathlib import Path

import pytest

nbclient = pytest.importorskip("nbclient", reason="needs the extra notebooks")
nbformat = pytest.importorskip("nbformat", reason="needs the extra notebooks")

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
LONGEST = 60
"""Seconds for one cell: the first one that solves may have to compile the kernel."""


def read(path: Path):
    """Give a notebook; one that breaks its own format is refused."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return notebook


def code_of(path: Path) -> list:
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def test_there_are_notebooks():
    """The tests below test something."""
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_stored_without_outputs(path):
    """No output, count or machine's name is under version control; cells have ids."""
    assert not any(cell.outputs or cell.execution_count for cell in code_of(path))
    assert read(path).metadata.kernelspec.name == "python3"
    ids = [cell.id for cell in read(path).cells]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_public_names_only(path):
    """A notebook shows what a user can do: nothing is imported from inside."""
    source = "\n".join(cell.source for cell in code_of(path))
    assert "import carerota" in source
    assert "from carerota" not in source
    assert "import carerota." not in source


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs(path):
    """Every cell runs, started in the folder the notebook lies in."""
    client = nbclient.NotebookClient(
        read(path),
        timeout=LONGEST,
        kernel_name="python3",
        resources={"metadata": {"path": str(FOLDER)}},
    )
    client.execute()
