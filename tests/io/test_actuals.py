"""What really happened, read from a sheet: faults by row and column."""

from __future__ import annotations

import pytest

from carerota.errors import DataError
from carerota.io import read_actuals
from carerota.io.actuals_csv import placed_actuals
from tests.builders import AUTUMN
from tests.store.worlds import came, missed, week

HEAD = "day,visit,slot,worker,start,end,missed\n"


def read(tmp_path, text, problem=None):
    """Read a sheet."""
    path = tmp_path / "actuals.csv"
    path.write_text(text, encoding="utf-8")
    return read_actuals(path, (problem or week()).clock)


def test_rows_are_read_by_the_wall_clock(tmp_path):
    """A time has the day of its row, an end past midnight the next one."""
    found = read(
        tmp_path,
        HEAD
        + "2026-06-01,ida-mon,,ann,08:03,08:31,\n"
        + "2026-06-01,late,1,ben,23:50,00:20,no\n"
        + "2026-06-07,ida-sun,1,,,,yes\n",
    )
    assert found == (
        came("ida-mon", "ann", "08:03-08:31"),
        came("late", "ben", "23:50-24:20", slot=1),
        missed("ida-sun", 6, slot=1),
    )


def test_an_offset_keeps_the_two_hours_apart(tmp_path):
    """In the night the clocks go back a monitoring system writes the offset."""
    text = HEAD + "2026-10-25,ida-sun,0,ann,01:30+00:00,01:45+00:00,\n"
    (actual,) = read(tmp_path, text, week(first=AUTUMN))
    assert actual.start.isoformat() == "2026-10-25T01:30:00+00:00"


def test_every_fault_is_told_with_its_place(tmp_path):
    """Rows and columns, all of them at once."""
    with pytest.raises(DataError) as error:
        read(
            tmp_path,
            HEAD
            + "2026-06-31,ida-mon,0,ann,08:00,08:30,\n"
            + "2026-06-01,,0,ann,08:00,08:30,\n"
            + "2026-06-01,ida-mon,x,ann,25:00,08:30,perhaps\n",
        )
    places = [issue.path for issue in error.value.issues]
    assert places == [
        "actuals.csv, row 2, column day",
        "actuals.csv, row 4, column slot",
        "actuals.csv, row 4, column missed",
        "actuals.csv, row 4, column start",
        "actuals.csv, row 3, column visit",
    ]


def test_an_unknown_column_is_refused(tmp_path):
    """A slip in the header is not read over."""
    with pytest.raises(DataError, match="did you mean") as error:
        read(tmp_path, "day,visit,worker,begin,start,ends\n")
    assert {issue.code for issue in error.value.issues} == {
        "unknown-column",
        "missing-column",
    }


def test_paths_of_later_faults_become_places(tmp_path):
    """What the store says of the second row is told with its row."""
    path = tmp_path / "actuals.csv"
    path.write_text(
        HEAD + "2026-06-01,a,0,ann,08:00,08:30,\n2026-06-01,b,0,ann,09:00,09:30,\n",
        encoding="utf-8",
    )
    from carerota.errors import Issue

    _, placed = placed_actuals(path, week().clock)
    told = placed(Issue("actuals[1].visit", "'b'", "a visit", code="unknown-visit"))
    assert told.path == "actuals.csv, row 3, column visit"
