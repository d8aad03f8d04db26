# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures and sounds in a patient's record, newest first; one is opened at a time."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.records.kept_sounds import KeptSound
from app.records.stills import StillFacts
from app.ui.times import hour_minute, local_day, long_day
from app.ui.widgets.card import Line
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.row import Row

Recorded = StillFacts | KeptSound


class RecordedList(QWidget):
    """Emits what is opened. Rows hold words only: no face stands open beside a call."""

    still_opened = Signal(object)
    sound_opened = Signal(object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stills: tuple[StillFacts, ...] = ()
        self._sounds: tuple[KeptSound, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._parts: list[QWidget] = []
        self._empty = EmptyState("camera", "")
        self._column.addWidget(self._empty)
        self._show()

    def render_stills(self, stills: tuple[StillFacts, ...]) -> None:
        """Show these pictures among the sounds."""
        if stills != self._stills:
            self._stills = stills
            self._show()

    def render_sounds(self, sounds: tuple[KeptSound, ...]) -> None:
        """Show these sounds among the pictures."""
        if sounds != self._sounds:
            self._sounds = sounds
            self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._show()

    def _show(self) -> None:
        for part in self._parts:
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []
        rows: list[Recorded] = [*self._stills, *self._sounds]
        rows.sort(key=_when, reverse=True)
        self._empty.setVisible(not rows)
        self._empty.set_words(
            self.tr("No pictures or sounds yet"),
            self.tr("What is taken or recorded in a visit is here once kept."),
        )
        for index, facts in enumerate(rows):
            if index:
                self._add(Line())
            self._add(self._make_row(facts))

    def _add(self, part: QWidget) -> None:
        self._column.addWidget(part)
        self._parts.append(part)

    def _make_row(self, facts: Recorded) -> Row:
        at = _when(facts)
        when = f"{long_day(local_day(at))} {hour_minute(at)}"
        if isinstance(facts, StillFacts):
            icon, about = "image", f"{facts.width} × {facts.height}"
            widget = Row(self.tr("Picture, {when}, {size}").format(when=when, size=about))
            widget.opened.connect(lambda: self.still_opened.emit(facts))
        else:
            icon, about = "heartbeat", self._sound_words(facts)
            widget = Row(self.tr("Sound, {when}, {length}").format(when=when, length=about))
            widget.opened.connect(lambda: self.sound_opened.emit(facts))
        line = QHBoxLayout(widget)
        line.setContentsMargins(12, 10, 12, 10)
        line.setSpacing(12)
        line.addWidget(Icon(icon, "muted"))
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(PlainLabel(when, "strong", wrap=True))
        texts.addWidget(PlainLabel(about, "second", "muted", wrap=True))
        line.addLayout(texts, 1)
        return widget

    def _sound_words(self, kept: KeptSound) -> str:
        recording = kept.recording
        words = self.tr("Stethoscope, {seconds} s").format(seconds=round(recording.seconds))
        if recording.gaps:
            words += ", " + self.tr("with gaps")
        return words


def _when(facts: Recorded) -> datetime:
    return facts.taken if isinstance(facts, StillFacts) else facts.recording.at
