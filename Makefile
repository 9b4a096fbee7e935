# `make run` and `make test` work from a clean clone: Python 3.11+ and make are all they ask for.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test bench soak lint lock css clean setup

run: $(READY)  ## Set up, play the example partnership's year, and serve it until Ctrl+C
	$(BIN)/vires example
	@exec $(BIN)/vires serve --example

test: $(READY)  ## Every test
	$(BIN)/python -m pytest -n auto --dist loadgroup

bench: $(READY)  ## Figures, compared within one run
	$(BIN)/python -m tests.bench

soak: $(READY)  ## What must be survived, in full: 200 kills, 20,000 prompts, 10,000 calls of the API
	$(BIN)/python -m tests.survival --long
	VIRES_SOAK=20 $(BIN)/python -m pytest -s tests/api/test_api_fuzzed.py

lint: $(READY)  ## Style, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Vires needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.11") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

lock:  ## Write requirements.lock anew (needs uv)
	uv pip compile pyproject.toml --extra dev --generate-hashes --universal --python-version 3.11 \
	  --custom-compile-command "make lock" --upgrade --output-file requirements.lock --quiet

WEB := governance/interfaces/web/static

css:  ## Compile the style sheet and vendor govuk-frontend anew (needs npm)
	work=$$(mktemp -d) && cp $(WEB)/src/package.json $$work \
	  && npm install --prefix $$work --ignore-scripts --no-audit --no-fund --silent \
	  && $$work/node_modules/.bin/sass --style=compressed --no-source-map --no-charset \
	    --load-path=$$work $(WEB)/src/vires.scss $(WEB)/vires.css \
	  && sed 's,//# sourceMappingURL=.*$$,,' \
	    $$work/node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js \
	    > $(WEB)/govuk-frontend.min.js; \
	  done=$$?; rm -rf $$work; exit $$done

clean:
	rm -rf $(VENV) var
