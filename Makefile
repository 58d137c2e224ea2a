# The commands of the README, and what they stand on. Needs Python 3.11 - 3.14 and make, nothing else.
FITS := import ensurepip, sys, venv; v = sys.version_info[:3]; sys.exit(not (3, 11) <= v < (3, 15) or v == (3, 14, 1))
# What was compiled without profile-guided optimization (pyenv's default) needs a tenth more for a run than the system's.
SLOW := import sys, sysconfig as s; flag = '--enable-optimizations'; sys.exit(sys.prefix == '/usr' or flag in (s.get_config_var('CONFIG_ARGS') or flag))
PYTHON ?= $(shell python3 -c "$(SLOW)" 2>/dev/null && /usr/bin/python3 -c "$(FITS)" 2>/dev/null && echo /usr/bin/python3 || echo python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Which build of torch fits depends on the machine, so it is named here and not in the hashed lock.
TORCH ?= torch==2.13.0
TORCH_READY := $(VENV)/.torch-ready
# 400 MB with Spark's own jars, for its tests and for `remote = "local[*]"`; of the version of the extra `spark`.
PYSPARK ?= pyspark[connect]==4.2.0
SPARK_READY := $(VENV)/.spark-ready

.DEFAULT_GOAL := help
.PHONY: help setup transformer spark bench demo test lint types tests derived ui lock clean

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /	/' | expand -t 12

setup: $(READY)  ## build .venv from the lock files (done once, again only when they change)

$(READY): requirements/requirements.lock requirements/installer.lock pyproject.toml
	@$(PYTHON) -c "$(FITS)" \
	    || { echo "Python 3.11 - 3.14 (but not 3.14.1) is needed; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@test ! -L $(VENV) || { echo "$(VENV) is a link, and what it leads to would be emptied: run make where that is"; exit 2; }
	@echo "Setting up $(VENV) with $(PYTHON) (once; about a minute) ..."
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/installer.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements/requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q mtw_pipeline  # where Python may not write it, every process would compile it anew
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m mtw_pipeline.made_once  # nor would a run keep the rest of what it makes
	@touch $@

transformer: $(TORCH_READY)  ## add torch, for the scorer `transformer` and its tests

$(TORCH_READY): $(READY)
	@echo "Adding $(TORCH) to $(VENV) (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "$(TORCH)"
	@touch $@

spark: $(SPARK_READY)  ## add Spark, for `[engine] kind = "spark"` on this machine and its tests; Java 17 is needed besides

$(SPARK_READY): $(READY)
	@echo "Adding $(PYSPARK) to $(VENV) (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "$(PYSPARK)"
	@touch $@

demo: $(READY)  ## make the synthetic example study in data/ and run the whole pipeline on it
	@$(BIN)/mtw demo

test: lint $(TORCH_READY) $(SPARK_READY)  ## everything that a landing must pass
	@$(MAKE) --no-print-directory --jobs=2 types tests  # the types are judged beside the tests

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff check --quiet --preview --select PLW1514 .  # files are UTF-8, whatever the system's own encoding is
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/lint-imports --no-cache >$(VENV)/lint-imports.log || { cat $(VENV)/lint-imports.log; exit 1; }

types: $(READY)
	@$(BIN)/mypy

tests: export PYTHONDONTWRITEBYTECODE :=  # else every process of the tests compiles the whole package anew
tests: $(TORCH_READY) $(SPARK_READY)
	@$(BIN)/python -m pytest

bench: $(READY)  ## print how fast everything is, as ratios (minutes); EXPORT=FILE.csv YARDSTICKS=FOLDER beside scripts
	@for name in whole_run ingestion network text long_words; do $(BIN)/python -m benchmarks.$$name || exit 1; done

derived: $(READY)  ## write anew what follows from declarations and statements: data dictionary, lineage, empty Dagster home
	@$(BIN)/python -m mtw_pipeline.published.dictionary
	@$(BIN)/python -m mtw_pipeline.lineage.derivation
	@$(BIN)/python -m mtw_pipeline.defs.home.derivation

ui: $(READY)  ## open the Dagster UI on the example study
	@$(BIN)/mtw ui --study data

lock: $(READY)  ## resolve the dependencies anew: exact versions and hashes, no addresses
	@$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
	    pyproject.toml --group dev --output-file requirements/requirements.lock >/dev/null
	@echo uv | $(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-header --no-annotate \
	    --python-version 3.11 - --output-file requirements/installer.lock >/dev/null

clean:  ## remove .venv and the caches
	@rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis
