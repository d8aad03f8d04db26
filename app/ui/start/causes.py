# SPDX-License-Identifier: GPL-3.0-or-later
"""Why the unlock screen is shown, in the reader's words: each cause has its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from PySide6.QtCore import QCoreApplication

from app.vault.keyring_backends import KeyringState

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class CauseWords:
    """Two sentences for the banner, and what stands beside the card."""

    title: str
    detail: str
    happened: str
    to_do: str
    ask_again: bool
    """Whether asking the key store once more can help."""


def locked_words() -> CauseWords:
    """Say that the user has locked Vidda."""
    return CauseWords(
        title=translate("Causes", "Vidda is locked."),
        detail=translate("Causes", "Your notes are safe on this computer."),
        happened=translate("Causes", "You locked Vidda, or it was left alone for a while."),
        to_do=translate(
            "Causes", "Open it with the key store, your passphrase or the recovery key."
        ),
        ask_again=True,
    )


def cause_words(state: KeyringState) -> CauseWords:
    """Say what is with the key store of this computer."""
    safe = translate(
        "Causes", "Your notes are safe, but they stay locked until you open them here."
    )
    write = translate(
        "Causes",
        "Write your passphrase, or the recovery key from the sheet you printed. "
        "Vidda then makes a new entry in the key store.",
    )
    match state:
        case KeyringState.MISSING:
            return CauseWords(
                translate("Causes", "The key is no longer in the key store of this computer."),
                safe,
                translate(
                    "Causes",
                    "The key store answers, but Vidda's entry is gone. "
                    "This can happen after a new password or a new computer.",
                ),
                write,
                False,
            )
        case KeyringState.LOCKED:
            return CauseWords(
                translate("Causes", "The key store of this computer is locked."),
                safe,
                translate(
                    "Causes", "The key store opens when you log in, or when you unlock it yourself."
                ),
                translate(
                    "Causes", "Unlock the key store and ask it again, or write your passphrase."
                ),
                True,
            )
        case KeyringState.DENIED:
            return CauseWords(
                translate("Causes", "The key store of this computer refused."),
                safe,
                translate("Causes", "You or the system said no, or the service has stopped."),
                translate("Causes", "Ask it again and allow Vidda, or write your passphrase."),
                True,
            )
        case KeyringState.CHANGED:
            return CauseWords(
                translate("Causes", "This computer now uses another key store."),
                safe,
                translate("Causes", "The key lies in the key store that was in use before."),
                write,
                False,
            )
        case KeyringState.ABSENT:
            return CauseWords(
                translate("Causes", "This computer has no key store that Vidda may use."),
                safe,
                translate(
                    "Causes",
                    "Vidda puts keys only into the system's own key store, never into a file.",
                ),
                translate("Causes", "Write your passphrase each time you start Vidda."),
                False,
            )
        case KeyringState.WRONG:
            return CauseWords(
                translate("Causes", "The key in the key store does not fit."),
                safe,
                translate("Causes", "Another copy of Vidda may have put its own key there."),
                translate(
                    "Causes",
                    "Write your passphrase, or the recovery key from the sheet you printed.",
                ),
                False,
            )
        case KeyringState.TIMEOUT:
            return CauseWords(
                translate("Causes", "The key store of this computer does not answer."),
                safe,
                translate(
                    "Causes",
                    "Vidda waited half a minute. Perhaps a question from the system is open.",
                ),
                translate(
                    "Causes",
                    "Answer the system's question and ask again, or write your passphrase.",
                ),
                True,
            )
        case KeyringState.OK:
            return locked_words()
        case _:
            assert_never(state)
