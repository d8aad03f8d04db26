# SPDX-License-Identifier: GPL-3.0-or-later
"""Which devices PulseAudio has, asked of itself.

Qt 6.11 hears of a device that leaves PulseAudio only where it was the default one, and goes on
listing it; PulseAudio meanwhile moves the sound to another device, and nobody would be told.
"""

from __future__ import annotations

import ctypes
import logging
import sys
import threading
from collections.abc import Callable
from typing import Any

_log = logging.getLogger(__name__)

_NO_AUTOSPAWN = 1
_READY, _FAILED = 4, 5
_SINKS_AND_SOURCES = 1 | 2
_AGAIN_S = 5.0
"""PulseAudio may be started later, or anew."""


class _Info(ctypes.Structure):
    """The beginning of pa_sink_info and pa_source_info (pulse/introspect.h)."""

    _fields_ = (("name", ctypes.c_char_p), ("index", ctypes.c_uint32))


_ON_EVENT = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int, ctypes.c_uint32, ctypes.c_void_p)
_ON_INFO = ctypes.CFUNCTYPE(
    None, ctypes.c_void_p, ctypes.POINTER(_Info), ctypes.c_int, ctypes.c_void_p
)


class PulseServer:
    """Follows the names of PulseAudio's devices on a thread of its own; does nothing without it."""

    def __init__(self) -> None:
        self._lib = _library()
        self._lock = threading.Lock()
        self._here: frozenset[bytes] | None = None
        self._seen: set[bytes] = set()
        self._changed: list[Callable[[], None]] = []
        self._thread: threading.Thread | None = None

    def gone(self, name: bytes) -> bool:
        """Say whether PulseAudio had a device of this name, and has it no more. Any thread."""
        with self._lock:
            return self._here is not None and name in self._seen and name not in self._here

    def follow(self, changed: Callable[[], None]) -> None:
        """Call this, on the thread of the server, after each change."""
        with self._lock:
            self._changed.append(changed)
            if self._thread is not None or self._lib is None:
                return
            self._thread = threading.Thread(target=self._run, name="pulse", daemon=True)
        self._thread.start()

    def leave(self, changed: Callable[[], None]) -> None:
        """Call it no more."""
        with self._lock:
            self._changed.remove(changed)

    def _run(self) -> None:
        waiting = threading.Event()
        while True:
            _Connection(self._lib, self._came).serve()
            with self._lock:
                self._here = None
            waiting.wait(_AGAIN_S)

    def _came(self, names: frozenset[bytes]) -> None:
        with self._lock:
            before, self._here = self._here, names
            self._seen |= names
            told = tuple(self._changed) if before is not None and before != names else ()
        for changed in told:
            changed()


class _Connection:
    """One connection to the server, until it ends."""

    def __init__(self, lib: Any, came: Callable[[frozenset[bytes]], None]) -> None:
        self._lib = lib
        self._came = came
        self._names: set[bytes] = set()
        self._asked = 0
        self._stale = True
        # Kept here: the library calls them as long as it lives.
        self._on_event = _ON_EVENT(self._event)
        self._on_info = _ON_INFO(self._info)

    def serve(self) -> None:
        """Tell the names now and after each change; returns when the server is gone."""
        lib = self._lib
        loop = lib.pa_mainloop_new()
        context = lib.pa_context_new(lib.pa_mainloop_get_api(loop), b"Vidda")
        try:
            if lib.pa_context_connect(context, None, _NO_AUTOSPAWN, None) < 0:
                return
            subscribed = False
            while lib.pa_mainloop_iterate(loop, 1, None) >= 0:
                state = lib.pa_context_get_state(context)
                if state >= _FAILED:
                    return
                if state == _READY and not subscribed:
                    subscribed = True
                    lib.pa_context_set_subscribe_callback(context, self._on_event, None)
                    self._end(lib.pa_context_subscribe(context, _SINKS_AND_SOURCES, None, None))
                if state == _READY and self._stale and not self._asked:
                    self._ask(context)
        finally:
            lib.pa_context_disconnect(context)
            lib.pa_context_unref(context)
            lib.pa_mainloop_free(loop)

    def _ask(self, context: Any) -> None:
        self._stale, self._asked, self._names = False, 2, set()
        lib = self._lib
        for ask in (lib.pa_context_get_sink_info_list, lib.pa_context_get_source_info_list):
            self._end(ask(context, self._on_info, None))

    def _end(self, operation: Any) -> None:
        if operation:
            self._lib.pa_operation_unref(operation)

    def _event(self, _context: Any, _event: int, _index: int, _data: Any) -> None:
        self._stale = True

    def _info(self, _context: Any, info: Any, end: int, _data: Any) -> None:
        if not end:
            self._names.add(info.contents.name)
            return
        self._asked -= 1
        if not self._asked and end > 0:
            self._came(frozenset(self._names))


def _library() -> Any:
    """Load PulseAudio's client library, which Qt needs as well; None where there is none."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        lib = ctypes.CDLL("libpulse.so.0")
    except OSError:
        return None
    pointer = ctypes.c_void_p
    for name, result, arguments in (
        ("pa_mainloop_new", pointer, ()),
        ("pa_mainloop_get_api", pointer, (pointer,)),
        ("pa_mainloop_iterate", ctypes.c_int, (pointer, ctypes.c_int, pointer)),
        ("pa_mainloop_free", None, (pointer,)),
        ("pa_context_new", pointer, (pointer, ctypes.c_char_p)),
        ("pa_context_connect", ctypes.c_int, (pointer, ctypes.c_char_p, ctypes.c_int, pointer)),
        ("pa_context_get_state", ctypes.c_int, (pointer,)),
        ("pa_context_disconnect", None, (pointer,)),
        ("pa_context_unref", None, (pointer,)),
        ("pa_context_set_subscribe_callback", None, (pointer, _ON_EVENT, pointer)),
        ("pa_context_subscribe", pointer, (pointer, ctypes.c_int, pointer, pointer)),
        ("pa_context_get_sink_info_list", pointer, (pointer, _ON_INFO, pointer)),
        ("pa_context_get_source_info_list", pointer, (pointer, _ON_INFO, pointer)),
        ("pa_operation_unref", None, (pointer,)),
    ):
        try:
            function = getattr(lib, name)
        except AttributeError:
            _log.warning("PulseAudio's library lacks %s", name)
            return None
        function.restype, function.argtypes = result, arguments
    return lib
