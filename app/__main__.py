# SPDX-License-Identifier: GPL-3.0-or-later
"""Start the command ``vidda``."""

from __future__ import annotations

import os
import sys

# Read when Qt is first imported: its remarks about missing sound servers are not for people who
# read standard error. Failures of ours are told apart from these.
os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false;qt.multimedia.*=false")

try:
    from app.cli import vidda
except ModuleNotFoundError as missing:
    # The server's own environment has this command too, without the client's libraries.
    if (missing.name or "app").split(".")[0] == "app":
        raise
    sys.exit(
        f"The client's library “{missing.name}” is not installed here. Nothing was started. "
        "Install packaging/requirements.lock, or use vidda-server if this is the server."
    )


def main() -> None:
    """Run the command line; the exit code says how it went."""
    vidda(prog_name="vidda")


if __name__ == "__main__":
    main()
