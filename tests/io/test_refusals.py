"""Bad files are refused with every fault, its place and a hint; never a traceback."""

from __future__ import annotations

import json

import pytest
from faulty import change, refused
from rich_problem import ODD, rich_faultless

from carerota.errors import DataError
from carerota.io import read_policy, read_problem, read_rota

BAD_FILES = {
    "empty": (b"", "empty-file"),
    "blank": (b" \n\n", "empty-file"),
    "binary": (b"\x00\x01\x02PNG", "not-utf8"),
    "latin": ('{"name": "Zoë"}'.encode("latin-1"), "not-utf8"),
    "cut": (b'{"name": "x", "visits": [', "not-json"),
    "words": (b"hello", "not-json"),
    "deep": (b"[" * 200_000, "not-json"),
    "huge number": (b'{"days": ' + b"9" * 5000 + b"}", "not-json"),
    "twice": (b'{"name": "a", "name": "b"}', "not-json"),
    "list": (b"[1, 2]", "model-type"),
    "null": (b"null", "model-type"),
}


@pytest.mark.parametrize("case", BAD_FILES)
@pytest.mark.parametrize("read", [read_problem, read_rota, read_policy])
def test_bad_json_is_one_plain_issue(tmp_path, case, read):
    """What is not a JSON record is refused with its code, whatever is read."""
    data, code = BAD_FILES[case]
    path = tmp_path / "week.json"
    path.write_bytes(data)
    (issue,) = refused(path, read)
    assert issue.code == code
    assert len(issue.found) <= 60


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_json_with_and_without_byte_order_mark(tmp_path, mark):
    """Files saved on Windows are read too."""
    data = json.dumps(rich_faultless(), ensure_ascii=False).encode()
    (tmp_path / "week.json").write_bytes(mark + data)
    assert read_problem(tmp_path / "week.json").name == ODD


def test_missing_file_hints_at_its_neighbour(tmp_path):
    """A slip in the name is pointed out."""
    (tmp_path / "week12.json").write_text("{}")
    (issue,) = refused(tmp_path / "weak12.json")
    assert (issue.code, issue.hint) == (
        "no-such-file",
        "did you mean 'week12.json'?",
    )


@pytest.mark.parametrize("name", ["week.xml", "week", "a\x00b.json", "x" * 5000])
def test_odd_names_are_refused(tmp_path, name):
    """Unknown suffixes, empty folders and impossible names are data errors."""
    if name == "week":
        (tmp_path / name).mkdir()
    elif name == "week.xml":
        (tmp_path / name).write_text("<week/>")
    assert len(refused(tmp_path / name)) == 1 if name != "week" else True
    with pytest.raises(DataError):
        read_problem(tmp_path / name)


def test_folder_where_a_file_is_wanted(tmp_path):
    """A folder is not a rota."""
    (tmp_path / "rota.json").mkdir()
    (issue,) = refused(tmp_path / "rota.json", read_rota)
    assert issue.code == "is-folder"


def test_every_fault_of_a_json_file_is_listed(tmp_path):
    """Types, zones, ranges, unknown and missing fields all come at once."""
    data = rich_faultless()
    data["visits"][0]["windows"][0]["end"] = "2026-10-24T09:00:00"
    data["visits"][1]["minutes"] = -5
    data["places"][0]["latitude"] = 123
    data["workers"][0]["travl_mode"] = "car"
    data["workers"][0]["travel_mode"] = "bycicle"
    del data["clients"][0]["place"]
    data["policy"]["rules"]["travel"]["params"] = {"x": None}
    data["name"] = 7
    path = tmp_path / "week.json"
    path.write_text(json.dumps(data))
    found = {issue.path: issue for issue in refused(path)}
    assert set(found) == {
        "visits[0].windows[0].end",
        "visits[1].minutes",
        "places[0].latitude",
        "workers[0].travl_mode",
        "workers[0].travel_mode",
        "clients[0].place",
        "policy.rules.travel.params.x",
        "name",
    }
    zone = found["visits[0].windows[0].end"]
    assert zone.expected == "a time with its zone"
    assert "+00:00" in zone.hint
    assert found["workers[0].travl_mode"].hint == "did you mean 'travel_mode'?"
    assert found["workers[0].travel_mode"].hint == "did you mean 'bicycle'?"
    assert found["clients[0].place"].found == "nothing"


def test_semantic_faults_of_json_are_listed(tmp_path):
    """What parses is checked for what its records mean together."""
    data = rich_faultless()
    data["workers"][0]["home"] = "p9"
    data["travel"]["matrices"][0]["minutes"][0][1] = float("nan")
    path = tmp_path / "week.json"
    path.write_text(json.dumps(data))
    codes = {issue.code: issue.path for issue in refused(path)}
    assert codes == {
        "unknown-id": "workers[0].home",
        "matrix-nan": "travel.matrices[0].minutes[0][1]",
    }


CELLS = [
    ("visits.csv", "30.5", "half", "visits.csv, row 2, column minutes", "bad-cell"),
    ("visits.csv", "08:00", "8 am", "visits.csv, row 2, column window_start", "bad-cell"),
    ("visits.csv", "09:00", "07:00", "visits.csv, row 2, column window_end", "window-backwards"),
    ("visits.csv", "2026-10-24", "24/13/2026", "visits.csv, row 2, column day", "bad-cell"),
    ("visits.csv", "critical", "urgent", "visits.csv, row 2, column priority", "enum"),
    ("visits.csv", "w1 | ", "w9 | ", "visits.csv, row 2, column pinned_workers", "unknown-id"),
    ("visits.csv", "w1 | ", "w1", "visits.csv, row 2, column pinned_workers", "bad-cell"),
    ("visits.csv", ",window_end", ",windw_end", "visits.csv, row 1, column windw_end", "unknown-column"),
    ("clients.csv", "c1,", ",", "clients.csv, row 2, column id", "missing"),
    ("clients.csv", ",red", ",rde", "clients.csv, row 2, column triage", "enum"),
    ("clients.csv", ",p2,", ",p9,", "clients.csv, row 3, column place", "unknown-id"),
    ("places.csv", "-52.1", "-152.1", "places.csv, row 2, column latitude", "greater-than-equal"),
    ("workers.csv", "16.5", "-1", "workers.csv, row 2, column minimum_hours", "greater-than-equal"),
    ("workers.csv", "mon,fri", "mon,xyz", "workers.csv, row 2, column prefers_days", "bad-cell"),
    ("availability.csv", "w1,", "w9,", "availability.csv, row 2, column worker", "unknown-id"),
    ("availability.csv", "23:59", "06:59", "availability.csv, row 2, column end", "availability-backwards"),
    ("availability.csv", "unwelcome", "hated", "availability.csv, row 2, column kind", "enum"),
    ("skills.csv", "2026-10-25", "soon", "skills.csv, row 3, column expires", "bad-cell"),
    ("packages.csv", "08:00", "25:00", "packages.csv, row 2, column window_end", "bad-cell"),
    ("packages.csv", "k1,c2;x,night", "k1,c1,night", "packages.csv, row 3, column client", "package-rows-disagree"),
    ("packages.csv", "2026-10-26..2", "soon..2", "packages.csv, row 2, column pauses", "bad-cell"),
    ("package_links.csv", "k1,", "k3,", "package_links.csv, row 2, column package", "unknown-id"),
    ("package_links.csv", "night", "nigt", "package_links.csv, row 2, column second", "unknown-id"),
    ("links.csv", "v2", "v3", "links.csv, row 2, column second", "unknown-id"),
    ("history.csv", "00:15", "noon", "history.csv, row 3, column end", "bad-cell"),
    ("published.csv", "uncovered", "uncoverd", "published.csv, row 5, column kind", "bad-cell"),
    ("published.csv", "impossible", "because", "published.csv, row 5, column reason", "enum"),
    ("travel_car.csv", "1.1", "far", "travel_car.csv, row 2, column p2", "bad-cell"),
    ("travel_car.csv", "1.1", "-1", "travel_car.csv, row 2, column p2", "matrix-negative"),
    ("travel_car.csv", "1.1", "nan", "travel_car.csv, row 2, column p2", "matrix-nan"),
    ("problem.toml", "days = 3", "days = 0", "problem.toml, days", "greater-than-equal"),
    ("problem.toml", "Europe/London", "Mars", "problem.toml, zone", "unknown-zone"),
    ("problem.toml", "days =", "dayz =", "problem.toml, dayz", "unknown-field"),
    ("policy.toml", "priced", "pricy", "policy.toml, rules.travel.mode", "enum"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "path", "code"), CELLS)
def test_a_bad_cell_is_named_by_file_row_and_column(sound, name, old, new, path, code):
    """One slip in a sheet is found at its cell, with its code."""
    change(sound, name, old, new)
    found = [(issue.path, issue.code) for issue in refused(sound)]
    assert (path, code) in found
    if code not in {"unknown-column", "unknown-zone"}:
        assert found == [(path, code)]


def test_faults_of_all_sheets_are_listed_at_once(sound):
    """A coordinator mends everything in one go."""
    change(sound, "visits.csv", "30.5", "half")
    change(sound, "clients.csv", ",red", ",rde")
    change(sound, "travel_car.csv", "1.1", "far")
    change(sound, "problem.toml", "days = 3", "days = 99")
    (sound / "links.csv").write_bytes(b"id,first\xff")
    (sound / "places.csv").write_text('id,name\n"p1')
    paths = {issue.path for issue in refused(sound)}
    assert paths >= {
        "visits.csv, row 2, column minutes",
        "clients.csv, row 2, column triage",
        "travel_car.csv, row 2, column p2",
        "problem.toml, days",
        "links.csv",
        "places.csv, line 2",
    }


def test_hints_name_the_probable_column_file_and_id(sound):
    """Near misses are pointed out."""
    change(sound, "visits.csv", ",window_end", ",windw_end")
    (sound / "links.csv").rename(sound / "lniks.csv")
    hints = {issue.path: issue.hint for issue in refused(sound)}
    assert hints["visits.csv, row 1, column windw_end"] == "did you mean 'window_end'?"
    assert hints["lniks.csv"] == "did you mean 'links.csv'?"


def test_semantic_hints_speak_of_rows_too(sound):
    """A duplicate names the row of the first."""
    change(sound, "clients.csv", "c2;x,", "c1,")
    issue = next(i for i in refused(sound) if i.code == "duplicate-id")
    assert issue.path == "clients.csv, row 3, column id"
    assert issue.hint == "clients.csv, row 2 has it too"


def test_needed_sheets_are_missed(sound):
    """A folder without workers is no problem."""
    (sound / "workers.csv").unlink()
    assert ("workers.csv", "missing-file") in {
        (issue.path, issue.code) for issue in refused(sound)
    }


def test_wrong_header_is_told_once(sound):
    """A sheet of something else is refused by its header, not row by row."""
    (sound / "availability.csv").write_text("a,b\n1,2\n3,4\n")
    codes = [issue.code for issue in refused(sound)]
    assert sorted(codes) == ["missing-column"] * 3 + ["unknown-column"] * 2


def test_values_beside_the_table_are_refused(sound):
    """A value in a column without a name is not dropped in silence."""
    change(sound, "history.csv", "08:30", "08:30,oops")
    assert [i.code for i in refused(sound)] == ["row-too-long"]


def test_policy_faults(tmp_path):
    """A policy is refused for broken TOML, an unknown base and a bad line."""
    path = tmp_path / "p.toml"
    for text, where in [
        ("name = Elm", "p.toml"),
        ('base = "moon"', "base"),
        ("base = 3", "base"),
        ('name = "x"\n[rules.a]\nmode = "hard"\nprize = 3', "rules.a.prize"),
        ('base = "none"', "name"),
        ("[rules.new_facess]\nprice = 3", "rules.new_facess"),
    ]:
        path.write_text(text)
        (issue,) = refused(path, read_policy)
        assert issue.path == where


def test_control_characters_in_ids_are_refused(tmp_path):
    """Ids stay on one line, or reports and sheets would break."""
    data = rich_faultless()
    data["places"][2]["id"] = "p\x073"
    path = tmp_path / "week.json"
    path.write_text(json.dumps(data))
    issues = refused(path)
    assert [issue.path for issue in issues] == ["places[2].id"]
    assert "\x07" not in str(issues[0])
