# One command to run it (`make demo`), one to test it (`make test`).
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
UV_COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset demo-elasticsearch dev test check bench bench-search bench-quiz messages vendor-messages compile lock screenshots clean venv venv-dev
MAKEFLAGS += --no-print-directory

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

# --- Run it -------------------------------------------------------------------------------------------------------

demo: compile ## the demo county on http://127.0.0.1:8000 (another port: PORT=8080); keeps its data
	@PORT=$(PORT) deploy/demo $(BIN)

demo-reset: compile ## the same, starting afresh
	@PORT=$(PORT) deploy/demo $(BIN) --reset

demo-elasticsearch: venv-dev compile ## the same on a real Elasticsearch, fetched by Maven (needs Java 21 or newer)
	@PORT=$(PORT) deploy/demo-elasticsearch $(BIN)

dev: venv-dev compile ## a development server: autoreload, debug toolbar, mail on the console
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) runserver 127.0.0.1:$(PORT)

# --- Test it ------------------------------------------------------------------------------------------------------

test: venv-dev compile ## all tests: SQLite, PostgreSQL, a real browser
	@$(BIN)/python tests/run.py

check: venv-dev compile ## lint, format, types, layers, migrations, translations, templates, settings, lock
	@deploy/check $(BIN)

bench: venv-dev compile ## requests a second, side by side with a bare view
	@$(BIN)/python tests/bench/run.py

bench-search: venv-dev compile ## the search: relevance, building, speed, faults (parts and engines: ARGS="speed --engines sqlite")
	@$(BIN)/python tests/bench/search/run.py $(ARGS)

bench-quiz: venv-dev compile ## 500 people at one quiz, the server killed three times (ARGS="--database sqlite")
	@$(BIN)/python tests/bench/quiz.py $(ARGS)

# --- Work on it ---------------------------------------------------------------------------------------------------

messages: ## collect the strings that users see into locale/ (needs gettext)
	@$(BIN)/python deploy/messages.py

vendor-messages: venv-dev ## add to locale/vendor what the packages leave without Chinese (after an upgrade)
	@$(BIN)/python deploy/vendor_messages.py

compile: venv ## compile the translations
	@$(BIN)/python deploy/compile_messages.py

lock: venv-dev ## write requirements/*.txt from pyproject.toml (upgrade all: UPGRADE=--upgrade)
	@$(UV_COMPILE) $(UPGRADE) pyproject.toml -o requirements/base.txt
	@$(UV_COMPILE) $(UPGRADE) --group dev pyproject.toml -o requirements/dev.txt

screenshots: venv-dev ## make the pictures in docs/images from a running demo (PORT=…)
	@PORT=$(PORT) $(BIN)/python tests/browser/screenshots.py

clean: ## remove everything that can be made again, the demo's data too
	@rm -rf var .venv test-results .pytest_cache .mypy_cache .ruff_cache .import_linter_cache locale/*/LC_MESSAGES/*.mo locale/vendor/*/LC_MESSAGES/*.mo

venv:
	@deploy/make-venv $(PYTHON) $(VENV) requirements/base.txt

venv-dev:
	@deploy/make-venv $(PYTHON) $(VENV) requirements/dev.txt
