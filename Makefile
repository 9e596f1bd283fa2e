# Two commands do everything: `make tour` shows what this is, `make test` checks that it works.
# Both make a virtual environment in .venv first; nothing outside this folder is touched.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: tour test check seeds notebooks bench c10k claims clean

tour: .venv/jupyter
	@$(BIN)/looplab compare sleep
	@echo
	@echo "Next: . .venv/bin/activate, then looplab. The notebooks: jupyter lab notebooks"

test: .venv/dev
	$(MAKE) --no-print-directory check

check:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest --seeds 20 -m "not real_clock and not browser and not cluster" --durations 20
	$(BIN)/pytest -m real_clock -n 0
	$(BIN)/pytest -m cluster -n 0
	$(BIN)/pytest -m browser -n 0

# All that the known mistakes of all labs do, on 200 seeds: half an hour.
seeds: .venv/dev
	$(BIN)/pytest -n logical --dist loadgroup tests/test_labs.py -k "known or twin" --seeds 200 --whole 200

notebooks: .venv/dev
	$(BIN)/python notebooks/build.py

# In an environment of its own: one of the packages compared with brings a plugin for pytest.
bench: .venv/jupyter
	$(PYTHON) -m venv .venv/bench
	.venv/bench/bin/python -m pip install --quiet --disable-pip-version-check --editable ".[bench]"
	.venv/bench/bin/python -m tests.benchmarks

# Ten thousand connections at each of five servers: less than a minute.
c10k: .venv/jupyter
	@$(BIN)/python demos/c10k/show.py --connections 10000

# What is claimed in numbers, measured anew, beside what docs/claims.md says: two minutes.
claims: .venv/dev
	@$(BIN)/python docs/claims.py

.venv/jupyter: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("looplab needs Python 3.11 or newer; name one with: make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[jupyter]"
	$(BIN)/python -m compileall -q src
	@touch $@

.venv/dev: .venv/jupyter
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[jupyter,dev]"
	$(BIN)/python -m compileall -q src
	@touch $@

clean:
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache
