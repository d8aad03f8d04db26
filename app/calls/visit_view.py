# SPDX-License-Identifier: GPL-3.0-or-later
"""Draw the part of a view that host and guest have in common. Pure but for what it reads."""

from __future__ import annotations

from dataclasses import replace

from app.calls.call import Call
from app.calls.quality import judge
from app.calls.views import CallView, OwnView, PeerView, Stage


def draw(
    base: CallView, call: Call, own: OwnView, peer: PeerView | None, words: tuple[str, ...]
) -> CallView:
    """Fill in how the call stands; ``words`` is the list that this person reads."""
    if call.stage in (Stage.OUTSIDE, Stage.WAITING):
        peer = None
    if peer is not None:
        peer = replace(
            peer,
            microphone_on=call.peer_switches.microphone_on,
            camera_on=call.peer_switches.camera_on,
            quality=judge(call.stage, call.unsteady, call.loss, call.queue_s),
            relayed=call.relayed,
        )
    return replace(
        base,
        stage=call.stage,
        own=own,
        peer=peer,
        trust=call.trust,
        words=tuple(words[place] for place in call.places),
        connected_at=call.chronicle.connected_at,
        reconnecting_since=call.chronicle.reconnecting_since,
        end_reason=call.end_reason,
    )
