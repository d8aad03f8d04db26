# SPDX-License-Identifier: GPL-3.0-or-later
"""What the call and the waiting-room screens show: frozen snapshots, rendered whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from app.records.ids import AppointmentId, ParticipantId


class Stage(Enum):
    """Where one end of a visit stands.

    OUTSIDE -> WAITING -> CONNECTING -> CONNECTED <-> RECONNECTING -> OUTSIDE | ENDED
    """

    OUTSIDE = "outside"
    WAITING = "waiting"
    """Patient: at the door. Clinician: in the room, nobody admitted yet."""
    CONNECTING = "connecting"
    CONNECTED = "connected"
    RECONNECTING = "reconnecting"
    INTERRUPTED = "interrupted"
    """Nothing for 120 s; trying goes on."""
    ENDED = "ended"


INSIDE: Final = frozenset(
    {Stage.CONNECTING, Stage.CONNECTED, Stage.RECONNECTING, Stage.INTERRUPTED}
)
"""The other has been let in."""
TOGETHER: Final = INSIDE - {Stage.CONNECTING}
"""One known person is at the other end, if only the connection holds."""


class EndReason(Enum):
    """How a call ended."""

    LEFT = "left"
    PEER_LEFT = "peer-left"
    FINISHED = "finished"
    SENT_BACK = "sent-back"
    REMOVED = "removed"
    NO_CONNECTION = "no-connection"
    VERIFICATION_FAILED = "verification-failed"


class Trust(Enum):
    """What the padlock may say. ui.md screen 02, clinical.md F13.3."""

    UNKNOWN = "unknown"
    """No connection yet."""
    NOT_VERIFIED = "not-verified"
    """Encrypted, nobody vouches."""
    KNOWN_KEY = "known-key"
    """Signature checked up to the organisation's key or the link's secret, and live."""
    VERIFIED = "verified"
    """The two people compared the words."""
    MISMATCH = "mismatch"


class ConnectionQuality(Enum):
    """Four levels, each with words."""

    NONE = "none"
    POOR = "poor"
    WEAK = "weak"
    GOOD = "good"


class PictureState(Enum):
    """Whether one person's picture reaches the other, and why not."""

    SHOWN = "shown"
    CAMERA_OFF = "camera-off"
    NO_CAMERA = "no-camera"
    """The camera is on, but none is connected: it was unplugged, or there never was one."""
    SOUND_ONLY = "sound-only"
    """Who would be seen chose sound only."""
    NOT_WANTED = "not-wanted"
    """Who would see chose sound only."""
    NETWORK = "network"
    """Paused, because the network carries no more than the sound."""


class StillMoment(Enum):
    """How far the other is with taking a picture of this person."""

    COMING = "coming"
    """Hold still."""
    TAKEN = "taken"
    KEPT = "kept"
    DELETED = "deleted"
    FAILED = "failed"
    """No picture came."""


class BlurStop(Enum):
    """Why blurring ended though nobody switched it off; the camera is off since then."""

    SLOW = "slow"
    """This computer has no time for it."""
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class PeerView:
    """The other person."""

    participant: ParticipantId
    name: str
    role: str
    """"Patient", "Psychiatrist" …, plain words in English; screens translate known ones."""
    microphone_on: bool = True
    camera_on: bool = True
    quality: ConnectionQuality = ConnectionQuality.NONE
    """How well this person is heard and seen here."""
    relayed: bool = False
    picture: PictureState = PictureState.SHOWN
    saves_data: bool = False
    shares_screen: bool = False
    """A screen or window is seen instead of this person."""
    blurs: bool = False
    """What is behind this person is blurred."""
    still: StillMoment | None = None
    """A picture of this end that the other takes; told for a moment."""
    medical_sound: bool = False
    """This person's microphone is a stethoscope: its sound comes as it is."""
    records_sound: bool = False
    """This person records that sound."""


@dataclass(frozen=True, slots=True)
class OwnView:
    """This person's own switches."""

    microphone_on: bool = True
    camera_on: bool = True
    sound_only: bool = False
    save_data: bool = False
    shares_screen: bool = False
    """The other sees a screen or window of this computer."""
    blurs: bool = False
    """What is behind this person is blurred."""
    blur_stopped: BlurStop | None = None
    """Told for a moment."""
    medical_sound: bool = False
    """The microphone is a stethoscope: its sound is sent as it is."""
    recording_since: datetime | None = None
    """That sound is recorded."""
    quality: ConnectionQuality = ConnectionQuality.NONE
    """How well this person is heard and seen by the other."""
    picture: PictureState = PictureState.SHOWN
    microphone_silent: bool = False
    """Exactly nothing for 3 s while on."""
    talking_while_off: bool = False
    """Told for a moment, and not again soon."""


@dataclass(frozen=True, slots=True)
class ChatLine:
    """A short message between the owner and a waiting guest."""

    mine: bool
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class InvitationView:
    """What a guest may know of the visit: from the link's sealed card."""

    clinician_name: str
    clinician_role: str
    unit: str
    start: datetime
    end: datetime
    phone: str
    """Whom the patient can ring."""
    patient_name: str


@dataclass(frozen=True, slots=True)
class CallView:
    """One end of one visit."""

    stage: Stage = Stage.OUTSIDE
    appointment: AppointmentId | None = None
    peer: PeerView | None = None
    own: OwnView = OwnView()
    trust: Trust = Trust.UNKNOWN
    words: tuple[str, ...] = ()
    """Four code words to compare by voice, the same on both sides."""
    connected_at: datetime | None = None
    reconnecting_since: datetime | None = None
    messages: tuple[ChatLine, ...] = ()
    invitation: InvitationView | None = None
    """Guests only."""
    waiting: tuple[ParticipantId, ...] = ()
    """Clinicians only: who is at this visit's door, longest first."""
    host_present: bool = False
    """Guests only: the clinician is in the room."""
    server_online: bool = True
    end_reason: EndReason | None = None
