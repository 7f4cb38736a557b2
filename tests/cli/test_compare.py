"""``carerota compare``: what is other between two rotas, and for whom."""

from __future__ import annotations

from datetime import timedelta

from carerota.io import write_rota


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
