# SPDX-License-Identifier: GPL-3.0-or-later
"""Draw the part of a view that host and guest have in common. Pure but for what it reads."""

from __future__ import annotations

from dataclasses import replace

from app.calls.call import Call
from app.calls.connection import picture_of
from app.calls.views import CallView, ConnectionQuality, OwnView, PeerView, Stage


def draw(
    base: CallView, call: Call, own: OwnView, peer: PeerView | None, words: tuple[str, ...]
) -> CallView:
    """Fill in how the call stands; ``words`` is the list that this person reads."""
    if call.stage in (Stage.OUTSIDE, Stage.WAITING):
        peer = None
    mine, theirs = call.connection.pictures
    if peer is not None:
        peer = replace(
            peer,
            microphone_on=call.talk.peer_switches.microphone_on,
            camera_on=call.talk.peer_switches.camera_on,
            quality=_heard(call, call.connection.peer_quality),
            relayed=call.relayed,
            picture=picture_of(theirs, wanted=mine.wanted),
            saves_data=theirs.saving,
            shares_screen=call.talk.peer_switches.shares_screen,
            blurs=call.talk.peer_switches.blurs,
            still=call.talk.still.moment,
            medical_sound=call.talk.peer_switches.medical_sound,
            records_sound=call.talk.peer_switches.records_sound,
        )
    return replace(
        base,
        stage=call.stage,
        own=replace(
            own,
            quality=_heard(call, call.connection.own_quality),
            picture=picture_of(mine, wanted=theirs.wanted),
        ),
        peer=peer,
        trust=call.trust,
        words=tuple(words[place] for place in call.places),
        connected_at=call.chronicle.connected_at,
        reconnecting_since=call.chronicle.reconnecting_since,
        end_reason=call.end_reason,
    )


def _heard(call: Call, judged: ConnectionQuality) -> ConnectionQuality:
    """Say what was judged last, unless the connection has gone or fallen silent since."""
    if call.stage is not Stage.CONNECTED:
        return ConnectionQuality.NONE
    if call.unsteady:
        return ConnectionQuality.POOR
    # The first second, before anybody has looked.
    return ConnectionQuality.GOOD if judged is ConnectionQuality.NONE else judged
