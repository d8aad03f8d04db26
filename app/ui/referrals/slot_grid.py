# SPDX-License-Identifier: GPL-3.0-or-later
"""The views that a specialty asks for, as cards in one or two columns."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from app.records.ids import AttachmentId
from app.records.media_facts import QualityVerdict
from app.records.referral import SLOTS, Attachment, Slot, Specialty
from app.ui import theme
from app.ui.referrals.slot_card import SlotCard

NARROWEST = 230


class SlotGrid(QWidget):
    """One card a view, one for each other recording, and an empty one for whatever else.

    The signals carry the card's slot; ``keep_wanted`` and ``remove_wanted`` the attachment.
    """

    file_wanted = Signal(str)
    file_dropped = Signal(str, str)
    capture_wanted = Signal(str)
    keep_wanted = Signal(str, str)
    remove_wanted = Signal(str)
    laid = Signal()
    """Other cards are shown than before; they want to be arranged."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: list[tuple[Slot, SlotCard]] = []
        self._asked: tuple[Slot, ...] = ()
        self._attachments: tuple[Attachment, ...] = ()
        self._strangers: frozenset[AttachmentId] = frozenset()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(14)

    @property
    def asked(self) -> tuple[Slot, ...]:
        """The views that are asked for, in order."""
        return self._asked

    @property
    def taken(self) -> tuple[Slot, ...]:
        """Those of them that are there."""
        there = {attachment.slot for attachment in self._attachments}
        return tuple(slot for slot in self.asked if slot in there)

    def following(self, slot: Slot) -> Slot | None:
        """Give the next view after this one that is still to be taken, from the start again."""
        asked = self.asked
        start = asked.index(slot) + 1 if slot in asked else 0
        left = [each for each in asked[start:] + asked[:start] if each not in self.taken]
        return next((each for each in left if each is not slot), None)

    def render_attachments(
        self,
        specialty: Specialty,
        attachments: tuple[Attachment, ...],
        images: Mapping[str, QImage],
        strangers: Collection[AttachmentId] = (),
    ) -> None:
        """Show what a specialty asks for and what of it is there; ``strangers`` are another's.

        What was taken for another specialty before stays, among the others.
        """
        self._asked, self._attachments = SLOTS[specialty], attachments
        self._strangers = frozenset(strangers)
        shown: list[tuple[Slot, Attachment | None]] = []
        for slot in self._asked:
            shown.append((slot, next((a for a in attachments if a.slot is slot), None)))
        shown += [(a.slot, a) for a in attachments if a.slot not in self._asked]
        shown.append((Slot.OTHER, None))
        self._lay([slot for slot, _ in shown])
        for (_, attachment), (_, card) in zip(shown, self._cards, strict=True):
            image = images.get(attachment.attachment, QImage()) if attachment else QImage()
            stranger = attachment is not None and attachment.attachment in self._strangers
            card.render_attachment(attachment, image, stranger=stranger)

    def arrange(self, room: int) -> None:
        """Lay the cards in as many columns as ``room`` pixels hold, one or two."""
        widest = max((card.minimumSizeHint().width() for _, card in self._cards), default=0)
        wide = room >= 2 * max(widest, theme.px(NARROWEST)) + self._grid.spacing()
        columns = 2 if wide else 1
        for index, (_, card) in enumerate(self._cards):
            self._grid.addWidget(card, index // columns, index % columns)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def first_card(self) -> SlotCard:
        """Where to go when nothing is there at all."""
        return self._cards[0][1]

    def unexplained(self) -> tuple[int, SlotCard] | None:
        """Find the first recording that is bad and kept without a reason: number and card."""
        for number, (_, card) in enumerate(self._cards, 1):
            attachment = card.attachment
            if (
                attachment is not None
                and attachment.quality.verdict is QualityVerdict.BAD
                and not attachment.kept_reason
            ):
                return number, card
        return None

    def of_another_patient(self) -> tuple[int, QWidget] | None:
        """Find the first recording that names another patient: number and what removes it."""
        for number, (_, card) in enumerate(self._cards, 1):
            if card.attachment is not None and card.attachment.attachment in self._strangers:
                return number, card.way_out
        return None

    def pasted_into(self) -> Slot:
        """Tell which view a pasted picture is for: the one in use, else the next that is asked."""
        focus = QApplication.focusWidget()
        for slot, card in self._cards:
            if focus is not None and (card is focus or card.isAncestorOf(focus)):
                return slot
        return next((slot for slot in self.asked if slot not in self.taken), Slot.OTHER)

    def _lay(self, wanted: list[Slot]) -> None:
        kept = 0
        while kept < min(len(wanted), len(self._cards)) and self._cards[kept][0] is wanted[kept]:
            kept += 1
        if kept == len(wanted) == len(self._cards):
            return
        for _, card in self._cards[kept:]:
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        del self._cards[kept:]
        for slot in wanted[kept:]:
            card = SlotCard(len(self._cards) + 1, slot)
            card.file_wanted.connect(self.file_wanted)
            card.file_dropped.connect(self.file_dropped)
            card.capture_wanted.connect(self.capture_wanted)
            card.keep_wanted.connect(self.keep_wanted)
            card.remove_wanted.connect(self.remove_wanted)
            self._cards.append((slot, card))
        self.laid.emit()
