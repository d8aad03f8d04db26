# SPDX-License-Identifier: GPL-3.0-or-later
"""Draw every component in both looks into one PNG: ``python -m tests.ui.gallery OUT.png``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import av
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.media.frames import FrameSlot, VideoFrame
from app.resources import resource_path
from app.ui import theme
from app.ui.theme import Look
from app.ui.widgets.badge import Badge
from app.ui.widgets.banner import Banner
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card
from app.ui.widgets.control_button import ControlButton
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.field import Field
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.level_meter import LevelMeter
from app.ui.widgets.phrase_chips import PhraseChips
from app.ui.widgets.pills import Corner, Pill
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.progress_line import ProgressLine
from app.ui.widgets.segments import Segments
from app.ui.widgets.switch import Switch
from app.ui.widgets.tab_strip import TabStrip
from app.ui.widgets.toast import Toast
from app.ui.widgets.video_tile import TileState, VideoTile
from app.ui.widgets.wait_ring import WaitRing

WIDTH = 600


def portrait(name: str = "eira", width: int = 640, height: int = 480) -> VideoFrame:
    """Draw one of the demo people as a video frame."""
    image = QImage(width, height, QImage.Format.Format_RGB888)
    renderer = QSvgRenderer(str(resource_path(f"demo/{name}.svg")))
    image.fill(Qt.GlobalColor.lightGray)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, width, height))
    painter.end()
    frame = av.VideoFrame(width, height, "rgb24")
    rows = bytes(image.constBits())
    plane = frame.planes[0]
    stride = image.bytesPerLine()
    packed = b"".join(
        rows[y * stride : y * stride + width * 3].ljust(plane.line_size, b"\0")
        for y in range(height)
    )
    plane.update(packed)
    return VideoFrame(frame.reformat(format="yuv420p"), None)


class Gallery(QWidget):
    """All components in one column."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(12)
        column.addWidget(PlainLabel(title, "page"))
        column.addLayout(_line(*(self._buttons("primary", "Admit"))))
        column.addLayout(_line(*(self._buttons("outlined", "Message", "chat-circle-text"))))
        column.addLayout(
            _line(
                Button("Silence", "quiet"),
                Button("Emergency", "danger", "first-aid"),
                Button("Emergency", "danger-filled", "first-aid-fill"),
                Button("Small", size="small"),
                Button("Large", "primary", size="large"),
            )
        )
        broken = Field("Phone", QLineEdit("12345"))
        broken.set_error("A phone number has eight digits.")
        box = QComboBox()
        box.addItems(["Follow-up", "First visit"])
        fields = _line(Field("Place", QLineEdit("Left calf, outer side")), broken)
        fields.insertWidget(2, Field("Kind", box))
        column.addLayout(fields)
        check, radio, other = QCheckBox("Growing"), QRadioButton("Moderate"), QRadioButton("Severe")
        check.setChecked(True)
        radio.setChecked(True)
        segments = Segments((("0", "Same day"), ("3", "3 days"), ("10", "10 days")))
        segments.choose("3")
        column.addLayout(_line(segments, check, radio, other))
        badges = FlowLayout(6)
        for text, tone, icon in (
            ("Identity: eID", "ok", "check-circle-fill"),
            ("Weak network", "warn", "warning-fill"),
            ("Item 9", "danger", "warning-circle-fill"),
            ("Interpreter", "role", "translate"),
            ("Alone", "neutral", "user"),
            ("2", "count", ""),
        ):
            badges.addWidget(Badge(text, tone, icon))
        column.addLayout(badges)
        column.addWidget(TabStrip(("Note", "Scales", "Safety plan", "Timeline"), name="Panel"))
        chips = PhraseChips((("a", "Full range"), ("b", "Reduced"), ("c", "Flat")))
        chips.set_on(frozenset("a"))
        column.addWidget(chips)
        card = Card(margin=12)
        row = QHBoxLayout()
        row.addWidget(WaitRing(8))
        row.addWidget(WaitRing(3))
        words = QVBoxLayout()
        words.addWidget(PlainLabel("Jonas Skaresund", "name"))
        words.addWidget(PlainLabel("09:30  Follow-up, bipolar disorder", "body", "muted"))
        row.addLayout(words, 1)
        row.addWidget(Button("Admit", "primary"))
        row.addWidget(Button("Message"))
        card.column.addLayout(row)
        column.addWidget(card)
        column.addWidget(
            Banner(
                "warn",
                "wifi-medium",
                "The network is weak. The picture is paused to keep the sound.",
                "",
                "Details",
            )
        )
        stage = QWidget()
        stage.setFixedHeight(theme.px(60) + 16)
        self._toast = Toast(stage)
        column.addWidget(stage)
        meter = LevelMeter()
        meter.set_level(0.6)
        progress = ProgressLine()
        progress.set_share(0.62)
        column.addLayout(_line(meter, progress))
        switch = Switch("Microphone on", "Nobody hears you yet", "microphone")
        switch.setChecked(True)
        column.addWidget(switch)
        column.addLayout(
            _line(
                ControlButton("microphone", "Slå av mikrofonen"),
                ControlButton("video-camera", "Stop camera"),
                ControlButton("sign-out", "Leave call", kind="danger"),
            )
        )
        self._slot = FrameSlot()
        self._tile = VideoTile("Eira Multemyr")
        self._tile.setFixedHeight(196)
        self._tile.set_state(TileState.SPEAKING)
        self._tile.set_pills(
            Pill("Good connection", Corner.TOP_LEFT, bars=4),
            Pill("Eira Multemyr", detail="Patient", voice=True),
        )
        self._tile.set_voice(0.6)
        self._tile.set_slot(self._slot)
        paused = VideoTile("Eira Multemyr")
        paused.setFixedHeight(196)
        paused.set_slot(FrameSlot())
        paused.set_state(TileState.PAUSED, "Eira is speaking")
        tiles = QHBoxLayout()
        tiles.addWidget(self._tile, 1)
        tiles.addWidget(paused, 1)
        column.addLayout(tiles)
        empty = Card()
        empty.column.addWidget(
            EmptyState("coffee", "Nobody is waiting", "You hear a sound when someone comes.")
        )
        column.addWidget(empty)

    def fill(self) -> None:
        """Show what needs a visible window."""
        self._slot.put(portrait())
        self._toast.say("Headset is back and in use.", lambda: None)

    def _buttons(self, kind: str, text: str, icon: str = "") -> tuple[QWidget, ...]:
        off = Button(text, kind, icon)
        off.explain_off("Not yet")
        return (Button(text, kind, icon), Button(text, kind, icon), off)


def _line(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
    row.addStretch(1)
    return row


def draw(application: QApplication, look: Look, percent: int = 100) -> QImage:
    """Render the gallery in one look."""
    found = theme.current()
    found.set_look(look)
    found.set_percent(percent)
    gallery = Gallery(f"Components, {look.value}")
    gallery.show()
    application.processEvents()
    gallery.fill()
    for _ in range(5):
        application.processEvents()
    image = gallery.grab().toImage()
    gallery.close()
    return image


def main() -> None:
    """Write the picture."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication([])
    theme.install(application)
    pictures = [draw(application, look) for look in (Look.LIGHT, Look.DARK)]
    both = QImage(
        sum(picture.width() for picture in pictures),
        max(picture.height() for picture in pictures),
        QImage.Format.Format_RGB32,
    )
    painter = QPainter(both)
    left = 0
    for picture in pictures:
        painter.drawImage(left, 0, picture)
        left += picture.width()
    painter.end()
    both.save(str(Path(sys.argv[1])))


if __name__ == "__main__":
    main()
