# The portal's commands. `make demo` and `make test` are the two that matter; the rest serve them.
PYTHON := .venv/bin/python
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: migrations
migrations:  ## Rebuild the first migration of every app from the models (nothing is released: no history to keep)
	find alliance sle support itt cpd leadership research -path '*/migrations/0001_initial.py' -delete
	find alliance sle support itt cpd leadership research -path '*/migrations/0002_initial.py' -delete
	mv alliance/workflow/migrations/0002_append_only.py alliance/workflow/append_only_migration.keep
	$(PYTHON) manage.py makemigrations --no-header schools people workflow members post library panels sle
	mv alliance/workflow/append_only_migration.keep alliance/workflow/migrations/0002_append_only.py
	$(PYTHON) manage.py makemigrations --check
