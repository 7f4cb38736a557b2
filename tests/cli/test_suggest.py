"""``carerota suggest``: an order from a file, suggestions in words and in JSON."""

from __future__ import annotations

import json

import pytest

from carerota.advice.suggest import with_order
from carerota.io import read_rota
from carerota.model import CarePackage
from carerota.score import check


def lunch(hamlet, **more):
    """Give a package for a client who is there."""
    return {
        "id": "more",
        "client": hamlet.clients[0].id,
        "first_day": hamlet.first_day.isoformat(),
        "visits": [
            {
                "name": "lunch",
                "windows": [{"start": "11:00", "end": "14:00"}],
                "minutes": 30,
            }
        ],
        **more,
    }


@pytest.fixture
def order_file(tmp_path):
    """Write an order and give its path."""

    def written(data):
        path = tmp_path / "order.json"
        path.write_text(json.dumps(data), encoding="utf-8")
        return path

    return written


def test_a_package(run, hamlet, problem_file, published_file, order_file, tmp_path):
    """Who, when, what it costs and who feels it; the rota where it is asked for."""
    order = lunch(hamlet)
    path, out = order_file(order), tmp_path / "with.json"
    ran = run("suggest", problem_file, published_file, "--package", path, "--out", out)
    assert ran.code == 0
    assert "1 carer wanted" in ran.out
    assert "nothing moves" in ran.out
    assert "felt by" in ran.out
    week = with_order(hamlet, CarePackage.model_validate(order))
    assert check(week, read_rota(out)).legal
    more = ("--json", "--k", "1")
    document = run(
        "suggest", problem_file, published_file, "--package", path, *more
    ).document
    (one,) = document["suggestions"]
    assert sum(one["by_rule"].values()) == one["cost"]
    assert "rota" not in one


def test_one_visit_for_somebody_new(
    run, hamlet, problem_file, published_file, order_file
):
    """Client and place come with the order where they are new."""
    near = hamlet.places[0]
    day = hamlet.first_day.isoformat()
    order = {
        "visit": {
            "id": "check",
            "client": "new",
            "day": day,
            "windows": [{"start": f"{day}T07:00:00Z", "end": f"{day}T20:00:00Z"}],
            "minutes": 30,
        },
        "client": {"id": "new", "place": "their home"},
        "place": {
            "id": "their home",
            "latitude": near.latitude,
            "longitude": near.longitude,
        },
    }
    path = order_file(order)
    ran = run("suggest", problem_file, published_file, "--package", path, "--json")
    assert ran.code == 0
    assert ran.document["order"] == "check"


def test_what_nobody_can_make_ends_with_3(
    run, hamlet, problem_file, published_file, order_file
):
    """A skill nobody holds: there is nothing to suggest."""
    order = lunch(hamlet)
    order["visits"][0]["slots"] = [{"skills": ["juggling"]}]
    path = order_file(order)
    ran = run("suggest", problem_file, published_file, "--package", path)
    assert ran.code == 3
    assert "nobody can make any of more" in ran.out
    assert "in the way, in every rota" in ran.out
    assert "juggling" in ran.out


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([], "expected a care package or a visit"),
        ({"package": {}, "visit": {}}, "expected one of the two"),
        ({"package": {}, "worker": {}}, "expected one of package, visit"),
        ({"id": "x", "windows": []}, "this field is required"),
        ({"id": "x"}, "a care package (it has visits) or a visit (it has windows)"),
    ],
)
def test_orders_that_cannot_be_read(
    run, problem_file, published_file, order_file, data, said
):
    """What is wrong with the file is listed."""
    path = order_file(data)
    ran = run("suggest", problem_file, published_file, "--package", path)
    assert ran.code == 2
    assert said in ran.err
