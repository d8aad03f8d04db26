# SPDX-License-Identifier: GPL-3.0-or-later
"""Which release this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def installed_version() -> str:
    """Name the installed release; "unreleased" when run from a source tree."""
    try:
        return version("vidda")
    except PackageNotFoundError:
        return "unreleased"
