# serve · test · check · build · bench · screenshots; everything is installed into .venv/ in this checkout.
PYTHON ?= python3
PORT ?= 8080
BIN := .venv/bin
READY := .venv/.ready
FRONTEND := kgservice/web/frontend
VENDOR := kgservice/web/static/vendor/LICENSES.txt
CLIENTS := $(FRONTEND)/node_modules/.clients

serve: $(READY) $(VENDOR)
	$(BIN)/kgservice serve --port $(PORT)

test: $(READY) $(CLIENTS)
	$(BIN)/pytest -q -n 2 --dist loadfile

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pydoclint -q kgservice
	$(BIN)/pytest -q -n 2 --dist loadfile tests/test_architecture.py tests/ontology

build: $(READY)
	$(BIN)/kgservice build

bench: $(READY)
	$(BIN)/python benchmarks/build_and_serve.py
	$(BIN)/python benchmarks/peers.py
	$(BIN)/python benchmarks/search.py
	$(BIN)/python -m benchmarks.own_list
	$(BIN)/python benchmarks/thresholds.py $(DOCUMENTS)
	$(BIN)/python -m benchmarks.pages

# What is bundled of the documents, of comparing and of reasoning, written anew; tests compare.
DOCUMENTS ?= ../shared/data
facts: $(READY)
	$(BIN)/python -m kgservice.readers.bundling $(DOCUMENTS) data/editions
	$(BIN)/python -m kgservice.harmonization.kept $(DOCUMENTS) data
	$(BIN)/python -m kgservice.reasoning.kept data

# What the pages say, collected anew into the files of every language; texts stay as they are.
messages: $(READY)
	mkdir -p build
	$(BIN)/pybabel -q extract -F kgservice/web/locales/babel.cfg -k mark --no-location \
		--sort-output -o build/messages.pot kgservice/web
	$(BIN)/pybabel -q update -i build/messages.pot -d kgservice/web/locales -N \
		--ignore-obsolete --no-wrap --ignore-pot-creation-date

# The lock is written anew only by hand, when a dependency changes.
lock: $(READY)
	$(BIN)/uv pip compile -q --universal --generate-hashes --python-version 3.11 --extra dev \
		--no-header --no-annotate --no-emit-index-url --no-emit-find-links \
		-o requirements.lock pyproject.toml

# The pages' libraries, by the npm of .venv/; the service runs without them, and says so.
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix $(FRONTEND)
$(VENDOR): $(READY) $(FRONTEND)/package-lock.json $(FRONTEND)/build.js
	$(NPM) ci -s --omit=dev --ignore-scripts && $(NPM) run -s build \
		|| echo "npm failed: the pages stand without editor and picture" >&2

# What tests need beside: JavaScript clients; a browser and a second engine where root can install.
APT := DEBIAN_FRONTEND=noninteractive apt-get -q
$(CLIENTS): $(READY) $(FRONTEND)/package-lock.json $(FRONTEND)/build.js
	{ command -v chromium && command -v virtuoso-t; } >/dev/null || test "$$(id -u)" != 0 \
		|| ! command -v apt-get >/dev/null || { $(APT) update && $(APT) install -y chromium \
		&& { $(APT) install -y --no-install-recommends virtuoso-opensource \
		|| echo "Virtuoso cannot be installed: its tests are skipped" >&2; }; }
	$(NPM) ci -s --ignore-scripts && $(NPM) run -s build && touch $@

screenshots: $(READY) $(CLIENTS)
	$(BIN)/python -m tests.web.browser.screenshots docs/screenshots

$(READY): pyproject.toml requirements.lock
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)

.PHONY: serve test check build bench facts messages lock screenshots
