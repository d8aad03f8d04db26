# SPDX-License-Identifier: GPL-3.0-or-later
"""A new referral: the question on the left, the views that are asked for on the right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from app.records.media_facts import QualityVerdict
from app.records.people import Practitioner
from app.records.referral import SLOTS, Referral, Slot, Specialty
from app.ui import theme, times
from app.ui.referrals import words
from app.ui.referrals.compose_form import ComposeForm
from app.ui.referrals.slot_card import SlotCard
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
    send_wanted = Signal(str)
    """User id of the chosen specialist."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._referral: Referral | None = None
        self._images: dict[str, QImage] = {}
        self._cards: dict[Slot, SlotCard] = {}
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
        self._form.recipient_changed.connect(self._render_foot)
        body.addWidget(self._form)
        self._pictures = Scroll(spacing=10)
        self._make_pictures()
        body.addWidget(self._pictures, 1)
        column.addLayout(body, 1)
        column.addWidget(self._make_foot())
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
        fresh = self._referral is None or self._referral.referral != referral.referral
        self._lay_cards(referral.form.specialty)
        self._referral = referral
        self._images = dict(images)
        if fresh:
            self._form.fill(referral.form)
            self._trouble.hide()
        self._form.set_recipients(recipients)
        QTimer.singleShot(0, self, self._arrange)
        self._render_slots()

    def show_saved(self, at: datetime) -> None:
        """Say when the draft was last written to disk."""
        self._saved.setText(self.tr("Saved {time}").format(time=times.hour_minute_second(at)))

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
        self._grid = QGridLayout()
        self._grid.setSpacing(14)
        self._pictures.column.addLayout(self._grid)
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
        self._lay_cards(self._form.specialty)
        self._tell_form()
        self._render_slots()

    def _tell_form(self) -> None:
        if self._referral is not None:
            form = self._form.form_now(self._referral.form)
            self._referral = replace(self._referral, form=form)
            self.form_changed.emit(form)

    # Slots

    def _lay_cards(self, specialty: Specialty) -> None:
        wanted = [*SLOTS[specialty], Slot.OTHER]
        if list(self._cards) == wanted:
            return
        for card in self._cards.values():
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = {}
        for index, slot in enumerate(wanted):
            card = SlotCard(index + 1, slot)
            card.file_wanted.connect(self.file_wanted)
            card.file_dropped.connect(self.file_dropped)
            card.keep_wanted.connect(self.keep_wanted)
            self._cards[slot] = card
        self._arrange()

    def _arrange(self) -> None:
        widest = max((c.minimumSizeHint().width() for c in self._cards.values()), default=0)
        room = self._pictures.viewport().width()
        columns = 2 if room >= 2 * max(widest, theme.px(230)) + self._grid.spacing() else 1
        for index, card in enumerate(self._cards.values()):
            self._grid.addWidget(card, index // columns, index % columns)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

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
        self._pictures.setVisible(not narrow or self._picturing)
        fixed = theme.px(FORM_WIDTH) + 14
        self._form.setMinimumWidth(0 if narrow else fixed)
        self._form.setMaximumWidth(QWIDGETSIZE_MAX if narrow else fixed)

    def _render_slots(self) -> None:
        assert self._referral is not None
        taken = {a.slot: a for a in self._referral.attachments}
        for slot, card in self._cards.items():
            attachment = taken.get(slot)
            image = self._images.get(attachment.attachment, QImage()) if attachment else QImage()
            card.render_attachment(attachment, image)
        asked = [slot for slot in self._cards if slot is not Slot.OTHER]
        count = self.tr("{count} of {all} taken")
        self._taken.setText(count.format(count=sum(s in taken for s in asked), all=len(asked)))
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
            first = next(iter(self._cards.values()))
            return self.tr("Add at least one picture or sound"), first
        for number, (slot, card) in enumerate(self._cards.items(), 1):
            for attachment in self._referral.attachments:
                bad = attachment.quality.verdict is QualityVerdict.BAD
                if attachment.slot is slot and bad and not attachment.kept_reason:
                    words_ = self.tr("Take picture {number} again, or keep it with a reason")
                    return words_.format(number=number), card
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
