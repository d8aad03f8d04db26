# SPDX-License-Identifier: GPL-3.0-or-later
"""Unlock: what is wrong with the key store, and the other two ways in. Picture 12a."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.start.causes import CauseWords, cause_words, locked_words
from app.ui.start.secret_edit import SecretEdit
from app.ui.widgets.announce import announce
from app.ui.widgets.banner import Banner
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card, Line
from app.ui.widgets.field import Field
from app.ui.widgets.logo import Logo
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.plateau import Plateau
from app.ui.widgets.scroll import Scroll
from app.ui.widgets.segments import Segments
from app.ui.widths import Width, width_of
from app.vault.keyring_backends import KeyringState

CARD, BESIDE = 456, 268


class UnlockScreen(Plateau):
    """Emits what was typed; shows wrong tries, pauses and causes. Makes nothing new, ever."""

    passphrase_given = Signal(str)
    recovery_key_given = Signal(str)
    ask_again = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._cause: KeyringState | None = None
        self._has_passphrase = True
        self._busy = False
        self._pause_s = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scroll = Scroll(margins=(40, 32, 40, 32), spacing=32)
        column.addWidget(scroll)
        scroll.column.addWidget(Logo(40, "page"))
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(40)
        self._sides.addStretch(1)
        self._sides.addWidget(self._make_card(), 0, Qt.AlignmentFlag.AlignTop)
        self._sides.addWidget(self._make_beside(), 0, Qt.AlignmentFlag.AlignTop)
        self._sides.addStretch(1)
        scroll.column.addLayout(self._sides)
        scroll.column.addStretch(1)
        self._countdown = QTimer(self)
        self._countdown.setInterval(1000)
        self._countdown.timeout.connect(self._second_passed)
        self._name()

    def show_cause(self, state: KeyringState | None, *, has_passphrase: bool) -> None:
        """Say why the key store does not open; None: the user locked Vidda."""
        self._cause = state
        self._has_passphrase = has_passphrase
        self._ways.setVisible(has_passphrase)
        self._show_way("passphrase" if has_passphrase else "recovery")
        self._name()

    def show_wrong_passphrase(self, pause_s: float) -> None:
        """Say that it was wrong; the next try waits ``pause_s`` seconds."""
        words = self.tr("That is not the passphrase.")
        if self._secret.caps_lock_is_on():
            words = f"{words} {self.tr('Caps Lock is on.')}"
        self._passphrase.set_error(words)
        self._secret.line.selectAll()
        self._secret.line.setFocus()
        self._pause(pause_s)

    def show_wrong_recovery_key(self, group: int | None, pause_s: float) -> None:
        """Say that it was wrong, and in which group where that is known."""
        if group is None:
            words = self.tr("That is not the recovery key. Compare it with the sheet.")
        else:
            words = self.tr("Group {group} is not right. Compare it with the sheet.").format(
                group=group
            )
            self._select_group(group)
        self._recovery_field.set_error(words)
        self._recovery.setFocus()
        self._pause(pause_s)

    def show_trouble(self, title: str, detail: str) -> None:
        """Say that the records cannot be opened at all: damaged or made by a newer Vidda."""
        self._banner.set_content("danger", "warning-circle-fill", title, detail)
        announce(self, self._banner.text(), at_once=True)
        self.set_busy(False)

    def set_busy(self, busy: bool) -> None:
        """Say that the words are being checked, which takes about a second."""
        self._busy = busy
        self._show_button()

    def forget(self) -> None:
        """Empty both fields."""
        self._secret.clear()
        self._recovery.clear()
        self._passphrase.set_error("")
        self._recovery_field.set_error("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the words under the card where there is little room."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language, or in another size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._name()
        elif event.type() is QEvent.Type.StyleChange:
            QTimer.singleShot(0, self, self._fit)

    # ---- building --------------------------------------------------------------------------

    def _make_card(self) -> Card:
        self._card = Card("strong", margin=32, spacing=16)
        self._title = PlainLabel("", "page", wrap=True)
        self._banner = Banner("warn", "warning-fill", "")
        self._banner.pressed.connect(self.ask_again)
        self._ways = Segments((("passphrase", ""), ("recovery", "")), size="large", fill=True)
        self._ways.chosen.connect(self._show_way)
        self._secret = SecretEdit()
        self._secret.submitted.connect(self._submit)
        self._secret.caps_lock_changed.connect(self._caps_changed)
        self._passphrase = Field("", self._secret, control=self._secret.line)
        self._recovery = QLineEdit()
        self._recovery.setProperty("place", "mono")
        self._recovery.setProperty("scale", "large")
        self._recovery.setMaxLength(120)
        self._recovery.returnPressed.connect(self._submit)
        self._recovery_field = Field("", self._recovery)
        self._unlock = Button("", "primary", size="large")
        self._unlock.clicked.connect(lambda _: self._submit())
        self._unlock.explained.connect(lambda reason: announce(self, reason))
        self._neither = Button("", "quiet", "question")
        self._truth = PlainLabel("", "body", "muted", wrap=True)
        self._truth.hide()
        self._neither.clicked.connect(lambda _: self._truth.setVisible(self._truth.isHidden()))
        parts: tuple[QWidget, ...] = (
            self._title,
            self._banner,
            self._ways,
            self._passphrase,
            self._recovery_field,
            self._unlock,
            Line(),
        )
        for part in parts:
            self._card.column.addWidget(part)
        self._card.column.addWidget(self._neither, 0, Qt.AlignmentFlag.AlignLeft)
        self._card.column.addWidget(self._truth)
        self._recovery_field.hide()
        return self._card

    def _make_beside(self) -> QWidget:
        self._beside = QWidget()
        column = QVBoxLayout(self._beside)
        column.setContentsMargins(0, 32, 0, 0)
        column.setSpacing(6)
        self._happened_title = PlainLabel("", "name")
        self._happened = PlainLabel("", "body", "muted", wrap=True)
        self._to_do_title = PlainLabel("", "name")
        self._to_do = PlainLabel("", "body", "muted", wrap=True)
        column.addWidget(self._happened_title)
        column.addWidget(self._happened)
        column.addSpacing(18)
        column.addWidget(self._to_do_title)
        column.addWidget(self._to_do)
        return self._beside

    def _words(self) -> CauseWords:
        return locked_words() if self._cause is None else cause_words(self._cause)

    def _name(self) -> None:
        words = self._words()
        self._title.setText(self.tr("Unlock Vidda"))
        self._banner.set_content(
            "acc" if self._cause is None else "warn",
            "lock-simple" if self._cause is None else "warning-fill",
            words.title,
            words.detail,
            self.tr("Ask again") if words.ask_again else "",
        )
        passphrase, recovery = self.tr("Passphrase"), self.tr("Recovery key")
        self._ways.set_texts({"passphrase": passphrase, "recovery": recovery})
        self._ways.setAccessibleName(self.tr("How to unlock"))
        self._passphrase.set_label(passphrase)
        self._recovery_field.set_label(recovery)
        self._recovery_field.set_hint(self.tr("Nine groups; small letters and spaces are fine."))
        self._neither.setText(self.tr("I have neither"))
        self._truth.setText(
            self.tr(
                "Then the notes on this computer cannot be opened, by anybody. Nothing is "
                "deleted. Signed notes that were sent to the clinic may be read there. Ask your "
                "administrator for a new code to begin in a new profile."
            )
        )
        self._happened_title.setText(self.tr("What happened"))
        self._happened.setText(words.happened)
        self._to_do_title.setText(self.tr("What to do"))
        self._to_do.setText(words.to_do)
        self._show_button()

    # ---- acting ----------------------------------------------------------------------------

    def _show_way(self, key: str) -> None:
        self._ways.choose(key)
        self._passphrase.setVisible(key == "passphrase")
        self._recovery_field.setVisible(key == "recovery")
        (self._secret.line if key == "passphrase" else self._recovery).setFocus()

    def _submit(self) -> None:
        if self._busy or self._pause_s > 0:
            return
        if self._recovery_field.isVisibleTo(self._card):
            if self._recovery.text().strip():
                self.recovery_key_given.emit(self._recovery.text())
        elif self._secret.text():
            self.passphrase_given.emit(self._secret.text())

    def _caps_changed(self, on: bool) -> None:
        self._passphrase.set_hint(self.tr("Caps Lock is on.") if on else "")

    def _pause(self, seconds: float) -> None:
        self.set_busy(False)
        self._pause_s = round(seconds)
        if self._pause_s > 0:
            self._countdown.start()
        self._show_button()

    def _second_passed(self) -> None:
        self._pause_s -= 1
        if self._pause_s <= 0:
            self._countdown.stop()
        self._show_button()

    def _show_button(self) -> None:
        if self._pause_s > 0:
            words = self.tr("Try again in {seconds} s").format(seconds=self._pause_s)
            self._unlock.setText(words)
            self._unlock.explain_off(words)
        elif self._busy:
            self._unlock.setText(self.tr("Unlocking …"))
            self._unlock.explain_off(self.tr("Unlocking …"))
        else:
            self._unlock.setText(self.tr("Unlock"))
            self._unlock.explain_off("")

    def _select_group(self, group: int) -> None:
        text, start, seen, length = self._recovery.text(), 0, 0, 0
        for index, symbol in enumerate(text):
            if symbol.isalnum():
                if seen == (group - 1) * 4 and length == 0:
                    start = index
                if (group - 1) * 4 <= seen < group * 4:
                    length = index - start + 1
                seen += 1
        if length:
            self._recovery.setSelection(start, length)

    def _fit(self) -> None:
        direction = QBoxLayout.Direction
        beside = not width_of(self).under(Width.MEDIUM)
        self._sides.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
        room = self.width() - 80
        self._card.setFixedWidth(min(theme.px(CARD), room))
        self._beside.setFixedWidth(theme.px(BESIDE) if beside else min(theme.px(CARD), room))
