"""``carerota compare``: what is other between two rotas, and for whom."""

from __future__ import annotations

from datetime import timedelta

from carerota.io import read_problem, write_problem, write_rota
from carerota.model import RotaEvents, VisitAdded, VisitCancelled
from tests.builders import visit
from tests.repairing.days import day


def changed(hamlet, path):
    """Give the first visit of the published rota to another carer, and write it."""
    published = hamlet.history.published
    first = published.assignments[0]
    other = next(w.id for w in hamlet.workers if w.id != first.worker)
    moved = first.model_copy(update={"worker": other})
    rota = published.model_copy(
        update={"assignments": (moved, *published.assignments[1:])}
    )
    write_rota(rota, path)
    return moved


def test_the_same_rota(run, problem_file, published_file):
    """Nothing is other between a rota and itself."""
    ran = run("compare", problem_file, published_file, published_file)
    assert ran.code == 0
    assert ran.out.startswith("the two are the same")


def test_one_visit_made_by_another(run, hamlet, problem_file, published_file, tmp_path):
    """The visit, both carers and what it costs are told."""
    path = tmp_path / "b.json"
    moved = changed(hamlet, path)
    ran = run("compare", problem_file, published_file, path)
    assert ran.code == 0
    assert "1 visit made otherwise" in ran.out
    assert moved.visit in ran.out
    assert f"→ {moved.worker}" in ran.out
    assert "worse for" in ran.out
    document = run("compare", problem_file, published_file, path, "--json").document
    assert document["same"] is False
    assert [v["worker_after"] for v in document["visits"]] == [moved.worker]
    total = sum(rule["cost"] for rule in document["rules"])
    assert total == document["cost_after"] - document["cost_before"]


def test_what_only_one_of_them_breaks(
    run, hamlet, problem_file, published_file, tmp_path
):
    """Hard rules come first: in words, and for whom, whatever the points say."""
    published = hamlet.history.published
    first, *rest = published.assignments
    early = first.model_copy(update={"start": first.start - timedelta(hours=5)})
    rota = published.model_copy(update={"assignments": (early, *rest)})
    write_rota(rota, path := tmp_path / "b.json")
    ran = run("compare", problem_file, published_file, path)
    assert ran.code == 0
    assert ran.out.startswith("A is better")
    told = ran.out.partition("hard rules that B breaks and A does not (2):\n")[2]
    assert told.startswith("  - ")
    assert "hard rules that A breaks" not in ran.out
    assert ", 1 breach more of hard rules" in ran.out
    turned = run("compare", problem_file, path, published_file).out
    assert "hard rules that A breaks and B does not (2):" in turned
    assert ", 1 breach fewer of hard rules" in turned
    document = run("compare", problem_file, published_file, path, "--json").document
    assert (len(document["broken"]), document["mended"]) == (2, [])


def test_a_start_some_seconds_later(
    run, hamlet, problem_file, published_file, tmp_path
):
    """What the minutes do not show the seconds do."""
    published = hamlet.history.published
    first, *rest = published.assignments
    later = first.start + timedelta(seconds=20)
    moved = first.model_copy(update={"start": later})
    rota = published.model_copy(update={"assignments": (moved, *rest)})
    write_rota(rota, path := tmp_path / "b.json")
    ran = run("compare", problem_file, published_file, path)
    local = first.start.astimezone(hamlet.clock.zone)
    assert f"{local:%H:%M}:00 → {local:%H:%M}:20" in ran.out


def test_a_rota_of_another_problem(run, hamlet, problem_file, published_file, tmp_path):
    """A rota that does not fit is bad input, and which one is said."""
    stranger = hamlet.history.published.assignments[0].model_copy(
        update={"visit": "not-here"}
    )
    rota = hamlet.history.published.model_copy(update={"assignments": (stranger,)})
    path = tmp_path / "b.json"
    write_rota(rota, path)
    ran = run("compare", problem_file, published_file, path)
    assert ran.code == 2
    assert "rota b" in ran.err


def test_a_published_rota_beside_the_repaired_one(run, tmp_path):
    """Cancelled and new visits are listed client by client, each with who makes it."""
    problem, old = day()
    new = visit("new", "B", "15:00-16:30", 30)
    events = RotaEvents(events=(VisitCancelled(visit="d"), VisitAdded(visit=new)))
    files = [tmp_path / f"{name}.json" for name in ("week", "old", "new", "after")]
    week, before, mended, after = files
    write_problem(problem, week)
    write_rota(old, before)
    (tmp_path / "events.json").write_text(events.model_dump_json(), "utf-8")
    ran = run(
        *("repair", week, before, tmp_path / "events.json"),
        *("--now", "2026-06-01T06:05", "--out", mended, "--problem-out", after),
        *("--moves", 300, "--threads", 1),
    )
    assert ran.code == 0
    with_both = ("compare", week, before, mended, "--problem-of-b", after)
    ran = run(*with_both)
    assert ran.code == 0
    assert ", 1 cancelled, 1 new, " in ran.out
    gone = (
        "cancelled visits, which only A's problem has (1):\n  D\n    d: Mon 1 Jun 11:00"
    )
    assert f"{gone}, ben\n" in ran.out
    assert "new visits, which only B's problem has (1):\n  B\n    new: " in ran.out
    assert "more missing" not in ran.out
    document = run(*with_both, "--json").document
    assert [v["visit"] for v in document["cancelled"]] == ["d"]
    assert [v["client"] for v in document["added"]] == ["B"]
    assert document["same"] is False
    assert run("compare", week, before, mended).code == 2
    write_problem(read_problem(after).model_copy(update={"days": 9}), after)
    ran = run(*with_both)
    assert ran.code == 2
    assert "problem_of_b.days" in ran.err
