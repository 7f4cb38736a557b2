"""The night in words: short, plain, what needs a person first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from carerota.compiled.build import compile_problem
from carerota.compiled.problem import PRIORITIES
from carerota.compiled.rota import from_rota
from carerota.engines.figures import figures
from carerota.nightly.beginning import fitted
from carerota.store.difference import made_texts
from carerota.store.telling import edit_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from carerota.model import Rota, RotaProblem, Uncovered
    from carerota.nightly.unshown import Unshown
    from carerota.solving import SolveResult
    from carerota.store import Edit, ManualEdit, Proposal, Store, VersionChange

__all__ = ["report_text"]

MOST_LISTED: Final = 40
FIGURES: Final = (
    ("carers missing at visits", "uncovered", "{:,.0f}"),
    ("hours on the road between visits", "travel_hours", "{:,.1f}"),
    ("hours from and to home", "home_hours", "{:,.1f}"),
    ("carers a client", "carers_per_client", "{:.2f}"),
    ("faces new to a client", "new_faces", "{:,.0f}"),
)
ENDINGS: Final = {
    "optimal": "proven: no rota is better",
    "feasible": "the budget was used up",
    "stopped": "stopped early",
}


def report_text(  # noqa: PLR0913
    store: Store,
    *,
    problem: RotaProblem,
    proposal: Proposal,
    result: SolveResult,
    began_from: str,
    in_force: Rota | None,
    changes: tuple[VersionChange, ...],
    findings: tuple[str, ...],
    dropped: tuple[tuple[Edit, str], ...],
    by_hand: tuple[ManualEdit, ...],
    unshown: tuple[Unshown, ...],
) -> str:
    """Write the report of a night; see :class:`carerota.nightly.Night`."""
    zone = problem.clock.zone
    made = f"{proposal.at.astimezone(zone):%Y-%m-%d %H:%M}"
    not_kept = [(edit_text(edit, by_hand, zone), reason) for edit, reason in dropped]
    ending = ENDINGS[result.status.value]
    lines = [
        _title(problem),
        "",
        f"Proposal {proposal.id} of {made}, begun from {began_from}; {ending}.",
        "It is not published. To publish it:",
        f"  carerota store publish {store.place} {proposal.id} --by NAME --why REASON",
        "",
        *_needs(problem, proposal, findings, not_kept, unshown),
        "",
        *_kept([edit_text(edit, by_hand, zone) for edit in proposal.kept]),
        *_figures(problem, proposal, in_force),
        "",
        *_changes(problem, in_force, changes),
    ]
    return "\n".join(map(_plain, lines)) + "\n"


def _plain(line: str) -> str:
    """Spell out what would move the cursor of a terminal."""
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode() for c in line
    )


def _title(problem: RotaProblem) -> str:
    days = _day(problem.first_day)
    if problem.last_day != problem.first_day:
        days += f" to {_day(problem.last_day)}"
    return (
        f"{problem.name}, {days} {problem.last_day:%Y}: "
        f"{len(problem.visits):,} visits to {len(problem.clients):,} clients, "
        f"{len(problem.workers):,} workers"
    )


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def _needs(
    problem: RotaProblem,
    proposal: Proposal,
    findings: tuple[str, ...],
    not_kept: list[tuple[str, str]],
    unshown: tuple[Unshown, ...],
) -> Iterator[str]:
    """Tell what a person has to look at."""
    told = [
        *_not_shown(unshown),
        *(f"not covered: {text}" for text in _uncovered(problem, proposal.rota)),
        *(f"breaks a hard rule: {text}" for text in proposal.figures.breaches),
        *(f"manual edit not kept, {edit}: {reason}" for edit, reason in not_kept),
        *(f"found before the search: {text}" for text in findings),
    ]
    if problem.history.published_at is not None and (
        problem.history.published_at > problem.clock.origin
    ):
        told.append(
            "the first of these days has begun: what has already happened cannot be "
            "changed, look at what is different in the past"
        )
    if not told:
        yield "Nothing needs a person's eye but the approval."
        return
    yield f"What needs a person ({len(told):,}):"
    yield from _listed(told)


def _kept(edits: list[str]) -> Iterator[str]:
    """Name the edits that the proposal keeps."""
    if edits:
        yield f"Manual edits that are kept ({len(edits):,}):"
        yield from _listed(edits)
        yield ""


def _not_shown(unshown: tuple[Unshown, ...]) -> Iterator[str]:
    """Tell what was repaired for and was planned as if it had not happened."""
    numbers = [str(n) for n in dict.fromkeys(found.version for found in unshown)]
    if not numbers:
        return
    many = len(numbers) > 1
    yield (
        f"{'versions' if many else 'version'} {' and '.join(numbers)} "
        f"{'were repairs' if many else 'was a repair'} after events that the problem "
        f"does not show: this proposal is as if they had not happened; add them to the "
        f"problem and make the night again"
    )
    yield from (f"not in the problem: {found.text}" for found in unshown)


def _listed(told: list[str]) -> Iterator[str]:
    yield from (f"  - {text}" for text in told[:MOST_LISTED])
    if len(told) > MOST_LISTED:
        yield f"  … and {len(told) - MOST_LISTED:,} more"


def _uncovered(problem: RotaProblem, rota: Rota) -> Iterator[str]:
    visits = {visit.id: visit for visit in problem.visits}

    def rank(left: Uncovered) -> tuple[int, float, str, int]:
        visit = visits[left.visit]
        opens = min(w.start.timestamp() for w in visit.windows)
        return PRIORITIES.index(visit.priority.value), opens, visit.id, left.slot

    for left in sorted(rota.uncovered, key=rank):
        visit = visits[left.visit]
        opens = visit.windows[0].start.astimezone(problem.clock.zone)
        why = ""
        if left.reason:
            why = f"; {left.reason.kind.value.replace('_', ' ')}: {left.reason.text}"
        yield f"{_day(opens.date())} {opens:%H:%M} {visit.id} ({visit.priority}){why}"


def _figures(
    problem: RotaProblem, proposal: Proposal, in_force: Rota | None
) -> Iterator[str]:
    compiled = compile_problem(problem)
    now = figures(compiled, from_rota(compiled, proposal.rota))
    then = None
    if in_force is not None:
        then = figures(compiled, from_rota(compiled, fitted(in_force, problem)))
    legal = "every hard rule is kept" if proposal.figures.legal else "RULES ARE BROKEN"
    yield f"Figures ({legal}; {proposal.figures.points:,.0f} points):"
    for text, key, form in FIGURES:
        beside = f"   in force {form.format(then[key])}" if then is not None else ""
        yield f"  {text:<34}{form.format(now[key]):>9}{beside}"


def _changes(
    problem: RotaProblem, in_force: Rota | None, changes: tuple[VersionChange, ...]
) -> Iterator[str]:
    if in_force is None:
        yield "Nothing is in force for these days yet."
        return
    if not changes:
        yield "Nothing changes against what is in force."
        return
    yield f"Changes against what is in force ({len(changes):,}):"
    yield from _listed([_change(problem, change) for change in changes])


def _change(problem: RotaProblem, change: VersionChange) -> str:
    before, after = change.before, change.after
    known = after or before
    at = known.start.astimezone(problem.clock.zone) if known else None
    day = _day(at.date()) if at else ""
    was, now = made_texts(before, after, problem.clock.zone)
    return f"{day} {change.visit}: {was} -> {now}"
