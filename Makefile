# The two that matter: `make run` runs every scenario, `make test` every test. `make help` lists the rest.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test build bench lint fmt check schema docs nightly conformance clean libraries kind-up kind-down

SWIFT ?= swift
SCENARIOS ?= Scenarios
ARGUMENTS ?=

# On Linux one static file: roles start in about a millisecond, and it can be copied anywhere. The same flags always,
# since others build everything anew.
RELEASE := -c release
ifeq ($(shell uname -s),Linux)
RELEASE += --static-swift-stdlib -Xswiftc -static-executable
endif
MESHSCRAPE := .build/release/meshscrape
GENERATED := docs/scenario.schema.json docs/causes.md docs/behaviours.md
# What git would show of Swift, so that build folders stay out.
SOURCES := Package.swift Sources Tests

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | awk -F'|' '{printf "  make %-12s %s\n", $$1, $$2}'

run: build ## build, and run every scenario (SCENARIOS=PATH ARGUMENTS='-j 4 --format json')
	@$(MESHSCRAPE) run $(ARGUMENTS) $(SCENARIOS)

test: libraries ## every unit test and every scenario, by swift test (FILTER=RolesTests, SCENARIO=story/…)
	@echo "==> swift test"
	@$(SWIFT) test $(if $(FILTER),--filter $(FILTER)) $(ARGUMENTS)

# The linker's advice on getaddrinfo, dlopen and mktemp is left out: they are in the libraries, and nothing here calls
# them.
define swift-build
	@set -o pipefail; $(SWIFT) build $(RELEASE) --product $(1) 2>&1 | \
	  { grep --line-buffered -vE "warning: (Using '[a-z_]+' in statically linked|the use of .mktemp. is dangerous)" || true; }
endef

build: libraries ## the release executable, .build/release/meshscrape
	@echo "==> swift build (release)"
	$(call swift-build,meshscrape)

bench: build ## how fast, beside the machine's floor and real Prometheus (ARGUMENTS='--quick', '--only scrape')
	$(call swift-build,Benchmarks)
	@.build/release/Benchmarks $(MESHSCRAPE) $(ARGUMENTS)

.PHONY: fuzz
fuzz: libraries ## look for inputs that break the parsers, guided by coverage (SUBJECTS=pattern SECONDS_EACH=60)
	@SWIFT="$(SWIFT)" .ci/fuzz $(SUBJECTS)

lint: ## what swift format would change, as errors
	@$(SWIFT) format lint --strict --recursive $(SOURCES)

fmt: ## let swift format change it
	@$(SWIFT) format --in-place --recursive $(SOURCES)

check: lint test build ## what CI does
	@$(MESHSCRAPE) run $(ARGUMENTS) $(SCENARIOS)
	@$(MAKE) --no-print-directory fresh

schema: build ## write the JSON Schema of scenario files again
	@$(MESHSCRAPE) schema > docs/scenario.schema.json

.PHONY: causes
causes: build
	@$(MESHSCRAPE) causes --markdown > docs/causes.md

.PHONY: behaviours
behaviours: build
	@$(MESHSCRAPE) behaviours --markdown > docs/behaviours.md

docs: schema causes behaviours ## write every generated page again

.PHONY: fresh
fresh: docs
	@git diff --exit-code -- $(GENERATED) || { echo "generated files are stale: make docs, and commit them" >&2; exit 1; }

conformance: libraries ## the scenarios alone, as tests
	@$(SWIFT) test --filter ConformanceTests

nightly: build ## every scenario fifty times, looking for one that is not always the same
	@$(MESHSCRAPE) run --repeat 50 $(ARGUMENTS) $(SCENARIOS)

libraries: # the headers and archives of the C libraries
	@command -v $(SWIFT) > /dev/null || { echo "Swift 6.1 or later is needed: https://www.swift.org/install" >&2; exit 1; }
	@.ci/libraries

kind-up: ## a real cluster for comparison, see kind-config/README.md
	kind create cluster --name meshscrape --config kind-config/cluster.yaml

kind-down: ## remove it
	kind delete cluster --name meshscrape

.PHONY: mutate
mutate: build ## make one behaviour wrong at a time: does a scenario notice? (ARGUMENTS="--behaviour 'merge.*' --all")
	@$(MESHSCRAPE) mutate $(ARGUMENTS) $(SCENARIOS)

.PHONY: compare
compare: build ## hold the built-in scraper against a real one (ENGINE=prometheus@2.53 SCENARIOS=PATH), after make engines
	@$(MESHSCRAPE) compare --scraper $(or $(ENGINE),prometheus) $(ARGUMENTS) $(SCENARIOS)

.PHONY: worlds
worlds: build ## hold it against a real one over random worlds (WORLDS=500 SEED=0 ENGINE=prometheus@2.53)
	@$(MESHSCRAPE) compare --scraper $(or $(ENGINE),prometheus) --worlds $(or $(WORLDS),500) --seed $(or $(SEED),0) -j 24 $(ARGUMENTS)

.PHONY: engines
engines: ## real Prometheus, VictoriaMetrics and Envoy into .engines, installing nothing
	@.ci/engines

clean: ## remove what was built
	@rm -rf .build .build-fuzz
