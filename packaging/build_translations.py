# SPDX-License-Identifier: GPL-3.0-or-later
"""Collect all words of the screens, check that each has bokmål, and build the .qm file.

``python packaging/build_translations.py`` updates ``resources/translations/vidda_nb.ts`` from the
sources and fails when a sentence is missing. ``--keep`` leaves the .ts file as it is. The words of
errors are the first paragraphs of their docstrings; those of refused files have one each a reason.
"""

from __future__ import annotations

import argparse
import ast
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.attachments.intake import NotAccepted, Refusal  # noqa: E402

CATALOGUE = ROOT / "resources" / "translations" / "vidda_nb.ts"
ERROR_CONTEXT = "Errors"


def tool(name: str) -> str:
    """Find a tool of PySide6 beside this Python, or on the path."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise SystemExit(f"{name} is missing: install PySide6-Essentials")
    return found


def error_sentences(app: Path) -> tuple[str, ...]:
    """Read the first docstring paragraphs of all classes that come from KnownError."""
    bases: dict[str, tuple[str, ...]] = {}
    sentences: dict[str, str] = {}
    for path in sorted(app.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases[node.name] = tuple(ast.unparse(base).split(".")[-1] for base in node.bases)
                words = (ast.get_docstring(node) or "").split("\n\n")[0]
                sentences[node.name] = " ".join(words.split())
    known = {"KnownError"}
    while more := {name for name, above in bases.items() if known & set(above)} - known:
        known |= more
    of_classes = {sentences[name] for name in known - {"KnownError"} if sentences[name]}
    return tuple(sorted(of_classes | {NotAccepted(reason).sentence() for reason in Refusal}))


def update(catalogue: Path) -> None:
    """Bring the catalogue up to date with the sources; translations are kept."""
    sources = sorted(str(path) for path in (ROOT / "app" / "ui").rglob("*.py"))
    with tempfile.TemporaryDirectory() as folder:
        errors = Path(folder) / "errors.py"
        lines = (
            f'QCoreApplication.translate("{ERROR_CONTEXT}", {_quoted(text)})'
            for text in error_sentences(ROOT / "app")
        )
        errors.write_text("\n".join(lines) + "\n", encoding="utf-8")
        command = [tool("pyside6-lupdate"), "-no-obsolete", "-locations", "none"]
        command += ["-source-language", "en", "-target-language", "nb"]
        subprocess.run(
            [*command, *sources, str(errors), "-ts", str(catalogue)],
            check=True,
            stdout=subprocess.DEVNULL,
        )


def missing(catalogue: Path) -> tuple[str, ...]:
    """List what has no bokmål yet."""
    absent = []
    for context in ET.parse(catalogue).getroot().iter("context"):
        name = context.findtext("name")
        for message in context.iter("message"):
            translation = message.find("translation")
            words = "" if translation is None else translation.text or ""
            if translation is None or translation.get("type") == "unfinished" or not words.strip():
                absent.append(f"{name}: {message.findtext('source')}")
    return tuple(absent)


def release(catalogue: Path, target: Path) -> None:
    """Build the file that the program loads."""
    subprocess.run(
        [tool("pyside6-lrelease"), "-silent", str(catalogue), "-qm", str(target)], check=True
    )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def main() -> int:
    """Update, check and build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", action="store_true", help="do not update the .ts file")
    options = parser.parse_args()
    if not options.keep:
        update(CATALOGUE)
    release(CATALOGUE, CATALOGUE.with_suffix(".qm"))
    absent = missing(CATALOGUE)
    for line in absent:
        print(f"no bokmål: {line}", file=sys.stderr)
    return 1 if absent else 0


if __name__ == "__main__":
    sys.exit(main())
