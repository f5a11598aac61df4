# Every target sets up what it needs; nothing has to be run before.
# On Debian 12 that takes python3, python3-venv, git and make.

SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
UV := $(BIN)/uv
MEMBERS := shared $(sort $(patsubst %/pyproject.toml,%,$(wildcard services/*/pyproject.toml deploy/*/pyproject.toml)))
CODE := $(MEMBERS) tests $(wildcard benchmarks/*.py)

export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help
help: ## This list
	@awk 'BEGIN { FS = ":.*## " } \
	  /^##@/ { printf "\n%s\n", substr($$0, 5) } \
	  /^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

##@ Run the suite on this machine

.PHONY: up down logs status account
up: $(READY) ## Start everything in the background and wait until it is ready
	@$(BIN)/dost up

down: $(READY) ## Stop everything; data stays
	@$(BIN)/dost down

status: $(READY) ## What runs, since when, with how much memory
	@$(BIN)/dost status

account: $(READY) ## Does everything balance, nothing lost and nothing twice? ARGS="--wait 30"
	@$(BIN)/dost account $(ARGS)

logs: $(READY) ## Follow the logs; PART=catalog-api for one part
	@$(BIN)/dost logs --follow $(PART)

migrate: $(READY) ## Bring the databases of a running stack to the newest schema
	@$(BIN)/dost migrate

##@ Prove it

.PHONY: test test-faults prove bench check format-check lint types contracts locks spelling
test: $(READY) ## Tests, on servers of their own; ARGS="tests/catalog -k import"
	@$(BIN)/dost prepare-tests
	@ENV=test DOST_TESTS=$(CURDIR):$$$$ exec $(BIN)/pytest $(ARGS)

test-faults: $(READY) ## The faults alone, with outages of 30 s, ten rounds each; ARGS="-k cabinet"
	@$(BIN)/dost prepare-tests
	@ENV=test DOST_TESTS=$(CURDIR):$$$$ exec $(BIN)/pytest tests/faults --long-outages $(ARGS)

prove: $(READY) ## Show that the tests notice sabotage (tests/sabotage); ARGS="one another"
	@$(BIN)/dost prepare-tests
	@ENV=test DOST_TESTS=$(CURDIR):$$$$ exec $(BIN)/python -m tests.sabotage.prove $(ARGS)

bench: $(READY) ## Lists at 100,000 cases against 100; cards and cases against a bare read; ends of servers (3 minutes)
	@ENV=test $(BIN)/python -m benchmarks.lists
	@ENV=test $(BIN)/python -m benchmarks.desks
	@ENV=test $(BIN)/python -m benchmarks.endings

check: format-check lint types contracts locks spelling ## Format, lint, types, contracts, locks, spelling

format-check: $(READY)
	$(BIN)/ruff format --check

lint: $(READY)
	$(BIN)/ruff check

types: $(READY)
	$(BIN)/mypy $(CODE)

contracts: $(READY)
	$(BIN)/lint-imports --no-logo

locks: $(READY)
	$(BIN)/python -m local_stack.locks --check

spelling: $(READY)
	$(BIN)/typos

##@ Change it

.PHONY: fmt lock upgrade lock-broker clean
fmt: $(READY) ## Format the code and repair what a linter can repair
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

lock: $(READY) ## Write requirements/*.txt after a change of a pyproject.toml
	$(BIN)/python -m local_stack.locks

upgrade: $(READY) ## The same, with the newest versions allowed
	$(BIN)/python -m local_stack.locks --upgrade

lock-broker: $(READY) ## Write the lock of Apache Kafka's jars after a change of its version
	$(BIN)/python -m local_stack.kafka_download --lock

clean: ## Stop everything, remove data, logs, caches and the environment
	@if [ -x $(BIN)/dost ]; then $(BIN)/dost clean; fi
	rm -rf $(VENV) .local .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the environment: made once, made anew when a lock or a project file changes ---------------

$(UV): requirements/uv.txt
	@echo "Setting up the environment in $(VENV) (once, about half a minute)"
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed. On Debian 12: apt-get install python3"; exit 1; }
	@python3 -m venv --clear $(VENV) \
	  || { echo "What to do: apt-get install python3-venv"; rm -rf $(VENV); exit 1; }
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/uv.txt
	@touch $@

$(READY): $(UV) requirements/dev.txt pyproject.toml $(MEMBERS:%=%/pyproject.toml)
	@echo "Installing what requirements/dev.txt names"
	@$(UV) pip sync --quiet --python $(BIN)/python --require-hashes --compile-bytecode requirements/dev.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --offline \
	  $(MEMBERS:%=--editable ./%)
	@touch $@
