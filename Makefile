# The two commands of the README are `make demo` and `make test`; both set themselves up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

AWSCLI := .venv-awscli
SAMCLI := .venv-samcli

.PHONY: setup demo test check fix macro-zip acceptance bench clean

setup: $(VENV)/.installed

# Touched last, so that an interrupted installation is done again.
$(VENV)/.installed: setup.cfg pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0] + "; name another one: make setup PYTHON=python3.13")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[local,dev]'
	@touch $@

# Deployers that are not ours, each in an environment of its own: the embedded cloud must satisfy them unmodified.
$(AWSCLI)/.installed: Makefile
	$(PYTHON) -m venv $(AWSCLI)
	$(AWSCLI)/bin/python -m pip install --quiet --disable-pip-version-check awscli==1.46.3
	@touch $@

$(SAMCLI)/.installed: Makefile
	$(PYTHON) -m venv $(SAMCLI)
	$(SAMCLI)/bin/python -m pip install --quiet --disable-pip-version-check aws-sam-cli==1.170.0
	@touch $@

demo: setup
	@$(BIN)/python workflows/call_center/demo.py

test: setup $(AWSCLI)/.installed
	$(BIN)/python -m pytest -n auto --dist worksteal --ignore tests/acceptance/test_sam_cli.py

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/cfn-lint templates/*.yaml
	$(BIN)/python -m pytest tests/unit/gates -p no:cacheprovider

fix: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

macro-zip: setup
	@$(BIN)/python -m workflow_updater.commands.macro_zip dist/macro.zip

acceptance: setup $(AWSCLI)/.installed $(SAMCLI)/.installed
	$(BIN)/python -m pytest tests/acceptance

bench: setup
	$(BIN)/python benchmarks/macro_import.py

clean:
	rm -rf $(VENV) $(AWSCLI) $(SAMCLI) build dist *.egg-info .local_cloud .mypy_cache .pytest_cache .ruff_cache .hypothesis
