# SPDX-License-Identifier: GPL-3.0-or-later
"""A screen or a window of this computer as a source of pictures (QtMultimedia)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import av
import numpy as np
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtMultimedia import (
    QMediaCaptureSession,
    QScreenCapture,
    QVideoFrame,
    QVideoFrameFormat,
    QVideoSink,
    QWindowCapture,
)

from app.media.devices.errors import ScreenDenied
from app.media.devices.qt_camera import converted
from app.media.devices.qt_shareables import Shareable, ShareKind, screen_named, window_named
from app.media.devices.screen_pace import REPEAT_S, ScreenPace
from app.media.devices.sources import VideoSource
from app.media.frames import VideoFrame
from app.media.scaling import PictureScaler
from app.media.screen_plan import MOST_HEIGHT, MOST_WIDTH

_START_TIMEOUT_S = 5.0
_LEAST_SIDE = 16
_PIXELS = QVideoFrameFormat.PixelFormat
_PACKED = {
    _PIXELS.Format_BGRX8888: "bgr0",
    _PIXELS.Format_BGRA8888: "bgra",
    _PIXELS.Format_BGRA8888_Premultiplied: "bgra",
    _PIXELS.Format_RGBX8888: "rgb0",
    _PIXELS.Format_RGBA8888: "rgba",
}


class QtScreen(VideoSource):
    """A screen or window. Its Qt objects live on the thread of the application, which only hands
    frames on; a thread of its own converts them."""

    def __init__(self, shared: Shareable, on_ended: Callable[[], None]) -> None:
        """``on_ended`` is told on Qt's thread when the system ends the sharing: the window was
        closed, or the person refused or stopped it in the system's own dialog."""
        self._shared = shared
        self._on_ended = on_ended
        self._holder: _Holder | None = None
        self._converter: _Converter | None = None

    def start(self, on_frame: Callable[[VideoFrame], None]) -> None:
        """Begin to deliver frames; from another thread than Qt's. Raises ScreenDenied."""
        application = QCoreApplication.instance()
        if application is None:
            raise ScreenDenied(self._shared.name)
        converter = _Converter(on_frame)
        holder = _Holder(self._shared, converter.offer, self._on_ended)
        holder.moveToThread(application.thread())
        self._holder, self._converter = holder, converter
        converter.start()
        holder.begin.emit()
        if not holder.begun.wait(_START_TIMEOUT_S) or not holder.works:
            self.stop()
            raise ScreenDenied(self._shared.name)

    def stop(self) -> None:
        """Deliver no more frames and let go of the screen."""
        if self._holder is not None:
            self._holder.end.emit()
            self._holder.ended.wait(_START_TIMEOUT_S)
            self._holder = None
        if self._converter is not None:
            self._converter.close()
            self._converter = None


class _Holder(QObject):
    """Owns the Qt objects; its slots run on the thread of the application."""

    begin = Signal()
    end = Signal()

    def __init__(
        self,
        shared: Shareable,
        offer: Callable[[QVideoFrame], None],
        on_ended: Callable[[], None],
    ) -> None:
        super().__init__()
        self.begun = threading.Event()
        self.ended = threading.Event()
        self.works = False
        self._shared = shared
        self._offer = offer
        self._on_ended = on_ended
        self._capture: QScreenCapture | QWindowCapture | None = None
        self._session: QMediaCaptureSession | None = None
        self._sink: QVideoSink | None = None
        self.begin.connect(self._begin, Qt.ConnectionType.QueuedConnection)
        self.end.connect(self._end, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def _begin(self) -> None:
        self._session = QMediaCaptureSession()
        self._sink = QVideoSink()
        self._sink.videoFrameChanged.connect(self._arrived)
        self._session.setVideoSink(self._sink)
        capture = self._made(self._session)
        self._capture = capture
        if capture is not None:
            capture.start()
            self.works = capture.error() == type(capture).Error.NoError
            # Connected late: what fails at once is told by ``start``.
            capture.errorOccurred.connect(self._failed)
            capture.activeChanged.connect(self._active_changed)
        self.begun.set()

    def _made(self, session: QMediaCaptureSession) -> QScreenCapture | QWindowCapture | None:
        if self._shared.kind is ShareKind.WINDOW:
            window = window_named(self._shared.name)
            if window is None:
                return None
            of_window = QWindowCapture()
            of_window.setWindow(window)
            session.setWindowCapture(of_window)
            return of_window
        of_screen = QScreenCapture()
        if self._shared.kind is ShareKind.SCREEN:
            screen = screen_named(self._shared.name)
            if screen is None:
                return None
            of_screen.setScreen(screen)
        session.setScreenCapture(of_screen)
        return of_screen

    @Slot()
    def _end(self) -> None:
        capture, self._capture = self._capture, None
        if capture is not None:
            capture.stop()
        self._session = self._sink = None
        self.ended.set()

    @Slot(QVideoFrame)
    def _arrived(self, frame: QVideoFrame) -> None:
        self._offer(frame)

    def _failed(self, *_: object) -> None:
        self._tell_end()

    def _active_changed(self, active: bool) -> None:
        if not active:
            self._tell_end()

    def _tell_end(self) -> None:
        if self._capture is not None:
            self._on_ended()


class _Converter:
    """The thread that turns the newest frame of the system into one of ours."""

    def __init__(self, on_frame: Callable[[VideoFrame], None]) -> None:
        self._on_frame = on_frame
        self._condition = threading.Condition()
        self._frame: QVideoFrame | None = None
        self._ending = False
        self._pace = ScreenPace()
        self._scaler = PictureScaler()
        self._thread = threading.Thread(target=self._run, name="screen", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def offer(self, frame: QVideoFrame) -> None:
        """Leave a frame in place of one that still waits; its memory is shared, not copied."""
        with self._condition:
            if self._pace.takes((frame.width(), frame.height()), time.monotonic()):
                self._frame = frame
                self._condition.notify()

    def close(self) -> None:
        with self._condition:
            self._ending = True
            self._condition.notify()
        if self._thread is not threading.current_thread():
            self._thread.join()

    def _run(self) -> None:
        picture: av.VideoFrame | None = None
        while True:
            with self._condition:
                if self._frame is None and not self._ending:
                    self._condition.wait(REPEAT_S)
                if self._ending:
                    return
                frame, self._frame = self._frame, None
                repeats = frame is None and self._pace.repeats(time.monotonic())
            if frame is not None:
                picture = self._converted(frame) or picture
            if picture is not None and (frame is not None or repeats):
                self._on_frame(VideoFrame(picture, time.monotonic()))

    def _converted(self, frame: QVideoFrame) -> av.VideoFrame | None:
        if min(frame.width(), frame.height()) < _LEAST_SIDE:
            return None
        packed = packed_picture(frame)
        if packed is None:
            return converted(frame)
        scale = min(1.0, MOST_WIDTH / packed.width, MOST_HEIGHT / packed.height)
        width, height = round(packed.width * scale) // 2 * 2, round(packed.height * scale) // 2 * 2
        return self._scaler.scale(packed, width, height, "yuv420p")


def packed_picture(frame: QVideoFrame) -> av.VideoFrame | None:
    """Copy a Qt frame of 32-bit points, its sides made even; None for other kinds of frames."""
    name = _PACKED.get(frame.pixelFormat())
    if name is None or not frame.map(QVideoFrame.MapMode.ReadOnly):
        return None
    try:
        # Even sides by leaving out a line: to scale by one point would blur every letter.
        width, height = frame.width() // 2 * 2, frame.height() // 2 * 2
        picture = av.VideoFrame(width, height, name)
        rows = np.frombuffer(memoryview(frame.bits(0)), np.uint8)
        source = rows[: frame.bytesPerLine(0) * height].reshape(height, -1)
        plane = picture.planes[0]
        target = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        target[:height, : 4 * width] = source[:, : 4 * width]
    finally:
        frame.unmap()
    return picture
