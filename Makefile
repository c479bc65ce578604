# Two commands: `make episode` and `make test`. Everything they need is set up on the way.

PYTHON ?= python3
BIN := .venv/bin
SAMPLE := scripts/die-uhrmacherin-der-gezeiten.source.txt

.PHONY: episode test lint bench clean
.DELETE_ON_ERROR:

episode: .venv/.pico
	@$(BIN)/podcast make $(SAMPLE)

test: .venv/.dev
	@tests/setup.sh
	@$(MAKE) --no-print-directory lint
	@$(BIN)/pytest -n auto --dist loadgroup

lint: .venv/.dev
	@$(BIN)/ruff check .
	@$(BIN)/mypy

bench: .venv/.dev
	@for program in bench/*.py; do $(BIN)/python $$program || exit 1; done

.venv/bin/python:
	@$(PYTHON) -m venv .venv

.venv/.pico: .venv/bin/python pyproject.toml
	@echo "Setting up .venv (a minute or two, once) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[pico]'
	@touch $@

.venv/.dev: .venv/bin/python pyproject.toml
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[pico,dev]'
	@touch .venv/.pico $@

clean:
	@rm -rf .venv output/* output/.store .mypy_cache .pytest_cache .ruff_cache .hypothesis dist
