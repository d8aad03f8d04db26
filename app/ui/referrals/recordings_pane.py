# SPDX-License-Identifier: GPL-3.0-or-later
"""The recordings of what is being written: all views, or the one that is being taken."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QWidget

from app.records.ids import AttachmentId
from app.records.referral import Attachment, Slot, Specialty
from app.ui.referrals import words
from app.ui.referrals.capture_pane import CapturePane
from app.ui.referrals.slot_grid import SlotGrid
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.scroll import Scroll


class RecordingsPane(QStackedWidget):
    """Takes files by choosing, dropping and pasting; the signals carry slot or attachment."""

    file_wanted = Signal(str)
    file_dropped = Signal(str, str)
    keep_wanted = Signal(str, str)
    remove_wanted = Signal(str)
    capture_wanted = Signal(str)
    picture_pasted = Signal(str, object)
    """Slot and the QImage."""
    capturing = Signal(bool)
    """Whether one view is being taken in place of all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all = Scroll(spacing=10)
        head = QHBoxLayout()
        self._title = PlainLabel("", "section")
        head.addWidget(self._title)
        self._taken = PlainLabel("", "body", "muted")
        head.addWidget(self._taken)
        head.addStretch(1)
        self._all.column.addLayout(head)
        self._trouble = PlainLabel("", "body", "danger", wrap=True)
        self._trouble.hide()
        self._all.column.addWidget(self._trouble)
        self.grid = SlotGrid()
        """The views, for who takes them one by one."""
        self.grid.file_wanted.connect(self.file_wanted)
        self.grid.file_dropped.connect(self.file_dropped)
        self.grid.capture_wanted.connect(self.capture_wanted)
        self.grid.keep_wanted.connect(self.keep_wanted)
        self.grid.remove_wanted.connect(self.remove_wanted)
        self.grid.laid.connect(self.arrange_soon)
        self._all.column.addWidget(self.grid)
        self._all.column.addStretch(1)
        self.addWidget(self._all)
        self.capture = CapturePane()
        """Shown in place of all views while one is taken."""
        self.addWidget(self.capture)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self._paste)

    def render_recordings(
        self,
        specialty: Specialty,
        attachments: tuple[Attachment, ...],
        images: Mapping[str, QImage],
        strangers: Collection[AttachmentId] = (),
        *,
        counted: bool,
    ) -> None:
        """Show what is there; ``counted`` tells how many of the views that are asked for.

        ``strangers`` name another patient.
        """
        self._title.setText(self.tr("Pictures and sounds"))
        self.grid.render_attachments(specialty, attachments, images, strangers)
        count = self.tr("{count} of {all} taken")
        self._taken.setText(count.format(count=len(self.grid.taken), all=len(self.grid.asked)))
        self._taken.setVisible(counted)

    def show_capture(self) -> None:
        """Show the live picture in place of all views."""
        self.setCurrentWidget(self.capture)
        self.capturing.emit(True)
        self.capture.focus()

    def show_views(self) -> None:
        """Show all views again."""
        self.setCurrentWidget(self._all)
        self.capturing.emit(False)

    def show_refused_file(self, slot: str, sentence: str) -> None:
        """Say why a file was not taken."""
        self._trouble.setText(f"{words.slot(Slot(slot))}: {sentence}")
        self._trouble.show()

    def forget_trouble(self) -> None:
        """Say nothing of a file of another referral."""
        self._trouble.hide()

    def arrange_soon(self) -> None:
        """Lay the views anew once the room is known."""
        QTimer.singleShot(0, self, self._arrange)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the views in one or two columns."""
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        """Lay them when they are first seen."""
        super().showEvent(event)
        self.arrange_soon()

    def _arrange(self) -> None:
        self.grid.arrange(self._all.viewport().width())

    def _paste(self) -> None:
        """Take a copied picture, or a copied file, for the view in use."""
        copied = QApplication.clipboard().mimeData()
        slot = self.grid.pasted_into().value
        paths = [url.toLocalFile() for url in copied.urls() if url.isLocalFile()]
        if paths:
            self.file_dropped.emit(slot, paths[0])
        elif copied.hasImage():
            self.picture_pasted.emit(slot, QImage(copied.imageData()))
