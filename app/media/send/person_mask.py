# SPDX-License-Identifier: GPL-3.0-or-later
"""Find the person in a picture and blur what is around; all of it on this computer."""

from __future__ import annotations

from typing import Final

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from app.errors import KnownError
from app.media.scaling import PictureScaler
from app.resources import resource_path

MODEL: Final = "models/selfie_segmentation_landscape.tflite"
MASK_WIDTH, MASK_HEIGHT = 256, 144
_NEWEST: Final = 0.7
"""Weight of the newest mask: outlines that jump from frame to frame catch the eye."""
_SMALL: Final = 8
"""The background is blurred at this part of its size, which costs a sixty-fourth."""
_SOFTNESS: Final = 3.0

Mask = NDArray[np.float32]
"""MASK_HEIGHT x MASK_WIDTH, 1 where the person is, 0 where the background is."""


class BlurUnavailable(KnownError):
    """The background cannot be blurred on this computer. Your picture stays as it was. Choose a
    place whose background may be seen, or stop the camera."""


class PersonMask:
    """Runs the model. One thread at a time."""

    def __init__(self) -> None:
        """Load the model. Raises BlurUnavailable."""
        try:
            self._net = cv2.dnn.readNetFromTFLite(str(resource_path(MODEL)))
        except (cv2.error, OSError) as error:
            raise BlurUnavailable from error
        self._scaler = PictureScaler()
        self._last: Mask | None = None

    def find(self, picture: av.VideoFrame) -> Mask:
        """Find the person. Raises cv2.error."""
        small = self._scaler.scale(picture, MASK_WIDTH, MASK_HEIGHT, "rgb24")
        points = small.to_ndarray().astype(np.float32) / 255
        self._net.setInput(np.ascontiguousarray(points.transpose(2, 0, 1)[None]))
        found = np.asarray(self._net.forward(), np.float32).reshape(MASK_HEIGHT, MASK_WIDTH)
        if self._last is not None:
            found = found * _NEWEST + self._last * (1 - _NEWEST)
        self._last = found
        return found


def blurred(picture: av.VideoFrame, mask: Mask) -> av.VideoFrame:
    """Copy a yuv420p picture with its background blurred. Raises cv2.error."""
    made = av.VideoFrame(picture.width, picture.height, "yuv420p")
    for source, target in zip(picture.planes, made.planes, strict=True):
        sharp = _rows(source)[:, : source.width]
        size = (source.width, source.height)
        small = (max(1, size[0] // _SMALL), max(1, size[1] // _SMALL))
        shrunk = cv2.resize(sharp, small, interpolation=cv2.INTER_AREA)
        # Chroma planes are half as large, and so is what blurs them equally far.
        softness = _SOFTNESS * size[0] / picture.width
        soft = cv2.resize(cv2.GaussianBlur(shrunk, (0, 0), softness), size)
        person = cv2.resize(mask, size)
        mixed = cv2.blendLinear(np.ascontiguousarray(sharp), soft, person, 1 - person)
        _rows(target)[:, : target.width] = mixed
    return made


def _rows(plane: av.video.plane.VideoPlane) -> NDArray[np.uint8]:
    return np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[: plane.height]
