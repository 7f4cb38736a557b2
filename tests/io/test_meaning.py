"""Faults of form and of meaning are told at once, and none that only follows."""

from __future__ import annotations

import csv
import io
import json

import pytest
from faulty import change, refused
from rich_problem import rich_faultless

from carerota.errors import DataError
from carerota.io import read_problem, read_rota


def test_faults_of_form_do_not_hide_those_of_meaning_in_json(tmp_path):
    """A malformed record is left aside; what the others mean is judged all the same."""
    data = rich_faultless()
    data["visits"][0]["minutes"] = "half"
    data["visits"][0]["client"] = "c9"
    data["visits"][1]["windows"][0]["end"] = (
        data["visits"][1]["windows"][0]["start"][:11] + "00:00:00+00:00"
    )
    data["workers"][0]["travel_mode"] = "bycicle"
    data["workers"][0]["contract"] = {"maximum_hours": 60}
    data["workers"][0].pop("working_time", None)
    data["places"][0] |= {"latitude": 0, "longitude": 0}
    data["clients"].append(data["clients"][0] | {"triage": "rde"})
    path = tmp_path / "week.json"
    path.write_text(json.dumps(data))
    last = len(data["clients"]) - 1
    assert {(issue.path, issue.code) for issue in refused(path)} == {
        ("visits[0].minutes", "float-parsing"),
        ("workers[0].travel_mode", "enum"),
        (f"clients[{last}].triage", "enum"),
        ("visits[0].client", "unknown-id"),
        ("visits[1].windows[0].end", "window-backwards"),
        ("workers[0].contract.maximum_hours", "over-48-hours"),
        ("places[0].latitude", "coordinates-at-zero"),
        (f"clients[{last}].id", "duplicate-id"),
    }


def test_faults_of_form_do_not_hide_those_of_meaning_in_sheets(sound):
    """Bad cells of one row do not hide a wrong id in another, or in the same."""
    change(sound, "visits.csv", "30.5", "half")
    change(sound, "visits.csv", "w1 | ", "w9 | ")
    change(sound, "clients.csv", ",p2,", ",p9,")
    assert {(issue.path, issue.code) for issue in refused(sound)} == {
        ("visits.csv, row 2, column minutes", "bad-cell"),
        ("visits.csv, row 2, column pinned_workers", "unknown-id"),
        ("clients.csv, row 3, column place", "unknown-id"),
    }


@pytest.mark.parametrize(
    "name", ["workers.csv", "clients.csv", "visits.csv", "places.csv"]
)
@pytest.mark.parametrize("how", ["gone", "latin", "header", "misspelt"])
def test_a_sheet_that_cannot_be_read_leaves_no_unknown_ids(sound, name, how):
    """Ids that an unread sheet may hold are not called unknown."""
    path = sound / name
    if how == "gone":
        path.unlink()
    elif how == "latin":
        path.write_bytes(path.read_bytes() + b"\xff")
    elif how == "header":
        text = path.read_text("utf-8-sig")
        path.write_text(text.replace("id", "idd", 1))
    else:
        path.rename(sound / f"{name[:-5]}x.csv")
    if how == "gone" and name not in {"workers.csv", "clients.csv"}:
        return
    codes = [issue.code for issue in refused(sound)]
    assert codes
    assert "unknown-id" not in codes


def test_a_bad_duration_in_a_package_is_one_fault(sound):
    """The list around a bad row is not said to be too short as well."""
    text = (sound / "packages.csv").read_text("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text))
    column = head.index("minutes")
    for row in rows:
        row[column] = "lots"
    with (sound / "packages.csv").open("w", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    assert [(issue.path, issue.code) for issue in refused(sound)] == [
        (f"packages.csv, row {n}, column minutes", "bad-cell")
        for n in range(2, len(rows) + 2)
    ]


def test_a_list_that_is_too_short_is_told_in_plain_words(tmp_path):
    """No name of a Python type, no repr."""
    data = rich_faultless()
    data["visits"][0]["windows"] = []
    path = tmp_path / "week.json"
    path.write_text(json.dumps(data))
    (issue,) = refused(path)
    assert (issue.found, issue.expected) == ("an empty list", "at least 1 item")


def test_a_row_without_an_id_leaves_no_follow_on_faults(tmp_path):
    """Whoever names it may be right."""
    data = rich_faultless()
    del data["workers"][0]["id"]
    path = tmp_path / "week.json"
    path.write_text(json.dumps(data))
    assert [issue.path for issue in refused(path)] == ["workers[0].id"]


def test_one_slip_anywhere_is_one_fault(tmp_path):
    """Whatever value is malformed, nothing is told that would not stand without it."""
    path = tmp_path / "week.json"

    def slips(value, way=()):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in list(items):
            here = (*way, key)
            if isinstance(inner, dict | list):
                yield from slips(inner, here)
            yield here

    for way in slips(rich_faultless()):
        data = rich_faultless()
        spot = data
        for step in way[:-1]:
            spot = spot[step]
        spot[way[-1]] = {"odd": [None]}
        path.write_text(json.dumps(data))
        try:
            read_problem(path)
        except DataError as error:
            steps = "".join(
                f"[{s}]" if isinstance(s, int) else f".{s}" for s in way
            ).removeprefix(".")
            for issue in error.issues:
                assert issue.path.startswith(steps) or steps.startswith(issue.path), (
                    way,
                    issue,
                )


def test_what_a_rota_in_csv_names_wrongly_is_told_by_row_and_column(tmp_path, rich):
    """Rows are what a coordinator sees; a malformed one hides no other."""
    path = tmp_path / "rota.csv"
    path.write_text(
        "day,start,end,worker,visit,slot,kind\n"
        "2026-10-24,noon,,w1,v2,0,visit\n"
        "2026-10-24,08:05,,w9,v|1;x,0,visit\n"
        "2026-10-24,08:05,,w1,v|1;x,0,visit\n"
        "2026-10-24,08:05,,w1,v9,0,visit\n"
        "2026-10-24,08:05,,w1,v|1;x,7,visit\n"
        "2026-10-24,12:05,12:30,w8,,,break\n"
    )
    issues = refused(path, lambda p: read_rota(p, problem=rich))
    assert [(issue.path, issue.code) for issue in issues] == [
        ("rota.csv, row 2, column start", "bad-cell"),
        ("rota.csv, row 3, column worker", "unknown-worker"),
        ("rota.csv, row 4", "slot-twice"),
        ("rota.csv, row 5, column visit", "unknown-visit"),
        ("rota.csv, row 6, column slot", "unknown-slot"),
        ("rota.csv, row 7, column worker", "unknown-worker"),
    ]
    assert issues[2].expected == "once only; also rota.csv, row 3"
