"""Work beside the main thread: its result, its failure, and how it is ended."""

from __future__ import annotations

from threading import Event

import pytest

from carerota.engines.aside import Aside


def test_result():
    """What the work gives is given, with its arguments handed on."""
    assert Aside(lambda a, *, b, on_start: a + b, 1, b=2).wait(lambda: False) == 3


def test_failure():
    """What the work raises is raised where it is waited for."""

    def fails(*, on_start):
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        Aside(fails).wait(lambda: False)


def test_stop():
    """Where it is over the work is told, and its result still counts."""
    told = Event()

    def work(*, on_start):
        on_start(told.set)
        return told.wait(60)

    assert Aside(work).wait(lambda: True) is True


def test_interrupt():
    """An interrupt ends the work and goes on."""
    told = Event()

    def work(*, on_start):
        on_start(told.set)
        told.wait(60)

    def over():
        raise KeyboardInterrupt

    aside = Aside(work)
    with pytest.raises(KeyboardInterrupt):
        aside.wait(over)
    assert told.is_set()


def test_nothing_starts_after_an_interrupt():
    """What had not yet begun when the interrupt came is never begun."""
    go, begun = Event(), Event()

    def work(*, on_start):
        go.wait(60)
        on_start(lambda: None)
        begun.set()

    def over():
        raise KeyboardInterrupt

    aside = Aside(work)
    with pytest.raises(KeyboardInterrupt):
        aside.wait(over)
    go.set()
    aside._thread.join(60)
    assert not begun.is_set()
