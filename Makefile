# `make report` and `make test` need make and a Python from 3.11 to 3.13, nothing else.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help report test test-all check benchmark example lock schemas clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

report: .venv/ready  ## run the default study and write results/report.html
	$(BIN)/snakemake --cores all

test: .venv/ready-for-tests  ## the tests of every day, some six minutes on two cores
	$(BIN)/python -m pytest tests/workflow tests/unit -m "not long"

test-all: .venv/ready-for-tests  ## every test: browser, cluster and long runs too, some 16 minutes
	$(BIN)/python -m pytest

check: .venv/ready-for-tests  ## formatting and lint of Python, Snakemake and GitHub's workflows
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/snakefmt --check Snakefile workflow examples
	$(BIN)/snakemake --lint
	$(BIN)/zizmor --offline --no-progress --quiet .github

# Some machines steer OpenBLAS away from their processor's own kernels; a benchmark wants those.
BENCHMARK := env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 \
	PYTHONPATH=workflow:tests/unit .venv-benchmark/bin/python -m

benchmark: .venv/ready .venv-benchmark/ready  ## a training step beside others and beside BEFORE=HEAD~1; SHORT=1 for a first look
	$(BIN)/snakemake data --cores 1 --quiet all
	$(BENCHMARK) benchmarks.engine --rounds $(if $(SHORT),2,9)
	$(BENCHMARK) benchmarks.axes --rounds $(if $(SHORT),1,5)
	$(BENCHMARK) benchmarks.commits --rounds $(if $(SHORT),2,9) --before $(or $(BEFORE),HEAD~1)
	MPLBACKEND=svg PYTHONPATH=workflow $(BIN)/python -m benchmarks.growth

INSTALL = $(@D)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $<

.venv/ready: envs/requirements.txt
.venv-benchmark/ready: benchmarks/requirements.txt
.venv/ready .venv-benchmark/ready:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14) and "Python 3.11, 3.12 or 3.13 is needed; this is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.13 ... (For 3.14 immutables, a part of Snakemake, would have to be compiled.)")'
	$(PYTHON) -m venv $(@D)
	$(INSTALL)
	@touch $@

.venv/ready-for-tests: envs/requirements-test.txt .venv/ready
	$(INSTALL)
	@touch $@

PIN := $(BIN)/uv pip compile --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-emit-index-url --no-header --quiet --output-file

# All lists have the versions of the first.
lock: .venv/ready  ## pin the lists of requirements anew, for all systems and Python 3.11 to 3.13
	$(BIN)/python -m pip install --quiet uv
	$(PIN) envs/requirements.txt pyproject.toml
	$(PIN) envs/requirements-test.txt pyproject.toml --group test --group check --constraint envs/requirements.txt
	$(PIN) benchmarks/requirements.txt benchmarks/requirements.in

example: report .venv/ready-for-tests  ## the report and its pictures that README.md shows
	mkdir -p docs/example && cp results/report.html docs/example/report.html
	$(BIN)/python docs/screenshots.py

schemas: .venv/ready  ## write what follows from the code: JSON Schemas, captions, settings, choices and tables in the pages
	PYTHONPATH=workflow $(BIN)/python -m hardtotrain.exports.schemas
	PYTHONPATH=workflow $(BIN)/python -m hardtotrain.exports.config_docs
	PYTHONPATH=workflow $(BIN)/python -m hardtotrain.exports.captions
	PYTHONPATH=workflow $(BIN)/python -m hardtotrain.exports.table_docs

clean: .venv/ready  ## remove what the default study made, but for the data it downloaded
	$(BIN)/snakemake --cores 1 --delete-all-output
	rm -rf results/logs results/benchmarks
	find results -mindepth 1 -type d -empty -delete
