# SPDX-License-Identifier: GPL-3.0-or-later
"""Telephone numbers in sentences."""

from __future__ import annotations


def unbroken(number: str) -> str:
    """Keep a number on one line: its spaces do not break."""
    return number.replace(" ", "\u00a0")
