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

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from app.errors import KnownError
from app.vault.durable import private_directory, write_durably
from app.vault.sealing import Tampered, open_sealed, seal
from signaling_server.wire import Struct, WireError, decode, encode
from signaling_server.wire_http import SignedDocument

FILE_NAME: Final = "organization.vidda"
_MAGIC: Final = b"VIDDAORG"
_VERSION: Final = 1
# t, m in KiB, p: the floor of security.md 2.7, RFC 9106 second choice.
_ITERATIONS: Final = 3
_MEMORY_KIB: Final = 64 * 1024
_LANES: Final = 4
_MAX_ITERATIONS: Final = 20
_MAX_MEMORY_KIB: Final = 1024 * 1024
_SALT_BYTES: Final = 16
_HEADER: Final = struct.Struct(f">8sBIIB{_SALT_BYTES}s")
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


def create(directory: Path, passphrase: str) -> OrganizationFile:
    """Prepare a file under a passphrase; nothing is there until its first ``write``.

    Raises:
        OrganizationFileUnusable: the folder cannot be made.
    """
    try:
        private_directory(directory)
    except OSError as error:
        raise OrganizationFileUnusable from error
    salt = secrets.token_bytes(_SALT_BYTES)
    header = _HEADER.pack(_MAGIC, _VERSION, _ITERATIONS, _MEMORY_KIB, _LANES, salt)
    key = _derive(passphrase, salt, _ITERATIONS, _MEMORY_KIB, _LANES)
    return OrganizationFile(directory / FILE_NAME, header, key)


def read(directory: Path, passphrase: str) -> tuple[OrganizationFile, OrganizationState]:
    """Open the file.

    Raises:
        NoOrganization, WrongOrganizationPassphrase, OrganizationFileNewer,
        OrganizationFileUnusable.
    """
    path = directory / FILE_NAME
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise NoOrganization from error
    except OSError as error:
        raise OrganizationFileUnusable from error
    header, sealed = content[: _HEADER.size], content[_HEADER.size :]
    if len(header) < _HEADER.size or not header.startswith(_MAGIC):
        raise OrganizationFileUnusable
    _, version, iterations, memory_kib, lanes, salt = _HEADER.unpack(header)
    if version != _VERSION:
        raise OrganizationFileNewer
    # Parameters from a file must not be able to eat this computer.
    if not (
        1 <= iterations <= _MAX_ITERATIONS
        and 1 <= lanes <= 16
        and 8 * lanes <= memory_kib <= _MAX_MEMORY_KIB
    ):
        raise OrganizationFileUnusable
    key = _derive(passphrase, salt, iterations, memory_kib, lanes)
    try:
        state = decode(open_sealed(key, _CONTEXT, sealed), OrganizationState)
    except Tampered as error:
        raise WrongOrganizationPassphrase from error
    except WireError as error:
        raise OrganizationFileNewer from error
    return OrganizationFile(path, header, key), state


def _derive(passphrase: str, salt: bytes, iterations: int, memory_kib: int, lanes: int) -> bytes:
    return Argon2id(
        salt=salt, length=32, iterations=iterations, lanes=lanes, memory_cost=memory_kib
    ).derive(passphrase.encode())
