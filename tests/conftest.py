# SPDX-License-Identifier: GPL-3.0-or-later
"""What every test needs before Qt or a keyring is touched."""

from __future__ import annotations

import gc
import os

import pytest
from hypothesis import settings
from PySide6.QtWidgets import QApplication

from app.ui.garbage import collect_due

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# No test may reach the developer's own keyring by accident.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

# How long one example takes says something of what else this computer does, nothing of the code.
settings.register_profile("vidda", deadline=None)
settings.load_profile("vidda")


def pytest_collection_finish() -> None:
    """Widgets are freed in the thread that made them, as in the program (``app.ui.garbage``)."""
    gc.disable()
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Collect between tests, in their own thread; windows at once, for they hold the keyboard."""
    if isinstance(QApplication.instance(), QApplication) and QApplication.topLevelWidgets():
        gc.collect()
    else:
        collect_due()
