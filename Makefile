# Every chore is one verb; people and the CI call the same ones.
# `make demo` and `make test` do all the set-up themselves, in a virtual environment
# of their own (.venv). They need Python 3.11 or newer, pip and make.

PYTHON ?= $(shell command -v python3.11 || command -v python3 || command -v python)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

MINIMAL := .venv-minimal

.PHONY: help demo setup test test-latest test-minimal lint types layers format docs \
	check dist dist-check golden pictures licences lowest clean

help: ## List the verbs
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --editable '.[all,test,lint,docs,dist]'
	@touch $@ $(VENV)/.run

demo: $(VENV)/.run ## Install, answer "who links industry and academia", draw the map
	$(BIN)/tohoku-network demo --output out

setup: $(VENV)/.dev ## Install everything that development needs

test: $(VENV)/.dev ## Run all tests, with doctests and, if there is a Chromium, the browser
	$(BIN)/python -m pytest -q -n auto --dist loadfile

test-latest: test ## The same: the newest versions are what pip installs

$(MINIMAL)/.done: pyproject.toml constraints/minimal.txt
	$(PYTHON) -m venv $(MINIMAL)
	$(MINIMAL)/bin/python -m pip --disable-pip-version-check install --quiet \
		--constraint constraints/minimal.txt --editable '.[communities,pyvis,test]'
	@touch $@

test-minimal: $(MINIMAL)/.done ## Run the tests with the lowest versions allowed, no browser
	$(MINIMAL)/bin/python -m pytest -q -n auto --dist loadfile -m "not browser" \
		--ignore=tests/test_docs.py --ignore=tests/test_release.py

lint: $(VENV)/.dev ## Check style and docstrings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev ## Check types
	$(BIN)/mypy

layers: $(VENV)/.dev ## Check that imports only go down
	$(BIN)/lint-imports

format: $(VENV)/.dev ## Put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.dev ## Build the documentation and run its notebooks
	$(BIN)/sphinx-build -W --keep-going -q -j auto -b html docs docs/_build/html

check: lint types layers test docs dist-check ## Everything that must hold before a change lands

dist: $(VENV)/.dev ## Build the source archive and the wheel into dist/
	$(BIN)/python -m build --outdir dist .

dist-check: $(VENV)/.dev ## Build, look inside, install without a checkout, use it
	$(BIN)/python .ci/dist_check.py

licences: $(VENV)/.dev ## Write the page of what the library depends on anew
	$(BIN)/python docs/licences.py

lowest: $(VENV)/.dev ## Write constraints/minimal.txt anew from pyproject.toml
	$(BIN)/python tests/lowest.py

golden: $(VENV)/.dev ## Write the reviewed tables of the real data anew
	$(BIN)/python -m pytest -q tests/test_golden.py --golden

pictures: $(VENV)/.dev ## Take the pictures of the pages anew (needs Chromium)
	$(BIN)/python docs/pictures.py

clean: ## Remove what was built
	rm -rf $(VENV) $(MINIMAL) build dist out docs/_build docs/api .pytest_cache .mypy_cache .ruff_cache .hypothesis
