# SPDX-License-Identifier: GPL-3.0-or-later
"""The navigation at the left edge of the clinician's window."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.schedule.views import OwnerCard
from app.ui import theme
from app.ui.widgets.avatar import Avatar
from app.ui.widgets.badge import Badge
from app.ui.widgets.button import Button
from app.ui.widgets.enter import pressed_by_enter
from app.ui.widgets.logo import Logo
from app.ui.widgets.plain_label import PlainLabel
from app.ui.words import role_words

WIDE, SLIM = 208, 64


@dataclass(frozen=True, slots=True)
class Section:
    """One place to go: words in the reader's language are asked for by the rail's owner."""

    key: str
    icon: str
    at_foot: bool = False


class RailButton(QPushButton):
    """A place to go, with how many things wait there."""

    def __init__(self, section: Section) -> None:
        super().__init__()
        self._icon = section.icon
        self._title = ""
        self._count = 0
        self._slim = False
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self._badge = Badge("", "neutral", parent=self)
        self._small = Badge("", "count", high=16, parent=self)
        for badge in (self._badge, self._small):
            badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            badge.hide()
        self.toggled.connect(self._draw)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be pressed by Enter too."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def set_title(self, title: str) -> None:
        """Name the place."""
        self._title = title
        self._draw()

    def set_count(self, count: int) -> None:
        """Show how many things wait; nought shows nothing."""
        self._count = count
        self._draw()

    def set_slim(self, slim: bool) -> None:
        """Show the icon alone, with the words as tooltip."""
        self._slim = slim
        theme.set_state(self, "place", "narrow" if slim else "")
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon anew when the look or the text size changes."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the number at the right edge."""
        super().resizeEvent(event)
        self._place_badge()

    def _draw(self) -> None:
        chosen = self.isChecked()
        side = theme.px(20)
        self.setIconSize(QSize(side, side))
        name = f"{self._icon}-fill" if chosen else self._icon
        self.setIcon(theme.icon(name, "accent_text" if chosen else "muted"))
        self.setText("" if self._slim else f" {self._title}")
        counted = f"{self._title}, {self._count}" if self._count else self._title
        self.setAccessibleName(counted)
        self.setToolTip(counted if self._slim else "")
        for badge in (self._badge, self._small):
            badge.set_text(str(self._count))
        self._badge.setVisible(self._count > 0 and not self._slim)
        self._small.setVisible(self._count > 0 and self._slim)
        self._place_badge()

    def _place_badge(self) -> None:
        for badge in (self._badge, self._small):
            badge.adjustSize()
        top = (self.height() - self._badge.height()) // 2
        self._badge.move(self.width() - self._badge.width() - theme.px(10), top)
        self._small.move(self.width() - self._small.width() - 2, 2)


class RailFoot(QFrame):
    """Who is logged in, and the lock."""

    def __init__(self, owner: OwnerCard) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 12, 4, 12)
        self._row.setSpacing(6)
        self._disc = Avatar(owner.name)
        self._row.addWidget(self._disc)
        self._words = QWidget()
        column = QVBoxLayout(self._words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        self._owner = owner
        self._name = PlainLabel(owner.name, "label", wrap=True)
        self._role = PlainLabel("", "caption", "muted", wrap=True)
        column.addWidget(self._name)
        column.addWidget(self._role)
        self._row.addWidget(self._words, 1)
        self.lock = Button("", "quiet", "lock-simple", size="icon")
        self._row.addWidget(self.lock)

    def name(self, lock: str) -> None:
        """Say profession and lock in the reader's language."""
        self._role.setText(role_words(self._owner.role))
        self.lock.setAccessibleName(lock)
        self.lock.setToolTip(lock)

    def set_slim(self, slim: bool) -> None:
        """Keep the lock alone."""
        self._words.setVisible(not slim)
        self._disc.setVisible(not slim)
        self._row.setContentsMargins(*(4, 8, 4, 8) if slim else (12, 12, 4, 12))


class Rail(QFrame):
    """Emits ``chosen(key)`` and ``lock_asked``."""

    chosen = Signal(str)
    lock_asked = Signal()

    def __init__(self, sections: tuple[Section, ...], owner: OwnerCard) -> None:
        super().__init__()
        self._buttons: dict[str, RailButton] = {}
        self._slim = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._logo_row = QHBoxLayout()
        self._logo = Logo(28)
        self._logo_row.addWidget(self._logo)
        column.addLayout(self._logo_row)
        self._places = QVBoxLayout()
        self._places.setSpacing(0)
        for section in (s for s in sections if not s.at_foot):
            self._places.addWidget(self._button(section))
        self._places.addStretch(1)
        for section in (s for s in sections if s.at_foot):
            self._places.addWidget(self._button(section))
        column.addLayout(self._places, 1)
        self._foot = RailFoot(owner)
        self._foot.lock.clicked.connect(self.lock_asked)
        column.addWidget(self._foot)
        self._arrange()

    def set_titles(self, titles: dict[str, str], lock: str) -> None:
        """Name all places in the reader's language."""
        for key, button in self._buttons.items():
            button.set_title(titles.get(key, key))
        self._foot.name(lock)

    def mark(self, key: str) -> None:
        """Show which place is open, without a signal."""
        self._buttons[key].setChecked(True)

    def set_count(self, key: str, count: int) -> None:
        """Show how many things wait at a place."""
        self._buttons[key].set_count(count)

    def set_slim(self, slim: bool) -> None:
        """Fold to icons, or unfold."""
        if slim is not self._slim:
            self._slim = slim
            self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._arrange()

    def _button(self, section: Section) -> RailButton:
        button = RailButton(section)
        button.clicked.connect(lambda _checked, key=section.key: self.chosen.emit(key))
        self._buttons[section.key] = button
        return button

    def _arrange(self) -> None:
        slim = self._slim
        # Folded, the rail grows less than the text: it holds icons alone.
        self.setFixedWidth(min(theme.px(SLIM), 88) if slim else theme.px(WIDE))
        self._logo.show_name(not slim)
        side = 10 if slim else 18
        self._logo_row.setContentsMargins(side if not slim else 18, 20, 8, 20)
        self._places.setContentsMargins(8 if slim else 11, 0, 8 if slim else 11, 16)
        self._foot.set_slim(slim)
        for button in self._buttons.values():
            button.set_slim(slim)
