# The one way in: `make` prints help.
.DEFAULT_GOAL := help
SHELL := bash
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
STACK ?= local
ROOMS := bench components docs_gen local mutation policies policy_proof runtime simulator tests till truth
PYTEST = PYTHONDONTWRITEBYTECODE= $(BIN)/pytest --dist loadfile --no-loadscope-reorder
STACK_TESTS := $(addprefix tests/,bench canary conformance docs_gen engine faults fidelity journey local mutation policies/test_partitions.py \
	policies/test_stacks.py policy_proof rights simulator till truth components/packaging)
HAS_PULUMI = command -v pulumi >/dev/null \
	|| { echo '`pulumi` is not on PATH; install it as https://www.pulumi.com/docs/install/ says.' >&2; exit 1; }
ENGINE_RUN = $(HAS_PULUMI); $(BIN)/python -m local.engine.engine $@ --stack $(STACK) $(if $(ENGINE),--engine $(ENGINE)) $(ARGS)

.PHONY: help setup check compiled test test-fast test-stacks coverage audit upgrade sbom policy rights policy-prove sim mutants faults bench canary demo restore-drill local doctor preview up refresh destroy format docs card-data site truth-table quiet-days picture console-pictures dashboard-picture layer clean contract cost workers

help: ## Print this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## Create the virtual environment from uv.lock

$(READY): pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Tillstack needs Python 3.11 or newer; set PYTHON=/path/to/python3.11 (found $$($(PYTHON) --version 2>&1))."; exit 1; }
	@echo "Setting up .venv from uv.lock (once)…"
# Whoever stopped this half-way has a python in there, and no pip yet.
	@test -x $(BIN)/uv || $(PYTHON) -m venv .venv
# uv holds all else against uv.lock, and pip holds uv against it first.
	@test -x $(BIN)/uv || $(BIN)/python .ci/uv_as_locked.py > .venv/uv.txt
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes --no-deps --only-binary :all: --requirement .venv/uv.txt
	@$(BIN)/uv sync --frozen --compile-bytecode --python $(BIN)/python
	@touch $@

check: $(READY) ## Lint, formatting, types, workflows
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/jactionlint --profile correctness --shellcheck= --pyflakes= .github/workflows/*.yml
	$(BIN)/zizmor --offline --quiet .github

format: $(READY) ## Rewrite the code in the house's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: $(READY) ## Run the whole suite: test-fast, then test-stacks
	@$(MAKE) --no-print-directory --keep-going test-fast test-stacks

# Whoever starts a process of ours compiles nothing anew.
compiled: $(READY)
	@$(BIN)/python -m compileall -q -j 0 $(ROOMS) *.py

test-fast: compiled ## Run what needs neither emulator nor engine
	$(PYTEST) --numprocesses logical $(STACK_TESTS:%=--ignore=%) --ignore=tests/contract tests

test-stacks: export TILLSTACK_RIGHTS = $(CURDIR)/.local/rights
test-stacks: compiled ## Run what deploys, proves, simulates or asks the real provider
	@rm -rf $(TILLSTACK_RIGHTS)
	$(PYTEST) --numprocesses auto $(STACK_TESTS)

coverage: $(READY) ## Every way through the domain and the use cases has a test: 100 % of branches
	$(BIN)/coverage run -m pytest --numprocesses 0 --quiet tests/runtime/domain tests/runtime/use_cases
	$(BIN)/coverage report

audit: $(READY) ## Ask for known weaknesses of what is installed (needs the network)
	$(BIN)/pip-audit --skip-editable

upgrade: $(READY) ## Lock the newest versions that fit, install them, check
	$(BIN)/uv lock --upgrade
	@$(MAKE) --no-print-directory setup check

sbom: $(READY) ## Write what is deployed, as locked, as a CycloneDX bill of materials: tillstack.cdx.json
	@$(BIN)/uv export --frozen --quiet --preview-features sbom-export --format cyclonedx1.5 \
		--no-dev --group runtime --group mail --group policies --output-file $(or $(FILE),tillstack.cdx.json)

policy: $(READY) ## Judge all four stacks by the policy pack, in this process (ARGS=--sarif FILE)
	@$(BIN)/python -m local.policy_check.policy_check $(ARGS)

rights: $(READY) ## What the roles may do, minus what the last test-stacks saw them use
	@$(BIN)/python -m local.rights.rights $(ARGS)

policy-prove: $(READY) ## Break our stacks in thousands of ways: each rule must say so
	@$(BIN)/python -m policy_proof

sim: $(READY) ## Play many seeded histories with faults (SEED= replays one, SEEDS= how many, ARGS=--profile)
	@$(BIN)/python -m simulator $(if $(SEED),--seed $(SEED),--seeds $(or $(SEEDS),1000)) $(ARGS)

mutants: compiled ## Change the domain by rule: tests and seeds must notice (COUNT=0 all, SEED= which, ARGS=--file)
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m mutation $(if $(COUNT),--count $(COUNT)) $(if $(SEED),--seed $(SEED)) $(ARGS)

contract: $(READY) ## Hold the running gateway against docs/openapi.json, over cases drawn from it
	@$(BIN)/pytest tests/contract --numprocesses 0 --quiet $(ARGS)

faults: $(READY) ## Refuse, delay, lose and kill between the functions and the emulator
	@$(BIN)/pytest tests/faults -m faults $(ARGS)

canary: $(READY) ## Plant canaries in every input, read everything: none lies where docs/data.md has no word of it
	@$(BIN)/pytest tests/canary --numprocesses 0 --quiet $(ARGS)

bench: $(READY) ## Measure, each beside a peer or a floor: the limits, the policies, a PSP that is away, a merchant in a loop, sealing, encrypted bodies, signed requests, lines of the log, explaining, workers, accepting, replays, batches, draining, repeats, reading, sweeping, growing tables, a preview, cold starts, what is counted, telling merchants; KEEP=1 writes what docs/performance.md is made of, OLDER=FOLDER measures beside a checkout of an older commit
	@rm -rf .local/bench
	@$(BIN)/python -m bench.limits
	@$(BIN)/python -m bench.policies
	@$(BIN)/python -m bench.psp_outage
	@$(BIN)/python -m bench.merchant_limits
	@$(BIN)/python -m bench.sealing
	@$(BIN)/python -m bench.encrypted_bodies
	@$(BIN)/python -m bench.signed_requests
	@$(BIN)/python -m bench.step_lines
	@$(BIN)/python -m bench.explain
	@$(BIN)/python -m bench.workers
	@$(BIN)/python -m bench.accept_payment
	@$(BIN)/python -m bench.replays
	@$(BIN)/python -m bench.batches
	@$(BIN)/python -m bench.draining
	@$(BIN)/python -m bench.repeats
	@$(BIN)/python -m bench.reading
	@$(BIN)/python -m bench.sweeping
	@$(BIN)/python -m bench.growing
	@$(BIN)/python -m bench.previewing
	@$(BIN)/python -m bench.cold_start
	@$(BIN)/python -m bench.counted
	@$(BIN)/python -m bench.telling --events 1000
	$(if $(OLDER),@$(BIN)/python -m bench.accept_alone $(OLDER))
	$(if $(OLDER),@$(BIN)/python -m bench.older_commit $(OLDER))
	@$(BIN)/python -m bench.report $(if $(KEEP),--keep)

demo: $(READY) ## Deploy to one machine, pay, fail, retry, check the promises (STACK=: one that is up)
	@$(BIN)/python -m local.demo demo $(if $(filter command%,$(origin STACK)),--stack $(STACK)) $(ARGS)

restore-drill: $(READY) ## Bring both tables back of a moment on one machine, check them, compare with the PSP
	@$(BIN)/python -m local.demo restore_drill $(ARGS)

local: $(READY) ## Keep the stack running on this machine and print how to call it
	@$(BIN)/python -m local.demo serve $(ARGS)

workers: $(READY) ## Run N= workers beside the functions of the stack that `make local` keeps running
	@$(BIN)/python -m local.demo workers --count $(or $(N),3) $(ARGS)

doctor: $(READY) ## Before the first `up` of STACK=: what is ready, what is not, what to do (ARGS=--json)
	@$(BIN)/python -m till doctor --stack $(STACK) $(ARGS)

preview: $(READY) ## Show what the real engine would change: STACK=local, ENGINE=local for another stack
	@$(ENGINE_RUN)

up: $(READY) ## Deploy with the real engine; an emulator that it starts runs until `make destroy`
	@$(ENGINE_RUN)

refresh: $(READY) ## Let the engine look at what is really there
	@$(ENGINE_RUN)

destroy: $(READY) ## Take the stack down, and stop its emulator
	@$(ENGINE_RUN)

docs: $(READY) ## Write the generated pages anew
	$(BIN)/python -m docs_gen.alarms > docs/alarms.md
	$(BIN)/python -m docs_gen.states > docs/states.md
	$(BIN)/python -m docs_gen.errors > docs/errors.md
	$(BIN)/python -m docs_gen.tokens > docs/test-tokens.md
	$(BIN)/python -m docs_gen.environments > docs/environments.md
	$(BIN)/python -m docs_gen.times > docs/times.md
	$(BIN)/python -m docs_gen.firewall > docs/firewall.md
	$(BIN)/python -m docs_gen.data > docs/data.md
	$(BIN)/python -m docs_gen.openapi > docs/openapi.json
	$(BIN)/python -m docs_gen.events
	$(BIN)/python -m docs_gen.webhooks
	$(BIN)/python -m docs_gen.permissions
	$(BIN)/python -m docs_gen.till
	$(BIN)/python -m docs_gen.doctor_picture
	$(BIN)/python -m docs_gen.failure_modes > docs/failure-modes.md
	$(BIN)/python -m docs_gen.naive
	$(BIN)/python -m docs_gen.cost > docs/cost.md
	$(BIN)/python -m docs_gen.performance > docs/performance.md
	$(BIN)/python -m docs_gen.performance --picture docs/performance.svg
	$(BIN)/python -m docs_gen.load > docs/load.md
	$(BIN)/python -m docs_gen.load --picture docs/load.svg
	$(BIN)/python -m docs_gen.quotas > docs/quotas.md
	$(BIN)/python -m docs_gen.quotas --picture docs/quotas.svg
	$(BIN)/python -m docs_gen.pci > docs/.pci.md && mv docs/.pci.md docs/pci.md

site: $(READY) ## Build the pages as a site into site/: every page reachable, every link whole
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

card-data: $(READY) ## Measure what is taken for card data, and write docs/card-data.md (minutes)
	$(BIN)/python -m bench.card_data > docs/.card-data.md && mv docs/.card-data.md docs/card-data.md

quiet-days: $(READY) ## Play 1,000 quiet days (ARGS="--days 100"): nobody may be called
	$(BIN)/python -m local.alarms.quiet_days $(ARGS)

cost: $(READY) ## Count what a payment asks of AWS, on a stack of this machine, for `till cost` (ARGS="--payments 10")
	@$(BIN)/python -m local.cost $(ARGS)
	$(BIN)/python -m docs_gen.cost > docs/cost.md

truth-table: $(READY) ## Ask the real AWS provider (TF_PLUGIN_DIR) for the limits that previews check
	$(BIN)/python -m truth.table $(ARGS)

picture: $(READY) ## Draw what `make demo` prints, for the README
	$(BIN)/python -m local.demo demo --picture docs/demo.svg

console-pictures: $(READY) ## Photograph `till console` in Chromium, for the README
	@$(BIN)/python -m docs_gen.console_pictures

dashboard-picture: $(READY) ## Pay on one machine and draw the dashboard, for the README (minutes)
	@$(BIN)/python -m docs_gen.dashboard_picture $(ARGS)

layer: $(READY) ## Build the functions' packages into the user's cache and print the sizes
	@$(BIN)/python -m components.packaging.code

clean: ## Remove what setup and tests made
	@! test -e .local/engine || { echo "A stack's emulator may still run; end it first: make destroy STACK=…, then rm -r .local/engine"; exit 1; }
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .local site
