# The commands of this project. `make` alone lists them. Needs GNU make and Python 3.11 or newer, nothing else.

PYTHON ?= python3
REAL ?=
TESTS ?= tests
WORKERS ?= 2

VENV := .venv/bin/python
PYTEST := $(VENV) -m pytest -n $(WORKERS) --dist worksteal
SOURCES := promotion tools tests migrations benchmarks config.py wsgi.py

.DEFAULT_GOAL := help
.PHONY: help install install-dev run test test-long check bench format pictures translations lock clean

help: ## this list
	@echo "Industrial promotion. Commands:"
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | \
	    awk -F '|' '{printf "%-20s %s\n", $$1, $$2}'

install: ## make .venv with the packages of requirements.txt, each checked by its hash
	@$(PYTHON) tools/environment.py run

install-dev: # the same and what tests and checks need
	@$(PYTHON) tools/environment.py dev

run: install ## start with practice data on http://127.0.0.1:8000 (PORT=8080: elsewhere, REAL=1: an empty real database)
	@PRACTICE=$(if $(REAL),0,1) $(VENV) -m tools.start

test: install-dev ## all tests on SQLite and PostgreSQL (TESTS=tests/kernel: some)
	@sh tools/system_packages.sh
	@$(VENV) -m promotion.translations
	@$(PYTEST) -m "not long" $(TESTS)

test-long: install-dev ## all tests and the full matrices, with the coverage of every branch
	@sh tools/system_packages.sh
	@$(VENV) -m promotion.translations
	@$(PYTEST) --hypothesis-profile=fresh --cov --cov-report=term $(TESTS)

check: install-dev ## format, lint, types, import contracts, templates, migrations, translations, vendored files, house rules
	@$(VENV) -m tools.check

bench: install-dev ## the measurements of benchmarks/
	@$(VENV) -m benchmarks

format: install-dev ## lay the Python files out and mend what can be mended safely
	@$(VENV) -m ruff check --fix-only --quiet $(wildcard $(SOURCES))
	@$(VENV) -m ruff format $(wildcard $(SOURCES))

pictures: install-dev ## make the pictures of docs/ anew, from practice data
	@$(VENV) -m tools.pictures

translations: install ## merge and compile the Vietnamese catalogues; says what is missing
	@$(VENV) -m promotion.translations --report

lock: install-dev ## make both lock files anew from requirements.in and requirements-dev.in
	@$(VENV) -m tools.lock

clean: ## remove .venv, caches and compiled files; instance/ with its databases stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis htmlcov build
	rm -f .coverage .coverage.* promotion/translations/vi/LC_MESSAGES/messages.mo
	find promotion tests tools migrations benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
