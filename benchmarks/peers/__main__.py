"""Peers beside carerota: ``python -m benchmarks.peers village town --seconds 60``.

Each peer makes a rota in a process of its own, one after the other; one checker judges
them all. A table goes to standard error, a JSON line a row to standard output.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from benchmarks.child import START
from benchmarks.measure import cell, circumstances
from benchmarks.peers.makers import PEERS, missing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

KEEP = 4
WIDTH = 200
USUAL = ("carerota", "routing", "cpsat", "pyvrp", "two-pass", "two-pass-carerota")
COMMON = ("problem", "peer", "given", "rota", "legal", "breaches", "uncovered")
"""What has a place of its own in the table, or none."""


def run(problem: str, peer: str, terms: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Run a peer in a process of its own."""
    asked = json.dumps({"problem": problem, "peer": peer, "terms": terms})
    command = [sys.executable, "-m", "benchmarks.peers.child", asked]
    known = {**os.environ, START: repr(time.time())}
    done = subprocess.run(command, env=known, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        yield {"problem": problem, "peer": peer, "failed": done.returncode}
        return
    for line in done.stdout.splitlines():
        yield json.loads(line)


def show(problem: str, rows: list[dict[str, Any]]) -> None:
    """Write rows as a table, uncovered slots by priority from critical to optional."""
    more = dict.fromkeys(k for row in rows for k in row if k not in COMMON)
    table = Table("peer", "rota", "legal", "uncovered", title=problem, box=None)
    for name in more:
        table.add_column(name.replace("_", " "), justify="right")
    table.add_column("breaches")
    for row in rows:
        table.add_row(
            row["peer"],
            row.get("rota", "failed"),
            "yes" if row.get("legal") else "no",
            " ".join(str(n) for n in row.get("uncovered", {}).values()),
            *(cell(row.get(name)) for name in more),
            cell(row.get("breaches")),
        )
    Console(stderr=True, width=WIDTH).print(table)


def peers_of(text: str) -> list[str]:
    """Read the names of peers from a list with commas."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    if wrong := [name for name in names if name not in PEERS]:
        known = ", ".join(PEERS)
        raise argparse.ArgumentTypeError(f"{wrong[0]!r} is none of {known}")
    return names


def main(argv: Sequence[str] | None = None) -> None:
    """Compare what the command line names."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers")
    say = parser.add_argument
    say("problems", nargs="+", help="samples by name; problems or instances by path")
    say("--seconds", type=float, default=60.0, help="for each peer")
    say("--threads", type=int, default=os.cpu_count() or 1)
    say("--seed", type=int, default=1)
    say("--keep", type=int, default=KEEP, help="carers a client keeps in two passes")
    say("--peers", type=peers_of, default=list(USUAL), help=", ".join(PEERS))
    args = parser.parse_args(argv)
    args.measure = "peers"
    with_it = circumstances(args)
    terms = {
        "seconds": args.seconds,
        "threads": args.threads,
        "seed": args.seed,
        "keep": args.keep,
    }
    for problem in args.problems:
        rows = []
        for peer in args.peers:
            if (why := missing(peer)) is not None:
                print(f"left out: {why}", file=sys.stderr)
                continue
            now = {**with_it, "load": round(os.getloadavg()[0], 1)}
            for row in run(problem, peer, terms):
                rows.append(row)
                print(json.dumps({**now, **row}), flush=True)
        show(problem, rows)


if __name__ == "__main__":
    main()
