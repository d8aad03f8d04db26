# SPDX-License-Identifier: GPL-3.0-or-later
"""The clinician's window over an open workplace: screens, flows, and how they lead on."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.bridge import Bridge
from app.config import MediaOptions
from app.devices_in_use import DeviceKeeper
from app.media.devices.errors import DeviceKind
from app.media.engine import MediaEngine
from app.records.composition import DraftNote
from app.records.ids import AppointmentId, CompositionId, ParticipantId
from app.records.schedule import Appointment
from app.referrals.capturing import Capturing
from app.referrals.lateness import Waiting
from app.schedule.views import OwnerCard
from app.store.appointments import appointment as stored_appointment
from app.ui.call.flow import CallFlow
from app.ui.call.screen import CallScreen
from app.ui.language import Language
from app.ui.notes.flow import NotesFlow
from app.ui.notes.screen import NotesScreen
from app.ui.referrals.compose_screen import ComposeScreen
from app.ui.referrals.flow import ReferralsFlow
from app.ui.referrals.list_screen import ReferralListScreen
from app.ui.referrals.review_screen import ReviewScreen
from app.ui.referrals.statistics_flow import StatisticsFlow
from app.ui.referrals.statistics_screen import StatisticsScreen
from app.ui.settings.advice import HeadphoneAdvice
from app.ui.settings.flow import SettingsFlow
from app.ui.settings.preferences import Preferences
from app.ui.settings.screen import SettingsScreen
from app.ui.shell.main_window import MainWindow
from app.ui.shell.rail import Section
from app.ui.shell.system_messages import SystemMessages
from app.ui.theme import Theme
from app.ui.today.aside import Equipment
from app.ui.today.flow import TodayFlow
from app.ui.today.needs import needs
from app.ui.today.screen import TodayScreen
from app.ui.workbench.background import over
from app.workplace import Workplace, now_utc

SECTIONS = (
    Section("today", "calendar-blank"),
    Section("referrals", "tray"),
    Section("notes", "note-pencil"),
    Section("settings", "gear", at_foot=True),
)


class Desk(QObject):
    """Made after unlocking, closed before locking. Lives in the GUI thread."""

    lock_asked = Signal()

    def __init__(
        self,
        place: Workplace,
        engine: MediaEngine,
        bridge: Bridge,
        theme: Theme,
        language: Language,
        preferences: Preferences,
        wanted: MediaOptions,
        choose_file: Callable[[], Path | None],
    ) -> None:
        super().__init__()
        assert place.host is not None
        self._place, self._engine, self._bridge = place, engine, bridge
        self._language = language
        self._referrals_wait, self._notes_to_sign = Waiting(), 0
        identity = place.identity
        self._today = TodayScreen(now_utc)
        self._list = ReferralListScreen()
        self._notes = NotesScreen()
        self._settings = SettingsScreen()
        screens = (self._today, self._list, self._notes, self._settings)
        owner = OwnerCard(identity.name, identity.role, identity.unit)
        self.window = MainWindow(tuple(zip(SECTIONS, screens, strict=True)), owner)
        self._call = CallScreen(owner, now_utc, over(bridge, self.window.notices.show))
        self.window.add_bar(self._call.sharing_bar)
        self._compose = ComposeScreen()
        self._review = ReviewScreen(over(bridge, self.window.notices.show))
        self._statistics = StatisticsScreen()
        for page in (self._call, self._compose, self._review, self._statistics):
            self.window.add_page(page)
        notices = self.window.notices
        self._call_flow = CallFlow(
            self._call,
            place.host,
            place.notes,
            place.safety,
            engine,
            bridge,
            notices,
            identity.user,
            now_utc,
            self,
        )
        messages = SystemMessages(self.window)
        self._today_flow = TodayFlow(
            self._today,
            place.schedule,
            bridge,
            notices,
            self.open_visit,
            lambda count: self.window.set_count("today", count),
            messages.tell,
        )
        self._referrals_flow = ReferralsFlow(
            (self._list, self._compose, self._review),
            place.referrals,
            place.answering,
            bridge,
            notices,
            self.window.show_page,
            lambda: self.window.show_section("referrals"),
            self._referrals_counted,
            choose_file,
            Capturing(engine),
            self._call_flow.devices_free,
            messages.tell,
        )
        self._statistics_flow = StatisticsFlow(
            self._list,
            self._statistics,
            place.referrals,
            bridge,
            notices,
            self.window.show_page,
            lambda: self.window.show_section("referrals"),
        )
        self._advice = HeadphoneAdvice(
            place.store,
            bridge,
            notices,
            lambda on: self._review.advise_headphones(on=on),
            self,
        )
        self._review.headphones_known.connect(self._advice.read)
        self._notes_flow = NotesFlow(
            self._notes,
            place.notes,
            bridge,
            notices,
            self,
        )
        self._settings_flow = SettingsFlow(
            self._settings,
            place.store,
            bridge,
            notices,
            theme,
            language,
            preferences,
            version("vidda"),
            self._devices_changed,
        )
        self._devices = DeviceKeeper(engine, bridge, notices, wanted, self)
        self._devices.used.connect(self._show_equipment)
        self._devices.listed.connect(self._settings_flow.refresh)
        self._devices.picked.connect(self._settings_flow.pick)
        self._today_flow.ring_through(preferences.devices.ringer)
        self._join()
        self._devices.start(preferences.devices)

    @property
    def place(self) -> Workplace:
        """The open workplace."""
        return self._place

    @property
    def bridge(self) -> Bridge:
        """The bridge to the asyncio thread."""
        return self._bridge

    @property
    def engine(self) -> MediaEngine:
        """The engine of the calls."""
        return self._engine

    def start(self) -> None:
        """Show the window and begin to watch."""
        self._settings_flow.start()
        self._sign_heads_in(self._language.key)
        self._language.changed.connect(self._sign_heads_in)
        self._today_flow.start()
        self._referrals_flow.start()
        self._advice.start()
        self._count_notes()
        self.window.show()

    def _sign_heads_in(self, language: str) -> None:
        """Let notes be signed in the language that their author reads."""
        speak = self._place.notes.speak(language)
        self._bridge.run(speak, lambda _: None, self.window.notices.show)

    def may_lock(self) -> bool:
        """Tell whether nothing would be cut off by locking; says why where it would."""
        return self._call_flow.may_lock()

    def open_visit(
        self, appointment: AppointmentId, participant: ParticipantId | None = None
    ) -> None:
        """Open a visit; with a participant, let that person in at once."""

        def found(visit: Appointment | None) -> None:
            if visit is None:
                return
            self._referrals_flow.stop_capturing()
            self.window.show_page(self._call)
            self._call_flow.open(visit, participant)

        self._bridge.run(
            stored_appointment(self._place.store, appointment), found, self.window.notices.show
        )

    def close(self) -> None:
        """Save what is being typed, stop watching and let go of the devices that are tried."""
        self._devices.close()
        self._call_flow.flush()
        self._referrals_flow.leave()
        self._statistics_flow.close()
        self._today_flow.close()
        self._settings_flow.close()

    def _join(self) -> None:
        self.window.lock_asked.connect(self.lock_asked)
        self.window.set_guard(self._call_flow.may_close)
        self.window.section_shown.connect(self._section_shown)
        self._today.section_asked.connect(self.window.show_section)
        flow = self._call_flow
        flow.closed.connect(lambda: self.window.show_section("today"))
        flow.opened.connect(lambda: self.window.show_page(self._call))
        flow.signed.connect(self._open_note)
        flow.note_opened.connect(self._open_note)
        flow.stills.referral_wanted.connect(self._referrals_flow.begin_with)
        flow.sounds.referral_wanted.connect(self._referrals_flow.begin_with_sound)
        flow.devices_asked.connect(lambda: self.window.show_section("settings"))
        self._notes_flow.draft_opened.connect(lambda note: flow.write(CompositionId(note)))

    def _open_note(self, composition: str) -> None:
        self.window.show_section("notes")
        self._notes_flow.open(composition)

    def _section_shown(self, key: str) -> None:
        self._referrals_flow.stop_capturing()
        if key == "settings":
            self._settings_flow.refresh()
        elif key == "notes":
            self._notes_flow.show_list()
        elif key == "today":
            self._count_notes()

    def _referrals_counted(self, waiting: Waiting) -> None:
        waits = waiting.to_answer + waiting.to_read + waiting.to_allocate
        self.window.set_count("referrals", waits)
        self._referrals_wait = waiting
        self._show_needs()

    def _count_notes(self) -> None:
        def counted(drafts: tuple[DraftNote, ...]) -> None:
            self.window.set_count("notes", len(drafts))
            self._notes_to_sign = len(drafts)
            self._show_needs()

        self._bridge.run(self._place.notes.drafts(), counted, self.window.notices.show)

    def _show_needs(self) -> None:
        self._today.set_needs(needs(self._referrals_wait, self._notes_to_sign, now_utc()))

    def _devices_changed(self, preferences: Preferences) -> None:
        self._devices.use(preferences.devices)
        self._today_flow.ring_through(preferences.devices.ringer)

    def _show_equipment(self) -> None:
        def name(kind: DeviceKind) -> str:
            return Path(self._devices.name(kind)).name

        self._today.set_equipment(
            Equipment(
                name(DeviceKind.CAMERA), name(DeviceKind.MICROPHONE), name(DeviceKind.SPEAKER)
            )
        )
