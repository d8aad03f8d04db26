# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors in the reader's language: what happened, what is safe, what to do."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from app.errors import KnownError

CONTEXT = "Errors"
"""The translation context that packaging/build_translations.py fills from the docstrings."""


def error_words(error: Exception) -> tuple[str, str]:
    """Give a title and a detail for an error; the detail may be "".

    The sentence of a KnownError is its English source text. Anything else is our fault.
    """
    if not isinstance(error, KnownError):
        return (
            QCoreApplication.translate("Words", "Something in Vidda went wrong."),
            QCoreApplication.translate(
                "Words", "What you have written is kept. Try again; if it happens again, tell IT."
            ),
        )
    english = error.sentence()
    return split_sentences(QCoreApplication.translate(CONTEXT, english))


def split_sentences(text: str) -> tuple[str, str]:
    """Part the first sentence from the rest."""
    parts = re.split(r"(?<=[.!?])\s+", text.strip(), maxsplit=1)
    return parts[0], parts[1] if len(parts) > 1 else ""


def role_words(role: str) -> str:
    """Translate the roles that people meet; unknown ones stay as the organisation wrote them."""
    known = {
        "Patient": QCoreApplication.translate("Roles", "Patient"),
        "Psychiatrist": QCoreApplication.translate("Roles", "Psychiatrist"),
        "Psychologist": QCoreApplication.translate("Roles", "Psychologist"),
        "Psychiatric nurse": QCoreApplication.translate("Roles", "Psychiatric nurse"),
        "GP": QCoreApplication.translate("Roles", "GP"),
        "Dermatologist": QCoreApplication.translate("Roles", "Dermatologist"),
        "Ophthalmologist": QCoreApplication.translate("Roles", "Ophthalmologist"),
        "Cardiologist": QCoreApplication.translate("Roles", "Cardiologist"),
        "ENT specialist": QCoreApplication.translate("Roles", "ENT specialist"),
        "Interpreter": QCoreApplication.translate("Roles", "Interpreter"),
        "Next of kin": QCoreApplication.translate("Roles", "Next of kin"),
        "Nurse": QCoreApplication.translate("Roles", "Nurse"),
        "Doctor": QCoreApplication.translate("Roles", "Doctor"),
    }
    return known.get(role, role)
