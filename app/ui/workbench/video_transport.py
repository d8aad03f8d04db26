# SPDX-License-Identifier: GPL-3.0-or-later
"""The row under a video: frame by frame, slow motion, and a frame kept as a finding."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QElapsedTimer, QEvent, QLocale, Qt, QTimer, Signal
from PySide6.QtWidgets import QSlider, QVBoxLayout, QWidget

from app.records.media_facts import Video
from app.ui import theme
from app.ui.widgets.button import Button
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.segments import Segments
from app.ui.workbench.letter_keys import add_letter_key
from app.ui.workbench.watching import SPEEDS, Watching

TICK_MS = 8
SECOND = 1.0


class VideoTransport(QWidget):
    """Asks for one frame at a time; while it runs, for the one that is due when the last came."""

    frame_wanted = Signal(int)
    keep_wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now: Watching | None = None
        self._begun: Watching | None = None
        self._asked: int | None = None
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.valueChanged.connect(self._slid)
        column.addWidget(self._slider)
        row = FlowLayout(6)
        self._play = Button("", "viewer", "play", size="small")
        self._play.clicked.connect(self.toggle)
        self._back = Button("", "viewer", "skip-back", size="small")
        self._back.clicked.connect(lambda: self._step(-1))
        self._on = Button("", "viewer", "skip-forward", size="small")
        self._on.clicked.connect(lambda: self._step(1))
        self._time = PlainLabel("", "second", "viewer_muted")
        self._speeds = Segments(tuple((str(s), f"{s:g}×") for s in sorted(SPEEDS)), size="small")
        self._speeds.chosen.connect(lambda key: self._run_at(float(key)))
        self._keep = Button("", "viewer", "camera", size="small")
        self._keep.clicked.connect(self.keep_wished)
        for widget in (self._play, self._back, self._on, self._time, self._speeds, self._keep):
            row.addWidget(widget)
        column.addLayout(row)
        self._keys = {
            "W": add_letter_key(self, "W", self.toggle),
            ",": add_letter_key(self, ",", lambda: self._step(-1)),
            ".": add_letter_key(self, ".", lambda: self._step(1)),
            "Ctrl+,": add_letter_key(self, "Ctrl+,", lambda: self._skip(-SECOND)),
            "Ctrl+.": add_letter_key(self, "Ctrl+.", lambda: self._skip(SECOND)),
            "D": add_letter_key(self, "D", self._next_speed),
            "V": add_letter_key(self, "V", self._keep.click),
        }
        self._say()
        self._fit()

    @property
    def watching(self) -> Watching | None:
        """What is seen; None without a video."""
        return self._now

    def watch(self, video: Video | None) -> None:
        """Take another video and ask for its first frame, or have none."""
        self.pause()
        self._now = None if video is None else Watching(video)
        self._asked = None
        if self._now is not None and video is not None:
            blocked = self._slider.blockSignals(True)
            self._slider.setRange(0, len(video.times_s) - 1)
            self._slider.blockSignals(blocked)
            self._speeds.choose(str(self._now.speed))
            self._ask(self._now)

    def arrived(self, number: int) -> None:
        """Note that a frame is on the screen; the next one may be asked for."""
        if number == self._asked:
            self._asked = None
            if self._now is not None and self._now.number != number:
                self._ask(self._now)

    def go_to(self, seconds: float) -> None:
        """Show the frame of a time."""
        if self._now is not None:
            self.pause()
            self._go(self._now.at_time(seconds))

    def toggle(self) -> None:
        """Let it run from here, from the start where it had ended, or stop it."""
        if self._timer.isActive():
            self.pause()
        elif self._now is not None:
            if self._now.ended:
                self._go(self._now.at_frame(0))
            self._begun = self._now
            self._clock.start()
            self._timer.start()
            self._show_playing()

    def pause(self) -> None:
        """Stand still."""
        self._timer.stop()
        self._begun = None
        self._show_playing()

    def allow_findings(self, *, on: bool) -> None:
        """Offer to keep a frame, or not."""
        self._keep.setVisible(on)
        self._keys["V"].allow(on=on)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language and the text size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._say()
        elif event.type() is QEvent.Type.StyleChange:
            self._fit()

    def _tick(self) -> None:
        if self._begun is None or self._asked is not None:
            return
        due = self._begun.after(self._clock.elapsed() / 1000)
        if self._now is not None and due.number != self._now.number:
            self._go(due)
        if due.ended:
            self.pause()

    def _step(self, frames: int) -> None:
        if self._now is not None:
            self.pause()
            self._go(self._now.stepped(frames))

    def _skip(self, seconds: float) -> None:
        if self._now is not None:
            self.go_to(max(0.0, self._now.at_s + seconds))

    def _slid(self, number: int) -> None:
        if self._now is not None:
            self.pause()
            self._go(self._now.at_frame(number))

    def _next_speed(self) -> None:
        if self._now is not None:
            self._run_at(self._now.next_speed().speed)

    def _run_at(self, speed: float) -> None:
        if self._now is None:
            return
        self._now = replace(self._now, speed=speed)
        self._speeds.choose(str(speed))
        if self._begun is not None:
            self._begun = self._now
            self._clock.restart()

    def _go(self, to: Watching) -> None:
        if self._now is None or to.number == self._now.number:
            return
        self._now = to
        if self._asked is None:
            self._ask(to)

    def _ask(self, now: Watching) -> None:
        self._asked = now.number
        blocked = self._slider.blockSignals(True)
        self._slider.setValue(now.number)
        self._slider.blockSignals(blocked)
        self._say_time()
        self.frame_wanted.emit(now.number)

    def _show_playing(self) -> None:
        on = self._timer.isActive()
        self._play.setText(self.tr("Pause") if on else self.tr("Play"))
        self._play.set_icon("pause" if on else "play")
        self._play.setToolTip(f"{self._play.text()} (W)")

    def _fit(self) -> None:
        self._slider.setMinimumHeight(theme.px(20))
        self._time.setMinimumWidth(theme.px(230))

    def _say_time(self) -> None:
        if self._now is None:
            return
        number = QLocale()
        at = number.toString(self._now.at_s, "f", 2)
        length = number.toString(self._now.video.seconds, "f", 2)
        frame = self.tr("frame {number} of {count}").format(
            number=self._now.number + 1, count=len(self._now.video.times_s)
        )
        self._time.setText(f"{at} / {length} s, {frame}")

    def _say(self) -> None:
        self._show_playing()
        self._say_time()
        self._slider.setAccessibleName(self.tr("Frame"))
        self._speeds.setAccessibleName(self.tr("Speed"))
        self._keep.setText(self.tr("Keep this frame"))
        words = {
            "W": self.tr("Play or pause"),
            ",": self.tr("One frame back"),
            ".": self.tr("One frame on"),
            "Ctrl+,": self.tr("1 s back"),
            "Ctrl+.": self.tr("1 s on"),
            "D": self.tr("Next speed"),
            "V": self.tr("Keep this frame"),
        }
        for key, shortcut in self._keys.items():
            shortcut.setWhatsThis(words[key])
        for button, key in ((self._back, ","), (self._on, ".")):
            button.setAccessibleName(words[key])
            button.setToolTip(f"{words[key]} ({key})")
