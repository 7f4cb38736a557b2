"""Hard rules that one of two rotas breaks and the other does not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from carerota.advice.compare.record import Breach
from carerota.advice.compare.shares import Parties, maker_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carerota.advice.compare.shares import Party
    from carerota.rules.book import RuleBook
    from carerota.rules.reading import Reading
    from carerota.score import ScoreReport

    Judged = tuple[Reading, ScoreReport]

__all__ = ["breaches", "by_party"]


def breaches(
    before: Judged, after: Judged, book: RuleBook
) -> tuple[tuple[Breach, ...], tuple[Breach, ...]]:
    """Give what the second rota breaks and the first does not, and the other way round.

    What both break, each by as much, is in neither.

    Parameters
    ----------
    before, after
        The two rotas, each with what the checker says of it.
    book
        The policy they were checked under.
    """
    broken = tuple(_of(after, before[1], book, turned=False))
    mended = tuple(_of(before, after[1], book, turned=True))
    return broken, mended


def _of(
    judged: Judged, other: ScoreReport, book: RuleBook, *, turned: bool
) -> Iterator[Breach]:
    """Give what a rota breaks by more than another; turned: it is the first of them."""
    reading, report = judged
    parties, maker = Parties(reading.problem, book), maker_in(reading)
    theirs = {(f.rule, f.key): f.amount for f in other.findings}
    for f in report.findings:
        less = theirs.get((f.rule, f.key), 0)
        if f.amount > less:
            kind, name = parties.of(f.rule, f.key, maker)
            yield Breach(
                rule=f.rule,
                title=report[f.rule].title,
                kind=kind,
                id=name,
                amount_before=f.amount if turned else less,
                amount_after=less if turned else f.amount,
                text=f.text,
            )


def by_party(
    broken: tuple[Breach, ...], mended: tuple[Breach, ...]
) -> dict[Party, int]:
    """Count breaches by whose week they are about, those that are mended against."""
    found: Counter[Party] = Counter()
    found.update((b.kind, b.id) for b in broken)
    found.subtract((b.kind, b.id) for b in mended)
    return dict(found)
