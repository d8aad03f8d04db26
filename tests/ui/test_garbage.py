# SPDX-License-Identifier: GPL-3.0-or-later
"""Widgets are freed in the thread that made them, whoever else allocates."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest
from PySide6.QtCore import QObject

from app.ui.garbage import collect_due


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.ui.garbage_end", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_what_another_thread_allocates_destroys_no_window() -> None:
    done = run("guarded")
    assert (done.returncode, done.stdout) == (0, "True [True]\n"), done.stderr
    assert "another thread" not in done.stderr


def test_without_it_they_are_destroyed_by_whoever_allocates() -> None:
    """The control: else the test above would prove nothing."""

    def harmed() -> bool:
        done = run()
        return done.returncode != 0 or "another thread" in done.stderr or "False" in done.stdout

    # Which thread happens to collect is chance.
    assert any(harmed() for _ in range(5))


class Cycle(QObject):
    def __init__(self, gone: list[str]) -> None:
        super().__init__()
        self.myself = self
        self.destroyed.connect(lambda: gone.append("gone"))


@pytest.mark.parametrize("generation", [0, 1, 2])
def test_each_generation_is_collected_when_it_is_due(generation: int) -> None:
    gone: list[str] = []
    Cycle(gone)
    before = gc.get_threshold()
    thresholds = [1_000_000] * 3
    try:
        gc.set_threshold(*thresholds)
        assert collect_due() is None
        assert not gone
        thresholds[generation] = -1
        gc.set_threshold(*thresholds)
        assert collect_due() == generation
    finally:
        gc.set_threshold(*before)
    assert gone == ["gone"]
