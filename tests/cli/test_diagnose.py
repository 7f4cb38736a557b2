"""``carerota diagnose``: what is in the way, in words, in JSON and as an exit code."""

from __future__ import annotations

from carerota.model import Slot


def planted(hamlet, path, **change):
    """Write the hamlet with its first visit changed."""
    first = hamlet.visits[0].model_copy(update=change)
    visits = (first, *hamlet.visits[1:])
    problem = hamlet.model_copy(update={"visits": visits, "packages": ()})
    path.write_text(problem.model_dump_json(), encoding="utf-8")
    return first


def test_nothing_in_the_way(run, problem_file):
    """A week that can be covered ends with 0."""
    ran = run("diagnose", problem_file)
    assert ran.code == 0
    assert "IMPOSSIBLE" not in ran.out
    document = run("diagnose", problem_file, "--json").document
    assert document["missing"] == 0
    assert {o["severity"] for o in document["obstacles"]} <= {"warning"}


def test_what_is_impossible_ends_with_3(run, hamlet, tmp_path):
    """A skill nobody holds is told with its visit and what would mend it."""
    path = tmp_path / "problem.json"
    slots = (Slot(skills=frozenset({"juggling"})),)
    visit = planted(hamlet, path, slots=slots)
    ran = run("diagnose", path)
    assert ran.code == 3
    assert "1 carer will be missing at least" in ran.out
    assert "visit-nobody-skilled" in ran.out
    assert "mend: 1 more worker who holds juggling" in ran.out
    document = run("diagnose", path, "--json").document
    (found,) = [o for o in document["obstacles"] if o["severity"] == "impossible"]
    assert found["code"] == "visit-nobody-skilled"
    assert found["visits"] == [visit.id]
    assert found["mend"]["kind"] == "more_workers"


def test_contradictions_are_told_and_end_with_2(run, hamlet, tmp_path):
    """What a solve would refuse is diagnosed all the same."""
    path = tmp_path / "problem.json"
    client = next(c for c in hamlet.clients if c.id == hamlet.visits[0].client)
    refused = sorted(client.excluded_workers) or [hamlet.workers[0].id]
    clients = tuple(
        c.model_copy(update={"excluded_workers": frozenset(refused)})
        if c is client
        else c
        for c in hamlet.clients
    )
    changed = hamlet.model_copy(update={"clients": clients})
    planted(changed, path, slots=(Slot(pinned_worker=refused[0]),))
    ran = run("diagnose", path)
    assert ran.code == 2
    assert "CONTRADICTORY" in ran.out
    assert "pin-excluded" in ran.out


def test_what_cannot_be_read_is_bad_input(run, hamlet, tmp_path):
    """Faults of another kind are listed as they are everywhere."""
    path = tmp_path / "problem.json"
    planted(hamlet, path, client="nobody")
    ran = run("diagnose", path)
    assert ran.code == 2
    assert "found 'nobody'" in ran.err
    assert ran.out == ""
