"""``carerota trade-off``: a table, data or a picture of what there is to choose."""

from __future__ import annotations

import json

import pytest

from carerota.engines.base import Status
from carerota.io import read_rota
from carerota.score import check


def test_a_table_and_the_data(run, engines, hamlet, problem_file, tmp_path):
    """Each point with its values; the rotas where they are asked for."""
    out, folder = tmp_path / "frontier.json", tmp_path / "rotas"
    ran = run("trade-off", problem_file, "--out", out, "--rotas", folder, "--quiet")
    assert ran.code == 0
    assert "1 rota to choose from" in ran.out
    data = json.loads(out.read_text("utf-8"))
    assert data["solves"] == 7
    assert set(data["points"][0]["values"]) == {"continuity", "travel", "preferences"}
    assert "rota" not in data["points"][0]
    rota = read_rota(folder / "point-1.json")
    assert check(hamlet, rota).points == data["points"][0]["points"]


def test_json_goes_to_standard_output(run, engines, problem_file):
    """One document, nothing else."""
    ran = run("trade-off", problem_file, "--json", "--axes", "travel,fairness")
    assert ran.document["exit_code"] == 0
    assert [a["name"] for a in ran.document["axes"]] == ["travel", "fairness"]
    assert ran.document["solves"] == 3


def test_a_picture(run, engines, problem_file, tmp_path):
    """A name that ends in .svg makes a picture."""
    pytest.importorskip("matplotlib")
    out = tmp_path / "frontier.svg"
    assert run("trade-off", problem_file, "--out", out, "--quiet").code == 0
    assert "<svg" in out.read_text("utf-8")


def test_a_picture_without_the_package(
    run, engines, problem_file, tmp_path, monkeypatch
):
    """The missing package is told before an hour is spent."""
    monkeypatch.setattr("carerota.advice.trade_off.picture.can_draw", lambda: False)
    ran = run("trade-off", problem_file, "--out", tmp_path / "x.png")
    assert ran.code == 2
    assert "carerota[pictures]" in ran.err
    assert engines.options == {}


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--out", "x.pdf", "a name that ends in"),
        ("--factors", "four", "whole numbers with commas between"),
        ("--axes", "travel,continuty", "did you mean 'continuity'?"),
    ],
)
def test_bad_options(run, engines, problem_file, option, value, said):
    """What is wrong is told with what would be right."""
    ran = run("trade-off", problem_file, option, value)
    assert ran.code == 2
    assert said in ran.err
    assert engines.options == {}


def test_stopped_early(run, engines, problem_file):
    """A stop ends with 4 and what was found."""
    engines.status = Status.STOPPED
    ran = run("trade-off", problem_file, "--json")
    assert ran.code == 4
    assert ran.document["stopped"] is True
    assert ran.document["solves"] == 1
