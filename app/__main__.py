# SPDX-License-Identifier: GPL-3.0-or-later
"""Start the command ``vidda``."""

from __future__ import annotations

from app.cli import vidda


def main() -> None:
    """Run the command line; the exit code says how it went."""
    vidda(prog_name="vidda")


if __name__ == "__main__":
    main()
