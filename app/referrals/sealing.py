# SPDX-License-Identifier: GPL-3.0-or-later
"""Make a parcel on this disk: files and envelope, sealed once and there after a power cut."""

from __future__ import annotations

import hashlib
import math
import shutil
from collections.abc import Callable
from pathlib import Path

from app.errors import KnownError
from app.records.ids import DeviceId, ParcelId, UserId
from app.records.referral import Attachment
from app.referrals.envelope import ENVELOPE_FILE, SIGNATURE_CONTEXT, seal_envelope
from app.referrals.errors import NoDevice
from app.referrals.kept import Kept
from app.referrals.manifest import Manifest, SealedFile, write_manifest
from app.referrals.sealed_files import seal_file
from app.store.blobs import link_or_copy
from app.store.connection import disk_problem
from app.store.outbox import SpooledFile
from app.vault.age_files import AgeIdentity
from app.vault.durable import private_directory, synchronise_directory, write_durably
from app.vault.identity import OwnIdentity
from app.vault.pouring import pour
from app.vault.streams import Writable
from app.vault.trust import TrustedDevice, VerifiedDirectory

SPOOL = "spool"


def devices_for(
    directory: VerifiedDirectory | None, identity: OwnIdentity, recipient: UserId
) -> tuple[TrustedDevice, ...]:
    """List the devices to seal for: the recipient's in force, and all of the sender's.

    Raises:
        NoDevice: none of the recipient's devices is vouched for and in force.
    """
    theirs = () if directory is None else directory.devices_of(recipient)
    if not theirs or recipient == identity.user:
        raise NoDevice
    here = TrustedDevice(
        identity.device,
        identity.user,
        identity.user_key.public,
        identity.signing_key.public,
        identity.sealing_key.public,
        math.inf,
    )
    mine = () if directory is None else directory.devices_of(identity.user)
    others = tuple(device for device in mine if device.device != identity.device)
    return (*theirs, here, *others)


def device_ids(devices: tuple[TrustedDevice, ...]) -> tuple[DeviceId, ...]:
    """Name the devices in the manifest."""
    return tuple(device.device for device in devices)


class Spool:
    """A folder in the profile with parcels that wait for the server. Blocking."""

    def __init__(self, profile: Path) -> None:
        self._folder = profile / SPOOL

    def seal_recording(
        self,
        parcel: ParcelId,
        facts: Attachment,
        give: Callable[[Writable], None],
        keys: AgeIdentity,
    ) -> SealedFile:
        """Seal one travel copy, which ``give`` writes in the clear while it is being sealed.

        Raises:
            StoreFull, StoreFailed, Tampered, and what ``give`` raises: nothing of the parcel is
            left behind.
        """
        try:
            folder = private_directory(private_directory(self._folder) / parcel)
            target = folder / facts.attachment
            return pour(give, lambda content: seal_file(content, facts, target, keys.recipient))
        except KnownError:
            self.remove(parcel)
            raise
        except OSError as error:
            self.remove(parcel)
            raise disk_problem(error) from error

    def link_recording(self, parcel: ParcelId, file: SealedFile, sealed: Path) -> None:
        """Put a recording that was sealed before into a parcel, as it is.

        Raises:
            NoSuchBlob, StoreFull, StoreFailed: the caller removes the parcel.
        """
        try:
            folder = private_directory(private_directory(self._folder) / parcel)
        except OSError as error:
            raise disk_problem(error) from error
        link_or_copy(sealed, folder / file.attachment)

    def place_of(self, parcel: ParcelId, file: SealedFile) -> Path:
        """Tell where a sealed recording waits."""
        return self._folder / parcel / file.attachment

    def seal_manifest(
        self,
        parcel: ParcelId,
        manifest: Manifest,
        identity: OwnIdentity,
        devices: tuple[TrustedDevice, ...],
        beside: tuple[SealedFile, ...] = (),
    ) -> tuple[tuple[SpooledFile, ...], Kept]:
        """Sign and seal the manifest; gives the parcel's files and the proof to keep.

        ``beside`` are recordings of the parcel that another manifest inside names.

        Raises:
            StoreFull, StoreFailed: nothing is left behind.
        """
        body = write_manifest(manifest)
        envelope = seal_envelope(manifest.referral, body, identity.signing_key, devices)
        try:
            folder = private_directory(private_directory(self._folder) / parcel)
            write_durably(folder / ENVELOPE_FILE, envelope)
            synchronise_directory(self._folder)
        except OSError as error:
            self.remove(parcel)
            raise disk_problem(error) from error
        digest = hashlib.sha256(envelope).hexdigest()
        # Relative to the profile, which may be moved while a parcel waits.
        place = f"{SPOOL}/{parcel}"
        files = [SpooledFile(ENVELOPE_FILE, f"{place}/{ENVELOPE_FILE}", len(envelope), digest)]
        files += [
            SpooledFile(f.attachment, f"{place}/{f.attachment}", f.size_bytes, f.sha256)
            for f in (*manifest.files, *beside)
        ]
        proof = Kept(
            identity=manifest.identity,
            parcel=parcel,
            version=manifest.version,
            manifest=body,
            signature=identity.signing_key.sign(SIGNATURE_CONTEXT, body),
            signer_key=identity.signing_key.public,
        )
        return tuple(files), proof

    def remove(self, parcel: ParcelId) -> None:
        """Delete a parcel that has arrived, or was never ready."""
        shutil.rmtree(self._folder / parcel, ignore_errors=True)

    def sweep(self, wanted: frozenset[str]) -> int:
        """Delete what a crash left without a row in the outbox, and count it."""
        if not self._folder.is_dir():
            return 0
        lost = [path.name for path in self._folder.iterdir() if path.name not in wanted]
        for name in lost:
            self.remove(ParcelId(name))
        return len(lost)
