# `make report` and `make test` need Python 3.11 or later and make, nothing else.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: report test check benchmark lock schemas clean

report: .venv/ready  ## run the default study and write results/report.html
	$(BIN)/snakemake --cores all
	@echo "The report is $(CURDIR)/results/report.html"

test: .venv/ready  ## run every test
	$(BIN)/python -m pytest

check: .venv/ready  ## formatting and lint of Python and Snakemake
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/snakefmt --check Snakefile workflow
	$(BIN)/snakemake --lint

# Some machines steer OpenBLAS away from their processor's own kernels; a benchmark wants those.
benchmark: .venv/ready  ## cost of a training step beside its matrix products
	$(BIN)/snakemake data --cores 1 --quiet all
	env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE OPENBLAS_NUM_THREADS=1 \
		$(BIN)/python benchmarks/step_and_products.py

.venv/ready: envs/requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; this is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement envs/requirements.txt
	@touch $@

lock: .venv/ready  ## pin envs/requirements.in anew, for all systems and Python 3.11 or later
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile envs/requirements.in --universal --python-version 3.11 \
		--fork-strategy fewest --generate-hashes --no-emit-index-url --no-header --quiet \
		--output-file envs/requirements.txt

schemas: .venv/ready  ## write the JSON Schemas from the typed models
	PYTHONPATH=workflow $(BIN)/python -m hardtotrain.export_schemas

clean: .venv/ready  ## remove what the workflow made, and only that
	$(BIN)/snakemake --cores 1 --delete-all-output
