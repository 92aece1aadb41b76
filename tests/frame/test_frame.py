from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
TEXT_WITH_LINKS = ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "data/README.md"]
TEXT_WITH_LINKS += ["docs/coding.md", "docs/tutorial_new_zone.md", "docs/tutorial_evaluation.md"]
# Names of package-index hosts and addresses, put together here so that this file names none.
A_HOST = re.compile(r"https?://|file:|--(?:extra-)?index-url|--find-links|pypi\.|pythonhosted")
A_MACHINE_PATH = re.compile(r"(?<![\w.])(?:/[a-z]\w*/|[A-Z]:\\)")


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def pyproject() -> dict:
    return tomllib.loads(text_of("pyproject.toml"))


def locked_blocks() -> dict[str, str]:
    """Each pin of the lock with its marker -> the lines below it."""
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text_of("requirements.lock"))
    heads = [block.partition("\n") for block in blocks if not block.startswith("#")]
    return {head.rstrip(" \\"): below for head, _, below in heads}


def environment_pins() -> list[str]:
    environment = yaml.safe_load(text_of("environment.yml"))
    (pip,) = [entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict)]
    return pip


def local_links(name: str) -> list[str]:
    targets = re.findall(r"\]\(([^)#\s]+)\)", text_of(name))
    return [target for target in targets if "://" not in target]


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    names = [name for name in listed.stdout.decode("utf-8").split("\0") if name]
    if not names:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def test_every_pin_of_the_lock_is_exact_and_has_hashes():
    blocks = locked_blocks()
    assert len(blocks) > 100
    assert [pin for pin in blocks if not re.match(r"[\w.-]+==[^\s;]+( ; |$)", pin)] == []
    assert [pin for pin, below in blocks.items() if "--hash=sha256:" not in below] == []


def test_the_lock_names_no_index_host_and_no_path():
    lines = text_of("requirements.lock").splitlines()
    assert [line for line in lines if A_HOST.search(line) or A_MACHINE_PATH.search(line)] == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://index.example/simple",
        "#   -c /opt/constraints.txt",
        r"# via C:\lock.in",
    ],
)
def test_a_host_or_a_path_in_the_lock_would_be_seen(line):
    assert A_HOST.search(line) or A_MACHINE_PATH.search(line)


def test_the_environment_pins_what_the_lock_pins_and_installs_the_package():
    *pins, last = environment_pins()
    assert pins == list(locked_blocks())
    assert last == "-e ."


def test_every_dependency_and_the_build_backend_are_locked():
    project = pyproject()
    locked = {re.split("==", pin)[0] for pin in locked_blocks()}
    asked = project["project"]["dependencies"] + project["project"]["optional-dependencies"]["dev"]
    names = {re.split(r"[<>=!~ ;\[]", want)[0].lower().replace("_", "-") for want in asked}
    assert names - locked == set()
    backend = project["build-system"]["requires"]
    assert [pin for pin in backend if pin not in locked_blocks()] == []


def test_the_citation_gives_the_version_of_the_project():
    citation = yaml.safe_load(text_of("CITATION.cff"))
    assert citation["version"] == pyproject()["project"]["version"]


def test_the_changelog_has_a_heading_for_the_version():
    assert f"## [{pyproject()['project']['version']}]" in text_of("CHANGELOG.md")


@pytest.mark.parametrize("name", TEXT_WITH_LINKS)
def test_the_links_of_a_document_lead_somewhere(name):
    links = local_links(name)
    assert links
    assert [link for link in links if not ((ROOT / name).parent / link).exists()] == []


@pytest.mark.parametrize(
    ("name", "other"), [("README.md", "README.zh-CN.md"), ("README.zh-CN.md", "README.md")]
)
def test_each_readme_names_the_two_commands_and_links_the_other(name, other):
    lines = text_of(name).splitlines()
    assert [line for line in lines if line.startswith("make report")]
    assert [line for line in lines if line.startswith("make test")]
    assert other in local_links(name)


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_a_readme_explains_every_parameter_and_no_other(name):
    explained = set(re.findall(r"^\| `(\w+)` \|", text_of(name), flags=re.MULTILINE))
    assert explained == set(yaml.safe_load(text_of("parameters/zhenhai.yaml")))


def test_both_readmes_show_the_same_commands():
    blocks = re.compile(r"```sh\n(.*?)```", flags=re.DOTALL)
    english, chinese = (
        [re.sub(r"\s*#.*", "", block) for block in blocks.findall(text_of(name))]
        for name in ("README.md", "README.zh-CN.md")
    )
    assert english == chinese


def test_the_peers_of_the_grammar_stand_in_each_readme_as_its_own_page_has_them():
    rows = re.compile(r"^\| (?:shequ-eval|Recognizers-Text|JioNLP).*\|$", flags=re.MULTILINE)
    measured = rows.findall(text_of("docs/quantities.md"))
    assert len(measured) == 3
    for name in ("README.md", "README.zh-CN.md"):
        assert rows.findall(text_of(name)) == measured


def test_the_windows_job_runs_the_checks_of_make_test():
    def pytest_arguments(name: str) -> list[str]:
        joined = re.sub(r"\\\n\s*", " ", text_of(name))
        (command,) = re.findall(r"python -m pytest (-m \"not slow\"[^|\n]*)", joined)
        return command.split()

    workflow = text_of(".github/workflows/ci.yml")
    assert pytest_arguments("Makefile") == pytest_arguments(".github/workflows/ci.yml")
    for step in ("ruff check .", "ruff format --check .", "mypy", "frictionless validate"):
        assert step in text_of("Makefile")
        assert f"- run: {step}" in workflow


def test_make_help_has_a_line_for_every_target():
    makefile = text_of("Makefile")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, flags=re.MULTILINE)
    explained = re.findall(r"^([a-z-]+):.*## \S", makefile, flags=re.MULTILINE)
    assert phony
    assert sorted(explained) == sorted(phony[1].split())


def test_git_stores_text_with_lf_and_no_tracked_text_has_crlf():
    assert "* text=auto eol=lf" in text_of(".gitattributes").splitlines()
    contents = [(path, path.read_bytes()) for path in tracked_files()]
    with_crlf = [path for path, raw in contents if b"\0" not in raw and b"\r\n" in raw]
    assert with_crlf == []
