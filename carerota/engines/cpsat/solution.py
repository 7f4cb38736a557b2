"""From a model's solution to a rota, and from a rota to a hint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carerota.compiled.rota import NOBODY, sequences
from carerota.engines.cpsat.day import HOME
from carerota.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from carerota.compiled.rota import RotaArrays
    from carerota.engines.cpsat.day import Day
    from carerota.engines.cpsat.encoder import RotaModel
    from carerota.rules.encoder import Expr, Literal

__all__ = ["decisions", "extract", "fix", "hint"]


def extract(model: RotaModel, value: Callable[[Expr], int]) -> RotaArrays:
    """Read a rota off the values of a solution."""
    rota = model.incumbent.copy()
    for s in model.frame.candidates:
        rota.worker[s] = NOBODY
        rota.start[s] = 0
        _alone(rota, s)
    for w, d in model.frame.days:
        _extract_day(model, model.day(w, d), w, rota, value)
    return rota


def _alone(rota: RotaArrays, s: int) -> None:
    rota.run[s] = 1
    rota.rest_start[s] = rota.rest_length[s] = 0


def _extract_day(
    model: RotaModel,
    day: Day,
    w: int,
    rota: RotaArrays,
    value: Callable[[Expr], int],
) -> None:
    rest_length = model.rest_length or 0
    following = {a.before: a for a in day.arcs if value(a.literal)}
    here, run = HOME, 1
    while following:
        arc = following.pop(here, None)
        if arc is None:
            msg = f"the day of worker {w} is not one circuit through home"
            raise EngineError(msg)
        if arc.after == HOME:
            continue
        s = arc.after
        _alone(rota, s)
        run += arc.at_home
        rota.worker[s] = w
        rota.start[s] = value(day.visits[s].start)
        rota.run[s] = run
        early, since, _ = day.early
        if here == HOME and value(early):
            rota.rest_start[s], rota.rest_length[s] = value(since), rest_length
        elif value(day.rest(s)):
            # without a time of its own it begins as the visit before it ends; to ask
            # the day for that may make a variable which the solution does not have
            since = day.rest_span(s)[0] if model.free_rests else day.visits[here].end
            rota.rest_start[s] = value(since)
            rota.rest_length[s] = rest_length
        here = s


def decisions(model: RotaModel, rota: RotaArrays) -> tuple[dict[int, int], bool]:
    """Give the values of a model's decisions in a rota.

    Returns
    -------
    decisions
        By index of the variable.
    whole
        Whether the model has a place for everything the rota does.
    """
    found: dict[int, int] = {}
    whole = True

    def decide(literal: Literal | Expr, holds: int) -> None:
        nonlocal whole
        terms, constant = model.flat(literal)
        if not terms:
            whole = whole and constant == holds
        else:
            found[terms[0][0]] = holds

    for s in range(model.compiled.n_slots):
        maker = int(rota.worker[s])
        for w in model.candidates(s):
            decide(model.does(s, w), int(w == maker))
        if maker != NOBODY:
            whole = whole and maker in model.candidates(s)
            decide(model.start(s), int(rota.start[s]))
    by_day = sequences(model.compiled, rota)
    for w, d in model.frame.days:
        day = model.day(w, d)
        sequence = by_day.get((w, d), [])
        taken = set()
        for a, b in zip([HOME, *sequence], [*sequence, HOME], strict=True):
            between = HOME not in (a, b)
            home = between and bool(rota.run[a] != rota.run[b])
            taken.add((a, b, home))
        taken.discard((HOME, HOME, False))
        known = set()
        for arc in day.arcs:
            name = (arc.before, arc.after, arc.at_home)
            known.add(name)
            decide(arc.literal, int(name in taken))
        whole = whole and taken <= known
        for part, value in _breaks(model, day, sequence, rota):
            decide(part, value)
    return found, whole


def _breaks(
    model: RotaModel, day: Day, sequence: Sequence[int], rota: RotaArrays
) -> Iterator[tuple[Expr, int]]:
    """Give what is decided about breaks on a day, and how a rota decides it."""
    parts = [(s, day.rest(s), day.rest_span(s)[0]) for s in day.visits]
    before = {s: s for s in sequence[1:]}
    early, begins, _ = day.early
    if model.free_rests and not isinstance(early, int):
        parts.append((HOME, early, begins))
        if sequence:
            before[HOME] = sequence[0]
    for key, literal, start in parts:
        s = before.get(key, HOME)
        rests = s != HOME and bool(rota.rest_length[s])
        yield literal, int(rests)
        if rests and model.free_rests:
            yield start, int(rota.rest_start[s])


def hint(model: RotaModel, rota: RotaArrays) -> None:
    """Suggest a rota to the solver, with everything that follows from it."""
    found, _ = decisions(model, rota)
    model.model.clear_hints()  # type: ignore[no-untyped-call]
    for variable, value in zip(model.variables, model.complete(found), strict=True):
        model.model.add_hint(variable, value)


def fix(model: RotaModel, rota: RotaArrays) -> None:
    """Allow a model this one rota only.

    Raises
    ------
    EngineError
        The rota does what the model has no place for.
    """
    found, whole = decisions(model, rota)
    if not whole:
        raise EngineError("the model has no place for this rota")
    for index, value in found.items():
        model.model.add(model.variables[index] == value)
