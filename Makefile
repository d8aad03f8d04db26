# SPDX-License-Identifier: GPL-3.0-or-later
# Every gate is here, the same for people and for automation.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: setup setup-tests demo test lab bench-echo bench-workbench bench-notes bench-referrals bench-attachments check format lock translations clean

setup: $(STAMP)

$(STAMP): packaging/requirements.lock pyproject.toml packaging/system-packages.sh
	@sh packaging/system-packages.sh
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing Python packages into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r packaging/requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python packaging/build_translations.py --keep
	@touch $@

setup-tests: setup $(STAMP)-tests

$(STAMP)-tests: $(STAMP) packaging/requirements-lab.lock packaging/system-packages.sh
	@sh packaging/system-packages.sh --tests
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r packaging/requirements-lab.lock
	@touch $@

demo: setup
	@$(BIN)/vidda demo --out demo-output

check: setup
	$(BIN)/ruff format --check app signaling_server tests packaging
	$(BIN)/ruff check app signaling_server tests packaging
	$(BIN)/mypy
	$(BIN)/lint-imports

test: setup-tests check
	$(BIN)/pytest -n 2 -m "not realtime"
	$(BIN)/pytest -m realtime

# Our pair and a Chromium pair over the same bad links; root, about 25 minutes, nothing beside it.
lab: setup-tests
	$(BIN)/python -m tests.lab.run --out lab-output
	$(BIN)/python -m tests.lab.scenarios --out lab-output

# Echo in a simulated room through the real audio thread; half a minute, nothing beside it.
bench-echo: setup-tests
	$(BIN)/python -m tests.media.echo_bench

# The review workbench's figures, as a Markdown table; a minute, nothing beside it.
bench-workbench: setup-tests
	$(BIN)/python -m tests.ui.workbench_bench

# A record of a hundred thousand notes: unlock, open, search, type; three minutes, nothing beside it.
bench-notes: setup-tests
	$(BIN)/python -m tests.notes.bench

# Referrals through kills, a long video, a malicious server; ten minutes, nothing beside it.
bench-referrals: setup-tests
	$(BIN)/python -m tests.transport.bench --out bench-output

# Ten thousand broken files and the samples of three source packages; a few minutes, nothing beside it.
bench-attachments: setup-tests
	$(BIN)/python -m tests.attachments.bench --out bench-output

format: setup
	$(BIN)/ruff format app signaling_server tests packaging
	$(BIN)/ruff check --fix app signaling_server tests packaging

translations: setup
	$(BIN)/python packaging/build_translations.py

# Needs uv, which is not part of the lock: pip install uv.
lock:
	uv pip compile pyproject.toml --extra client --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-annotate --no-header --no-emit-index-url -o packaging/requirements.lock
	uv pip compile pyproject.toml --universal --python-version 3.11 \
	  --generate-hashes --no-annotate --no-header --no-emit-index-url -o packaging/requirements-server.lock
	uv pip compile pyproject.toml --extra client --extra dev --extra lab --universal --python-version 3.11 \
	  --constraint packaging/requirements.lock \
	  --generate-hashes --no-annotate --no-header --no-emit-index-url -o packaging/requirements-lab.lock

clean:
	rm -rf $(VENV) demo-output lab-output bench-output .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
