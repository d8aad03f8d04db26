# SPDX-License-Identifier: GPL-3.0-or-later
"""The two kinds of error: what the world did, and what is our bug."""

from __future__ import annotations


class KnownError(Exception):
    """Something in the world is wrong and the user can act.

    Sub-classes stand beside the code that raises them. They carry data, not
    sentences, and their docstring says what the user should do. ``sentence``
    gives the English words for the command line and for a log-free report:
    what happened, what is safe, what to do. Screens translate by type.
    """

    def sentence(self) -> str:
        """Say in plain English what happened, what is safe and what to do."""
        lines = (type(self).__doc__ or type(self).__name__).strip().split("\n\n")
        return " ".join(lines[0].split())

    def __str__(self) -> str:
        return self.sentence()
