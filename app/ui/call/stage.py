# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures of a call: the other person large, oneself in a corner, a banner when needed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.calls.connection import ConnectionDetails
from app.calls.views import CallView, Stage
from app.media.devices.qt_shareables import Shareable
from app.media.frames import FrameSlot
from app.records.media_facts import Sound
from app.ui import theme
from app.ui.call.details import DetailsCard
from app.ui.call.quality_pill import QualityPill
from app.ui.call.round_tile import RoundTile
from app.ui.call.share_card import ShareCard
from app.ui.call.sound_card import SoundCard
from app.ui.call.still_card import StillCard, StillPhase, StillView
from app.ui.call.tile_words import (
    BannerAction,
    BannerWords,
    banner_words,
    own_content,
    own_pill,
    peer_name,
    quality_pill,
    shared_words,
    tile_content,
    tile_pills,
)
from app.ui.call.trust import CompareCard
from app.ui.widgets.announce import announce
from app.ui.widgets.banner import Banner
from app.ui.widgets.pills import Pill
from app.ui.widgets.video_tile import TileState, VideoTile
from app.ui.workbench.background import Background, at_once

_SELF = QSize(184, 138)
_MARGIN = 12
_SEEN = frozenset({Stage.CONNECTED, Stage.RECONNECTING, Stage.INTERRUPTED})
"""Where the other person's picture may stand, the last one included."""


class CallStage(QWidget):
    """Emits words_compared(equal), share_chosen(what) and what a banner asks.

    Clinician and patient both use it.
    """

    words_compared = Signal(bool)
    share_chosen = Signal(object)
    admit_asked = Signal()
    unmute_asked = Signal()
    details_opened = Signal(bool)
    """The numbers of the connection are looked at, or no more."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        *,
        compact: bool = False,
        fingers: bool = False,
        background: Background = at_once,
        parent: QWidget | None = None,
    ) -> None:
        """``fingers``: what is pressed is high enough for one; ``background`` computes what is
        drawn of a sound."""
        super().__init__(parent)
        self._clock = clock
        self._compact = compact
        self._view = CallView()
        self._phone = ""
        self._expected = ""
        self._banner_shown = BannerWords()
        self._pills: tuple[Pill, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._tile = VideoTile("", parent=self)
        self._self = RoundTile(border=2, parent=self)
        self._banner = Banner("warn", "wifi-low", "", parent=self)
        self._banner.pressed.connect(self._press_banner)
        self._banner.hide()
        self._compare = CompareCard(parent=self)
        self._compare.answered.connect(self._answered)
        self._compare.closed.connect(self._compare.hide)
        self._share = ShareCard(parent=self)
        self._share.chosen.connect(self._share_chosen)
        self._share.closed.connect(self._share.hide)
        self._quality = QualityPill(tall=fingers, parent=self)
        self._quality.clicked.connect(self.toggle_details)
        self._details = DetailsCard(parent=self)
        self._details.opened.connect(self._details_opened)
        self.still = StillCard(parent=self)
        """What the clinician says of a picture; shown by ``show_still``."""
        self.sound = SoundCard(background, parent=self)
        """A sound of the record; shown by ``show_sound``."""
        # No event tells that 30 s have gone by without connection, or that the first picture
        # has come; only while it waits for one of these does the stage look again.
        self._look_again = QTimer(self, interval=250)
        self._look_again.timeout.connect(self._show)
        self._show()

    def set_slots(self, remote: FrameSlot | None, own: FrameSlot | None) -> None:
        """Show these frames."""
        self._tile.set_slot(remote)
        self._self.set_slot(own)

    def set_compact(self, on: bool) -> None:
        """Show the other person alone, small, while the note has the room."""
        if on is not self._compact:
            self._compact = on
            self._place()

    def set_voices(self, own: float, other: float) -> None:
        """Let the voice bars follow the levels, 0 to 1."""
        self._self.set_voice(own)
        self._tile.set_voice(other)

    def render_view(self, view: CallView, expected: str, phone: str) -> None:
        """Show a call with whom to expect, and the number to ring when it breaks."""
        before, self._view = self._view, view
        self._expected, self._phone = expected, phone
        if (view.stage in _SEEN) is not (before.stage in _SEEN):
            # The next one here may be another patient: no face stays, not even for a moment.
            self._tile.forget_picture()
        if self._compare.isVisible():
            self._compare.render_view(view)
        if view.stage not in _SEEN or view.own.shares_screen:
            self._share.hide()
        lost = (Stage.RECONNECTING, Stage.INTERRUPTED)
        if view.stage in lost and before.stage not in lost:
            announce(self, self.tr("Connecting again …"), at_once=True)
        if view.stage is Stage.CONNECTED and before.stage is not Stage.CONNECTED:
            announce(self, self.tr("Connected"))
        if _peer_shares(view) and not _peer_shares(before):
            announce(self, shared_words(view, expected))
        self._show()

    def ask_to_compare(self) -> None:
        """Open the question about the four words."""
        self._close_sound()
        self._compare.ask(self._view)
        self._place()

    def ask_what_to_share(self, offered: tuple[Shareable, ...]) -> None:
        """Open the choice of a screen or window."""
        self._close_sound()
        self._compare.hide()
        self._share.ask(offered, peer_name(self._view, self._expected))
        self._place()

    def toggle_details(self) -> None:
        """Open the numbers of the connection, or close them."""
        if self._details.isVisible():
            self._details.close_card()
        else:
            self._details.open()
            self._place()

    def set_details(self, details: ConnectionDetails) -> None:
        """Show these numbers."""
        self._details.set_details(details)
        self._place()

    def show_sound(self, title: str, sound: Sound | None, gaps: int = 0) -> None:
        """Show and play a sound of the record, or none any more."""
        if sound is not None:
            self._close_cards()
        self.sound.show_sound(title, sound, gaps)
        self._place()

    def show_still(self, view: StillView) -> None:
        """Show how far a picture of the other is."""
        if view.phase is not StillPhase.NONE:
            self._close_sound()
            self._close_cards()
        self.still.render_view(view, peer_name(self._view, self._expected))
        self._place()

    def _close_sound(self) -> None:
        if not self.sound.isHidden():
            self.sound.closed.emit()

    def _close_cards(self) -> None:
        self._compare.hide()
        self._share.hide()
        self._details.close_card()

    def minimumSizeHint(self) -> QSize:
        """A face that can still be read."""
        return QSize(160, 100)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the parts."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language, text size and look."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._show()
        if event.type() is QEvent.Type.StyleChange:
            self._place()

    def _press_banner(self) -> None:
        match self._banner_shown.asks:
            case BannerAction.ADMIT:
                self.admit_asked.emit()
            case BannerAction.UNMUTE:
                self.unmute_asked.emit()
            case BannerAction.DETAILS:
                self.toggle_details()
            case None:
                pass

    def _answered(self, equal: bool) -> None:
        self._compare.hide()
        self.words_compared.emit(equal)

    def _share_chosen(self, what: Shareable) -> None:
        self._share.hide()
        self.share_chosen.emit(what)

    def _details_opened(self, on: bool) -> None:
        self._place()
        self.details_opened.emit(on)

    def _show(self) -> None:
        view = self._view
        banner = banner_words(view, self._expected, self._clock(), self._phone)
        has_picture = self._tile.has_picture()
        state, words = tile_content(view, self._expected, has_picture=has_picture)
        self._tile.set_name(view.peer.name if view.peer is not None else self._expected)
        self._tile.set_state(state, words)
        self._pills = tile_pills(view)
        shares = view.own.shares_screen
        self._self.set_name(self.tr("Your screen") if shares else self.tr("You"))
        self._self.set_mirrored(not shares)
        self._self.set_state(*own_content(view))
        if banner != self._banner_shown:
            self._banner_shown = banner
            self._banner.setVisible(bool(banner.title))
            if banner.title:
                self._banner.set_content(
                    banner.tone, banner.icon, banner.title, banner.detail, banner.action
                )
                announce(self, self._banner.text())
        waits = view.stage is Stage.RECONNECTING or (
            view.stage is Stage.CONNECTED and state is TileState.WAITING
        )
        if waits and not self._look_again.isActive():
            self._look_again.start()
        if not waits:
            self._look_again.stop()
        self._place()

    def _place(self) -> None:
        margin = _MARGIN
        area = self.rect().adjusted(margin, margin, -margin, -margin)
        if self._compact:
            area = QRect(margin, margin, self.height() * 4 // 3 - margin, self.height() - margin)
        self._tile.setGeometry(area)
        self._tile.set_pills(*(() if self._compact else self._pills))
        inside = area.adjusted(margin, margin, -margin, -margin)
        wanted = QSize(theme.px(_SELF.width()), theme.px(_SELF.height()))
        size = wanted.boundedTo(QSize(area.width() * 3 // 10, area.height() * 3 // 10))
        size = QSize(4, 3).scaled(size, Qt.AspectRatioMode.KeepAspectRatio)
        corner = inside.bottomRight()
        self._self.setGeometry(
            corner.x() - size.width() + 3,
            corner.y() - size.height() + 3,
            size.width(),
            size.height(),
        )
        self._self.set_pills(own_pill(self._view, roomy=size.width() >= theme.px(150)))
        show_self = not self._compact and self._view.stage is not Stage.ENDED
        self._self.setVisible(show_self and self.sound.isHidden())
        self._self.raise_()
        self._place_quality(inside)
        room = self.rect().adjusted(2 * margin, 2 * margin, -2 * margin, -2 * margin)
        self._banner.setGeometry(_on_top(self._banner, room, room.width()))
        self._banner.raise_()
        for card in (self._compare, self._share):
            if card.isVisible():
                wide = min(room.width(), theme.px(460))
                card.setGeometry(_on_top(card, room, wide))
                card.raise_()
        if self.still.isVisible():
            self.still.place_in(room)
            self.still.raise_()
        if not self.sound.isHidden():
            # It takes all the room but the banner's: nobody waits unseen while one listens.
            top = 0 if self._banner.isHidden() else self._banner.height() + margin
            self.sound.setGeometry(room.adjusted(0, top, 0, 0))
            self.sound.raise_()
            self._banner.raise_()
        if self._details.isVisible():
            wide = min(room.width(), theme.px(460))
            high = min(room.height(), self._details.wanted_height())
            self._details.setGeometry(room.right() - wide + 1, room.top(), wide, high)
            self._details.raise_()

    def _place_quality(self, inside: QRect) -> None:
        """Say how the connection is where neither a banner nor the note needs the room."""
        free = not self._compact and self._banner.isHidden()
        self._quality.set_pill(quality_pill(self._view) if free else None, inside.width())
        self._quality.move(inside.topLeft())
        self._quality.raise_()


def _peer_shares(view: CallView) -> bool:
    return view.peer is not None and view.peer.shares_screen


def _on_top(widget: QWidget, room: QRect, width: int) -> QRect:
    """Find the place of a panel at the right end of the top of a room, as high as it needs."""
    # The least height of wrapped words is that of their narrowest column, so not asked for.
    layout = widget.layout()
    wraps = layout is not None and layout.hasHeightForWidth()
    height = layout.heightForWidth(width) if layout and wraps else widget.sizeHint().height()
    return QRect(room.right() - width + 1, room.top(), width, min(height, room.height()))
