# SPDX-License-Identifier: GPL-3.0-or-later
"""An organisation with people, made with real keys and a really signed directory."""

from __future__ import annotations

import secrets
import time

from app.records.ids import DeviceId, OrganizationId, UserId
from app.vault.identity import OwnIdentity, SealingKey, SigningKey, organization_id
from app.vault.trust import (
    DEVICE_LIFETIME_S,
    VerifiedDirectory,
    sign_device,
    sign_directory,
    verify_directory,
)
from signaling_server.wire_http import DeviceBody, Directory, DirectoryBody, DirectoryUser


class Clinic:
    """People whom one organisation key vouches for; ``directory`` is what they all see."""

    def __init__(self, name: str = "Tromsø helsesenter") -> None:
        self._key = SigningKey.generate()
        self._name = name
        self._people: list[tuple[OwnIdentity, str]] = []
        self._revoked: tuple[str, ...] = ()
        self._version = 0

    @property
    def organization(self) -> OrganizationId:
        """The organisation's id."""
        return organization_id(self._key.public)

    def add(
        self, name: str, role: str, specialty: str = "", *, like: OwnIdentity | None = None
    ) -> OwnIdentity:
        """Enrol a person, or a further device of the person ``like``."""
        user = like.user if like else UserId(secrets.token_hex(16))
        user_key = like.user_key if like else SigningKey.generate()
        signing_key, sealing_key = SigningKey.generate(), SealingKey.generate()
        device = DeviceId(secrets.token_hex(16))
        now = time.time()
        body = DeviceBody(
            device=device,
            user=user,
            user_key=user_key.public,
            signing_key=signing_key.public,
            sealing_key=sealing_key.public,
            created=now,
            expires=now + DEVICE_LIFETIME_S,
        )
        identity = OwnIdentity(
            organization=self.organization,
            organization_key=self._key.public,
            server_url="http://127.0.0.1:9",
            user=user,
            device=device,
            name=name,
            role=role,
            unit="Unit of " + role,
            hpr="1234567",
            user_key=user_key,
            signing_key=signing_key,
            sealing_key=sealing_key,
            device_document=sign_device(body, user_key),
        )
        self._people.append((identity, specialty))
        return identity

    def revoke(self, name: str) -> None:
        """Take a user or device out of force."""
        self._revoked += (name,)

    def document(self) -> Directory:
        """Sign the present directory with a new version."""
        self._version += 1
        now = time.time()
        users = {
            identity.user: DirectoryUser(
                user=identity.user,
                name=identity.name,
                role=identity.role,
                unit=identity.unit,
                hpr=identity.hpr,
                public_key=identity.user_key.public,
                valid_from=now - 60,
                valid_to=now + 365 * 86_400,
                specialty=specialty,
            )
            for identity, specialty in reversed(self._people)
        }
        body = DirectoryBody(
            organization=self.organization,
            name=self._name,
            version=self._version,
            issued=now,
            users=tuple(users.values()),
            revoked=self._revoked,
        )
        devices = tuple(identity.device_document for identity, _ in self._people)
        return Directory(sign_directory(body, self._key), devices)

    def directory(self) -> VerifiedDirectory:
        """Verify the present directory as each client does."""
        return verify_directory(self.document(), self._key.public, 0, time.time())
