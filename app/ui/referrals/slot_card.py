# SPDX-License-Identifier: GPL-3.0-or-later
"""One view that the specialty asks for: empty, taken and judged, or taken in spite of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.attachments.intake import kind_of
from app.records.media_facts import MediaKind, QualityVerdict
from app.records.referral import SOUND_SLOTS, Attachment, Slot
from app.ui import theme
from app.ui.referrals import words
from app.ui.widgets.button import Button
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel

PICTURE_HEIGHT = 170


class Preview(QWidget):
    """The whole picture on a dark ground, never cropped; a wave for a sound."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = str(number)
        self._image = QImage()
        self._words = ""
        self.setFixedHeight(theme.px(PICTURE_HEIGHT))

    def set_image(self, image: QImage) -> None:
        """Show a picture; a null image shows the words instead."""
        self._image = image
        self.update()

    def set_words(self, text: str) -> None:
        """Say what to do while there is nothing to show."""
        self._words = text
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, picture and number."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        empty = self._image.isNull()
        painter.fillRect(self.rect(), theme.color("sunken" if empty else "viewer"))
        if empty:
            painter.setPen(theme.color("muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words)
        else:
            size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(0, 0, size.width(), size.height())
            place.moveCenter(self.rect().center())
            painter.drawImage(place, self._image)
        side = theme.px(26)
        badge = QRect(theme.px(8), theme.px(8), side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.color("viewer")))
        painter.drawEllipse(badge)
        painter.setPen(QColor(Qt.GlobalColor.white))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, self._number)


class SlotCard(QFrame):
    """Takes a dropped file too. Emits what its user wants with its own slot."""

    file_wanted = Signal(str)
    capture_wanted = Signal(str)
    file_dropped = Signal(str, str)
    keep_wanted = Signal(str, str)
    """Attachment id and reason."""
    remove_wanted = Signal(str)
    """Attachment id."""

    def __init__(self, number: int, slot: Slot, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slot = slot
        self._attachment: Attachment | None = None
        self.setObjectName("slot-card")
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 10)
        column.setSpacing(0)
        self._preview = Preview(number)
        column.addWidget(self._preview)
        inside = QVBoxLayout()
        inside.setContentsMargins(12, 10, 12, 0)
        inside.setSpacing(4)
        column.addLayout(inside)
        line = QHBoxLayout()
        line.setSpacing(6)
        self._name = PlainLabel("", "strong")
        line.addWidget(self._name, 1)
        self._mark = Icon("circle-dashed", "muted", 16)
        line.addWidget(self._mark)
        self._verdict = PlainLabel("", "label")
        line.addWidget(self._verdict)
        inside.addLayout(line)
        self._hint = PlainLabel("", "second", "muted", wrap=True)
        inside.addWidget(self._hint)
        actions = FlowLayout(8)
        device = "microphone" if slot in SOUND_SLOTS else "camera"
        self._capture = Button("", icon=device, size="small")
        self._capture.clicked.connect(lambda: self.capture_wanted.emit(self._slot.value))
        actions.addWidget(self._capture)
        self._take = Button("", icon="folder-open", size="small")
        self._take.clicked.connect(lambda: self.file_wanted.emit(self._slot.value))
        actions.addWidget(self._take)
        self._remove = Button("", "quiet", size="small")
        self._remove.clicked.connect(self._wish_to_remove)
        self._keep = Button("", "quiet", size="small")
        self._keep.clicked.connect(self._ask_reason)
        actions.addWidget(self._keep)
        actions.addWidget(self._remove)
        inside.addLayout(actions)
        self._reason = QLineEdit()
        self._reason.returnPressed.connect(self._give_reason)
        self._reason.hide()
        inside.addWidget(self._reason)
        column.addStretch(1)
        self.render_attachment(None, QImage())

    @property
    def attachment(self) -> Attachment | None:
        """What is in this slot."""
        return self._attachment

    @property
    def way_out(self) -> QWidget:
        """Where the keyboard goes when what is here must not stay."""
        return self._remove

    def render_attachment(
        self, attachment: Attachment | None, image: QImage, *, stranger: bool = False
    ) -> None:
        """Show what is in this slot, or that nothing is; ``stranger``: it names another patient."""
        self._attachment = attachment
        self._preview.set_image(image)
        self._preview.set_words(self.tr("Choose a file, or drop it here"))
        name = words.slot(self._slot)
        self._name.setText(name)
        self._reason.setPlaceholderText(self.tr("Reason, then Enter"))
        self._reason.setAccessibleName(self.tr("Reason to keep it"))
        self._keep.setText(self.tr("Keep, with a reason"))
        self._remove.setText(self.tr("Remove"))
        self._remove.setAccessibleName(f"{self._remove.text()}: {name}")
        self._remove.setVisible(attachment is not None)
        if attachment is None:
            self._show("circle-dashed", "muted", self.tr("Not taken"), words.slot_hint(self._slot))
            self._take.setText(self.tr("From file"))
            again = False
            self._keep.hide()
            state = self.tr("not taken")
        else:
            state = self._show_stranger() if stranger else self._show_judged(attachment)
            self._take.setText(self.tr("Take another"))
            again = True
        if (
            attachment is not None
            and kind_of(attachment.media_type) is MediaKind.SOUND
            and image.isNull()
        ):
            self._preview.set_words(self.tr("Sound recording"))
        self._take.setAccessibleName(f"{self._take.text()}: {name}")
        self._capture.setText(self._capture_words(again))
        self._capture.setAccessibleName(f"{self._capture.text()}: {name}")
        self.setAccessibleName(f"{name}: {state}")
        bad = attachment is not None and (stranger or _bad(attachment))
        theme.set_state(self, "state", "error" if bad else "")

    def _capture_words(self, again: bool) -> str:
        if self._slot in SOUND_SLOTS:
            return self.tr("Record again") if again else self.tr("Record")
        return self.tr("Take again") if again else self.tr("Camera")

    def _show_judged(self, attachment: Attachment) -> str:
        quality = attachment.quality
        said = words.verdict(quality.verdict, quality.problems)
        better = words.how_to_do_better(quality.problems[0]) if quality.problems else ""
        if attachment.kept_reason:
            kept = self.tr("Kept: {reason}").format(reason=attachment.kept_reason)
            self._show("check-circle", "warn", said, kept)
        else:
            match quality.verdict:
                case QualityVerdict.GOOD:
                    self._show("check-circle-fill", "ok", said, _about(attachment))
                case QualityVerdict.LOOK_AGAIN:
                    self._show("warning-fill", "warn", said, better)
                case QualityVerdict.BAD:
                    self._show("warning-circle-fill", "danger", said, better)
        self._keep.setVisible(_bad(attachment))
        self._reason.setVisible(self._reason.isVisible() and _bad(attachment))
        return said

    def _show_stranger(self) -> str:
        said = self.tr("Another patient")
        hint = self.tr("The file names another patient or birth date. Remove it, or correct these.")
        self._show("warning-circle-fill", "danger", said, hint)
        self._keep.hide()
        self._reason.hide()
        return f"{said}. {hint}"

    def _show(self, icon: str, token: str, verdict: str, hint: str) -> None:
        self._mark.set_icon(icon, token)
        self._verdict.setText(verdict)
        self._verdict.set_tone(token)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))

    def _wish_to_remove(self) -> None:
        if self._attachment is not None:
            self.remove_wanted.emit(self._attachment.attachment)

    def _ask_reason(self) -> None:
        self._reason.show()
        self._reason.setFocus()

    def _give_reason(self) -> None:
        reason = self._reason.text().strip()
        if self._attachment is not None and reason:
            self._reason.clear()
            self._reason.hide()
            self.keep_wanted.emit(self._attachment.attachment, reason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files only."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell of the first dropped file."""
        for url in event.mimeData().urls():
            if url.isLocalFile():
                event.acceptProposedAction()
                self.file_dropped.emit(self._slot.value, str(Path(url.toLocalFile())))
                return


def _bad(attachment: Attachment) -> bool:
    return attachment.quality.verdict is QualityVerdict.BAD and not attachment.kept_reason


def _about(attachment: Attachment) -> str:
    """Say what is special about a good recording; a title that repeats the slot says nothing."""
    if attachment.quality.problems:
        return words.how_to_do_better(attachment.quality.problems[0])
    return "" if attachment.title == attachment.slot.value else attachment.title
