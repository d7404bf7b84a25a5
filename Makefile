# The two commands of the README are `make demo` and `make test`; both set themselves up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

AWSCLI := .venv-awscli
SAMCLI := .venv-samcli
INSTALLED := .venv-installed
PACKAGED := setup.cfg pyproject.toml $(shell git ls-files workflow_updater macro templates workflows)

.PHONY: setup demo test check fix macro-zip acceptance bench fuzz bench-setup corpus docs reliability services clean

setup: $(VENV)/.developing

# Touched last, so that an interrupted installation is done again. The demo needs no linters and does not wait for them.
$(VENV)/.installed: setup.cfg pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0] + "; name another one: make setup PYTHON=python3.13")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[local,graph]'
	@touch $@

$(VENV)/.developing: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[local,graph,dev]'
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

# The package as its users install it: no extras, no checkout. build/ would keep files that are no longer packaged.
$(INSTALLED)/.installed: $(PACKAGED)
	test -x $(INSTALLED)/bin/python || $(PYTHON) -m venv $(INSTALLED)
	rm -rf build
	$(INSTALLED)/bin/python -m pip install --quiet --disable-pip-version-check .
	$(INSTALLED)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall .
	@touch $@

demo: $(VENV)/.installed
	@$(BIN)/python workflows/call_center/demo.py

test: setup $(AWSCLI)/.installed $(INSTALLED)/.installed
	$(BIN)/python -m pytest -n auto --dist worksteal --ignore tests/acceptance/test_sam_cli.py --ignore tests/acceptance/test_local_up_installed.py

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/cfn-lint templates/*.yaml
	$(BIN)/python -m pytest tests/unit/gates -p no:cacheprovider

fix: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

macro-zip: $(VENV)/.installed
	@$(BIN)/python -m workflow_updater.commands.macro_zip dist/macro.zip

acceptance: setup $(AWSCLI)/.installed $(SAMCLI)/.installed $(INSTALLED)/.installed
	$(BIN)/python -m pytest tests/acceptance

bench: $(VENV)/.installed $(INSTALLED)/.installed $(AWSCLI)/.installed
	$(BIN)/python benchmarks/macro_import.py
	@$(BIN)/python -m benchmarks.validate
	@$(BIN)/python -m benchmarks.growth
	@$(BIN)/python -m benchmarks.deploy

# The peers that `bench` measures beside ours: from npm and PyPI, pinned, each in a folder of its own (some 240 MB).
bench-setup: $(VENV)/.installed $(INSTALLED)/.installed
	@$(BIN)/python -m benchmarks.install_peers

# FUZZ_SECONDS=N, 120 otherwise: looks for texts that break reading and validating; what it finds is put into .fuzz/.
FUZZ_SECONDS := 120
fuzz: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[fuzz]'
	@mkdir -p .fuzz
	$(BIN)/python -m tests.fuzz.fuzz_definitions -max_total_time=$(FUZZ_SECONDS) -artifact_prefix=.fuzz/

# CORPUS=FOLDER, ../shared/corpus otherwise: what our rules say of definitions that others wrote and labelled.
corpus: $(VENV)/.installed
	@$(BIN)/python -m benchmarks.corpus

# The page of the rules, from the rules and their golden cases; a gate compares.
docs: $(VENV)/.installed
	$(BIN)/python -m docs.rules_page > docs/rules.md.new && mv docs/rules.md.new docs/rules.md
	$(BIN)/python -m docs.errors_page > docs/errors.md.new && mv docs/errors.md.new docs/errors.md

# The page of reliability: every fault at every AWS call is tried anew, and what comes of it written down.
reliability: setup
	RELIABILITY_WRITE=1 $(BIN)/python -m pytest -n auto --dist worksteal tests/faults
	$(BIN)/python -m docs.reliability_page

# The actions of AWS SDK integrations and what IAM calls them, from the installed botocore and cfn-lint; tests say when.
services: setup
	$(BIN)/python -m tools.service_actions
	$(BIN)/python -m tools.service_prefixes

clean:
	rm -rf $(VENV) $(AWSCLI) $(SAMCLI) $(INSTALLED) .peers build dist *.egg-info .local_cloud .mypy_cache .pytest_cache .ruff_cache .hypothesis .fuzz
