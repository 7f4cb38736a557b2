"""``carerota solve``: exit codes, files, words, documents."""

from __future__ import annotations

import json
import os
import signal

import pytest

from carerota.engines.base import Status
from carerota.errors import EngineError
from carerota.io import read_rota


@pytest.fixture
def covered(hamlet, problem_file):
    """Leave out of the hamlet what its published rota leaves uncovered."""
    data = json.loads(problem_file.read_text())
    published = data["history"]["published"]
    missing = {u["visit"] for u in published.get("uncovered", [])}
    made = [a for a in published["assignments"] if a["visit"] not in missing]
    visits = {v.id: v for v in hamlet.visits}
    for name in missing:
        package = next(p for p in data["packages"] if p["id"] == visits[name].package)
        short = name.rsplit("/", 1)[1]
        package["visits"] = [v for v in package["visits"] if v["name"] != short]
        package["links"] = [
            x
            for x in package.get("links", [])
            if short not in (x["first"], x["second"])
        ]
    data["packages"] = [p for p in data["packages"] if p["visits"]]
    published.update(uncovered=[], assignments=made)
    problem_file.write_text(json.dumps(data))
    return problem_file


def test_covered_rota_ends_with_0_and_is_written(run, engines, covered, tmp_path):
    """A rota that covers everybody is written, summed up, and ends with 0."""
    out = tmp_path / "rota.json"
    ran = run("solve", covered, "--out", out)
    assert ran.code == 0, ran.err
    assert read_rota(out).assignments
    assert "every visit covered" in ran.out
    assert "beside the published rota" in ran.out
    assert "9 points" in ran.err


def test_uncovered_visits_end_with_3_and_say_why(run, engines, problem_file, tmp_path):
    """A visit nobody makes gives 3, and stands in the summary with its reason."""
    engines.uncovered = True
    ran = run("solve", problem_file, "--out", tmp_path / "rota.json")
    assert ran.code == 3
    assert "missing:" in ran.out
    assert "impossible (skills): nobody can" in ran.out


def test_stopped_early_ends_with_4_and_writes(run, engines, covered, tmp_path):
    """Stopped from outside, the best rota is written all the same."""
    engines.status = Status.STOPPED
    out = tmp_path / "rota.csv"
    ran = run("solve", covered, "--out", out)
    assert ran.code == 4
    assert out.read_text(encoding="utf-8-sig").startswith("day,")


def test_json_is_the_only_thing_on_standard_output(
    run, engines, problem_file, tmp_path
):
    """With --json standard output is one document; progress stays beside it."""
    engines.uncovered = True
    ran = run("solve", problem_file, "--out", tmp_path / "rota.json", "--json")
    assert ran.document["exit_code"] == 3
    assert ran.document["status"] == "feasible"
    assert ran.document["missing"][-1]["reason"]["kind"] == "impossible"
    assert ran.document["published"]["uncovered"] >= 0
    assert {rule["name"] for rule in ran.document["rules"]} >= {"travel", "cover"}


def test_quiet_says_nothing(run, engines, covered, tmp_path):
    """With --quiet only warnings, the file and the exit code speak."""
    ran = run("solve", covered, "--out", tmp_path / "rota.json", "--quiet")
    assert (ran.code, ran.out) == (0, "")
    assert all(line.startswith(("1 warning", "  - ")) for line in ran.err.splitlines())


def test_options_reach_the_library(run, engines, problem_file, published_file):
    """Every option is handed on as the library has it."""
    out = problem_file.parent / "rota.json"
    options = ("--moves", 50, "--seed", 3, "--threads", 2, "--engine", "search")
    run("solve", problem_file, "--out", out, *options, "--start", published_file)
    asked = engines.options
    assert (asked["moves"], asked["seed"], asked["threads"]) == (50, 3, 2)
    assert asked["engine"] == "search"
    assert asked["time_limit"] == 60.0
    assert asked["start"] is not None


def test_no_time_limit_is_no_limit(run, engines, problem_file, tmp_path):
    """A time limit of nought is none."""
    run("solve", problem_file, "--out", tmp_path / "r.json", "--time-limit", "0")
    assert engines.options["time_limit"] is None


@pytest.mark.parametrize("name", ["rota.txt", "rota", "gone/rota.json", "folder.json"])
def test_unwritable_place_is_refused_before_solving(
    run, engines, problem_file, tmp_path, name
):
    """Where the rota could not be written, nothing is solved first."""
    (tmp_path / "folder.json").mkdir()
    ran = run("solve", problem_file, "--out", tmp_path / name)
    assert ran.code == 2
    assert "--out" in ran.err
    assert engines.options == {}


def test_engine_fault_is_ours_and_shows_no_traceback(
    run, engines, problem_file, tmp_path, monkeypatch
):
    """A fault of ours is one line, ends with 1, and says how to learn more."""
    monkeypatch.delenv("CAREROTA_DEBUG", raising=False)
    for error in (EngineError("they disagree"), ZeroDivisionError("oh")):
        engines.error = error
        ran = run("solve", problem_file, "--out", tmp_path / "rota.json")
        assert ran.code == 1
        assert "our fault" in ran.err
        assert "CAREROTA_DEBUG=1" in ran.err
        assert "Traceback" not in ran.err
    assert not (tmp_path / "rota.json").exists()


def test_debug_shows_the_traceback(run, engines, problem_file, tmp_path, monkeypatch):
    """With CAREROTA_DEBUG=1 the traceback is shown."""
    monkeypatch.setenv("CAREROTA_DEBUG", "1")
    engines.error = ZeroDivisionError("oh")
    ran = run("solve", problem_file, "--out", tmp_path / "rota.json")
    assert "Traceback" in ran.err


def test_interrupted_before_anything_ends_with_130(
    run, engines, problem_file, tmp_path
):
    """Ctrl-C outside the search leaves no rota and says so."""
    engines.error = KeyboardInterrupt()
    ran = run("solve", problem_file, "--out", tmp_path / "rota.json", "--json")
    assert ran.code == ran.document["exit_code"] == 130


def test_second_ctrl_c_does_not_lose_the_rota(run, engines, covered, tmp_path):
    """One more Ctrl-C while the rota is checked and written changes nothing."""
    before = signal.getsignal(signal.SIGINT)

    class Impatient:
        def __call__(self, problem, **options):
            for number in (signal.SIGINT, signal.SIGTERM):
                try:
                    os.kill(os.getpid(), number)
                except KeyboardInterrupt:
                    engines.status = Status.STOPPED
            return engines(problem, **options)

    import carerota.solving

    keep = carerota.solving.solve
    carerota.solving.solve = Impatient()
    try:
        ran = run("solve", covered, "--out", tmp_path / "rota.json")
    finally:
        carerota.solving.solve = keep
    assert ran.code == 4
    assert (tmp_path / "rota.json").exists()
    assert signal.getsignal(signal.SIGINT) is before


def test_faulty_start_is_bad_input(run, engines, problem_file, tmp_path):
    """A rota to begin from that cannot be read is refused."""
    start = tmp_path / "start.json"
    start.write_text("{")
    ran = run("solve", problem_file, "--out", tmp_path / "r.json", "--start", start)
    assert ran.code == 2


@pytest.mark.parametrize(
    "option", [("--engine", "magic"), ("--moves", "0"), ("--time-limit", "nan")]
)
def test_wrong_usage_ends_with_2(run, engines, problem_file, option):
    """An option the command does not have ends with 2, and solves nothing."""
    ran = run("solve", problem_file, *option)
    assert ran.code == 2
    assert engines.options == {}


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (("--nothing-of-the-kind",), "--nothing-of-the-kind"),
        (("--moves", "many"), "--moves"),
        (("one", "too"), "one"),
    ],
)
def test_wrong_usage_is_a_document_too(run, engines, problem_file, option, said):
    """With --json wrong usage is told like any other bad input."""
    ran = run("solve", problem_file, "--json", *option)
    assert ran.code == 2
    assert ran.document["exit_code"] == 2
    assert said in ran.document["error"]
    assert ran.document["issues"] == []
    assert "Usage:" in ran.err
    assert run("solve", problem_file, *option).out == ""
