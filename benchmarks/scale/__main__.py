"""Growth with the visits of a week: ``python -m benchmarks.scale --seconds 600``.

Each size is made up and solved in a process of its own. A JSON line a size goes to
standard output, a table with the fitted exponents to standard error, a picture to
``--plot``. ``--read`` takes the lines of earlier runs instead of measuring; where they
have several ``--seconds`` for a size, it tells the shortest that were enough.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from benchmarks.measure import cell, child, circumstances
from benchmarks.scale.growth import GROWING, can_draw, draw, exponent, values_of
from benchmarks.scale.within import of_longest

if TYPE_CHECKING:
    from collections.abc import Sequence

    Row = dict[str, Any]

VISITS = (250, 500, 1_000, 2_000, 5_000, 10_000, 20_000)
WIDTH = 160


def measured(terms: Row) -> Row | None:
    """Measure one size in a process of its own; ``None``: it did not end well."""
    command = [sys.executable, "-m", "benchmarks.scale.child", json.dumps(terms)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        print(f"{terms['visits']} visits: ended in {done.returncode}", file=sys.stderr)
        return None
    found: Row = json.loads(done.stdout.splitlines()[-1])
    return found


def show(rows: Sequence[Row]) -> None:
    """Write a row a size, and below each column the exponent of its growth."""
    table = Table("visits", "workers", "moves", "uncovered", "peak MiB", box=None)
    for text in GROWING.values():
        table.add_column(text, justify="right")
    for row in rows:
        table.add_row(
            f"{row['visits']:,}",
            f"{row['workers']:,}",
            f"{row['moves']:,}",
            " ".join(str(n) for n in row["uncovered"].values()),
            f"{row['peak_mib']:,.0f}",
            *(cell(value) for value in values_of(row).values()),
        )
    fits = [
        exponent([(row["visits"], values_of(row)[name]) for row in rows])
        for name in GROWING
    ]
    told = ["-" if b is None else f"visits^{b:.2f}" for b in fits]
    table.add_row("grows as", "", "", "", "", *told)
    Console(stderr=True, width=WIDTH).print(table)


def sizes_of(text: str) -> list[int]:
    """Read numbers of visits from a list with commas."""
    return [int(part.replace("_", "")) for part in text.split(",")]


def main(argv: Sequence[str] | None = None) -> None:
    """Measure the sizes that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale")
    say = parser.add_argument
    say("--visits", type=sizes_of, default=list(VISITS), help="250,500,...")
    say("--seconds", type=float, default=600.0, help="for each solve")
    say("--moves", type=int, help="moves of each chain, instead of seconds")
    say("--threads", type=int, default=0, help="0: all")
    say("--seed", type=int, default=1)
    say("--plot", type=Path, help="the picture, .svg or .png; needs matplotlib")
    say("--read", type=Path, nargs="*", help="show rows of earlier runs instead")
    args = parser.parse_args(argv)
    if args.plot is not None and not can_draw():
        parser.error("--plot needs matplotlib: pip install -e '.[peers]'")
    args.measure = "scale"
    rows: list[Row] = []
    for path in args.read or ():
        rows += [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    if args.read is None:
        child("warm")
        for visits in args.visits:
            now = circumstances(args)
            names = ("seconds", "moves", "threads", "seed")
            terms = {"visits": visits} | {name: getattr(args, name) for name in names}
            row = measured(terms)
            if row is not None:
                rows.append({**now, "terms": terms, **row})
                print(json.dumps(rows[-1]), flush=True)
    rows = sorted(of_longest(rows), key=lambda row: row["visits"])
    show(rows)
    if args.plot is not None:
        draw(rows, args.plot)


if __name__ == "__main__":
    main()
