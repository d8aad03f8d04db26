# SPDX-License-Identifier: GPL-3.0-or-later
"""A small part of ``make bench-attachments``: broken files of every type harm nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.attachments.bench import run, table

SEED = 20261127
COUNT = 240


@pytest.mark.skipif(sys.platform != "linux", reason="strace is Linux's")
def test_broken_files_of_every_type_harm_nothing(tmp_path: Path) -> None:
    result = run("mutations", [["mutations", str(SEED), "0", str(COUNT)]], tmp_path)
    assert result.files == COUNT
    assert result.holds, "\n".join([table([result]), *result.crashes, *result.sockets])
    assert {"accepted", "damaged"} <= set(result.outcomes)


@pytest.mark.skipif(sys.platform != "linux", reason="strace is Linux's")
def test_unbroken_ones_are_accepted_so_the_count_means_something(tmp_path: Path) -> None:
    result = run("control", [["samples"]], tmp_path)
    assert result.holds, table([result])
    assert set(result.outcomes) == {"accepted"}
