# SPDX-License-Identifier: GPL-3.0-or-later
"""One step of the device check: what is checked, how it stands, one instruction."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.patient.check import Step, StepState
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel

translate = QCoreApplication.translate

_ICONS = {
    Step.CAMERA: "video-camera",
    Step.MICROPHONE: "microphone",
    Step.SPEAKER: "speaker-high",
    Step.CONNECTION: "wifi-high",
}


class CheckStep(QWidget):
    """Icon, name and state, instruction; room for a meter below and buttons beside."""

    def __init__(self, step: Step, actions: tuple[QWidget, ...], below: QWidget | None) -> None:
        super().__init__()
        self._step = step
        self._tile = QFrame()
        self._tile.setObjectName("steptile")
        inside = QVBoxLayout(self._tile)
        inside.setContentsMargins(10, 10, 10, 10)
        self._icon = Icon(_ICONS[step], "muted", 28)
        inside.addWidget(self._icon)
        self._name = PlainLabel("", "name")
        self._mark = Icon("circle", "muted", 20)
        self._state = PlainLabel("", "strong")
        self._text = PlainLabel("", "second", "muted", wrap=True)
        self._head = QGridLayout()
        self._head.setHorizontalSpacing(8)
        self._head.setVerticalSpacing(2)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addLayout(self._head)
        words.addWidget(self._text)
        if below is not None:
            words.addSpacing(4)
            words.addWidget(below, 0, Qt.AlignmentFlag.AlignLeft)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(8)
        for action in actions:
            self._actions.addWidget(action)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 12, 0, 12)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.addWidget(self._tile, 0, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addLayout(words, 0, 1)
        self._grid.setColumnStretch(1, 1)
        self._narrow: bool | None = None
        self.set_narrow(False)

    @property
    def step(self) -> Step:
        """Which step this is."""
        return self._step

    def set_narrow(self, on: bool) -> None:
        """Put the state under the name and the buttons under the words."""
        if on is self._narrow:
            return
        self._narrow = on
        for part in (self._name, self._mark, self._state):
            self._head.removeWidget(part)
        self._grid.removeItem(self._actions)
        row = 1 if on else 0
        self._head.addWidget(self._name, 0, 0, 1, 3 if on else 1)
        self._head.addWidget(self._mark, row, 0 if on else 1)
        self._head.addWidget(self._state, row, 1 if on else 2)
        for column in range(4):
            self._head.setColumnStretch(column, 1 if column == 3 else 0)
        if on:
            self._grid.addLayout(self._actions, 1, 1, Qt.AlignmentFlag.AlignLeft)
        else:
            self._grid.addLayout(self._actions, 0, 2, Qt.AlignmentFlag.AlignVCenter)

    def render_state(self, state: StepState, text: str = "") -> None:
        """Show how the step stands; ``text`` replaces the usual instruction."""
        tone, mark = _look(state)
        self._name.setText(step_name(self._step))
        words = state_words(self._step, state)
        self._state.setText(words)
        self._state.set_tone(tone)
        self._mark.set_icon(mark, tone or "muted")
        self._icon.set_icon(_ICONS[self._step], tone or "muted")
        theme.set_state(self._tile, "tone", tone)
        self._text.setText(text or instruction(self._step, state))
        self.setAccessibleName(f"{step_name(self._step)}: {words}. {self._text.text()}")


def _look(state: StepState) -> tuple[str, str]:
    match state:
        case StepState.WAITING:
            return "muted", "circle"
        case StepState.TESTING:
            return "muted", "dots-three-circle"
        case StepState.WORKS:
            return "ok", "check-circle-fill"
        case StepState.WEAK:
            return "warn", "warning-fill"
        case StepState.FAILS:
            return "danger", "x-circle-fill"
        case StepState.SKIPPED | StepState.MISSING:
            return "muted", "minus-circle"
        case _:
            assert_never(state)


def step_name(step: Step) -> str:
    """Name a step in daily words."""
    names = {
        Step.CAMERA: translate("Check", "Camera"),
        Step.MICROPHONE: translate("Check", "Microphone"),
        Step.SPEAKER: translate("Check", "Loudspeaker"),
        Step.CONNECTION: translate("Check", "Connection"),
    }
    return names[step]


def state_words(step: Step, state: StepState) -> str:
    """Say how a step stands."""
    if step is Step.MICROPHONE and state is StepState.FAILS:
        return translate("Check", "We hear nothing")
    if step is Step.CAMERA and state is StepState.FAILS:
        return translate("Check", "We see nothing")
    if step is Step.CONNECTION and state is StepState.WEAK:
        return translate("Check", "A little weak")
    words = {
        StepState.WAITING: translate("Check", "Not tried yet"),
        StepState.TESTING: translate("Check", "Trying …"),
        StepState.WORKS: translate("Check", "Works"),
        StepState.WEAK: translate("Check", "A little weak"),
        StepState.FAILS: translate("Check", "Does not work"),
        StepState.SKIPPED: translate("Check", "Skipped"),
        StepState.MISSING: translate("Check", "None found"),
    }
    return words[state]


def instruction(step: Step, state: StepState) -> str:
    """Say the one thing to do or to know."""
    match step:
        case Step.CAMERA:
            return _camera(state)
        case Step.MICROPHONE:
            return _microphone(state)
        case Step.SPEAKER:
            return _speaker(state)
        case Step.CONNECTION:
            return _connection(state)
        case _:
            assert_never(step)


def _camera(state: StepState) -> str:
    if state is StepState.WORKS:
        return translate("Check", "There is a picture.")
    if state is StepState.MISSING:
        return translate("Check", "You can go in without it. Then you see, but are not seen.")
    if state in (StepState.FAILS, StepState.SKIPPED):
        return translate("Check", "Is it covered, or in use elsewhere? You can go in without it.")
    return translate("Check", "The light beside the camera comes on.")


def _microphone(state: StepState) -> str:
    if state is StepState.WORKS:
        return translate("Check", "We hear you.")
    if state is StepState.MISSING:
        return translate("Check", "Connect a headset. Without one you hear, but are not heard.")
    if state is StepState.FAILS:
        return translate("Check", "Is the headset muted? Press its button, then say a few words.")
    if state is StepState.SKIPPED:
        return translate("Check", "We have not heard you yet. Say a few words at any time.")
    return translate("Check", "Say a few words.")


def _speaker(state: StepState) -> str:
    if state is StepState.WORKS:
        return translate("Check", "You heard the tone.")
    if state is StepState.FAILS:
        return translate("Check", "Turn the sound up, or plug the headset in. Then play it again.")
    if state is StepState.TESTING:
        return translate("Check", "Did you hear the tone?")
    return translate("Check", "Play a tone and listen.")


def _connection(state: StepState) -> str:
    if state is StepState.WORKS:
        return translate("Check", "The clinic answers.")
    if state is StepState.WEAK:
        return translate(
            "Check",
            "The sound will be fine. The picture may be coarse. "
            "Move closer to the router if you can.",
        )
    if state is StepState.FAILS:
        return translate("Check", "The clinic does not answer. Vidda goes on trying.")
    return translate("Check", "Asking the clinic …")
