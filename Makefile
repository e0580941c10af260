# Heli: `make up` starts it, `make test` tests it; everything else is for its developers.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.locked
CHROMIUM := /usr/bin/chromium
CJK := /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
JOBS ?= 2

# Else every process compiles all of Heli anew: servers, commands and workers of the tests by the hundred.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup up demo test check coverage fix docs bench lock browser

setup: $(STAMP)  ## the environment, with the heli command in .venv/bin

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更高版本"; exit 1; }
	# --no-deps: the lock holds everything, and pip's own choice of an extra may be newer than the lock
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(STAMP)

up: setup  ## start Heli; makes the demo city when there is no database
	@exec $(BIN)/heli up

demo: setup  ## fill an empty database with the small demo city
	$(BIN)/heli demo --size small

browser:
	@test -x $(CHROMIUM) -a -f $(CJK) && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && apt-get install -y -qq chromium fonts-noto-cjk; \
	else echo "浏览器测试需要 chromium 和中文字体，请先执行：sudo apt-get install -y chromium fonts-noto-cjk"; exit 1; fi

test: setup browser  ## every test, journeys in Chromium included
	$(BIN)/pytest -n $(JOBS) --dist worksteal

check: setup browser  ## what CI runs: the look, types, layers, docs, migrations, tests on both databases, journeys
	$(BIN)/python -m tests.check

coverage: setup  ## branch coverage of rules, queries and actions, which has a floor
	$(BIN)/pytest -n $(JOBS) --dist worksteal -m "not journey and not rights" --cov --cov-report=
	$(BIN)/coverage report --include='heli/kernel/*,*/rules*,*/queries*,*/actions*' --skip-covered --fail-under=95

fix: setup  ## put the code's look right
	$(BIN)/ruff check --fix heli config tests
	$(BIN)/ruff format heli config tests
	git ls-files '*.html' | xargs $(BIN)/djade --target-version 5.2

docs: setup  ## the generated references
	$(BIN)/python -m tests.references --write

bench: setup  ## measure at city size; prints the table of docs/reference/bench.md
	$(BIN)/heli bench

lock:  ## new requirements.lock from pyproject.toml
	$(BIN)/uv pip compile --universal --python-version 3.11 --extra dev --generate-hashes --no-emit-index-url --no-header --quiet -o requirements.lock pyproject.toml
