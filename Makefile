# One command to run it, one to test it. `make help` lists the rest.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset dev test check bench messages compile lock screenshots clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

$(VENV)/base.lock: requirements/base.txt
	@deploy/make-venv $(PYTHON) $(VENV) requirements/base.txt
	@cp requirements/base.txt $@

$(VENV)/dev.lock: requirements/dev.txt
	@deploy/make-venv $(PYTHON) $(VENV) requirements/dev.txt
	@cp requirements/dev.txt $@ && cp requirements/base.txt $(VENV)/base.lock

compile: $(VENV)/base.lock ## compile the translations
	@$(BIN)/pybabel -q compile -D django -d locale -l zh_Hans
	@$(BIN)/pybabel -q compile -D django -d locale -l en

demo: compile ## the demo county on http://127.0.0.1:8000 (PORT=…)
	@PORT=$(PORT) deploy/demo $(BIN)

demo-reset: compile ## the same, afresh
	@PORT=$(PORT) deploy/demo $(BIN) --reset
