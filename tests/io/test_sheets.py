"""Sheets as coordinators keep them are understood."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carerota.io import read_problem
from carerota.io.tables.cells import DAYS, FLAG, NUMBER, CellError, join, parts, split
from carerota.io.tables.moments import (
    LONG_SHIFT,
    end_text,
    moment_text,
    read_end,
    read_moment,
)
from carerota.io.tables.sheet import read_rows, read_sheet, rows_text
from carerota.model import Weekday
from carerota.units import Clock

HAMLET = {
    "problem.toml": 'name = "Hamlet"\nfirst_day = "02/03/2026"\ndays = 2\n',
    "workers.csv": (
        "ID;Name;Latitude;Longitude;Area;Skills;Travel Mode;target-hours\r\n"
        "w1;Ann;52,1;-1,2;Mill End;hoist ;Bicycle;16\r\n"
        ";;;;;;;\r\n"
        "\r\n"
        " w2 ;Bo;52.1;-1.3;;;Public Transport;37,5\r\n"
    ),
    "clients.csv": "id,latitude,longitude\nc1,52.2,-1.2\nc2,52.3,-1.2\n",
    "availability.csv": (
        "worker,weekday,date,start,end,kind\n"
        "w1,mon-fri,,07:00,14:30,\n"
        "w2,,03/03/2026,22:00,07:00,Preferred\n"
    ),
    "visits.csv": (
        "id,client,day,window_start,window_end,minutes,carers,skills\n"
        "v1,c1,2026-03-02,8:00,9:00,30,2,hoist\n"
    ),
    "packages.csv": (
        "package,client,name,days,window_start,window_end,window2_start,window2_end,"
        "minutes,first_day\n"
        'k1,c2,am,"mon,tue",07:00,08:00,,,30,01/01/2026\n'
        "k1,,pm,daily,12:00,13:00,14:00,15:00,30,\n"
    ),
    "travel_plan.txt": "not ours",
}


@pytest.fixture
def hamlet(tmp_path):
    """A folder typed by hand in more than one spreadsheet."""
    for name, text in HAMLET.items():
        (tmp_path / name).write_bytes(text.encode())
    return tmp_path


def test_a_folder_typed_by_hand(hamlet):
    """Case, spaces, delimiters, blank rows and British dates do not matter."""
    problem = read_problem(hamlet)
    assert problem.first_day == date(2026, 3, 2)
    assert [p.id for p in problem.places] == [
        "home:w1",
        "home:w2",
        "client:c1",
        "client:c2",
    ]
    one, two = problem.workers
    assert (one.home, one.travel_mode, problem.places[0].area) == (
        "home:w1",
        "bicycle",
        "Mill End",
    )
    assert (two.id, two.travel_mode, two.contract.target_hours) == (
        "w2",
        "public_transport",
        37.5,
    )
    assert [a.start.day for a in one.availability] == [2, 3]
    assert two.availability[0].end == datetime(2026, 3, 4, 7, tzinfo=UTC)
    assert two.availability[0].kind == "preferred"
    assert [sorted(slot.skills) for slot in problem.visits[0].slots] == [["hoist"]] * 2
    assert [visit.id for visit in problem.visits] == [
        "v1",
        "k1/2026-03-02/am",
        "k1/2026-03-02/pm",
        "k1/2026-03-03/am",
        "k1/2026-03-03/pm",
    ]
    assert len(problem.visits[2].windows) == 2


def test_rows_are_numbered_as_a_spreadsheet_does(tmp_path):
    """Blank rows and line breaks in cells do not shift the numbers."""
    path = tmp_path / "x.csv"
    path.write_bytes('\ufeff"A b",c\n\n"two\nlines",1\n,\n3,4\n'.encode())
    sheet = read_sheet(path)
    assert sheet.columns == ("a_b", "c")
    assert [row.number for row in sheet.rows] == [3, 5]
    assert sheet.rows[0]["a_b"] == "two\nlines"


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).map(
    str.strip
)


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=4))
def test_any_text_survives_a_sheet(tmp_path_factory, rows):
    """Quotes, delimiters, formulas and apostrophes come back as they were."""
    rows = [["a", "b"], *[row for row in rows if any(row)]]
    path = tmp_path_factory.mktemp("sheet") / "x.csv"
    path.write_text(rows_text(rows), encoding="utf-8", newline="")
    assert [cells for _, cells in read_rows(path)] == rows


@given(st.lists(CELL.filter(bool), max_size=4), st.lists(CELL.filter(bool), max_size=4))
def test_any_words_survive_a_list_of_lists(one, two):
    """Separators within words are kept apart from those between them."""
    first, second = parts(f"{join(one)} | {join(two)}", "|")
    assert (split(first), split(second)) == (one, two)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("daily", range(7)),
        ("Mon,Wed", [0, 2]),
        ("mon - fri".replace(" ", ""), range(5)),
        ("sat-mon", [0, 5, 6]),
        ("weekends", [5, 6]),
        ("tuesday; thu", [1, 3]),
        ("never", []),
    ],
)
def test_days_of_the_week(text, days):
    """Days are read in the ways people write them, and read back as written."""
    assert DAYS.read(text) == list(days)
    assert DAYS.read(DAYS.write(frozenset(map(Weekday, days)))) == list(days)


def test_numbers_and_flags():
    """A decimal comma is a number, a thousands comma is refused."""
    assert NUMBER.read("7,5") == 7.5
    assert NUMBER.read("1e2") == 100
    assert [FLAG.read(word) for word in ("Yes", "x", "0")] == [True, True, False]
    for codec, text in ((NUMBER, "1,500"), (FLAG, "maybe"), (DAYS, "t")):
        with pytest.raises(CellError):
            codec.read(text)


CLOCK = Clock("Europe/London", date(2026, 10, 24), 3, 60)


@given(
    st.integers(-3000, 3000),
    st.integers(0, 3000),
    st.sampled_from([timedelta(hours=12), LONG_SHIFT]),
)
def test_any_stretch_survives_as_wall_times(start, length, longest):
    """Over the night the clocks go back, every start and end is read back exactly."""
    begin = datetime(2026, 10, 25, tzinfo=UTC) + timedelta(minutes=start)
    end = begin + timedelta(minutes=length)
    day = begin.astimezone(CLOCK.zone).date()
    first = read_moment(moment_text(begin, day, CLOCK), day, CLOCK)
    assert first == begin
    assert read_end(end_text(end, begin, CLOCK, longest), first, CLOCK, longest) == end


def test_a_slip_of_the_pen_is_not_a_night():
    """A bare end before its start is on the next day only if that is near."""
    start = read_moment("22:00", date(2026, 10, 26), CLOCK)
    assert read_end("06:00", start, CLOCK).date() == date(2026, 10, 27)
    late = read_moment("10:30", date(2026, 10, 26), CLOCK)
    assert read_end("09:30", late, CLOCK) < late


@pytest.mark.parametrize("text", ["8", "24:30", "2026-02-30 08:00", "08:00+99:00", ""])
def test_odd_times_are_refused(text):
    """What is no time of day is not guessed at."""
    with pytest.raises(CellError):
        read_moment(text, date(2026, 10, 26), CLOCK)


def test_end_of_day_is_midnight():
    """24:00 is where the day ends."""
    end = read_moment("24:00", date(2026, 10, 26), CLOCK)
    assert end.astimezone(CLOCK.zone).time() == time(0)
    assert end.astimezone(CLOCK.zone).date() == date(2026, 10, 27)
