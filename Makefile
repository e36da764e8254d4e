# `make` alone lists what there is. Everything runs from a virtual environment that `make` builds.
VENV ?= .venv
PYTHON ?= python3
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet
JUZHENG := $(PY) -m juzheng
HOST ?= 127.0.0.1
PORT ?= 8000
export PYTHONPATH := $(CURDIR)
export DJANGO_SETTINGS_MODULE := juzheng.config.settings
# Compiled modules are kept, whatever the shell says: tests start the program a hundred times.
unexport PYTHONDONTWRITEBYTECODE

# What the tests need from Debian, by a command or a file that shows it is there. The fonts draw
# the rarest names on papers, and Chinese in the browser's pictures. Chromium without a surface of its
# own costs half of what the whole browser does (docs/adr/0026); where it is not to be had, that does.
CJK := /usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc
BROWSER := chromium-headless-shell,chromium=chromium-headless-shell
SYSTEM := $(BROWSER) initdb=postgresql pdfsig=poppler-utils $(CJK)=fonts-noto-cjk
# A frozen day, so that a commit that was green stays green: the day it was made.
TODAY := $(shell git log -1 --format=%cs 2>/dev/null || date +%F)

.DEFAULT_GOAL := help
.PHONY: help run quick statements test check docs assets screenshots days growth wheel size lock evaluate fit bench bench-compare peers cpu house clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(PY):
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || CI=true .ci/packages no-such-command=python3-venv
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name it: make PYTHON=python3.11 ..."; exit 1; }
	@$(PYTHON) -m venv $(VENV)

# Installed by hash from the lock files; a stamp newer than the lock means: nothing to do.
$(VENV)/run.stamp: requirements.txt | $(PY)
	@echo "installing what the program needs ..."
	@$(PIP) install --require-hashes -r requirements.txt
	@printf '#!/bin/sh\nPYTHONPATH="%s" exec "%s" -m juzheng "$$@"\n' "$(CURDIR)" "$(abspath $(PY))" \
		> $(VENV)/bin/juzheng && chmod +x $(VENV)/bin/juzheng
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	@echo "installing what the tests need ..."
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

# What only builds lies in a folder of its own, and comes only if a part that needs it has changed.
$(VENV)/building/%.stamp: requirements-%.txt | $(PY)
	@echo "installing what builds the pages: $* ..."
	@$(PIP) install --require-hashes --upgrade --target $(VENV)/building -r $<
	@touch $@

assets: $(VENV)/run.stamp ## build styles, scripts, translations and paper fonts, if they changed
	@tools="$$($(PY) assets/build.py --tools)" && \
		for tool in $$tools; do $(MAKE) --silent $(VENV)/building/$$tool.stamp || exit; done
	@PYTHONPATH="$(abspath $(VENV))/building" $(PY) assets/build.py

run: assets ## serve the demonstration district at http://127.0.0.1:8000
	@$(JUZHENG) serve --demo --host $(HOST) --port $(PORT)

# What is asked of PostgreSQL too, and of the database in a first answer: docs/adr/0026.
QUICK := not (browser or evaluation or slow or many) and (first or not database)
quick: assets $(VENV)/dev.stamp ## the tests that are fast, on SQLite: a first answer in two minutes
	$(PY) -m pytest -q -n 2 --no-migrations -m "$(QUICK)"

ON_POSTGRESQL := .ci/with-postgresql $(PY) -m pytest -q -n 2 \
		-m "postgresql and not (many or browser)" tests/records tests/acts tests/faults tests/web
ON_SQLITE := $(PY) -m pytest -n 2 --dist loadgroup

statements: assets $(VENV)/dev.stamp ## find which tests of acts and pages send PostgreSQL nothing new: tests/nothing-new.txt
	$(PY) -m pytest -q -n 2 -p tests.statements \
		-m "postgresql and not (many or browser)" tests/records tests/acts tests/web

test: assets $(VENV)/dev.stamp ## all tests, on SQLite and PostgreSQL, with a real browser
	@.ci/packages $(SYSTEM)
	$(ON_POSTGRESQL)
	$(ON_SQLITE)

cpu: assets $(VENV)/dev.stamp ## one JSON document: processor time of all tests but the browser's
	@.ci/packages $(SYSTEM) >&2
	@CI=true $(PY) -m bench.suite '$(ON_POSTGRESQL)' '$(ON_SQLITE) -q -m "not browser"'

check: $(VENV)/dev.stamp ## style, types, walls, migrations, catalogue, generated pages, size, tracked files
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/djangofmt --check juzheng/web/templates
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(PY) -m django makemigrations --check --dry-run
	$(PY) -m juzheng.catalogue --on $(TODAY)
	$(PY) docs/make.py --check
	$(PY) .ci/size
	.ci/tracked

docs: $(VENV)/run.stamp ## write the generated pages of docs/
	@$(PY) docs/make.py

screenshots: assets $(VENV)/dev.stamp ## take the README's pictures, as the browser tests see them
	@.ci/packages $(SYSTEM)
	$(PY) -m pytest -q -m browser tests/web --screenshots docs/screenshots

growth: assets $(VENV)/dev.stamp ## pages and commands at 1,000 and 10,000 cases; docs/performance.md
	@$(PY) -m bench.growth --audit --keep now >/dev/null
	@$(PY) docs/make.py

days: assets $(VENV)/dev.stamp ## a scripted day of each kind of person: clicks, keys, pages; docs/days.md
	@.ci/packages $(SYSTEM)
	rm -f $(VENV)/days.jsonl
	$(PY) -m pytest -q -m browser tests/web/browser/days --ignore=tests/web/browser/days/test_counting.py --days $(abspath $(VENV))/days.jsonl
	@$(PY) -m bench.days $(VENV)/days.jsonl
	@$(PY) docs/make.py

wheel: assets $(VENV)/run.stamp ## build the wheel, and ask it a question outside the checkout
	.ci/wheel $(abspath $(PY))

size: $(VENV)/run.stamp ## what a village runs, in megabytes
	@$(PY) .ci/size

LOCK := uv pip compile pyproject.toml --quiet --generate-hashes --no-header --no-annotate --python-version 3.11
lock: ## write the lock files anew from pyproject.toml, by uv; versions stay where they can
	$(LOCK) --output-file requirements.txt
	$(LOCK) --extra dev --extra bench --output-file requirements-dev.txt
	$(LOCK:pyproject.toml=) --group babel --output-file requirements-babel.txt
	$(LOCK:pyproject.toml=) --group node --output-file requirements-node.txt

evaluate: $(VENV)/run.stamp ## how well the finder understands, how much personal data leaks, what lawyers decided
	@$(PY) -m bench.finder
	@$(PY) -m tests.law.redaction_lines
	@$(PY) -m bench.scenarios

fit: $(VENV)/dev.stamp ## learn anew what people say, after any change of catalogue/words/tellings.yaml
	@OPENBLAS_NUM_THREADS=1 $(PY) -m bench.fit

bench: assets $(VENV)/dev.stamp ## one JSON document: CPU time for each operation, and memory
	@.ci/packages '/usr/lib/*/libpangoft2-1.0.so.0=libpangoft2-1.0-0' >&2
	@$(PY) -m bench

bench-compare: assets $(VENV)/dev.stamp ## pages, cases and commands beside those of BASE=<commit>, in one run: ratios
	@$(PY) -m bench.compare $(BASE)

peers: assets $(VENV)/dev.stamp ## the same errand beside pretix, which is installed into an environment of its own
	@$(PY) -m bench.peers.pretix

house: $(VENV)/dev.stamp ## how large the house is; BASE=<commit> beside that commit, SUITE_CPU=<s> of make cpu
	@$(PY) docs/house.py $(if $(BASE),--base $(BASE))

clean: ## remove the environment, what was built, and the demonstration's data
	rm -rf $(VENV) var build dist juzheng/web/static juzheng/outside/fonts assets/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
