# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be wrong with the records on this computer's disk."""

from __future__ import annotations

from app.errors import KnownError


class StoreFull(KnownError):
    """The disk is full, so the last change could not be saved; everything saved before is safe.
    Keep this window open, free some space, and save again.
    """


class StoreDamaged(KnownError):
    """The file with your records is damaged, or was made with another key. Nothing was changed or
    deleted. Keep the profile folder as it is and restore a backup beside it.
    """

    def __init__(self, cause: str = "") -> None:
        super().__init__(cause)
        self.cause = cause
        """For the log: which check failed."""


class StoreNewer(KnownError):
    """These records were written by a newer version of Vidda. Nothing was changed. Install that
    version or a later one to open them.
    """

    def __init__(self, version: int, known: int) -> None:
        super().__init__(version, known)
        self.version = version
        self.known = known


class StoreInUse(KnownError):
    """Another Vidda on this computer has these records open. Nothing was changed. Use that window,
    or close it and try again.
    """


class StoreFailed(KnownError):
    """The disk did not take the last change, so it is not saved; everything saved before is safe.
    Keep this window open and try again; if it happens again, check the disk.
    """

    def __init__(self, cause: str = "") -> None:
        super().__init__(cause)
        self.cause = cause
        """The name of the database's error code."""


class StoreUnfit(KnownError):
    """This installation of Vidda cannot encrypt its records, so it does not open them. Nothing was
    written. Install Vidda again from its own package.
    """

    def __init__(self, cause: str = "") -> None:
        super().__init__(cause)
        self.cause = cause
