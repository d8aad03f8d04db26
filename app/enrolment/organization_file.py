# SPDX-License-Identifier: GPL-3.0-or-later
"""The administrator's file: the organisation's key and open invitations, sealed by a passphrase.

``DIR/organization.vidda``: magic, version byte, Argon2id parameters and salt, then one sealed
JSON body. All functions block; callers put them on a worker thread.
"""

from __future__ import annotations

import secrets
import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from app.errors import KnownError
from app.vault import argon
from app.vault.durable import private_directory, write_durably
from app.vault.sealing import Tampered, open_sealed, seal
from signaling_server.wire import Struct, WireError, decode, encode
from signaling_server.wire_http import SignedDocument

FILE_NAME: Final = "organization.vidda"
_MAGIC: Final = b"VIDDAORG"
_VERSION: Final = 1
_HEADER: Final = struct.Struct(f">8sBIIB{argon.SALT_BYTES}s")
_CONTEXT: Final = "vidda/organization-file/v1"


class NoOrganization(KnownError):
    """There is no organisation in this folder yet. Nothing was changed. Make one with
    "vidda admin init", or name the folder where it is."""


class OrganizationExists(KnownError):
    """There is an organisation in this folder already. Nothing was changed. Choose another folder
    for a new one."""


class WrongOrganizationPassphrase(KnownError):
    """The passphrase does not open the organisation's file, or the file is damaged. Nothing was
    changed. Try the passphrase again; if you are sure of it, restore the file from a backup."""


class OrganizationFileNewer(KnownError):
    """A newer version of Vidda wrote the organisation's file. Nothing was changed. Install that
    version or a later one."""


class OrganizationFileUnusable(KnownError):
    """The organisation's file cannot be read or written. Nothing was changed. Check the folder and
    the disk's free space, and try again."""


class Invitation(Struct, frozen=True):
    """A newcomer who has a code, as only the administrator knows them."""

    enrolment: str
    secret: bytes
    user: str
    name: str
    role: str
    unit: str
    hpr: str
    specialty: str
    expires: float


class OrganizationState(Struct, frozen=True):
    """All that the administrator's computer has to keep."""

    seed: bytes
    server_url: str
    registered: bool
    """Whether the server has confirmed the organisation's place."""
    directory: SignedDocument
    """The newest directory that was signed here; the server may not have it yet."""
    invitations: tuple[Invitation, ...] = ()


@dataclass(frozen=True, slots=True)
class OrganizationFile:
    """Where the state lies, and the key it is sealed with."""

    path: Path
    _header: bytes = field(repr=False)
    _key: bytes = field(repr=False)

    def read(self) -> OrganizationState:
        """Read the state again, without asking for the passphrase a second time.

        Raises:
            NoOrganization, WrongOrganizationPassphrase, OrganizationFileNewer,
            OrganizationFileUnusable.
        """
        sealed = _content(self.path)[_HEADER.size :]
        try:
            plain = open_sealed(self._key, _CONTEXT, sealed)
            return decode(plain, OrganizationState)
        except Tampered as error:
            raise WrongOrganizationPassphrase from error
        except WireError as error:
            raise OrganizationFileNewer from error

    def write(self, state: OrganizationState) -> None:
        """Replace the state durably.

        Raises:
            OrganizationFileUnusable: the old state is still there.
        """
        try:
            write_durably(self.path, self._header + seal(self._key, _CONTEXT, encode(state)))
        except OSError as error:
            raise OrganizationFileUnusable from error


def exists(directory: Path) -> bool:
    """Tell whether there is an organisation's file."""
    return (directory / FILE_NAME).exists()


def create(directory: Path, passphrase: str, cost: argon.Cost | None = None) -> OrganizationFile:
    """Prepare a file under a passphrase; nothing is there until its first ``write``.

    ``cost``: of a guess at the passphrase; None measures what this computer bears.

    Raises:
        OrganizationFileUnusable: the folder cannot be made.
    """
    try:
        private_directory(directory)
    except OSError as error:
        raise OrganizationFileUnusable from error
    salt = secrets.token_bytes(argon.SALT_BYTES)
    cost = cost or argon.calibrated()
    header = _HEADER.pack(_MAGIC, _VERSION, cost.iterations, cost.memory_kib, cost.lanes, salt)
    key = argon.key_from_passphrase(passphrase, salt, cost)
    return OrganizationFile(directory / FILE_NAME, header, key)


def read(directory: Path, passphrase: str) -> tuple[OrganizationFile, OrganizationState]:
    """Open the file.

    Raises:
        NoOrganization, WrongOrganizationPassphrase, OrganizationFileNewer,
        OrganizationFileUnusable.
    """
    path = directory / FILE_NAME
    content = _content(path)
    header = content[: _HEADER.size]
    if len(header) < _HEADER.size or not header.startswith(_MAGIC):
        raise OrganizationFileUnusable
    _, version, iterations, memory_kib, lanes, salt = _HEADER.unpack(header)
    if version != _VERSION:
        raise OrganizationFileNewer
    cost = argon.Cost(iterations, memory_kib, lanes)
    if not cost.bearable:
        raise OrganizationFileUnusable
    file = OrganizationFile(path, header, argon.key_from_passphrase(passphrase, salt, cost))
    return file, file.read()


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise NoOrganization from error
    except OSError as error:
        raise OrganizationFileUnusable from error
