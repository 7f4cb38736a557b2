"""``carerota bench``: solve, run, report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from carerota import solving
from carerota.io.benchmarks.plots import can_draw

if TYPE_CHECKING:
    from pathlib import Path

    from carerota.solving import SolveResult


def instance(name: str, opens: float = 5.0) -> dict[str, Any]:
    """Two patients on a line; the nearer one opens when told."""
    return {
        "name": name,
        "patients": [
            {
                "id": "near",
                "time_window": [opens, 45.0],
                "required_caregivers": [{"service": "wash"}],
            },
            {
                "id": "far",
                "time_window": [30.0, 35.0],
                "required_caregivers": [{"service": "wash"}],
            },
        ],
        "services": [{"id": "wash", "default_duration": 12.0}],
        "caregivers": [{"id": "ann", "abilities": ["wash"]}],
        "central_offices": [{"id": "d"}],
        "distances": [[10.0 * abs(i - j) for j in range(3)] for i in range(3)],
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two instances and files that are none."""
    folder = tmp_path / "line"
    folder.mkdir()
    for name, opens in (("one", 5.0), ("two", 25.0)):
        text = json.dumps(instance(name, opens))
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    (folder / "other.json").write_text('{"routes": []}', encoding="utf-8")
    (folder / "LICENCE.txt").write_text("none", encoding="utf-8")
    return folder


@pytest.fixture
def solved(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The options of every solve; the engine is a short one."""
    calls: list[dict[str, Any]] = []
    real = solving.solve

    def quick(problem: Any, **options: Any) -> SolveResult:
        if options["moves"] != 1:  # the one that has the search compiled
            calls.append({"name": problem.name, **options})
        return real(problem, **options | {"moves": 50, "threads": 1})

    monkeypatch.setattr("carerota.solving.solve", quick)
    return calls


def test_solve(run, folder, tmp_path):
    """The solution is in the benchmark's format and its cost is told, proven."""
    out = tmp_path / "solution.json"
    ran = run(
        *("bench", "solve", folder / "one.json", "--out", out),
        *("--moves", 50, "--threads", 1, "--json"),
    )
    assert ran.code == 0
    told = ran.document
    # near at 10 and far at 32, home at 64; nothing is late
    assert told["status"] == "optimal"
    assert told["cost"] == told["bound"] == pytest.approx(40 / 3)
    assert told["components"] == {
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
    first = run(
        *("bench", "run", folder, "--out", out, "--seeds", "1,2"),
        *("--solutions", kept, "--json"),
    )
    assert first.code == 0
    assert first.document == {"exit_code": 0, "runs": 4, "new": 4}
    assert [(c["name"], c["seed"]) for c in solved] == [
        ("one", 1),
        ("one", 2),
        ("two", 1),
        ("two", 2),
    ]
    names = ["one.1.json", "one.2.json", "two.1.json", "two.2.json"]
    assert sorted(path.name for path in kept.iterdir()) == names
    lines = out.read_text().splitlines()
    again = run("bench", "run", folder, "--out", out, "--seeds", "2,3,1", "--json")
    assert again.document == {"exit_code": 0, "runs": 6, "new": 2}
    assert out.read_text().splitlines()[:4] == lines
    row = json.loads(lines[0])
    assert (row["set"], row["instance"], row["seed"]) == ("line", "one", 1)
    assert row["cost"] == pytest.approx(40 / 3)
    assert row["trace"][-1][1] == row["cost"]
    assert row["versions"]
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


def rows(path: Path, **costs: list[float | None]) -> Path:
    """Write rows of a series by hand: the costs of each instance."""
    lines = [
        json.dumps(
            {
                "set": "line",
                "instance": name,
                "seed": seed,
                "cost": cost,
                "bound": 90.0,
                "seconds": 2.0,
                "trace": [] if cost is None else [[0.5, 2 * cost], [1.5, cost]],
            }
        )
        for name, found in costs.items()
        for seed, cost in enumerate(found)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def known(tmp_path: Path) -> Path:
    """A table of best known costs."""
    path = tmp_path / "best_known.csv"
    text = "set,instance,total_cost,lowest_published\nx,one.json,101,100\nx,two,50,50\n"
    path.write_text(text, encoding="utf-8")
    return path


def test_report(run, known, tmp_path):
    """Medians are compared with the lowest published cost; failures count as worse."""
    results = rows(
        tmp_path / "r.jsonl",
        one=[99.0, 98.0, 120.0],
        two=[51.0, None, None],
        three=[7.0],
    )
    ran = run("bench", "report", results, "--best-known", known, "--json")
    assert ran.code == 0
    one, three, two = ran.document["instances"]
    assert (one["best"], one["median"], one["best_known"]) == (98, 99, 100)
    assert one["gap"] == pytest.approx(-0.01)
    assert one["best_gap"] == pytest.approx(-0.02)
    assert one["proven_gap"] == pytest.approx(8 / 98)
    assert (three["gap"], three["best_known"]) == (None, None)
    assert (two["median"], two["gap"], two["failed"]) == (None, None, 2)
    (group,) = ran.document["sets"]
    assert (group["better"], group["worse"], group["failed"]) == (1, 0, 2)


def test_report_in_words(run, known, tmp_path):
    """People read a table and a line for each set."""
    results = rows(tmp_path / "r.jsonl", one=[100.0], two=[55.0])
    ran = run("bench", "report", results, "--best-known", known)
    assert "line/two" in ran.out
    assert "+10.00%" in ran.out
    assert "mean gap +5.00%" in ran.out
    assert "0 better than the best known, 1 the same, 1 worse" in ran.out


def test_report_draws(run, known, tmp_path):
    """Pictures are drawn where their package is installed; else that is said."""
    results = rows(tmp_path / "r.jsonl", one=[100.0], two=[55.0, None])
    plots = tmp_path / "plots"
    ran = run("bench", "report", results, "--best-known", known, "--plots", plots)
    assert ran.code == 0
    if can_draw():
        names = sorted(p.name for p in plots.iterdir())
        assert names == ["profile.svg", "time-to-target.svg"]
    else:
        assert "matplotlib" in ran.err


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
