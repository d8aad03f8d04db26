# SPDX-License-Identifier: GPL-3.0-or-later
"""Beside a note: its versions, and what was checked about them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.notes.views import NoteHistory, VerifiedVersion
from app.ui.notes.labels import kind_title
from app.ui.times import day_and_minute, hour_minute_second
from app.ui.widgets.card import Card, Line
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.row import Row


class VersionList(QWidget):
    """Newest first. Emits chosen(number)."""

    chosen = Signal(int)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._parts: list[QWidget] = []
        self._rows: dict[int, Row] = {}

    def show_history(self, history: NoteHistory) -> None:
        """List the versions of a note."""
        for part in self._parts:
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts, self._rows = [], {}
        while self._column.count():
            self._column.takeAt(0)
        self._add(PlainLabel(self.tr("Versions"), "label", "muted"))
        for broken in reversed(history.broken):
            title = self.tr("Version {number}").format(number=broken.number)
            self._add(self._row(broken.number, title, "", self.tr("Not verified"), good=False))
        for verified in reversed(history.versions):
            version = verified.version
            when = day_and_minute(version.signed)
            row = self._row(
                version.number, kind_title(version.kind), verified.author_name, when, good=True
            )
            self._add(row)
        note = self.tr("Nothing can be deleted or overwritten. New text is a new, dated version.")
        self._add(PlainLabel(note, "caption", "muted", wrap=True))
        self._column.addStretch(1)

    def step(self, step: int) -> None:
        """Go to the next or the previous version."""
        rows = list(self._rows)
        focused = next((n for n, row in self._rows.items() if row.hasFocus()), None)
        index = rows.index(focused) + step if focused in rows else 0
        if 0 <= index < len(rows):
            self._rows[rows[index]].setFocus(Qt.FocusReason.TabFocusReason)
            self.chosen.emit(rows[index])

    def _add(self, part: QWidget) -> None:
        self._column.addWidget(part)
        self._parts.append(part)

    def _row(self, number: int, title: str, who: str, when: str, *, good: bool) -> Row:
        state = self.tr("verified") if good else self.tr("not verified")
        words = (self.tr("Version {number}").format(number=number), title, who, when, state)
        row = Row(", ".join(dict.fromkeys(word for word in words if word)))
        row.opened.connect(lambda: self.chosen.emit(number))
        line = QHBoxLayout(row)
        line.setContentsMargins(10, 8, 8, 8)
        line.setSpacing(10)
        name, token = "warning-octagon-fill", "danger"
        if good:
            name, token = "circle-wavy-check-fill", "ok"
        line.addWidget(Icon(name, token, 18), 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(PlainLabel(title, "strong", wrap=True))
        for text in (who, when):
            if text:
                texts.addWidget(PlainLabel(text, "second", "muted", wrap=True))
        line.addLayout(texts, 1)
        self._rows[number] = row
        return row


class ProofCard(Card):
    """What was checked just now, in words, and the newest version's fingerprint."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(margin=0, spacing=0, parent=parent)
        self._parts: list[QWidget] = []

    def show_history(self, history: NoteHistory) -> None:
        """Say what was checked."""
        for part in self._parts:
            self.column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []
        good = bool(history.versions) and not history.broken
        self._add(self._head(history, good=good))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(10)
        if good:
            for title, detail in self._checks(history.versions):
                column.addWidget(_check(title, detail))
            column.addWidget(Line())
            newest = history.versions[-1]
            title = self.tr("Fingerprint, version {number}").format(number=newest.version.number)
            column.addWidget(PlainLabel(title, "label", "muted"))
            fingerprint = PlainLabel(_groups(newest.hash), "fingerprint", wrap=True)
            fingerprint.set_selectable()
            column.addWidget(fingerprint)
        else:
            count = len(history.versions)
            words = self.tr("{good} of {all} versions verified.").format(
                good=count, all=count + len(history.broken)
            )
            column.addWidget(PlainLabel(words, wrap=True))
        self._add(body)

    def _add(self, part: QWidget) -> None:
        self.column.addWidget(part)
        self._parts.append(part)

    def _head(self, history: NoteHistory, *, good: bool) -> QFrame:
        head = QFrame()
        head.setObjectName("proofgood" if good else "proofbad")
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(10)
        token = "ok" if good else "danger"
        icon = "circle-wavy-check-fill" if good else "warning-octagon-fill"
        row.addWidget(Icon(icon, token, 28))
        words = QVBoxLayout()
        words.setSpacing(1)
        title = self.tr("Unchanged since signing") if good else self.tr("Does not verify")
        words.addWidget(PlainLabel(title, "strong", token, wrap=True))
        time = hour_minute_second(history.checked)
        checked = self.tr("Checked now, {time}").format(time=time)
        words.addWidget(PlainLabel(checked, "second", "muted", wrap=True))
        row.addLayout(words, 1)
        return head

    def _checks(self, versions: tuple[VerifiedVersion, ...]) -> tuple[tuple[str, str], ...]:
        count = len(versions)
        signers = tuple(dict.fromkeys(v.author_name for v in versions))
        hprs = tuple(dict.fromkeys(f"HPR {v.author_hpr}" for v in versions if v.author_hpr))
        every = self.tr("All {count} versions").format(count=count)
        one = self.tr("The one version")
        chain = [
            self.tr("{later} names {earlier}").format(later=n, earlier=n - 1)
            for n in range(count, 1, -1)
        ]
        return (
            (self.tr("Text matches the signature"), every if count > 1 else one),
            (self.tr("Signed by {names}").format(names=", ".join(signers)), ", ".join(hprs)),
            (self.tr("No version is missing"), ", ".join(chain[:4])),
        )


def _check(title: str, detail: str) -> QWidget:
    part = QWidget()
    row = QHBoxLayout(part)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    row.addWidget(Icon("check-circle-fill", "ok", 18), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(1)
    words.addWidget(PlainLabel(title, "strong", wrap=True))
    if detail:
        words.addWidget(PlainLabel(detail, "second", "muted", wrap=True))
    row.addLayout(words, 1)
    return part


def _groups(digest: str) -> str:
    """Write the first half of a hash in groups of four, as people compare it."""
    return " ".join(digest[i : i + 4] for i in range(0, 32, 4))
