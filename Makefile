# The one front door: `make` alone lists what there is to do.
# Nothing here needs root, and nothing but Python 3.12 or newer, git and make has to be on the machine.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV   := .venv
PY     := $(VENV)/bin/python
PIP    := $(PY) -m pip --disable-pip-version-check --quiet
PYTEST := $(PY) -m pytest
PORT   ?= 8000
# How many tests run side by side; `make test JOBS=0` runs them one after the other.
JOBS   ?= auto
TESTS  ?= tests
export PYTHON PORT PAGES PEER PEER_PYTHON

COMPILED := $(patsubst %.po,%.mo,$(wildcard site/camtree/locale/*/LC_MESSAGES/django.po))

# Apps of ours with tables: their migrations are looked at for what the release before could not live with.
MIGRATED := background core demo domains events home insights leads learning media members navigation research search vocabularies webinars

CODE := manage.py demo home insights leads learning research site tests webinars

##@ See it

.PHONY: demo
demo: $(VENV)/runs ## Load the demo and serve it on http://127.0.0.1:8000 (PORT=… for another port)
	@DJANGO_SETTINGS_MODULE=camtree.settings.dev DEBUG=0 CAMTREE_DEMO=1 \
		exec $(VENV)/bin/gunicorn --config python:demo.serving camtree.wsgi

.PHONY: serve
serve: $(VENV)/runs ## Serve what is there with Django's own server, which reloads when code changes
	@$(PY) manage.py prepare
	@$(PY) manage.py runserver 127.0.0.1:$(PORT)

.PHONY: drop-demo
drop-demo: $(VENV)/runs ## Take away what the demo loaded, and nothing else
	@CAMTREE_DEMO=1 $(PY) manage.py drop_demo

##@ Prove it

.PHONY: test
test: $(VENV)/tests $(COMPILED) ## Run every test; browser tests too where Chromium is found (TESTS=… for some)
	@$(PYTEST) $(TESTS) -n $(JOBS)

.PHONY: check
check: $(VENV)/tests ## Formatting, lint, types, import contract, templates, migrations, message catalogues
	@$(PY) -m ruff format --check --quiet $(CODE)
	@$(PY) -m ruff check --quiet $(CODE)
	@$(VENV)/bin/lint-imports --no-logo
	@$(PY) manage.py format_templates --check
	@$(VENV)/bin/djlint --quiet --lint templates
	@$(PY) -m mypy $(CODE)
	@$(PY) manage.py check --fail-level WARNING
	@$(PY) manage.py makemigrations --check --dry-run
	@$(PY) manage.py lintmigrations --no-cache --quiet ok ignore --verbosity 0 --include-apps $(MIGRATED)
	@$(PY) manage.py check_catalogues

.PHONY: lint
lint: $(VENV)/tests ## Only the quick part of check
	@$(PY) -m ruff check $(CODE)
	@$(VENV)/bin/lint-imports --no-logo
	@$(VENV)/bin/djlint --quiet --lint templates

.PHONY: bench
bench: $(VENV)/tests ## Measure what pages cost (PAGES=… for some, PEER=… beside a peer; needs PostgreSQL and Redis)
	@$(PY) -m tests.bench

.PHONY: drill
drill: $(VENV)/tests ## Stop one part after the other while many people work, and count (needs PostgreSQL and Redis)
	@$(PY) -m tests.drill

##@ Change it

.PHONY: format
format: $(VENV)/tests ## Put the code into the one form
	@$(PY) -m ruff check --fix-only --quiet $(CODE)
	@$(PY) -m ruff format $(CODE)
	@$(PY) manage.py format_templates

.PHONY: messages
messages: $(VENV)/tests ## Bring new texts into the message catalogues, and say what is to be translated
	@$(PY) manage.py update_catalogues

.PHONY: recordings
recordings: $(VENV)/runs ## Render the demo's recordings anew (needs ffmpeg and espeak-ng)
	@$(PY) demo/render_recordings.py

.PHONY: screenshots
screenshots: $(VENV)/tests ## Take the pictures of README.md anew (needs Chromium)
	@$(PY) -m tests.browser.screenshots

.PHONY: requirements
requirements: $(VENV)/tests ## Compile the requirements files after a change of pyproject.toml (needs uv)
	@uv pip compile pyproject.toml --quiet --universal --generate-hashes --no-annotate --no-header \
		--extra checkout --output-file requirements.txt
	@uv pip compile pyproject.toml --quiet --universal --generate-hashes --no-annotate --no-header \
		--extra checkout --extra dev --constraint requirements.txt --output-file requirements-dev.txt

##@ Set it up (the others do it by themselves)

.PHONY: setup
setup: $(VENV)/tests ## Make the virtual environment with everything in it

.PHONY: clean
clean: ## Remove the virtual environment and the caches; what is in var/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help
help: ## List what there is to do
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@/ { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo

$(PY):
	@python=$$(sh .ci/find-python) || exit 1; \
	echo "Making $(VENV) with $$python"; \
	"$$python" -m venv $(VENV)

%.mo: %.po | $(VENV)/runs
	@$(PY) manage.py compile_catalogues

# Stamps: what is installed is as new as the files that ask for it.
$(VENV)/runs: requirements.txt pyproject.toml | $(PY)
	@echo "Installing what CamTREE runs on (a few minutes the first time)"
	@$(PIP) install --require-hashes --requirement requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $@

$(VENV)/tests: requirements-dev.txt $(VENV)/runs
	@echo "Installing what its tests and checks need"
	@$(PIP) install --require-hashes --requirement requirements-dev.txt
	@touch $@
