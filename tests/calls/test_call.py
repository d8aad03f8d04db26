# SPDX-License-Identifier: GPL-3.0-or-later
"""Two ends with real media, keys and certificates; only the server between them is a fake wire."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.calls.call import Call
from app.calls.descriptions import (
    OwnEnd,
    Refusal,
    SignedDescription,
    SignedPath,
    decode_payload,
    encode_payload,
)
from app.calls.events import (
    Bye,
    Entered,
    HungUp,
    PeerCame,
    PeerLeft,
    ServerBack,
    ServerLost,
)
from app.calls.line import Line
from app.calls.signers import (
    SEAT_CONTEXT,
    DeviceChain,
    SeatChain,
    clinician_of_link,
    seat_certificate_body,
    seat_key_id,
    seat_of_link,
)
from app.calls.views import EndReason, Stage, Trust
from app.media.devices.synthetic import SyntheticCamera, SyntheticMicrophone
from app.media.devices.wav_sink import WavSink
from app.media.engine import MediaEngine
from app.media.link import IceConfiguration
from app.records.encounter import InterruptionCause
from app.records.ids import CallId, LinkId
from app.vault.identity import SigningKey
from app.vault.links import link_key, user_key_hash
from signaling_server.wire import Role
from tests.fakes.people import Clinic
from tests.media.ends import break_path, path_of, until

LINK = LinkId("1" * 32)
SECRET = b"s" * 16
CALL = CallId("c" * 32)
Tamper = Callable[[str], str]


@dataclass
class Wire:
    """Carries payloads from one end to the other, as the server would, or as it should not."""

    calls: dict[str, Call] = field(default_factory=dict)
    tamper: Tamper = str
    carried: list[str] = field(default_factory=list)
    checked: list[bool] = field(default_factory=list)
    """What the ends asked of the line: whether it was surely dead."""

    def from_(self, name: str) -> Callable[[str], object]:
        other = "host" if name == "guest" else "guest"

        async def relay(payload: str) -> None:
            self.carried.append(type(decode_payload(payload)).__name__)
            if carried := self.tamper(payload):
                self.calls[other].hear(carried)

        return relay


@dataclass
class Ends:
    """Both ends of a call."""

    guest: Call
    host: Call
    guest_engine: MediaEngine
    host_engine: MediaEngine
    wire: Wire
    meet: Callable[[], None]

    async def until_connected(self) -> None:
        await until(lambda: self.guest.stage is self.host.stage is Stage.CONNECTED)

    def shown(self) -> bool:
        """Whether any picture reached either person."""
        frames = self.guest_engine.remote_frames.take(), self.host_engine.remote_frames.take()
        return frames != (None, None)


@asynccontextmanager
async def ends(tamper: Tamper = str) -> AsyncIterator[Ends]:
    identity = Clinic().add("Astrid", "Psychiatrist")
    seat = SigningKey.generate()
    certificate = link_key(SECRET).sign(SEAT_CONTEXT, seat_certificate_body(LINK, seat.public))
    seat_chain = SeatChain(seat.public, certificate)
    host_hash = user_key_hash(identity.user_key.public)
    wire = Wire(tamper=tamper)

    async def ice() -> IceConfiguration:
        return IceConfiguration()

    def clock() -> datetime:
        return datetime.now(UTC)

    engines = [MediaEngine(SyntheticCamera(), SyntheticMicrophone(), None) for _ in range(2)]
    for engine in engines:
        await engine.start()
    guest, host = (
        Call(engine, Line(wire.from_(name), ice, wire.checked.append), lambda: None, clock)
        for engine, name in zip(engines, ("guest", "host"), strict=True)
    )
    wire.calls = {"guest": guest, "host": host}

    def meet() -> None:
        host.meet(
            CALL,
            OwnEnd(
                Role.CLINICIAN,
                host_hash,
                identity.signing_key,
                DeviceChain(identity.device_document),
            ),
            seat_of_link(LINK, link_key(SECRET).public),
            None,
            PeerCame("guest", offerer=False),
        )
        guest.meet(
            CALL,
            OwnEnd(Role.PATIENT, seat_key_id(seat.public), seat, seat_chain),
            clinician_of_link(host_hash),
            host_hash,
            PeerCame("host", offerer=True),
        )

    guest.handle(Entered())
    host.handle(Entered())
    try:
        yield Ends(guest, host, *engines, wire, meet)
    finally:
        await guest.close()
        await host.close()
        for engine in engines:
            await engine.close()


async def test_both_connect_know_the_key_and_draw_the_same_words() -> None:
    async with ends() as both:
        both.meet()
        await both.until_connected()
        assert both.guest.trust is both.host.trust is Trust.KNOWN_KEY
        await until(lambda: bool(both.guest.places and both.host.places))
        assert both.guest.places == both.host.places
        await until(both.shown)
        both.guest.words_compared(True)
        assert both.guest.trust is Trust.VERIFIED
        both.host.words_compared(False)
        await until(lambda: both.guest.stage is Stage.ENDED)
        for end in (both.guest, both.host):
            assert (end.trust, end.end_reason) == (Trust.MISMATCH, EndReason.VERIFICATION_FAILED)


def swap_fingerprint(payload: str) -> str:
    """What a malicious server does: put its own certificate's fingerprint into the text."""
    signed = decode_payload(payload)
    if isinstance(signed, Refusal):
        return payload
    mine = hashlib.sha256(b"middle").hexdigest()
    own = ":".join(mine[i : i + 2].upper() for i in range(0, 64, 2))
    lines = [
        f"a=fingerprint:sha-256 {own}" if line.startswith("a=fingerprint:sha-256") else line
        for line in signed.sdp.split("\r\n")
    ]
    changed = SignedDescription(signed.body, signed.signature, "\r\n".join(lines), signed.chain)
    return encode_payload(changed)


async def test_a_swapped_fingerprint_is_refused_on_both_sides() -> None:
    async with ends(swap_fingerprint) as both:
        both.meet()
        await until(lambda: both.guest.stage is both.host.stage is Stage.ENDED)
        for end in (both.guest, both.host):
            assert (end.trust, end.end_reason) == (Trust.MISMATCH, EndReason.VERIFICATION_FAILED)
            assert not end.places
        assert not both.shown()
        assert both.wire.carried == ["SignedDescription", "Refusal"]


async def test_a_swapped_answer_is_refused_on_both_sides() -> None:
    def swap_answer(payload: str) -> str:
        return swap_fingerprint(payload) if len(both.wire.carried) == 2 else payload

    async with ends(swap_answer) as both:
        both.meet()
        await until(lambda: both.guest.stage is both.host.stage is Stage.ENDED)
        assert both.guest.trust is both.host.trust is Trust.MISMATCH
        assert not both.shown()


async def test_a_replayed_offer_does_not_disturb_a_call_that_stands() -> None:
    kept: list[str] = []

    def keep(payload: str) -> str:
        kept.append(payload)
        return payload

    async with ends(keep) as both:
        both.meet()
        await both.until_connected()
        both.host.hear(kept[0])
        both.guest.hear(kept[1])
        assert both.guest.stage is both.host.stage is Stage.CONNECTED


def break_paths(both: Ends) -> None:
    """The network is gone for both."""
    for call in (both.guest, both.host):
        assert call._links.standing is not None
        break_path(call._links.standing.link)


async def test_a_dead_path_is_replaced_under_the_link_that_stands() -> None:
    async with ends() as both:
        both.meet()
        await both.until_connected()
        await until(both.shown)
        break_paths(both)
        calls = both.guest, both.host
        await until(lambda: any(call.chronicle.interruptions for call in calls))
        await until(lambda: all(call.chronicle.reconnecting_since is None for call in calls))
        both.shown()
        await until(both.shown)
        assert both.guest.stage is both.host.stage is Stage.CONNECTED
        assert both.wire.carried.count("SignedDescription") == 2
        assert both.wire.carried.count("SignedPath") >= 2
        assert both.wire.checked[0] is False
        found = [one for call in calls for one in call.chronicle.interruptions]
        assert len(found) in (1, 2)
        assert {one.cause for one in found} == {InterruptionCause.NETWORK}


async def test_a_link_that_the_other_program_drops_is_said_to_be_its_doing() -> None:
    async with ends() as both:
        both.meet()
        await both.until_connected()
        await until(both.shown)
        assert both.guest._links.standing is not None
        await both.guest._links.standing.link.close()
        await until(lambda: bool(both.host.chronicle.interruptions))
        (one,) = both.host.chronicle.interruptions
        assert one.cause is InterruptionCause.OTHER_SIDE


async def test_a_microphone_that_goes_in_a_call_is_an_interruption_until_there_is_another(
    tmp_path: Path,
) -> None:
    async with ends() as both:
        engine, host = both.host_engine, both.host
        both.meet()
        await both.until_connected()
        host.look()
        host.look()
        assert host.chronicle.interruptions == (), "there never was a loudspeaker"
        await engine.change_speaker(WavSink(tmp_path / "heard.wav"))
        host.look()
        await engine.change_microphone(None)
        host.look()
        host.look()
        (one,) = host.chronicle.interruptions
        assert (one.cause, one.end) == (InterruptionCause.DEVICE, None)
        assert host.chronicle.reconnecting_since is None, "the connection stands"
        await engine.change_microphone(SyntheticMicrophone())
        host.look()
        (one,) = host.chronicle.interruptions
        assert one.end is not None


async def test_a_path_that_is_replaced_before_anything_is_missed_leaves_no_trace() -> None:
    async with ends() as both:
        both.meet()
        await both.until_connected()
        standing, keeper = both.guest._links.standing, both.guest._links.keeper
        assert standing is not None and keeper is not None
        before = path_of(standing.link)
        both.guest._moved(standing, gone=True)
        assert both.guest.chronicle.reconnecting_since is not None
        await until(lambda: path_of(standing.link) is not before)
        await until(lambda: keeper._recovery.deadline() is None)
        assert both.guest.chronicle.reconnecting_since is None
        assert not both.guest.unsteady
        assert both.guest.stage is Stage.CONNECTED


def lost(payload: str) -> str:
    """The server carries no paths."""
    return "" if isinstance(decode_payload(payload), SignedPath) else payload


def forged(payload: str) -> str:
    """The server makes its own paths."""
    signed = decode_payload(payload)
    if not isinstance(signed, SignedPath):
        return payload
    return encode_payload(SignedPath(signed.body, bytes(64)))


@pytest.mark.parametrize("tamper", [lost, forged])
async def test_where_no_path_can_be_made_the_link_is_made_anew_before_the_old_one_goes(
    tamper: Tamper,
) -> None:
    async with ends(tamper) as both:
        both.meet()
        await both.until_connected()
        await until(both.shown)
        break_paths(both)
        await until(lambda: both.guest.stage is both.host.stage is Stage.RECONNECTING)
        standing = both.guest._links.standing
        assert standing is not None
        await until(lambda: both.wire.carried.count("SignedDescription") == 4, 12.0)
        assert both.guest._links.standing is standing
        await both.until_connected()
        assert both.guest._links.standing is not standing
        both.shown()
        await until(both.shown)
        for call in (both.guest, both.host):
            assert len(call.chronicle.interruptions) == 1
            assert call.chronicle.reconnects == 1


async def test_what_the_server_says_meanwhile_tells_more_of_the_cause() -> None:
    async with ends(lost) as both:
        both.meet()
        await both.until_connected()
        await until(both.shown)
        calls = both.guest, both.host
        break_paths(both)
        await until(lambda: all(call.chronicle.interruptions for call in calls))
        both.host.handle(PeerLeft(on_purpose=False))
        # This one's own line broke too, so what the new one does not know means nothing.
        both.guest.handle(ServerLost())
        both.guest.handle(ServerBack())
        both.guest.handle(PeerLeft(on_purpose=False))
        causes = [call.chronicle.interruptions[0].cause for call in calls]
        assert causes == [InterruptionCause.NETWORK, InterruptionCause.OTHER_SIDE]


async def test_leaving_is_said_over_the_link_and_coming_back_connects_again() -> None:
    async with ends() as both:
        both.meet()
        await both.until_connected()
        both.guest.handle(HungUp(Bye.LEFT))
        await until(lambda: both.host.stage is Stage.WAITING)
        assert both.host.end_reason is EndReason.PEER_LEFT
        both.guest.handle(Entered())
        both.meet()
        await both.until_connected()
        assert both.host.end_reason is None
