# cdoscore. `make demo` and `make test` do all set-up themselves.

GO ?= go
VERSION ?= 0.1.0
LDFLAGS := -X main.release=$(VERSION)
# testdata is passed over by ./..., so that its packages are named.
PACKAGES := ./... ./testdata/guangzhou
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
BENCHSTAT := golang.org/x/perf/cmd/benchstat@v0.0.0-20260908200009-22c9c6c9d4da

# What a command prints is kept by tee, whose success must not hide its failure.
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -ec

.PHONY: build demo test bench compare soak lint pictures setup servers browser clean

build: setup
	CGO_ENABLED=1 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o bin/cdoscore ./cmd/cdoscore

# The demo city: 33 units, fourteen nights, in build/demo.
demo: build
	rm -rf build/demo
	bin/cdoscore demo build/demo

test: servers browser
	CGO_ENABLED=1 $(GO) vet $(PACKAGES)
	CGO_ENABLED=1 $(GO) test -timeout 18m $(PACKAGES)
	CGO_ENABLED=1 $(GO) test -timeout 8m -tags duckdb_go ./pipeline/duck

# Ratios within one run. COUNT=6 repeats each benchmark, as benchstat wants it.
COUNT ?= 1
bench: servers
	CGO_ENABLED=1 $(GO) test -run '^$$' -bench . -benchtime 1x -count $(COUNT) -timeout 90m ./pipeline/duck ./pipeline/snapshot ./connectors/... ./reports/... ./rules/... ./cmd/cdoscore | tee build/bench.txt

# Two files that bench wrote: make compare OLD=before.txt NEW=build/bench.txt
compare:
	$(GO) run $(BENCHSTAT) $(OLD) $(NEW)

# A night killed at fifty random moments, each time started again.
soak: setup
	CDOSCORE_KILLS=50 CDOSCORE_SOAK=1 CGO_ENABLED=1 $(GO) test -count=1 -v -timeout 45m -run 'TestKilled|TestHostileUploads' ./cmd/cdoscore | tee build/soak.txt

lint: setup
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -l $$(git ls-files '*.go'); echo 'run gofmt -w on these files'; exit 1; }
	$(GO) vet $(PACKAGES)
	$(GO) run $(STATICCHECK) $(PACKAGES)

# Tools that are not there are installed from Debian's packages where that is possible.
setup:
	@mkdir -p build
	@sh .ci/setup

# The same, and the servers against which connectors are tested.
servers:
	@mkdir -p build
	@sh .ci/setup servers

# And the browser in which the pages are tested.
browser:
	@mkdir -p build
	@sh .ci/setup browser

# The pages as a real browser shows them at two widths, in build/pictures.
pictures: browser
	rm -rf build/pictures
	CDOSCORE_SHOTS=$(CURDIR)/build/pictures CGO_ENABLED=1 $(GO) test -count=1 -run 'TestInBrowser|TestDoor$$' ./pipeline/intake ./cmd/cdoscore

clean:
	rm -rf bin build
