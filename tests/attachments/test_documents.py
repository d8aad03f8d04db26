# SPDX-License-Identifier: GPL-3.0-or-later
"""HEIC, DICOM and PDF: decoded in the confined child; what travels names nobody."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pydicom.uid import JPEG2000Lossless, JPEGBaseline8Bit, JPEGLSLossless

from app.attachments.decode import CannotDecode, DecodeFailure, decode
from app.attachments.dicom_files import dicom_copy, dicom_patient
from app.attachments.dicom_patient import DicomPatient, same_patient
from app.attachments.examine import Examined, examine
from app.attachments.intake import NotAccepted, Refusal, recognise
from app.records.media_facts import MediaType, Picture
from tests.fakes.documents import STUDY, dicom, dicom_ecg, dicom_jpeg, pdf
from tests.fakes.recordings import OWNER, PLANTED, demo, exif_tags, with_planted_metadata

HEIC = (Path(__file__).parent / "samples" / "turned.heic").read_bytes()
NAMES = (*PLANTED, "Nordmann", "Canary", "12046112345", "19610412", "CANARY", STUDY)
# What the standard wants to be there, and may be empty (type 2).
EMPTY = {
    *("DICOM:PatientName", "DICOM:PatientID", "DICOM:PatientBirthDate", "DICOM:PatientSex"),
    *("DICOM:StudyDate", "DICOM:StudyTime", "DICOM:StudyID", "DICOM:SeriesNumber"),
    *("DICOM:InstanceNumber", "DICOM:AccessionNumber", "DICOM:ReferringPhysicianName"),
}
RAMP = np.linspace(0, 4000, 64 * 48).astype(np.uint16).reshape(48, 64)


def pixels(picture: object) -> np.ndarray:
    assert isinstance(picture, Picture)
    return np.frombuffer(picture.rgb, np.uint8).reshape(picture.height, picture.width, 3)


def refusal(content: bytes) -> Refusal:
    with pytest.raises(NotAccepted) as caught:
        examine(content)
    return caught.value.reason


def assert_names_nobody(examined: Examined, folder: Path) -> None:
    for name in NAMES:
        assert name.encode() not in examined.copy.content
        assert name.encode("utf-16-le") not in examined.copy.content
    if examined.copy.media_type is MediaType.DICOM:
        tags = exif_tags(examined.copy.content, "dcm", folder)
        assert tags["DICOM:PatientIdentityRemoved"] == "YES"
        assert all(tags[name] == "" for name in EMPTY)
        spoken = " ".join(set(tags) - EMPTY)
        for word in ("Institution", "Serial", "Physician", "Comment", "Manufacturer", "Private"):
            assert word not in spoken


def test_a_telephones_picture_comes_upright_and_travels_without_its_place(tmp_path: Path) -> None:
    examined = examine(HEIC)
    assert examined.media_type is MediaType.HEIC
    expected = np.asarray(
        Image.open(io.BytesIO(demo("derm_close.jpg"))).resize((320, 240)).rotate(-90, expand=True)
    )
    shown = pixels(examined.shown)
    assert shown.shape == expected.shape
    assert np.abs(shown.astype(int) - expected).mean() < 6
    assert "EXIF:GPSLatitude" in exif_tags(HEIC, "heic", tmp_path)
    assert examined.copy.media_type is MediaType.JPEG
    tags = exif_tags(examined.copy.content, "jpg", tmp_path)
    assert {name.partition(":")[0] for name in tags} <= {"ExifTool", "File", "JFIF", "Composite"}
    assert_names_nobody(examined, tmp_path)


def test_a_dicom_picture_is_shown_and_travels_without_its_patient(tmp_path: Path) -> None:
    content = dicom(RAMP, WindowCenter=1000, WindowWidth=1000)
    examined = examine(content)
    shown = pixels(examined.shown)
    assert shown.shape == (48, 64, 3)
    assert shown[0, 0, 0] == 0 and shown[-1, -1, 0] == 255
    assert examined.patient == DicomPatient("Nordmann^Kari Canary", date(1961, 4, 12), False)
    assert_names_nobody(examined, tmp_path)
    tags = exif_tags(examined.copy.content, "dcm", tmp_path)
    assert tags["DICOM:PixelSpacing"] == "0.2\\0.2"
    assert decode(examined.copy.content, MediaType.DICOM) == examined.shown
    copy, patient = dicom_copy(examined.copy.content)
    assert patient.removed and patient.name == ""
    assert dicom_patient(examined.copy.content) == patient
    assert dicom_patient(content) == examined.patient
    assert recognise(copy) is MediaType.DICOM


def test_all_frames_travel_and_the_middle_one_is_shown() -> None:
    frames = np.stack([np.full((16, 16), level, np.uint8) for level in (10, 90, 200)])
    frames[:, 0, :2] = (0, 255)
    examined = examine(dicom(frames))
    assert pixels(examined.shown)[8, 8, 0] == 90
    named = decode(dicom(frames, RepresentativeFrameNumber=3), MediaType.DICOM)
    assert pixels(named)[8, 8, 0] == 200
    assert frames.tobytes() in examined.copy.content


def test_what_is_hidden_before_or_behind_the_pixels_does_not_travel(tmp_path: Path) -> None:
    small = RAMP[:4, :4]
    content = dicom(small, PixelData=small.tobytes() + OWNER.encode())
    assert_names_nobody(examine(b"II*\0" + OWNER.encode().ljust(124) + content[128:]), tmp_path)
    jpeg = with_planted_metadata(demo("derm_close.jpg"), "jpg", tmp_path)
    examined = examine(dicom_jpeg(jpeg, JPEGBaseline8Bit))
    assert pixels(examined.shown).shape == (480, 640, 3)
    assert_names_nobody(examined, tmp_path)
    assert decode(examined.copy.content, MediaType.DICOM) == examined.shown


def test_an_ecg_is_drawn_on_millimetre_paper_and_travels_with_its_samples(tmp_path: Path) -> None:
    content = dicom_ecg()
    examined = examine(content)
    shown = pixels(examined.shown)
    ink = np.argwhere((shown.sum(axis=2) < 200)[:, 100:])
    # Ten millimetres of four pixels above the middle line of the strip.
    assert ink[:, 0].min() == pytest.approx(60 - 40, abs=1)
    assert_names_nobody(examined, tmp_path)
    assert decode(examined.copy.content, MediaType.DICOM) == examined.shown


def test_dicom_without_a_decoder_is_kept_and_without_pixels_is_not() -> None:
    deep = io.BytesIO()
    Image.new("RGB", (8, 8)).save(deep, "JPEG2000")
    lossless = dicom_jpeg(deep.getvalue(), JPEG2000Lossless)
    assert isinstance(decode(lossless, MediaType.DICOM), Picture)
    examined = examine(dicom_jpeg(deep.getvalue(), JPEGLSLossless))
    assert examined.shown is None
    assert examined.copy.media_type is MediaType.DICOM
    report = dicom(RAMP)
    assert refusal(report[: report.index(b"\xe0\x7f\x10\x00")]) is Refusal.UNKNOWN


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"Rows": 60_000, "Columns": 60_000}, Refusal.TOO_LARGE),
        ({"Rows": 49}, Refusal.DAMAGED),
        ({"NumberOfFrames": 2_000_000_000}, Refusal.TOO_LARGE),
    ],
)
def test_dicom_that_promises_more_than_it_holds(
    changes: dict[str, object], reason: Refusal
) -> None:
    assert refusal(dicom(RAMP, **changes)) is reason


def test_the_pages_of_a_letter_become_one_picture(tmp_path: Path) -> None:
    examined = examine(pdf(2))
    shown = pixels(examined.shown)
    assert shown.shape == (2 * 417, 626, 3)
    assert shown[:417].min() < 60 and shown[417:].min() < 60
    assert examined.copy.media_type is MediaType.PNG
    assert_names_nobody(examined, tmp_path)
    tags = exif_tags(examined.copy.content, "png", tmp_path)
    assert not any("Author" in name or "Producer" in name for name in tags)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (pdf(11), Refusal.TOO_LARGE),
        (pdf(1, width=200_000), Refusal.TOO_LARGE),
        (b"%PDF-1.7\nnothing", Refusal.DAMAGED),
        (HEIC[:2000], Refusal.DAMAGED),
    ],
)
def test_what_cannot_be_shown_is_refused(content: bytes, reason: Refusal) -> None:
    assert refusal(content) is reason


def test_a_bomb_in_a_dicom_file_costs_nothing() -> None:
    with pytest.raises(CannotDecode) as caught:
        decode(dicom(RAMP, NumberOfFrames=3, Rows=65_000, Columns=65_000), MediaType.DICOM)
    assert caught.value.cause is DecodeFailure.TOO_LARGE


BORN = date(1961, 4, 12)


@pytest.mark.parametrize(
    ("said", "born", "wanted", "same"),
    [
        ("Solbakken^Astrid^Canary", BORN, "Astrid Canary Solbakken", True),
        ("SOLBAKKEN^ASTRID", BORN, "Astrid Canary Solbakken", True),
        ("Nygaard^Aase", None, "Åse Nygård", True),
        ("Björnsen=^^", BORN, "Bjørnsen", True),
        ("", None, "Astrid Solbakken", True),
        ("^^^^", BORN, "Astrid Solbakken", True),
        ("Solbakken^Astrid", date(1961, 12, 4), "Astrid Solbakken", False),
        ("Solbakken^Ola", BORN, "Astrid Solbakken", False),
        ("Nordmann^Kari", None, "Astrid Solbakken", False),
        ("Nordmann^Kari", None, "", False),
    ],
)
def test_whose_file_it_is(said: str, born: date | None, wanted: str, same: bool) -> None:
    assert same_patient(DicomPatient(said, born, False), wanted, BORN) is same
    assert same_patient(DicomPatient(said, born, True), wanted, BORN)


def test_a_patient_is_never_written_into_a_log() -> None:
    assert "Kari" not in repr(DicomPatient("Kari", BORN, False))
    assert "1961" not in repr(DicomPatient("Kari", BORN, False))
