"""From what goes wrong to a sentence, a document and an exit code."""

from __future__ import annotations

import json
import os
import sys
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import typer

from carerota.cli.codes import ExitCode
from carerota.cli.words import plain, tell
from carerota.errors import (
    CarerotaError,
    DataError,
    EngineError,
    Issue,
    NightRunningError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["document", "guarded", "issue_data", "tell_issues"]

DEBUG: Final = "CAREROTA_DEBUG"
MOST_LINES: Final = 100


@contextmanager
def guarded(*, as_json: bool = False) -> Iterator[None]:
    """Run a command so that whatever goes wrong ends in words and an exit code.

    Parameters
    ----------
    as_json
        Whether a document on standard output says it too.
    """
    try:
        yield
    except DataError as error:
        where = f" in {plain(error.source)}" if error.source else ""
        _leave(ExitCode.BAD_INPUT, f"bad input{where}", error.issues, as_json)
    except EngineError as error:
        _ours(str(error), as_json)
    except NightRunningError as error:
        _leave(ExitCode.BUSY, str(error), (), as_json)
    except CarerotaError as error:
        _leave(ExitCode.BAD_INPUT, str(error), (), as_json)
    except BrokenPipeError:
        # whoever read our output has left; there is nobody to tell
        _silence(sys.stdout)
        raise typer.Exit(ExitCode.OK) from None
    except OSError as error:
        _leave(ExitCode.BAD_INPUT, _of_the_system(error), (), as_json)
    except KeyboardInterrupt:
        _leave(ExitCode.INTERRUPTED, "interrupted; nothing was written", (), as_json)
    except typer.Exit:
        raise
    except Exception as error:  # noqa: BLE001
        _ours(f"{type(error).__name__}: {error}", as_json)


def document(data: dict[str, Any]) -> None:
    """Write the one JSON document of a command to standard output."""
    text = json.dumps(data, indent=1, allow_nan=False)
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def issue_data(issue: Issue) -> dict[str, Any]:
    """Give an issue as plain data."""
    return {
        "path": issue.path,
        "found": issue.found,
        "expected": issue.expected,
        "hint": issue.hint,
        "code": issue.code,
        "warning": issue.warning,
    }


def tell_issues(issues: Iterable[Issue]) -> None:
    """List issues on standard error, the first hundred of them."""
    listed = list(issues)
    for issue in listed[:MOST_LINES]:
        tell(f"  - {plain(str(issue))}")
    if len(listed) > MOST_LINES:
        tell(f"  … and {len(listed) - MOST_LINES} more (--json lists them all)")


def _ours(message: str, as_json: bool) -> None:
    if os.environ.get(DEBUG):
        traceback.print_exc()
    first = plain(message.splitlines()[0] if message else "no message")
    said = f"our fault: {first} (set {DEBUG}=1 to see where, and report it)"
    _leave(ExitCode.OUR_FAULT, said, (), as_json)


def _leave(
    code: ExitCode, message: str, issues: tuple[Issue, ...], as_json: bool
) -> None:
    many = f", {len(issues)} fault{'' if len(issues) == 1 else 's'}" if issues else ""
    tell(f"carerota: {plain(message)}{many}")
    tell_issues(issues)
    if as_json:
        rows = [issue_data(issue) for issue in issues]
        document({"exit_code": int(code), "error": message, "issues": rows})
    raise typer.Exit(code)


def _of_the_system(error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"{error.filename}: {reason}" if error.filename else reason


def _silence(stream: Any) -> None:
    """Keep Python from complaining of the broken pipe again when it ends."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
    except OSError:
        return
