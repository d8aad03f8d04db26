# SPDX-License-Identifier: GPL-3.0-or-later
"""The two rows under a sound: play, loop and speed; filter and loudness."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QLocale, Signal
from PySide6.QtWidgets import QWidget

from app.attachments.sound_looks import Filter
from app.ui import theme
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.segments import Segments
from app.ui.workbench.listening import MOST_GAIN_DB, SPEEDS, Listening
from app.ui.workbench.picture_words import signed


class SoundTransport(Card):
    """Shows a Listening and tells the one that is wished instead."""

    play_wished = Signal()
    changed = Signal(object)
    """A Listening."""
    finding_wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=12, spacing=8, parent=parent)
        self._now = Listening()
        self._is_playing = False
        first = FlowLayout(12)
        self._play = Button("", "outlined", "play")
        self._play.clicked.connect(self.play_wished)
        self._time = PlainLabel("0.00 s", "strong")
        self._loop = Button("", "outlined", "repeat")
        self._loop.setCheckable(True)
        self._loop.clicked.connect(lambda on: self.changed.emit(replace(self._now, looping=on)))
        self._speed_name = PlainLabel("", "label", "muted")
        self._speeds = Segments(tuple((str(s), f"{s:g}×") for s in reversed(SPEEDS)))
        self._speeds.chosen.connect(
            lambda key: self.changed.emit(self._now.heard(speed=float(key)))
        )
        self._finding = Button("", "outlined", "push-pin")
        self._finding.clicked.connect(self.finding_wished)
        for widget in (self._play, self._time, self._loop, self._speed_name, self._speeds):
            first.addWidget(widget)
        first.addWidget(self._finding)
        self.column.addLayout(first)
        second = FlowLayout(12)
        self._filter_name = PlainLabel("", "label", "muted")
        self._filters = Segments(tuple((f.value, f.value) for f in Filter))
        self._filters.chosen.connect(lambda key: self.changed.emit(self._now.through(Filter(key))))
        self._gain_name = PlainLabel("", "label", "muted")
        self._softer = Button("", "outlined", "minus", size="icon")
        self._softer.clicked.connect(lambda: self.changed.emit(self._now.louder(-1)))
        self._gain = PlainLabel("0 dB", "strong")
        self._louder = Button("", "outlined", "plus", size="icon")
        self._louder.clicked.connect(lambda: self.changed.emit(self._now.louder(1)))
        for part in (self._filter_name, self._filters, self._gain_name, self._softer):
            second.addWidget(part)
        second.addWidget(self._gain)
        second.addWidget(self._louder)
        self.column.addLayout(second)
        self._trouble = PlainLabel("", "second", "warn", wrap=True)
        self._trouble.hide()
        self.column.addWidget(self._trouble)
        self._say()
        self._fit()

    def render_listening(self, now: Listening) -> None:
        """Show how it is listened to."""
        self._now = now
        self._trouble.hide()
        self._loop.setChecked(now.looping)
        self._speeds.choose(str(now.hearing.speed))
        self._filters.choose(now.hearing.filter.value)
        self._gain.setText(f"{signed(now.hearing.gain_db)} dB")

    def show_time(self, seconds: float, length: float) -> None:
        """Say where it is."""
        number = QLocale()
        at, end = number.toString(seconds, "f", 2), number.toString(length, "f", 2)
        self._time.setText(f"{at} / {end} s")

    def show_playing(self, *, on: bool) -> None:
        """Say what pressing does now."""
        self._is_playing = on
        self._play.setText(self.tr("Pause") if on else self.tr("Play"))
        self._play.set_icon("pause" if on else "play")

    def say_trouble(self, sentence: str) -> None:
        """Say what is in the way, until something changes."""
        self._trouble.setText(sentence)
        self._trouble.show()

    def allow_findings(self, *, on: bool) -> None:
        """Offer to make a finding, or not."""
        self._finding.setVisible(on)

    def click_loop(self) -> None:
        """Press the loop's button, for its key."""
        self._loop.click()

    def click_finding(self) -> None:
        """Press the finding's button, for its key, where it is offered."""
        if self._finding.isVisible():
            self._finding.click()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language and the text size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._say()
        elif event.type() is QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        # In equal digits: the words beside it stand still while it runs.
        self._time.setMinimumWidth(theme.px(110))
        self._gain.setMinimumWidth(theme.px(52))

    def _say(self) -> None:
        self.show_playing(on=self._is_playing)
        self._loop.setText(self.tr("Loop"))
        self._speed_name.setText(self.tr("Speed, pitch kept"))
        self._speeds.setAccessibleName(self.tr("Speed, pitch kept"))
        self._finding.setText(self.tr("Finding from the loop"))
        self._filter_name.setText(self.tr("Filter"))
        self._filters.setAccessibleName(self.tr("Filter"))
        self._filters.set_texts(
            {
                Filter.UNFILTERED.value: self.tr("Unfiltered"),
                Filter.BELL.value: self.tr("Bell 20–200"),
                Filter.DIAPHRAGM.value: self.tr("Diaphragm 100–500"),
                Filter.WIDE.value: self.tr("Wide 20–1000"),
            }
        )
        self._gain_name.setText(self.tr("Loudness"))
        most = self.tr("Softer, down to −{most} dB").format(most=MOST_GAIN_DB)
        self._softer.setAccessibleName(most)
        self._louder.setAccessibleName(
            self.tr("Louder, up to +{most} dB").format(most=MOST_GAIN_DB)
        )
