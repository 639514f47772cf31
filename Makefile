# make help lists what there is.
HOST ?= 127.0.0.1
PORT ?= 8080
DATA ?= ./data/beckon
BENCH ?=

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo run test contract lint format bench bench-micro fault simulate clean pages install-build install-lint install-test

# A release has Swift's libraries in it, so that it also runs where there is no Swift, and jemalloc where that is
# installed: both together take a fifth off a message's processor time (docs/benchmarks.md).
RELEASE = swift build -c release --static-swift-stdlib
JEMALLOC = $(if $(shell pkg-config --exists jemalloc && echo yes),-Xlinker --push-state -Xlinker --no-as-needed -Xlinker -ljemalloc -Xlinker --pop-state)

SWIFT_PATHS = Sources Tests Examples Package.swift $(wildcard Benchmarks)
# The tests that write contract/ when they are told to.
CONTRACT = BeckonModelTests.ContractTests|BeckonWireTests.(GoldenLogTests|SchemaTests|VectorTests)|BeckonHTTPTests.OpenAPITests

PYTEST = .venv/bin/python -m pytest
# Most of these tests wait for something: several at once take less than half of the time, also on two cores.
AT_ONCE = -n 4 --dist worksteal

help: ## what each target does
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile | expand -t 14

demo: pages ## build, then run with made-up customers and agents on this machine only
	$(RELEASE) $(JEMALLOC) --product beckon
	.build/release/beckon demo --host $(HOST) --port $(PORT) --data ./data/demo

run: pages ## build, then run for real (DATA, HOST, PORT)
	$(RELEASE) $(JEMALLOC) --product beckon
	.build/release/beckon serve --host $(HOST) --port $(PORT) --data $(DATA)

test: pages install-test .venv/made ## every test: Swift, scripts, modules, sockets, browser, faults in short
	swift build -c debug --build-tests --explicit-target-dependency-import-check error
	swift test -c debug --skip-build
	python3 -m unittest discover -s Scripts/tests
	NODE_OPTIONS="--import ./web/tests/globals.js" node --test $(shell find web/tests -name '*.test.js' -o -name '*.test.mjs' 2>/dev/null | sort)
	$(PYTEST) $(AT_ONCE) Tests/server Tests/browser
	$(PYTEST) Tests/fault

contract: install-build ## write anew what contract/ and web/shared/*-contract.js say of the model
	BECKON_RECORD=1 swift test --filter "$(CONTRACT)"

lint: install-lint ## format, types, layers, tidiness
	swift format lint --strict -r $(SWIFT_PATHS)
	Scripts/tidy
	tsc -p web

format: ## put the Swift sources into their form
	swift format --in-place -r $(SWIFT_PATHS)

# What cannot be installed is named in the table.
bench: pages ## measure the release build beside its peers (BENCH="--only chat"; see docs/benchmarks.md)
	-@Scripts/install bench
	$(RELEASE) $(JEMALLOC) --product beckon
	$(RELEASE) --product beckon-benchmarks
	Benchmarks/run.py $(BENCH)

bench-micro: install-build ## count the instructions and allocations of each step (BENCH=--record after a change that is meant)
	-@Scripts/install bench
	$(RELEASE) --product beckon-benchmarks
	Benchmarks/micro.py $(BENCH)

fault: pages install-test .venv/made ## schedules by the thousand, kills, full and failing disks, dead networks, storms, clocks, fuzzers: the long form
	swift build -c debug --product beckon
	swift build -c debug --product beckon-simulator
	.build/debug/beckon-simulator 1 --schedules 2000
	$(PYTEST) Tests/fault --long

simulate: install-build ## thousands of schedules with faults from a random seed (SEED, SCHEDULES)
	swift build -c debug --product beckon-simulator
	.build/debug/beckon-simulator $(or $(SEED),$(shell date +%s)) --schedules $(or $(SCHEDULES),10000)

clean: ## remove what was built and the demo's data
	rm -rf .build .venv artefacts data/demo
	Scripts/embed-web --remove

# A build embeds what stands in Sources/CWebAssets/generated at that moment.
pages: install-build ## join and shorten web/ into what a release carries
	Scripts/embed-web

install-build install-lint install-test: install-%:
	@Scripts/install $*

# Where there is no chromium of the system, Playwright fetches its own.
.venv/made: Tests/requirements.txt | install-test
	python3 -m venv --clear .venv
	.venv/bin/pip install --quiet --disable-pip-version-check -r Tests/requirements.txt
	command -v chromium >/dev/null || .venv/bin/playwright install --with-deps chromium
	touch $@
