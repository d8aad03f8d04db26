# SPDX-License-Identifier: GPL-3.0-or-later
"""The strip of all recordings of a referral."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.records.ids import AttachmentId
from app.records.referral import Attachment
from app.ui import theme
from app.ui.referrals import words

THUMB = 84


class ThumbStrip(QListWidget):
    """One row a recording, with its view's name and what was judged of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._attachments: tuple[Attachment, ...] = ()
        self.setObjectName("thumbs")
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setMovement(QListWidget.Movement.Static)
        self.setFlow(QListWidget.Flow.TopToBottom)
        self.setWrapping(False)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fill(
        self,
        attachments: tuple[Attachment, ...],
        images: Mapping[str, QImage],
        fresh: tuple[AttachmentId, ...] = (),
    ) -> None:
        """Show these recordings in place of others; none is chosen, and none is told.

        ``fresh`` are those that were added last.
        """
        self._attachments = attachments
        blocked = self.blockSignals(True)
        self.clear()
        for attachment in attachments:
            image = images.get(attachment.attachment, QImage())
            icon = _stand_in(attachment) if image.isNull() else _untinted(image)
            new = self.tr("new") if attachment.attachment in fresh else ""
            name = words.slot(attachment.slot)
            item = QListWidgetItem(icon, f"{name} ({new})" if new else name)
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
            said = ", ".join(part for part in (_describe(attachment), new) if part)
            item.setToolTip(said)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
            self.addItem(item)
        self.blockSignals(blocked)

    def show_thumbnail(self, attachment: AttachmentId, image: QImage) -> None:
        """Show what a recording looks like."""
        row = self.row_of(attachment)
        if row is not None and (item := self.item(row)) is not None:
            item.setIcon(_untinted(image))

    def row_of(self, attachment: AttachmentId | None) -> int | None:
        """Find a recording's row."""
        rows = (i for i, each in enumerate(self._attachments) if each.attachment == attachment)
        return next(rows, None)

    def mark(self, row: int) -> None:
        """Show a row as the chosen one without telling it."""
        blocked = self.blockSignals(True)
        self.setCurrentRow(row)
        self.blockSignals(blocked)

    def step(self, step: int) -> None:
        """Choose the next row, or the one before."""
        row = self.currentRow() + step
        if 0 <= row < self.count():
            self.setCurrentRow(row)

    def fit(self) -> None:
        """Grow with the text."""
        self.setIconSize(QSize(theme.px(THUMB), theme.px(THUMB)))
        self.setFixedWidth(theme.px(THUMB + 40))


def _describe(attachment: Attachment) -> str:
    said = words.verdict(attachment.quality.verdict, attachment.quality.problems)
    kept = f", {attachment.kept_reason}" if attachment.kept_reason else ""
    return f"{words.slot(attachment.slot)}: {said.lower()}{kept}"


def _stand_in(attachment: Attachment) -> QIcon:
    kind = attachment.media_type.value.split("/")[0]
    name = {"audio": "speaker-high", "video": "film-strip"}.get(kind, "image")
    return theme.icon(name, "on_pill")


def _untinted(image: QImage) -> QIcon:
    """Make an icon that Qt does not tint when it is chosen: colours matter here."""
    pixmap = QPixmap.fromImage(image)
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon
