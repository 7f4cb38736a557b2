"""``carerota explain``: one call of the library for each question."""

from __future__ import annotations

import pytest

import carerota


def visit_of(hamlet):
    """The first visit that somebody makes, and who does."""
    made = hamlet.history.published.assignments[0]
    return made.visit, made.worker


def test_a_visit(run, hamlet, problem_file, published_file):
    """Everybody is listed, with what it would cost or what is in the way."""
    name, holder = visit_of(hamlet)
    ran = run("explain", problem_file, published_file, "--visit", name)
    assert ran.code == 0
    assert f"{holder} makes it" in ran.out
    for worker in hamlet.workers:
        assert worker.id in ran.out
    assert "Changes are told against the rota as it was given" in ran.out


def test_the_document_is_the_record(run, hamlet, problem_file, published_file):
    """With --json the record of the library comes, and nothing else."""
    name, _ = visit_of(hamlet)
    ran = run("explain", problem_file, published_file, "--visit", name, "--json")
    record = carerota.explain(hamlet, hamlet.history.published, name)
    assert ran.document == {"exit_code": 0, **record.model_dump(mode="json")}


def test_one_worker_in_full(run, hamlet, problem_file, published_file):
    """Why not this worker: every rule that changes, where, and the sum."""
    name, holder = visit_of(hamlet)
    other = next(w.id for w in hamlet.workers if w.id != holder)
    ran = run(
        "explain", problem_file, published_file, "--visit", name, "--worker", other
    )
    assert ran.code == 0
    assert f"{other} c" in ran.out
    assert "in all" in ran.out


def test_weeks(run, hamlet, problem_file, published_file):
    """A worker's and a client's week say what they are made of."""
    _, holder = visit_of(hamlet)
    ran = run("explain", problem_file, published_file, "--worker", holder)
    assert ran.code == 0
    assert "How near it comes to the limits" in ran.out
    who = hamlet.visits[0].client
    ran = run("explain", problem_file, published_file, "--client", who)
    assert ran.code == 0
    assert "continuity" in ran.out or "1 visit" in ran.out


@pytest.mark.parametrize("kind", ["worker", "client"])
def test_audiences_see_less(run, hamlet, problem_file, published_file, kind):
    """No points are shown to whom they are not for."""
    name, holder = visit_of(hamlet)
    told = ["--audience", kind, *(["--reader", holder] if kind == "worker" else [])]
    ran = run("explain", problem_file, published_file, "--visit", name, *told, "--json")
    assert ran.code == 0
    for option in ran.document["slots"][0]["options"]:
        assert option["points"] is None
        assert option["cost"] is None


def test_bad_questions_end_with_2(run, hamlet, problem_file, published_file):
    """Unknown names get a hint; no question and two questions are refused."""
    name, _ = visit_of(hamlet)
    files = (problem_file, published_file)
    ran = run("explain", *files, "--visit", name[:-1])
    assert ran.code == 2
    assert f"did you mean '{name}'" in ran.err
    assert run("explain", *files).code == 2
    assert run("explain", *files, "--client", "c01", "--visit", name).code == 2
    ran = run("explain", *files, "--visit", name, "--audience", "boss", "--json")
    assert ran.code == 2
    assert ran.document["issues"][0]["code"] == "unknown-audience"


def test_a_rota_of_another_problem(run, hamlet, problem_file, tmp_path):
    """A rota that names what the problem does not have is unreadable."""
    stranger = hamlet.history.published.assignments[0].model_copy(
        update={"worker": "nobody"}
    )
    path = tmp_path / "rota.json"
    path.write_text(carerota.Rota(assignments=(stranger,)).model_dump_json(), "utf-8")
    ran = run("explain", problem_file, path, "--worker", "w1")
    assert ran.code == 2
    assert "nobody" in ran.err
