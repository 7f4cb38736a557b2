"""A real signal to a real solve without end: the best rota is written, and legal."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading

import pytest

from carerota.io import read_rota
from carerota.score import check

LONGEST = 300.0
"""Seconds after which the test gives up; the first run compiles the kernel."""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_ends_an_endless_solve(hamlet, problem_file, tmp_path, number):
    """After the first rota a signal ends the solve with 4 and a legal rota on disk."""
    out = tmp_path / "rota.json"
    command = [sys.executable, "-m", "carerota", "solve", str(problem_file)]
    options = ["--out", str(out), "--time-limit", "0", "--engine", "search"]
    with subprocess.Popen(
        [*command, *options, "--threads", "1"],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    ) as process:
        watchdog = threading.Timer(LONGEST, process.kill)
        watchdog.start()
        said = []
        for line in process.stderr:
            said.append(line)
            if "improving" in line:
                process.send_signal(number)
                break
        said.extend(process.stderr)
        code = process.wait()
        watchdog.cancel()
    assert code == 4, "".join(said)
    report = check(hamlet, read_rota(out))
    assert report.legal
    assert not report.faults
