from __future__ import annotations

import itertools

import pytest

from carerota.errors import DataError
from carerota.generator import SIZES, generate, sample_text, sized
from carerota.model import RotaProblem
from carerota.model.expand import expand
from carerota.model.faults import faults
from carerota.score import check


def test_same_seed_same_bytes(village: RotaProblem) -> None:
    """A problem made again with its seed is the same to the byte."""
    assert generate("village").model_dump_json() == village.model_dump_json()


def test_another_seed_is_another_co_op(hamlet: RotaProblem) -> None:
    """The seed decides: another one gives other people and visits."""
    assert generate("hamlet", seed=2).fingerprint != hamlet.fingerprint


@pytest.mark.parametrize("name", ["hamlet", "village", "town"])
def test_sizes_come_out(name: str, request: pytest.FixtureRequest) -> None:
    """Workers and clients are exact, visits within 4 %, the days as said."""
    problem, size = request.getfixturevalue(name), SIZES[name]
    assert len(problem.workers) == size.workers
    assert len(problem.clients) == size.clients
    assert problem.days == size.days
    assert len(problem.visits) == pytest.approx(size.visits, rel=0.04)


def test_a_size_for_any_number_of_visits() -> None:
    """A week of 260 visits has about 260, and the people for them."""
    problem = generate(sized(260), seed=3)
    assert len(problem.visits) == pytest.approx(260, rel=0.08)
    assert not faults(problem)


def test_larger_sizes_have_more_of_everything() -> None:
    """Each larger number of visits has no fewer workers, clients and villages."""
    sizes = [sized(visits) for visits in (250, 1_000, 5_000, 20_000)]
    for smaller, larger in itertools.pairwise(sizes):
        assert smaller.workers < larger.workers
        assert smaller.clients < larger.clients
        assert smaller.villages <= larger.villages


@pytest.mark.parametrize("visits", [0, 249, 20_001])
def test_sizes_out_of_range_are_refused(visits: int) -> None:
    """Fewer than 250 or more than 20,000 visits are refused with the range."""
    with pytest.raises(DataError, match="from 250 to 20000"):
        sized(visits)


def test_an_unknown_size_is_refused() -> None:
    """A size that has no name is refused with the names there are."""
    with pytest.raises(DataError, match="hamlet, village, town, borough"):
        generate("metropolis")


def test_no_fault_in_what_is_made(made: RotaProblem) -> None:
    """Nothing made up has a fault or even a warning."""
    assert faults(made) == []


def test_packages_are_expanded(made: RotaProblem) -> None:
    """To expand what is made changes nothing: all visits are there."""
    assert expand(made) == made


def test_the_text_of_a_sample_reads_back(made: RotaProblem) -> None:
    """The short text, read and expanded, holds the same visits, links and people."""
    again = expand(RotaProblem.model_validate_json(sample_text(made)))
    assert {v.id for v in again.visits} == {v.id for v in made.visits}
    assert {link.id for link in again.links} == {link.id for link in made.links}
    assert again.workers == made.workers
    assert again.clients == made.clients
    assert again.history == made.history


def test_the_published_rota_is_legal(made: RotaProblem) -> None:
    """The checker finds no hard rule of the default policy broken, history included."""
    rota = made.history.published
    assert rota is not None
    report = check(made, rota)
    assert [finding.text for finding in report.findings] == []
    assert report.legal
