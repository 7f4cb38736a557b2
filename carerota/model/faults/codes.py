"""The one table of fault codes: short, stable names that tests and hosts rely on."""

from __future__ import annotations

from typing import Final

__all__ = ["CODES"]

CODES: Final[dict[str, str]] = {
    # the frame
    "schema-version": "written for another version of the library",
    "unknown-zone": "the time zone is not an IANA name that this machine knows",
    "first-day-absurd": "the horizon starts in a year nobody plans for",
    # ids
    "duplicate-id": "two records of a kind have the same id",
    "unknown-id": "the id of a record that is not there",
    # time
    "moment-absurd": "a time in a year far from the horizon",
    "visit-outside-horizon": "the day of a visit is not in the horizon",
    "window-backwards": "a window ends before it starts",
    "windows-out-of-order": "alternative windows overlap or are not in order of time",
    "window-far-from-day": "a window lies more than a day outside its visit's day",
    "preferred-outside-windows": "no allowed start lies in the preferred window",
    "visit-too-long": "a visit lasts longer than a day",
    "availability-backwards": "availability ends before it starts",
    "availability-empty": "availability ends when it starts",
    "past-visit-backwards": "a past visit ends before it starts",
    "past-visit-in-horizon": "a past visit lies in the horizon and would count twice",
    # packages
    "dates-backwards": "the last day lies before the first",
    "package-without-days": "a package's visit has no day of the week",
    "zoned": "a time by the wall clock that names a zone",
    "overnight-window": "a window by the wall clock runs for most of a night and day",
    # links
    "link-to-itself": "both ends of a link are the same visit",
    "link-carers-contradict": "the same and a different worker are both asked for",
    "link-distance-backwards": "the minimum distance is more than the maximum",
    "link-without-effect": "a link asks for nothing",
    "link-windows-cannot-meet": "no starts in the windows keep the link's distance",
    "link-chain-cannot-meet": "each link can be kept alone, but not all together",
    "links-in-a-circle": "the distances add up to a visit after itself",
    # travel
    "matrix-shape": "a matrix is not square over its places",
    "matrix-nan": "a matrix holds something that is not a number",
    "matrix-negative": "a matrix holds a negative value",
    "matrix-absurd": "a matrix holds a journey of more than 24 hours",
    "matrix-clash": "two matrices of a mode answer for the same time and places",
    "coordinates-half": "only one of latitude and longitude is given",
    "coordinates-missing": "a place has no coordinates and no matrix names it",
    "coordinates-at-zero": "a place lies at (0, 0), in the sea",
    # workers
    "contract-order": "not minimum <= target <= maximum hours",
    "over-48-hours": "more than 48 hours a week without the opt-out",
    "young-over-40-hours": "more than 40 hours a week at sixteen or seventeen",
    "day-too-long": "more than 13 hours a day leave no 11 hours of rest",
    "preferred-and-refused": "the same person is preferred and refused",
    # pins
    "pin-excluded": "the client does not have the pinned worker",
    "pin-refused": "the pinned worker does not visit the client",
    "pin-unskilled": "the pinned worker lacks a skill on the day",
    "pin-attribute": "the pinned worker lacks an attribute the client requires",
    "pin-unavailable": "the pinned worker is away at every allowed start",
    "pin-outside-windows": "the pinned start lies outside every window",
    "pin-twice": "one worker is pinned to two slots of a visit",
    "pin-breaks-link": "the pins contradict what a link says of the workers",
    # warnings
    "skill-nobody-holds": "no worker holds the skill on a day it is needed",
    "client-without-visits": "a client has no visit in the horizon",
    "gone-id": "the past or the published rota names somebody who is not there",
    "worker-without-availability": "a worker is never available in the horizon",
}
"""Code to one-line meaning."""
