# The portal's commands. `make demo` and `make test` are the two that matter; the rest serve them.
SHELL := /bin/sh
# The first Python on the path that is new enough (a name alone says little: some are wrappers that do not start).
NEW_ENOUGH := -c 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON3 := $(or $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name $(NEW_ENOUGH) 2>/dev/null && echo $$name && break; done),python3)
PYTHON := .venv/bin/python
LOCK := $(PYTHON) -m uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header
export PATH := $(CURDIR)/.venv/bin:$(PATH)
# Compiled files are kept, also where the environment says otherwise: each start would compile everything anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help demo test check setup setup-tests build run lock migrations

help:  ## Say what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' Makefile | column -t -s '|' 2>/dev/null || sed -n 's/:.*##/ -/p' Makefile

demo: setup  ## Start the portal with the demo alliances, on this machine alone; Ctrl-C stops it
	@$(PYTHON) setup/start.py --demo

run: setup  ## Start the portal embedded (SQLite, no servers) on its own data in var/
	@$(PYTHON) setup/start.py

test: setup-tests  ## Everything, on SQLite and on PostgreSQL with Redis, with the browser journeys
	@$(PYTHON) setup/run_tests.py

check: setup-tests  ## About a minute: format, lint, types, import contracts, templates, migrations, tests on SQLite but for the slow ones
	ruff format --check --quiet .
	ruff check --quiet .
	lint-imports --no-logo >/dev/null || lint-imports
	find templates -name '*.html' 2>/dev/null | xargs -r djlint --lint --quiet
	mypy
	$(PYTHON) manage.py makemigrations --check --dry-run
	pytest -q -n 2 --dist worksteal -m "not journey and not processes and not postgresql and not slow"

setup:  ## Install what running needs; does nothing where nothing is missing
	@$(PYTHON3) setup/install.py
	@$(MAKE) --silent build

setup-tests:  ## Install what running and testing need
	@$(PYTHON3) setup/install.py --tests
	@$(MAKE) --silent build

build: static/built/.made  ## Compile the style sheet, and gather fonts, icons and scripts in static/built

static/built/.made: package.json package-lock.json $(shell find static -path static/built -prune -o -type f -print 2>/dev/null)
	@npm run --silent --if-present build
	@mkdir -p static/built && touch $@

lock:  ## Choose versions anew: after changing pyproject.toml
	$(LOCK) $(UPGRADE) pyproject.toml -o requirements.lock
	$(LOCK) $(UPGRADE) --extra dev pyproject.toml -o requirements-dev.lock
	$(LOCK) $(UPGRADE) --group node -o requirements-node.lock

migrations:  ## Rebuild the first migration of every app from the models (nothing is released: no history to keep)
	find alliance sle support itt cpd leadership research -path '*/migrations/0001_initial.py' -delete
	find alliance sle support itt cpd leadership research -path '*/migrations/0002_initial.py' -delete
	mv alliance/workflow/migrations/0002_append_only.py alliance/workflow/append_only_migration.keep
	$(PYTHON) manage.py makemigrations --no-header schools people workflow expertise members post diary library equality panels surveys sle support
	mv alliance/workflow/append_only_migration.keep alliance/workflow/migrations/0002_append_only.py
	$(PYTHON) setup/fold_migrations.py
	$(PYTHON) manage.py makemigrations --check
