"""The store as its users see it: one class, a call a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from carerota.model.expand import expand
from carerota.model.faults import check_faults
from carerota.store import reading, writing
from carerota.store.actuals import add_actuals
from carerota.store.carried import LOOK_BACK_WEEKS, carried
from carerota.store.edits import EditedStore
from carerota.store.force import Span, told, versions_of_days
from carerota.store.records import Edit, Proposal, Version
from carerota.store.refusals import named, refused
from carerota.store.rows import (
    policy_of_row,
    problem_of,
    proposal_of,
    proposal_row,
    version_of,
    version_row,
)
from carerota.store.schema import PROPOSALS
from carerota.store.writing import By, Judge

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from carerota.model import ActualVisit, Policy, Rota, RotaProblem
    from carerota.store.carried import Carried
    from carerota.store.records import ProposalState

__all__ = ["Store"]


class Store(EditedStore):
    """Proposals, versions and what really happened, of one or several co-ops.

    Every call is one transaction: it is done whole or not at all, also when the process
    is killed in it.

    Parameters
    ----------
    where
        The path of an SQLite file, or a database URL such as
        ``postgresql+psycopg://user@host/rotas``; ``sqlite://`` is in memory.
    create
        Make it where there is none.
    now
        The clock, for tests.

    Raises
    ------
    DataError
        There is no store, or what is there is another thing, damaged, or written by a
        newer library.
    MissingExtraError
        The driver of the database is not installed.
    """

    # ── proposals ─────────────────────────────────────────────────────────────────

    def propose(
        self,
        problem: RotaProblem,
        rota: Rota,
        *,
        by: str,
        note: str = "",
        co_op: str | None = None,
        policy: Policy | None = None,
        kept: Iterable[Edit] | None = None,
    ) -> Proposal:
        """Keep a rota, a hand-made one too, as a proposal.

        Manual edits go with it, wherever the rota still has them, also where it was
        made elsewhere: those in force for its days, and those of proposals for its
        horizon that nobody has approved. Where several edits are of one slot, the
        last that it has is kept. What it no longer has :meth:`lost_edits` tells.

        Parameters
        ----------
        problem
            The problem it answers; packages are expanded.
        rota
            Any rota whose assignments name what the problem has. It may be illegal,
            then it cannot be published as it is.
        by
            Who proposes it.
        note
            A sentence for whoever decides.
        co_op
            The name under which the co-op is kept; else the name of the problem.
        policy
            What it is judged by; else the problem's own.
        kept
            Edits that it was made to keep, and no others; else those that it still
            has. The provenance may then name the problem with these edits as pins.

        Raises
        ------
        DataError
            The problem has faults, the rota does not fit it, or its provenance names
            another problem or policy.
        """
        problem = expand(problem)
        check_faults(problem)
        asked = None if kept is None else tuple(kept)
        who = By(named(by, "by"), self._now(), note)
        name = _co_op(problem, co_op)
        judge = Judge(problem, policy)
        figures, _ = judge(rota)
        faults = writing.provenance_faults(problem, rota, judge.policy, asked or ())
        if faults:
            path, found, expected = faults[0]
            hint = "propose it with what it was made from"
            raise refused("other-problem", path, found, expected, hint)
        with self._writing() as connection:
            proposal = writing.add_proposal(
                connection,
                name,
                judge,
                rota,
                figures,
                by=who,
                policy=policy,
                kept=asked,
            )
            return proposal_of(connection, proposal_row(connection, proposal))

    def edit(
        self, proposal: int, edits: Edit | Iterable[Edit], *, by: str, why: str = ""
    ) -> Proposal:
        """Change a proposal by hand.

        Each edit is checked and kept with who made it, when, and what it breaks; one
        that breaks a hard rule is kept all the same, but the proposal cannot be
        published until it is mended. All of the edits are made, or none.

        Parameters
        ----------
        proposal
            Its id.
        edits
            What to change, in this order.
        by, why
            Who changes it; a reason is welcome.

        Raises
        ------
        DataError
            There is no such proposal, it is published, or an edit names what the
            problem does not have or changes nothing.
        """
        listed = [edits] if isinstance(edits, Edit) else list(edits)
        who = By(named(by, "by"), self._now(), why)
        with self._writing() as connection:
            writing.add_edits(connection, proposal, listed, who)
            return proposal_of(connection, proposal_row(connection, proposal))

    def proposal(self, proposal: int) -> Proposal:
        """Give a proposal by its id."""
        with self._reading() as connection:
            return proposal_of(connection, proposal_row(connection, proposal))

    def proposals(
        self,
        co_op: str | None = None,
        *,
        state: ProposalState | str | None = None,
        first_day: date | None = None,
        last_day: date | None = None,
        newest: int | None = None,
    ) -> tuple[Proposal, ...]:
        """List proposals in the order they were made.

        Parameters
        ----------
        co_op, state, first_day, last_day
            Only those of this co-op, in this state, of this horizon.
        newest
            No more than so many, the newest.
        """
        wanted = {
            PROPOSALS.c.co_op: co_op,
            PROPOSALS.c.state: state,
            PROPOSALS.c.first_day: first_day and first_day.isoformat(),
            PROPOSALS.c.last_day: last_day and last_day.isoformat(),
        }
        with self._reading() as connection:
            return reading.proposals(connection, wanted, newest)

    def policy(self, proposal: int) -> Policy | None:
        """Give the policy a proposal is judged by; ``None``: that of its problem."""
        with self._reading() as connection:
            return policy_of_row(proposal_row(connection, proposal))

    def problem(self, fingerprint: str) -> RotaProblem:
        """Give a problem by its fingerprint."""
        with self._reading() as connection:
            return problem_of(connection, fingerprint)

    # ── versions ──────────────────────────────────────────────────────────────────

    def approve(
        self, proposal: int, *, by: str, why: str, even_if_superseded: bool = False
    ) -> Version:
        """Publish a proposal: from now on it is what is in force for its days.

        Parameters
        ----------
        proposal
            Its id.
        by
            The named person who approves it.
        why
            Their reason.
        even_if_superseded
            Also where a version for some of its days was published after it was made.

        Raises
        ------
        DataError
            No name or reason is given, the rota breaks a hard rule, the proposal is
            published already, or it is superseded.
        """
        who = By(named(by, "by"), self._now(), named(why, "why"))
        with self._writing() as connection:
            version = writing.add_version(
                connection, proposal, who, even_if_superseded=even_if_superseded
            )
            return version_of(version_row(connection, version))

    def versions(
        self,
        co_op: str | None = None,
        *,
        day: date | None = None,
        last_day: date | None = None,
        newest: int | None = None,
    ) -> tuple[Version, ...]:
        """List versions in the order they were published.

        Parameters
        ----------
        co_op, day
            Only those of this co-op, that hold this day.
        last_day
            Only those that hold a day from ``day`` to this one.
        newest
            No more than so many, the newest.
        """
        with self._reading() as connection:
            return reading.versions(connection, co_op, (day, last_day or day), newest)

    def in_force(self, co_op: str, day: date) -> Version | None:
        """Give the version in force on a day; ``None``: nothing is published for it."""
        with self._reading() as connection:
            held = versions_of_days(connection, Span(co_op, day, day))
            if day not in held:
                return None
            return version_of(version_row(connection, held[day]))

    def told(self, co_op: str, first_day: date, last_day: date) -> Rota | None:
        """Give the rota in force for some days, which may come from several versions.

        ``None``: nothing is published for any of them.
        """
        with self._reading() as connection:
            return told(connection, Span(co_op, first_day, last_day))

    def co_ops(self) -> tuple[str, ...]:
        """List the co-ops that have a proposal."""
        query = select(PROPOSALS.c.co_op).distinct().order_by(PROPOSALS.c.co_op)
        with self._reading() as connection:
            return tuple(connection.scalars(query))

    # ── what happened, and what comes of it ───────────────────────────────────────

    def record_actuals(
        self, co_op: str, actuals: Iterable[ActualVisit], *, by: str
    ) -> None:
        """Keep who really came when to published visits, and which were missed.

        What is told later of the same slot takes the place of what was told before;
        both are kept.

        Raises
        ------
        DataError
            With every visit that was not published, is still to come, or is told twice;
            nothing is stored then.
        """
        who = By(named(by, "by"), self._now())
        with self._writing() as connection:
            add_actuals(connection, co_op, list(actuals), who)

    def actuals(
        self, co_op: str, first_day: date, last_day: date
    ) -> tuple[ActualVisit, ...]:
        """Give what is known to have happened on some days."""
        with self._reading() as connection:
            return reading.actuals(connection, Span(co_op, first_day, last_day))

    def history_for(
        self,
        problem: RotaProblem,
        *,
        co_op: str | None = None,
        policy: Policy | None = None,
        look_back_weeks: int = LOOK_BACK_WEEKS,
    ) -> Carried:
        """Give what the next solve has to know of what was before.

        Of days that the store has a version for, past visits are those that were
        published, or what really happened where that was told; of other days, what the
        problem says; of more than eight weeks ago only the last of each worker to each
        client. Ledgers and hours are measured on the same visits by the rules
        that use them; what the problem says of them is what was before the store began,
        and fades as the store's own weeks take its place. The rota in force for the
        problem's days becomes ``history.published``.

        Parameters
        ----------
        problem
            The problem to be solved.
        co_op
            Else the name of the problem.
        policy
            Whose rules fill the ledgers; else the problem's own.
        look_back_weeks
            How far back it reaches.

        Returns
        -------
        Carried
            ``store.history_for(problem).into(problem)`` is the problem to solve.
        """
        with self._reading() as connection:
            return carried(
                connection,
                _co_op(problem, co_op),
                problem,
                now=self._now(),
                policy=policy,
                look_back_weeks=look_back_weeks,
            )


def _co_op(problem: RotaProblem, co_op: str | None) -> str:
    return named(problem.name if co_op is None else co_op, "by")
