# SPDX-License-Identifier: GPL-3.0-or-later
"""A verified note for reading: head, sections, corrections at their place, addenda below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.notes.views import BrokenVersion, NoteHistory, VerifiedVersion
from app.records.composition import NoteHeader, Section, VersionKind
from app.ui.notes.labels import safety_label, section_title, visit_span
from app.ui.notes.marked_text import MarkedText, changed_words
from app.ui.times import day_and_minute
from app.ui.widgets.card import Card
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.scroll import Scroll


class NoteText(Scroll):
    """Built anew for each history; nothing unverified ever gets into it."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(margins=(0, 0, 8, 16), spacing=12, parent=parent)
        self._built: list[QWidget] = []
        self._places: dict[int, QWidget] = {}
        self._columns = 2

    def set_narrow(self, on: bool) -> None:
        """Write the head in one column."""
        self._columns = 1 if on else 2

    def show_checking(self) -> None:
        """Say that nothing may be shown yet."""
        self._clear()
        self._add(PlainLabel(self.tr("Checking the signature …"), "lead", "muted"))

    def show_history(self, history: NoteHistory) -> None:
        """Show the verified versions, and a red card for the first that is not."""
        self._clear()
        if history.broken:
            self._add(self._broken_card(history.broken, bool(history.versions)))
        if history.versions:
            self._add(self._paper(history.versions))
        self.column.addStretch(1)

    def go_to(self, number: int) -> None:
        """Bring a version into sight."""
        if (place := self._places.get(number)) is not None:
            self.ensureWidgetVisible(place)

    # ---- parts -----------------------------------------------------------------------------

    def _clear(self) -> None:
        for part in self._built:
            self.column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._built, self._places = [], {}
        while self.column.count():
            self.column.takeAt(0)

    def _add(self, part: QWidget) -> None:
        self.column.addWidget(part)
        self._built.append(part)

    def _paper(self, versions: tuple[VerifiedVersion, ...]) -> Card:
        card = Card(margin=16, spacing=14)
        original = versions[0].version
        self._places[1] = card
        if original.header.safety or original.header.technical or original.header.visit_start:
            card.column.addWidget(self._head(original.header))
        corrections = [v for v in versions if v.version.kind is VersionKind.CORRECTION]
        for section in original.sections:
            card.column.addWidget(self._section(section, corrections))
        for verified in versions:
            if verified.version.kind is VersionKind.ADDENDUM:
                addendum = self._addendum(verified)
                self._places[verified.version.number] = addendum
                card.column.addWidget(addendum)
        return card

    def _head(self, header: NoteHeader) -> Card:
        card = Card("sunken", margin=14, spacing=8)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        cells = [(safety_label(field), value) for field, value in header.safety]
        if header.visit_start:
            cells.insert(
                0, (self.tr("Video visit"), visit_span(header.visit_start, header.visit_end))
            )
        for place, (label, value) in enumerate(cells):
            cell = QVBoxLayout()
            cell.setSpacing(0)
            cell.addWidget(PlainLabel(label, "caption", "muted", wrap=True))
            cell.addWidget(PlainLabel(value, "label", wrap=True))
            cell.addStretch(1)
            grid.addLayout(cell, place // self._columns, place % self._columns)
        for column in range(self._columns):
            grid.setColumnStretch(column, 1)
        card.column.addLayout(grid)
        if header.technical:
            lines = "\n".join(header.technical)
            card.column.addWidget(PlainLabel(lines, "caption", "muted", wrap=True))
        return card

    def _section(self, section: Section, corrections: list[VerifiedVersion]) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(8, 0, 8, 0)
        column.setSpacing(4)
        column.addWidget(PlainLabel(section_title(section.code), "strong"))
        here = [
            (verified, text.text)
            for verified in corrections
            for text in verified.version.sections
            if text.code is section.code
        ]
        if not here:
            column.addWidget(MarkedText(((section.text, False),)))
            return part
        barred = QFrame()
        barred.setObjectName("corrected")
        inside = QVBoxLayout(barred)
        inside.setContentsMargins(12, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(MarkedText(changed_words(section.text, here[-1][1])))
        for verified, text in here:
            correction = self._correction(verified, text)
            self._places[verified.version.number] = correction
            inside.addWidget(correction)
        column.addWidget(barred)
        return part

    def _correction(self, verified: VerifiedVersion, text: str) -> Card:
        card = Card("warn", margin=12, spacing=4)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Icon("arrow-bend-down-right", "warn", 18), 0, Qt.AlignmentFlag.AlignTop)
        when = day_and_minute(verified.version.signed)
        title = self.tr("Corrected {when}, now reads:").format(when=when)
        head.addWidget(PlainLabel(title, "strong", wrap=True), 1)
        card.column.addLayout(head)
        card.column.addWidget(MarkedText(((text, False),)))
        card.column.addWidget(PlainLabel(self._reason(verified), "second", "muted", wrap=True))
        return card

    def _addendum(self, verified: VerifiedVersion) -> Card:
        card = Card("strong", margin=14, spacing=6)
        head = QHBoxLayout()
        head.addWidget(PlainLabel(self.tr("Addendum"), "strong"), 1)
        when = day_and_minute(verified.version.signed)
        head.addWidget(PlainLabel(when, "second", "muted"))
        card.column.addLayout(head)
        for section in verified.version.sections:
            card.column.addWidget(PlainLabel(section_title(section.code), "label", "muted"))
            card.column.addWidget(MarkedText(((section.text, False),)))
        card.column.addWidget(PlainLabel(self._reason(verified), "second", "muted", wrap=True))
        return card

    def _reason(self, verified: VerifiedVersion) -> str:
        return self.tr("Reason: {reason}. {name}, HPR {hpr}").format(
            reason=verified.version.reason.rstrip("."),
            name=verified.author_name,
            hpr=verified.author_hpr,
        )

    def _broken_card(self, broken: tuple[BrokenVersion, ...], good: bool) -> Card:
        card = Card("danger", margin=16, spacing=8)
        head = QHBoxLayout()
        head.setSpacing(10)
        icon = Icon("warning-octagon-fill", "danger", 24)
        head.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        title = self.tr("This text does not match its signature. It is not shown.")
        head.addWidget(PlainLabel(title, "section", "danger", wrap=True), 1)
        card.column.addLayout(head)
        for version in broken:
            card.column.addWidget(PlainLabel(self._cause(version), wrap=True))
        advice = self.tr("Nothing was deleted. Tell whoever runs Vidda at your organisation.")
        if good:
            advice += " " + self.tr("The earlier versions below are verified.")
        card.column.addWidget(PlainLabel(advice, tone="muted", wrap=True))
        return card

    def _cause(self, broken: BrokenVersion) -> str:
        causes = {
            "signature": self.tr("Version {number}: changed after it was signed."),
            "signer": self.tr("Version {number}: by a signer your organisation does not know."),
            "chain": self.tr("Version {number}: missing, or not in its place."),
            "format": self.tr("Version {number}: written by a newer Vidda, or damaged."),
        }
        return causes.get(broken.cause, causes["signature"]).format(number=broken.number)
