# SPDX-License-Identifier: GPL-3.0-or-later
"""What a clinician's visit can refuse."""

from __future__ import annotations

from app.errors import KnownError


class NoSuchVisit(KnownError):
    """This visit is not among your appointments on this computer. Nothing was opened. Check its
    id, or plan it anew."""


class NoLink(KnownError):
    """This visit has no link, so nobody can come to it. Nothing was opened. Make a new link
    first."""


class NotInVisit(KnownError):
    """No visit is open here. Nothing was done. Open the visit first."""


class NotAsRecorded(KnownError):
    """This sound is not what was recorded: its file was changed or damaged. It was not played, and
    nothing else is affected. Restore the profile folder from a backup, or record it again."""


class NotListening(KnownError):
    """The sound of the stethoscope is not switched on. Nothing was recorded. Switch it on, and
    then record."""
