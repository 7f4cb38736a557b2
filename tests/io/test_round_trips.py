"""What is written is read back equal, whatever the format."""

from __future__ import annotations

import json

import pytest

from carerota.errors import DataError
from carerota.io import (
    read_policy,
    read_problem,
    read_rota,
    write_policy,
    write_problem,
    write_rota,
)
from carerota.model import Policy
from carerota.policies import load


def test_problem_reads_the_same_from_json_and_from_sheets(rich, tmp_path):
    """Both formats give the same record, to the last fingerprint."""
    write_problem(rich, tmp_path / "rich.json")
    write_problem(rich, tmp_path / "rich")
    from_json = read_problem(tmp_path / "rich.json", checked=False)
    from_sheets = read_problem(tmp_path / "rich", checked=False)
    for field in type(rich).model_fields:
        assert getattr(from_json, field) == getattr(rich, field), field
        assert getattr(from_sheets, field) == getattr(rich, field), field
    assert from_sheets.fingerprint == from_json.fingerprint == rich.fingerprint


def test_unexpanded_packages_are_expanded_in_reading(rich, tmp_path):
    """A file with packages only gives the visits of the horizon."""
    bare = rich.model_copy(update={"visits": rich.visits[:2], "links": rich.links[:1]})
    assert len(rich.visits) > 2
    for name in ("bare.json", "bare"):
        write_problem(bare, tmp_path / name)
        assert read_problem(tmp_path / name, checked=False) == rich


def test_json_says_its_schema_version_and_no_defaults(rich, tmp_path):
    """The file opens with its version and leaves out what goes without saying."""
    write_problem(rich, tmp_path / "rich.json")
    data = json.loads((tmp_path / "rich.json").read_text("utf-8"))
    assert next(iter(data.items())) == ("schema_version", 1)
    assert "triage" not in data["clients"][1]


def test_sheets_hold_nothing_a_spreadsheet_would_run(rich, tmp_path):
    """No cell opens with a formula, and letters survive Excel."""
    write_problem(rich, tmp_path / "rich")
    places = (tmp_path / "rich" / "places.csv").read_bytes()
    assert places.startswith(b"\xef\xbb\xbf")
    assert b"'=1+1" in places
    assert b"p1,'=1+1,-52.1" in places


def test_rewriting_a_folder_removes_old_sheets_only(rich, tmp_path):
    """Sheets the problem no longer fills go, the coordinator's own files stay."""
    folder = tmp_path / "rich"
    write_problem(rich, folder)
    (folder / "notes.csv").write_text("mine")
    lean = rich.model_copy(
        update={"links": (), "packages": (), "policy": None, "visits": ()}
    )
    write_problem(lean, folder)
    names = {path.name for path in folder.iterdir()}
    assert "notes.csv" in names
    assert not names & {"links.csv", "packages.csv", "visits.csv", "policy.toml"}
    assert read_problem(folder, checked=False) == lean
    assert [p.name for p in tmp_path.iterdir()] == ["rich"]


def test_problem_toml_names_its_folder(rich, tmp_path):
    """The settings file stands for the folder."""
    write_problem(rich, tmp_path / "rich")
    assert read_problem(tmp_path / "rich" / "problem.toml", checked=False) == rich


def test_rota_json_round_trip(rota, tmp_path):
    """JSON keeps everything."""
    write_rota(rota, tmp_path / "rota.json")
    assert read_rota(tmp_path / "rota.json") == rota


@pytest.mark.parametrize("with_problem", [True, False])
def test_rota_csv_round_trip(rich, rota, tmp_path, with_problem):
    """CSV keeps all but the provenance, with wall times or with offsets."""
    problem = rich if with_problem else None
    write_rota(rota, tmp_path / "rota.csv", problem)
    back = read_rota(tmp_path / "rota.csv", problem=problem)
    same = {"assignments", "breaks", "uncovered"}
    assert back.model_dump(include=same) == rota.model_dump(include=same)


def test_rota_csv_shows_client_and_end_by_the_wall_clock(rich, rota, tmp_path):
    """A person can read the sheet without the problem beside it."""
    write_rota(rota, tmp_path / "rota.csv", rich)
    lines = (tmp_path / "rota.csv").read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("day,start,end,worker,visit,client,slot,run,kind,reason")
    assert lines[1].startswith("2026-10-24,08:05,08:35:30,w1,v|1;x,c1,1,1,visit")


def test_wall_times_need_the_problem(rich, rota, tmp_path):
    """Times without an offset are refused when no problem tells their zone."""
    write_rota(rota, tmp_path / "rota.csv", rich)
    with pytest.raises(DataError, match="row 2, column start: found 08:05"):
        read_rota(tmp_path / "rota.csv")


@pytest.mark.parametrize("name", ["policy.toml", "policy.json"])
def test_policy_round_trip(rich, tmp_path, name):
    """A policy keeps types, odd names and its hash."""
    write_policy(rich.policy, tmp_path / name)
    back = read_policy(tmp_path / name)
    assert back == rich.policy
    assert back.hash == rich.policy.hash


def test_equal_problems_make_equal_files(rich, tmp_path):
    """Writing is deterministic."""
    for name in ("a", "b"):
        write_problem(rich, tmp_path / name)
        write_problem(rich, tmp_path / f"{name}.json")
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_a_policy_without_a_base_differs_from_the_default(tmp_path):
    """What is not named keeps its line of the default: hard law stays hard."""
    path = tmp_path / "policy.toml"
    path.write_text('name = "Elm"\n[rules.new_faces]\nprice = 25\n')
    policy, default = read_policy(path), load()
    assert (policy.name, policy.rules["new_faces"].price) == ("Elm", 25)
    changed = {n for n in default.rules if policy.rules[n] != default.rules[n]}
    assert changed == {"new_faces"}


def test_a_policy_over_nothing_holds_only_what_it_names(tmp_path):
    """``base = "none"`` has to be asked for."""
    path = tmp_path / "policy.toml"
    path.write_text('base = "none"\nname = "Elm"\n[rules.cover]\nmode = "hard"\n')
    assert set(read_policy(path).rules) == {"cover"}
    bare = Policy(name="bare", rules={})
    write_policy(bare, path)
    assert read_policy(path) == bare


def test_policy_over_a_base_changes_only_what_it_names(rich, tmp_path, monkeypatch):
    """A rule of the base keeps its source, mode and other numbers."""
    monkeypatch.setattr(
        "carerota.policies.load", {"elm": rich.policy}.__getitem__, raising=False
    )
    path = tmp_path / "policy.toml"
    path.write_text(
        'base = "elm"\nname = "Ash"\n'
        "[rules.travel]\nprice = 3\n"
        '[rules."odd rule".params]\nhours = 12\n'
    )
    policy = read_policy(path)
    assert policy.name == "Ash"
    travel, odd = policy.rules["travel"], policy.rules["odd rule"]
    assert (travel.mode, travel.price, travel.source) == ("priced", 3, "members' vote")
    assert odd.params == {"hours": 12, "share": 0.5, "on": True, "word": 'a"b'}
    path.write_text('base = "oak"\nname = "Ash"\n')
    with pytest.raises(DataError, match="'oak'"):
        read_policy(path)
