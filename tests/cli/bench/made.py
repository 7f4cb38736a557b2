"""Instances and rows made by hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def instance(name: str, opens: float = 5.0) -> dict[str, Any]:
    """Two patients on a line; the nearer one opens when told."""
    return {
        "name": name,
        "patients": [
            {
                "id": "near",
                "time_window": [opens, 45.0],
                "required_caregivers": [{"service": "wash"}],
            },
            {
                "id": "far",
                "time_window": [30.0, 35.0],
                "required_caregivers": [{"service": "wash"}],
            },
        ],
        "services": [{"id": "wash", "default_duration": 12.0}],
        "caregivers": [{"id": "ann", "abilities": ["wash"]}],
        "central_offices": [{"id": "d"}],
        "distances": [[10.0 * abs(i - j) for j in range(3)] for i in range(3)],
    }


def told(path: Path) -> list[dict[str, Any]]:
    """Read the rows of a series."""
    return [json.loads(line) for line in path.read_text().splitlines()]


def row(instance: str, seed: int, cost: float | None, **others: object) -> str:
    """Write one row of a series by hand."""
    told = {
        "set": "line",
        "instance": instance,
        "seed": seed,
        "cost": cost,
        "bound": 90.0,
        "seconds": 2.0,
        "trace": [] if cost is None else [[0.5, 2 * cost], [1.5, cost]],
    }
    return json.dumps(told | others)


def rows(path: Path, **costs: list[float | None]) -> Path:
    """Write rows of a series by hand: the costs of each instance."""
    lines = [
        row(name, seed, cost)
        for name, found in costs.items()
        for seed, cost in enumerate(found)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
