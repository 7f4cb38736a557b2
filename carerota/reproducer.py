"""Save what makes us disagree with ourselves, so that it can be looked at."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from carerota.model import Rota, RotaProblem

__all__ = ["save_reproducer"]


def save_reproducer(problem: RotaProblem, rota: Rota) -> str | None:
    """Write problem and rota to a new folder; ``None`` where that is not possible."""
    try:
        folder = Path(tempfile.mkdtemp(prefix="carerota-reproducer-"))
        (folder / "problem.json").write_text(problem.model_dump_json(), "utf-8")
        (folder / "rota.json").write_text(rota.model_dump_json(), "utf-8")
    except OSError:
        return None
    return str(folder)
