# What one can do here. `make` alone lists it.
#
# Everything runs in .venv, which is made from the lock files with whatever pip configuration the
# machine has. What a build needs is installed first; what tests need is added when asked for.

PYTHON ?= python3
ARGS ?=
# How many articles, and how many rounds, make bench measures with.
N ?= 60 1000 10000
ROUNDS ?= 5
# What percentage of the branches tests must reach; CONTRIBUTING.md has the figure that they do.
FLOOR ?= 96

SHELL := /bin/sh
# Python keeps what it compiled, whatever the machine's default is: tests start hundreds of processes.
unexport PYTHONDONTWRITEBYTECODE
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
RUN := $(VENV)/bin/python
INSTALL := $(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes

# What is installed by hand only, the newest that pyproject.toml admits: no lock file has it.
install_extra = $(RUN) -m pip install --quiet --disable-pip-version-check $$($(RUN) -c 'import tomllib; \
	print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["$(1)"])')

# The stamps carry the version of Python, so another Python makes another environment.
VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
FOR_BUILD := $(VENV)/installed-build-$(VERSION)
FOR_TESTS := $(VENV)/installed-tests-$(VERSION)

# What is measured against asks for other versions of what tests need, so it lives apart.
BENCH := .venv-bench
FOR_BENCH := $(BENCH)/installed-$(VERSION)

.PHONY: help
help: ## list what one can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: $(FOR_BUILD) ## content/ -> _site/; more options: make build ARGS="--base-url https://..."
	$(RUN) -m generator build $(ARGS)

.PHONY: fetch
fetch: $(FOR_BUILD) ## ask the sources what is new; some may fail, the others are kept
	$(RUN) -m generator fetch $(ARGS) || test $$? -eq 3

.PHONY: serve
serve: $(FOR_BUILD) ## build, show at http://127.0.0.1:8000/, build again on every change
	$(RUN) -m generator serve $(ARGS)

.PHONY: check
check: $(FOR_BUILD) ## does every internal link and fragment of _site/ resolve?
	$(RUN) -m generator check $(ARGS)

# On all cores (tests/conftest.py says how many at once). Each worker has its part of the tests, in
# their order, so that what a file's tests share is made once; whoever is done first takes over from
# the others.
PARALLEL := -n auto --dist worksteal
FAST := -m "not slow" --ignore tests/browser --ignore tests/engines --ignore tests/hostile

.PHONY: test
test: lint ## lint, then run the tests; some of them: make test ARGS="-k name"
	$(RUN) -m pytest $(PARALLEL) --ignore tests/engines $(ARGS)

.PHONY: test-thorough
test-thorough: lint ## lint, then every case of every test, in all engines: before a change is taken
	$(RUN) -m pytest $(PARALLEL) --thorough $(ARGS)

.PHONY: test-fast
test-fast: $(FOR_TESTS) ## tests without browser, hostile input and whatever takes seconds
	$(RUN) -m pytest $(PARALLEL) $(FAST) $(ARGS)

.PHONY: engines
engines: $(FOR_TESTS) ## the main paths in Firefox and WebKitGTK; fails where one is missing
	REQUIRE_ENGINES=1 REQUIRE_BROWSER=1 $(RUN) -m pytest tests/engines $(ARGS)

.PHONY: cov
cov: $(FOR_TESTS) ## run the tests, and show what they do not reach; fails below FLOOR percent
	rm -rf .cache/coverage
	mkdir -p .cache/coverage
	$(RUN) -m coverage run -m pytest $(PARALLEL) --ignore tests/engines $(ARGS)
	$(RUN) -m coverage combine --quiet
	$(RUN) -m coverage report --fail-under $(FLOOR)

# In an environment of their own. Libraries that these need themselves are the newest.
LOWEST := .venv-lowest
.PHONY: lowest
lowest: $(FOR_BUILD) ## the fast tests with the oldest libraries that pyproject.toml admits
	$(RUN) -m pip install --quiet --disable-pip-version-check $(UV_VERSION)
	$(PYTHON) -m venv --clear $(LOWEST)
	$(VENV)/bin/uv pip compile --quiet --resolution lowest-direct --python $(LOWEST)/bin/python \
		--output-file $(LOWEST)/build.txt pyproject.toml
	$(VENV)/bin/uv pip compile --quiet --python $(LOWEST)/bin/python --extra test \
		--constraint $(LOWEST)/build.txt --output-file $(LOWEST)/tests.txt pyproject.toml
	$(LOWEST)/bin/python -m pip install --quiet --disable-pip-version-check \
		--requirement $(LOWEST)/tests.txt
	$(LOWEST)/bin/python -m generator build --no-cache --output $(LOWEST)/_site
	$(LOWEST)/bin/python -m pytest $(PARALLEL) $(FAST) $(ARGS)

# Hours for all; for some: make mutants ONLY="generator.reconcile.dating*". It goes on where it was
# stopped; `.venv/bin/mutmut show NAME` shows a line as it was broken.
.PHONY: mutants
mutants: $(FOR_TESTS) ## break lines of reconcile/ and site/, and list those that no test notices
	$(call install_extra,mutants)
	$(VENV)/bin/mutmut run $(ONLY)
	$(VENV)/bin/mutmut results

.PHONY: workflows
workflows: $(FOR_TESTS) ## look for mistakes in the workflows for GitHub
	$(call install_extra,workflows)
	$(VENV)/bin/actionlint
	$(VENV)/bin/zizmor --offline --quiet .github

.PHONY: docs
docs: $(FOR_BUILD) ## the documents as a site in build/docs/; a link that leads nowhere fails
	$(call install_extra,docs)
	$(RUN) -m sphinx -W --keep-going -n -q -c docs/site -d build/doctrees docs build/docs

.PHONY: reference
reference: $(FOR_TESTS) ## write docs/configuration.md anew from the records of the settings
	$(RUN) -m tests.reference

.PHONY: compare-feeds
compare-feeds: $(FOR_TESTS) ## what feedparser sees in feeds, and what we do: make compare-feeds DIR=...
	@test -n "$(DIR)" || { echo "make compare-feeds DIR=a folder of feeds" >&2; exit 2; }
	$(RUN) -m tests.compare_feeds $(ARGS) "$(DIR)"

.PHONY: compare-pages
compare-pages: $(FOR_TESTS) ## how much of pages is read as expected: make compare-pages DIR=...
	@test -n "$(DIR)" || { echo "make compare-pages DIR=a folder of pages, with expected.json" >&2; exit 2; }
	$(RUN) -m tests.compare_pages $(ARGS) "$(DIR)"

.PHONY: weights
weights: $(FOR_TESTS) ## how heavy the pages of the tests' list are, and the budget of each
	$(RUN) -m tests.weights

.PHONY: screenshots
screenshots: $(FOR_TESTS) ## take the pictures in docs/screenshots/ anew; needs Chromium
	$(RUN) -m tests.screenshots

.PHONY: icons
icons: $(FOR_TESTS) ## draw the icons of an installed site anew; needs Chromium
	$(RUN) -m tests.icons

# The Nu checker, 32 MB; npm serves for nothing else here. Its version is the date of its making;
# a new one needs a new sum: sha512sum vnu.jar, where it lies.
CHECKER := .cache/checker
.PHONY: checker
checker: ## fetch the HTML checker that tests use where it is; needs npm, and Java to run
	npm install --silent --no-save --no-package-lock --no-audit --no-fund --ignore-scripts \
		--prefix $(CHECKER) vnu-jar@26.9.27
	@$(PYTHON) .ci/verify $(CHECKER)/node_modules/vnu-jar/build/dist/vnu.jar .ci/checker.sha512 || { \
		rm -rf $(CHECKER); exit 1; }

.PHONY: wheel
wheel: ## build the wheel, and try it in a clean environment
	PYTHON=$(PYTHON) .ci/try-wheel

.PHONY: dist
dist: $(FOR_BUILD) ## build the wheel and the sdist in dist/, as a release has them
	rm -rf dist
	$(RUN) -m pip install --quiet --disable-pip-version-check 'build>=1.3'
	$(RUN) -m build

.PHONY: lint
lint: $(FOR_TESTS) ## ruff and mypy, changing nothing
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	$(RUN) -m mypy

.PHONY: format
format: $(FOR_TESTS) ## let ruff mend and format the code
	$(RUN) -m ruff check --fix
	$(RUN) -m ruff format

.PHONY: golden
golden: $(FOR_TESTS) ## write the golden files anew; read the diff before you commit it
	$(RUN) -m pytest --golden $(ARGS)

UV_VERSION := 'uv>=0.9'
# uv, because it resolves once for every Python and platform; pip alone installs from the result.
UV := $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" pyproject.toml

.PHONY: lock
lock: $(FOR_BUILD) ## resolve the lock files anew from pyproject.toml, to the newest versions
	$(RUN) -m pip install --quiet --disable-pip-version-check $(UV_VERSION)
	$(UV) --upgrade --output-file requirements.lock.txt
	$(UV) --upgrade --extra test --constraints requirements.lock.txt \
		--output-file requirements-dev.lock.txt
	$(UV) --upgrade --extra bench --constraints requirements.lock.txt \
		--output-file requirements-bench.lock.txt

.PHONY: bench
bench: $(FOR_BENCH) ## measure against Hugo and Pelican: make bench N="60 1000" ROUNDS=5
	$(BENCH)/bin/python -m tests.bench.measure --rounds $(ROUNDS) $(N)

.PHONY: scale
scale: $(FOR_BUILD) ## time and memory by the number of articles: make scale N="1000 10000"
	$(RUN) -m tests.bench.measure --scale $(N)

.PHONY: profile
profile: $(FOR_BUILD) ## where a cold build spends its time, by stage: make profile N=10000
	$(RUN) -m tests.bench.stages $(N)

# Coverage-guided, so not a part of the tests. It is installed only here.
SECONDS ?= 60
READERS ?= feed index list preview
.PHONY: fuzz
fuzz: $(FOR_TESTS) ## look for bytes that break a reader: make fuzz SECONDS=600 READERS=feed
	$(call install_extra,fuzz)
	for reader in $(READERS); do \
		$(RUN) -m tests.hostile.fuzz $$reader -max_total_time=$(SECONDS) || exit 1; \
	done

.PHONY: clean
clean: ## remove the environment, the site and all caches
	rm -rf $(VENV) $(BENCH) _site .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist \
		$(LOWEST) mutants
	find generator tests -name __pycache__ -prune -exec rm -rf {} +

$(FOR_BUILD): requirements.lock.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo 'octavo needs Python 3.11 or newer; "$(PYTHON)" is $(or $(VERSION),missing).' \
			'Name another: make build PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo '"$(PYTHON)" has no venv module; install it' \
			'(Debian, Ubuntu: apt install python3-venv).' >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(INSTALL) --requirement requirements.lock.txt
	@touch $@

$(FOR_BENCH): $(FOR_BUILD) requirements-bench.lock.txt
	$(PYTHON) -m venv --clear $(BENCH)
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		--requirement requirements-bench.lock.txt
	@touch $@

$(FOR_TESTS): $(FOR_BUILD) requirements-dev.lock.txt
	$(INSTALL) --requirement requirements-dev.lock.txt
	@touch $@
