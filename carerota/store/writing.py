"""What is done to a store, each within one transaction: propose, edit, approve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from carerota.errors import DataError
from carerota.model import Rota
from carerota.policies.notice import with_notice
from carerota.score.checker import check, policy_of
from carerota.score.excused import own_breaches
from carerota.store.difference import difference
from carerota.store.editing import edited, pinned
from carerota.store.force import Span, newest, told
from carerota.store.keeping import standing, still_made
from carerota.store.records import ManualEdit, ProposalState, RotaFigures
from carerota.store.refusals import refused
from carerota.store.rows import (
    CHANGES,
    KEPT,
    edits_of,
    policy_of_row,
    problem_of,
    proposal_row,
    record_of,
    written,
)
from carerota.store.schema import EDITS, PROBLEMS, PROPOSALS, STORE, VERSIONS
from carerota.travel import travel_times

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection, CursorResult, Row

    from carerota.model import Policy, RotaProblem
    from carerota.rules.base import Key
    from carerota.score import Finding
    from carerota.store.records import Edit

__all__ = [
    "By",
    "Judge",
    "add_edits",
    "add_proposal",
    "add_version",
    "provenance_faults",
    "take_turn",
]

MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class By:
    """Who does something, when, and why."""

    who: str
    at: datetime
    why: str = ""


Broken = dict[tuple[str, "Key"], "Finding"]


class Judge:
    """The checker, with the travel times of one problem worked out once."""

    def __init__(self, problem: RotaProblem, policy: Policy | None) -> None:
        self.problem = problem
        self.policy = policy_of(problem, policy)
        self._travel = travel_times(problem)

    def __call__(
        self, rota: Rota
    ) -> tuple[RotaFigures, dict[tuple[str, Key], Finding]]:
        """Give the figures of a rota, and its breaches by rule and key."""
        report = check(
            self.problem, rota, policy=self.policy, travel=self._travel, margins=False
        )
        if report.faults:
            raise DataError(report.faults, source="the rota")
        own = own_breaches(
            self.problem, report, policy=self.policy, travel=self._travel
        )
        figures = RotaFigures(
            legal=not own,
            covered=report.covered,
            uncovered=report.uncovered,
            points=report.points,
            breaches=tuple(f.text for f in own),
            amounts={rule.name: int(rule.amount) for rule in report.rules},
            policy_hash=report.policy_hash,
        )
        return figures, {(f.rule, f.key): f for f in own}


def take_turn(connection: Connection) -> None:
    """Let writers take turns where the database would let them in together."""
    connection.execute(select(STORE.c.id).with_for_update()).all()


def provenance_faults(
    problem: RotaProblem, rota: Rota, policy: Policy, kept: Sequence[Edit] = ()
) -> list[tuple[str, str, str]]:
    """Say what a provenance names otherwise than it is: path, found, expected."""
    made = rota.provenance
    found = []
    prints = {problem.fingerprint}
    if kept and made.problem_fingerprint not in prints:
        prints.add(pinned(problem, kept).problem.fingerprint)
    if made.problem_fingerprint and made.problem_fingerprint not in prints:
        path, expected = "rota.provenance.problem_fingerprint", problem.fingerprint
        found.append((path, made.problem_fingerprint, expected))
    if not _made_under(made.policy_hash, policy):
        found.append(("rota.provenance.policy_hash", made.policy_hash, policy.hash))
    return found


def _made_under(policy_hash: str, policy: Policy) -> bool:
    """Tell whether a hash is of a policy, or of the same with changes priced.

    A repair puts prices on changes of what was published where a policy has none.
    """
    if policy_hash in ("", policy.hash):
        return True
    return policy_hash == with_notice(policy).hash


def add_proposal(
    connection: Connection,
    co_op: str,
    judge: Judge,
    rota: Rota,
    figures: RotaFigures,
    *,
    by: By,
    policy: Policy | None,
    kept: Sequence[Edit] | None,
) -> int:
    """Store a rota as a proposal, and its problem where it is new; give its id.

    ``kept``: ``None`` keeps what it still has of the edits that stand for its days.
    """
    take_turn(connection)
    problem = judge.problem
    fingerprint = problem.fingerprint
    known = select(PROBLEMS.c.fingerprint).where(PROBLEMS.c.fingerprint == fingerprint)
    if connection.scalar(known) is None:
        row = {"fingerprint": fingerprint, "record": problem.model_dump_json()}
        connection.execute(insert(PROBLEMS).values(row))
    span = Span.of(co_op, problem)
    based_on = newest(connection, span)
    if kept is None:
        kept = still_made(problem, rota, standing(connection, span, based_on))
    done = connection.execute(
        insert(PROPOSALS).values(
            co_op=co_op,
            first_day=span.first.isoformat(),
            last_day=span.last.isoformat(),
            problem=fingerprint,
            policy=None if policy is None else policy.model_dump_json(),
            rota=rota.model_dump_json(),
            figures=figures.model_dump_json(),
            kept=KEPT.dump_json(tuple(kept)).decode(),
            state=ProposalState.OPEN.value,
            based_on=based_on,
            by=by.who,
            at=written(by.at),
            note=by.why,
        )
    )
    return _new_id(done)


def _new_id(done: CursorResult[Any]) -> int:
    key = done.inserted_primary_key
    return 0 if key is None else int(key[0])


def add_edits(
    connection: Connection, proposal: int, edits: Sequence[Edit], by: By
) -> None:
    """Change a proposal by hand; all of the edits or none."""
    take_turn(connection)
    row = proposal_row(connection, proposal)
    if row.state == ProposalState.PUBLISHED:
        raise refused(
            "already-published",
            "proposal",
            f"{proposal}, which is published",
            "a proposal that nobody has approved",
            "propose the published rota anew and edit that",
        )
    problem = problem_of(connection, row.problem)
    judge = Judge(problem, policy_of_row(row))
    rota = record_of(Rota, row.rota, f"proposal {proposal}")
    figures, broken = judge(rota)
    number = len(edits_of(connection, proposal))
    made = row.made or row.rota
    for i, edit in enumerate(edits):
        change = edited(problem, rota, edit, f"edits[{i}]")
        rota = change.rota
        figures, now = judge(rota)
        record = ManualEdit(
            number=number + i + 1,
            edit=change.edit,
            by=by.who,
            at=by.at,
            why=by.why,
            before=change.before,
            after=change.after,
            breaks=_more(broken, now),
        )
        broken = now
        connection.execute(
            insert(EDITS).values(
                proposal=proposal, number=record.number, record=record.model_dump_json()
            )
        )
    connection.execute(
        update(PROPOSALS)
        .where(PROPOSALS.c.id == proposal)
        .values(
            rota=rota.model_dump_json(), made=made, figures=figures.model_dump_json()
        )
    )


def _more(before: Broken, after: Broken) -> tuple[str, ...]:
    """Say what is broken that was not, or by more than it was."""
    return tuple(
        finding.text
        for key, finding in after.items()
        if key not in before or finding.amount > before[key].amount
    )


def add_version(
    connection: Connection, proposal: int, by: By, *, even_if_superseded: bool
) -> int:
    """Publish a proposal; give the id of the version."""
    take_turn(connection)
    row = proposal_row(connection, proposal)
    first, last = map(date.fromisoformat, (row.first_day, row.last_day))
    span = Span(row.co_op, first, last)
    _may_be_published(connection, row, span, even_if_superseded)
    rota = record_of(Rota, row.rota, f"proposal {proposal}")
    figures, _ = Judge(problem_of(connection, row.problem), policy_of_row(row))(rota)
    if not figures.legal:
        shown = "; ".join(figures.breaches[:MOST_NAMED])
        more = len(figures.breaches) - MOST_NAMED
        raise refused(
            "rota-illegal",
            f"proposal {proposal}",
            f"a rota with {len(figures.breaches)} breaches of hard rules: {shown}"
            + (f"; and {more} more" if more > 0 else ""),
            "a rota that keeps every hard rule",
            "mend it with carerota store edit, or solve again",
        )
    before = told(connection, span)
    changes = () if before is None else difference(before, rota)
    of_horizon = (
        VERSIONS.c.co_op == row.co_op,
        VERSIONS.c.first_day == row.first_day,
        VERSIONS.c.last_day == row.last_day,
    )
    number = connection.scalar(select(func.max(VERSIONS.c.number)).where(*of_horizon))
    done = connection.execute(
        insert(VERSIONS).values(
            co_op=row.co_op,
            first_day=row.first_day,
            last_day=row.last_day,
            number=int(number or 0) + 1,
            proposal=proposal,
            by=by.who,
            at=written(by.at),
            why=by.why,
            rota=row.rota,
            changes=CHANGES.dump_json(changes).decode(),
        )
    )
    _states(connection, row, span)
    return _new_id(done)


def _may_be_published(
    connection: Connection, row: Row[Any], span: Span, even_if_superseded: bool
) -> None:
    if row.state == ProposalState.PUBLISHED:
        raise refused(
            "already-published",
            "proposal",
            f"{row.id}, which is published",
            "a proposal that nobody has approved",
        )
    latest = newest(connection, span)
    if latest > row.based_on and not even_if_superseded:
        newer = connection.execute(
            select(VERSIONS.c.number, VERSIONS.c.by, VERSIONS.c.at).where(
                VERSIONS.c.id == latest
            )
        ).one()
        raise refused(
            "superseded",
            "proposal",
            f"{row.id}, made before version {newer.number} was published by "
            f"{newer.by} on {newer.at[:10]}",
            "a proposal made since then",
            "say so if the older proposal is meant to replace it all the same",
        )


def _states(connection: Connection, row: Row[Any], span: Span) -> None:
    """Mark the proposal as published, and others for its days as superseded."""
    connection.execute(
        update(PROPOSALS)
        .where(
            PROPOSALS.c.co_op == span.co_op,
            PROPOSALS.c.first_day <= row.last_day,
            PROPOSALS.c.last_day >= row.first_day,
            PROPOSALS.c.state == ProposalState.OPEN.value,
        )
        .values(state=ProposalState.SUPERSEDED.value)
    )
    connection.execute(
        update(PROPOSALS)
        .where(PROPOSALS.c.id == row.id)
        .values(state=ProposalState.PUBLISHED.value)
    )
