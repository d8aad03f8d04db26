# SPDX-License-Identifier: GPL-3.0-or-later
"""The wire: what is written is read back, and nothing but WireError leaves the reader."""

from __future__ import annotations

import typing
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signaling_server import wire, wire_http

SERVER_MESSAGES = typing.get_args(wire.ServerMessage)
CLIENT_MESSAGES = typing.get_args(wire.ClientMessage)
BODIES = [
    kind
    for kind in vars(wire_http).values()
    if isinstance(kind, type) and issubclass(kind, wire.Struct) and kind is not wire.Struct
]


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a field's type."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return st.lists(values(arguments[0]), max_size=3).map(tuple)
    if arguments:
        return st.one_of([values(argument) for argument in arguments])
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return instances(kind)
    simple: dict[Any, st.SearchStrategy[Any]] = {
        str: st.text(st.characters(codec="utf-8"), max_size=20),
        bytes: st.binary(max_size=20),
        int: st.integers(-(2**53), 2**53),
        float: st.floats(allow_nan=False, allow_infinity=False),
        bool: st.booleans(),
        type(None): st.none(),
    }
    return simple[kind] if kind in simple else st.sampled_from(kind)


def instances(kind: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
    fields = {name: values(of) for name, of in typing.get_type_hints(kind).items()}
    return st.builds(kind, **fields)


@pytest.mark.parametrize("kind", SERVER_MESSAGES, ids=lambda k: k.__name__)
@settings(max_examples=15, deadline=None)
@given(data=st.data(), seq=st.integers(0, 2**53))
def test_server_messages_go_round(kind: type[Any], data: st.DataObject, seq: int) -> None:
    envelope = wire.Envelope(seq, data.draw(instances(kind)))
    assert wire.decode_envelope(wire.encode(envelope)) == envelope


@pytest.mark.parametrize("kind", CLIENT_MESSAGES, ids=lambda k: k.__name__)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_client_messages_go_round(kind: type[Any], data: st.DataObject) -> None:
    message = data.draw(instances(kind))
    assert wire.decode_client_message(wire.encode(message)) == message


@pytest.mark.parametrize("kind", BODIES, ids=lambda k: k.__name__)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_bodies_go_round(kind: type[Any], data: st.DataObject) -> None:
    body = data.draw(instances(kind))
    assert wire.decode(wire.encode(body), kind) == body


READERS: list[Callable[[Any], object]] = [
    wire.decode_client_message,
    wire.decode_envelope,
    lambda data: wire.decode(data, wire_http.NewLink),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@pytest.mark.parametrize("read", READERS, ids=["client", "server", "body"])
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200),
        JSON.map(lambda value: msgspec.json.encode(value) if value == value else b"NaN"),
        st.sampled_from(["knock", "admit", "relay", "welcome"]).flatmap(
            lambda tag: st.dictionaries(st.text(), st.text(), max_size=3).map(
                lambda rest: msgspec.json.encode({**rest, "type": tag})
            )
        ),
    )
)
def test_nothing_but_wire_error_leaves(read: Callable[[Any], object], data: Any) -> None:
    try:
        read(data)
    except wire.WireError:
        return


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 100_000,
        b'{"type":"ping","id":"1","more":2}',
        b'{"type":"nothing"}',
        b'{"type":"ping","id":"' + b"x" * wire.MAX_MESSAGE_BYTES + b'"}',
        '{"type":"ping","id":"\ud800"}',
        b"\xff\xfe",
        b"",
    ],
)
def test_refused(raw: Any) -> None:
    with pytest.raises(wire.WireError):
        wire.decode_client_message(raw)
