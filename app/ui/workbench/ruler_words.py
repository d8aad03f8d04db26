# SPDX-License-Identifier: GPL-3.0-or-later
"""Words for the ruler: by what it measures, or why it does not."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.records.media_facts import NoScale
from app.ui.workbench.file_scales import FileScales
from app.ui.workbench.panes import Panes

translate = QCoreApplication.translate


def no_ruler(now: Panes, told: FileScales, *, writes: bool) -> str:
    """Say why there is no measuring in the active pane; "" where there is, or no picture yet.

    ``writes``: to whoever writes the answer, who can set a scale by hand.
    """
    if not now.panes or now.scale_of(now.here.attachment) is not None:
        return ""
    why = told.why_not(now.here.attachment)
    if why is NoScale.NOT_SQUARE:
        return not_square()
    if why is NoScale.AT_DETECTOR and writes:
        return translate(
            "Workbench",
            "Ruler off: the file's scale holds at the X-ray detector, where all looks larger. Press"
            " K and draw along a known length",
        )
    if why is NoScale.AT_DETECTOR:
        return translate(
            "Workbench",
            "Ruler off: the file's scale holds at the X-ray detector, where all looks larger",
        )
    if not writes:
        return translate("Workbench", "Ruler off: no scale was set in this picture")
    return translate(
        "Workbench", "Ruler off: no scale set yet. Press K and draw along a known length"
    )


def not_square() -> str:
    """Say why nothing can be measured in a picture, whatever is done."""
    return translate(
        "Workbench",
        "Ruler off: pixels of this file are not square, so lengths depend on their direction",
    )


def ruler(now: Panes, told: FileScales) -> str:
    """Say what the ruler measures by."""
    here = now.here.attachment if now.panes else None
    by_file = None if here is None else told.scale_of(here)
    if here is not None and by_file is not None and now.scale_of(here) == by_file:
        return translate("Workbench", "Ruler on: scale told by the file")
    return translate("Workbench", "Ruler on: scale set by hand in this picture")
