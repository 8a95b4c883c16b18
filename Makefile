# Needs GNU make and Python 3.11 or newer, nothing else: everything is installed into .venv.
#
#   make demo      set up, then check the three example tables and a broken copy of them
#   make test      every check that CI makes
#   make format    put the code into its one format
#   make coverage  which lines no test reaches
#   make clean     remove what was built, .venv too
#
# Another Python than the first one found: make demo PYTHON=/path/to/python3

VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= auto

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

.DEFAULT_GOAL := help
.PHONY: help demo test format coverage clean FORCE
.DELETE_ON_ERROR:

help:
	@sed -n '/^#   make/s/^# //p' Makefile

# The first Python that is new enough and can make a virtual environment (Debian packages that part on its own).
define find_python
for python in $(if $(PYTHON),"$(PYTHON)",python3 python3.14 python3.13 python3.12 python3.11 python); do \
	if "$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
		found=$$python; break; \
	fi; \
done; \
if [ -z "$${found:-}" ]; then \
	echo '需要 Python 3.11 或更高版本（含 venv）。找到后可以这样指定：make demo PYTHON=/路径/python3' >&2; \
	echo 'Python 3.11 or newer with venv is needed (on Debian and Ubuntu also the package python3-venv).' >&2; \
	echo 'If it is somewhere else: make demo PYTHON=/path/to/python3' >&2; \
	exit 1; \
fi
endef

# A virtual environment holds absolute paths: one that was made elsewhere, or half made, is made anew.
# One that somebody made here by hand is used as it is.
ifneq ($(shell cat $(VENV)/made-for 2>/dev/null),$(CURDIR))
$(VENV)/made-for: FORCE
endif
$(VENV)/made-for:
	@if [ -e $@ ] || ! $(BIN)/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		$(find_python); \
		echo "$(VENV): $$("$$found" --version)"; \
		"$$found" -m venv --clear $(VENV); \
	fi
	@printf '%s\n' '$(CURDIR)' > $@
FORCE:

$(VENV)/installed: $(VENV)/made-for pyproject.toml
	@echo '正在安装 / installing ...'
	@$(BIN)/python -m pip install -qq --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/made-for pyproject.toml
	@echo '正在安装开发工具 / installing with the development tools ...'
	@$(BIN)/python -m pip install -qq --editable '.[dev]'
	@touch $(VENV)/installed $@

demo: $(VENV)/installed
	@printf '\n%s\n%s\n\n' '== 三张真实的绩效目标表 / three real tables' '$$ jixiao check examples/korla-2023.txt'
	@$(BIN)/jixiao check examples/korla-2023.txt
	@printf '\n%s\n%s\n\n' '== 同样三张表，故意改错六处 / the same tables with six planted mistakes' \
		'$$ jixiao check examples/korla-2023-broken.txt'
	@$(BIN)/jixiao check examples/korla-2023-broken.txt; status=$$?; \
	if [ $$status -ne 1 ]; then echo "exit code $$status, 1 was expected" >&2; exit 1; fi
	@echo; printf '%s\n' \
		'退出码 1：有错误，正如预期（0 没有错误，2 没能完成检查）。改错的六处见 examples/README.md。' \
		'Exit code 1: there are errors, as expected (0: none, 2: could not check). examples/README.md lists the six.' \
		'' \
		'接下来 / next:' \
		'  $(BIN)/jixiao check <文件或文件夹 / your file or folder>' \
		'  $(BIN)/jixiao rules list' \
		'  $(BIN)/jixiao explain cost-over-budget' \
		"  $(BIN)/jixiao value '<=1万元/人/年'"

test: $(VENV)/installed-dev
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy --strict linter
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n $(WORKERS)
	$(BIN)/python tests/check_wheel.py

format: $(VENV)/installed-dev
	$(BIN)/python -m ruff check --select I --fix .
	$(BIN)/python -m ruff format .

coverage: $(VENV)/installed-dev
	$(BIN)/python -m coverage run -m pytest
	$(BIN)/python -m coverage report

clean:
	rm -rf $(VENV) build dist .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
