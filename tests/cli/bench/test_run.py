"""``carerota bench solve`` and ``run``."""

from __future__ import annotations

import json
import os
import signal
from dataclasses import replace
from typing import Any

import pytest

from carerota import solving
from carerota.engines.base import Status
from carerota.errors import EngineError
from carerota.model import Rota, Uncovered
from carerota.score import check
from carerota.solving import SolveResult
from tests.cli.bench.made import instance, rows, told

COUNTS = {"exit_code": 0, "beside": 0, "faults": 0}


def test_solve(run, folder, tmp_path):
    """The solution is in the benchmark's format and its cost is told, proven."""
    out = tmp_path / "solution.json"
    ran = run(
        *("bench", "solve", folder / "one.json", "--out", out),
        *("--moves", 50, "--threads", 1, "--json"),
    )
    assert ran.code == 0
    row = ran.document
    # near at 10 and far at 32, home at 64; nothing is late
    assert row["status"] == "optimal"
    assert row["cost"] == row["bound"] == pytest.approx(40 / 3)
    assert row["components"] == {
        "distance": 40,
        "total_tardiness": 0,
        "max_tardiness": 0,
    }
    (route,) = json.loads(out.read_text())["routes"]
    assert [s["patient_id"] for s in route["locations"]] == ["near", "far"]


def test_solve_in_words(run, folder, tmp_path, solved):
    """People read the cost, its parts and where the solution is."""
    out = tmp_path / "solution.json"
    ran = run("bench", "solve", folder / "one.json", "--out", out, "--quiet")
    assert ran.code == 0
    assert "one: cost 13.333" in ran.out
    assert "total_tardiness" in ran.out
    assert str(out) in ran.out
    assert solved[0]["time_limit"] == 60


def test_run_goes_on_where_it_ended(run, folder, tmp_path, solved):
    """Rows that are there are kept; only what is missing is solved."""
    out, kept = tmp_path / "results.jsonl", tmp_path / "kept"
    threads = min(os.cpu_count() or 1, 256)
    first = run(
        *("bench", "run", folder, "--out", out, "--seeds", "1,2"),
        *("--solutions", kept, "--json"),
    )
    assert first.code == 0
    assert first.document == COUNTS | {"runs": 4, "new": 4}
    assert [(c["name"], c["seed"]) for c in solved] == [
        ("one", 1),
        ("one", 2),
        ("two", 1),
        ("two", 2),
    ]
    names = sorted(path.name for path in kept.iterdir())
    assert [n.rpartition(".seed")[0] for n in names] == [
        *2 * [f"line.one.60s.{threads}threads"],
        *2 * [f"line.two.60s.{threads}threads"],
    ]
    lines = out.read_text().splitlines()
    assert sorted(json.loads(line)["solution"] for line in lines) == names
    again = run("bench", "run", folder, "--out", out, "--seeds", "2,3,1", "--json")
    assert again.document == COUNTS | {"runs": 6, "new": 2}
    assert out.read_text().splitlines()[:4] == lines
    row = json.loads(lines[0])
    assert (row["set"], row["instance"], row["seed"]) == ("line", "one", 1)
    assert row["cost"] == pytest.approx(40 / 3)
    assert row["trace"][-1][1] == row["cost"]
    assert row["versions"]
    assert row["whole_seconds"] >= 0
    other = run("bench", "run", folder, "--out", out, "--time-limit", 5, "--json")
    assert other.document["new"] == 6


def test_run_interrupted(run, folder, tmp_path, solved, monkeypatch):
    """Ctrl-C ends the series with the rows before it; exit code 4."""
    quick = solving.solve

    def impatient(problem: Any, **options: Any) -> SolveResult:
        if problem.name == "two":
            raise KeyboardInterrupt
        return quick(problem, **options)

    monkeypatch.setattr("carerota.solving.solve", impatient)
    out = tmp_path / "results.jsonl"
    ran = run("bench", "run", folder, "--out", out, "--seeds", "1")
    assert ran.code == 4
    assert len(out.read_text().splitlines()) == 1


def test_two_signals_to_a_series(run, folder, tmp_path, solved, monkeypatch):
    """SIGTERM ends a series as Ctrl-C does; an impatient second one changes nothing."""
    quick = solving.solve

    def ended(problem: Any, **options: Any) -> SolveResult:
        if problem.name == "two":
            try:
                signal.raise_signal(signal.SIGTERM)
            finally:
                signal.raise_signal(signal.SIGINT)
        return quick(problem, **options)

    monkeypatch.setattr("carerota.solving.solve", ended)
    out = tmp_path / "results.jsonl"
    ran = run("bench", "run", folder, "--out", out, "--seeds", "1", "--json")
    assert ran.code == ran.document["exit_code"] == 4
    assert ran.document["new"] == 1
    assert "will have no row" in ran.err
    assert "once more to leave" in ran.err
    assert "rota" not in ran.err
    assert len(out.read_text().splitlines()) == 1


def test_interrupted_before_the_first_row(run, folder, tmp_path, solved, monkeypatch):
    """Nothing was written, and nothing else is said; exit code 130."""

    def impatient(problem: Any, **options: Any) -> SolveResult:
        raise KeyboardInterrupt

    monkeypatch.setattr("carerota.solving.solve", impatient)
    out = tmp_path / "results.jsonl"
    ran = run("bench", "run", folder, "--out", out)
    assert (ran.code, ran.out) == (130, "")
    assert "nothing was written" in ran.err
    assert not out.exists()


def test_interrupted_while_the_search_is_compiled(
    run, folder, tmp_path, solved, monkeypatch
):
    """The solve that only compiles ends in order; the series ends with it."""
    quick = solving.solve

    def stopped(problem: Any, **options: Any) -> SolveResult:
        return replace(quick(problem, **options), status=Status.STOPPED)

    monkeypatch.setattr("carerota.solving.solve", stopped)
    ran = run("bench", "run", folder, "--out", tmp_path / "results.jsonl", "--json")
    assert ran.code == ran.document["exit_code"] == 130
    assert not solved


def test_the_set_has_its_name_wherever_it_is_called_from(
    run, folder, tmp_path, solved, monkeypatch
):
    """The folder, `.` and a bare name are the same instances."""
    out = tmp_path / "results.jsonl"
    options = ("--out", out, "--seeds", "1", "--json")
    monkeypatch.chdir(folder)
    assert run("bench", "run", ".", "one.json", *options).document["new"] == 2
    assert {row["set"] for row in told(out)} == {"line"}
    for given in (folder, "two.json", "../line"):
        assert run("bench", "run", given, *options).document["new"] == 0


def test_another_instance_of_the_same_name_is_another_run(
    run, folder, tmp_path, solved
):
    """Two folders of one name with other instances in them are kept apart."""
    other = tmp_path / "elsewhere" / "line"
    other.mkdir(parents=True)
    text = json.dumps(instance("one", 20.0))
    (other / "one.json").write_text(text, encoding="utf-8")
    out, kept = tmp_path / "results.jsonl", tmp_path / "kept"
    options = ("--out", out, "--seeds", "1", "--solutions", kept)
    run("bench", "run", folder / "one.json", *options)
    ran = run("bench", "run", other, *options)
    assert "1 new, 1 of them beside a row of another" in ran.out
    assert len({row["problem"] for row in told(out)}) == 2
    assert len(list(kept.iterdir())) == 2


@pytest.mark.parametrize("field", ["versions", "policy"])
def test_rows_of_another_version_are_kept_beside(run, folder, tmp_path, solved, field):
    """What another carerota ran, or on another policy, is run anew, once."""
    out = tmp_path / "results.jsonl"
    options = ("--out", out, "--seeds", "1", "--json")
    run("bench", "run", folder / "one.json", *options)
    (row,) = told(out)
    row[field] = {"versions": row["versions"] | {"carerota": "0.0.0"}}.get(field, "x")
    out.write_text(json.dumps(row) + "\n")
    again = run("bench", "run", folder / "one.json", *options).document
    assert (again["new"], again["beside"]) == (1, 1)
    assert run("bench", "run", folder / "one.json", *options).document["new"] == 0
    assert len(out.read_text().splitlines()) == 2


def test_all_instances_are_read_first(run, folder, tmp_path, solved):
    """Every fault of every instance at once, and nothing is solved."""
    broken = instance("three") | {"distances": [[0.0]]}
    (folder / "three.json").write_text(json.dumps(broken), encoding="utf-8")
    (folder / "four.json").write_text("{", encoding="utf-8")
    out = tmp_path / "results.jsonl"
    ran = run("bench", "run", folder, tmp_path / "none", "--out", out, "--json")
    assert ran.code == 2
    paths = [issue["path"] for issue in ran.document["issues"]]
    for place in ("four.json", "three.json: distances", "none"):
        assert any(place in path for path in paths)
    assert not solved
    assert not out.exists()


def test_a_seed_out_of_bounds_is_told_first(run, folder, solved):
    """Not after the other seeds are done."""
    ran = run("bench", "run", folder, "--seeds", "1,99999999999")
    assert ran.code == 2
    assert "99999999999" in ran.err
    assert not solved


def test_a_fault_of_ours_does_not_end_the_series(
    run, folder, tmp_path, solved, monkeypatch
):
    """The run has a row without a cost, the others follow; exit code 1."""
    quick = solving.solve

    def faulty(problem: Any, **options: Any) -> SolveResult:
        if problem.name == "one":
            raise EngineError("the engine claims 1, the checker finds 2")
        return quick(problem, **options)

    monkeypatch.setattr("carerota.solving.solve", faulty)
    out = tmp_path / "results.jsonl"
    call = ("bench", "run", folder, "--out", out, "--seeds", "1", "--json")
    ran = run(*call)
    assert ran.code == 1
    assert ran.document == COUNTS | {"exit_code": 1, "runs": 2, "new": 2, "faults": 1}
    assert "the checker finds 2" in ran.err
    one, two = told(out)
    assert (one["status"], one["cost"]) == ("fault", None)
    assert "the checker finds 2" in one["error"]
    assert two["cost"] is not None
    again = run(*call)
    assert (again.code, again.document["new"]) == (1, 0)
    report = run("bench", "report", out, "--json").document
    assert [i["failed"] for i in report["instances"]] == [1, 0]


def test_a_line_cut_short_is_dropped_and_told(run, folder, tmp_path, solved):
    """A series killed while it wrote goes on; a report names the line."""
    out = tmp_path / "results.jsonl"
    call = ("bench", "run", folder, "--out", out, "--seeds", "1", "--json")
    run(*call)
    lines = out.read_text().splitlines(keepends=True)
    out.write_text(lines[0] + lines[1][:40])
    report = run("bench", "report", out)
    assert report.code == 2
    assert "line 2, column " in report.err
    assert "carerota bench run drops it" in report.err
    ran = run(*call)
    assert (ran.code, ran.document["new"]) == (0, 1)
    assert "line 2 was cut short" in ran.err
    assert out.read_text().startswith(lines[0])
    assert len(out.read_text().splitlines()) == 2


def test_two_series_on_one_file_lose_nothing(
    run, folder, tmp_path, solved, monkeypatch
):
    """A row that another series adds meanwhile stays, and is not repeated."""
    quick = solving.solve
    out, other = tmp_path / "results.jsonl", tmp_path / "other.jsonl"
    run("bench", "run", folder / "two.json", "--out", other, "--seeds", "1")

    def meanwhile(problem: Any, **options: Any) -> SolveResult:
        if problem.name == "one" and options["moves"] != 1:
            with out.open("a") as file:
                file.write(other.read_text())
        return quick(problem, **options)

    monkeypatch.setattr("carerota.solving.solve", meanwhile)
    ran = run("bench", "run", folder, "--out", out, "--seeds", "1", "--json")
    assert (ran.document["runs"], ran.document["new"]) == (2, 1)
    assert [row["instance"] for row in told(out)] == ["two", "one"]


def test_solutions_on_other_terms_are_kept_apart(run, folder, tmp_path, solved):
    """Names say set and terms, and are safe whatever the set is called."""
    odd = folder.rename(tmp_path / "a b:c")
    out, kept = tmp_path / "results.jsonl", tmp_path / "kept"
    for terms in (("--time-limit", 5), ("--moves", 7), ("--threads", 1, "--moves", 7)):
        call = ("bench", "run", odd / "one.json", "--out", out, "--solutions", kept)
        assert run(*call, *terms, "--seeds", "1").code == 0
    names = sorted(path.name for path in kept.iterdir())
    threads = min(os.cpu_count() or 1, 256)
    assert [name.rpartition(".seed1.")[0] for name in names] == sorted(
        [
            f"a_b_c.one.5s.{threads}threads",
            f"a_b_c.one.7moves.{threads}threads",
            "a_b_c.one.7moves.1threads",
        ]
    )


def test_the_instance_is_not_written_over(run, folder, solved):
    """The output is another file."""
    path = folder / "one.json"
    before = path.read_text()
    ran = run("bench", "solve", path, "--out", folder / ".." / "line" / "one.json")
    assert ran.code == 2
    assert "another file than the instance" in ran.err
    assert path.read_text() == before
    assert not solved


def test_optional_patients_are_not_missing(run, tmp_path, monkeypatch):
    """What may be left out is counted by itself, and no bound is told of the rest."""
    path = tmp_path / "one.json"
    path.write_text(json.dumps(instance("one")), encoding="utf-8")

    def leaves_out(problem: Any, **options: Any) -> SolveResult:
        rota = Rota(uncovered=[Uncovered(visit=v.id) for v in problem.visits])
        report = check(problem, rota, policy=options["policy"])
        gone = report.uncovered | {"optional": 1, "essential": 1}
        report = replace(report, uncovered=gone)
        return SolveResult(rota, report, Status.FEASIBLE, 4.0, 0.5, 1.5, 7)

    monkeypatch.setattr("carerota.solving.solve", leaves_out)
    call = ("bench", "solve", path, "--out", tmp_path / "s.json")
    row = run(*call, "--json").document
    assert (row["uncovered"], row["left_out"]) == (1, 1)
    assert (row["cost"], row["bound"]) == (None, None)
    assert "1 service missing, 0 rules broken" in run(*call, "--quiet").out


@pytest.mark.parametrize(
    "arguments",
    [
        ("solve", "missing.json"),
        ("run", "missing"),
        ("run", "."),
        ("run", "line", "--seeds", "1,x"),
        ("run", "line", "--out", "rows.csv"),
        ("report", "line/other.json"),
        ("report", "rows.jsonl", "--best-known", "rows.jsonl"),
        ("solve", "line/other.json"),
    ],
)
def test_bad_input(run, folder, tmp_path, monkeypatch, arguments):
    """What cannot be read or written is refused with exit code 2 and a reason."""
    monkeypatch.chdir(tmp_path)
    rows(tmp_path / "rows.jsonl", one=[1.0])
    ran = run("bench", *arguments)
    assert ran.code == 2
    assert "bad input" in ran.err
