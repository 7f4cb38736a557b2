"""``carerota bench``: public benchmarks through the same solve as any problem."""

from __future__ import annotations

import typer

from carerota.cli.bench.checking import check
from carerota.cli.bench.reporting import report
from carerota.cli.bench.solving import run, solve
from carerota.cli.codes import ExitCode, epilog

__all__ = ["app", "check", "report", "run", "solve"]

BASIC = (ExitCode.OK, ExitCode.OUR_FAULT, ExitCode.BAD_INPUT)
JUDGED = (*BASIC, ExitCode.UNCOVERED, ExitCode.BROKEN_RULE)
STOPPABLE = (ExitCode.STOPPED, ExitCode.INTERRUPTED)


def _ends(*codes: ExitCode, example: str) -> str:
    return f"{epilog(*sorted(codes))}\n\n\b\nExample:\n  carerota bench {example}"


app = typer.Typer(
    help="Solve public benchmarks, and see where carerota stands in them.\n\n"
    "Instances are .json files as they are published, of the HHCRSP benchmark "
    "(iolab-uniud/hhcrsp on GitHub; Mankowska and others, 2014, and Italian towns) and "
    "of the UHHC benchmark (iolab-uniud/uhhc; Ceschia and others, 2026). Which of them "
    "a file is of is told by what is in it; its set is the name of its folder.",
    no_args_is_help=True,
    epilog=_ends(
        *JUDGED,
        *STOPPABLE,
        example="run hhcrsp/mankowska --time-limit 60 --threads 2\n"
        "  carerota bench report results.jsonl --best-known hhcrsp/best_known.csv",
    ),
)
app.command(
    epilog=_ends(
        *JUDGED, *STOPPABLE, example="solve i-116.json --time-limit 60 --out s.json"
    )
)(solve)
app.command(
    epilog=_ends(
        *BASIC, *STOPPABLE, example="run uhhc/validation --seeds 1,2,3 --out rows.jsonl"
    )
)(run)
app.command(
    epilog=_ends(*BASIC, example="report rows.jsonl --best-known uhhc/best_known.csv")
)(report)
app.command(epilog=_ends(*JUDGED, example="check i-116.json s.json"))(check)
