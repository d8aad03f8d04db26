# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the house that no other tool checks."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [
    path
    for folder in ("app", "signaling_server", "packaging", "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "__pycache__" not in path.parts
]
MAX_LINES = 400


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_source_file(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    assert lines[0] == "# SPDX-License-Identifier: GPL-3.0-or-later"
    assert len(lines) <= MAX_LINES
    if path.name == "__init__.py":
        assert len(lines) == 1
    else:
        assert lines[1].startswith('"""'), "a module says in one line what it is for"


@pytest.mark.parametrize(
    "name", ["requirements.lock", "requirements-server.lock", "requirements-lab.lock"]
)
def test_lock_has_hashes_and_no_address(name: str) -> None:
    text = (ROOT / "packaging" / name).read_text(encoding="utf-8")
    requirements = re.findall(r"^([a-z0-9._-]+(?:\[[a-z,]+\])?)==\S+", text, flags=re.MULTILINE)
    assert requirements
    for block in re.split(r"\n(?=[a-z0-9])", text.strip()):
        assert "--hash=sha256:" in block, block.splitlines()[0]
    assert "://" not in text
    assert not re.search(r"^\s*(-i|--index-url|--extra-index-url|--find-links)", text, re.MULTILINE)


def test_forbidden_packages_are_not_locked() -> None:
    names = set(
        re.findall(
            r"^([a-z0-9._-]+)==",
            (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8"),
            flags=re.MULTILINE,
        )
    )
    # Each breaks something: opencv-python brings its own Qt, keyrings.alt stores keys in the clear.
    assert not names & {"opencv-python", "keyrings-alt", "keyrings.alt", "pyside6"}


def test_top_level_is_as_agreed() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    top = {name.split("/")[0] for name in listed}
    allowed = {"app", "signaling_server", "resources", "tests", "packaging", "pyproject.toml"}
    allowed |= {"README.md", "LICENSE", "CHANGELOG.md", "Makefile", ".ci", ".gitignore"}
    assert top <= allowed
