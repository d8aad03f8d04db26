# SPDX-License-Identifier: GPL-3.0-or-later
"""Scales in a real store."""

from __future__ import annotations

from tests.notes.conftest import clinic

__all__ = ["clinic"]
