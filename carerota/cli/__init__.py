"""The command line: thin, one file a sub-command.

Everything it does is a call of the library. Exit codes are in
:mod:`carerota.cli.codes`; what goes wrong becomes words in :mod:`carerota.cli.guard`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Final, cast

import typer

import carerota
from carerota.cli import (
    bench,
    check,
    compare,
    diagnose,
    explain,
    generate,
    nightly,
    repair,
    rules,
    schema,
    solve,
    store,
    suggest,
    swap,
    trade_off,
    validate,
    words,
)
from carerota.cli.codes import ExitCode, epilog
from carerota.cli.guard import document, guarded

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["app", "main"]

JSON: Final = "--json"
WRONG_USAGE: Final = cast("type[typer.BadParameter]", typer.BadParameter.__base__)
"""Every kind of wrong usage, for which typer has no name of its own to import."""

app = typer.Typer(
    name="carerota",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=epilog(*ExitCode),
)
BASIC = (ExitCode.OK, ExitCode.OUR_FAULT, ExitCode.BAD_INPUT)
JUDGED = (*BASIC, ExitCode.UNCOVERED)

app.command(epilog=epilog(*JUDGED, ExitCode.STOPPED))(solve.solve)
app.command(epilog=epilog(*JUDGED, ExitCode.BROKEN_RULE))(check.check)
app.command(epilog=epilog(*BASIC))(explain.explain)
app.command(epilog=epilog(*JUDGED, ExitCode.STOPPED, ExitCode.BROKEN_RULE))(
    repair.repair
)
app.command(epilog=epilog(*BASIC, ExitCode.BROKEN_RULE))(swap.swap)
app.command(epilog=epilog(*BASIC))(validate.validate)
app.command(epilog=epilog(*JUDGED))(diagnose.diagnose)
app.command(epilog=epilog(*BASIC))(compare.compare)
app.command(epilog=epilog(*JUDGED))(suggest.suggest)
app.command("trade-off", epilog=epilog(*BASIC, ExitCode.STOPPED))(trade_off.trade_off)
app.command(epilog=epilog(*BASIC))(generate.generate)
app.command(epilog=epilog(*BASIC))(rules.rules)
app.command(epilog=epilog(*BASIC))(schema.schema)
app.command(epilog=epilog(*JUDGED, ExitCode.STOPPED, ExitCode.BUSY))(nightly.nightly)
app.add_typer(store.app, name="store")
app.add_typer(bench.app, name="bench")


def _version(wanted: bool) -> None:
    if wanted:
        words.say(f"carerota {carerota.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show it."),
    ] = False,
) -> None:
    """Make, check and explain the weekly rota of a home-care co-operative."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code.

    Parameters
    ----------
    arguments
        Instead of those of the process.

    Raises
    ------
    SystemExit
        Always, with one of :class:`carerota.cli.codes.ExitCode`.
    """
    words_given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        with guarded():
            raise SystemExit(_run(words_given))
    except typer.Exit as leaving:
        raise SystemExit(leaving.exit_code) from None


def _run(arguments: list[str]) -> int:
    try:
        # gives the code of typer.Exit, and nothing where a command just ends
        return app(arguments, standalone_mode=False) or ExitCode.OK
    except WRONG_USAGE as error:
        error.show()
        if JSON in arguments:
            said = error.format_message()
            code = ExitCode.BAD_INPUT
            document({"exit_code": int(code), "error": said, "issues": []})
        return ExitCode.BAD_INPUT
