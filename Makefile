# One way to do everything. Each target installs what it needs: Debian packages when missing and allowed, and a venv
# with the versions locked in .ci/locked (make lock writes them anew).
PYTHON ?= python3
PYTHON_oldest ?= python3.10
PYTHON_newest ?= python3.13
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= auto

.PHONY: faults mutants demo test test-sdist test-oldest test-newest check bench format docs-update changelog lock clean

demo: $(VENV)/.installed
	@.ci/debian-packages demo
	@$(BIN)/magesaas demo

test: $(VENV)/.installed-dev
	@.ci/debian-packages test
	@$(BIN)/pytest -n $(JOBS) --dist worksteal

test-sdist: $(VENV)/.installed-dev
	@.ci/sdist

# Both ends of the ranges in pyproject.toml, on the oldest and the newest Python: everything but what takes minutes on
# hosts, which depends on what is locked for it. PYTHON=… names another interpreter.
test-oldest test-newest: test-%:
	@PYTHON=$(if $(filter file,$(origin PYTHON)),$(PYTHON_$*),$(PYTHON)) VENV=$(VENV)-$* .ci/environment $*
	@.ci/debian-packages test
	@$(VENV)-$*/bin/pytest -n $(JOBS) -p no:cacheprovider --ignore tests/end_to_end

check: $(VENV)/.installed-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/vulture
	@$(BIN)/deptry --no-ansi .
	@$(BIN)/pytest tests/test_layers.py tests/source

# What takes long: every fault in the middle of every kind of task, written into docs/faults.md (ONLY='compile ssh': the
# cells with these words), every property with forty times the examples
# of make test, and the tests that make test leaves out because they are long.
faults: $(VENV)/.installed-dev
	@.ci/debian-packages test
	@$(BIN)/python -m tests.faults.campaign --only '$(ONLY)'
	@FUZZING=10 $(BIN)/pytest -n $(JOBS) -m hypothesis
	@FUZZING=1 $(BIN)/pytest -n $(JOBS) tests/end_to_end/test_canary.py
	@$(BIN)/pytest -n $(JOBS) -m long

# Change the code of a room in small ways, see whether its tests notice, and write docs/mutants.md. ROOM=rules does one,
# AGAIN=1 only what changed since and what survived.
ROOM ?= all
mutants: $(VENV)/.installed-dev
	@.ci/debian-packages test
	@nice -n 15 $(BIN)/python -m tests.mutants.campaign $(ROOM) $(if $(AGAIN),--again)

bench: $(VENV)/.installed-dev
	@.ci/debian-packages demo
	@for script in tests/benchmarks/bench_*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

format: $(VENV)/.installed-dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

docs-update: $(VENV)/.installed-dev
	@.ci/debian-packages demo
	@$(BIN)/pytest -m generated --snapshot-update tests/cli tests/docs tests/loading tests/mutants tests/rules tests/sandbox/test_demo.py

changelog: $(VENV)/.installed-dev
	@$(BIN)/towncrier build --version $(or $(VERSION),Unreleased) $(if $(VERSION),--yes,--draft)

clean:
	rm -rf $(VENV) $(VENV)-oldest $(VENV)-newest build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

lock: $(VENV)/.installed
	@.ci/lock

$(VENV)/.installed: pyproject.toml .ci/locked/demo.txt
	@PYTHON=$(PYTHON) VENV=$(VENV) .ci/environment demo
	@touch $@

$(VENV)/.installed-dev: pyproject.toml .ci/locked/dev.txt
	@PYTHON=$(PYTHON) VENV=$(VENV) .ci/environment dev
	@touch $@ $(VENV)/.installed
