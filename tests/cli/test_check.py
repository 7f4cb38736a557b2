"""``carerota check``: the verdict, and what it rests on."""

from __future__ import annotations

from carerota.io import write_rota


def test_legal_rota(run, hamlet, problem_file, published_file):
    """A legal rota ends with 0 or, where somebody is missed, 3; limits are told."""
    ran = run("check", problem_file, published_file)
    missed = bool(hamlet.history.published.uncovered)
    assert ran.code == (3 if missed else 0)
    assert ran.out.startswith("LEGAL")
    assert "How near it comes to the limits" in ran.out


def test_broken_rule_ends_with_6(run, hamlet, problem_file, tmp_path):
    """A rota that breaks a hard rule ends with 6 and says so in sentences."""
    published = hamlet.history.published
    first = published.assignments[0]
    late = first.start.replace(hour=(first.start.hour + 12) % 24)
    moved = first.model_copy(update={"start": late})
    rota = published.model_copy(
        update={"assignments": (moved, *published.assignments[1:])}
    )
    path = tmp_path / "rota.json"
    write_rota(rota, path)
    ran = run("check", problem_file, path)
    assert ran.code == 6
    assert ran.out.startswith("NOT LEGAL")
    assert "time windows (1 breach):" in ran.out
    document = run("check", problem_file, path, "--json").document
    assert document["legal"] is False
    assert document["exit_code"] == 6
    assert {b["rule"] for b in document["breaches"]} >= {"windows"}


def test_csv_rota_is_judged_the_same(run, hamlet, problem_file, tmp_path):
    """A rota kept as a sheet gets the verdict of the same rota in JSON."""
    published = hamlet.history.published
    write_rota(published, tmp_path / "rota.json")
    write_rota(published, tmp_path / "rota.csv", hamlet)
    as_json = run("check", problem_file, tmp_path / "rota.json")
    as_csv = run("check", problem_file, tmp_path / "rota.csv")
    assert as_json == as_csv


def test_rota_of_another_problem_is_bad_input(run, hamlet, problem_file, tmp_path):
    """A rota that names what the problem does not have is unreadable: 2."""
    first = hamlet.history.published.assignments[0]
    stranger = first.model_copy(update={"visit": "not-here"})
    rota = hamlet.history.published.model_copy(update={"assignments": (stranger,)})
    path = tmp_path / "rota.json"
    write_rota(rota, path)
    ran = run("check", problem_file, path)
    assert ran.code == 2
    assert "assignments[0].visit: found not-here" in ran.err


def test_prices_shown_add_up_to_the_points(run, problem_file, published_file):
    """The points of the rules are those of the rota, cover and all."""
    document = run("check", problem_file, published_file, "--json").document
    total = sum(rule["points"] for rule in document["rules"])
    assert abs(total - document["points"]) < 1e-3
