# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of the first run; each emits what was written, none asks the world."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.ui.start.secret_edit import SecretEdit
from app.ui.widgets.announce import announce
from app.ui.widgets.button import Button
from app.ui.widgets.field import Field
from app.ui.widgets.plain_label import PlainLabel
from app.vault.enrolment_code import BadEnrolmentCode, parse_code
from app.vault.passphrases import PassphraseProblem, check_passphrase


class Page(QWidget):
    """Title, lead, and a column for the rest."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(18)
        self._title = PlainLabel("", "patient-page", wrap=True)
        self._lead = PlainLabel("", "lead", "muted", wrap=True)
        self._column.addWidget(self._title)
        self._column.addWidget(self._lead)

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._name()

    def _name(self) -> None:
        """Say all words in the reader's language; each page has its own."""


class CodePage(Page):
    """Asks for the server's address and the code; emits both once the code reads well."""

    given = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._server = QLineEdit()
        self._server.setProperty("scale", "large")
        self._server.setMaxLength(200)
        self._code = QLineEdit()
        self._code.setProperty("place", "mono")
        self._code.setProperty("scale", "large")
        self._code.setMaxLength(120)
        self._code.returnPressed.connect(self._check)
        self._server_field = Field("", self._server)
        self._code_field = Field("", self._code)
        self._go = Button("", "primary", size="large")
        self._go.clicked.connect(lambda _: self._check())
        self._column.addWidget(self._server_field)
        self._column.addWidget(self._code_field)
        self._column.addWidget(self._go, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)
        self._name()

    def start(self) -> None:
        """Take the keyboard."""
        (self._code if self._server.text() else self._server).setFocus()

    def show_error(self, title: str, detail: str) -> None:
        """Say why the server does not take it."""
        self._code_field.set_error(f"{title} {detail}".strip())
        self._code.setFocus()

    def _check(self) -> None:
        server, code = self._server.text().strip(), self._code.text()
        if server and "://" not in server:
            server = f"https://{server}"
        self._server_field.set_error("" if server else self.tr("Write the server's address."))
        problem = ""
        try:
            parse_code(code)
        except BadEnrolmentCode as error:
            problem = self.tr("The code has a typing error. Compare it with the paper.")
            if error.group is not None:
                problem = self.tr("Group {group} of the code is not right.").format(
                    group=error.group
                )
        self._code_field.set_error(problem)
        if not server:
            self._server.setFocus()
        elif problem:
            self._code.setFocus()
        else:
            self.given.emit(server, code)

    def _name(self) -> None:
        self._title.setText(self.tr("Welcome to Vidda"))
        self._lead.setText(
            self.tr(
                "Your administrator has given you a code. It shows Vidda which organisation you "
                "belong to, so that nobody else can pretend to be it."
            )
        )
        self._server_field.set_label(self.tr("The server's address"))
        self._server_field.set_hint(self.tr("It stands on the same paper as the code."))
        self._code_field.set_label(self.tr("Code"))
        self._code_field.set_hint(self.tr("Nine groups of five; small letters are fine."))
        self._go.setText(self.tr("Go on"))


class PassphrasePage(Page):
    """Asks for a passphrase twice; emits it once it is good enough."""

    given = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._first, self._second = SecretEdit(), SecretEdit()
        self._first_field = Field("", self._first, control=self._first.line)
        self._second_field = Field("", self._second, control=self._second.line)
        self._first.submitted.connect(lambda: self._second.line.setFocus())
        self._second.submitted.connect(self._check)
        self._go = Button("", "primary", size="large")
        self._go.clicked.connect(lambda _: self._check())
        self._column.addWidget(self._first_field)
        self._column.addWidget(self._second_field)
        self._column.addWidget(self._go, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)
        self._name()

    def start(self) -> None:
        """Take the keyboard."""
        self._first.line.setFocus()

    def set_busy(self, busy: bool) -> None:
        """Say that the store is being made, which takes a second."""
        words = self.tr("Making your store …")
        self._go.setText(words if busy else self.tr("Go on"))
        self._go.explain_off(words if busy else "")

    def forget(self) -> None:
        """Empty both fields."""
        self._first.clear()
        self._second.clear()

    def _check(self) -> None:
        text = self._first.text()
        problems = check_passphrase(text)
        self._first_field.set_error(self._problem(problems[0]) if problems else "")
        same = text == self._second.text()
        self._second_field.set_error(
            "" if same or problems else self.tr("The two are not the same.")
        )
        if problems:
            self._first.line.setFocus()
        elif not same:
            self._second.line.setFocus()
        else:
            self.given.emit(text)

    def _problem(self, problem: str) -> str:
        match PassphraseProblem(problem):
            case PassphraseProblem.SHORT:
                return self.tr("Use at least 12 characters. Four or five words are good.")
            case PassphraseProblem.REPEATED:
                return self.tr("It repeats the same characters. Use different words.")
            case PassphraseProblem.SEQUENCE:
                return self.tr("These keys lie side by side. Use words instead.")
            case PassphraseProblem.COMMON:
                return self.tr("Many people use these words. Add some of your own.")

    def _name(self) -> None:
        self._title.setText(self.tr("Choose a passphrase"))
        self._lead.setText(
            self.tr(
                "It opens your notes when the key store of this computer does not. "
                "Four or five words that only you would put together are best."
            )
        )
        self._first_field.set_label(self.tr("Passphrase"))
        self._second_field.set_label(self.tr("The same once more"))
        self._go.setText(self.tr("Go on"))


class ApprovalPage(Page):
    """Says that the administrator has to approve, and that waiting goes on by itself."""

    again = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._words = PlainLabel("", "body", "muted", wrap=True)
        self._column.addWidget(self._words)
        self._trouble = PlainLabel("", "body", "warn", wrap=True)
        self._column.addWidget(self._trouble)
        self._again = Button("")
        self._again.clicked.connect(lambda _: self.again.emit())
        self._again.hide()
        self._column.addWidget(self._again, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)
        self._name()

    def show_trouble(self, title: str, detail: str) -> None:
        """Say what stands in the way, and offer to try again; empty words take it away."""
        self._trouble.setText(f"{title} {detail}".strip())
        self._again.setVisible(bool(title))
        if title:
            announce(self, self._trouble.text())

    def _name(self) -> None:
        self._title.setText(self.tr("Waiting for your administrator"))
        self._lead.setText(
            self.tr("Tell your administrator that you are ready. They confirm that it is you.")
        )
        self._words.setText(
            self.tr("This goes on by itself. You can close Vidda and come back later.")
        )
        self._again.setText(self.tr("Try again"))
