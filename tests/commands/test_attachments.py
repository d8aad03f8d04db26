# SPDX-License-Identifier: GPL-3.0-or-later
"""``vidda attachments check``: one line a file, whatever lies under the name."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.command_line import CommandLine, Outcome
from tests.fakes.documents import dicom_ecg, pdf
from tests.fakes.recordings import DEMO, demo
from tests.fakes.videos import video

ROOT = Path(__file__).resolve().parents[2]
KEYS = ["file", "type", "verdict", "reason", "width", "height", "seconds"]


def lines(outcome: Outcome) -> list[dict[str, object]]:
    assert (outcome.code, outcome.err) == (0, "")
    found = [json.loads(line) for line in outcome.out.splitlines()]
    assert all(list(line) == KEYS for line in found)
    return found


@pytest.fixture
def command(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "commands")


def test_pictures_sounds_videos_and_letters(command: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "clip.jpg").write_bytes(video(25))
    (tmp_path / "letter").write_bytes(pdf())
    files = [DEMO / "derm_close.jpg", DEMO / "heart_murmur_mitral.wav"]
    files += [tmp_path / "clip.jpg", tmp_path / "letter"]
    found = lines(command.run("attachments", "check", *files))
    assert [line["file"] for line in found] == [str(file) for file in files]
    assert {line["verdict"] for line in found} == {"accepted"}
    kinds = ["image/jpeg", "audio/wav", "video/mp4", "application/pdf"]
    assert [line["type"] for line in found] == kinds
    sizes = [(line["width"], line["height"], line["seconds"]) for line in found]
    assert sizes == [(640, 480, None), (None, None, 8.0), (320, 240, 0.96), (626, 417, None)]


def test_what_is_no_file_is_refused_with_its_reason(command: CommandLine, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    devices = ["/dev/zero", "/dev/full", "/dev/tty", "/proc/self/mem", "/proc/kmsg"]
    names = [tmp_path, tmp_path / "pipe", tmp_path / "gone", tmp_path / "loop", *devices]
    found = lines(command.run("attachments", "check", "--", *names, "", "-", "no such file"))
    assert len(found) == len(names) + 3
    assert all(line["verdict"] == "refused" and line["reason"] for line in found)
    assert "folder" in str(found[0]["reason"]) and "pipe" in str(found[1]["reason"])
    assert {line["type"] for line in found} == {None}


def test_names_that_deceive_stay_on_their_line(command: CommandLine, tmp_path: Path) -> None:
    names = ["a\nb.jpg", "gpj.\u202eexe", '"}{', "\x1b[2J", os.fsdecode(b"\xff\xfe"), "--help"]
    for name in names:
        (tmp_path / name).write_bytes(demo("derm_close.jpg"))
    paths = [f"{tmp_path}/{name}" for name in names]
    outcome = command.run("attachments", "check", *paths)
    assert [line["file"] for line in lines(outcome)] == paths
    assert outcome.out.isascii() and outcome.out.count("\n") == len(names)


def test_forbidden_and_broken_files_are_refused(command: CommandLine, tmp_path: Path) -> None:
    contents = [b"", b"x", b"MZ" + bytes(126) + b"DICM", b"PK\x03\x04", b"<svg/>", b"%PDF-1.7"]
    contents.append(demo("derm_close.jpg") + b"PK\x05\x06" + bytes(18))
    for number, content in enumerate(contents):
        (tmp_path / f"{number}.jpg").write_bytes(content)
    names = [tmp_path / f"{number}.jpg" for number in range(len(contents))]
    found = lines(command.run("attachments", "check", *names))
    assert {line["verdict"] for line in found} == {"refused"}
    assert all("Nothing was added" in str(line["reason"]) for line in found)


def test_a_file_that_is_larger_than_is_taken_is_not_read_to_its_end(
    command: CommandLine, tmp_path: Path
) -> None:
    with (tmp_path / "large.png").open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        file.truncate(2**40)
    (line,) = lines(command.run("attachments", "check", tmp_path / "large.png"))
    assert line["verdict"] == "refused" and "too large" in str(line["reason"])


def test_no_file_at_all_is_a_question_of_usage(command: CommandLine) -> None:
    outcome = command.run("attachments", "check")
    assert outcome.code == 2
    assert "FILE" in outcome.err


@pytest.mark.skipif(sys.platform != "linux", reason="strace is Linux's")
def test_no_socket_is_opened_and_nothing_written(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    (tmp_path / "letter").write_bytes(pdf())
    (tmp_path / "ecg").write_bytes(dicom_ecg(1.0))
    command = [
        "strace",
        "-f",
        "--seccomp-bpf",
        "-o",
        str(trace),
        "-e",
        "trace=socket,connect,openat,open,creat",
    ]
    command += [sys.executable, "-B", "-m", "app", "attachments", "check"]
    command += [str(DEMO / "derm_close.jpg"), str(tmp_path / "letter"), str(tmp_path / "ecg")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120, check=False)
    assert done.stdout.count(b'"accepted"') == 3, done.stderr
    calls = trace.read_text().splitlines()
    # bwrap itself asks for and brings up the loopback of the empty network that it makes.
    own = ("socket(AF_UNIX, SOCK_DGRAM", "socket(AF_NETLINK")
    sockets = [c for c in calls if "socket(" in c or "connect(" in c]
    assert [call for call in sockets if not any(each in call for each in own)] == []
    writes = [c for c in calls if any(mode in c for mode in ("O_CREAT", "O_WRONLY", "O_RDWR"))]
    own = ('"/dev/', '"/proc/', '"uid_map"', '"gid_map"', '"setgroups"')
    assert [call for call in writes if not any(each in call for each in own)] == []
