# SPDX-License-Identifier: GPL-3.0-or-later
"""What the pictures show, and so what of them matters when there is too little rate. Pure."""

from __future__ import annotations

from enum import Enum


class ContentHint(Enum):
    """What matters most in the pictures (W3C mst-content-hint)."""

    MOTION = "motion"
    """A camera: it has to move like the person."""
    TEXT = "text"
    """A screen: letters have to stay legible, however seldom they change."""
    DETAIL = "detail"
    """A still picture: each point counts, for a moment."""
