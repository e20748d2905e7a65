# `make` sets everything up, builds and lints out/, shows what of it is not committed yet, and says what to do next.
# `make test` runs every check.
PYTHON ?= python3
PY := .venv/bin/python

.PHONY: all test audit bench clean

all: .venv/ready
	@$(PY) generate.py schema
	@$(PY) generate.py build
	@$(PY) -m audit docs
	@echo
	@if git rev-parse --git-dir >/dev/null 2>&1; then $(PY) generate.py diff || test $$? -eq 3; fi
	@echo
	@echo "Next: open out/hello/README.md to see what was made; copy parameters/hello to write an application of"
	@echo "your own; make test runs every check; .venv/bin/python generate.py --help lists the commands."

# Made again only when the locked versions change.
.venv/ready: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	@echo "Setting up .venv (about a minute, once)"
	@$(PYTHON) -m venv --clear .venv
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
		--requirement requirements.lock
	@touch .venv/ready

# The page of a review is tested in a real browser, which pip cannot install.
.venv/browser: .venv/ready
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null && exit; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium for the tests (once)"; \
		apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null && exit; \
	fi; \
	echo "The tests need Chromium: install chromium or google-chrome, then run make test again" >&2; exit 1
	@touch .venv/browser

test: .venv/ready .venv/browser
	@$(PY) -m ruff format --check --quiet .
	@$(PY) -m ruff check --quiet .
	@$(PY) -m mypy
	@$(PY) -m pytest
	@$(PY) generate.py schema --check
	@$(PY) generate.py build --check
	@$(PY) -m audit docs --check

# The checkers that it needs are installed beside the product when it first runs.
audit: .venv/ready
	@$(PY) -m audit

bench: .venv/ready
	@$(PY) -m benchmarks

clean:
	rm -rf .venv .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache
