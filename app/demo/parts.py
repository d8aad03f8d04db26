# SPDX-License-Identifier: GPL-3.0-or-later
"""One person of the demo: the real windows, worked by a script, in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.bridge import Bridge
from app.config import MediaOptions, passphrase_from_file
from app.demo.hands import Hands, Script, say
from app.demo.referral_scripts import cardiologist, coordinator, dermatologist, gp
from app.demo.visit_scripts import patient, psychiatrist
from app.desk import Desk
from app.follower import Ending, Follower, Run, Watch
from app.main import run_clinician, run_patient
from app.resources import resource_path
from app.visiting import Visiting

STAFF: dict[str, Callable[[Hands, str, int], Script]] = {
    "psychiatrist": psychiatrist,
    "gp": gp,
    "dermatologist": dermatologist,
    "cardiologist": cardiologist,
    "coordinator": coordinator,
}
FACES = {"psychiatrist": "astrid", "patient": "eira"}


class Stage:
    """Runs one script over the windows that open, and quits or stays at its end."""

    def __init__(self, who: str, out: Path, seconds: int, stay: bool) -> None:
        self._who, self._out, self._seconds, self._stay = who, out, seconds, stay
        self._hands = Hands(out, self._ended)
        self.began = False
        self.happened = False

    def begin(self, script: Callable[[Hands, str, int], Script]) -> None:
        """Start the script with the first window; later windows are its own doing."""
        if not self.began:
            self.began = True
            self._hands.start(script(self._hands, passphrase_from_file() or "", self._seconds))

    def follow(self, bridge: Bridge, follower: Follower, watch: Watch) -> None:
        """Have a call's measured facts written beside the pictures when it ends."""
        bridge.run(follower.follow(watch), _nothing, self._call_failed)

    def choose_file(self) -> Path | None:
        """Answer the program's question for a file."""
        return self._hands.choose_file()

    def run_of(self) -> Run:
        """Say where the facts of this person's call go."""
        return Run(None, self._out / f"{self._who}-call.json")

    def _call_failed(self, error: Exception) -> None:
        say({"step": f"the call: {error}", "ok": False})

    def _ended(self, happened: bool) -> None:
        self.happened = happened
        say({"end": True})
        # What was sent last may still be on its way: the director ends the parts, all at the end.
        if not happened:
            QApplication.quit()


def play_part(
    who: str, profile: Path, out: Path, seconds: int, stay: bool, appointment: str, link: str
) -> int:
    """Play one person; the exit code is 0 if the whole script happened."""
    stage = Stage(who, out, seconds, stay)
    media = _media(who)
    if who == "patient":

        def visiting(window: Visiting) -> None:
            guest = window.guest
            follower = Follower(lambda: guest.call, window.engine, stage.run_of(), Ending())
            stage.follow(window.bridge, follower, guest.watch)
            stage.begin(patient)

        code = run_patient(out / ".patient", media, link, visiting)
    else:

        def opened(desk: Desk) -> None:
            host = desk.place.host
            if appointment and host is not None and not stage.began:
                follower = Follower(lambda: host.call, desk.engine, stage.run_of(), Ending())
                stage.follow(desk.bridge, follower, host.watch)
            stage.begin(STAFF[who])

        code = run_clinician(profile, media, "", opened, stage.choose_file)
    return code if stage.happened else 1


def _media(who: str) -> MediaOptions:
    face = FACES.get(who)
    if face is None:
        return MediaOptions("none", "none", "none")
    camera, microphone = resource_path(f"demo/{face}.webm"), resource_path(f"demo/{face}.ogg")
    return MediaOptions(str(camera), str(microphone), "none")


def _nothing(_: object) -> None:
    return None
