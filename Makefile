# `make run` serves the dashboard; `make test` checks everything. Both work in a fresh clone and say in one line what is missing.
# Served to others on the network: make run ADDRESS=0.0.0.0 HOST=the.name.they.type

PORT ?= 8501
ADDRESS ?= localhost
HOST ?= localhost
VENV ?= .venv
DATA ?= data
PYTEST_ARGS ?=
LOCK_ARGS ?=
CASES ?= 20000
# One worker takes all browser tests, which wait for the browser half of the time; two share the rest. Without a browser
# a third would only read all tests once more.
WORKERS ?= 3
# The day against which the tests tell ages and tenses, and the list of sentences with them.
DAY := 2026-11-28

PY := $(VENV)/bin/python
# Nobody is there to answer, and only errors are news.
PIP := $(PY) -m pip install -qq --no-input --disable-pip-version-check

# What is compiled is kept, or each of the programs that the tests start would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test quick fuzz lint check format docs bench bench-peers bench-load bench-network bench-pages bench-spike browser screenshots lock sbom wheelhouse airgap copies deployed clean

help:
	@echo "make run     serve the dashboard at http://localhost:$(PORT) (PORT=, ADDRESS=, HOST=)"
	@echo "make test    lint, types, data check and every test, in a browser too"
	@echo "make quick   the same without the browser and without walks over everything: a minute and a half"
	@echo "make fuzz    20,000 spoilt files (CASES=), each read or refused in words: some five minutes"
	@echo "make check   check the data files only (DATA=)"
	@echo "make lint    style and types only; make format mends the style"
	@echo "make bench   speed against its bars, into benchmarks/RESULTS.md: some ten minutes"
	@echo "make bench-peers, bench-load, bench-network  beside other frameworks; many readers; a slow network: ten minutes each"
	@echo "make bench-pages  height, messages and bytes of every section of every page: some five minutes"
	@echo "make docs    write what documents take from the code: address keys in README.md, docs/architecture.svg, docs/sentences.md"
	@echo "make lock    pin every package with its hashes, after a change of requirements.in or requirements-dev.in"
	@echo "make sbom    the bill of materials, into sbom.cdx.json"
	@echo "make wheelhouse  the packages for a machine without a network; make airgap proves it"
	@echo "make copies  three copies behind nginx, under readers: one killed, one drained, the data rolled"
	@echo "make deployed  what Helm, Kubernetes' schemas, hadolint, Docker Compose and nginx say of deploy/"
	@echo "make clean   remove the virtual environment and all caches"

run: $(VENV)/.runtime
	@$(PY) -m streamlit run app.py --server.port $(PORT) --server.address $(ADDRESS) --browser.serverAddress $(HOST)

# Style and types are looked at beside the tests: installed one after the other, both would leave a core idle.
test: check browser
	@$(MAKE) --no-print-directory -j 2 lint tests

.PHONY: tests
tests: $(VENV)/.development
	$(PY) -m pytest -n $(WORKERS) $(PYTEST_ARGS)

# Before each commit; the whole is `make test`.
quick: lint check
	$(PY) -m pytest -n auto -m "not browser and not walk" $(PYTEST_ARGS)

# FUZZ_FILES names a folder of published files that are spoilt as well.
fuzz: $(VENV)/.development
	@CAMPSTATS_TODAY=$(DAY) $(PY) -m tests.loaders.fuzz $(CASES)
	@CAMPSTATS_TODAY=$(DAY) $(PY) -m tests.loaders.fuzz --large

lint: $(VENV)/.development
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	$(VENV)/bin/lint-imports --no-logo

format: $(VENV)/.development
	$(PY) -m ruff check --fix
	$(PY) -m ruff format

docs: $(VENV)/.development
	$(PY) -m tools.readme_keys
	$(PY) -m tools.architecture
	CAMPSTATS_TODAY=$(DAY) $(PY) -m exports.sentences docs/sentences.md

bench: $(VENV)/.development
	@$(PY) -m benchmarks | $(PY) -m benchmarks.results "Bars"
	@$(PY) -m benchmarks.where | $(PY) -m benchmarks.results "Where the time goes"

# Other frameworks, and what is only tried, have an environment of their own.
.venv-peers/.installed: $(VENV)/.development benchmarks/peers/requirements.txt
	@echo "installing the peers"
	@$(PY) -m venv .venv-peers
	@.venv-peers/bin/python -m pip install -qq --no-input --disable-pip-version-check -r benchmarks/peers/requirements.txt
	@touch $@

# The same pages in other frameworks.
bench-peers: $(VENV)/.development browser .venv-peers/.installed
	@$(PY) -m benchmarks.peers | $(PY) -m benchmarks.results "Peers"

# Two minutes each of 1, 10, 50 and 200 readers, and what that means for more of them.
bench-load: $(VENV)/.development
	@$(PY) -m benchmarks.readers | $(PY) -m benchmarks.results "Readers at once"
	@$(PY) -m benchmarks.capacity | $(PY) -m benchmarks.results "Capacity"

# Ten million statements in Parquet, asked through DuckDB: a trial, not a part of the dashboard.
bench-spike: $(VENV)/.development .venv-peers/.installed
	@.venv-peers/bin/python benchmarks/spikes/ten_million.py | $(PY) -m benchmarks.results "Ten million statements"

bench-network: $(VENV)/.development browser
	@$(PY) -m benchmarks.network | $(PY) -m benchmarks.results "Slow network"

# Height, messages and bytes of every section.
bench-pages: $(VENV)/.development browser
	@$(PY) -m benchmarks.pages | $(PY) -m benchmarks.results "Pages"

check: $(VENV)/.runtime
	$(PY) -m loaders check $(DATA)

# Debian's and Ubuntu's own package, where this may install it; elsewhere CHROMIUM names the program.
browser: $(VENV)/.development
	@$(PY) -m tests.browser.harness >/dev/null 2>&1 || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	  { echo "installing chromium"; apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium </dev/null >/dev/null; }; } || true
	@$(PY) -m tests.browser.harness

screenshots: $(VENV)/.development
	$(PY) -m tools.screenshots screenshots

# After a change of requirements.in or requirements-dev.in; LOCK_ARGS=--upgrade takes the newest of what they bring with them.
lock: $(VENV)/.development
	$(PY) -m tools.lock $(LOCK_ARGS)

# Every package that runs the dashboard, with its hashes, in CycloneDX's format.
sbom: $(VENV)/.development
	@$(VENV)/bin/cyclonedx-py requirements --output-reproducible --output-file sbom.cdx.json requirements.txt
	@echo "sbom.cdx.json written"

# For a machine without a network, of this platform and with this Python: PIP_NO_INDEX=1 PIP_FIND_LINKS=wheelhouse make run
wheelhouse: $(VENV)/pyvenv.cfg
	@echo "fetching the packages of requirements.txt into wheelhouse"
	@$(PY) -m pip download -qq --no-input --disable-pip-version-check --require-hashes --only-binary :all: \
	  --dest wheelhouse -r requirements.txt

# A clone, in a network namespace without routes, is installed from the wheelhouse and served: needs unshare and ip.
airgap: wheelhouse
	@$(PY) -m tools.airgap wheelhouse

# Three copies behind nginx, with readers on them while one is killed, one drained and the data rolled: needs nginx.
copies: $(VENV)/.development browser
	@$(PY) -m tools.copies | $(PY) -m benchmarks.results "Copies behind a balancer"

.venv-deploy/.installed: $(VENV)/pyvenv.cfg deploy/requirements.txt
	@echo "installing what checks deploy/"
	@$(PY) -m venv .venv-deploy
	@.venv-deploy/bin/python -m pip install -qq --no-input --disable-pip-version-check -r deploy/requirements.txt
	@touch $@

# What is deployed, judged by the tools that read it.
deployed: .venv-deploy/.installed
	@.venv-deploy/bin/python -m tools.deployed

clean:
	rm -rf $(VENV) .venv-peers .venv-deploy .pytest_cache .mypy_cache .ruff_cache .hypothesis screenshots wheelhouse sbom.cdx.json
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Each stamp is as new as the requirements it was installed from.
$(VENV)/.runtime: $(VENV)/pyvenv.cfg requirements.txt
	@echo "installing the packages of requirements.txt"
	@$(PIP) --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.development: $(VENV)/.runtime requirements-dev.txt
	@echo "installing the packages of requirements-dev.txt"
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

# Of a Python that is new enough and can make environments, how it was built: a system's own, and what was told to be,
# is optimised.
define BUILT
import ensurepip, sys, sysconfig, venv
if sys.version_info < (3, 11):
    sys.exit(1)
told = sysconfig.get_config_var("CONFIG_ARGS") or ""
print("optimised" if sys.prefix == "/usr" or "--enable-optimizations" in told else "plain")
endef
export BUILT

# The first that is optimised, else the first: built plainly, as some managers of versions do, a Python takes half as long
# again for everything. A name may be a shim for a version that is not there, so each is tried.
$(VENV)/pyvenv.cfg:
	@for name in python3.13 python3.12 python3.11 python3 python3.14; do \
	  for python in $$(which -a $$name 2>/dev/null || command -v $$name); do \
	    built=$$($$python -c "$$BUILT" 2>/dev/null) || continue; \
	    [ -n "$$best" ] || best=$$python; \
	    [ "$$built" = plain ] || { best=$$python; break 2; }; \
	  done; \
	  [ "$$name" = python3 ] && [ -n "$$best" ] && break; \
	done; \
	[ -n "$$best" ] || { echo "make: a Python of version 3.11 or newer that can make virtual environments is needed (apt-get install python3-venv)" >&2; exit 1; }; \
	echo "making $(VENV) with $$($$best --version), $$best"; \
	exec $$best -m venv $(VENV)
