# SPDX-License-Identifier: GPL-3.0-or-later
"""The reader's language: English sources, bokmål from a translation file."""

from __future__ import annotations

import logging

from PySide6.QtCore import QLocale, QObject, QTranslator, Signal
from PySide6.QtWidgets import QApplication

from app.resources import resource_path

ENGLISH, BOKMAL = "en", "nb"

_log = logging.getLogger(__name__)


class Language(QObject):
    """Changes the language of all screens, which hear ``LanguageChange``. GUI thread.

    ``changed`` tells what is not a screen.
    """

    changed = Signal(str)

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._translator = QTranslator(self)
        self._key = ENGLISH

    @property
    def key(self) -> str:
        """The language in use: "en" or "nb"."""
        return self._key

    def choose(self, key: str) -> None:
        """Speak English or bokmål; English where the translation is not installed."""
        if key != self._key:
            self._change(key)
            self.changed.emit(self._key)

    def _change(self, key: str) -> None:
        self._application.removeTranslator(self._translator)
        self._key = ENGLISH
        if key == BOKMAL:
            try:
                path = resource_path("translations/vidda_nb.qm")
            except FileNotFoundError:
                _log.info("no bokmål translation is installed")
                return
            if self._translator.load(str(path)):
                self._key = BOKMAL
                self._application.installTranslator(self._translator)
        locale = QLocale(QLocale.Language.NorwegianBokmal if key == BOKMAL else "en_GB")
        QLocale.setDefault(locale)


def system_language() -> str:
    """Choose bokmål for people whose system speaks any Norwegian, Danish or Swedish."""
    language = QLocale.system().language()
    nordic = (
        QLocale.Language.NorwegianBokmal,
        QLocale.Language.NorwegianNynorsk,
        QLocale.Language.Danish,
        QLocale.Language.Swedish,
    )
    return BOKMAL if language in nordic else ENGLISH
