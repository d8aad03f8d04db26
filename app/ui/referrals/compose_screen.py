# SPDX-License-Identifier: GPL-3.0-or-later
"""A new referral: the question on the left, the views that are asked for on the right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.records.people import Practitioner
from app.records.referral import Referral, Slot
from app.ui import theme, times
from app.ui.referrals import words
from app.ui.referrals.capture_pane import CapturePane
from app.ui.referrals.compose_form import ComposeForm
from app.ui.referrals.slot_grid import SlotGrid
from app.ui.widgets.button import Button
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.scroll import Scroll
from app.ui.widths import Width, width_of

SAVE_AFTER_MS = 1000
FORM_WIDTH = 320
QWIDGETSIZE_MAX = (1 << 24) - 1


class ComposeScreen(QWidget):
    """Renders one draft; every change is told a second after the last key."""

    back_wanted = Signal()
    form_changed = Signal(object)
    file_wanted = Signal(str)
    file_dropped = Signal(str, str)
    keep_wanted = Signal(str, str)
    remove_wanted = Signal(str)
    capture_wanted = Signal(str)
    picture_pasted = Signal(str, object)
    """Slot and the QImage."""
    send_wanted = Signal(str)
    """User id of the chosen specialist."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._referral: Referral | None = None
        self._images: dict[str, QImage] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._make_header())
        body = QHBoxLayout()
        body.setContentsMargins(32, 8, 32, 0)
        body.setSpacing(28)
        self._form = ComposeForm()
        self._form.changed.connect(self._changed)
        self._form.specialty_changed.connect(self._changed_specialty)
        self._form.place_pressed.connect(self.capture_wanted)
        self._form.recipient_changed.connect(self._render_foot)
        body.addWidget(self._form)
        self._pictures = Scroll(spacing=10)
        self._make_pictures()
        self._views = QStackedWidget()
        self._views.addWidget(self._pictures)
        self.capture = CapturePane()
        """Shown in place of all views while one is taken."""
        self._views.addWidget(self.capture)
        body.addWidget(self._views, 1)
        column.addLayout(body, 1)
        self._foot = self._make_foot()
        column.addWidget(self._foot)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self._tell_form)
        send = QShortcut(QKeySequence("Ctrl+Return"), self)
        send.activated.connect(self._send.click)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self._views)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self._paste)
        self._say()

    # What is shown

    def render(  # type: ignore[override]
        self,
        referral: Referral,
        recipients: tuple[Practitioner, ...],
        images: Mapping[str, QImage],
    ) -> None:
        """Show a draft whole; fields that the user is in keep their text."""
        fresh = self._referral is None or self._referral.referral != referral.referral
        self._referral = referral
        self._images = dict(images)
        if fresh:
            self._form.fill(referral.form)
            self._saved.setText("")
            self._trouble.hide()
            self.show_views()
        self._render_slots()
        self._form.set_recipients(recipients)
        QTimer.singleShot(0, self, self._arrange)
        self._render_foot()

    def show_saved(self, at: datetime) -> None:
        """Say when the draft was last written to disk."""
        self._saved.setText(self.tr("Saved {time}").format(time=times.hour_minute_second(at)))

    @property
    def grid(self) -> SlotGrid:
        """The views, for who takes them one by one."""
        return self._grid

    def show_capture(self) -> None:
        """Show the live picture in place of all views."""
        self._views.setCurrentWidget(self.capture)
        # One main action at a time: what is being taken comes before sending.
        self._foot.hide()
        self.capture.focus()

    def show_views(self) -> None:
        """Show all views again."""
        self._views.setCurrentWidget(self._pictures)
        self._foot.show()

    def show_refused_file(self, slot: str, sentence: str) -> None:
        """Say why a file was not taken."""
        self._trouble.setText(f"{words.slot(Slot(slot))}: {sentence}")
        self._trouble.show()

    def flush(self) -> None:
        """Tell what was typed at once, before the screen is left."""
        if self._timer.isActive():
            self._timer.stop()
            self._tell_form()

    # Making

    def _make_header(self) -> QHBoxLayout:
        header = QHBoxLayout()
        header.setContentsMargins(24, 16, 32, 8)
        header.setSpacing(10)
        self._back = Button("", "quiet", "arrow-left", size="icon")
        self._back.clicked.connect(self._leave)
        header.addWidget(self._back, 0, Qt.AlignmentFlag.AlignBottom)
        titles = QVBoxLayout()
        titles.setSpacing(0)
        self._crumb = PlainLabel("", "second", "muted")
        titles.addWidget(self._crumb)
        self._title = PlainLabel("", "page")
        titles.addWidget(self._title)
        header.addLayout(titles, 1)
        self._saved = PlainLabel("", "second", "muted")
        header.addWidget(self._saved, 0, Qt.AlignmentFlag.AlignVCenter)
        self._picturing = False
        self._turn = Button("", "outlined")
        self._turn.clicked.connect(self._turn_page)
        header.addWidget(self._turn, 0, Qt.AlignmentFlag.AlignVCenter)
        return header

    def _make_pictures(self) -> None:
        head = QHBoxLayout()
        self._pictures_title = PlainLabel("", "section")
        head.addWidget(self._pictures_title)
        self._taken = PlainLabel("", "body", "muted")
        head.addWidget(self._taken)
        head.addStretch(1)
        self._pictures.column.addLayout(head)
        self._trouble = PlainLabel("", "body", "danger", wrap=True)
        self._trouble.hide()
        self._pictures.column.addWidget(self._trouble)
        self._grid = SlotGrid()
        self._grid.file_wanted.connect(self.file_wanted)
        self._grid.file_dropped.connect(self.file_dropped)
        self._grid.capture_wanted.connect(self.capture_wanted)
        self._grid.keep_wanted.connect(self.keep_wanted)
        self._grid.remove_wanted.connect(self.remove_wanted)
        self._grid.laid.connect(lambda: QTimer.singleShot(0, self, self._arrange))
        self._pictures.column.addWidget(self._grid)
        self._pictures.column.addStretch(1)

    def _make_foot(self) -> QWidget:
        foot = QFrame()
        foot.setObjectName("footbar")
        row = QHBoxLayout(foot)
        row.setContentsMargins(32, 16, 32, 16)
        row.setSpacing(12)
        row.addStretch(1)
        self._why_icon = Icon("warning-circle-fill", "warn", 18)
        row.addWidget(self._why_icon)
        self._why = PlainLabel("", "second", wrap=True)
        self._why.setMinimumWidth(theme.px(220))
        row.addWidget(self._why)
        self._send = Button("", "primary", "paper-plane-tilt")
        self._send.clicked.connect(self._wish_to_send)
        self._send.explained.connect(self._wish_to_send)
        row.addWidget(self._send)
        return foot

    # Words

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._say()

    def _say(self) -> None:
        self._form.say()
        self._back.setAccessibleName(self.tr("Back to the referrals"))
        self._back.setToolTip(self.tr("Back to the referrals"))
        self._crumb.setText(self.tr("New referral"))
        self._pictures_title.setText(self.tr("Pictures and sounds"))
        self._send.setText(self.tr("Send referral"))
        if self._referral is not None:
            self._render_slots()

    def _changed(self, *_: object) -> None:
        self._timer.start()
        self._render_foot()

    def _changed_specialty(self, *_: object) -> None:
        self._tell_form()
        self._render_slots()

    def _tell_form(self) -> None:
        if self._referral is not None:
            form = self._form.form_now(self._referral.form)
            self._referral = replace(self._referral, form=form)
            self.form_changed.emit(form)

    # Slots

    def _arrange(self) -> None:
        self._grid.arrange(self._pictures.viewport().width())

    def _paste(self) -> None:
        """Take a copied picture, or a copied file, for the view in use."""
        copied = QApplication.clipboard().mimeData()
        slot = self._grid.pasted_into().value
        paths = [url.toLocalFile() for url in copied.urls() if url.isLocalFile()]
        if paths:
            self.file_dropped.emit(slot, paths[0])
        elif copied.hasImage():
            self.picture_pasted.emit(slot, QImage(copied.imageData()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the slots in one or two columns; with little room they are a page of their own."""
        super().resizeEvent(event)
        self._fit()
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        """Lay the slots anew once the room is known."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._arrange)

    def _turn_page(self) -> None:
        self._picturing = not self._picturing
        self._fit()

    def _fit(self) -> None:
        narrow = width_of(self).under(Width.MEDIUM)
        self._turn.setVisible(narrow)
        self._turn.setText(self.tr("Questions") if self._picturing else self.tr("Pictures"))
        self._form.setVisible(not narrow or not self._picturing)
        self._views.setVisible(not narrow or self._picturing)
        fixed = theme.px(FORM_WIDTH) + 14
        self._form.setMinimumWidth(0 if narrow else fixed)
        self._form.setMaximumWidth(QWIDGETSIZE_MAX if narrow else fixed)

    def _render_slots(self) -> None:
        assert self._referral is not None
        self._grid.render_attachments(
            self._form.specialty, self._referral.attachments, self._images
        )
        self._form.show_taken(frozenset(self._grid.taken))
        count = self.tr("{count} of {all} taken")
        self._taken.setText(count.format(count=len(self._grid.taken), all=len(self._grid.asked)))
        title = self.tr("Referral to {specialty}")
        name = words.specialty(self._form.specialty)
        self._title.setText(title.format(specialty=name.lower()))
        self._render_foot()

    # Sending

    def _missing(self) -> tuple[str, QWidget] | None:
        assert self._referral is not None
        if (missing := self._form.missing()) is not None:
            return missing
        if not self._referral.attachments:
            return self.tr("Add at least one picture or sound"), self._grid.first_card()
        if (found := self._grid.unexplained()) is not None:
            pattern = self.tr("Take picture {number} again, or keep it with a reason")
            return pattern.format(number=found[0]), found[1]
        return self._form.consent_missing()

    def _render_foot(self, *_: object) -> None:
        if self._referral is None:
            return
        missing = self._missing()
        self._send.explain_off(missing[0] if missing else "")
        self._why.setText(missing[0] if missing else "")
        self._why_icon.setVisible(missing is not None)

    def _wish_to_send(self, *_: object) -> None:
        self.flush()
        missing = self._missing()
        if missing is not None:
            missing[1].setFocus()
            return
        self.send_wanted.emit(self._form.recipient)

    def _leave(self) -> None:
        self.flush()
        self.back_wanted.emit()
