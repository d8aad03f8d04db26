# SPDX-License-Identifier: GPL-3.0-or-later
"""Words for looks, tools and lengths, in the language of the windows."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from app.records.presentation import Channel, Presentation, Scale, Unit
from app.ui.workbench.pen import Tool


def channel(value: Channel) -> str:
    """Name what is shown of the colours."""
    return {
        Channel.COLOUR: QCoreApplication.translate("Workbench", "colour"),
        Channel.RED_FREE: QCoreApplication.translate("Workbench", "red-free"),
        Channel.RED: QCoreApplication.translate("Workbench", "red channel"),
        Channel.BLUE: QCoreApplication.translate("Workbench", "blue channel"),
    }[value]


def look(value: Presentation) -> str:
    """Name all aids in use: "red-free, local contrast, turned 90°"."""
    parts = [channel(value.channel)]
    if value.local_contrast:
        parts.append(QCoreApplication.translate("Workbench", "local contrast"))
    if value.inverted:
        parts.append(QCoreApplication.translate("Workbench", "inverted"))
    if value.brightness:
        pattern = QCoreApplication.translate("Workbench", "brightness {value}")
        parts.append(pattern.format(value=signed(value.brightness)))
    if value.contrast:
        pattern = QCoreApplication.translate("Workbench", "contrast {value}")
        parts.append(pattern.format(value=signed(value.contrast)))
    if value.quarter_turns:
        pattern = QCoreApplication.translate("Workbench", "turned {angle}°")
        parts.append(pattern.format(angle=90 * value.quarter_turns))
    return ", ".join(parts)


def signed(value: int) -> str:
    """Write a number with its sign: +5, −5, 0."""
    return f"+{value}" if value > 0 else f"−{-value}" if value < 0 else "0"


def length(value: float, unit: Unit) -> str:
    """Write a length: 18.2 mm, 1.5 disc diameters."""
    number = QLocale().toString(value, "f", 1)
    pattern = {
        Unit.MILLIMETRE: QCoreApplication.translate("Workbench", "{number} mm"),
        Unit.DISC_DIAMETER: QCoreApplication.translate("Workbench", "{number} disc diameters"),
    }[unit]
    return pattern.format(number=number)


def in_scale(share: float, scale: Scale | None) -> str:
    """Write a length given in fractions of a picture's width; nothing without a scale."""
    return "" if scale is None else length(share * scale.across, scale.unit)


def how_to_draw(tool: Tool) -> str:
    """Say how a tool is worked, by mouse and by keys."""
    return {
        Tool.CIRCLE: QCoreApplication.translate(
            "Workbench", "Drag from the middle outwards; or arrows and Enter, twice."
        ),
        Tool.ARROW: QCoreApplication.translate(
            "Workbench", "Drag to what the arrow shall point at; or arrows and Enter, twice."
        ),
        Tool.POINT: QCoreApplication.translate(
            "Workbench", "Click the place; or arrows and Enter."
        ),
        Tool.LENGTH: QCoreApplication.translate(
            "Workbench", "Drag from end to end; or arrows and Enter, twice."
        ),
        Tool.SCALE: QCoreApplication.translate(
            "Workbench", "Drag along something of known length; or arrows and Enter, twice."
        ),
    }[tool]
