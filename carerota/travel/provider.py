"""Who can tell how long journeys take: the seam for road networks and services."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from carerota.errors import DataError, Issue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from carerota.model import Place, TravelMode

__all__ = ["FirstThatKnows", "Journeys", "TravelProvider", "asked"]


@dataclass(frozen=True, slots=True)
class Journeys:
    """All journeys between some places by one mode.

    Parameters
    ----------
    minutes
        ``minutes[from, to]``; NaN where the provider does not know.
    metres
        ``metres[from, to]``; NaN where the provider does not know.
    """

    minutes: NDArray[np.float64]
    metres: NDArray[np.float64]


class TravelProvider(Protocol):
    """Tells how long journeys take."""

    @property
    def settings(self) -> str:
        """Everything the answers depend on besides mode and places, as text.

        Answers are kept on disk under it: two providers with equal settings must give
        equal answers. A road network puts its file's hash and date here.
        """
        ...

    def journeys(self, mode: TravelMode, places: Sequence[Place]) -> Journeys:
        """Give the journeys between all pairs of places, NaN where unknown.

        The answer may depend on a place's id and coordinates, not on its name.
        """
        ...


class FirstThatKnows:
    """Several providers, the best first; each is asked only for what is missing.

    Parameters
    ----------
    providers
        In the order in which they are asked.
    """

    def __init__(self, *providers: TravelProvider) -> None:
        self.providers = providers

    @property
    def settings(self) -> str:
        """The settings of all of them."""
        return "\n".join(provider.settings for provider in self.providers)

    def journeys(self, mode: TravelMode, places: Sequence[Place]) -> Journeys:
        """Give each journey as the first provider that knows it."""
        shape = (len(places), len(places))
        minutes, metres = np.full(shape, np.nan), np.full(shape, np.nan)
        for provider in self.providers:
            missing = np.isnan(minutes)
            if not missing.any():
                break
            answer = asked(provider, mode, places)
            minutes[missing] = answer.minutes[missing]
            metres[missing] = answer.metres[missing]
        return Journeys(minutes, metres)


def asked(
    provider: TravelProvider, mode: TravelMode, places: Sequence[Place]
) -> Journeys:
    """Ask a provider and refuse an answer that cannot be one.

    What is infinite counts as unknown.

    Raises
    ------
    DataError
        The answer has the wrong shape or negative times or distances.
    """
    answer = provider.journeys(mode, places)
    shape = (len(places), len(places))
    faults, clean = [], []
    for name in ("minutes", "metres"):
        values = np.array(getattr(answer, name), dtype=np.float64)
        values[~np.isfinite(values)] = np.nan
        path = f"{type(provider).__name__}.journeys({mode.value}).{name}"
        if values.shape != shape:
            faults.append(
                Issue(
                    path, f"shape {values.shape}", f"shape {shape}", code="travel-shape"
                )
            )
        elif (values < 0).any():
            found = f"{np.nanmin(values):g}"
            faults.append(
                Issue(path, found, "nothing below nought", code="travel-negative")
            )
        clean.append(values)
    if faults:
        raise DataError(faults, source="travel provider")
    return Journeys(*clean)
