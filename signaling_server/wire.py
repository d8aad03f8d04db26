# SPDX-License-Identifier: GPL-3.0-or-later
"""What client and server say over the WebSocket, limits and codes; PROTOCOL.md is their prose.

Both programs import this file and ``wire_http.py``, nothing else of each other. Messages are
frozen msgspec structs, written as JSON; unknown fields and unknown types are
refused. What is ``bytes`` here is base64 on the wire. Payloads between clients
(descriptions, messages, parcels) are opaque to the server.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, TypeVar

import msgspec

PROTOCOL: Final = 1
"""Raised when an older peer could misunderstand a newer one."""

MAX_MESSAGE_BYTES: Final = 64 * 1024
MAX_RELAY_BYTES: Final = 48 * 1024
MAX_SEALED_MESSAGE_BYTES: Final = 4 * 1024
MAX_CARD_BYTES: Final = 8 * 1024
MAX_DIRECTORY_BYTES: Final = 2 * 1024 * 1024
UPLOAD_CHUNK_BYTES: Final = 1024 * 1024
MAX_FILE_BYTES: Final = 2304 * 1024**2  # A recording of 2 GiB, padded and sealed.
MAX_FILES_IN_PARCEL: Final = 64
RESUME_SECONDS: Final = 120.0
HEARTBEAT_SECONDS: Final = 20.0
EARLY_JOIN_SECONDS: Final = 30 * 60
LATE_JOIN_SECONDS: Final = 60 * 60
MAX_DAYS_AHEAD: Final = 30

CLOSE_BAD_MESSAGE: Final = 4400
CLOSE_UNAUTHORISED: Final = 4401
CLOSE_TOO_SLOW: Final = 4408
CLOSE_REPLACED: Final = 4409
CLOSE_TOO_MANY: Final = 4429
CLOSE_PROTOCOL: Final = 4426


class WireError(Exception):
    """The bytes are not a message of this protocol."""


def _kebab(name: str) -> str:
    return "".join(f"-{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(name))


class Struct(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A value that travels."""


class Message(Struct, frozen=True, tag_field="type", tag=_kebab):
    """A value that travels over the WebSocket, told apart by ``type``."""


class ErrorCode(Enum):
    """Why a request was refused, for programs; the HTTP status says it coarsely."""

    BAD_REQUEST = "bad-request"
    UNAUTHORISED = "unauthorised"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not-found"
    CONFLICT = "conflict"
    GONE = "gone"
    TOO_EARLY = "too-early"
    TOO_LATE = "too-late"
    REVOKED = "revoked"
    TOO_LARGE = "too-large"
    TOO_MANY = "too-many"
    STORAGE_FULL = "storage-full"
    QUOTA_EXCEEDED = "quota-exceeded"
    OLD_PROTOCOL = "old-protocol"
    NOT_ADMITTED = "not-admitted"
    SET_UP_CODE = "set-up-code"
    WRONG_CHECKSUM = "wrong-checksum"
    UNAVAILABLE = "unavailable"
    """The server failed or is stopping; asking again later is right."""


class Role(Enum):
    """Who a participant is in a visit."""

    CLINICIAN = "clinician"
    PATIENT = "patient"
    INTERPRETER = "interpreter"
    RELATIVE = "relative"
    PROFESSIONAL = "professional"


class Presence(Enum):
    """Where a participant stands: at the door, or inside."""

    WAITING = "waiting"
    ADMITTED = "admitted"


class DismissalReason(Enum):
    """Why a participant was sent out of a room."""

    WAIT_AGAIN = "wait-again"
    REMOVED = "removed"
    FINISHED = "finished"


class AppointmentState(Enum):
    """FHIR R4 Appointment.status, as far as the server needs it."""

    BOOKED = "booked"
    ARRIVED = "arrived"
    FULFILLED = "fulfilled"
    NOSHOW = "noshow"
    CANCELLED = "cancelled"


class Hello(Message, frozen=True):
    """First message on every socket. Resumes the session that ``resume`` names."""

    protocol: int
    resume: str | None = None
    received: int = 0
    """Highest ``seq`` that this client has seen in the resumed session."""


class Enter(Message, frozen=True):
    """The owner is present as host in the appointment's room."""

    id: str
    appointment: str


class Knock(Message, frozen=True):
    """A guest is at the door of its appointment."""

    id: str
    check: str | None = None
    """Result of the device check: "fine", "weak", "failed", "skipped"; no names."""


class Admit(Message, frozen=True):
    """The owner lets a waiting participant in to the call that the owner names."""

    id: str
    appointment: str
    participant: str
    call: str


class Dismiss(Message, frozen=True):
    """The owner sends a participant back to the door, or away."""

    id: str
    appointment: str
    participant: str
    reason: DismissalReason


class Relay(Message, frozen=True):
    """Opaque words for another admitted participant: descriptions, byes."""

    id: str
    appointment: str
    to: str
    payload: str


class Send(Message, frozen=True):
    """A short sealed message between the owner and a waiting or admitted guest."""

    id: str
    appointment: str
    to: str
    sealed: bytes


class Leave(Message, frozen=True):
    """The sender leaves the room on purpose; may come back."""

    id: str
    appointment: str


class Finish(Message, frozen=True):
    """The owner ends the visit: all are told, the links are closed."""

    id: str
    appointment: str
    state: AppointmentState


class Ping(Message, frozen=True):
    """Asks for a Pong; keeps a session alive over proxies that eat heartbeats."""

    id: str


ClientMessage = Hello | Enter | Knock | Admit | Dismiss | Relay | Send | Leave | Finish | Ping


class Participant(Struct, frozen=True):
    """Somebody at or inside a room."""

    participant: str
    """Stable for one seat or one user in one appointment."""
    session: str
    """New for each start of that client; the same after a mere reconnection."""
    role: Role
    presence: Presence
    since: float
    """Server time of the knock, or of the admission."""
    known_seat: bool
    check: str | None
    online: bool


class Welcome(Message, frozen=True):
    """Answer to Hello."""

    session: str
    """Resume token."""
    resumed: bool
    """False: all state of the earlier session is gone, what was unanswered is to be sent anew."""
    me: str
    server_time: float


class RoomChanged(Message, frozen=True):
    """The room as its reader may see it: the owner all, a guest the admitted."""

    appointment: str
    host_present: bool
    participants: tuple[Participant, ...]


class Admitted(Message, frozen=True):
    """The reader is inside; the server names who offers, so there is no glare."""

    appointment: str
    call: str


class PeerCame(Message, frozen=True):
    """Another admitted participant is there, or has started its client anew."""

    appointment: str
    call: str
    participant: str
    session: str
    role: Role
    offerer: bool
    """Whether the reader makes the offer."""


class PeerLeft(Message, frozen=True):
    """An admitted participant left or lost its connection to the server."""

    appointment: str
    participant: str
    on_purpose: bool


class Relayed(Message, frozen=True):
    """Opaque words from another admitted participant."""

    appointment: str
    sender: str
    payload: str


class Sent(Message, frozen=True):
    """A short sealed message from the owner or a guest."""

    appointment: str
    sender: str
    sealed: bytes


class Dismissed(Message, frozen=True):
    """The reader is outside again, or the visit is finished."""

    appointment: str
    reason: DismissalReason


class ParcelCame(Message, frozen=True):
    """A complete parcel lies ready for the reader."""

    parcel: str


class ParcelReceived(Message, frozen=True):
    """A recipient has fetched and verified the reader's parcel."""

    parcel: str
    recipient: str


class DirectoryChanged(Message, frozen=True):
    """The organisation has signed a new directory."""

    version: int


class Done(Message, frozen=True):
    """The client message ``id`` has been carried out."""

    id: str


class Refused(Message, frozen=True):
    """The client message ``id`` was not carried out."""

    id: str
    code: ErrorCode


class Pong(Message, frozen=True):
    """Answer to Ping."""

    id: str


ServerMessage = (
    Welcome
    | RoomChanged
    | Admitted
    | PeerCame
    | PeerLeft
    | Relayed
    | Sent
    | Dismissed
    | ParcelCame
    | ParcelReceived
    | DirectoryChanged
    | Done
    | Refused
    | Pong
)


class Envelope(Struct, frozen=True):
    """Every server message, numbered from 1 in its session, so that a resume loses nothing."""

    seq: int
    message: ServerMessage


_encoder = msgspec.json.Encoder()
_client_messages: msgspec.json.Decoder[ClientMessage] = msgspec.json.Decoder(ClientMessage)
_envelopes: msgspec.json.Decoder[Envelope] = msgspec.json.Decoder(Envelope)
T = TypeVar("T", bound=Struct)


def encode(value: Struct) -> bytes:
    """Write a value as JSON."""
    return _encoder.encode(value)


def decode(data: bytes | str, kind: type[T]) -> T:
    """Read a value of ``kind``.

    Raises:
        WireError: Anything is wrong with it. No other exception leaves this function.
    """
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError) as error:
        raise WireError(kind.__name__) from error


def decode_client_message(data: bytes | str) -> ClientMessage:
    """Read what a client wrote on the WebSocket.

    Raises:
        WireError: It is too long or not a message. No other exception leaves this function.
    """
    return _decode(_client_messages, data)


def decode_envelope(data: bytes | str) -> Envelope:
    """Read what the server wrote on the WebSocket.

    Raises:
        WireError: It is too long or not a message. No other exception leaves this function.
    """
    return _decode(_envelopes, data)


M = TypeVar("M")


def _decode(decoder: msgspec.json.Decoder[M], data: bytes | str) -> M:
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    if len(raw) > MAX_MESSAGE_BYTES:
        raise WireError("too long")
    try:
        return decoder.decode(raw)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError) as error:
        raise WireError("not a message") from error
