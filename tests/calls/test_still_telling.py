# SPDX-License-Identifier: GPL-3.0-or-later
"""Each word about a picture reaches the person it is of once, or its sender knows better."""

from __future__ import annotations

import pytest

from app.calls import still_telling
from app.calls.control import ControlMessage, StillHeard, StillTold, Switches
from app.calls.peer_talk import PeerTalk
from app.calls.views import StillMoment


class Pair:
    """Two ends, and what goes between them while there is a link."""

    def __init__(self) -> None:
        self.linked = True
        self.shown: list[StillMoment] = []
        self.held: list[bool] = []
        self.answers = True
        self.taker = PeerTalk(self._to_taken, lambda _: None, lambda: None)
        self.taken = PeerTalk(self._to_taker, self.held.append, self._show)

    def _to_taken(self, message: ControlMessage) -> bool:
        if self.linked and isinstance(message, Switches | StillTold | StillHeard):
            self.taken.hear(message, steady=True)
        return True

    def _to_taker(self, message: ControlMessage) -> bool:
        if self.linked and self.answers and isinstance(message, Switches | StillTold | StillHeard):
            self.taker.hear(message, steady=True)
        return True

    def _show(self) -> None:
        moment = self.taken.still.moment
        if moment is not None and moment not in self.shown[-1:]:
            self.shown.append(moment)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(still_telling, "HEARD_SECONDS", 0.05)


async def test_an_answer_counts_for_its_own_picture_alone() -> None:
    pair = Pair()
    stills = pair.taker.stills
    first = stills.begin()
    pair.answers = False
    assert not await stills.told(first, StillMoment.COMING)
    second = stills.begin()
    late = StillHeard(StillMoment.COMING, first)
    pair.taken._say = lambda _: bool(stills.hear(late))
    assert not await stills.told(second, StillMoment.COMING)
    pair.taken._say = pair._to_taker
    pair.answers = True
    assert await stills.told(second, StillMoment.COMING)
    assert not await stills.told(first, StillMoment.KEPT)


async def test_what_the_old_link_lost_is_told_over_the_new_one() -> None:
    pair = Pair()
    stills = pair.taker.stills
    number = stills.begin()
    assert await stills.told(number, StillMoment.COMING)
    pair.linked = False
    stills.tell(number, StillMoment.TAKEN)
    assert not await stills.told(number, StillMoment.KEPT)
    pair.linked = True
    pair.taker.link_stands()
    assert pair.shown == [StillMoment.COMING, StillMoment.KEPT]
    shown = pair.held.copy()
    # What was answered is not told again; what was told twice is shown once.
    pair.taker.link_stands()
    pair.answers = False
    await stills.told(number, StillMoment.DELETED)
    pair.taker.link_stands()
    assert pair.held == [*shown, False]


async def test_another_call_hears_nothing_of_it() -> None:
    pair = Pair()
    stills = pair.taker.stills
    number = stills.begin()
    pair.linked = False
    assert not await stills.told(number, StillMoment.TAKEN)
    pair.linked = True
    pair.taker.begin_anew()
    pair.taken.begin_anew()
    pair.taker.link_stands()
    assert not await stills.told(number, StillMoment.KEPT)
    assert pair.shown == []


async def test_an_end_without_numbers_is_shown_all_and_answered_nothing() -> None:
    pair = Pair()
    said: list[ControlMessage] = []
    pair.taken._say = lambda message: bool(said.append(message))
    for moment in (StillMoment.COMING, StillMoment.TAKEN, StillMoment.TAKEN):
        pair.taken.hear(StillTold(moment), steady=True)
    assert pair.shown == [StillMoment.COMING, StillMoment.TAKEN]
    assert said == []


async def test_what_cannot_be_seen_yet_is_shown_and_answered_later() -> None:
    pair = Pair()
    said: list[ControlMessage] = []
    pair.taken._say = lambda message: bool(said.append(message))
    for moment in (StillMoment.COMING, StillMoment.FAILED):
        pair.taken.hear(StillTold(moment, 1), steady=False)
    assert (pair.shown, said) == ([], [])
    pair.taken.show()
    assert pair.shown == [StillMoment.FAILED], "what is over is not shown as news"
    assert said == [StillHeard(StillMoment.FAILED, 1)]
    pair.taken.show()
    assert len(said) == 1
    # Who takes a picture without waiting is shown at once, whatever the connection is like.
    pair.taken.hear(StillTold(StillMoment.COMING), steady=False)
    assert pair.shown[-1] is StillMoment.COMING


async def test_a_program_started_again_is_not_taken_for_the_one_before() -> None:
    # The other end keeps what it was told as long as the call has the same name.
    pair, again = Pair(), Pair()
    assert await pair.taker.stills.told(pair.taker.stills.begin(), StillMoment.COMING)
    number = again.taker.stills.begin()
    pair.taken.hear(StillTold(StillMoment.COMING, number), steady=True)
    assert pair.held == [True, True]
