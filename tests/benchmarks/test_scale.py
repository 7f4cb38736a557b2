"""The time to within two in a hundred, and the exponent of growth."""

from __future__ import annotations

import json

import pytest

from benchmarks.scale.__main__ import main, sizes_of
from benchmarks.scale.child import solve
from benchmarks.scale.growth import can_draw, exponent
from benchmarks.scale.within import of_longest, seconds_to_within
from carerota import Event, check, solving
from carerota.model import Slot
from tests.builders import client, problem, visit, worker


def incumbents(*found):
    """Give a trace of incumbents: second, uncovered essential slots, priced sum."""
    return [
        Event("incumbent", second, "search", levels=(0, 0, missing, 0, cost))
        for second, missing, cost in found
    ]


def test_the_time_is_that_of_the_first_rota_as_good_as_the_last():
    """Cover must be final and the priced sum at most two in a hundred above."""
    trace = incumbents((1.0, 5, 90), (2.0, 0, 120), (3.0, 0, 102), (9.0, 0, 100))
    assert seconds_to_within(trace) == 3.0
    assert seconds_to_within(trace, 0.2) == 2.0
    assert seconds_to_within(trace, 0.0) == 9.0
    assert seconds_to_within([Event("phase", 0.0, "search")]) is None


def test_the_shortest_solve_that_is_good_enough():
    """It has the cover of the longest one's end and nearly its points."""

    def run(visits, seconds, missing, points):
        return {
            "visits": visits,
            "terms": {"seconds": seconds},
            "uncovered": {"essential": missing},
            "points": points,
        }

    runs = [run(9, 15, 1, 90), run(9, 600, 0, 100), run(9, 30, 0, 103)]
    runs += [run(9, 60, 0, 102), run(20, 600, 0, 50)]
    found = of_longest(runs)
    assert [row["visits"] for row in found] == [9, 20]
    assert [row["points"] for row in found] == [100, 50]
    assert [row["shortest"] for row in found] == [60, None]


def test_the_exponent_of_a_power():
    """Points on a power give its exponent; unknown ones are left out."""
    sizes = (250, 1_000, 5_000)
    assert exponent([(x, 3 * x**1.5) for x in sizes]) == pytest.approx(1.5)
    assert exponent([(x, 7.0) for x in sizes]) == pytest.approx(0)
    assert exponent([(250, 1.0), (500, None), (1_000, 0.0)]) is None


def test_sizes_are_read():
    """A list with commas, large numbers as people write them."""
    assert sizes_of("250,20_000") == [250, 20_000]


def test_one_size_is_measured_and_told(tmp_path, capsys, monkeypatch):
    """A row tells of every stage; rows of earlier runs make the table again."""
    nurse = [Slot(skills=frozenset({"nurse"}))]
    visits = [visit("a", "x", "09:00", slots=nurse), visit("b", "x", "11:00")]
    tiny = problem([worker("ann")], [client("x")], visits)
    monkeypatch.setattr("carerota.generate", lambda *_, **__: tiny)
    row = {"terms": {"seconds": 60.0}, **solve(250, 60.0, 2_000, 1, 1)}
    assert row["visits"] == 2
    assert row["uncovered"]["essential"] == 1
    assert row["legal"]
    assert row["within"] is not None
    stages = {"generate", "compile", "memory", "near", "reasons", "check", "agree"}
    assert stages <= row["stages"].keys() == row["stages_cpu"].keys()
    assert row["peak_mib"] >= row["base_mib"] > 0
    assert solving.check is check
    lines = tmp_path / "rows.jsonl"
    double = {**row, "visits": 2 * row["visits"]}
    lines.write_text(f"{json.dumps(row)}\n{json.dumps(double)}\n")
    picture = tmp_path / "growth.svg"
    plot = ["--plot", str(picture)] if can_draw() else []
    main(["--read", str(lines), *plot])
    said = capsys.readouterr().err
    assert "grows as" in said
    assert picture.exists() == bool(plot)
