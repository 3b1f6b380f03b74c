# The commands of the portal; each is a short script in scripts/. VENV may name another folder.
export VENV ?= .venv

.PHONY: setup run test test-full lint bench audit clean

setup:  ## everything that `make run` needs, and nothing more
	@scripts/setup requirements.txt

run:  ## the portal with its example project, on http://localhost:8000
	@scripts/run

test:  ## the whole suite; ARGS="-k breakdown" for a part of it
	@scripts/test $(ARGS)

test-full:  ## the same on PostgreSQL and Redis, started for it alone
	@scripts/full-shape scripts/test $(ARGS)

lint:  ## format, types, templates, the order of the rooms, migrations, deployment checks
	@scripts/lint

bench:  ## a JSON line for each benchmark; ONLY=name for one of them
	@scripts/bench $(ONLY)

audit:  ## known holes in the dependencies; needs the network
	@scripts/audit

clean:  ## the environment and every cache; the data in var/ stays
	@rm -rf "$(VENV)" .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
