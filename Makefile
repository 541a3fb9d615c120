# The few verbs. Each sets up what it needs first; nothing has to be installed beyond make, bash and Python 3.11-3.13.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup run test check format build deploy sources-table bench lock clean

export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/.cache/sam/bin:$(PATH)
export SAM_CLI_TELEMETRY := 0

help: ## what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## environments for everything else, from pinned wheels
	@tools/setup.sh

run: setup ## the whole service on the embedded local cloud, with a story (ARGS=--paused steps it, LIVE=1: the real publishers)
	@python -m demo $(ARGS)

test: setup ## every test, the end-to-end run on the local cloud included (ARGS='-k feed' picks)
	@python -m pytest -n 2 $(ARGS)

check: setup ## lint, formatting, types, import contracts, template
	ruff check .
	ruff format --check .
	mypy
	lint-imports --cache-dir .cache/import-linter
	AWS_DEFAULT_REGION=eu-west-1 sam validate --lint

format: setup ## lay the code out and mend what can be mended
	ruff format .
	ruff check --fix .

build: setup ## build the template for AWS (takes Python 3.13)
	sam build

deploy: build ## deploy to the AWS account that your credentials name (first time: make deploy ARGS=--guided)
	sam deploy $(ARGS)

sources-table: setup ## write the README's table of sources from the sources themselves
	@python tools/sources_table.py

bench: setup ## measure what the README reports
	@python -m benchmarks

lock: ## resolve and pin the dependencies anew (ARGS=--upgrade: the newest)
	@tools/lock.sh $(ARGS)

clean: ## remove what the verbs made
	rm -rf .venv .cache .aws-sam
