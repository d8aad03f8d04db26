# SPDX-License-Identifier: GPL-3.0-or-later
"""Joins the choice of a screen with the call that shows it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.bridge import Bridge
from app.calls.own_media import OwnMedia
from app.calls.views import CallView
from app.media.devices.qt_screen import QtScreen
from app.media.devices.qt_shareables import Shareable, ShareKind, shareables
from app.media.devices.sources import VideoSource
from app.records.people import given_name
from app.ui.call.screen import CallScreen
from app.ui.notices import Notices


class Sharing(QObject):
    """From the button to the end of sharing. Lives in the GUI thread."""

    def __init__(
        self,
        screen: CallScreen,
        media: OwnMedia,
        bridge: Bridge,
        notices: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._screen = screen
        self._media = media
        self._bridge = bridge
        self._notices = notices
        self._window = ""
        self._told = False
        screen.share_asked.connect(self._ask)
        screen.share_chosen.connect(self._share)
        screen.share_stopped.connect(self._stop)
        screen.sharing_bar.stopped.connect(self._stop)

    def render_view(self, view: CallView) -> None:
        """Follow a call: the bar stands as long as the other sees something."""
        bar, shares = self._screen.sharing_bar, view.own.shares_screen
        if shares and not self._told:
            bar.say(self._window, given_name(view.peer.name) if view.peer is not None else "")
        elif not shares:
            bar.hide()
        self._told = shares

    def _ask(self) -> None:
        offered = shareables()
        if [one.kind for one in offered] == [ShareKind.SYSTEM]:
            self._share(offered[0])
        else:
            self._screen.ask_what_to_share(offered)

    def _share(self, chosen: Shareable) -> None:
        self._window = chosen.name if chosen.kind is ShareKind.WINDOW else ""

        def ended() -> None:
            self._bridge.run(self._media.screen_ended(source), self._ended, self._notices.show)

        source: VideoSource = QtScreen(chosen, ended)
        self._bridge.run(self._media.share_screen(source), lambda _: None, self._notices.show)

    def _ended(self, was_shared: bool) -> None:
        if was_shared:
            self._notices.say(self.tr("Sharing has ended: what you shared is closed."))

    def _stop(self) -> None:
        self._bridge.run(self._media.share_screen(None), lambda _: None, self._notices.show)
