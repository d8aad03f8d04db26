# SPDX-License-Identifier: GPL-3.0-or-later
"""A pane with the button that names and chooses what it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.records.ids import AttachmentId
from app.records.presentation import Channel, Presentation
from app.ui.widgets.button import Button
from app.ui.workbench import picture_words
from app.ui.workbench.panes import Seen
from app.ui.workbench.picture_pane import PicturePane

EDGE = 8


class PaneFrame(QWidget):
    """One of up to four panes; the button over its corner says which picture, in which look."""

    picture_wished = Signal(str)
    look_wished = Signal(object)
    """A Presentation."""

    def __init__(self, measure: Callable[[float], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.pane = PicturePane(measure)
        column.addWidget(self.pane)
        self._choose = Button("", "viewer", "caret-down", size="small", parent=self)
        self._choose.setProperty("over", "picture")
        self._choose.clicked.connect(self._open_menu)
        self._pictures: tuple[tuple[AttachmentId, str], ...] = ()
        self._seen: Seen | None = None
        self._chosen = False

    def render_seen(
        self, seen: Seen, pictures: tuple[tuple[AttachmentId, str], ...], *, chosen: bool
    ) -> None:
        """Name what is shown; ``pictures`` are all that can be, with their names."""
        self._seen, self._pictures = seen, pictures
        name = dict(pictures).get(seen.attachment, "")
        look = picture_words.look(seen.presentation)
        self._choose.setText(f"{name}, {look}")
        self._choose.setAccessibleName(
            self.tr("Choose what is shown: {now}").format(now=f"{name}, {look}")
        )
        self.pane.setAccessibleName(f"{name}, {look}")
        self._chosen = chosen
        self.pane.set_chosen(chosen)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Say the look in another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and self._seen is not None:
            self.render_seen(self._seen, self._pictures, chosen=self._chosen)
        elif event.type() is QEvent.Type.StyleChange:
            self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button in the corner."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        hint = self._choose.sizeHint()
        self._choose.setGeometry(EDGE, EDGE, hint.width(), hint.height())
        self._choose.setVisible(hint.width() <= self.width() - 2 * EDGE)
        self._choose.raise_()

    def _open_menu(self) -> None:
        if self._seen is None:
            return
        menu = QMenu(self)
        for attachment, name in self._pictures:
            action = _choice(menu, name, on=attachment == self._seen.attachment)
            action.triggered.connect(
                lambda _=False, wanted=attachment: self.picture_wished.emit(wanted)
            )
        menu.addSeparator()
        now = self._seen.presentation
        for channel in Channel:
            self._offer(
                menu,
                picture_words.channel(channel),
                replace(now, channel=channel),
                on=now.channel is channel,
            )
        contrast = replace(now, local_contrast=not now.local_contrast)
        self._offer(menu, self.tr("local contrast"), contrast, on=now.local_contrast)
        inverted = replace(now, inverted=not now.inverted)
        self._offer(menu, self.tr("inverted"), inverted, on=now.inverted)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._choose.mapToGlobal(self._choose.rect().bottomLeft()))

    def _offer(self, menu: QMenu, words: str, look: Presentation, *, on: bool) -> None:
        action = _choice(menu, words[:1].upper() + words[1:], on=on)
        action.triggered.connect(lambda _=False: self.look_wished.emit(look))


def _choice(menu: QMenu, words: str, *, on: bool) -> QAction:
    action = menu.addAction(words.replace("&", "&&"))
    action.setCheckable(True)
    action.setChecked(on)
    return action
