# SPDX-License-Identifier: GPL-3.0-or-later
"""What every test needs before Qt or a keyring is touched."""

from __future__ import annotations

import os

from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# No test may reach the developer's own keyring by accident.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

# How long one example takes says something of what else this computer does, nothing of the code.
settings.register_profile("vidda", deadline=None)
settings.load_profile("vidda")
