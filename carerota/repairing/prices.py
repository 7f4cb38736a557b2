"""The prices of a change that guide the search of a repair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from carerota.model import Mode

if TYPE_CHECKING:
    from carerota.model import Policy, PolicyLine

__all__ = ["CALM", "DEARER", "search_policy"]

MINUTE_OFF: Final = 10.0
"""Points in the search for each minute that a visit starts apart from what was told:
what can be as it was is as it was."""
AT_ALL: Final = 10.0
"""Minutes that come on top in the search where a start differs at all: people are told
of few new times rather than of many small shifts."""
CALM: Final = 2
"""Times the price of another worker in the search: who calls at six wants what was lost
to be carried, not the week improved."""
DEARER: Final = 10
"""Times the price of another worker, where days may change that no event is about."""


def search_policy(policy: Policy, dearer: int) -> Policy:
    """Give the policy of the search: pins hold, and each change of start has a price.

    The policy has a price on changes of what was published, or forbids them. A change
    of worker costs ``dearer`` times what it costs by the policy.
    """
    lines = dict(policy.rules)
    for name in ("pinned_worker", "pinned_start"):
        line = lines.get(name) or _default_line(name)
        lines[name] = line.model_copy(update={"mode": Mode.HARD})
    worker = lines["published_worker"]
    lines["published_worker"] = worker.model_copy(
        update={"price": worker.price * dearer}
    )
    start = lines["published_start"]
    if start.mode is Mode.PRICED:
        exact = {
            "tolerance_minutes": 0.0,
            "good_time_minutes": 0.0,
            "change_minutes": AT_ALL,
            "short_notice_factor": 1,
            "last_minute_factor": 1,
        }
        lines["published_start"] = start.model_copy(
            update={
                "price": max(start.price, MINUTE_OFF),
                "params": start.params | exact,
            }
        )
    return policy.model_copy(update={"rules": lines})


def _default_line(name: str) -> PolicyLine:
    from carerota.policies import load

    return load().rules[name]
