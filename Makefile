# Every verb of the house. `make` alone lists them.
# HYTTI_PORT chooses the port (8000), HYTTI_VAR the data folder (var); docs/ tells of the other settings.
PYTHON ?= python3
VENV := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run install test check messages queries pictures lock bench-web bench backup clean

help: ## list these verbs
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r verb text; do printf '%-18s %s\n' "$$verb" "$$text"; done

run: ## prepare what is missing and serve Hytti with demo accounts
	@$(PYTHON) scripts/prepare.py run
	@exec $(VENV)/hytti serve

install: ## prepare only: the virtual environment and the requirements
	@$(PYTHON) scripts/prepare.py run

test: ## prove everything: SQLite, PostgreSQL and Chromium
	@$(PYTHON) scripts/prepare.py test
	@exec $(VENV)/python scripts/test.py

check: ## linters, types, import floors, migrations, translations
	@$(PYTHON) scripts/prepare.py test
	@exec $(VENV)/python scripts/check.py

messages: ## collect the texts of the code and templates into the translation catalogues
	@$(PYTHON) scripts/prepare.py run
	@exec $(VENV)/hytti messages

queries: ## compile the questions of the fact store again, for each engine
	@$(PYTHON) scripts/prepare.py test
	@exec $(VENV)/python -m hytti.facts.expressions

pictures: ## take the pictures of the main pages into docs/_static
	@$(PYTHON) scripts/prepare.py test
	@HYTTI_PICTURES=$(CURDIR)/docs/_static $(VENV)/python -m pytest -q tests/browser/test_pictures.py

lock: ## pin requirements/*.in again, with hashes
	@exec $(PYTHON) scripts/lock.py

bench-web: ## measure pages with wrk beside a bare Django page
	@$(PYTHON) scripts/prepare.py run
	@exec $(VENV)/python bench/web/run.py

bench: ## measure the sums, the fact store, the tray and the rest beside their peers (many minutes; CELLS=3e6 makes a small store)
	@$(PYTHON) scripts/prepare.py test
	@failed=0; for bench in methods/sums methods/disclosure coefficient/run plans/run reports/run search/run tray/importing "facts/run $(if $(CELLS),--cells $(CELLS))"; do \
		set -- $$bench; script=bench/$$1.py; shift; $(VENV)/python $$script "$$@" || failed=1; done; exit $$failed

backup: ## copy the database to FILE while the service runs (make backup FILE=hytti-backup.sqlite3)
	@exec $(VENV)/hytti backup "$(or $(FILE),hytti-backup.sqlite3)"

clean: ## remove what the tools made; the data folder stays
	@rm -rf .venv build dist src/*.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find src tests bench scripts -name __pycache__ -type d -prune -exec rm -rf {} +
	@find src -name '*.mo' -delete
