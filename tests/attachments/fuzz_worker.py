# SPDX-License-Identifier: GPL-3.0-or-later
"""Take many hostile files in as the app does, with decoding processes that are forked.

``python -m tests.attachments.fuzz_worker`` with ``mutations SEED FIRST COUNT``, ``files FOLDER PART
OF`` or ``samples``: the unbroken ones, as a control. Prints one line of JSON for each file and one
with what it came to. Each file still has confined processes of its own; only loading the
libraries, which takes half a second each time, is done once.
"""

from __future__ import annotations

import io
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from app.attachments import decoder, sandbox
from app.attachments.confinement import Confinement
from app.attachments.content import InMemory
from app.attachments.examine import SECONDS_IN_ALL, copy_video, examine
from app.attachments.intake import MAX_IN_MEMORY_BYTES, NotAccepted
from tests.attachments.mutations import mutations, samples

_MODULES = ("decoder", "heif_decoder", "page_decoder", "dicom_decoder", "video_decoder")


class Forked:
    """A decoding process that is a copy of this one; as much of ``Popen`` as its owners use."""

    def __init__(self, ended: Callable[[int, int], None], module: ModuleType, words: list[str]):
        self._ended = ended
        self._over = False
        here_in, there_out = os.pipe()
        there_in, here_out = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.dup2(there_in, 0)
            os.dup2(there_out, 1)
            os.closerange(3, 256)
            _be_the_child(module, words)
        os.close(there_in)
        os.close(there_out)
        self.stdin = os.fdopen(here_out, "wb")
        self.stdout = os.fdopen(here_in, "rb")

    def kill(self) -> None:
        """End it at once."""
        if not self._over:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> None:
        """Wait for its end and tell how it ended and how much memory it had."""
        if not self._over:
            self._over = True
            _, status, usage = os.wait4(self.pid, 0)
            self._ended(status, usage.ru_maxrss)


def _be_the_child(module: ModuleType, words: list[str]) -> None:
    try:
        sys.stdin = io.TextIOWrapper(open(0, "rb"))  # noqa: SIM115
        sys.stdout = io.TextIOWrapper(open(1, "wb"))  # noqa: SIM115
        sys.argv = ["child", *words]
        module.main()
    finally:
        os._exit(0)


class Nest:
    """Holds the loaded libraries and counts how its children end."""

    def __init__(self) -> None:
        self.died = 0
        self.peak_kb = 0
        self.children = 0
        modules = {name: import_module(f"app.attachments.{name}") for name in _MODULES}
        decoder.prepare()
        for name, module in modules.items():
            warm = getattr(module, "prepare", None) if name != "decoder" else module.warm_up
            (warm or module.warm_up)()
        for module in modules.values():
            # They are warm: a child that is forked loads nothing.
            for part in ("prepare", "warm_up"):
                if hasattr(module, part):
                    setattr(module, part, lambda: None)
        self._modules = modules

    def start(self, _script: str, name: str, *words: str) -> Any:
        """Stand in for ``sandbox.start``."""
        self.children += 1
        return Forked(self._ended, self._modules[name], list(words))

    def _ended(self, status: int, peak_kb: int) -> None:
        self.peak_kb = max(self.peak_kb, peak_kb)
        # Its owner kills each child that has answered; any other signal is a death of its own.
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) != signal.SIGKILL:
            self.died += 1


def take_in(name: str, content: bytes) -> dict[str, object]:
    """Take one file in; whatever the app would not catch is a crash."""
    began = time.monotonic()
    outcome, crash = "accepted", ""
    try:
        examined = examine(content)
        if examined.copy is None:
            copy_video(InMemory(content), examined.media_type, io.BytesIO(), SECONDS_IN_ALL)
        outcome = "stored-only" if examined.shown is None else "accepted"
    except NotAccepted as error:
        outcome = error.reason.value
    except Exception as error:
        outcome, crash = "crash", f"{type(error).__name__}: {error}"
    took = time.monotonic() - began
    return {"name": name, "outcome": outcome, "crash": crash, "seconds": round(took, 3)}


def _files(folder: Path, part: int, of: int) -> Iterator[tuple[str, bytes]]:
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink())
    for path in paths[part::of]:
        with path.open("rb") as file:
            yield str(path.relative_to(folder)), file.read(MAX_IN_MEMORY_BYTES + 1)


def _mutated(seed: int, first: int, count: int) -> Iterator[tuple[str, bytes]]:
    for number, (kind, content) in enumerate(mutations(seed, first, count), first):
        yield f"{kind.value} {number}", content


def main() -> None:
    """Do the part that the command line names."""
    what, *words = sys.argv[1:]
    cases: Iterator[tuple[str, bytes]]
    if what == "mutations":
        seed, first, count = map(int, words)
        cases = _mutated(seed, first, count)
    elif what == "samples":
        cases = ((kind.value, content) for kind, content in samples())
    else:
        cases = _files(Path(words[0]), int(words[1]), int(words[2]))
    nest = Nest()
    sandbox.start = nest.start
    probe = nest.start("", "decoder", "probe")
    probe.stdin.close()
    header = decoder.HEADER.unpack(probe.stdout.read(decoder.HEADER.size))
    probe.wait()
    for name, content in cases:
        print(json.dumps(take_in(name, content)), flush=True)
    both = Confinement.LIMITS | Confinement.NO_NETWORK | Confinement.NO_FILES
    total = {"children": nest.children, "died": nest.died, "peak_kb": nest.peak_kb}
    print(json.dumps(total | {"confined": Confinement(header[2]) == both}), flush=True)


if __name__ == "__main__":
    main()
