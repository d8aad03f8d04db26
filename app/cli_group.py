# SPDX-License-Identifier: GPL-3.0-or-later
"""How commands fail: one clear sentence where the world is at fault, a traceback for a bug."""

from __future__ import annotations

import errno
from typing import Any, Final

import click

from app.errors import KnownError

_OF_THE_DISK: Final = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EACCES, errno.EPERM, errno.EFBIG}
)


class DiskRefused(KnownError):
    """The disk did not do what was asked. Everything saved before is safe. Check that the folder
    is there, that you may write to it, and that it has room."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name = name
        self.reason = reason

    def sentence(self) -> str:
        """Name the file and the system's reason as well."""
        where = f" with {self.name}" if self.name else ""
        what, rest = super().sentence().split(".", 1)
        return f"{what}{where}: {self.reason}.{rest}"


class KnownErrorGroup(click.Group):
    """Shows what the world did as one sentence and leaves a bug its traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the chosen command; a KnownError ends it with its sentence and exit code 1."""
        try:
            return super().invoke(ctx)
        except KnownError as error:
            click.echo(error.sentence(), err=True)
            ctx.exit(1)
        except OSError as error:
            if error.filename is None and error.errno not in _OF_THE_DISK:
                raise
            refused = DiskRefused(str(error.filename or ""), error.strerror or "refused")
            click.echo(refused.sentence(), err=True)
            ctx.exit(1)
