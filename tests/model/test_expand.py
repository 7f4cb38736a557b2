from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from carerota.errors import DataError
from carerota.model import (
    CarePackage,
    CareType,
    Client,
    LinkFrom,
    PackageLink,
    PackageVisit,
    Pause,
    Place,
    Priority,
    RotaProblem,
    Slot,
    Visit,
    WallWindow,
    Weekday,
)
from carerota.model.expand import LONGEST_ID, expand

MONDAY = date(2026, 3, 2)


def window(start: str, end: str) -> WallWindow:
    return WallWindow(start=time.fromisoformat(start), end=time.fromisoformat(end))


def wanted(name: str = "breakfast", **more: Any) -> PackageVisit:
    fields: dict[str, Any] = {"windows": (window("08:00", "09:00"),), "minutes": 30}
    return PackageVisit(name=name, **fields | more)


def package(*visits: PackageVisit, **more: Any) -> CarePackage:
    fields: dict[str, Any] = {
        "id": "p",
        "client": "joan",
        "first_day": date(2026, 1, 1),
        "visits": visits or (wanted(),),
    }
    return CarePackage(**fields | more)


def problem(*packages: CarePackage, **more: Any) -> RotaProblem:
    fields: dict[str, Any] = {
        "name": "test",
        "first_day": MONDAY,
        "places": (Place(id="x"),),
        "workers": (),
        "clients": (Client(id="joan", place="x"),),
        "packages": packages,
    }
    return RotaProblem(**fields | more)


def only_window(
    day: date, start: str, end: str, zone: str = "Europe/London"
) -> tuple[datetime, datetime]:
    order = package(wanted(windows=(window(start, end),)))
    (visit,) = expand(problem(order, first_day=day, days=1, zone=zone)).visits
    return visit.windows[0].start, visit.windows[0].end


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


def test_one_visit_a_day_for_every_day_of_the_horizon() -> None:
    """A daily order becomes seven visits with the days in their ids."""
    expanded = expand(problem(package()))
    assert [visit.id for visit in expanded.visits] == [
        f"p/2026-03-0{d}/breakfast" for d in range(2, 9)
    ]
    assert expanded.packages == problem(package()).packages
    first = expanded.visits[0]
    assert first.day == MONDAY
    assert first.windows[0].start == utc(2026, 3, 2, 8)
    assert first.windows[0].end == utc(2026, 3, 2, 9)


def test_everything_ordered_is_carried_over() -> None:
    """Length, slots, priority, care and flags come from the package."""
    order = wanted(
        minutes=45,
        slots=(Slot(skills={"hoist"}), Slot(pinned_worker="ada")),
        priority=Priority.CRITICAL,
        care=CareType.NURSING,
        specific_task=True,
        short_agreed=True,
        preferred=window("08:10", "08:20"),
        windows=(window("12:00", "12:30"), window("08:00", "09:00")),
    )
    visit = expand(problem(package(order), days=1)).visits[0]
    assert visit.model_dump(include={"client", "minutes", "priority", "care"}) == {
        "client": "joan",
        "minutes": 45,
        "priority": Priority.CRITICAL,
        "care": CareType.NURSING,
    }
    assert visit.slots == order.slots
    assert visit.specific_task
    assert visit.short_agreed
    assert visit.package == "p"
    assert visit.pinned_start is None
    assert visit.preferred is not None
    assert visit.preferred.start == utc(2026, 3, 2, 8, 10)
    # alternatives stand in order of time, whatever their order in the package
    assert [w.start.hour for w in visit.windows] == [8, 12]


def test_days_of_the_week() -> None:
    """A visit is made only on its own days."""
    order = wanted(days={Weekday.TUESDAY, Weekday.SUNDAY})
    expanded = expand(problem(package(order)))
    assert [visit.day.day for visit in expanded.visits] == [3, 8]


def test_first_and_last_day_and_pauses_include_their_ends() -> None:
    """No visit before the first day, after the last or in a pause."""
    order = package(
        first_day=date(2026, 3, 3),
        last_day=date(2026, 3, 14),
        pauses=(
            Pause(first_day=date(2026, 3, 5), last_day=date(2026, 3, 6)),
            Pause(first_day=date(2026, 3, 13)),
        ),
    )
    expanded = expand(problem(order, days=14))
    assert [v.day.day for v in expanded.visits] == [3, 4, 7, 8, 9, 10, 11, 12]


def test_a_package_outside_the_horizon_adds_nothing() -> None:
    """A package that ended or has not begun leaves the problem as it is."""
    over = package(last_day=date(2026, 2, 28))
    later = package(id="q", first_day=date(2026, 4, 1))
    given = problem(over, later)
    assert expand(given) is given


def test_expanding_twice_is_expanding_once() -> None:
    """The second time nothing is left to add."""
    order = package(
        wanted(),
        wanted("lunch", windows=(window("12:00", "13:00"),)),
        links=(PackageLink(first="breakfast", second="lunch", minimum_minutes=180),),
    )
    once = expand(problem(order))
    assert len(once.visits) == 14
    assert len(once.links) == 7
    assert expand(once) is once


def test_a_changed_visit_survives() -> None:
    """A visit that is already there is kept as the coordinator left it."""
    once = expand(problem(package()))
    edited = once.visits[2].model_copy(update={"minutes": 60.0})
    kept = problem(package(), visits=(edited,))
    again = expand(kept)
    assert again.visits[0] == edited
    assert len(again.visits) == 7
    assert sorted(v.id for v in again.visits) == sorted(v.id for v in once.visits)


def test_links_need_both_visits_that_day() -> None:
    """A link is made where both its visits are, with all that it says."""
    order = package(
        wanted(),
        wanted("tea", days={Weekday.WEDNESDAY}, windows=(window("17:00", "18:00"),)),
        links=(
            PackageLink(
                first="breakfast",
                second="tea",
                measured_from=LinkFrom.END,
                minimum_minutes=60,
                maximum_minutes=600,
                same_worker=True,
            ),
            PackageLink(first="breakfast", second="tea", different_worker=True),
            PackageLink(first="breakfast", second="supper"),
        ),
    )
    expanded = expand(problem(order))
    one, other = expanded.links
    assert one.id == "p/2026-03-04/breakfast>tea"
    assert (one.first, one.second) == ("p/2026-03-04/breakfast", "p/2026-03-04/tea")
    assert one.measured_from is LinkFrom.END
    assert (one.minimum_minutes, one.maximum_minutes) == (60, 600)
    assert one.same_worker
    assert not one.different_worker
    # two rules between the same two visits are two links
    assert other.id == "p/2026-03-04/breakfast>tea#2"
    assert other.different_worker


def test_long_names_still_make_ids() -> None:
    """Ids that would be too long end in a hash: short enough, and all different."""
    long = "x" * LONGEST_ID
    order = package(
        wanted(long),
        wanted(long[:-1]),
        id=long,
        links=(PackageLink(first=long, second=long[:-1]),),
    )
    expanded = expand(problem(order))
    ids = [visit.id for visit in expanded.visits]
    assert len(set(ids)) == 14
    assert max(map(len, ids)) == LONGEST_ID
    schema = Visit.model_json_schema()["properties"]["id"]
    assert schema["maxLength"] == LONGEST_ID
    assert {expanded.links[0].first, expanded.links[0].second} <= set(ids)
    assert expand(expanded) is expanded


def test_a_window_past_midnight() -> None:
    """A window that ends before it starts ends on the next day."""
    start, end = only_window(MONDAY, "23:30", "00:30")
    assert start == utc(2026, 3, 2, 23, 30)
    assert end == utc(2026, 3, 3, 0, 30)
    start, end = only_window(MONDAY, "23:30", "23:30")
    assert start == end


def test_a_preference_after_midnight_is_for_the_next_morning() -> None:
    """In a window from 22:00 to 01:00, half past midnight is the next day's."""
    order = wanted(
        windows=(window("22:00", "01:00"),), preferred=window("00:15", "00:45")
    )
    visit = expand(problem(package(order), days=1)).visits[0]
    assert visit.day == MONDAY
    assert visit.preferred is not None
    assert visit.preferred.start == utc(2026, 3, 3, 0, 15)


def test_a_preference_outside_every_window_stays_on_its_day() -> None:
    """Nothing is guessed about a preference that no window meets."""
    order = wanted(preferred=window("06:00", "07:00"))
    visit = expand(problem(package(order), days=1)).visits[0]
    assert visit.preferred is not None
    assert visit.preferred.start == utc(2026, 3, 2, 6)


@pytest.mark.parametrize(
    ("zone", "utc_hour"), [("Europe/London", 7), ("Europe/Rome", 6)]
)
def test_the_wall_clock_is_kept_over_the_change(zone: str, utc_hour: int) -> None:
    """Breakfast at 08:00 stays at 08:00 when the clocks go forward."""
    week = problem(package(), first_day=date(2026, 3, 28), days=2, zone=zone)
    before, after = expand(week).visits
    assert before.windows[0].start == utc(2026, 3, 28, utc_hour + 1)
    assert after.windows[0].start == utc(2026, 3, 29, utc_hour)
    assert after.windows[0].start.hour == 8


SPRING = date(2026, 3, 29)
AUTUMN = date(2026, 10, 25)


@pytest.mark.parametrize(
    ("start", "end", "begins", "ends"),
    [
        ("00:30", "03:00", (0, 30), (2, 0)),
        ("01:15", "01:45", (1, 15), (1, 45)),
        ("00:45", "01:30", (0, 45), (1, 30)),
        ("01:30", "02:15", (1, 0), (1, 15)),
    ],
)
def test_windows_in_the_night_that_skips_an_hour(
    start: str, end: str, begins: tuple[int, int], ends: tuple[int, int]
) -> None:
    """No window runs backwards where the clocks jump from 01:00 to 02:00."""
    first, last = only_window(SPRING, start, end)
    assert first == utc(2026, 3, 29, *begins)
    assert last == utc(2026, 3, 29, *ends)


@pytest.mark.parametrize(
    ("start", "end", "begins", "ends"),
    [
        ("00:30", "03:00", (-1, 30), (3, 0)),
        ("01:15", "01:45", (0, 15), (0, 45)),
        ("01:30", "02:15", (0, 30), (2, 15)),
    ],
)
def test_windows_in_the_night_that_repeats_an_hour(
    start: str, end: str, begins: tuple[int, int], ends: tuple[int, int]
) -> None:
    """Of a time that comes twice the first is meant."""
    first, last = only_window(AUTUMN, start, end)
    midnight = utc(2026, 10, 25)
    assert first == midnight + timedelta(hours=begins[0], minutes=begins[1])
    assert last == midnight + timedelta(hours=ends[0], minutes=ends[1])


def test_a_night_window_over_the_change() -> None:
    """From 22:00 to 06:00 is seven hours in spring and nine in autumn."""
    for day, hours in ((SPRING, 7), (AUTUMN, 9)):
        first, last = only_window(day - timedelta(days=1), "22:00", "06:00")
        assert last - first == timedelta(hours=hours)


@pytest.mark.parametrize("day", [SPRING, AUTUMN, MONDAY])
def test_expanded_problems_come_back_from_json(day: date) -> None:
    """Written and read again the problem is equal, on the nights of the change too."""
    order = package(
        wanted(windows=(window("01:30", "02:15"), window("08:00", "09:00")))
    )
    expanded = expand(problem(order, first_day=day, days=2))
    again = RotaProblem.model_validate_json(expanded.model_dump_json())
    assert again == expanded
    assert again.fingerprint == expanded.fingerprint
    assert expand(again) is again


def test_wall_times_with_a_zone_are_refused() -> None:
    """A time of day with a zone cannot be laid on a day: every one is listed."""
    order = wanted(
        windows=(window("08:00+00:00", "09:00"),), preferred=window("08:00", "09:00Z")
    )
    with pytest.raises(DataError) as caught:
        expand(problem(package(order)))
    assert [issue.path for issue in caught.value.issues] == [
        "packages[0].visits[0].windows[0].start",
        "packages[0].visits[0].preferred.end",
    ]
