# SPDX-License-Identifier: GPL-3.0-or-later
"""The sound that goes out to one peer: its track, what the peer understands, what gets lost."""

from __future__ import annotations

from collections.abc import Callable

from aiortc import RTCPeerConnection, RTCRtpTransceiver

from app.media import rtc_codecs
from app.media.send.feedback import Feedback
from app.media.send.tracks import SoundTrack
from app.media.sound_plan import SoundLoss


class SoundSending:
    """One peer's copy of the sound. Belongs to the asyncio thread."""

    def __init__(self, connection: RTCPeerConnection, on_changed: Callable[[], None]) -> None:
        """``on_changed`` is called when the peer has reported what got lost."""
        self._on_changed = on_changed
        self.track = SoundTrack()
        self.loss = SoundLoss()
        self.transceiver: RTCRtpTransceiver = rtc_codecs.add_permanent_track(
            connection, self.track, "audio/red", "audio/opus"
        )
        rtc_codecs.send_payloads(self.transceiver, self.track.next_payload)

    @property
    def redundant(self) -> bool:
        """Say whether the peer plays packets that carry earlier ones again."""
        types = rtc_codecs.sound_types(self.transceiver)
        return types is not None and types.red is not None

    def heard(self, feedback: Feedback) -> None:
        """Take what the peer reports of the sound that it gets."""
        if feedback.loss is not None:
            self.loss.heard(feedback.loss)
            self._on_changed()
