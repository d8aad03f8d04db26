# SPDX-License-Identifier: GPL-3.0-or-later
"""The picture that was just taken: keep it in the record, or not; then what to do with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.widgets.announce import announce
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.scroll import Scroll

_WIDE = 460
_PICTURE = QSize(420, 250)
_MARGIN = 20
_GAP = 12


class StillPhase(Enum):
    """NONE -> TAKING -> ASKING -> KEEPING -> KEPT; back to NONE from each."""

    NONE = "none"
    TAKING = "taking"
    ASKING = "asking"
    """Taken, in memory only."""
    KEEPING = "keeping"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class StillView:
    """What stands on the card."""

    phase: StillPhase = StillPhase.NONE
    image: QImage | None = None
    patient: str = ""
    time: str = ""
    told: bool | None = None
    """Whether the patient is sure to know that it is kept; None where it is opened again."""
    over: bool = False
    """The call that it was taken in is over: nobody is told any more."""


class Preview(QWidget):
    """The picture whole, as large as there is room for."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_image(self, image: QImage | None) -> None:
        """Show another picture, or none."""
        self._image = image
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as the card is wide, at most."""
        return QSize(theme.px(_PICTURE.width()), theme.px(_PICTURE.height()))

    def minimumSizeHint(self) -> QSize:
        """Still to be recognised."""
        return QSize(80, 45)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it scaled down, on the dark ground that pictures stand on."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("viewer"))
        if self._image is None:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        painter.drawImage(place, self._image)


class StillCard(Card):
    """Lies over the stage from the moment that a picture is asked for. Esc keeps nothing and
    throws nothing away: it closes the card only where there is nothing to lose."""

    kept = Signal()
    discarded = Signal()
    referred = Signal()
    closed = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__("strong", margin=_MARGIN, parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._view = StillView()
        self._name = ""
        self._title = PlainLabel("", "section", wrap=True)
        self._lead = PlainLabel("", "body", "muted", wrap=True)
        self._preview = Preview()
        self._keep = Button("", "primary")
        self._discard = Button("")
        self._refer = Button("", "primary")
        self._close = Button("", "quiet")
        self._answers = FlowLayout(8)
        for button in (self._keep, self._discard, self._refer, self._close):
            self._answers.addWidget(button)
        self._said = Scroll(spacing=_GAP)
        for words in (self._title, self._lead):
            self._said.column.addWidget(words)
        self._said.column.addStretch(1)
        beside = QVBoxLayout()
        beside.setSpacing(_GAP)
        beside.addWidget(self._said)
        beside.addLayout(self._answers)
        beside.addStretch(1)
        self._parts = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._parts.setSpacing(_GAP)
        self._parts.addWidget(self._preview, 1)
        self._parts.addLayout(beside)
        self.column.addLayout(self._parts)
        self._keep.clicked.connect(self.kept)
        self._discard.clicked.connect(self.discarded)
        self._refer.clicked.connect(self.referred)
        self._close.clicked.connect(self.closed)
        self.hide()

    def render_view(self, view: StillView, name: str) -> None:
        """Show how far it is; ``name`` is how the patient is spoken of."""
        before, self._view, self._name = self._view, view, name
        self._preview.set_image(view.image)
        self._speak()
        if view.phase is not before.phase and view.phase is not StillPhase.NONE:
            self.show()
            self.raise_()
            announce(self, self._title.text())
            first = {StillPhase.ASKING: self._keep, StillPhase.KEPT: self._close}.get(view.phase)
            if first is not None:
                first.setFocus(Qt.FocusReason.OtherFocusReason)

    def place_in(self, room: QRect) -> None:
        """Lie at the right end of a room: the picture above the words, or beside them where it
        is larger so."""
        edge = 2 * _MARGIN
        narrow = min(room.width(), theme.px(_WIDE))
        half = (room.width() - edge - _GAP) // 2
        image = self._view.image
        width, wide = narrow, narrow - edge
        beside, high = False, 0
        if image is not None:
            left = room.height() - edge - _GAP - self._words_height(wide)
            above = _fitted(image.size(), QSize(wide, left))
            aside = _fitted(image.size(), QSize(half, room.height() - edge))
            beside = aside.height() > above.height()
            if beside:
                width, wide, high = room.width(), half, aside.height()
            else:
                high = above.height() + _GAP
        words = self._words_height(wide)
        high = edge + (max(words, high) if beside else words + high)
        self._parts.setDirection(
            QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        )
        self._parts.setStretch(1, 1 if beside else 0)
        # What there is no room for is scrolled to; the buttons stay.
        over = max(0, high - room.height()) if beside else 0
        self._said.setFixedHeight(max(0, self._said_height(wide) - over))
        self.setGeometry(room.right() - width + 1, room.top(), width, min(high, room.height()))

    def _said_height(self, width: int) -> int:
        return self._said.column.heightForWidth(width)

    def _words_height(self, width: int) -> int:
        return self._said_height(width) + _GAP + self._answers.heightForWidth(width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc after it is kept."""
        if event.key() == Qt.Key.Key_Escape and self._view.phase is StillPhase.KEPT:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._speak()

    def _speak(self) -> None:
        phase = self._view.phase
        self.setVisible(phase is not StillPhase.NONE)
        title, lead = self._text()
        self._title.setText(title)
        self._lead.setText(lead)
        self._lead.setVisible(bool(lead))
        self._preview.setVisible(self._view.image is not None)
        self._preview.setAccessibleName(title)
        self._keep.setText(self.tr("Keep in the record"))
        self._discard.setText(self.tr("Delete"))
        self._refer.setText(self.tr("New referral with it"))
        self._close.setText(self.tr("Close"))
        for button in (self._keep, self._discard):
            button.setVisible(phase is StillPhase.ASKING)
        for button in (self._refer, self._close):
            button.setVisible(phase is StillPhase.KEPT)

    def _text(self) -> tuple[str, str]:
        view, name = self._view, self._name or self.tr("The other person")
        size = view.image.size() if view.image is not None else QSize()
        match view.phase:
            case StillPhase.NONE:
                return "", ""
            case StillPhase.TAKING:
                return (
                    self.tr("The picture is being taken"),
                    self.tr("{name} is asked to hold still.").format(name=name),
                )
            case StillPhase.ASKING:
                facts = self.tr("Taken at {time}, {width} × {height}. {name} was told before.")
                then = self.tr("The call is over: {name} may not be told what you choose.")
                lead = f"{facts} {then}" if view.over else facts
                lead = lead.format(
                    time=view.time, width=size.width(), height=size.height(), name=name
                )
                return self.tr("Keep this picture of {name}?").format(name=view.patient), lead
            case StillPhase.KEEPING:
                return self.tr("The picture is being sealed …"), ""
            case StillPhase.KEPT:
                kept = self.tr("Kept in the record of {name}").format(name=view.patient)
                lead = self.tr("Sealed on this computer, unaltered, {width} × {height}.")
                if view.told is not None:
                    known = self.tr("{name} has been told.")
                    lead += " " + (
                        known if view.told else self.tr("{name} may not have been told.")
                    )
                return kept, lead.format(width=size.width(), height=size.height(), name=name)
            case _:
                assert_never(view.phase)


def _fitted(picture: QSize, room: QSize) -> QSize:
    """Give the size of a picture that is shown whole, no larger than there is use for."""
    most = QSize(theme.px(_PICTURE.width()), theme.px(_PICTURE.height()))
    into = most.boundedTo(room).expandedTo(QSize(0, 0))
    return picture.scaled(into, Qt.AspectRatioMode.KeepAspectRatio)
