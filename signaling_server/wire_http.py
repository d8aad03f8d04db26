# SPDX-License-Identifier: GPL-3.0-or-later
"""Bodies of the HTTP requests and answers; PROTOCOL.md is their prose.

The second half of the wire: like ``wire.py``, shared by both programs.
"""

from __future__ import annotations

from signaling_server.wire import AppointmentState, ErrorCode, Role, Struct


class Problem(Struct, frozen=True):
    """The body of every answer with a status of 400 and above."""

    code: ErrorCode
    retry_after_s: float | None = None


class SignedDocument(Struct, frozen=True):
    """Exact bytes and an Ed25519 signature over ``context || 0x00 || body``."""

    body: bytes
    signature: bytes


class DirectoryUser(Struct, frozen=True):
    """A person the organisation vouches for (FHIR: PractitionerRole)."""

    user: str
    name: str
    role: str
    unit: str
    hpr: str
    public_key: bytes
    valid_from: float
    valid_to: float
    specialty: str = ""
    """FHIR PractitionerRole.specialty in plain words: psychiatry, dermatology …"""


class DirectoryBody(Struct, frozen=True):
    """What the organisation signs: all its users at one version. Context ``vidda/directory/v1``."""

    organization: str
    name: str
    version: int
    issued: float
    users: tuple[DirectoryUser, ...]
    revoked: tuple[str, ...]
    """Ids of users and devices that no longer count."""
    organization_key: bytes = b""
    """The key that signs this; a newcomer compares it with the hash in the enrolment code."""


class DeviceBody(Struct, frozen=True):
    """What a user signs for each of their devices. Context ``vidda/device/v1``."""

    device: str
    user: str
    user_key: bytes
    signing_key: bytes
    sealing_key: bytes
    """HPKE public key ML-KEM-768 + X25519, 1216 bytes."""
    created: float
    expires: float


class Directory(Struct, frozen=True):
    """The organisation's directory with the devices its users have put forward."""

    document: SignedDocument
    devices: tuple[SignedDocument, ...]


class Health(Struct, frozen=True):
    """Answer of ``GET /health``."""

    protocol: int
    version: str
    server: str
    """The server's random name; part of what clients sign at login."""
    time: float


class NewOrganization(Struct, frozen=True):
    """Claims a place on the server for an organisation key."""

    public_key: bytes
    directory: SignedDocument


class NewEnrolment(Struct, frozen=True):
    """An invitation made on the administrator's computer; the secret stays there."""

    enrolment: str
    expires: float


class EnrolmentClaim(Struct, frozen=True):
    """What a newcomer puts forward, authenticated by the invitation's secret."""

    user_key: bytes
    device: SignedDocument
    mac: bytes


class Enrolment(Struct, frozen=True):
    """An invitation as the server knows it."""

    enrolment: str
    organization: str
    expires: float
    claim: EnrolmentClaim | None
    approved: bool


class ChallengeRequest(Struct, frozen=True):
    """Asks for a nonce; ``subject`` is a device, organisation or link id."""

    subject: str


class Challenge(Struct, frozen=True):
    """A nonce for one login; 60 s, one use. Unknown subjects get one as well."""

    nonce: bytes
    server: str


class Login(Struct, frozen=True):
    """Proof of a key: Ed25519 over ``vidda/login/v1 0x00 server 0x00 subject 0x00 nonce``."""

    subject: str
    nonce: bytes
    signature: bytes


class LoginAnswer(Struct, frozen=True):
    """A bearer token: 15 min sliding, 12 h at most."""

    token: str
    expires: float
    server_time: float


class GuestLogin(Struct, frozen=True):
    """Proof of a link's secret by a seat, the patient's key on one device.

    ``certificate``: link key over ``vidda/seat/v1 0x00 link 0x00 seat_key``.
    ``signature``: seat key over ``vidda/login/v1 0x00 server 0x00 link 0x00 nonce``.
    """

    link: str
    nonce: bytes
    seat_key: bytes
    certificate: bytes
    signature: bytes


class GuestLoginAnswer(Struct, frozen=True):
    """What a link's holder may know: the sealed card and when the door is open."""

    token: str
    expires: float
    server_time: float
    appointment: str
    role: Role
    card: bytes
    opens: float
    closes: float
    start: float
    end: float
    known_seat: bool
    """False for a second device on the same link: it waits, marked as such."""


class NewAppointment(Struct, frozen=True):
    """A slot without a name; the owner is who asks."""

    start: float
    end: float


class Appointment(Struct, frozen=True):
    """An appointment as the server knows it (FHIR R4 Appointment without the patient)."""

    appointment: str
    owner: str
    start: float
    end: float
    state: AppointmentState


class AppointmentChange(Struct, frozen=True):
    """A new state for an appointment."""

    state: AppointmentState


class NewLink(Struct, frozen=True):
    """A door for one guest; only the public half of its key."""

    appointment: str
    public_key: bytes
    role: Role
    card: bytes
    """Sealed under the link's secret: who invites, where, when, whom to ring."""


class IceServer(Struct, frozen=True):
    """W3C RTCIceServer."""

    urls: tuple[str, ...]
    username: str
    credential: str


class IceServers(Struct, frozen=True):
    """Ephemeral relay credentials; empty where no relay is configured."""

    servers: tuple[IceServer, ...]
    relay_only: bool
    expires: float


class ParcelFile(Struct, frozen=True):
    """One file of a parcel: ciphertext size and hash."""

    file: str
    size_bytes: int
    sha256: str


class NewParcel(Struct, frozen=True):
    """Announces a parcel; its files follow by tus, then the commit."""

    recipients: tuple[str, ...]
    files: tuple[ParcelFile, ...]


class Parcel(Struct, frozen=True):
    """A complete parcel as its recipients and its sender see it."""

    parcel: str
    sender: str
    recipients: tuple[str, ...]
    created: float
    files: tuple[ParcelFile, ...]
    complete: bool
    received_by: tuple[str, ...]


class Parcels(Struct, frozen=True):
    """The inbox: complete parcels that this user has not acknowledged."""

    parcels: tuple[Parcel, ...]
