# SPDX-License-Identifier: GPL-3.0-or-later
"""A referral, or an addition to one: the words on the left, the recordings on the right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.records.ids import AttachmentId
from app.records.people import Practitioner
from app.records.referral import Referral, ReferralStatus
from app.referrals.additions import written
from app.ui import theme, times
from app.ui.referrals import words
from app.ui.referrals.addition_form import AdditionForm
from app.ui.referrals.compose_form import ComposeForm
from app.ui.referrals.recordings_pane import RecordingsPane
from app.ui.referrals.slot_grid import SlotGrid
from app.ui.widgets.announce import announce
from app.ui.widgets.button import Button
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widths import Width, width_of

SAVE_AFTER_MS = 1000
FORM_WIDTH = 320
QWIDGETSIZE_MAX = (1 << 24) - 1


class ComposeScreen(QWidget):
    """Renders one draft, or a case that its specialist wants more of; every change is told a
    second after the last key."""

    back_wanted = Signal()
    form_changed = Signal(object)
    addition_changed = Signal(str)
    file_wanted = Signal(str)
    file_dropped = Signal(str, str)
    keep_wanted = Signal(str, str)
    remove_wanted = Signal(str)
    capture_wanted = Signal(str)
    picture_pasted = Signal(str, object)
    """Slot and the QImage."""
    send_wanted = Signal(str)
    """User id of the chosen specialist."""
    addition_wanted = Signal()
    """What was added is to be sent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._referral: Referral | None = None
        self._images: dict[str, QImage] = {}
        self._strangers: frozenset[AttachmentId] = frozenset()
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
        self._addition = AdditionForm()
        self._addition.changed.connect(self._changed)
        self._words = QStackedWidget()
        for form in (self._form, self._addition):
            self._words.addWidget(form)
        body.addWidget(self._words)
        self._views = self._make_views()
        self.capture = self._views.capture
        """Shown in place of all views while one is taken."""
        self.show_capture, self.show_views = self._views.show_capture, self._views.show_views
        self.show_refused_file = self._views.show_refused_file
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
        self._say()

    # What is shown

    def render(  # type: ignore[override]
        self,
        referral: Referral,
        recipients: tuple[Practitioner, ...],
        images: Mapping[str, QImage],
    ) -> None:
        """Show a draft whole; fields that the user is in keep their text."""
        before = self._referral
        fresh = before is None or (before.referral, before.version) != (
            referral.referral,
            referral.version,
        )
        self._referral = referral
        self._images = dict(images)
        if fresh:
            self._strangers = frozenset()
            self._form.fill(referral.form)
            self._addition.fill(referral)
            self._words.setCurrentWidget(self._addition if self._adds else self._form)
            self._saved.setText("")
            self._views.forget_trouble()
            self.show_views()
            self._say()
        self._render_slots()
        self._form.set_recipients(recipients)
        self._views.arrange_soon()
        self._render_foot()

    def show_strangers(self, strangers: frozenset[AttachmentId]) -> None:
        """Mark the recordings that name another patient than the form does."""
        if self._referral is None or strangers == self._strangers:
            return
        self._strangers = strangers
        self._render_slots()
        if (said := self._stranger()) is not None:
            announce(self, said[0])

    def show_saved(self, at: datetime) -> None:
        """Say when the draft was last written to disk."""
        self._saved.setText(self.tr("Saved {time}").format(time=times.hour_minute_second(at)))

    @property
    def grid(self) -> SlotGrid:
        """The views, for who takes them one by one."""
        return self._views.grid

    @property
    def _adds(self) -> bool:
        """Whether it is a case already, which something is added to."""
        return self._referral is not None and self._referral.status is not ReferralStatus.DRAFT

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

    def _make_views(self) -> RecordingsPane:
        views = RecordingsPane()
        views.file_wanted.connect(self.file_wanted)
        views.file_dropped.connect(self.file_dropped)
        views.capture_wanted.connect(self.capture_wanted)
        views.keep_wanted.connect(self.keep_wanted)
        views.remove_wanted.connect(self.remove_wanted)
        views.picture_pasted.connect(self.picture_pasted)
        # One main action at a time: what is being taken comes before sending.
        views.capturing.connect(lambda on: self._foot.setVisible(not on))
        return views

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
        self._addition.say()
        self._back.setAccessibleName(self.tr("Back to the referrals"))
        self._back.setToolTip(self.tr("Back to the referrals"))
        adds = self._adds
        self._crumb.setText(self.tr("More to a referral") if adds else self.tr("New referral"))
        self._send.setText(self.tr("Send this") if adds else self.tr("Send referral"))
        if self._referral is not None:
            self._render_slots()

    def _changed(self, *_: object) -> None:
        self._timer.start()
        self._render_foot()

    def _changed_specialty(self, *_: object) -> None:
        self._tell_form()
        self._render_slots()

    def _tell_form(self) -> None:
        if self._adds:
            self.addition_changed.emit(self._addition.text)
        elif self._referral is not None:
            form = self._form.form_now(self._referral.form)
            self._referral = replace(self._referral, form=form)
            self.form_changed.emit(form)

    # Slots

    def resizeEvent(self, event: QResizeEvent) -> None:
        """With little room, the recordings are a page of their own."""
        super().resizeEvent(event)
        self._fit()

    def _turn_page(self) -> None:
        self._picturing = not self._picturing
        self._fit()

    def _fit(self) -> None:
        narrow = width_of(self).under(Width.MEDIUM)
        self._turn.setVisible(narrow)
        self._turn.setText(self.tr("Questions") if self._picturing else self.tr("Pictures"))
        self._words.setVisible(not narrow or not self._picturing)
        self._views.setVisible(not narrow or self._picturing)
        fixed = theme.px(FORM_WIDTH) + 14
        self._words.setMinimumWidth(0 if narrow else fixed)
        self._words.setMaximumWidth(QWIDGETSIZE_MAX if narrow else fixed)

    def _render_slots(self) -> None:
        assert self._referral is not None
        referral, adds = self._referral, self._adds
        asked = referral.form.specialty if adds else self._form.specialty
        self._views.render_recordings(
            asked, written(referral), self._images, self._strangers, counted=not adds
        )
        self._form.show_taken(frozenset(self.grid.taken))
        name = words.specialty(asked).lower()
        title = self.tr("Referral to {specialty}").format(specialty=name)
        self._title.setText(referral.form.patient_name if adds else title)
        self._render_foot()

    # Sending

    def _missing(self) -> tuple[str, QWidget] | None:
        assert self._referral is not None
        recordings = written(self._referral)
        if self._adds:
            missing = self._addition.missing(anything=bool(recordings))
        else:
            missing = self._form.missing()
        if missing is not None:
            return missing
        if (stranger := self._stranger()) is not None:
            return stranger
        if not recordings and not self._adds:
            return self.tr("Add at least one picture or sound"), self.grid.first_card()
        if (found := self.grid.unexplained()) is not None:
            pattern = self.tr("Take picture {number} again, or keep it with a reason")
            return pattern.format(number=found[0]), found[1]
        return None if self._adds else self._form.consent_missing()

    def _stranger(self) -> tuple[str, QWidget] | None:
        found = self.grid.of_another_patient()
        if found is None:
            return None
        pattern = self.tr(
            "Picture {number} names another patient. Remove it, or correct name and date of birth"
        )
        return pattern.format(number=found[0]), found[1]

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
            if not missing[1].isVisible():
                # With little room it is on the other page.
                self._picturing = self._views.isAncestorOf(missing[1])
                self._fit()
            missing[1].setFocus()
            return
        if self._adds:
            self.addition_wanted.emit()
        else:
            self.send_wanted.emit(self._form.recipient)

    def _leave(self) -> None:
        self.flush()
        self.back_wanted.emit()
