# SPDX-License-Identifier: GPL-3.0-or-later
"""Start the command ``vidda``."""

from __future__ import annotations

import os

# Read when Qt is first imported: its remarks about missing sound servers are not for people who
# read standard error. Failures of ours are told apart from these.
os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false;qt.multimedia.*=false")

from app.cli import vidda


def main() -> None:
    """Run the command line; the exit code says how it went."""
    vidda(prog_name="vidda")


if __name__ == "__main__":
    main()
