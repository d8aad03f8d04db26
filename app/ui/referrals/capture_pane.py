# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes the views that are asked for, one by one: the live picture or the level, and one button."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.media.frames import FrameSlot
from app.records.media_facts import QualityVerdict
from app.records.referral import SOUND_SLOTS, Attachment, Slot
from app.ui import theme
from app.ui.referrals import words
from app.ui.widgets.announce import announce
from app.ui.widgets.button import Button
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.icon import Icon
from app.ui.widgets.level_meter import LevelMeter
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.video_tile import TileState, VideoTile


class CaptureStage(Enum):
    """READY -> RECORDING (sounds) -> JUDGING -> JUDGED -> READY for the next view or again."""

    READY = "ready"
    RECORDING = "recording"
    JUDGING = "judging"
    JUDGED = "judged"


@dataclass(frozen=True, slots=True)
class CaptureView:
    """What is being taken."""

    slot: Slot
    stage: CaptureStage = CaptureStage.READY
    taken: Attachment | None = None
    """What was taken last for this view, with its judgement."""
    following: Slot | None = None
    """The next view that is still to be taken."""

    @property
    def sound(self) -> bool:
        """Whether a sound is recorded; else a picture is taken."""
        return self.slot in SOUND_SLOTS


class CapturePane(QWidget):
    """Renders a ``CaptureView``. ``pressed`` is the one big button, ``next_wanted`` the way on."""

    pressed = Signal()
    next_wanted = Signal()
    done_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = CaptureView(Slot.OTHER)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 16)
        column.setSpacing(10)
        self._title = PlainLabel("", "section")
        column.addWidget(self._title)
        self._hint = PlainLabel("", "body", "muted", wrap=True)
        column.addWidget(self._hint)
        self._stage = QStackedWidget()
        self._tile = VideoTile("")
        self._tile.setMinimumHeight(theme.px(220))
        self._stage.addWidget(self._tile)
        listening = QWidget()
        inside = QVBoxLayout(listening)
        inside.addStretch(1)
        self._meter = LevelMeter()
        inside.addWidget(self._meter, 0, Qt.AlignmentFlag.AlignHCenter)
        self._clock = PlainLabel("", "page")
        inside.addWidget(self._clock, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addStretch(1)
        self._stage.addWidget(listening)
        column.addWidget(self._stage, 1)
        line = QHBoxLayout()
        line.setSpacing(8)
        self._mark = Icon("check-circle-fill", "ok", 18)
        line.addWidget(self._mark)
        self._verdict = PlainLabel("", "body", wrap=True)
        line.addWidget(self._verdict, 1)
        column.addLayout(line)
        actions = FlowLayout(8)
        self._press = Button("", "primary", "camera")
        self._press.clicked.connect(self.pressed)
        self._next = Button("", "outlined")
        self._next.clicked.connect(self.next_wanted)
        self._done = Button("", "quiet")
        self._done.clicked.connect(self.done_wanted)
        for button in (self._press, self._next, self._done):
            actions.addWidget(button)
        column.addLayout(actions)

    def set_slot(self, preview: FrameSlot | None) -> None:
        """Show what the camera sees; None shows nothing of it any more."""
        self._tile.forget_picture()
        self._tile.set_slot(preview)

    def render_view(self, view: CaptureView) -> None:
        """Show which view is taken and how far that is."""
        told = view.stage is CaptureStage.JUDGED and view != self._view
        begins = view.slot is not self._view.slot
        self._view = view
        self._stage.setCurrentIndex(1 if view.sound else 0)
        self._tile.set_state(TileState.LIVE)
        self._say()
        if begins:
            self.set_progress(0.0, 0.0)
        if told:
            announce(self, self._verdict.text())

    def set_progress(self, seconds: float, level: float) -> None:
        """Show how long a recording is and how loud it is now."""
        self._meter.set_level(level)
        self._clock.setText(self.tr("{seconds} s").format(seconds=f"{seconds:.0f}"))

    def focus(self) -> None:
        """Let Enter and Space press the button."""
        self._press.setFocus()

    def offer_next(self) -> None:
        """A good one was taken: let Enter go on to the next view, or back to all."""
        (self._next if self._next.isVisible() else self._done).setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._say()

    def _say(self) -> None:
        view = self._view
        self._title.setText(words.slot(view.slot))
        self._hint.setText(words.slot_hint(view.slot))
        self._hint.setVisible(bool(self._hint.text()))
        self._tile.setAccessibleName(self.tr("What the camera sees"))
        self._press.set_icon("stop-fill" if view.stage is CaptureStage.RECORDING else "camera")
        self._press.setText(self._press_words())
        self._press.explain_off(
            self.tr("It is being judged.") if view.stage is CaptureStage.JUDGING else ""
        )
        following = view.following
        busy = view.stage in (CaptureStage.RECORDING, CaptureStage.JUDGING)
        self._next.setVisible(following is not None and not busy)
        if following is not None:
            self._next.setText(self.tr("Next: {view}").format(view=words.slot(following)))
        self._done.setText(self.tr("Back to all views"))
        self._show_verdict()

    def _press_words(self) -> str:
        view = self._view
        if view.stage is CaptureStage.RECORDING:
            return self.tr("Stop")
        if view.sound:
            return self.tr("Record again") if view.taken is not None else self.tr("Record")
        return self.tr("Take again") if view.taken is not None else self.tr("Take picture")

    def _show_verdict(self) -> None:
        view = self._view
        icon, token, text = "info", "muted", self.tr("Nothing is kept before you take it.")
        if view.stage is CaptureStage.RECORDING:
            icon, token, text = "record-fill", "danger", self.tr("Recording. 10 to 20 seconds.")
        elif view.stage is CaptureStage.JUDGING:
            icon, token, text = "hourglass", "muted", self.tr("It is being judged.")
        elif view.taken is not None:
            quality = view.taken.quality
            text = words.verdict(quality.verdict, quality.problems)
            if quality.problems:
                text = f"{text}. {words.how_to_do_better(quality.problems[0])}."
            icon, token = {
                QualityVerdict.GOOD: ("check-circle-fill", "ok"),
                QualityVerdict.LOOK_AGAIN: ("warning-fill", "warn"),
                QualityVerdict.BAD: ("warning-circle-fill", "danger"),
            }[quality.verdict]
        self._mark.set_icon(icon, token)
        self._verdict.setText(text)
