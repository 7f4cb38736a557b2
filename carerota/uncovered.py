"""Say why slots are uncovered: impossible, displaced, or not proven."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Final

import numpy as np

from carerota.compiled.problem import PRIORITIES
from carerota.engines.base import Stopwatch
from carerota.model import Levels, Reason, ReasonKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from carerota.compiled.problem import Compiled
    from carerota.compiled.rota import RotaArrays
    from carerota.engines.cpsat.engine import Effort
    from carerota.model import Rota
    from carerota.rules.book import RuleBook

__all__ = ["Patience", "time_for_reasons", "with_reasons"]

OPTIONAL: Final = PRIORITIES.index("optional")
MOST_NAMED: Final = 5
"""Visits named in a sentence; the reason itself lists them all."""


SLOTS_TIMES_TRIALS: Final = 20_000
"""Building the model of a trial takes time in proportion to the slots."""
SLOTS_A_SECOND: Final = 3_000
"""How many it is built of in a second, about."""
WORTH_IT: Final = 0.3
"""Seconds for solving it below which a trial is not begun."""
SHORTEST: Final = 0.01
"""Seconds that a solve is given at least, once it is begun."""
SHARE: Final = 0.1
"""Of the seconds of a solve; reasons come on top of them and take no more than that."""
AT_LEAST: Final = 2.0
"""Seconds they may take however short the solve was: most proofs are quick."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How hard to look for reasons at most; counted in work and not in seconds.

    Parameters
    ----------
    proofs
        Uncovered visits for which a proof is tried that they are impossible.
    trials
        Visits among the others for which is tried what would have to give way.
    effort
        The solver's own measure of work for each solve, about a second of one core.
    near
        Workers whose day may change in such a trial; for a visit of several slots at
        least one more than its slots.
    """

    proofs: int = 100
    trials: int = 12
    effort: float = 0.5
    near: int = 2

    @classmethod
    def of_size(cls, n_slots: int) -> Patience:
        """Give fewer trials to a large problem, of which each takes longer."""
        return cls(trials=max(1, min(12, SLOTS_TIMES_TRIALS // max(1, n_slots))))


def with_reasons(
    compiled: Compiled,
    book: RuleBook,
    arrays: RotaArrays,
    rota: Rota,
    *,
    patience: Patience | None = None,
    left: Callable[[], float] | None = None,
) -> Rota:
    """Give the rota with a reason at every uncovered slot.

    *Impossible* is said only with a proof. Visits that rank higher are looked into
    first; where patience or time ends, or an interrupt ends it, the rest are *not
    proven*.

    Parameters
    ----------
    compiled, book, arrays
        The problem, its policy, and the rota as arrays.
    rota
        The same rota; nothing of it changes but the reasons. Those it has are kept.
    patience
        How hard to look.
    left
        Gives the seconds that are left for it; ``None``: patience alone counts.
    """
    if not rota.uncovered:
        return rota
    found = _Reasons(compiled, book, arrays, patience or Patience(), left)
    told = {u.visit for u in rota.uncovered if u.reason is not None}
    told -= {u.visit for u in rota.uncovered if u.reason is None}
    missed = [
        v
        for v in np.unique(compiled.slot_visit[arrays.worker < 0]).tolist()
        if compiled.visit_ids[v] not in told
    ]
    missed.sort(key=lambda v: (int(compiled.visit_priority[v]), v))
    try:
        found.look(missed)
    except KeyboardInterrupt:
        found.interrupted = True
    at = {compiled.visit_ids[v]: v for v in missed}
    return rota.model_copy(
        update={
            "uncovered": tuple(
                u
                if u.reason is not None
                else u.model_copy(update={"reason": found.of(at[u.visit])})
                for u in rota.uncovered
            )
        }
    )


def time_for_reasons(
    seconds: float | None, watch: Stopwatch | None = None
) -> Callable[[], float] | None:
    """Give what tells the seconds left for reasons after a solve by the clock.

    Parameters
    ----------
    seconds
        The limit of the solve; ``None``: it had no clock, and reasons have none.
    watch
        Since the solve ended; else since now.
    """
    if seconds is None:
        return None
    began = watch or Stopwatch()
    share = max(AT_LEAST, SHARE * seconds)
    return lambda: share - began.seconds


class _Reasons:
    """Reasons by visit: a double-up is looked into once."""

    def __init__(
        self,
        compiled: Compiled,
        book: RuleBook,
        arrays: RotaArrays,
        patience: Patience,
        left: Callable[[], float] | None,
    ) -> None:
        self._compiled = compiled
        self._book = book
        self._arrays = arrays
        self._patience = patience
        self._left = left
        self._found: dict[int, Reason] = {}
        self._looked: set[int] = set()
        self.interrupted = False

    def of(self, v: int) -> Reason:
        """Give the reason found for a visit."""
        if v in self._found:
            return self._found[v]
        if self.interrupted:
            return _not_proven("the search for reasons was interrupted")
        if self._left is not None and v not in self._looked:
            return _not_proven("no time was left to look for a way or for the reason")
        return _not_proven("no way was found within the budget; there may be one")

    def look(self, visits: list[int]) -> None:
        """Look for proofs first, then for what would have to give way."""
        if self._patience.effort <= 0:
            return
        for v in visits[: self._patience.proofs]:
            if self._seconds() <= 0:
                return
            self._looked.add(v)
            self._prove(v)
        rest = [v for v in visits if v not in self._found]
        building = self._compiled.n_slots / SLOTS_A_SECOND
        for v in rest[: self._patience.trials]:
            if self._seconds() < building + WORTH_IT:
                return
            self._looked.add(v)
            self._try(v, self._effort(building))

    def _seconds(self) -> float:
        return inf if self._left is None else self._left()

    def _effort(self, less: float = 0.0) -> Effort:
        """Give what a solve may take: so much work, and no more than the time left."""
        from carerota.engines.cpsat.engine import Effort

        seconds = None
        if self._left is not None:
            seconds = max(SHORTEST, self._left() - less)
        return Effort(deterministic_time=self._patience.effort, time_limit=seconds)

    def _prove(self, v: int) -> None:
        from carerota.engines.cpsat.reasons import (
            each_mends,
            impossible,
            not_with_linked,
        )

        effort = self._effort()
        rules = impossible(self._compiled, self._book, v, effort=effort)
        if rules is not None:
            terms = (self._compiled, self._book, v, rules)
            mends = self._seconds() > 0 and each_mends(*terms, effort=effort)
            text = self._because(v, rules, mends=mends)
            self._found[v] = Reason(kind=ReasonKind.IMPOSSIBLE, rules=rules, text=text)
            return
        # only what is made, and ranks as high, is a reason to leave this one out
        if not self._linked_in_the_way(v):
            return
        together = not_with_linked(self._compiled, self._book, v, effort=effort)
        if together is not None:
            self._found[v] = Reason(
                kind=ReasonKind.DISPLACED,
                rules=together[0],
                visits=together[1],
                text=self._linked_text(*together),
            )

    def _linked_in_the_way(self, v: int) -> bool:
        """Tell whether all visits linked to one are made and rank as high."""
        from carerota.engines.cpsat.reasons import linked

        c = self._compiled
        others = linked(c, v)
        return bool(others) and all(
            (self._arrays.worker[list(c.slots(u))] >= 0).all()
            and c.visit_priority[u] <= c.visit_priority[v]
            for u in others
        )

    def _linked_text(self, rules: tuple[str, ...], visits: tuple[str, ...]) -> str:
        titles = [self._book[name].rule.title for name in rules]
        verb = "is" if len(visits) == 1 else "are"
        forbid = "forbids" if len(titles) == 1 else "together forbid"
        return (
            f"it cannot be made as well as {_short(visits)}, which {verb} linked to it "
            f"and made: {_listed(titles)} {forbid} it"
        )

    def _because(self, v: int, rules: tuple[str, ...], *, mends: bool) -> str:
        fits = "it would fit" if mends else "others may still forbid it"
        if len(self._compiled.slots(v)) > 1:
            text = f"its {len(self._compiled.slots(v))} carers cannot all be there"
        else:
            text = "no worker can make it"
        titles = [self._book[name].rule.title for name in rules]
        match len(titles):
            case 0:
                return f"{text}: there is nobody at all"
            case 1:
                return f"{text}: {titles[0]}; without that rule {fits}"
            case 2:
                without = f"without either of them {fits}"
            case _:
                without = f"without any one of them {fits}"
        return f"{text}: {_listed(titles)} together forbid it; {without}"

    def _try(self, v: int, effort: Effort) -> None:
        from carerota.engines.cpsat.reasons import displaced

        c = self._compiled
        names = displaced(
            c,
            self._book,
            self._arrays,
            v,
            near=max(self._patience.near, len(c.slots(v)) + 1),
            effort=effort,
        )
        if names is None:
            return
        index = {name: u for u, name in enumerate(c.visit_ids)}
        rank = int(c.visit_priority[v])
        as_high = [n for n in names if int(c.visit_priority[index[n]]) <= rank]
        if self._for_its_price(v):
            self._found[v] = _not_proven(
                f"it could be made, but leaving it out costs "
                f"{self._price(v):g} points only, and no rota was "
                f"found in which making it costs less"
            )
        elif not names:
            self._found[v] = _not_proven(
                "it would fit, perhaps with visits near it at another time or by "
                "another worker; the search did not find that within the budget"
            )
        elif as_high:
            self._found[v] = Reason(
                kind=ReasonKind.DISPLACED,
                visits=names,
                text=self._instead(names, as_high),
            )
        else:
            self._found[v] = _not_proven(
                f"it would fit if {_short(names)} gave way, which ranks lower; the "
                f"search did not find a better rota with it within the budget"
            )

    def _for_its_price(self, v: int) -> bool:
        """Tell whether the policy puts a price on leaving the visit out."""
        flat = self._book.policy.levels is Levels.FLAT
        optional = int(self._compiled.visit_priority[v]) == OPTIONAL
        return (flat or optional) and "cover" in self._book

    def _price(self, v: int) -> float:
        """Give the points that leaving the visit out costs."""
        price = self._book["cover"].line.price
        optional = int(self._compiled.visit_priority[v]) == OPTIONAL
        if optional and "left_out" in self._book and self._book["left_out"].priced:
            price += self._book["left_out"].line.price
        return price

    def _instead(self, names: tuple[str, ...], as_high: list[str]) -> str:
        verb = "gives" if len(names) == 1 else "give"
        if len(names) == 1:
            rank = "which ranks as high or higher"
        elif len(as_high) == len(names):
            rank = "which rank as high or higher"
        else:
            ranks = "ranks" if len(as_high) == 1 else "rank"
            rank = f"of which {_short(tuple(as_high))} {ranks} as high or higher"
        return (
            f"on the days of the workers who come nearest it fits only if "
            f"{_short(names)} {verb} way, {rank}"
        )


def _not_proven(text: str) -> Reason:
    return Reason(kind=ReasonKind.NOT_PROVEN, text=text)


def _short(names: tuple[str, ...]) -> str:
    if len(names) <= MOST_NAMED:
        return _listed(list(names))
    return _listed([*names[:MOST_NAMED], f"{len(names) - MOST_NAMED} more"])


def _listed(words: list[str]) -> str:
    if len(words) == 1:
        return words[0]
    return f"{', '.join(words[:-1])} and {words[-1]}"
