"""The night: from what is known in the evening to a proposal in the morning."""

from carerota.nightly.night import Night, run_night

__all__ = ["Night", "run_night"]
