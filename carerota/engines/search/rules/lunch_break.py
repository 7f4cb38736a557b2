"""Whether a lunch break is due on the day and there is none."""

from carerota.engines.search.facts import MISSED
from carerota.engines.search.kernel_cache import kernel


@kernel
def amount(facts, day, table, row):  # noqa: ARG001
    """Read it off the facts of the day."""
    return facts[day + MISSED]
