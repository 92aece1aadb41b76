# `make report` and `make test` are all that most people need; `make help` lists the rest.
# Needs GNU make, a POSIX shell and Python 3.11 to 3.13. Without make: see README.md (conda).

PYTHON ?=
BIN := .venv/bin
INSTALLED := .venv/.installed
PIP := $(BIN)/python -m pip install --disable-pip-version-check
VERSION_FITS := import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))

# What the caller set for other Python work must not reach this environment; MPLBACKEND=agg would
# silently take the figures out of executed notebooks, PYTHONDONTWRITEBYTECODE have every process
# compile the whole package, and every test, once more.
unexport MPLBACKEND PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup report test test-slow lab check build notebooks lint lock cluster clean

help: ## 列出全部命令 list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

setup: $(INSTALLED) ## 建 .venv 并装好锁定的依赖（只做一次） create .venv with the locked packages, once

report: build ## 核对、整理数据，生成全部报告 check and build the data, then make every report
	@$(BIN)/shequ-eval run

test: $(INSTALLED) ## 全部检查与测试（不含慢的） every check and test but the slow ones
	@failed=; \
	$(MAKE) --no-print-directory lint || failed="$$failed lint"; \
	$(BIN)/frictionless validate data/datapackage.json || failed="$$failed frictionless"; \
	$(BIN)/python -m pytest -m "not slow" --numprocesses 2 --dist loadfile \
	    --max-worker-restart 0 --doctest-modules --nbval --nbval-current-env \
	    --nbval-sanitize-with tests/nbval_sanitize.cfg --nbval-cell-timeout 300 \
	    tests notebooks shequ_eval \
	    || failed="$$failed pytest"; \
	[ -z "$$failed" ] || { echo "未通过 failed:$$failed"; exit 1; }

test-slow: $(INSTALLED) ## 慢的测试：浏览器、整体重建 the slow tests: browser, whole builds
	@$(BIN)/python -m pytest -m slow tests

lab: $(INSTALLED) ## 在 JupyterLab 里打开笔记本 open the notebooks in JupyterLab
	@$(BIN)/jupyter lab notebooks

check: $(INSTALLED) ## 只核对数据 check the data only
	@$(BIN)/shequ-eval check

build: check ## 核对后生成 data/tidy check, then build the tidy tables
	@$(BIN)/shequ-eval build

notebooks: check ## 重新执行 notebooks/ 并存下输出 re-execute notebooks/ in place
	@$(BIN)/shequ-eval notebooks

lint: $(INSTALLED) ## 代码风格与类型 style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

# Keeps the versions that are there; `make lock UPGRADE=--upgrade` moves them all.
lock: ## 重写依赖锁与 environment.yml（需要 uv） rewrite the lock and environment.yml (needs uv)
	@command -v uv >/dev/null || { echo "需要 uv。 make lock needs uv: python -m pip install uv"; exit 1; }
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --quiet $(UPGRADE) \
	    --generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
	    --output-file requirements.lock
	@{ sed '/^  - pip:$$/q' environment.yml; \
	    sed -n 's/^\([A-Za-z0-9][^\\]*[^\\ ]\) *\\$$/      - "\1"/p' requirements.lock; \
	    echo '      - -e .'; } > environment.yml.new
	@mv environment.yml.new environment.yml

cluster: $(INSTALLED) ## 本机起 Dask 调度器和两个工作进程 a Dask scheduler and two workers here
	@$(BIN)/dask scheduler --host 127.0.0.1 --port 8786 --no-dashboard & s=$$!; \
	trap "kill $$s 2>/dev/null" EXIT INT TERM; \
	$(BIN)/dask worker tcp://127.0.0.1:8786 --nworkers 2 --nthreads 1 --no-dashboard

clean: ## 删去可再生成的文件（保留 .venv、outputs） delete what can be made again (keeps .venv and outputs)
	rm -rf data/tidy .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist
	find shequ_eval tests notebooks \( -name __pycache__ -o -name .ipynb_checkpoints \) \
	    -prune -exec rm -rf {} +

# The stamp is written last: an install that fails leaves none, and is tried again.
$(INSTALLED): requirements.lock pyproject.toml
	@rm -f $(INSTALLED); $(BIN)/python -c 'import pip; $(VERSION_FITS)' 2>/dev/null && exit 0; \
	found=; \
	for python in $(if $(PYTHON),"$(PYTHON)",python3 python3.13 python3.12 python3.11 python); do \
	    "$$python" -c '$(VERSION_FITS)' 2>/dev/null && found=$$python && break; \
	done; \
	[ -n "$$found" ] || { \
	    echo "需要 Python 3.11 至 3.13，没有找到；可用 make PYTHON=路径 指定。"; \
	    echo "Python 3.11 to 3.13 is needed and was not found; name one with make PYTHON=path."; \
	    exit 1; }; \
	echo "建立 .venv · creating .venv with $$("$$found" --version)"; \
	"$$found" -m venv --clear .venv
	@echo "安装锁定的依赖，只做这一次 · installing the locked packages, this once:"
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --quiet --no-deps --no-build-isolation -e .
	@touch $(INSTALLED)
	@echo "环境已备好 · .venv is ready"
