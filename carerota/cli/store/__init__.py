"""``carerota store``: proposals, manual edits, versions and what really happened."""

from __future__ import annotations

import typer

from carerota.cli.codes import ExitCode, epilog
from carerota.cli.store import actuals, changing, looking

__all__ = ["app"]

BASIC = (ExitCode.OK, ExitCode.OUR_FAULT, ExitCode.BAD_INPUT)
JUDGED = (*BASIC, ExitCode.BROKEN_RULE)

app = typer.Typer(
    no_args_is_help=True,
    help="Keep proposals, publish versions, record what happened.",
    epilog=epilog(*BASIC),
)
app.command(epilog=epilog(*JUDGED))(changing.propose)
app.command(epilog=epilog(*JUDGED))(changing.edit)
app.command(epilog=epilog(*BASIC))(changing.publish)
app.command(epilog=epilog(*BASIC))(looking.proposals)
app.command(epilog=epilog(*BASIC))(looking.versions)
app.command(epilog=epilog(*BASIC))(looking.rota)
app.command(epilog=epilog(*BASIC))(actuals.actuals)
app.command(epilog=epilog(*BASIC))(looking.check)
