# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands over and beside the pictures of a call, the same words on both sides. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import assert_never

from PySide6.QtCore import QCoreApplication

from app.calls.views import (
    BlurStop,
    CallView,
    ConnectionQuality,
    EndReason,
    PeerView,
    PictureState,
    Stage,
    StillMoment,
    Trust,
)
from app.records.people import given_name
from app.ui.call.labels import quality_words
from app.ui.call.numbers import unbroken
from app.ui.widgets.pills import Corner, Pill
from app.ui.widgets.video_tile import TileState
from app.ui.words import role_words

PHONE_AFTER = timedelta(seconds=30)
"""Then both sides are told whom to ring; clinical.md F4.1."""

_BARS_SHOWN = frozenset({Stage.CONNECTED, Stage.RECONNECTING, Stage.INTERRUPTED})
_BARS = {
    ConnectionQuality.NONE: 0,
    ConnectionQuality.POOR: 1,
    ConnectionQuality.WEAK: 2,
    ConnectionQuality.GOOD: 4,
}

translate = QCoreApplication.translate


class BannerAction(Enum):
    """What the button of a banner asks for."""

    ADMIT = "admit"
    UNMUTE = "unmute"
    DETAILS = "details"


@dataclass(frozen=True, slots=True)
class BannerWords:
    """A banner over the picture; no title means none."""

    tone: str = ""
    icon: str = ""
    title: str = ""
    detail: str = ""
    action: str = ""
    asks: BannerAction | None = None


def peer_name(call: CallView, expected: str) -> str:
    """Name the other person as people are spoken to; ``expected`` who is not here yet."""
    name = given_name(call.peer.name if call.peer is not None else expected)
    return name or translate("Call", "The other person")


def tile_content(call: CallView, expected: str, *, has_picture: bool) -> tuple[TileState, str]:
    """Say what the large tile shows, with its words."""
    name = peer_name(call, expected)
    match call.stage:
        case Stage.OUTSIDE:
            return TileState.WAITING, translate("Call", "You are not in the visit")
        case Stage.WAITING:
            return TileState.WAITING, _waiting_words(call, name)
        case Stage.CONNECTING:
            return TileState.WAITING, translate("Call", "{name} is joining …").format(name=name)
        case Stage.CONNECTED:
            return _connected(call, name, has_picture=has_picture)
        case Stage.RECONNECTING | Stage.INTERRUPTED:
            return TileState.RECONNECTING, translate("Call", "Connecting again …")
        case Stage.ENDED:
            return TileState.CAMERA_OFF, end_words(call, name)
        case _:
            assert_never(call.stage)


def end_words(call: CallView, name: str) -> str:
    """Say how a call ended."""
    match call.end_reason:
        case EndReason.LEFT:
            return translate("Call", "You have left the call")
        case EndReason.PEER_LEFT:
            return translate("Call", "{name} has left the call").format(name=name)
        case EndReason.FINISHED:
            return translate("Call", "The visit is finished")
        case EndReason.SENT_BACK:
            return translate("Call", "Back in the waiting room")
        case EndReason.REMOVED:
            return translate("Call", "The visit is over for you")
        case EndReason.NO_CONNECTION:
            return translate("Call", "The connection could not be made")
        case EndReason.VERIFICATION_FAILED:
            return translate("Call", "The call was ended for safety")
        case None:
            return translate("Call", "The call is over")
        case _:
            assert_never(call.end_reason)


def shared_words(call: CallView, expected: str) -> str:
    """Say that what is seen is the other person's screen."""
    name = peer_name(call, expected)
    return translate("Call", "{name} is sharing a screen").format(name=name)


def tile_pills(call: CallView) -> tuple[Pill, ...]:
    """Give the labels over the large tile."""
    peer = call.peer
    if peer is None:
        return ()
    name = Pill(
        shared_words(call, "") if peer.shares_screen else peer.name,
        Corner.BOTTOM_LEFT,
        detail=_detail(peer),
        icon="" if peer.microphone_on else "microphone-slash",
        voice=peer.microphone_on and call.stage is Stage.CONNECTED,
    )
    return (name,)


def quality_pill(call: CallView) -> Pill | None:
    """Say how good the connection is, none included; nothing before there has been one."""
    peer = call.peer
    if peer is None or call.stage not in _BARS_SHOWN:
        return None
    quality = peer.quality if call.stage is Stage.CONNECTED else ConnectionQuality.NONE
    relayed = peer.relayed and quality is not ConnectionQuality.NONE
    detail = translate("Call", "Through a relay, still encrypted") if relayed else ""
    return Pill(quality_words(quality), Corner.TOP_LEFT, detail=detail, bars=_BARS[quality])


def own_content(call: CallView) -> tuple[TileState, str]:
    """Say what the own tile shows, with its words."""
    if call.own.shares_screen:
        return TileState.LIVE, ""
    if call.own.sound_only or not call.own.camera_on:
        return TileState.CAMERA_OFF, ""
    if call.own.picture is PictureState.NO_CAMERA:
        return TileState.CAMERA_OFF, translate("Call", "No camera")
    return TileState.LIVE, ""


def _detail(peer: PeerView) -> str:
    if peer.shares_screen:
        return ""
    # Before an examination it counts that not all of the picture is as it is.
    return translate("Call", "Background blurred") if peer.blurs else role_words(peer.role)


def own_pill(call: CallView, *, roomy: bool) -> Pill:
    """Give the label over the own picture; a small one has no room for the voice bars."""
    on = call.own.microphone_on
    shares = call.own.shares_screen
    return Pill(
        translate("Call", "Your screen") if shares else translate("Call", "You"),
        Corner.BOTTOM_LEFT,
        icon="" if on or not roomy else "microphone-slash",
        voice=on and roomy,
    )


def banner_words(call: CallView, expected: str, now: datetime, phone: str) -> BannerWords:
    """Choose the one banner that lies over the picture; the gravest wins.

    ``phone`` is the number to ring when nothing else works, or "".
    """
    name = peer_name(call, expected)
    if call.trust is Trust.MISMATCH or call.end_reason is EndReason.VERIFICATION_FAILED:
        return BannerWords(
            "danger",
            "warning-octagon-fill",
            translate("Call", "The words differ. End the call and ring instead."),
            _ring(phone),
        )
    if call.stage is Stage.INTERRUPTED:
        return BannerWords(
            "warn",
            "wifi-x",
            translate("Call", "The visit is interrupted. Vidda goes on trying."),
            _ring(phone),
        )
    if call.stage is Stage.RECONNECTING:
        since = call.reconnecting_since
        if since is not None and now - since >= PHONE_AFTER:
            return BannerWords(
                "warn",
                "wifi-x",
                translate("Call", "The connection is gone. Vidda goes on trying."),
                _ring(phone),
            )
        return BannerWords()
    if call.stage is Stage.CONNECTED:
        return _connected_banner(call)
    if not call.server_online and call.stage in (Stage.WAITING, Stage.CONNECTING):
        return BannerWords(
            "warn",
            "cloud-slash",
            translate("Call", "Vidda is not connected to the clinic's server. Trying again."),
            _ring(phone),
        )
    if call.waiting and call.stage is Stage.WAITING:
        return BannerWords(
            "acc",
            "user-circle",
            translate("Call", "{name} is in the waiting room").format(name=name),
            action=translate("Call", "Admit"),
            asks=BannerAction.ADMIT,
        )
    return BannerWords()


def _blur_words(stop: BlurStop) -> BannerWords:
    match stop:
        case BlurStop.SLOW:
            title = translate("Call", "Blurring the background was too much for this computer.")
        case BlurStop.BROKEN:
            title = translate("Call", "Blurring the background failed on this computer.")
        case _:
            assert_never(stop)
    off = translate("Call", "Your camera is off: switch it on to be seen with your background.")
    return BannerWords("warn", "user-focus", title, off)


def _still_words(call: CallView, moment: StillMoment) -> BannerWords:
    """Say what the other does with a picture of this person: never behind anybody's back."""
    name = peer_name(call, "")
    match moment:
        case StillMoment.COMING:
            title = translate("Call", "{name} is taking a picture of you. Hold still.")
            detail = ""
        case StillMoment.TAKEN:
            title = translate("Call", "{name} has taken a picture of you.")
            now = translate("Call", "{name} now keeps it or deletes it.")
            then = translate("Call", "You are told which, unless the call ends first.")
            detail = f"{now} {then}"
        case StillMoment.KEPT:
            title = translate("Call", "The picture is kept in your record.")
            detail = ""
        case StillMoment.DELETED:
            title, detail = translate("Call", "The picture of you is deleted."), ""
        case StillMoment.FAILED:
            title, detail = translate("Call", "No picture of you was taken."), ""
        case _:
            assert_never(moment)
    return BannerWords("acc", "camera", title.format(name=name), detail.format(name=name))


def _connected_banner(call: CallView) -> BannerWords:
    if call.peer is not None and call.peer.still is not None:
        return _still_words(call, call.peer.still)
    if call.own.blur_stopped is not None:
        return _blur_words(call.own.blur_stopped)
    if not call.own.microphone_on and call.own.talking_while_off:
        return BannerWords(
            "warn",
            "microphone-slash",
            translate("Call", "You are talking, but the microphone is off"),
            action=translate("Call", "Unmute"),
            asks=BannerAction.UNMUTE,
        )
    if call.own.microphone_on and call.own.microphone_silent:
        return BannerWords(
            "warn",
            "microphone-slash",
            translate("Call", "We hear nothing from your microphone"),
            translate("Call", "Is the headset muted? Press its button, or choose another one."),
        )
    if call.peer is not None and call.peer.quality is ConnectionQuality.POOR:
        return BannerWords(
            "warn",
            "wifi-low",
            translate("Call", "The network is weak. The sound comes first."),
            translate("Call", "The picture may stand still. It comes back by itself."),
            translate("Call", "Details"),
            BannerAction.DETAILS,
        )
    if call.peer is not None and call.peer.medical_sound:
        return _stethoscope_banner(call, call.peer)
    return BannerWords()


def _stethoscope_banner(call: CallView, peer: PeerView) -> BannerWords:
    detail = translate("Call", "Nothing is filtered. Headphones let you hear the low sounds.")
    words = translate("Call", "You hear a stethoscope, as {name} hears it")
    if peer.records_sound:
        words = translate("Call", "{name} is recording the sound of a stethoscope")
    tone, icon = ("warn", "record-fill") if peer.records_sound else ("acc", "heartbeat")
    return BannerWords(tone, icon, words.format(name=peer_name(call, "")), detail)


def _connected(call: CallView, name: str, *, has_picture: bool) -> tuple[TileState, str]:
    if call.own.sound_only:
        return TileState.CAMERA_OFF, translate("Call", "Sound only")
    if call.peer is not None and not (call.peer.camera_on or call.peer.shares_screen):
        words = translate("Call", "{name} has the camera off").format(name=name)
        return TileState.CAMERA_OFF, words
    if call.peer is not None and call.peer.picture is PictureState.NO_CAMERA:
        words = translate("Call", "{name} has no camera connected").format(name=name)
        return TileState.CAMERA_OFF, words
    if not has_picture:
        return TileState.WAITING, translate("Call", "The picture is coming …")
    return TileState.LIVE, ""


def _waiting_words(call: CallView, name: str) -> str:
    if call.end_reason is EndReason.PEER_LEFT:
        return translate("Call", "{name} has left the call").format(name=name)
    if call.peer is not None or call.waiting:
        return translate("Call", "{name} is in the waiting room").format(name=name)
    return translate("Call", "{name} is not here yet").format(name=name)


def _ring(phone: str) -> str:
    return translate("Call", "Ring {number}.").format(number=unbroken(phone)) if phone else ""
