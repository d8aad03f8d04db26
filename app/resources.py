# SPDX-License-Identifier: GPL-3.0-or-later
"""Find the files in ``resources/``: beside ``app`` or, installed, under ``share/vidda``."""

from __future__ import annotations

import sys
from pathlib import Path


def resource_path(name: str) -> Path:
    """Find one shipped file by its name below ``resources/``, like "fonts/Inter-Regular.otf".

    Raises FileNotFoundError if the program was installed without it: a fault in packaging.
    """
    for root in _roots():
        path = root / name
        if path.exists():
            return path
    raise FileNotFoundError(name)


def read_text(name: str) -> str:
    """Read one shipped UTF-8 file."""
    return resource_path(name).read_text(encoding="utf-8")


def _roots() -> tuple[Path, ...]:
    return (
        Path(__file__).resolve().parents[1] / "resources",
        Path(sys.prefix) / "share" / "vidda" / "resources",
    )
