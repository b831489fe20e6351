# Filon. `make` lists the targets.
PYTHON ?= python3
export PYTHONDONTWRITEBYTECODE :=
BIN := .venv/bin
LOCK := $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --annotation-style=line --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options

.PHONY: help install run test check budgets e2e pictures bench drills scan bom messages lock clean
.DEFAULT_GOAL := help

help:  ## list the targets
	@sed -n 's/^\([a-z0-9]*\):.*## /  make \1\t/p' Makefile | expand -t 18

GROUP ?= solver

install:  ## .venv with the `filon` command and the timetable solver, translations compiled (GROUP=s3: with files in a bucket)
	@$(PYTHON) tools/install.py base
	@$(PYTHON) tools/install.py solver
	@$(PYTHON) tools/install.py $(GROUP)
	@$(BIN)/python tools/messages.py compile

run: install  ## everything on 127.0.0.1 (PORT, DATABASE_URL respected); Ctrl-C stops it
	@exec $(BIN)/filon run

test:  ## the whole suite, on its own database
	@$(PYTHON) tools/install.py test
	@$(BIN)/python tools/messages.py compile
	@$(BIN)/pytest -n 2 -q -m "not slow"

check:  ## style, types, layers, templates, translations, slow tests
	@$(PYTHON) tools/install.py check
	@$(BIN)/python tools/messages.py compile
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint src --lint --profile=jinja --quiet
	$(BIN)/python tools/messages.py check
	$(BIN)/pytest -n 2 -q -m slow

budgets: install  ## write the number of queries of each page anew (tests/budgets/queries.toml)
	@$(PYTHON) tools/install.py test
	@$(BIN)/pytest -q --rewrite-budgets tests/consistency/test_budgets.py tests/consistency/test_budgets_at_size.py tests/matrix/test_queries.py

e2e: install  ## browser journeys, axe, Lighthouse, on a server of their own
	@$(PYTHON) tools/install.py e2e
	@$(BIN)/python -m e2e.install
	@$(BIN)/pytest -q -c e2e/pytest.ini e2e

pictures: install  ## photographs of every page in e2e/output/pictures (REFERENCE=folder to lay others beside)
	@$(PYTHON) tools/install.py e2e
	@$(BIN)/python -m e2e.install
	@$(BIN)/python -m e2e.pictures $(if $(REFERENCE),--reference $(REFERENCE))

bench: install  ## the figures of bench/README.md
	@$(PYTHON) tools/install.py test
	@$(BIN)/python -m bench
	@$(BIN)/python -m bench.interviews

drills: install  ## kills, a full disk, restore, upgrade, tamperings, lost machines: one number each (about an hour, as root for two of them)
	@$(PYTHON) tools/install.py test
	@$(BIN)/python -m drills

scan: install  ## wapiti signed in, sqlmap on ten forms, bandit, on a demo of their own: 0 findings or each argued
	@$(PYTHON) tools/install.py scan
	@$(BIN)/python -m scan

bom:  ## the bill of materials in filon.cdx.json (CycloneDX)
	@$(PYTHON) tools/bom.py > filon.cdx.json

messages:  ## merge new sentences into the French catalogues, compile them
	@$(PYTHON) tools/install.py base
	@$(BIN)/python tools/messages.py extract
	@$(BIN)/python tools/messages.py compile

lock:  ## requirements/*.txt from *.in, every file by its hash
	@$(PYTHON) tools/install.py check
	@set -e; for group in base s3 solver test check e2e scan; do $(LOCK) --output-file requirements/$$group.txt requirements/$$group.in; done

clean:  ## stop our PostgreSQL; remove its data, var, .venv and whatever was generated
	@$(PYTHON) tools/clean.py
