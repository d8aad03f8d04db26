# SPDX-License-Identifier: GPL-3.0-or-later
"""A camera of the system (QtMultimedia)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import av
import numpy as np
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import (
    QCamera,
    QCameraDevice,
    QCameraFormat,
    QMediaCaptureSession,
    QVideoFrame,
    QVideoFrameFormat,
    QVideoSink,
)

from app.media.devices.errors import DeviceDenied, DeviceKind
from app.media.devices.sources import VideoSource
from app.media.frames import VideoFrame

_WIDTH, _HEIGHT, _FRAMES_PER_S = 1280, 720, 30
_START_TIMEOUT_S = 5.0

_RGB = QImage.Format.Format_RGB888
_PIXELS = QVideoFrameFormat.PixelFormat
_FORMATS = {
    _PIXELS.Format_YUV420P: "yuv420p",
    _PIXELS.Format_NV12: "nv12",
    _PIXELS.Format_YUYV: "yuyv422",
    _PIXELS.Format_UYVY: "uyvy422",
}
_QUICK = (_PIXELS.Format_Jpeg, _PIXELS.Format_NV12, _PIXELS.Format_YUV420P)
"""Uncompressed 4:2:2 over USB 2 gives no more than ten 720p frames a second."""


class QtCamera(VideoSource):
    """A camera of the system; its Qt objects live on the thread of the application."""

    def __init__(self, device: QCameraDevice, name: str) -> None:
        self._device = device
        self._name = name
        self._on_frame: Callable[[VideoFrame], None] | None = None
        self._holder: _Holder | None = None

    def start(self, on_frame: Callable[[VideoFrame], None]) -> None:
        """Begin to deliver frames; from another thread than Qt's. Raises DeviceDenied."""
        application = QCoreApplication.instance()
        if application is None:
            raise DeviceDenied(DeviceKind.CAMERA, self._name)
        holder = _Holder(self._device, on_frame)
        holder.moveToThread(application.thread())
        self._holder = holder
        holder.begin.emit()
        if not holder.begun.wait(_START_TIMEOUT_S) or not holder.works:
            self.stop()
            raise DeviceDenied(DeviceKind.CAMERA, self._name)

    def stop(self) -> None:
        """Deliver no more frames and let go of the device."""
        if self._holder is not None:
            self._holder.end.emit()
            self._holder.ended.wait(_START_TIMEOUT_S)
            self._holder = None


class _Holder(QObject):
    """Owns the Qt objects; its slots run on the thread of the application."""

    begin = Signal()
    end = Signal()

    def __init__(self, device: QCameraDevice, on_frame: Callable[[VideoFrame], None]) -> None:
        super().__init__()
        self.begun = threading.Event()
        self.ended = threading.Event()
        self.works = False
        self._device = device
        self._on_frame = on_frame
        self._camera: QCamera | None = None
        self._session: QMediaCaptureSession | None = None
        self._sink: QVideoSink | None = None
        self.begin.connect(self._begin, Qt.ConnectionType.QueuedConnection)
        self.end.connect(self._end, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def _begin(self) -> None:
        camera = QCamera(self._device)
        chosen = best_format(self._device.videoFormats())
        if chosen is not None:
            camera.setCameraFormat(chosen)
        self._camera = camera
        self._sink = QVideoSink()
        self._sink.videoFrameChanged.connect(self._arrived)
        self._session = QMediaCaptureSession()
        self._session.setCamera(camera)
        self._session.setVideoSink(self._sink)
        camera.start()
        self.works = camera.error() == QCamera.Error.NoError
        self.begun.set()

    @Slot()
    def _end(self) -> None:
        if self._camera is not None:
            self._camera.stop()
        self._session = self._sink = self._camera = None
        self.ended.set()

    @Slot(QVideoFrame)
    def _arrived(self, frame: QVideoFrame) -> None:
        now = time.monotonic()
        picture = converted(frame)
        if picture is not None:
            self._on_frame(VideoFrame(picture, now))


def best_format(formats: list[QCameraFormat]) -> QCameraFormat | None:
    """Choose the format nearest to 1280x720 at 30 frames a second."""

    def badness(candidate: QCameraFormat) -> tuple[bool, int, bool]:
        size = candidate.resolution()
        return (
            candidate.maxFrameRate() < _FRAMES_PER_S - 1,
            abs(size.width() - _WIDTH) + abs(size.height() - _HEIGHT),
            candidate.pixelFormat() not in _QUICK,
        )

    return min(formats, key=badness, default=None)


def converted(frame: QVideoFrame) -> av.VideoFrame | None:
    """Copy a Qt frame as yuv420p; None where Qt cannot show its memory."""
    name = _FORMATS.get(frame.pixelFormat())
    if name is None:
        image = frame.toImage().convertToFormat(_RGB)
        if image.isNull():
            return None
        rows = np.frombuffer(memoryview(image.constBits()), np.uint8)
        rows = rows.reshape(image.height(), image.bytesPerLine())[:, : image.width() * 3]
        packed = np.ascontiguousarray(rows).reshape(image.height(), image.width(), 3)
        return av.VideoFrame.from_ndarray(packed, format="rgb24").reformat(format="yuv420p")
    if not frame.map(QVideoFrame.MapMode.ReadOnly):
        return None
    try:
        picture = av.VideoFrame(frame.width(), frame.height(), name)
        for index, plane in enumerate(picture.planes):
            rows = np.frombuffer(memoryview(frame.bits(index)), np.uint8)
            source = rows[: frame.bytesPerLine(index) * plane.height].reshape(plane.height, -1)
            target = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
            width = min(source.shape[1], plane.line_size)
            target[: plane.height, :width] = source[:, :width]
    finally:
        frame.unmap()
    return picture if name == "yuv420p" else picture.reformat(format="yuv420p")
