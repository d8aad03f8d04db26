# SPDX-License-Identifier: GPL-3.0-or-later
"""One end of a call in Debian's Chromium; it obeys the same lines as ``our_end``."""

from __future__ import annotations

import argparse
import base64
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page, Route, sync_playwright

from tests.lab.material import write_wav

EXECUTABLE = "/usr/bin/chromium"
_PAGE = "http://localhost/lab"
_SCRIPT = Path(__file__).with_name("browser_page.js")
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)


def cpu_of_browser() -> float:
    """Give the CPU seconds that all of this process's Chromium processes have used."""
    parents: dict[int, int] = {}
    used: dict[int, float] = {}
    ticks = os.sysconf("SC_CLK_TCK")
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            text = (entry / "stat").read_text()
        except OSError:
            continue
        name, rest = text[text.index("(") + 1 : text.rindex(")")], text[text.rindex(")") + 2 :]
        fields = rest.split()
        number = int(entry.name)
        parents[number] = int(fields[1])
        if name.startswith("chrom"):
            used[number] = (int(fields[11]) + int(fields[12])) / ticks
    return sum(cpu for number, cpu in used.items() if _descends(number, parents))


def _descends(number: int, parents: dict[int, int]) -> bool:
    while number > 1:
        if number == os.getpid():
            return True
        number = parents.get(number, 0)
    return False


class ChromiumEnd:
    """The page and what it is asked to do."""

    def __init__(self, page: Page, folder: Path, prefer_red: bool) -> None:
        self._page = page
        self._folder = folder
        self._prefer_red = prefer_red
        self._marks: dict[str, Any] = {}

    def obey(self, command: dict[str, Any]) -> None:
        """Carry out one line."""
        page = self._page
        match command:
            case {"offer": _}:
                _tell({"sdp": page.evaluate("red => offer(red)", self._prefer_red)})
            case {"answer": sdp}:
                _tell({"sdp": page.evaluate("([s, r]) => answer(s, r)", [sdp, self._prefer_red])})
            case {"accept": sdp}:
                page.evaluate("sdp => accept(sdp)", sdp)
            case {"mark": name}:
                self._marks[name] = {"at": time.time() * 1000, **page.evaluate("mark()")}
                _tell({"mark": name, "at": time.monotonic(), "cpu_s": cpu_of_browser()})
            case _:
                raise SystemExit(f"unknown command {command}")

    def write_down(self) -> None:
        """Leave what was heard and seen in the folder."""
        found = self._page.evaluate("recorded()")
        sound = np.frombuffer(base64.b64decode(found.pop("sound")), "<i2").astype(np.int16)
        write_wav(self._folder / "heard.wav", sound)
        found["marks"] = self._marks
        found["statistics"] = self._page.evaluate("statistics()")
        (self._folder / "seen.json").write_text(json.dumps(found), encoding="utf-8")


def _tell(message: dict[str, Any]) -> None:
    print(json.dumps(message), flush=True)


def _serve(route: Route) -> None:
    script = _SCRIPT.read_text(encoding="utf-8")
    route.fulfill(
        content_type="text/html",
        body=f"<!doctype html><meta charset=utf-8><body><script>{script}</script>",
    )


def main() -> None:
    """Run one end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--speech", type=Path, required=True)
    parser.add_argument("--clip", type=Path, required=True)
    parser.add_argument("--red", action="store_true")
    options = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=EXECUTABLE,
            args=[
                *_QUIET,
                "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-audio-capture={options.speech}",
                f"--use-file-for-fake-video-capture={options.clip}",
            ],
        )
        page = browser.new_page()
        page.route(_PAGE, _serve)
        page.goto(_PAGE)
        end = ChromiumEnd(page, options.folder, options.red)
        for line in sys.stdin:
            end.obey(json.loads(line))
        end.write_down()
        browser.close()


if __name__ == "__main__":
    main()
