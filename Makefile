# Two commands matter: `make demo` and `make test`. Everything else serves them.
# Only relative paths below: the checkout may stand in a folder with a space in its name.
SHELL := /bin/sh
PYTHON ?= python3
PY := .venv/bin/python
export FORBEAR_HOME ?= .forbear
# each module is compiled once, not anew in every process that the tests and the demo start
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup demo serve stop test test-slow check fmt lint types imports looks bench bench-gate bench-messages bench-money docs css lock messages roles clean

help: ## list what can be done
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:[^#]*## /\t/' | awk -F '\t' '{printf "  make %-11s %s\n", $$1, $$2}'

setup: ## make the environment (locked, with hashes); at once if it is there
	@$(PYTHON) tools/setup.py

demo: setup ## the whole day on the real sample portfolio, then the desk (SERVE=0: stop before serving)
	@$(PY) -m forbear demo $(if $(filter 0,$(SERVE)),--no-serve,)

serve: setup ## serve the desk over the database as it stands
	@$(PY) -m forbear serve

stop: setup ## stop the embedded database
	@$(PY) -m forbear db stop

# dealt out eight at a time: a worker that was dealt many at once would keep the slow ones of the end
test: setup ## every test but the slow ones
	@$(PY) -m pytest -n 2 --maxschedchunk 8

test-slow: setup ## every test and the longer suites
	@$(PY) -m pytest -n 2 --maxschedchunk 8 -m ""

looks: setup ## keep the pictures of the pages anew, where they are meant to look otherwise (needs Chromium)
	@FORBEAR_LOOKS=keep $(PY) -m pytest -n0 tests/browser/test_looks.py -k "is_kept or are_kept"

check: lint types imports ## what must pass before a commit

fmt: setup ## put the code into shape
	@$(PY) -m ruff format . && $(PY) -m ruff check --fix .

lint: setup
	@$(PY) -m ruff format --check . && $(PY) -m ruff check .

types: setup
	@$(PY) -m mypy

imports: setup
	@$(PY) -c "from importlinter.cli import lint_imports_command as c; c()"

bench: setup ## measure, and print with machine and versions (WRITE=1: put it into the documentation)
	@$(PY) -m benches $(if $(WRITE),--write,)

bench-gate: setup ## the gate alone: its aims, two other engines, permits by 16 processes (WRITE=1 too)
	@$(PY) -m benches gate $(if $(WRITE),--write,)

bench-money: setup ## money alone: a day's interest beside NumPy, a night, one balance (WRITE=1 too)
	@$(PY) -m benches money $(if $(WRITE),--write,)

bench-messages: setup ## messages through the outbox to providers on this machine, and how fast they halt
	@$(PY) -m benches messages $(if $(WRITE),--write,)

docs: setup ## build the documentation into site/
	@NO_MKDOCS_2_WARNING=1 $(PY) -m mkdocs build --strict

css: ## build the stylesheet with the Tailwind CLI (needs npm); the result is committed
	@$(PYTHON) tools/css.py

messages: setup ## extract and compile the Chinese translations
	@$(PY) tools/messages.py

lock: setup ## lock the dependencies, with hashes and without addresses
	@for part in runtime dev uv bench; do .venv/bin/uv pip compile -q --python-version 3.11 --universal \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header requirements/$$part.in -o requirements/$$part.txt; done

roles: setup ## print who may do what into the documentation
	@$(PY) tools/roles_page.py

clean: ## remove the environment, the database and the demo's data
	@[ ! -x $(PY) ] || $(PY) -m forbear db remove --yes
	@rm -rf .venv .forbear site
