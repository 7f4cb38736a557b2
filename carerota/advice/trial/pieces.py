"""The amounts of every rule at what a change touches, as the kernel has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from carerota.engines.search import amounts, spread
from carerota.engines.search import layout as at
from carerota.rules.base import Key, Level
from carerota.rules.book import NAMES
from carerota.rules.pairs import History, PairRule, TableRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from carerota.advice.trial.board import Board
    from carerota.rules.book import BoundRule, RuleBook

__all__ = ["Piece", "Pieces", "touched"]

Kind = Literal["slot", "visit", "link", "day", "worker", "client", "period", "all"]


class Piece(NamedTuple):
    """Something that rules are measured at, by its number in the compiled problem."""

    kind: Kind
    number: int = 0


class Pieces:
    """Measures pieces of what is on a board.

    Parameters
    ----------
    board
        With a rota in it, its costs up to date.
    book
        The policy.
    """

    def __init__(self, board: Board, book: RuleBook) -> None:
        self._board = board
        self._of: dict[Level, list[tuple[int, BoundRule]]] = {x: [] for x in Level}
        for bound in book:
            self._of[bound.rule.level].append((NAMES.index(bound.name), bound))

    def measure(self, pieces: Iterable[Piece]) -> dict[tuple[str, Key], int]:
        """Give the amounts at pieces, by rule and key, leaving out noughts."""
        return {
            (name, key): int(n)
            for piece in pieces
            for name, key, n in getattr(self, f"_{piece.kind}")(piece.number)
            if n
        }

    def keys_of(self, rule: str) -> int:
        """Give how many keys a worker has in a rule on the level of workers."""
        return int(self._board.m[self._board.m[at.R_KEYS] + NAMES.index(rule)])

    def _slot(self, s: int) -> Iterator[tuple[str, Key, int]]:
        c, w = self._board.compiled, self._board.worker[s]
        if w < 0:
            return
        key = Key(Level.SLOT, c.visit_ids[c.slot_visit[s]], c.slot_index(s))
        v = int(c.slot_visit[s])
        i = int(c.visit_client[v])
        for _, bound in self._of[Level.SLOT]:
            rule = bound.rule
            if isinstance(rule, PairRule):
                # one pair is asked about, not the table of all
                past = History(c, c.problem.clients[i], i, w, v)
                visit, worker = c.problem.visits[v], c.problem.workers[w]
                yield bound.name, key, rule.pair(visit, key.at, worker, past)
            elif isinstance(rule, TableRule):
                yield bound.name, key, int(rule.table(c)[s, w])

    def _visit(self, v: int) -> Iterator[tuple[str, Key, int]]:
        key = Key(Level.VISIT, self._board.compiled.visit_ids[v])
        for r, bound in self._of[Level.VISIT]:
            yield bound.name, key, amounts.visit_amount(self._board.m, r, v)

    def _link(self, x: int) -> Iterator[tuple[str, Key, int]]:
        m = self._board.m
        key = Key(Level.LINK, self._board.compiled.link_ids[x])
        for r, bound in self._of[Level.LINK]:
            if r == amounts.VISIT_LINKS:
                yield bound.name, key, amounts.link_distance_amount(m, x)
            else:
                yield bound.name, key, amounts.link_workers_amount(m, x)

    def _day(self, wd: int) -> Iterator[tuple[str, Key, int]]:
        c, m = self._board.compiled, self._board.m
        w, d = divmod(wd, c.n_days)
        key = Key(Level.DAY, c.worker_ids[w], d)
        amounts.day_amounts(m, wd)
        out = int(m[at.AMOUNT])
        for r, bound in self._of[Level.DAY]:
            yield bound.name, key, m[out + r]

    def _worker(self, w: int) -> Iterator[tuple[str, Key, int]]:
        c, m = self._board.compiled, self._board.m
        keys = int(m[at.R_KEYS])
        for r, bound in self._of[Level.WORKER]:
            for k in range(int(m[keys + r])):
                key = Key(Level.WORKER, c.worker_ids[w], k)
                yield bound.name, key, amounts.worker_amount(m, r, w, k)

    def _client(self, i: int) -> Iterator[tuple[str, Key, int]]:
        key = Key(Level.CLIENT, self._board.compiled.client_ids[i])
        for r, bound in self._of[Level.CLIENT]:
            if r in amounts.CLIENT_RULES:
                yield bound.name, key, amounts.client_amount(self._board.m, r, i)

    def _period(self, q: int) -> Iterator[tuple[str, Key, int]]:
        c = self._board.compiled
        client = c.client_ids[c.period_client[q]]
        key = Key(Level.CLIENT, client, int(c.period_at[q]))
        for r, bound in self._of[Level.CLIENT]:
            if r not in amounts.CLIENT_RULES:
                yield bound.name, key, amounts.period_amount(self._board.m, r, q)

    def _all(self, _: int) -> Iterator[tuple[str, Key, int]]:
        m = self._board.m
        for r, bound in self._of[Level.ALL]:
            if r == amounts.WORST_LATENESS:
                n_now = m[m[at.SUM] + at.WORST_LATE_NOW]
            elif r == amounts.WORST_IDLE:
                n_now = m[m[at.SUM] + at.WORST_IDLE_NOW]
            else:
                n_now = spread.spread_amount(m, spread.SPREAD_RULES.index(r))
            yield bound.name, Key(Level.ALL), n_now


def touched(board: Board, slots: Iterable[int], days: Iterable[int]) -> set[Piece]:
    """Name what may cost something else once slots and workers' days have changed.

    Parameters
    ----------
    board
        The problem.
    slots
        Slots that another worker makes, or at another time.
    days
        Workers' days (worker times days plus day).
    """
    c, m = board.compiled, board.m
    found = {Piece("all")}
    for s in slots:
        v = int(c.slot_visit[s])
        found |= {
            Piece("slot", s),
            Piece("visit", v),
            Piece("client", int(c.visit_client[v])),
            Piece("period", int(c.visit_period[v])),
        }
        low, high = m[m[at.V_LINK] + v], m[m[at.V_LINK] + v + 1]
        found |= {Piece("link", int(m[m[at.LINK_OF] + i])) for i in range(low, high)}
    for wd in days:
        found |= {Piece("day", wd), Piece("worker", wd // c.n_days)}
    return found
