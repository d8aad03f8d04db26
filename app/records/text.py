# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts that people typed or pasted."""

from __future__ import annotations


def mended(text: str) -> str:
    """Make a text storable: half a character from a broken paste becomes the mark for unknown.

    Refusing instead would stop the saving of everything else that was written with it.
    """
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
