"""``carerota bench report``."""

from __future__ import annotations

import json

import pytest

from tests.cli.bench.made import row, rows


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
    assert (group["better"], group["worse"], group["failed"]) == (1, 1, 2)
    assert (group["instances"], group["compared"], group["unsolved"]) == (3, 1, 1)


def test_report_in_words(run, known, tmp_path):
    """People read a table and a line for each set."""
    results = rows(tmp_path / "r.jsonl", one=[100.0], two=[55.0])
    ran = run("bench", "report", results, "--best-known", known)
    assert "line/two" in ran.out
    assert "+10.00%" in ran.out
    assert "mean gap +5.00%" in ran.out
    assert "0 better than the best known, 1 the same, 1 worse" in ran.out


def test_failures_are_told_beside_the_mean(run, known, tmp_path):
    """Of how many instances the mean is, and that the others are worse."""
    results = rows(tmp_path / "r.jsonl", one=[100.0], two=[None, None, 50.0])
    ran = run("bench", "report", results, "--best-known", known)
    assert "mean gap +0.00% over 1 of 2 instances" in ran.out
    assert "1 the same, 1 worse (1 of them without" in ran.out


def test_terms_and_versions_stand_apart(run, known, tmp_path):
    """No median is of runs on other terms, or by another version."""
    results = tmp_path / "r.jsonl"
    given = (
        (60.0, None, 1, "1.0", 100.0),
        (60.0, None, 2, "1.0", 110.0),
        (5.0, None, 2, "1.0", 120.0),
        (None, 7000, 2, "1.0", 130.0),
        (5.0, None, 2, "0.9", 140.0),
    )
    lines = [
        row(
            *("one", seed, cost + seed),
            time_limit=limit,
            moves_limit=moves,
            threads=threads,
            versions={"carerota": version, "numpy": "2"},
        )
        for limit, moves, threads, version, cost in given
        for seed in (0, 1, 2)
    ]
    results.write_text("\n".join(lines))
    call = ("bench", "report", results, "--best-known", known)
    data = run(*call, "--json").document
    assert [
        (i["time_limit"], i["moves_limit"], i["threads"], i["median"], i["runs"])
        for i in data["instances"]
    ] == [
        (5, None, 2, 141, 3),
        (5, None, 2, 121, 3),
        (60, None, 1, 101, 3),
        (60, None, 2, 111, 3),
        (None, 7000, 2, 131, 3),
    ]
    assert data["instances"][0]["versions"]["carerota"] == "0.9"
    assert len(data["sets"]) == 5
    told = run(*call).out
    assert "60 s, 1 thread, carerota 1.0:" in told
    assert "7,000 moves, 2 threads, carerota 1.0:" in told
    assert "numpy" not in told


def test_two_problems_of_one_name_stand_apart(run, tmp_path):
    """The table tells which is which."""
    results = tmp_path / "r.jsonl"
    marks = ("aaaaaaaaaaaa", "bbbbbbbbbbbb")
    results.write_text("\n".join(row("one", 1, 9.0, problem=mark) for mark in marks))
    told = run("bench", "report", results).out
    assert all(f"problem {mark[:8]}" in told for mark in marks)


def test_a_run_counts_once(run, tmp_path):
    """Two series that have both made it do not give it twice the weight."""
    results = tmp_path / "r.jsonl"
    lines = [row("one", 1, cost) for cost in (9.0, 8.0)] + [row("one", 2, 7.0)]
    results.write_text("\n".join(lines))
    ran = run("bench", "report", results, "--json")
    (one,) = ran.document["instances"]
    assert (one["runs"], one["median"]) == (2, 8.0)
    assert "1 row left out" in ran.err


def test_bounds_of_failed_runs_are_none(run, tmp_path):
    """They hold for rotas that leave the same people out."""
    results = tmp_path / "r.jsonl"
    lines = [row("one", 1, 100.0, bound=80.0), row("one", 2, None, bound=99.0)]
    results.write_text("\n".join(lines))
    (one,) = run("bench", "report", results, "--json").document["instances"]
    assert one["bound"] == 80


@pytest.mark.parametrize(
    "others",
    [
        {"cost": "x"},
        {"cost": True},
        {"seed": "1"},
        {"trace": [[1.0]]},
        {"trace": [1.0]},
        {"versions": ["1"]},
        {"threads": "two"},
        {"seconds": float("nan")},
        {"bound": []},
    ],
)
def test_rows_are_validated(run, tmp_path, others):
    """A value of another kind is told with its line and field."""
    results = tmp_path / "r.jsonl"
    bad = json.dumps(json.loads(row("one", 2, 1.0)) | others)
    results.write_text(f"{row('one', 1, 1.0)}\n{bad}\n")
    ran = run("bench", "report", results, "--json")
    assert ran.code == 2
    (issue,) = ran.document["issues"]
    assert issue["path"].startswith(f"line 2, {next(iter(others))}")


def test_report_draws(run, known, tmp_path):
    """Pictures of both kinds are drawn."""
    pytest.importorskip("matplotlib")
    results = rows(tmp_path / "r.jsonl", one=[100.0], two=[55.0, None], three=[1.0])
    plots = tmp_path / "plots"
    ran = run("bench", "report", results, "--best-known", known, "--plots", plots)
    assert ran.code == 0
    names = sorted(p.name for p in plots.iterdir())
    assert names == ["profile.svg", "time-to-target.svg"]
    assert "not drawn: 1 row" in ran.err


def test_without_best_known_costs_the_best_row_is_the_target(run, tmp_path):
    """And that is said."""
    pytest.importorskip("matplotlib")
    results = rows(tmp_path / "r.jsonl", one=[100.0, 110.0], two=[None])
    plots = tmp_path / "plots"
    ran = run("bench", "report", results, "--plots", plots, "--json")
    assert ran.document["exit_code"] == 0
    assert "against the best of these rows" in ran.err
    assert sorted(p.name for p in plots.iterdir())


def test_nothing_to_draw_is_refused(run, known, tmp_path):
    """A table of another set makes no empty pictures, and one document."""
    pytest.importorskip("matplotlib")
    results = rows(tmp_path / "r.jsonl", three=[100.0])
    plots = tmp_path / "plots"
    call = ("bench", "report", results, "--best-known", known, "--plots", plots)
    ran = run(*call, "--json")
    assert (ran.code, ran.document["exit_code"]) == (2, 2)
    assert not plots.exists()


def test_where_drawing_fails_there_is_one_document(run, known, tmp_path):
    """The fault alone."""
    pytest.importorskip("matplotlib")
    results = rows(tmp_path / "r.jsonl", one=[100.0])
    call = ("bench", "report", results, "--best-known", known, "--plots", results)
    ran = run(*call, "--json")
    assert (ran.code, ran.document["exit_code"]) == (2, 2)


def test_pictures_without_the_package(run, known, tmp_path, monkeypatch):
    """The extra to install is told, as everywhere."""
    monkeypatch.setattr("carerota.io.benchmarks.plots.can_draw", lambda: False)
    results = rows(tmp_path / "r.jsonl", one=[100.0])
    ran = run("bench", "report", results, "--plots", tmp_path / "plots")
    assert (ran.code, ran.out) == (2, "")
    assert "carerota[pictures]" in ran.err
