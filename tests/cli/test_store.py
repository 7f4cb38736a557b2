"""``carerota nightly`` and ``carerota store``: the week of a coordinator, and bad input."""

from __future__ import annotations

import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from carerota.engines.base import Status
from carerota.io import read_rota, write_rota
from carerota.store import Store


@pytest.fixture
def store(tmp_path):
    """Where the store is, or will be."""
    return tmp_path / "rotas.db"


@pytest.fixture
def proposed(run, store, problem_file, published_file):
    """A store with the hamlet's own rota as proposal 1."""
    ran = run("store", "propose", store, problem_file, published_file, "--by", "Ben")
    assert ran.code == 0
    return store


@pytest.fixture
def published(run, proposed):
    """The same, published."""
    ran = run("store", "publish", proposed, 1, "--by", "Ann", "--why", "agreed")
    assert ran.code == 0
    return proposed


def night(run, store, problem, *more):
    """Run a night."""
    return run("nightly", "--store", store, "--problem", problem, *more)


def test_a_night_proposes_and_reports(run, store, problem_file, engines, tmp_path):
    """The report is on standard output and in the file; nothing is published."""
    out = tmp_path / "night.txt"
    ran = night(run, store, problem_file, "--report", out, "--moves", 7)
    assert ran.code == 0
    assert "Proposal 1 of" in ran.out
    assert out.read_text("utf-8").strip() == ran.out.strip()
    assert engines.options["moves"] == 7
    with Store(store, create=False) as kept:
        assert [p.by for p in kept.proposals()] == ["nightly"]
        assert kept.versions() == ()
        assert kept.check() == []


def test_exit_codes_of_a_night(run, store, problem_file, engines):
    """As of a solve: 3 where somebody is missed, 4 where it was stopped."""
    engines.uncovered = True
    ran = night(run, store, problem_file, "--json")
    assert ran.code == 3
    document = ran.document
    assert (document["exit_code"], document["proposal"]) == (3, 1)
    assert document["missing"][0]["reason"]["kind"] == "impossible"
    assert document["changes"] == []
    engines.uncovered, engines.status = False, Status.STOPPED
    assert night(run, store, problem_file, "--quiet").code == 4


def test_a_second_night_is_refused_with_5(run, store, problem_file, hamlet, engines):
    """While one runs nothing is done, and the code says why."""
    with Store(store) as kept, kept.one_night(hamlet.name):
        ran = night(run, store, problem_file, "--json")
        assert ran.code == 5
        assert ran.document["exit_code"] == 5
        assert "is running on this store already (since " in ran.err
        assert kept.proposals() == ()
    assert night(run, store, problem_file, "--quiet").code == 0


def test_a_night_of_bad_input_stores_nothing(run, store, tmp_path, problem_file):
    """Faults of the problem, the policy and the report's place end with 2."""
    broken = tmp_path / "broken.json"
    broken.write_text("{}")
    assert night(run, store, broken).code == 2
    assert night(run, store, tmp_path / "none.json").code == 2
    assert night(run, store, problem_file, "--policy", "nowhere.toml").code == 2
    assert night(run, store, problem_file, "--report", tmp_path / "a.pdf").code == 2
    ran = night(run, store, problem_file, "--report", tmp_path / "no" / "a.txt")
    assert ran.code == 2
    assert "--report" in ran.err
    assert night(run, store, problem_file, "--time-limit", "nan").code == 2
    assert not store.exists()
    assert night(run, "mysql://host/rotas", problem_file).code == 2


def test_propose_edit_publish(run, proposed, hamlet):
    """A coordinator leaves a visit to the family and publishes; each step is told."""
    first = hamlet.history.published.assignments[0]
    ran = run(
        *("store", "edit", proposed, 1, first.visit, "--slot", first.slot),
        *("--leave-out", "--by", "Cat", "--why", "her son comes"),
    )
    assert ran.code == 0
    at = f"{first.start.astimezone(hamlet.clock.zone):%H:%M}"
    head = f"edit 1 of proposal 1: {first.visit}, {first.worker} {at} -> nobody\n"
    assert ran.out.startswith(head + "legal; uncovered: 1 ")
    assert "open" in run("store", "proposals", proposed).out
    document = run("store", "proposals", proposed, "--json").document
    assert [len(p["edits"]) for p in document["proposals"]] == [1]
    ran = run(
        "store", "publish", proposed, 1, "--by", "Ann", "--why", "agreed", "--json"
    )
    assert ran.code == 0
    assert (ran.document["number"], ran.document["by"]) == (1, "Ann")
    with Store(proposed, create=False) as kept:
        (edit,) = kept.proposal(1).edits
        assert (edit.by, edit.why) == ("Cat", "her son comes")


def test_an_edit_that_breaks_a_rule_says_so(run, proposed, hamlet):
    """It is kept, told, has the code of a rota that breaks one, and bars publishing."""
    first = hamlet.history.published.assignments[0]
    edit = ("store", "edit", proposed, 1, first.visit, "--slot", first.slot)
    ran = run(*edit, "--start", "03:00", "--by", "Cat")
    assert ran.code == 6
    assert "breaks a hard rule: " in ran.out
    assert "NOT LEGAL" in ran.out
    assert ran.out.count("outside its window") == 1
    ran = run(*edit, "--start", "03:01", "--by", "Cat", "--json")
    assert ran.code == ran.document["exit_code"] == 6
    assert ran.document["figures"]["breaches"]
    assert [e["number"] for e in ran.document["edits"]] == [1, 2]
    ran = run("store", "publish", proposed, 1, "--by", "Ann", "--why", "all the same")
    assert ran.code == 2
    assert "breaches of hard rules" in ran.err


def test_an_edit_of_seconds_is_told_in_seconds(run, proposed, hamlet):
    """Not as a change from a time to the same time."""
    first = hamlet.history.published.assignments[0]
    at = f"{first.start.astimezone(hamlet.clock.zone):%H:%M}"
    edit = ("store", "edit", proposed, 1, first.visit, "--slot", first.slot)
    ran = run(*edit, "--start", f"{at}:20", "--by", "Cat")
    assert f"{first.worker} {at}:00 -> {first.worker} {at}:20\n" in ran.out


def test_a_proposal_that_breaks_a_rule_is_kept_and_says_so(
    run, store, problem_file, hamlet, tmp_path
):
    """With the code of a rota that breaks one, as after an edit."""
    published = hamlet.history.published
    early = published.assignments[0].start - timedelta(hours=5)
    first = published.assignments[0].model_copy(update={"start": early})
    rota = published.model_copy(
        update={"assignments": (first, *published.assignments[1:])}
    )
    write_rota(rota, path := tmp_path / "early.json")
    ran = run("store", "propose", store, problem_file, path, "--by", "Ben")
    assert ran.code == 6
    assert "NOT LEGAL" in ran.out
    with Store(store, create=False) as kept:
        assert not kept.proposal(1).figures.legal


def test_proposing_tells_which_edits_go_with_the_rota(
    run, proposed, problem_file, published_file, tmp_path
):
    """Those it has are counted, those it lacks are named with who made them."""
    visit = read_rota(published_file).assignments[0].visit
    edit = ("--leave-out", "--by", "Cat", "--why", "her son comes")
    assert run("store", "edit", proposed, 1, visit, *edit).code == 0
    out = tmp_path / "edited.json"
    run("store", "rota", proposed, "--proposal", 1, "--out", out)
    ran = run("store", "propose", proposed, problem_file, out, "--by", "Ben")
    assert ran.out.startswith("proposal 2 is kept, and 1 manual edit with it\n")
    assert "not kept" not in ran.out
    listed = run("store", "proposals", proposed, "--json").document["proposals"]
    assert [(len(p["edits"]), len(p["kept"])) for p in listed] == [(1, 0), (0, 1)]
    (made,) = listed[1]["kept_from"]
    assert (made["by"], made["why"]) == ("Cat", "her son comes")
    assert "kept" in run("store", "proposals", proposed).out
    ran = run("store", "propose", proposed, problem_file, published_file, "--by", "Ben")
    told = (
        f"  manual edit not kept, {visit}, left out, by Cat (her son comes): the rota"
    )
    assert ran.out.startswith(f"proposal 3 is kept\n{told} has ")
    # proposal 3 lacks it; proposal 1 is open still, and has it
    more = ("--by", "Ben", "--json")
    document = run("store", "propose", proposed, problem_file, out, *more).document
    assert [edit["visit"] for edit in document["kept"]] == [visit]
    assert document["edits_dropped"] == []


def test_versions_are_listed_and_written_out(run, published, hamlet, tmp_path):
    """Who, when, why; and the rota in force on a day as a file."""
    ran = run("store", "versions", published)
    assert ran.code == 0
    assert "Ann" in ran.out
    assert "agreed" in ran.out
    document = run("store", "versions", published, "--json").document
    assert [v["number"] for v in document["versions"]] == [1]
    for option in (("--day", hamlet.first_day), ("--proposal", 1)):
        out = tmp_path / f"{option[0]}.json"
        ran = run("store", "rota", published, *option, "--out", out)
        assert ran.code == 0
        assert read_rota(out) == hamlet.history.published
    ran = run("store", "versions", published, "--day", "2020-01-01")
    assert ran.out == "nothing is published\n"


def test_a_second_version_tells_how_much_changed(
    run, published, problem_file, published_file, hamlet
):
    """The first one has nothing to be compared with."""
    run("store", "propose", published, problem_file, published_file, "--by", "Ben")
    first = hamlet.history.published.assignments[0]
    leave = ("--slot", first.slot, "--leave-out", "--by", "Cat")
    assert run("store", "edit", published, 2, first.visit, *leave).code == 0
    ran = run("store", "publish", published, 2, "--by", "Ann", "--why", "her son comes")
    assert ran.code == 0
    assert ran.out.startswith("proposal 2 is version 2 of ")
    assert ran.out.endswith("; 1 change against what was in force\n")


def test_what_happened_is_recorded(run, published, hamlet, tmp_path, monkeypatch):
    """From a sheet; a fault in it is told by row, and nothing is stored."""
    evening = hamlet.clock.midnight(hamlet.first_day + timedelta(days=1))
    monkeypatch.setattr("carerota.store.opened._now", lambda: evening)
    first, second = hamlet.history.published.assignments[:2]
    end = first.start + timedelta(minutes=20)
    row = f"{hamlet.first_day},{first.visit},{first.slot},{first.worker},"
    sheet = tmp_path / "log.csv"
    head = "day,visit,slot,worker,start,end,missed\n"
    good = f"{row}{first.start.isoformat()},{end.isoformat()},\n"
    gone = f"{hamlet.first_day},{second.visit},{second.slot},,,,yes\n"
    sheet.write_text(head + good + f"{hamlet.first_day},nowhere,0,w1,08:00,08:30,\n")
    ran = run("store", "actuals", published, sheet, "--by", "Cat")
    assert ran.code == 2
    assert "log.csv, row 3, column visit" in ran.err
    sheet.write_text(head + good + gone)
    ran = run("store", "actuals", published, sheet, "--by", "Cat", "--json")
    assert ran.document == {"exit_code": 0, "recorded": 2, "missed": 1}
    with Store(published, create=False) as kept:
        days = (hamlet.first_day, hamlet.first_day)
        assert len(kept.actuals(hamlet.name, *days)) == 2


def test_the_store_is_checked(run, published):
    """0 where it is whole; else 2 with what is not."""
    assert run("store", "check", published).out == "the store is whole\n"
    with sqlite3.connect(published) as tampering:
        tampering.execute("UPDATE carerota_versions SET number = 3")
    tampering.close()
    ran = run("store", "check", published, "--json")
    assert ran.code == 2
    assert ran.document["whole"] is False
    assert "versions of" in ran.document["issues"][0]["path"]
    assert run("store", "check", published).code == 2


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("publish", 7, "--by", "Ann", "--why", "x"), "unknown-proposal"),
        (("publish", 1, "--by", " ", "--why", "x"), "no-name"),
        (("publish", 1, "--by", "Ann", "--why", ""), "no-name"),
        (("edit", 1, "nowhere", "--by", "Cat", "--worker", "w1"), "unknown-visit"),
        (("edit", 1, "x\ny", "--by", "Cat"), "string-pattern-mismatch"),
        (("edit", 9, "nowhere", "--by", "Cat"), "unknown-proposal"),
        (("edit", 1, "nowhere", "--by", "Cat", "--start", "late"), "invalid"),
        (("rota", "--out", "a.json"), "invalid"),
        (("rota", "--out", "a.json", "--day", "soon"), "invalid"),
        (("rota", "--out", "a.json", "--day", "2020-01-01"), "nothing-published"),
        (("actuals", "none.csv", "--by", "Cat"), "nothing-published"),
        (("actuals", "none.csv", "--by", "Cat", "--co-op", "us"), "unknown-co-op"),
        (("versions", "--co-op", "us"), "unknown-co-op"),
        (("proposals", "--co-op", "us"), "unknown-co-op"),
        (
            ("rota", "--out", "a.json", "--proposal", 1, "--co-op", "us"),
            "unknown-co-op",
        ),
        (
            ("rota", "--out", "a.json", "--day", "2026-06-08", "--co-op", "us"),
            "unknown-co-op",
        ),
    ],
)
def test_bad_input_is_refused(run, proposed, arguments, code, tmp_path, monkeypatch):
    """With 2, the code of the fault, and no traceback."""
    monkeypatch.chdir(tmp_path)
    command, *rest = arguments
    ran = run("store", command, proposed, *rest, "--json")
    assert ran.code == 2
    assert ran.document["issues"][0]["code"] == code
    assert "Traceback" not in ran.err
    with Store(proposed, create=False) as kept:
        assert kept.proposal(1).edits == ()
        assert kept.versions() == ()


def test_the_co_ops_that_are_known_are_named(
    run, proposed, problem_file, published_file, hamlet, tmp_path
):
    """A name that is misspelt is told, with those there are; a known one is taken."""
    rest = ("--by", "Ben", "--co-op", "the other")
    ran = run("store", "propose", proposed, problem_file, published_file, *rest)
    assert ran.code == 0
    for command in ("versions", "proposals"):
        ran = run("store", command, proposed, "--co-op", "the otter")
        assert (ran.code, ran.out) == (2, "")
        assert f"'the otter'; expected one of {hamlet.name}, the other" in ran.err
        assert run("store", command, proposed, "--co-op", "the other").code == 0
    out = ("--out", tmp_path / "a.json", "--proposal", 1)
    assert run("store", "rota", proposed, *out, "--co-op", hamlet.name).code == 0
    ran = run("store", "rota", proposed, *out, "--co-op", "the other")
    assert ran.code == 2
    assert f"expected {hamlet.name}, whose proposal 1 is" in ran.err


@pytest.mark.parametrize(
    "command",
    [
        ("publish", 1, "--by", "Ann", "--why", "x"),
        ("versions",),
        ("proposals",),
        ("check",),
        ("actuals", "none.csv", "--by", "Cat"),
        ("edit", 1, "a", "--by", "Cat", "--worker", "w"),
    ],
)
def test_what_is_no_store_is_refused(run, tmp_path, command):
    """None there, another kind of file, a newer one: each told, none touched."""
    name, *rest = command
    path = tmp_path / "rotas.db"
    assert run("store", name, path, *rest).code == 2
    assert not path.exists()
    path.write_text("call Joan")
    ran = run("store", name, path, *rest, "--json")
    assert (ran.code, ran.document["issues"][0]["code"]) == (2, "not-a-store")
    path.unlink()
    Store(path).close()
    with sqlite3.connect(path) as newer:
        newer.execute("UPDATE carerota_store SET version = 2")
    newer.close()
    ran = run("store", name, path, *rest, "--json")
    assert (ran.code, ran.document["issues"][0]["code"]) == (2, "store-newer")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs a folder nobody writes")
def test_a_folder_that_cannot_be_written_to(run, problem_file, published_file):
    """The store cannot be made there: 2, in words."""
    ran = run(
        *("store", "propose", "/proc/rotas.db", problem_file, published_file),
        *("--by", "Ben"),
    )
    assert ran.code == 2
    assert "Traceback" not in ran.err
    assert night(run, "/proc/rotas.db", problem_file, "--moves", 5).code == 2


def test_without_sqlalchemy_the_extra_is_named(run, store, problem_file, monkeypatch):
    """What has to be installed is said, with 2."""
    import sys

    for name in [m for m in sys.modules if m.startswith("carerota.store")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    ran = night(run, store, problem_file, "--json")
    assert ran.code == 2
    assert "carerota[store]" in json.loads(ran.out)["error"]
