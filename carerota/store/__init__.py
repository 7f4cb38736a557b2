"""The store: proposals, manual edits, published versions and what really happened.

>>> from carerota.store import Store
>>> with Store("rotas.db") as store:  # doctest: +SKIP
...     proposal = store.propose(problem, result.rota, by="Ann")
...     version = store.approve(proposal.id, by="Ben", why="agreed at Monday's meeting")

A rota is a proposal until a named person approves it. What they approve is a version,
which is never changed again: a newer one takes its place.
"""

try:
    import sqlalchemy as _sqlalchemy
except ModuleNotFoundError as _error:  # pragma: no cover
    from carerota.errors import MissingExtraError

    raise MissingExtraError("sqlalchemy", "store") from _error

from carerota.store.carried import Carried
from carerota.store.difference import difference
from carerota.store.editing import Pinned, pinned
from carerota.store.records import (
    Edit,
    ManualEdit,
    Proposal,
    ProposalState,
    RotaFigures,
    Version,
    VersionChange,
)
from carerota.store.store import Store

del _sqlalchemy

__all__ = [
    "Carried",
    "Edit",
    "ManualEdit",
    "Pinned",
    "Proposal",
    "ProposalState",
    "RotaFigures",
    "Store",
    "Version",
    "VersionChange",
    "difference",
    "pinned",
]
