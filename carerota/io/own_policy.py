"""The policy that a problem brings with it, read apart from all else in its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from carerota.errors import DataError
from carerota.io.csv_folder import POLICY
from carerota.io.issues import validated
from carerota.io.json_files import parse_json
from carerota.io.policy_toml import of_policy_file, read_policy
from carerota.io.sources import read_text
from carerota.io.tables.settings import FILE
from carerota.io.toml_files import read_toml
from carerota.model.policy import Policy
from carerota.model.problem import RotaProblem

if TYPE_CHECKING:
    from pathlib import Path

    from carerota.errors import Issue

__all__ = ["OwnPolicy", "read_own_policy"]

DEFAULT_TICKS = RotaProblem.model_fields["ticks_per_minute"].default


@dataclass(frozen=True, slots=True)
class OwnPolicy:
    """A problem's policy, and where it stands.

    ``file`` is the name of the policy's own file; empty where it stands within that of
    the problem.
    """

    policy: Policy
    ticks_per_minute: int
    file: str = ""

    def placed(self, issue: Issue) -> Issue:
        """Give an issue its place: ``policy.toml, rules.travel`` in a folder."""
        return of_policy_file(issue, self.file) if self.file else issue


def read_own_policy(path: Path) -> OwnPolicy | None:
    """Read the policy of a problem, even of one that is otherwise refused.

    Parameters
    ----------
    path
        A JSON file, a folder of sheets or its ``problem.toml``.

    Returns
    -------
    OwnPolicy
        The policy.
    None
        There is none, or reading the problem tells already why it cannot be read.
    """
    try:
        if path.suffix.lower() == ".json":
            data = parse_json(read_text(path), str(path))
            own = data.get("policy") if isinstance(data, dict) else None
            policy = None if own is None else validated(Policy, own)
            return OwnPolicy(policy, _ticks(data)) if policy else None
        folder = path if path.is_dir() else path.parent
        if not (folder / POLICY).is_file():
            return None
        policy = read_policy(folder / POLICY)
        return OwnPolicy(policy, _ticks(read_toml(folder / FILE)), POLICY)
    except DataError:
        return None


def _ticks(data: Any) -> int:
    ticks = data.get("ticks_per_minute")
    fits = isinstance(ticks, int) and not isinstance(ticks, bool) and ticks > 0
    return int(ticks) if fits else int(DEFAULT_TICKS)
