"""``carerota schema``: the JSON Schemas of what is read and written."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from carerota.cli import words
from carerota.cli.guard import document, guarded

__all__ = ["schema"]


class Kind(StrEnum):
    """What has a schema."""

    PROBLEM = "problem"
    ROTA = "rota"
    POLICY = "policy"
    EVENTS = "events"


def schema(
    kind: Annotated[
        Kind | None, typer.Argument(help="Which one; all of them if left out.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="A folder to write <name>.schema.json to."),
    ] = None,
) -> None:
    """Print the JSON Schema of what is read and written, for other languages."""
    with guarded():
        from carerota.io.schemas import schema as schema_of

        kinds = [kind] if kind else list(Kind)
        if out is not None:
            _write(kinds, out)
        elif kind:
            document(schema_of(kind.value))
        else:
            document({each.value: schema_of(each.value) for each in kinds})


def _write(kinds: list[Kind], folder: Path) -> None:
    from carerota.io.atomic import write_text
    from carerota.io.schemas import schema_text

    folder.mkdir(parents=True, exist_ok=True)
    for kind in kinds:
        target = folder / f"{kind.value}.schema.json"
        write_text(target, schema_text(kind.value))
        words.say(words.plain(target))
