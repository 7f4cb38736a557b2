"""How proposals and versions are listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.table import Table

from carerota.cli import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from carerota.store import Edit, Proposal, Version

__all__ = [
    "dropped_data",
    "proposal_data",
    "proposal_table",
    "version_data",
    "version_table",
]


def proposal_data(proposal: Proposal) -> dict[str, Any]:
    """Give a proposal as plain data, without its rota."""
    return proposal.model_dump(mode="json", exclude={"rota"})


def dropped_data(dropped: Iterable[tuple[Edit, str]]) -> list[dict[str, Any]]:
    """Give manual edits that are not kept as plain data, each with its reason."""
    return [
        {"edit": edit.model_dump(mode="json"), "reason": reason}
        for edit, reason in dropped
    ]


def version_data(version: Version) -> dict[str, Any]:
    """Give a version as plain data, without its rota."""
    return version.model_dump(mode="json", exclude={"rota"})


def proposal_table(proposals: Iterable[Proposal]) -> Table:
    """List proposals."""
    table = _table("no.", "co-op", "days", "state", "legal", "cover", "points", "edits")
    table.add_column("kept")
    table.add_column("by")
    table.add_column("made")
    for p in proposals:
        table.add_row(
            str(p.id),
            words.plain(p.co_op),
            f"{p.first_day} to {p.last_day}",
            p.state.value,
            "yes" if p.figures.legal else "NO",
            words.cover(p.figures.uncovered),
            f"{p.figures.points:,.0f}",
            str(len(p.edits)),
            str(len(p.kept)),
            words.plain(p.by),
            f"{p.at.astimezone():%Y-%m-%d %H:%M}",
        )
    return table


def version_table(versions: Iterable[Version]) -> Table:
    """List versions."""
    table = _table("co-op", "days", "version", "proposal", "changes", "by", "when")
    table.add_column("why")
    for v in versions:
        table.add_row(
            words.plain(v.co_op),
            f"{v.first_day} to {v.last_day}",
            str(v.number),
            str(v.proposal),
            str(len(v.changes)) if v.number > 1 or v.changes else "-",
            words.plain(v.by),
            f"{v.at.astimezone():%Y-%m-%d %H:%M}",
            words.plain(v.why),
        )
    return table


def _table(*columns: str) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column in columns:
        table.add_column(column)
    return table
