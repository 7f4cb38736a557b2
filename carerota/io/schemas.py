"""JSON Schemas of what is read and written, for hosts in other languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from carerota.io.atomic import write_text
from carerota.model.events import RotaEvents
from carerota.model.policy import Policy
from carerota.model.problem import RotaProblem
from carerota.model.rota import Rota

if TYPE_CHECKING:
    from pydantic import BaseModel

__all__ = ["FOLDER", "SCHEMAS", "schema", "schema_text", "write_schemas"]

SCHEMAS: Final[dict[str, type[BaseModel]]] = {
    "problem": RotaProblem,
    "rota": Rota,
    "policy": Policy,
    "events": RotaEvents,
}
FOLDER: Final = Path(__file__).parents[1] / "schemas"
"""Where the schemas under version control are kept."""


def schema(name: str) -> dict[str, Any]:
    """Give the JSON Schema of ``problem``, ``rota``, ``policy`` or ``events``.

    Raises
    ------
    KeyError
        There is no schema of that name.
    """
    body = SCHEMAS[name].model_json_schema()
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return head | body


def schema_text(name: str) -> str:
    """Give a schema as it is kept under version control."""
    return json.dumps(schema(name), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def write_schemas(folder: Path = FOLDER) -> None:
    """Write every schema as ``<name>.schema.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in SCHEMAS:
        write_text(folder / f"{name}.schema.json", schema_text(name))
