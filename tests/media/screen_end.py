# SPDX-License-Identifier: GPL-3.0-or-later
"""Share the real screen and a real window over two real links; print what arrived as JSON.

Run on an X screen of its own: ``python -m tests.media.screen_end``.
"""

from __future__ import annotations

import ctypes
import json
import re
import subprocess
import sys
import time
from typing import Any

import av
import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QImage
from PySide6.QtWidgets import QApplication, QLabel

from app.bridge import Bridge
from app.media.devices.qt_screen import QtScreen
from app.media.devices.qt_shareables import Shareable, ShareKind, shareables
from app.media.devices.synthetic import SyntheticCamera
from app.media.frames import VideoFrame
from tests.media.ends import End, connect, end, until

OTHER = "xmessage"
XA_WINDOW = ctypes.c_ulong(33)
CAMERA = (1280, 720)


class Watched:
    """Every frame that one end shows."""

    def __init__(self, watched: End) -> None:
        self._slot = watched.engine.remote_frames
        self._slot.on_frame = self._take
        self.times: list[float] = []
        self.captures: list[float] = []
        self.last: VideoFrame | None = None

    def _take(self) -> None:
        frame = self._slot.take()
        if frame is not None:
            self.last = frame
            self.times.append(time.monotonic())
            if frame.captured_at is not None:
                self.captures.append(frame.captured_at)

    def size(self) -> tuple[int, int]:
        return (0, 0) if self.last is None else (self.last.width, self.last.height)


def page() -> QLabel:
    """Fill the screen with what a person would want to show: text."""
    shown = QLabel(
        "\n".join(f"{n:02d}  Sertralin 50 mg, økes til 100 mg etter uke {n}" * 2 for n in range(40))
    )
    shown.setFont(QFont("Inter", 11))
    shown.setAlignment(Qt.AlignmentFlag.AlignTop)
    shown.setStyleSheet("background: white; color: black")
    shown.setWindowFlags(Qt.WindowType.FramelessWindowHint)
    shown.setGeometry(QApplication.primaryScreen().geometry())
    shown.show()
    return shown


def luma(picture: av.VideoFrame) -> np.ndarray[Any, np.dtype[np.float64]]:
    rows = np.frombuffer(memoryview(picture.planes[0]), np.uint8)
    shaped = rows.reshape(-1, picture.planes[0].line_size)[: picture.height, : picture.width]
    return shaped.astype(np.float64)


def noise_db(image: QImage, frame: VideoFrame) -> float:
    """Peak signal to noise of what arrived, against what is on the screen."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(memoryview(image.constBits()), np.uint8)
    packed = rows.reshape(image.height(), image.bytesPerLine())[:, : image.width() * 3]
    shaped = np.ascontiguousarray(packed).reshape(image.height(), image.width(), 3)
    wanted = av.VideoFrame.from_ndarray(shaped, format="rgb24").reformat(format="yuv420p")
    error = float(np.mean((luma(wanted) - luma(frame.av)) ** 2))
    return float(10 * np.log10(255**2 / max(error, 1e-9)))


async def share_all(
    image: QImage, other: Shareable, program: subprocess.Popen[bytes]
) -> dict[str, Any]:
    told: dict[str, Any] = {}
    ended: list[float] = []
    async with end(SyntheticCamera()) as first, end() as second:
        seen = Watched(second)
        await connect(first, second)
        await until(lambda: seen.size() == CAMERA, 20)
        offered = first.link.connection.localDescription.sdp
        states: list[str] = []
        first.link.connection.on(
            "signalingstatechange", lambda: states.append(first.link.connection.signalingState)
        )
        screen = next(one for one in shareables() if one.kind is ShareKind.SCREEN)
        began = time.monotonic()
        await first.engine.share_screen(QtScreen(screen, lambda: ended.append(time.monotonic())))
        await until(lambda: seen.size() == (screen.width, screen.height), 20)
        told["first_picture_s"] = round(time.monotonic() - began, 3)
        await until(lambda: seen.last is not None and noise_db(image, seen.last) > 32, 20)
        told["sharp_after_s"] = round(time.monotonic() - began, 3)
        start = len(seen.times)
        await until(lambda: seen.times and time.monotonic() - seen.times[start - 1] > 3, 10)
        at = seen.times[start:]
        told["frames_per_s"] = round((len(at) - 1) / (at[-1] - at[0]), 2)
        told["noise_db"] = round(noise_db(image, seen.last), 1) if seen.last else 0.0
        told["self_view"] = first.engine.local_frames.take() is not None
        # The camera comes back at once, and the line was never negotiated again.
        await first.engine.share_screen(None)
        await until(lambda: seen.size() == CAMERA, 20)
        await first.engine.share_screen(QtScreen(other, lambda: ended.append(time.monotonic())))
        await until(lambda: seen.size() not in (CAMERA, (screen.width, screen.height)), 20)
        told["window"] = seen.size()
        told["ended_by_us"] = len(ended)
        program.terminate()
        program.wait()
        await until(lambda: ended, 20)
        told["ended_by_window"] = len(ended)
        await first.engine.share_screen(None)
        await until(lambda: seen.size() == CAMERA, 20)
        told["same_description"] = first.link.connection.localDescription.sdp == offered
        told["video_lines"] = len(re.findall("^m=video", offered, flags=re.MULTILINE))
        told["signaling"] = tuple(states)
        told["times_grow"] = bool(np.all(np.diff(seen.captures) > 0))
        told["up"] = first.link.up and second.link.up
    return told


def other_window() -> subprocess.Popen[bytes]:
    """Open a window of another program; no window manager runs here, so we list it ourselves."""
    program = subprocess.Popen(["xmessage", "-geometry", "500x300+40+40", "Ukeplan"])
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        found = subprocess.run(
            ["xwininfo", "-name", OTHER, "-int"], capture_output=True, text=True, check=False
        )
        if match := re.search(r"Window id: (\d+)", found.stdout):
            list_window(int(match[1]))
            return program
    raise AssertionError("xmessage did not open")


def list_window(window: int) -> None:
    """Write a window into the root's list of clients (EWMH _NET_CLIENT_LIST)."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = x11.XDefaultRootWindow.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    root = ctypes.c_ulong(x11.XDefaultRootWindow(display))
    atom = ctypes.c_ulong(x11.XInternAtom(display, b"_NET_CLIENT_LIST", 0))
    value = ctypes.c_ulong(window)
    x11.XChangeProperty(display, root, atom, XA_WINDOW, 32, 0, ctypes.byref(value), 1)
    x11.XCloseDisplay(display)


def main() -> int:
    """Run the whole and print it."""
    application = QApplication(sys.argv[:1])
    program = other_window()
    try:
        return share(application, program)
    finally:
        program.kill()
        program.wait()


def share(application: QApplication, program: subprocess.Popen[bytes]) -> int:
    """Show the page, share it and the other window."""
    listed = shareables()
    shown = page()
    application.processEvents()
    image = shown.grab().toImage()
    other = next(one for one in listed if one.kind is ShareKind.WINDOW)
    bridge = Bridge()
    bridge.start()
    failures: list[Exception] = []

    def done(told: dict[str, Any]) -> None:
        names = [(one.kind.value, one.name) for one in listed]
        print(json.dumps({**told, "listed": names}))
        application.quit()

    def failed(error: Exception) -> None:
        failures.append(error)
        application.quit()

    bridge.run(share_all(image, other, program), done, failed)
    application.exec()
    bridge.stop()
    shown.close()
    if failures:
        raise failures[0]
    return 0


if __name__ == "__main__":
    sys.exit(main())
