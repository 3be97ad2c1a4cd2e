# Both `make demo` and `make test` set up what they need, in .venv, the first time they run.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FORM := satisfaction_callback

.PHONY: help demo test trust bench reference clean
.DELETE_ON_ERROR:

help:
	@echo "make demo   print the reference form, blank and for each of its samples, into out/"
	@echo "make test   run every test, lint, type check and layer check"
	@echo "make trust  print a table of hostile layouts, data and machines with how each ends,"
	@echo "            then read 5,000 records of each form back (a good while)"
	@echo "make bench  measure batches beside other tools (some minutes; on an idle machine)"
	@echo "make reference  make templates/README.md and its pictures anew"
	@echo "make clean  remove out/, $(VENV) and the caches of the tools"

demo: $(VENV)/.ready
	@mkdir -p out
	@$(BIN)/formgen render $(FORM) -o out/$(FORM).pdf
	@samples=$$($(BIN)/formgen show $(FORM) --samples) && for sample in $$samples; do \
	    $(BIN)/formgen render $(FORM) --sample "$$sample" -o "out/$(FORM)-$$sample.pdf" || exit 1; \
	done

test: $(VENV)/.ready-dev
	@PATH="$(CURDIR)/$(BIN):$$PATH" .ci/check

trust: $(VENV)/.ready-dev
	PYTHONPATH=. $(BIN)/python -m tests.trust
	FORMGEN_TRUST_RECORDS=5000 $(BIN)/python -m pytest -q tests/trust/test_records.py

bench: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python tests/bench/batch.py

reference: $(VENV)/.ready
	PYTHONPATH=. $(BIN)/python -m tests.reference.write

clean:
	rm -rf out dist $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "formgen needs Python 3.11 or later, as $(PYTHON) or named: make PYTHON=python3.12 ..." >&2; \
	    exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo "$(PYTHON) cannot make virtual environments; on Debian and Ubuntu: apt install python3-venv" >&2; \
	    exit 1; }
	$(PYTHON) -m venv $(VENV)

# A marker is newer than pyproject.toml only once everything it asks for is installed.
$(VENV)/.ready: pyproject.toml $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.ready-dev: pyproject.toml $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.ready
