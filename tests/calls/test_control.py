# SPDX-License-Identifier: GPL-3.0-or-later
"""Round trips, and nothing but ControlError for anything else."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.calls.control import (
    MAX_CONTROL_CHARACTERS,
    Commitment,
    Confirm,
    ControlError,
    ControlMessage,
    Goodbye,
    Nonce,
    Reveal,
    StillHeard,
    StillTold,
    Switches,
    decode_control,
    encode_control,
)
from app.calls.events import Bye
from app.calls.views import StillMoment

MESSAGES = st.one_of(
    st.builds(Confirm, st.binary(max_size=32), st.binary(max_size=32)),
    st.builds(Switches, st.booleans(), st.booleans(), st.booleans()),
    st.builds(StillTold, st.sampled_from(StillMoment), st.integers(0, 1 << 53)),
    st.builds(StillHeard, st.sampled_from(StillMoment), st.integers(0, 1 << 53)),
    st.builds(Commitment, st.binary(max_size=32)),
    st.builds(Nonce, st.binary(max_size=32)),
    st.builds(Reveal, st.binary(max_size=32)),
    st.builds(Goodbye, st.sampled_from(Bye)),
)


@settings(deadline=None)
@given(MESSAGES)
def test_round_trip(message: ControlMessage) -> None:
    assert decode_control(encode_control(message)) == message


@settings(deadline=None)
@given(st.text())
def test_nothing_but_one_error_leaves(text: str) -> None:
    with contextlib.suppress(ControlError):
        decode_control(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        '{"type":"later-invention"}',
        '{"type":"switches","microphone_on":true,"camera_on":true,"more":1}',
        '{"type":"bye","bye":"shout"}',
        "\ud800",
        "[" * (MAX_CONTROL_CHARACTERS - 1),
        " " * MAX_CONTROL_CHARACTERS + "{}",
    ],
)
def test_what_is_refused(text: str) -> None:
    with pytest.raises(ControlError):
        decode_control(text)
