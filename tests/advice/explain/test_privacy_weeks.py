"""Who may read whose week, and what of it."""

from __future__ import annotations

from datetime import date

import pytest

from carerota.advice.explain import weeks
from carerota.advice.explain.explaining_weeks import explain_client, explain_worker
from carerota.errors import DataError
from carerota.model import CarerLimit
from tests.advice.explain.test_privacy import SECRET, town


def test_a_workers_week_is_theirs():
    """A coordinator and the worker read it, nobody else may ask."""
    p, made = town()
    assert explain_worker(p, made, "ann").visits == 1
    own = explain_worker(p, made, "ann", audience="worker")
    assert own.reader == "ann"
    for kind, reader in [("worker", "bob"), ("client", "joan"), ("client", None)]:
        with pytest.raises(DataError, match="the worker whose week it is"):
            explain_worker(p, made, "ann", audience=kind, reader=reader)


def test_a_workers_week_names_no_rival():
    """Who else could is counted, not named; what others lack is not to be seen."""
    p, made = town()
    office = explain_worker(p, made, "ann").days[0].visits[0].why
    assert office.next_best in {"bob", "cid"}
    own = explain_worker(p, made, "ann", audience="worker")
    why = own.days[0].visits[0].why
    assert (why.others_possible, why.next_best, why.next_best_points) == (2, None, None)
    text = own.model_dump_json()
    assert "bob" not in text
    assert "cid" not in text
    assert SECRET not in text


def test_a_clients_week_is_theirs_and_their_carers():
    """Carers read who comes and when; the figures are the client's."""
    p, made = town()
    limited = [
        c.model_copy(update={"carers": CarerLimit(target=7, ceiling=9)})
        for c in p.clients
    ]
    p = p.model_copy(update={"clients": tuple(limited)})
    own = explain_client(p, made, "joan", audience="client")
    assert (own.carer_target, own.carer_ceiling) == (7, 9)
    assert own.visits[0].why.next_best is None
    carer = explain_client(p, made, "joan", audience="worker", reader="ann")
    assert carer.visits[0].worker == "ann"
    assert carer.carer_target is None
    assert carer.continuity == weeks.Continuity()
    assert carer.visits[0].why == weeks.WhyTheirs()
    with pytest.raises(DataError, match="makes one of the client's visits"):
        explain_client(p, made, "joan", audience="worker", reader="bob")
    with pytest.raises(DataError, match="the client whose visits"):
        explain_client(p, made, "joan", audience="client", reader="kay")
    assert own.visits[0].day == date(2026, 6, 3)
