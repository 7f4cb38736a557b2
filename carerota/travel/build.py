"""From a problem to its travel times: explicit matrices first, then a provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from carerota.errors import DataError, Issue
from carerota.model import TravelMode
from carerota.travel.bands import band_starts, boundaries
from carerota.travel.cache import TravelCache, default_folder
from carerota.travel.geodesic import GeodesicEstimate
from carerota.travel.matrix import in_force, lay, lay_metres, sheets_of
from carerota.travel.own import with_own_modes
from carerota.travel.provider import Journeys, asked
from carerota.travel.table import EXPLICIT, PROVIDED, SAME_PLACE, TravelTimes
from carerota.units import minutes_to_ticks_array

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from carerota.model import Place, RotaProblem
    from carerota.travel.matrix import Sheet
    from carerota.travel.provider import TravelProvider

__all__ = ["travel_times"]

WORTH_KEEPING: Final = 300
"""From this many places on, answers are kept on disk without being asked to."""
MOST_PLACES: Final = 20
"""How many places without travel times are listed one by one."""


def travel_times(
    problem: RotaProblem,
    *,
    provider: TravelProvider | None = None,
    cache: Path | None = None,
) -> TravelTimes:
    """Give the time of every journey the problem's workers may make.

    A journey that an explicit matrix names takes what the matrix says; any other is
    asked of the provider.

    Parameters
    ----------
    problem
        Whose places, workers and travel table are read.
    provider
        ``None``: the estimate from coordinates. A provider that does not know every
        journey can be joined with it by
        :class:`carerota.travel.provider.FirstThatKnows`.
    cache
        The folder in which the provider's answers are kept. ``None``: the user's own,
        and only for large problems.

    Raises
    ------
    DataError
        A matrix is malformed, or nobody knows some journey.
    """
    places = problem.places
    ids = tuple(place.id for place in places)
    index = {place_id: i for i, place_id in enumerate(ids)}
    used = {worker.travel_mode for worker in problem.workers}
    used |= {change.mode for w in problem.workers for change in w.travel_changes}
    modes = tuple(mode for mode in TravelMode if mode in used)
    sheets = {
        mode: of_mode
        for mode, of_mode in sheets_of(problem.travel, index).items()
        if mode in used
    }
    starts = band_starts(sheets.values())
    band_from, band_of_boundary = boundaries(starts, problem.clock)

    n = len(ids)
    ticks = np.zeros((len(modes), len(starts), n, n), dtype=np.int64)
    metres = np.zeros((len(modes), n, n), dtype=np.int64)
    provenance = np.zeros((len(modes), n, n), dtype=np.uint8)
    unknown: dict[int, list[TravelMode]] = {}
    provider = provider or GeodesicEstimate(problem.travel)
    for m, mode in enumerate(modes):
        of_mode = sheets.get(mode, [])
        provenance[m] = _provenance(of_mode, n)
        asks = provenance[m] == PROVIDED
        journeys = (
            _journeys(provider, mode, places, cache) if asks.any() else _nothing(n)
        )
        missing = asks & np.isnan(journeys.minutes)
        if missing.any():
            for place in _culprits(missing):
                unknown.setdefault(place, []).append(mode)
            continue
        metres[m] = _metres(journeys, of_mode)
        for b, start in enumerate(starts):
            minutes = _minutes(journeys, in_force(of_mode, start))
            ticks[m, b] = minutes_to_ticks_array(minutes, problem.ticks_per_minute)
    if unknown:
        raise DataError(_issues(unknown, places))
    table = TravelTimes(
        place_ids=ids,
        modes=modes,
        ticks=ticks,
        metres=metres,
        provenance=provenance,
        band_from=band_from,
        band_of_boundary=band_of_boundary,
    )
    return with_own_modes(table, problem)


def _journeys(
    provider: TravelProvider,
    mode: TravelMode,
    places: Sequence[Place],
    cache: Path | None,
) -> Journeys:
    """Ask the provider, through the cache where that is worth it."""
    if cache is None and len(places) < WORTH_KEEPING:
        return asked(provider, mode, places)
    folder = default_folder() if cache is None else cache
    return TravelCache(folder).journeys(provider, mode, places)


def _nothing(n: int) -> Journeys:
    """Give the answer of a provider that was not asked."""
    return Journeys(np.full((n, n), np.nan), np.full((n, n), np.nan))


def _provenance(sheets: Sequence[Sheet], n: int) -> NDArray[np.uint8]:
    """Tell for each journey where its time is from."""
    source = np.full((n, n), PROVIDED, dtype=np.uint8)
    for sheet in sheets:
        source[np.ix_(sheet.at, sheet.at)] = EXPLICIT
    np.fill_diagonal(source, SAME_PLACE)
    return source


def _minutes(journeys: Journeys, sheets: Sequence[Sheet]) -> NDArray[np.float64]:
    """Give the minutes of all journeys at one time of day."""
    minutes = journeys.minutes.copy()
    lay(sheets, minutes)
    np.fill_diagonal(minutes, 0.0)
    return minutes


def _metres(journeys: Journeys, sheets: Sequence[Sheet]) -> NDArray[np.int64]:
    """Give the metres of all journeys, nought where nobody knows them."""
    metres = journeys.metres.copy()
    lay_metres(sheets, metres)
    np.fill_diagonal(metres, 0.0)
    return np.asarray(np.rint(np.nan_to_num(metres)), dtype=np.int64)


def _culprits(missing: NDArray[np.bool_]) -> list[int]:
    """Find few places that all the missing journeys start or end at.

    A place without coordinates spoils the journeys of all others; naming those too
    would hide it.
    """
    left = missing | missing.T
    counts = left.sum(axis=1)
    culprits = []
    while counts.any():
        worst = int(counts.argmax())
        culprits.append(worst)
        counts = counts - left[worst]
        counts[worst] = 0
        left[worst] = False
        left[:, worst] = False
    return sorted(culprits)


def _issues(
    unknown: dict[int, list[TravelMode]], places: Sequence[Place]
) -> list[Issue]:
    """Say which places lack travel times, the first twenty of them by name."""
    issues = []
    for i in sorted(unknown)[:MOST_PLACES]:
        place = places[i]
        bare = place.latitude is None or place.longitude is None
        modes = ", ".join(mode.value for mode in unknown[i])
        issues.append(
            Issue(
                path=f"places[{i}]",
                found=f"{place.id!r} with no travel times by {modes}"
                + (" and no coordinates" if bare else ""),
                expected="latitude and longitude, or a row and column in a travel"
                " matrix of each mode",
                hint="a matrix has to name both ends of a journey",
                code="coordinates-missing",
            )
        )
    rest = len(unknown) - MOST_PLACES
    if rest > 0:
        found = f"{rest} more such places, {len(unknown)} in all"
        issues.append(Issue("places", found, "none", code="coordinates-missing"))
    return issues
