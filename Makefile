# Two commands: `make episode` and `make test`. Everything they need is set up on the way.

PYTHON ?= python3
BIN := .venv/bin
TORCH := torch==2.13.0
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
	@for program in bench/*.py; do PYTHONPATH=. $(BIN)/python $$program || exit 1; done

.venv/bin/python:
	@$(PYTHON) -m venv .venv

.venv/.pico: .venv/bin/python pyproject.toml
	@echo "Setting up .venv (a minute or two, once) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[pico]'
	@touch $@

# PyTorch first and alone: what follows is then content with it and fetches no other build.
.venv/.torch: .venv/bin/python
	@echo "Setting up what the neural voices are tested with (some minutes, once) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check '$(TORCH)'
	@touch $@

.venv/.dev: .venv/.torch pyproject.toml
	@$(BIN)/pip install --quiet --disable-pip-version-check '$(TORCH)' --editable '.[pico,coqui,piper,alternates,s3,sftp,dev]'
	@$(BIN)/python tests/cpu_torchaudio.py
	@touch .venv/.pico $@

clean:
	@rm -rf .venv output/* output/.store .mypy_cache .pytest_cache .ruff_cache .hypothesis dist
