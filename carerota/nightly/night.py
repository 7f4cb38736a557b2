"""One night: read, validate, diagnose, solve, check, propose, report."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carerota.engines.options import check_options
from carerota.io.atomic import write_text
from carerota.io.registry import read_problem
from carerota.model import RotaProblem
from carerota.model.expand import expand
from carerota.model.faults import check_faults, faults
from carerota.nightly.beginning import BEGUN, beginning, fitted
from carerota.nightly.legal import legal_part
from carerota.nightly.report import report_text
from carerota.nightly.unshown import Unshown, unshown
from carerota.policies.notice import with_notice
from carerota.score.checker import policy_of
from carerota.store import difference, pinned

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike

    from carerota.engines.base import Event, Progress
    from carerota.engines.portfolio import Choice
    from carerota.model import Policy, Rota
    from carerota.solving import SolveResult
    from carerota.store import Edit, ManualEdit, Proposal, Store, VersionChange

__all__ = ["Night", "run_night"]

DIAGNOSE = "carerota.advice.diagnose"
TIGHT = "capacity-tight"
"""The code of what a simple count takes for too much work."""


@dataclass(frozen=True)
class Night:
    """What a night gives."""

    problem: RotaProblem
    """With history and ledgers from the store, and without pins of manual edits."""
    proposal: Proposal
    result: SolveResult
    began_from: str
    """In words: ``proposal 3``."""
    in_force: Rota | None
    """What people have been told for its days."""
    changes: tuple[VersionChange, ...]
    """Of the proposal against what is in force; nothing where nothing is."""
    findings: tuple[str, ...]
    """What was found before the search, a sentence each."""
    dropped: tuple[tuple[Edit, str], ...]
    """Manual edits that are not kept, each with its reason: those that cannot be, and
    those that the rota it began from had lost."""
    by_hand: tuple[ManualEdit, ...]
    """Those kept and dropped that the store knows of, as somebody made them."""
    unshown: tuple[Unshown, ...]
    """What published repairs were for and the problem does not show: the proposal is
    as if it had not happened."""
    report: str
    """The night in words, for whoever comes in the morning."""


def run_night(  # noqa: PLR0913
    store: Store,
    problem: RotaProblem | str | PathLike[str],
    *,
    co_op: str | None = None,
    by: str = "nightly",
    policy: Policy | None = None,
    keep_edits: bool = True,
    ledgers: bool = True,
    report: str | PathLike[str] | None = None,
    time_limit: float | None = 60.0,
    moves: int | None = None,
    seed: int = 1,
    threads: int | None = None,
    engine: Choice = "auto",
    stop: Callable[[Progress], bool] | None = None,
    on_event: Callable[[Event], None] | None = None,
) -> Night:
    """Make the night's proposal and store it.

    Nothing is published: what is in force stays so until a named person approves the
    proposal. Killed at any moment it leaves the store as it was before or with the
    whole proposal.

    Parameters
    ----------
    store
        Where proposals and versions are kept.
    problem
        The problem, or the file or folder it is read from.
    co_op
        The name under which the co-op is kept; else the name of the problem.
    by
        Who proposes the rota.
    policy
        Instead of the problem's own. Where a rota is in force for these days, the
        policy's prices for changing what people were told are turned on, as in a
        repair.
    keep_edits
        Manual edits of the proposal it begins from become pins, where they can.
    ledgers
        Balances and hours come from the store; else they are as the problem says.
    report
        A file the report is written to, whole or not at all, after the proposal is
        stored.
    time_limit, moves, seed, threads, engine, stop, on_event
        As for :func:`carerota.solve`.

    Raises
    ------
    DataError
        The problem, the policy or the store is faulty, or an option out of bounds.
    NightRunningError
        Another night of the co-op runs on this store.
    """
    check_options(
        seed=seed,
        threads=threads,
        time_limit=time_limit,
        moves=moves,
        engine=engine,
    )
    known = _read(problem)
    name = known.name if co_op is None else co_op
    with store.one_night(name):
        carried = store.history_for(known, co_op=name, policy=policy)
        known = carried.into(known, ledgers=ledgers)
        check_faults(known)
        begin = beginning(store, name, known)
        asked = policy if begin.told is None else with_notice(policy_of(known, policy))
        obstacles = _obstacles(known, asked)
        pins = pinned(known, begin.edits if keep_edits else ())
        from carerota import solving

        result = solving.solve(
            pins.problem,
            policy=asked,
            time_limit=time_limit,
            moves=moves,
            seed=seed,
            threads=threads,
            engine=engine,
            stop=stop,
            on_event=on_event,
            start=_start(begin.rota, pins.problem, asked),
        )
        proposal = store.propose(
            known,
            result.rota,
            by=by,
            note=BEGUN + begin.source,
            co_op=name,
            policy=asked,
            kept=pins.kept,
        )
        found = _findings(obstacles, covered=result.report.covered)
        dropped = (*begin.lost, *pins.dropped) if keep_edits else ()
        changes = () if begin.told is None else difference(begin.told, result.rota)
        night: dict[str, Any] = {
            "problem": known,
            "proposal": proposal,
            "result": result,
            "began_from": begin.source,
            "in_force": begin.told,
            "changes": changes,
            "findings": found,
            "dropped": dropped,
            "by_hand": _by_hand(store, name, known, (*pins.kept, *dict(dropped))),
            "unshown": unshown(store, name, known),
        }
        text = report_text(store, **night)
        if report is not None:
            write_text(Path(report), text)
        return Night(**night, report=text)


def _read(problem: RotaProblem | str | PathLike[str]) -> RotaProblem:
    if not isinstance(problem, RotaProblem):
        return read_problem(problem)
    check_faults(expanded := expand(problem))
    return expanded


def _start(
    rota: Rota | None, problem: RotaProblem, policy: Policy | None
) -> Rota | None:
    """Give what of last night's rota is of use tonight."""
    if rota is None:
        return None
    start = legal_part(problem, fitted(rota, problem), policy)
    return start if start is not None and start.assignments else None


def _by_hand(
    store: Store, co_op: str, problem: RotaProblem, edits: tuple[Edit, ...]
) -> tuple[ManualEdit, ...]:
    """Find who made some edits."""
    made = store.manual_edits(co_op, problem.first_day, problem.last_day)
    return tuple(known for known in made if known.edit in edits)


def _obstacles(problem: RotaProblem, policy: Policy | None) -> list[tuple[str, str]]:
    """Say what stands in the way before anything is solved: codes and sentences."""
    try:
        diagnose = import_module(DIAGNOSE).diagnose
    except ModuleNotFoundError:
        return [(x.code, str(x)) for x in faults(problem) if x.warning]
    diagnosis = diagnose(problem, policy=policy)
    return [(o.code, f"{o.text} ({o.mend.text})") for o in diagnosis.obstacles]


def _findings(obstacles: list[tuple[str, str]], *, covered: bool) -> tuple[str, ...]:
    """Leave out what a rota that covers everything has shown not to be so."""
    return tuple(text for code, text in obstacles if not (covered and code == TIGHT))
