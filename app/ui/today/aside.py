# SPDX-License-Identifier: GPL-3.0-or-later
"""What else needs the clinician, and the equipment in use."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.widgets.card import Card, Line
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.row import Row


@dataclass(frozen=True, slots=True)
class Need:
    """Something that waits at another place of the program."""

    section: str
    icon: str
    title: str
    """"3 new referrals", in the reader's language."""
    detail: str = ""
    tone: str = ""
    """"warn" or "danger" where time runs out or has run out."""


@dataclass(frozen=True, slots=True)
class Equipment:
    """Names of the devices in use, "" for none."""

    camera: str = ""
    microphone: str = ""
    speaker: str = ""


class NeedRow(Row):
    """One thing, and an arrow to it."""

    def __init__(self, need: Need) -> None:
        super().__init__(f"{need.title}. {need.detail}".rstrip(". "))
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 9, 10, 9)
        line.setSpacing(14)
        line.addWidget(Icon(need.icon, need.tone or "muted"))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(PlainLabel(need.title, "strong", wrap=True))
        if need.detail:
            words.addWidget(PlainLabel(need.detail, "caption", need.tone or "muted", wrap=True))
        line.addLayout(words, 1)
        line.addWidget(Icon("caret-right", "muted", 16))


class NeedsCard(Card):
    """All things that wait; emits the section to open."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(margin=1, spacing=0)
        self._shown: tuple[Need, ...] | None = None
        self._rows: list[NeedRow] = []

    def render_needs(self, needs: tuple[Need, ...], nothing: str) -> None:
        """Show exactly these, or a sentence that there is nothing."""
        if needs == self._shown:
            return
        self._shown = needs
        focused = next((at for at, row in enumerate(self._rows) if row.hasFocus()), None)
        self._rows.clear()
        while (item := self.column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if not needs:
            label = PlainLabel(nothing, "second", "muted", wrap=True)
            label.setContentsMargins(14, 12, 14, 12)
            self.column.addWidget(label)
        for index, need in enumerate(needs):
            if index:
                self.column.addWidget(Line())
            row = NeedRow(need)
            row.opened.connect(lambda section=need.section: self.chosen.emit(section))
            self.column.addWidget(row)
            self._rows.append(row)
        if focused is not None and self._rows:
            # Words that change with the minute take the keyboard from nobody.
            self._rows[min(focused, len(self._rows) - 1)].setFocus()

    def forget(self) -> None:
        """Draw anew at the next rendering, in another language."""
        self._shown = None


class EquipmentCard(Card):
    """Camera, microphone and loudspeaker by name."""

    def __init__(self) -> None:
        super().__init__(margin=16, spacing=8)
        self._labels: list[PlainLabel] = []
        for icon in ("video-camera", "microphone", "speaker-high"):
            line = QHBoxLayout()
            line.setSpacing(10)
            line.addWidget(Icon(icon, "muted", 18), 0, Qt.AlignmentFlag.AlignTop)
            label = PlainLabel("", "second", "muted", wrap=True)
            line.addWidget(label, 1)
            self.column.addLayout(line)
            self._labels.append(label)

    def render_equipment(self, equipment: Equipment, none: str) -> None:
        """Show the names; ``none`` stands where nothing is chosen or found."""
        names = (equipment.camera, equipment.microphone, equipment.speaker)
        for label, name in zip(self._labels, names, strict=True):
            label.setText(name or none)


class Aside(QWidget):
    """The column at the right edge."""

    section_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._needs_title = PlainLabel("", "heading")
        self._needs = NeedsCard()
        self._needs.chosen.connect(self.section_chosen)
        self._equipment_title = PlainLabel("", "heading")
        self._equipment = EquipmentCard()
        column.addWidget(self._needs_title)
        column.addWidget(self._needs)
        column.addSpacing(12)
        column.addWidget(self._equipment_title)
        column.addWidget(self._equipment)
        column.addStretch(1)

    def render(self, needs: tuple[Need, ...], equipment: Equipment) -> None:  # type: ignore[override]
        """Show what waits and what is in use."""
        self._needs_title.setText(self.tr("Needs you"))
        self._needs.render_needs(needs, self.tr("Nothing else waits for you."))
        self._equipment_title.setText(self.tr("Your equipment"))
        self._equipment.render_equipment(equipment, self.tr("None found"))

    def forget(self) -> None:
        """Draw anew at the next rendering, in another language."""
        self._needs.forget()
