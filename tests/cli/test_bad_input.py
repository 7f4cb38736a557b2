"""Bad input ends with 2, in words, with every fault, and never with a traceback."""

from __future__ import annotations

import json
import os
import sys

import pytest

COMMANDS = ("solve", "check", "validate")


def arguments(command, problem, tmp_path):
    """Give a command its problem and whatever else it needs."""
    if command == "solve":
        return command, problem, "--out", tmp_path / "out.json"
    if command == "check":
        return command, problem, tmp_path / "rota.json"
    return command, problem


@pytest.fixture(params=COMMANDS)
def command(request, engines):
    """Each command that reads a problem."""
    return request.param


def test_missing_file(run, command, tmp_path):
    """A file that is not there is named."""
    ran = run(*arguments(command, tmp_path / "gone.json", tmp_path))
    assert ran.code == 2
    assert "gone.json" in ran.out + ran.err
    assert "Traceback" not in ran.err


def test_empty_folder(run, command, tmp_path):
    """A folder without sheets says which file is missing."""
    (tmp_path / "week").mkdir()
    ran = run(*arguments(command, tmp_path / "week", tmp_path))
    assert ran.code == 2
    assert "problem.toml" in ran.out + ran.err


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"\xff\xfe\x00", b"null", b"{}"])
def test_not_a_problem(run, command, tmp_path, text):
    """Whatever is in the file, the answer is a list of faults."""
    path = tmp_path / "problem.json"
    path.write_bytes(text)
    ran = run(*arguments(command, path, tmp_path))
    assert ran.code == 2
    assert "Traceback" not in ran.err


def test_wrong_suffix(run, command, tmp_path):
    """A file of an unknown kind says which kinds are known."""
    path = tmp_path / "problem.docx"
    path.write_text("hello")
    ran = run(*arguments(command, path, tmp_path))
    assert ran.code == 2
    assert ".json" in ran.out + ran.err


def test_every_fault_is_listed(run, command, problem_file, tmp_path):
    """Two faults far apart are both listed, each with its path and a hint."""
    data = json.loads(problem_file.read_text())
    data["workers"][0]["home"] = "nowhere"
    data["packages"][0]["client"] = "nobody"
    problem_file.write_text(json.dumps(data))
    ran = run(*arguments(command, problem_file, tmp_path))
    text = ran.out + ran.err
    assert ran.code == 2
    assert "workers[0].home" in text
    assert "packages[0].client" in text


def test_faults_as_a_document(run, command, problem_file, tmp_path):
    """With --json the faults are one document with places and hints."""
    data = json.loads(problem_file.read_text())
    data["workers"][0]["home"] = "nowhere"
    problem_file.write_text(json.dumps(data))
    ran = run(*arguments(command, problem_file, tmp_path), "--json")
    assert ran.document["exit_code"] == ran.code == 2
    assert ran.document["issues"][0]["path"] == "workers[0].home"


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes: Linux")
def test_names_of_any_bytes(run, command, problem_file, tmp_path):
    """File names that are not text or would steer the terminal are spelt out."""
    for name in (b"\xff.json", b"\x1b[31m.json", b"new\nline.json", b"[bold].json"):
        path = os.fsdecode(os.fsencode(tmp_path) + b"/" + name)
        ran = run(*arguments(command, path, tmp_path))
        assert ran.code == 2
        assert "\x1b" not in ran.out + ran.err


@pytest.mark.parametrize("name", ["nonsense", "gone.toml", "."])
def test_policy_that_is_not_there(run, engines, problem_file, tmp_path, name):
    """A policy that cannot be found or read is refused before the solve."""
    out = tmp_path / "out.json"
    ran = run("solve", problem_file, "--out", out, "--policy", name)
    assert ran.code == 2
    assert engines.options == {}


def test_policy_with_an_unknown_rule(run, engines, problem_file, tmp_path):
    """A policy for a rule that does not exist is refused with a near miss."""
    path = tmp_path / "policy.toml"
    path.write_text('name = "x"\n[rules.travle]\nmode = "priced"\nprice = 1\n')
    ran = run("check", problem_file, "any.json", "--policy", path)
    assert ran.code == 2
    assert "did you mean travel" in ran.err


def test_a_policy_that_switches_off_the_law_is_warned_of(
    run, engines, problem_file, tmp_path
):
    """Law, safety and physics are not for a vote: it is possible, and told."""
    path = tmp_path / "policy.toml"
    path.write_text('name = "x"\n[rules.daily_rest]\nmode = "off"\n')
    ran = run("solve", problem_file, "--out", tmp_path / "o.json", "--policy", path)
    assert ran.code == 0
    assert "1 warning" in ran.err
    assert "policy.rules.daily_rest.mode: found off" in ran.err


@pytest.mark.parametrize(
    "words", [("--threads", "257"), ("--seed", "-5"), ("--seed", "2147483648")]
)
def test_threads_and_seeds_out_of_bounds(run, engines, problem_file, tmp_path, words):
    """They are refused by name before anything is read."""
    ran = run("solve", problem_file, "--out", tmp_path / "o.json", *words)
    assert ran.code == 2
    assert words[0] in ran.err
    assert engines.options == {}


def test_a_negative_seed_makes_no_week(run, tmp_path):
    """Nothing is written."""
    ran = run("generate", "hamlet", "--seed", "-5", "--out", tmp_path / "week")
    assert ran.code == 2
    assert "--seed" in ran.err
    assert not (tmp_path / "week").exists()
