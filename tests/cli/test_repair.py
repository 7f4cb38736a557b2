"""``carerota repair`` and ``carerota swap``."""

from __future__ import annotations

import json
import re

import pytest

from carerota.io import read_problem, read_rota, write_rota
from carerota.model import RotaEvents, VisitCancelled, WorkerSick
from carerota.score import check
from tests.builders import moment
from tests.repairing.days import day

NOW = "2026-06-01T06:05"


@pytest.fixture
def files(tmp_path):
    """A day, its rota, and ann sick from ten to three."""
    p, r = day()
    (tmp_path / "problem.json").write_text(p.model_dump_json(), "utf-8")
    write_rota(r, tmp_path / "rota.json")
    sick = WorkerSick(worker="ann", start=moment("10:00"), end=moment("15:00"))
    events = RotaEvents(events=(sick,))
    (tmp_path / "events.json").write_text(events.model_dump_json(), "utf-8")
    return tmp_path


def mend(run, files, *more, now=NOW):
    names = [files / f"{name}.json" for name in ("problem", "rota", "events")]
    when = ("--now", now) if now else ()
    out = ("--out", files / "new.json")
    return run("repair", *names, *when, *out, "--moves", 2000, "--threads", 1, *more)


def test_changes_and_people_are_listed(run, files):
    """The table names visits, old and new, notice and cause; then who is told what."""
    ran = mend(run, files)
    assert ran.code == 0
    for said in ("ann is away", "every visit covered", "To be told", "worker ben"):
        assert said in ran.out
    new = read_rota(files / "new.json")
    assert {a.worker for a in new.assignments if a.visit in "ce"} == {"ben"}


def test_one_json_document(run, files):
    """Machines get every change, who is told, and what it costs."""
    ran = mend(run, files, "--json")
    found = ran.document
    assert {c["visit"] for c in found["changes"]} >= {"c", "e"}
    assert all(c["cause"]["event"] == 0 for c in found["changes"])
    assert {t["id"] for t in found["told"]} >= {"ann", "ben", "C", "E"}
    assert found["notice_costs"]
    assert found["exit_code"] == 0


def test_the_problem_is_written_too(run, files):
    """What the new rota answers: it is legal there, ann's hours are gone."""
    mend(run, files, "--problem-out", files / "after.json", "--quiet")
    after = read_problem(files / "after.json")
    assert check(after, read_rota(files / "new.json")).legal
    assert not check(after, read_rota(files / "rota.json")).legal


def test_uncovered_is_three(run, files):
    """Where nobody can make a visit any more the code says so, with the reason."""
    both = [
        WorkerSick(worker=w, start=moment("10:00"), end=moment("15:00"))
        for w in ("ann", "ben")
    ]
    events = RotaEvents(events=tuple(both))
    (files / "events.json").write_text(events.model_dump_json(), "utf-8")
    ran = mend(run, files)
    assert ran.code == 3
    assert "Nobody makes them:" in ran.out


def test_bad_events_are_two_and_nothing_is_written(run, files):
    """Every fault is listed; the file is not there."""
    events = RotaEvents(events=(VisitCancelled(visit="zz"), VisitCancelled(visit="yy")))
    (files / "events.json").write_text(events.model_dump_json(), "utf-8")
    ran = mend(run, files)
    assert ran.code == 2
    assert "events[0].visit" in ran.err
    assert "events[1].visit" in ran.err
    assert not (files / "new.json").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("six o'clock", "a date and time"),
        ("2026-06-09T00:00", "before the end of the horizon"),
    ],
)
def test_a_moment_that_is_none(run, files, text, said):
    """Words, and a moment after the week."""
    ran = mend(run, files, now=text)
    assert ran.code == 2
    assert said in ran.err


def test_an_offset_is_taken_at_its_word(run, files):
    """Five in UTC is six on the co-op's clock in summer."""
    here, there = (
        mend(run, files, "--json", now=now).document
        for now in (NOW, "2026-06-01T05:05:00+00:00")
    )
    assert here["changes"] == there["changes"]


def test_an_unknown_kind_of_event_names_those_there_are(run, files):
    """In words of the field; the nearest one is guessed."""
    event = {"kind": "worker_sic", "worker": "w1"}
    (files / "events.json").write_text(json.dumps({"events": [event]}), "utf-8")
    ran = run("repair", *(files / f"{n}.json" for n in ("problem", "rota", "events")))
    assert ran.code == 2
    assert "events[0].kind: found 'worker_sic'; expected one of worker_sick" in ran.err
    assert "did you mean 'worker_sick'?" in ran.err


def test_no_events_changes_nothing(run, files):
    """The rota is given back as it was."""
    (files / "events.json").write_text(json.dumps({"events": []}), "utf-8")
    ran = mend(run, files)
    assert "0 changes" in ran.out
    assert (
        read_rota(files / "new.json").assignments
        == read_rota(files / "rota.json").assignments
    )


def swap(run, files, *more):
    return run("swap", files / "problem.json", files / "rota.json", *more)


def test_a_swap_is_accepted_and_written(run, files):
    """Exchange and gift; the rota goes where it is asked to."""
    out = files / "swapped.json"
    ran = swap(run, files, "--visit", "a", "--with", "b", "--out", out)
    assert ran.code == 0
    assert ran.out.startswith("ACCEPTED")
    who = {a.visit: a.worker for a in read_rota(out).assignments}
    assert (who["a"], who["b"]) == ("ben", "ann")
    given = swap(run, files, "--visit", "c", "--to", "ben", "--json").document
    assert given["accepted"] is True


def test_a_swap_that_is_not_accepted_is_six(run, files):
    """The reasons are told, nothing is written."""
    r = read_rota(files / "rota.json")
    early = r.assignments[0].model_copy(update={"start": moment("09:15")})
    write_rota(
        r.model_copy(update={"assignments": (early, *r.assignments[1:])}),
        files / "rota.json",
    )
    out = files / "swapped.json"
    ran = swap(run, files, "--visit", "a", "--to", "ben", "--out", out)
    assert ran.code == 6
    assert ran.out.startswith("NOT ACCEPTED")
    assert "one place at a time" in ran.out
    assert not out.exists()


@pytest.mark.parametrize("options", [("--with", "a"), ("--to", "ann")])
def test_a_swap_with_oneself_is_told_in_the_words_of_the_command(run, files, options):
    """Nobody typed an offer."""
    ran = swap(run, files, "--visit", "a", *options)
    assert ran.code == 2
    assert f"{options[0]}: found 'ann'; expected somebody but ann" in ran.err
    assert "offers" not in ran.err


@pytest.mark.parametrize(
    "options",
    [
        ("--visit", "a"),
        ("--visit", "a", "--with", "b", "--to", "ben"),
        ("--visit", "zz", "--to", "ben"),
        ("--visit", "a", "--to", "bne"),
    ],
)
def test_swaps_that_make_no_sense(run, files, options):
    """Neither, both, and names of nothing."""
    assert swap(run, files, *options).code == 2


def test_points_of_a_swap_have_one_decimal(run, hamlet, problem_file, published_file):
    """In the columns and in the sentences, but for what would be nothing with one."""
    first = hamlet.history.published.assignments[0]
    other = next(w.id for w in hamlet.workers if w.id != first.worker)
    part = f"{first.visit}#{first.slot}"
    ran = run("swap", problem_file, published_file, "--visit", part, "--to", other)
    figures = re.findall(r"[+-][\d,]+(?:\.\d+)?(?=[;\n ])", ran.out)
    assert len(figures) > 5
    for figure in figures:
        assert len(figure.partition(".")[2]) <= 1 or abs(float(figure)) < 0.05
