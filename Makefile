# CAFlux: `make help` lists what there is.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory
# Where containers have it set, each of the hundreds of processes that tests start compiled all that it imports.
unexport PYTHONDONTWRITEBYTECODE

UV := ./scripts/uv
RUN := $(UV) run --no-sync
STAMPS := .venv/.stamps
PYTEST_WORKERS ?= 3
# Seconds in which test-compose kills containers.
KILL_S ?= 300

python_inputs := pyproject.toml uv.lock $(wildcard packages/*/pyproject.toml services/*/pyproject.toml) \
	$(wildcard services/collector/setup.py services/collector/src/caflux_collector/*.c)
frontend_sources := $(shell find frontend -path frontend/node_modules -prune -o -path frontend/dist -prune \
	-o -type f -print 2>/dev/null)
services := config query supervisor

.PHONY: help
help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# ---- run ----

.PHONY: up
up: $(STAMPS)/run frontend/dist/index.html ## Set up what is missing and run CAFlux with a demo IOC (ARGS="--port 9000")
	@exec $(UV) run --no-sync caflux up --demo $(ARGS)

# ---- set-up, each step only where its inputs changed ----

.PHONY: tools
tools: # what can't be installed for the user, said before anything takes time
	@scripts/python >/dev/null && scripts/node

$(STAMPS)/run: $(python_inputs) | tools
	@echo "Installing CAFlux into .venv ..."
	@$(UV) sync --inexact
	@mkdir -p $(@D) && touch $@

$(STAMPS)/dev: $(python_inputs) | tools
	@echo "Installing CAFlux and its development tools into .venv ..."
	@$(UV) sync --all-packages --group dev --group docs
	@mkdir -p $(@D) && touch $@ $(STAMPS)/run

frontend/node_modules/.stamp: frontend/package.json frontend/package-lock.json | tools
	@echo "Installing the dashboard's packages into frontend/node_modules ..."
	@cd frontend && npm ci --no-audit --no-fund --no-update-notifier --loglevel=error
	@touch $@

frontend/dist/index.html: frontend/node_modules/.stamp $(frontend_sources)
	@echo "Building the dashboard ..."
	@cd frontend && npm run --silent build -- --logLevel warn
	@touch $@

# ---- tests ----

.PHONY: test test-compose
test: $(STAMPS)/dev frontend/dist/index.html ## Run unit, system and browser tests (PYTEST_ARGS="-k spool")
	@scripts/debian-packages
	@cd frontend && npm run --silent test
	@TMPDIR=$$(scripts/test-folder) $(RUN) pytest -n $(PYTEST_WORKERS) \
		--dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

test-compose: $(STAMPS)/dev ## Build the images, run the stack in Docker, test it, and kill containers for KILL_S=300
	@CAFLUX_TEST_KILL_S=$(KILL_S) $(RUN) pytest -p no:randomly tests/compose $(PYTEST_ARGS)

# At the settings that are shipped: 15 minutes. As a part of `make test` they run with shorter ones.
.PHONY: drills
drills: $(STAMPS)/dev frontend/dist/index.html ## Hurt each part, see it found, told and mended; print how long that takes (PAGE=1 writes the docs)
	@scripts/debian-packages
	@CAFLUX_DRILLS=shipped CAFLUX_DRILLS_PAGE=$(if $(PAGE),docs/reference/drills.md) $(RUN) pytest -n $(PYTEST_WORKERS) \
		--dist loadfile tests/system/drills $(PYTEST_ARGS)

.PHONY: bench-engine bench-query bench-config bench-ui soak
bench-engine: $(STAMPS)/dev ## Measure the collection engine on real servers (BENCH_ARGS="--only 50k")
	@$(RUN) python tests/benchmarks/engine $(BENCH_ARGS)

bench-query: $(STAMPS)/dev ## Measure retrieval on a real influxd (BENCH_ARGS="--only hour-json")
	@$(RUN) python tests/benchmarks/query $(BENCH_ARGS)

bench-config: $(STAMPS)/dev ## Measure config-api with 100,000 PVs on a real MariaDB (BENCH_ARGS="--pvs 10000")
	@$(RUN) python tests/benchmarks/config $(BENCH_ARGS)

bench-ui: $(STAMPS)/dev frontend/dist/index.html ## Measure the dashboard in real Chromium (BENCH_ARGS="--only redraw")
	@$(RUN) python tests/benchmarks/ui $(BENCH_ARGS)

soak: $(STAMPS)/dev ## Run the engine at 20,000 events/s for an hour (SOAK_ARGS="--minutes 60")
	@$(RUN) python tests/benchmarks/engine/soak.py $(SOAK_ARGS)

# ---- checks ----

checks := check-format check-types check-imports check-files check-frontend
.PHONY: check $(checks)
check: $(STAMPS)/dev frontend/node_modules/.stamp ## Run formatters, linters, type checkers and the import contracts
	@$(MAKE) --jobs=2 --output-sync=target $(checks)
	@echo "All checks pass."

check-format:
	@$(RUN) ruff format --check --quiet . || { echo "Run: ./scripts/uv run ruff format ." >&2; exit 1; }
	@$(RUN) ruff check --quiet .

check-types:
	@scripts/types

check-imports:
	@$(RUN) lint-imports

check-files:
	@scripts/file-lengths
	@$(RUN) yamllint --strict .
	@$(RUN) check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@$(RUN) check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	@$(RUN) check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	@$(RUN) zizmor --offline --quiet .github

check-frontend:
	@cd frontend && npm run --silent check

# ---- generated files ----

.PHONY: openapi docs clean
openapi: $(STAMPS)/dev frontend/node_modules/.stamp ## Write what is generated again: OpenAPI documents, TypeScript client, settings
	@mkdir -p tests/contracts/openapi
	@for service in $(services); do \
		module=caflux_$${service}_api; [ $$service = supervisor ] && module=caflux_supervisor; \
		$(RUN) python -m $$module --openapi >tests/contracts/openapi/$$service.json.new && \
		mv tests/contracts/openapi/$$service.json.new tests/contracts/openapi/$$service.json || { rm -f tests/contracts/openapi/$$service.json.new; exit 1; }; \
	done
	@cd frontend && npm run --silent generate
	@$(RUN) python scripts/settings_reference.py
	@$(RUN) python scripts/access_reference.py

docs: $(STAMPS)/dev ## Build the documentation into site/
	@NO_MKDOCS_2_WARNING=1 $(RUN) mkdocs build --strict
	@echo "The documentation is in site/index.html"

clean: ## Remove everything that was built or installed here, not the data
	@rm -rf .venv .tools site build frontend/node_modules frontend/dist \
		.mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find packages services tests -name __pycache__ -prune -exec rm -rf {} +
