# SPDX-License-Identifier: GPL-3.0-or-later
"""What every test needs before Qt or a keyring is touched."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# No test may reach the developer's own keyring by accident.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
