# SPDX-License-Identifier: GPL-3.0-or-later
"""What the two ends of a call tell each other beside sound and pictures: switches, stills."""

from __future__ import annotations

from collections.abc import Callable

from app.calls.control import ControlMessage, StillHeard, StillTold, Switches
from app.calls.still_news import StillNews
from app.calls.still_telling import StillTelling


class PeerTalk:
    """Belongs to the asyncio thread."""

    def __init__(
        self,
        say: Callable[[ControlMessage], bool],
        hold_still: Callable[[bool], None],
        changed: Callable[[], None],
    ) -> None:
        """``say`` tells the other end, and whether there is a way to tell it anything."""
        self.peer_switches = Switches(True, True)
        self.own_switches = Switches(True, True)
        self.still = StillNews(hold_still)
        """What the other tells of a picture that it takes of this one."""
        self.stills = StillTelling(say)
        """What this end tells of a picture that it takes of the other."""
        self._unshown: StillTold | None = None
        self._say = say
        self._changed = changed

    def begin_anew(self) -> None:
        """Forget what was another call's."""
        self.peer_switches = Switches(True, True)
        self._unshown = None
        self.still.forget()
        self.stills.forget()

    def link_stands(self) -> None:
        """Say over a new link what the other has to know."""
        self._say(self.own_switches)
        self.stills.link_stands()

    def say_switches(self, switches: Switches) -> None:
        """Tell the peer which of this end's switches are on."""
        self.own_switches = switches
        self._say(switches)
        self._changed()

    def hear(self, message: Switches | StillTold | StillHeard, *, steady: bool) -> None:
        """Take what the other end says; ``steady``: what is shown now is seen at once."""
        match message:
            case Switches():
                self.peer_switches = message
                self._changed()
            case StillTold():
                self._unshown = message
                # An end that counts nothing waits for nobody, either.
                if steady or not message.number:
                    self.show()
            case StillHeard():
                self.stills.hear(message)

    def show(self) -> None:
        """Show what came while nothing could be seen, then say that it is shown."""
        told, self._unshown = self._unshown, None
        if told is None:
            return
        self.still.hear(told)
        self._changed()
        if told.number:
            self._say(StillHeard(told.moment, told.number))
