# SPDX-License-Identifier: GPL-3.0-or-later
"""Decide how the device check stands. Pure: it is told what was seen and heard, and the time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum

from app.calls.views import InvitationView
from app.media.levels import Levels

STEP_SECONDS = 8.0
"""A step that has told nothing by then is skipped; clinical.md F1."""
HEARD = 0.06
"""Level from 0 to 1 above which somebody is speaking."""
SLOW_SECONDS = 1.5
"""An answer of the server that takes longer means a weak network."""


class Step(Enum):
    """The four things that are checked."""

    CAMERA = "camera"
    MICROPHONE = "microphone"
    SPEAKER = "speaker"
    CONNECTION = "connection"


class StepState(Enum):
    """How one step stands. WAITING -> TESTING -> WORKS | WEAK | FAILS | SKIPPED | MISSING."""

    WAITING = "waiting"
    TESTING = "testing"
    WORKS = "works"
    WEAK = "weak"
    FAILS = "fails"
    SKIPPED = "skipped"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class CheckView:
    """What the check screen shows."""

    invitation: InvitationView | None = None
    camera: StepState = StepState.TESTING
    microphone: StepState = StepState.TESTING
    speaker: StepState = StepState.WAITING
    connection: StepState = StepState.TESTING
    problem: str = ""
    """Why the link does not open, in plain words; "" while that is not known to be hopeless."""
    ring: str = ""
    """What has become of "Ring me instead", or "" ."""

    def state(self, step: Step) -> StepState:
        """Give the state of one step."""
        states = {
            Step.CAMERA: self.camera,
            Step.MICROPHONE: self.microphone,
            Step.SPEAKER: self.speaker,
            Step.CONNECTION: self.connection,
        }
        return states[step]

    def summary(self) -> str:
        """Say for the clinician how the check went: "fine", "weak", "skipped" or "failed"."""
        states = {self.state(step) for step in Step}
        if states & {StepState.FAILS, StepState.MISSING}:
            return "failed"
        if StepState.SKIPPED in states:
            return "skipped"
        return "weak" if StepState.WEAK in states else "fine"


@dataclass(frozen=True, slots=True)
class DeviceCheck:
    """A check in progress; every method gives the next one. ``now`` is in seconds."""

    started: float
    view: CheckView = field(default_factory=CheckView)

    def picture_came(self) -> DeviceCheck:
        """The camera has given a picture."""
        return self._with(camera=StepState.WORKS)

    def levels_came(self, levels: Levels) -> DeviceCheck:
        """The microphone was measured; once somebody was heard, silence is no failure."""
        if self.view.microphone is StepState.MISSING:
            return self
        if levels.microphone >= HEARD:
            return self._with(microphone=StepState.WORKS)
        if levels.microphone_silent and self.view.microphone is not StepState.WORKS:
            return self._with(microphone=StepState.FAILS)
        return self

    def device_missing(self, step: Step) -> DeviceCheck:
        """There is no such device, so there is nothing to wait for."""
        return self._with(**{step.value: StepState.MISSING})

    def device_failed(self, step: Step) -> DeviceCheck:
        """A device could not be opened."""
        return self._with(**{step.value: StepState.FAILS})

    def tone_played(self) -> DeviceCheck:
        """The tone is playing; only the person knows whether it is heard."""
        return self._with(speaker=StepState.TESTING)

    def tone_heard(self, heard: bool) -> DeviceCheck:
        """The person has answered."""
        return self._with(speaker=StepState.WORKS if heard else StepState.FAILS)

    def server_answered(self, invitation: InvitationView, seconds: float) -> DeviceCheck:
        """The clinic's server has opened the invitation."""
        state = StepState.WEAK if seconds > SLOW_SECONDS else StepState.WORKS
        return self._with(invitation=invitation, connection=state, problem="")

    def server_failed(self, problem: str) -> DeviceCheck:
        """The clinic's server could not be reached, or does not know the link."""
        return self._with(connection=StepState.FAILS, problem=problem)

    def retried(self, step: Step, now: float) -> DeviceCheck:
        """One step begins anew."""
        again = replace(self, started=now)
        return again._with(**{step.value: StepState.TESTING})

    def time_passed(self, now: float) -> DeviceCheck:
        """Skip what has told nothing for too long; it can be tried again at any time."""
        if now - self.started < STEP_SECONDS:
            return self
        late = {
            step.value: StepState.SKIPPED
            for step in (Step.CAMERA, Step.MICROPHONE)
            if self.view.state(step) is StepState.TESTING
        }
        return self._with(**late) if late else self

    def _with(self, **changes: object) -> DeviceCheck:
        view = replace(self.view, **changes)  # type: ignore[arg-type]
        return self if view == self.view else replace(self, view=view)
