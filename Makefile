# What a user needs: python3 (3.11 to 3.14) and make. Everything else goes into .venv.
#
#   make rota                        solve the sample week of a town, a minute
#   make rota SAMPLE=village TIME=20
#   make test | lint | bench | bench-smoke | clean

PYTHON ?= python3
SAMPLE ?= town
TIME ?= 60
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check \
	--constraint requirements.lock

.PHONY: rota test lint bench bench-smoke clean help
.DEFAULT_GOAL := help

help:
	@sed -n 's/^#   //p' Makefile

# The stamps say which lock file and which project file were installed.
.venv/stamp-run: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; \
	sys.exit(None if (3, 11) <= v < (3, 15) else "carerota needs Python 3.11 to 3.14; " \
	+ "$(PYTHON) is %d.%d. Name another: make PYTHON=python3.12 ..." % v)'
	@$(PYTHON) -c 'import ensurepip, venv' || { \
	echo "this Python has no venv module; on Debian and Ubuntu: apt install python3-venv"; \
	exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) -e .
	@touch $@

.venv/stamp-dev: .venv/stamp-run
	$(PIP) -e '.[dev,notebooks,pictures]'
	@touch $@

# 3 says that the rota is written and that somebody is not covered: no fault of the recipe.
rota: .venv/stamp-run
	@mkdir -p out
	$(BIN)/carerota solve data/samples/$(SAMPLE)/problem.json \
	--time-limit $(TIME) --out out/$(SAMPLE)-rota.json \
	|| { code=$$?; test $$code -eq 3 || exit $$code; }

test: .venv/stamp-dev
	$(BIN)/python -m pytest -q -n 2 --dist loadfile
	@if ls notebooks/*.ipynb >/dev/null 2>&1; then \
	$(BIN)/python -m pytest -q --nbmake notebooks --nbmake-timeout=60; fi

lint: .venv/stamp-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell

bench: .venv/stamp-dev
	$(BIN)/python -m pytest -q benchmarks --benchmark-only

# Whether they still run, each once and untimed.
bench-smoke: .venv/stamp-dev
	$(BIN)/python -m pytest -q benchmarks --benchmark-disable

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache out build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
