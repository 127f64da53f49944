# What can be done here. `make help` lists it.
#
# Needs GNU make (3.81 or newer), git and Python 3.11 or newer; all else is put into .venv.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: run test faults check bench pictures words handbook package clean help

VENV ?= .venv
# Which Python makes the .venv; empty: the first one found that is new enough.
PYTHON ?=
# What is passed on to the app by `make run`, and to pytest by `make test`.
ARGS ?=
# small: the benchmarks with few lessons and rounds.
SIZE ?=
# How many tests run at once.
N ?= 3

ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
PY := $(BIN)/python.exe
else
BIN := $(VENV)/bin
PY := $(BIN)/python
endif

# Files that say with which pyproject.toml the .venv was filled.
FOR_USE := $(VENV)/installed-for-use
FOR_WORK := $(VENV)/installed-for-work

run: $(FOR_USE) ## open the app: make run, make run ARGS="start pre-mortem --title Launch"
	@KMFACILITATE_BY=make $(PY) -m kmfacilitate $(ARGS)

test: $(FOR_WORK) ## run the tests: make test, make test ARGS="tests/session -x", make test N=2
	$(PY) -m pytest -n $(N) $(ARGS)

faults: $(FOR_WORK) ## try for long: a thousand kills of store and app, thousands of power cuts, every byte, any line (over an hour)
	KMFACILITATE_FAULTS=long $(PY) -m pytest -n $(N) -o faulthandler_timeout=0 tests/store tests/session tests/terminal/test_kills.py tests/hub/test_many.py $(ARGS)

check: $(FOR_WORK) ## format, lint, types, which room may import which, templates
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(BIN)/lint-imports
	$(PY) -m kmfacilitate templates check

bench: $(FOR_WORK) ## measure: runs benchmarks/*.py in order, half an hour; make bench SIZE=small takes minutes
	@for each in $(sort $(wildcard benchmarks/[a-z0-9]*.py)); do \
	    echo "== $$each"; KMFACILITATE_BENCH=$(SIZE) $(PY) "$$each" || exit 1; \
	done

pictures: $(FOR_WORK) ## draw the pictures of the README and the handbook anew
	$(PY) docs/write_pictures.py

words: $(FOR_WORK) ## bring the catalogues in kmfacilitate/locale up to date with the words of the program
	$(PY) docs/write_words.py

handbook: $(FOR_WORK) ## write the pages and pictures made from the program, and build the handbook as a site into build/site
	$(PY) docs/write_keys.py
	$(PY) docs/write_kinds.py
	$(PY) docs/write_techniques.py
	$(PY) docs/write_man.py
	$(PY) docs/write_pictures.py
	$(PY) -m pip install --quiet --disable-pip-version-check --group docs
	$(PY) -m mkdocs build --strict --quiet

package: $(FOR_WORK) ## build the sdist and from it the wheel into dist/, and try the wheel in a venv of its own
	rm -rf dist build/wheel-venv
	$(PY) -m build --outdir dist
	$(PY) -m venv build/wheel-venv
	$(subst $(VENV),build/wheel-venv,$(PY)) -m pip install --quiet --disable-pip-version-check dist/*.whl
	cd build && $(subst $(VENV),wheel-venv,$(PY)) -I -m kmfacilitate --version
	cd build && $(subst $(VENV),wheel-venv,$(PY)) -I -m kmfacilitate templates list
	cd build && $(subst $(VENV),wheel-venv,$(PY)) -I -m kmfacilitate demo --plain </dev/null
	rm -rf build/wheel-venv

clean: ## take away what was made here; never your sessions
	rm -rf "$(VENV)" build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find kmfacilitate tests benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name what; do \
	    printf 'make %-9s %s\n' "$$name" "$$what"; \
	done

$(FOR_USE): pyproject.toml $(PY)
	@echo "Installing kmfacilitate into $(VENV); the first time takes a minute ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --editable ".[docx]" || { echo "$(NOT_INSTALLED)" >&2; exit 1; }
	@touch $@

# Dependency groups need a newer pip than many Pythons bring.
$(FOR_WORK): pyproject.toml $(PY)
	@echo "Installing kmfacilitate and what its tests need into $(VENV); the first time takes a minute ..."
	@{ $(PY) -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1" \
	    && $(PY) -m pip install --quiet --disable-pip-version-check --editable . --group dev; } \
	    || { echo "$(NOT_INSTALLED)" >&2; exit 1; }
	@touch $(FOR_USE) $@

NOT_INSTALLED = Not everything could be installed; what pip says above tells why. Put that right and try again; after a break halfway, run make clean first.

$(PY):
	@for python in "$(PYTHON)" python3 python3.14 python3.13 python3.12 python3.11 py python; do \
	    "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	    "$$python" -c 'import ensurepip, venv' 2>/dev/null || { without_venv=$$python; continue; }; \
	    echo "Making $(VENV) with $$("$$python" --version) ..."; \
	    exec "$$python" -m venv --clear "$(VENV)"; \
	done; \
	if [ -n "$$without_venv" ]; then \
	    echo "$$without_venv is new enough but cannot make a venv; on Debian and Ubuntu, install python3-venv and try again." >&2; \
	else \
	    echo "kmfacilitate needs Python 3.11 or newer and none was found; install one, or name it: make PYTHON=/path/to/python3" >&2; \
	fi; \
	exit 1
