"""``validate``, ``generate``, ``rules``, ``schema`` and the root."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import carerota
from carerota.cli.codes import ExitCode
from carerota.io import read_problem
from carerota.rules.book import NAMES


def test_validate_what_is_right(run, problem_file):
    """A problem without faults ends with 0."""
    assert run("validate", problem_file).code == 0
    assert run("validate", problem_file, "--json").document["valid"] is True


def test_validate_binds_the_policy(run, problem_file, tmp_path):
    """What solve would refuse of the policy is a fault, at its place in its file."""
    run("generate", "hamlet", "--csv", "--out", tmp_path / "week")
    policy = tmp_path / "week" / "policy.toml"
    policy.write_text(
        'base = "none"\nname = "x"\n[rules.travle]\nmode = "priced"\n'
        '[rules.travel]\nmode = "priced"\nparams = { ours = 3 }\n'
    )
    ran = run("validate", tmp_path / "week", "--json")
    assert ran.code == 2
    issues = {issue["path"]: issue["code"] for issue in ran.document["issues"]}
    assert issues["policy.toml, rules.travle"] == "unknown-rule"
    assert issues["policy.toml, rules.travel.params.ours"] == "unknown-parameter"
    assert issues["policy.toml, rules.daily_rest.mode"] == "rule-not-votable"


def test_validate_binds_the_policy_of_a_faulty_problem_too(run, problem_file):
    """Faults of the problem do not hide those of its policy."""
    data = json.loads(problem_file.read_text())
    data["policy"] = {"name": "x", "rules": {"travle": {"mode": "off"}}}
    data["clients"][0]["place"] = "nowhere"
    problem_file.write_text(json.dumps(data))
    ran = run("validate", problem_file, "--json")
    assert ran.code == 2
    codes = {issue["path"]: issue["code"] for issue in ran.document["issues"]}
    assert codes["policy.rules.travle"] == "unknown-rule"
    assert codes["clients[0].place"] == "unknown-id"


def test_people_who_are_gone_are_warned_of_by_row(run, tmp_path):
    """People leave, so the past may name them; a slip looks the same, so it is told."""
    folder = tmp_path / "week"
    run("generate", "hamlet", "--csv", "--out", folder)
    for name in ("history.csv", "published.csv"):
        path = folder / name
        head, row, *rest = path.read_text("utf-8-sig").splitlines()
        cells = row.split(",")
        cells[head.split(",").index("worker")] = "w_gone"
        path.write_text("\n".join([head, ",".join(cells), *rest]))
    ran = run("validate", folder, "--json")
    assert ran.code == 0
    gone = [i["path"] for i in ran.document["issues"] if i["code"] == "gone-id"]
    assert gone == [
        "history.csv, row 2, column worker",
        "published.csv, row 2, column worker",
    ]


def test_validate_tells_warnings_apart(run, problem_file):
    """What can be solved but is hardly meant is a warning and ends with 0."""
    data = json.loads(problem_file.read_text())
    for package in data["packages"]:
        package["visits"][0]["slots"] = [{"skills": ["juggling"]}]
    problem_file.write_text(json.dumps(data))
    ran = run("validate", problem_file, "--json")
    assert ran.code == 0
    assert ran.document["issues"]
    assert all(issue["warning"] for issue in ran.document["issues"])
    assert "warning" in run("validate", problem_file).out


def test_warnings_of_a_folder_name_its_sheets(run, tmp_path):
    """In a folder of sheets a warning names file and row; in an order, the visit."""
    folder = tmp_path / "week"
    run("generate", "hamlet", "--csv", "--out", folder)
    sheet = folder / "clients.csv"
    rows = sheet.read_text(encoding="utf-8-sig").splitlines()
    sheet.write_text("\n".join([*rows, rows[2].replace("c02,", "c99,", 1)]))
    orders = folder / "packages.csv"
    text = orders.read_text(encoding="utf-8-sig")
    orders.write_text(text.replace("personal care", "juggling"))
    issues = run("validate", folder, "--json").document["issues"]
    assert all(issue["warning"] for issue in issues)
    paths = [issue["path"] for issue in issues]
    assert any(path.startswith(f"clients.csv, row {len(rows) + 1}") for path in paths)
    assert any(path.startswith("visits[c01-care/2026-06-08/") for path in paths)


def test_generated_json_and_sheets_are_the_same_problem(run, tmp_path):
    """The same seed as one file and as sheets reads to equal visits and people."""
    one = run("generate", "hamlet", "--seed", 4, "--out", tmp_path / "a", "--json")
    run("generate", "hamlet", "--seed", 4, "--out", tmp_path / "b", "--csv")
    first, second = (
        read_problem(tmp_path / "a/problem.json"),
        read_problem(tmp_path / "b"),
    )
    assert one.document["fingerprint"] == first.fingerprint
    assert set(first.visits) == set(second.visits)
    assert first.workers == second.workers


def test_generate_by_number_of_visits(run, tmp_path):
    """A number of visits stands in for the name of a size."""
    ran = run("generate", "--visits", 300, "--out", tmp_path / "w", "--json")
    assert abs(ran.document["visits"] - 300) < 60


def test_generate_into_a_file_by_its_name(run, tmp_path):
    """A name that ends in .json is the file; sheets go into no file."""
    file = tmp_path / "new" / "week.json"
    assert run("generate", "hamlet", "--out", file).code == 0
    assert len(read_problem(file).workers) == 5
    assert run("generate", "hamlet", "--out", file).code == 0
    assert run("generate", "hamlet", "--csv", "--out", file).code == 2


@pytest.mark.parametrize(
    "wanted", [(), ("metropolis",), ("--visits", 1), ("town", "--visits", 300)]
)
def test_generate_refuses_nonsense(run, tmp_path, wanted):
    """No size, an unknown one, an absurd one or two of them end with 2."""
    ran = run("generate", *wanted, "--out", tmp_path / "x")
    assert ran.code == 2
    assert not (tmp_path / "x").exists()


def test_rule_book_lists_every_rule(run):
    """Every rule is listed, with its price in words and its source."""
    ran = run("rules")
    assert ran.code == 0
    assert all(name in ran.out for name in NAMES)
    assert "480 min of travel a time" in ran.out
    rows = run("rules", "--json").document["rules"]
    assert [row["name"] for row in rows] == list(NAMES)
    assert all(row["source"] and row["text"] for row in rows)


def test_one_rule_is_told_in_full(run):
    """With a name the rule's own text, price, source and parameters are told."""
    ran = run("rules", "daily_rest")
    assert all(f"\n{head}\n" in ran.out for head in ("Says", "Because", "Amount"))
    assert "Working Time Regulations" in ran.out
    assert "young_hours = 12.0" in ran.out


def test_unknown_rule_gets_a_near_miss(run):
    """A misspelt rule ends with 2 and a hint."""
    ran = run("rules", "daily_rset")
    assert ran.code == 2
    assert "daily_rest" in ran.err


def test_schema_is_printed_and_written(run, tmp_path):
    """A schema is one JSON document; all of them go to a folder."""
    assert run("schema", "rota").document["title"] == "Rota"
    assert set(run("schema").document) == {"problem", "rota", "policy", "events"}
    assert run("schema", "--out", tmp_path / "s").code == 0
    assert len(list((tmp_path / "s").iterdir())) == 4


def test_version_and_help(run):
    """The version is that of the library; help names every exit code."""
    assert run("--version").out.strip() == f"carerota {carerota.__version__}"
    text = " ".join(run("--help").out.split())
    assert all(f"{code.value} " in text for code in ExitCode)


def test_as_a_module_with_a_reader_that_leaves():
    """``python -m carerota`` works, and a closed pipe is no fault of anybody."""
    command = f'"{sys.executable}" -m carerota rules | head -1; echo ${{PIPESTATUS[0]}}'
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] in ("0", "1")
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
