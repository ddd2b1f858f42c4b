"""Scheduled builds: workflows that their services' schemas accept, whose steps work in order; SARIF; the hook; the container."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from kit import ROOT, TESTS, MiniProject, Run, prepguides, script
from prepguides import __version__
from prepguides.model.rules import RULES
from prepguides.project import scaffold
from prepguides.project.doctor import LIBRARIES

SCHEMAS = {"github": "vendor.github-workflows", "gitlab": "vendor.gitlab-ci", "dependabot": "vendor.dependabot"}
SERVICES = list(scaffold.SERVICES)
BUILDS = {"github": ".github/workflows/guides.yml", "gitlab": ".gitlab/guides.yml"}
"""Where this repository keeps what `init` writes; its tests are in files of their own beside it."""
WORKFLOWS = sorted(path.name for path in (ROOT / ".github" / "workflows").iterdir())
GITLAB = [".gitlab-ci.yml", ".gitlab/guides.yml", ".gitlab/tests.yml"]
CONSTRAINED = "-c requirements/ci.txt"
PDFS = [f"standard/{guide}-candidate-{paper}.pdf" for guide in ("one", "two") for paper in ("a4", "letter")]


def in_the_checkout(service: str) -> Path:
    return ROOT / BUILDS[service]


def in_a_project(service: str, mini: MiniProject) -> Path:
    assert prepguides("init", mini.root, "--ci", service).code == 0
    return mini.root / scaffold.SERVICES[service]


def loaded(path: Path) -> dict[str, Any]:
    """All scalars as text, so that GitHub's `on` is no boolean."""
    read: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    return read


# --- the workflows as files ---


@pytest.mark.parametrize("service", SERVICES)
def test_the_workflow_of_this_repository_is_the_one_that_init_writes_but_for_what_it_installs(service: str) -> None:
    assert in_the_checkout(service).read_text(encoding="utf-8") == scaffold.workflow(service, f"{CONSTRAINED} .")


@pytest.mark.parametrize("service", SERVICES)
def test_a_workflow_is_what_its_service_accepts(service: str, mini: MiniProject) -> None:
    accepted(service, in_a_project(service, mini))


def test_the_files_of_this_repository_are_what_their_services_accept() -> None:
    accepted("github", *(ROOT / ".github" / "workflows" / name for name in WORKFLOWS))
    accepted("gitlab", *(ROOT / name for name in GITLAB))
    accepted("dependabot", ROOT / ".github" / "dependabot.yml")


def accepted(service: str, *paths: Path) -> None:
    options = ["--data-transform", "gitlab-ci"] if service == "gitlab" else []
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", SCHEMAS[service], *options, *map(str, paths)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("service", SERVICES)
def test_a_workflow_installs_the_libraries_that_doctor_looks_for_and_this_version(service: str, mini: MiniProject) -> None:
    text = in_a_project(service, mini).read_text(encoding="utf-8")
    installed, *more = re.findall(r"apt-get install -y --no-install-recommends (.+)", text)
    assert installed.split() == [library.debian for library in LIBRARIES]
    assert more == ([] if service == "github" else ["git"]), "an image of Python has none, and `diff` asks it"
    assert f"pip install prepguides=={__version__}\n" in text
    assert "@" not in re.sub(r"uses: \S+@v\d+", "", text), "a placeholder that was not filled"


@pytest.mark.parametrize("name", WORKFLOWS)
def test_actions_are_pinned_by_major_version(name: str) -> None:
    uses = re.findall(r"uses: (\S+)", (ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8"))
    assert uses
    assert [action for action in uses if not re.fullmatch(r"(?:actions|github)/[a-z/-]+@v\d+", action)] == []


def test_the_github_workflow_runs_weekly_on_push_and_on_pull_requests_and_writes_only_where_it_must() -> None:
    workflow = loaded(in_the_checkout("github"))
    assert set(workflow["on"]) == {"push", "pull_request", "schedule", "workflow_dispatch"}
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["jobs"]["release"]["permissions"] == {"contents": "write"}
    assert "refs/tags/" in workflow["jobs"]["release"]["if"]
    restore, save = (step["with"] for step in workflow["jobs"]["print"]["steps"] if "actions/cache" in step.get("uses", ""))
    assert restore["key"] == save["key"]
    assert save["key"].startswith(restore["restore-keys"]), "what is saved is found again"


def test_the_gitlab_workflow_runs_on_schedules_pushes_and_merge_requests() -> None:
    workflow = loaded(in_the_checkout("gitlab"))
    rules = " ".join(rule["if"] for rule in workflow["workflow"]["rules"])
    assert all(word in rules for word in ('"schedule"', '"merge_request_event"', "$CI_COMMIT_TAG", "$CI_DEFAULT_BRANCH"))
    assert workflow["guides"]["cache"]["paths"] == ["output/"]
    assert workflow["release"]["rules"] == [{"if": "$CI_COMMIT_TAG"}]


# --- the workflows that test the program ---


def jobs(name: str) -> dict[str, Any]:
    found: dict[str, Any] = loaded(ROOT / ".github" / "workflows" / name)["jobs"]
    return found


def commands() -> list[str]:
    """Each line that a service's shell runs in this repository, folded lines joined."""
    github = [step["run"] for name in WORKFLOWS for job in jobs(name).values() for step in job["steps"] if "run" in step]
    gitlab = [
        line
        for name in GITLAB
        for job in loaded(ROOT / name).values()
        if isinstance(job, dict)
        for line in (*job.get("before_script", ()), *job.get("script", ()))
    ]
    return [line.strip() for text in (*github, *gitlab) for line in text.splitlines()]


def environments() -> set[str]:
    """What `tox -e` may be asked for."""
    config = ConfigParser(interpolation=None)
    config.read(ROOT / "tox.ini", encoding="utf-8")
    return {section.removeprefix("testenv:") for section in config.sections() if section.startswith("testenv:")}


def test_every_command_of_a_workflow_names_what_is_there() -> None:
    """A program that the step before it brings, an environment of tox.ini, a script of the repository that may be run."""
    known = {"pip", "tox", "sudo", "apt-get", "apk", "brew", "gh", "python3", "prepguides", "echo", '"$(brew'}
    for line in commands():
        program = line.split()[0]
        if program in {".venv/bin/pip", ".venv/bin/tox"}:
            continue
        if "/" in program and not program.startswith('"'):
            assert os.access(ROOT / program, os.X_OK), line
        else:
            assert program in known, line
    asked = [match[1] for line in commands() for match in re.finditer(r"\btox -e (\S+)", line)]
    assert {"py", "release"} <= set(asked) <= environments()
    assert {".ci/run"} <= set(commands())


def test_the_contributors_page_lists_every_environment() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(rows) == environments()
    assert len(rows) == len(set(rows))


def test_every_supported_python_is_tested_on_push_and_on_pull_requests() -> None:
    workflow = loaded(ROOT / ".github" / "workflows" / "tests.yml")
    assert {"push", "pull_request"} <= set(workflow["on"])
    pythons = ["3.11", "3.12", "3.13", "3.14"]
    assert workflow["jobs"]["fast"]["strategy"]["matrix"]["python"] == pythons
    gitlab = loaded(ROOT / ".gitlab" / "tests.yml")
    assert gitlab["fast"]["parallel"]["matrix"] == [{"PYTHON": pythons}]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == f">={pythons[0]}"
    claimed = {line.rpartition(" ")[2] for line in project["classifiers"] if re.search(r":: 3\.\d+$", line)}
    assert claimed <= set(pythons)


def test_only_what_is_not_claimed_may_fail() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    allowed = {name for name, job in jobs("tests.yml").items() if job.get("continue-on-error") == "true"}
    assert allowed == {"windows"}
    assert not any("Windows" in line for line in project["classifiers"])
    assert any("MacOS" in line for line in project["classifiers"])


def test_the_whole_runs_on_the_bare_machine_that_the_readme_names() -> None:
    assert jobs("tests.yml")["everything"]["container"] == "debian:12"
    assert loaded(ROOT / ".gitlab" / "tests.yml")["everything"]["image"] == "debian:12"
    assert "Debian 12" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_jobs_that_test_install_what_doctor_looks_for_and_poppler() -> None:
    wanted = [*(library.debian for library in LIBRARIES), "poppler-utils"]
    installed = [
        line.partition("--no-install-recommends ")[2].split() for line in commands() if "poppler-utils" in line and "apt-get" in line
    ]
    assert len(installed) >= 3
    assert [each for each in installed if each != wanted] == []


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_may_write_only_what_its_release_needs_and_ends_in_time(name: str) -> None:
    workflow = loaded(ROOT / ".github" / "workflows" / name)
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["concurrency"]["group"]
    writes = {
        (job, right) for job, found in workflow["jobs"].items() for right, level in found.get("permissions", {}).items() if level == "write"
    }
    assert writes <= {("print", "security-events"), ("release", "contents"), ("packages", "contents")}
    assert all(int(job["timeout-minutes"]) <= 60 for job in workflow["jobs"].values())


def test_the_packages_follow_the_release_that_the_guides_make() -> None:
    workflow = loaded(ROOT / ".github" / "workflows" / "release.yml")
    guides = loaded(ROOT / BUILDS["github"])
    assert workflow["on"] == {"workflow_run": {"workflows": [guides["name"]], "types": ["completed"]}}
    assert "conclusion == 'success'" in workflow["jobs"]["packages"]["if"]
    assert guides["on"]["push"]["tags"] == ["v*"]


def test_gitlab_tests_before_it_prints() -> None:
    root = loaded(ROOT / ".gitlab-ci.yml")
    assert [f"{item['local']}" for item in root["include"]] == [".gitlab/tests.yml", ".gitlab/guides.yml"]
    files = [loaded(ROOT / name) for name in GITLAB]
    used = {job["stage"] for text in files for job in text.values() if isinstance(job, dict) and "stage" in job}
    assert used == set(root["stages"])
    assert root["stages"][0] == "test"


def test_what_is_installed_is_held_to_the_lock() -> None:
    installs = [line for line in commands() if re.search(r"\bpip install\b", line)]
    assert len(installs) >= 6
    assert [line for line in installs if CONSTRAINED not in line] == []
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"pip install (.+?) (?:\.|tox) &&", readme) == [CONSTRAINED] * 2
    config = ConfigParser(interpolation=None)
    config.read(ROOT / "tox.ini", encoding="utf-8")
    assert "PIP_CONSTRAINT = {tox_root}/requirements/ci.txt" in config["testenv"]["set_env"]


def test_one_environment_runs_what_those_of_its_parts_run() -> None:
    """A bare `tox` makes it and that of lint; what is in no file of the others' is told apart by marks."""
    config = ConfigParser(interpolation=None)
    config.read(ROOT / "tox.ini", encoding="utf-8")
    whole = config["testenv:everything"]
    assert config["tox"]["env_list"] == "lint, everything"
    assert whole["ignore_errors"] == "true", "whatever fails, the rest has its say"
    assert {f"{{[testenv:{part}]deps}}" for part in ("types", "prose", "print")} == set(whole["deps"].split())
    types, spelling, unmeasured, measured = whole["commands"].strip().splitlines()
    assert (types, measured) == ("{[testenv:types]commands}", "{[testenv:py]commands}")
    assert spelling in config["testenv:prose"]["commands"]
    assert '-m "slow or prose or docs"' in unmeasured
    assert re.findall(r"--ignore (\S+)", unmeasured) == ["tests/browser", "tests/editor"]
    left_out = {"tests/browser": "slow", "tests/editor": "slow", "tests/prose": "prose", "tests/test_docs.py": "docs"}
    assert set(re.findall(r"--ignore (\S+)", config["testenv:py"]["commands"])) == set(left_out)
    for path, mark in left_out.items():
        for file in [ROOT / path] if path.endswith(".py") else (ROOT / path).glob("test_*.py"):
            assert re.search(rf"^pytestmark = .*pytest\.mark\.{mark}\b", file.read_text(encoding="utf-8"), re.MULTILINE), file


def test_the_hooks_of_this_repository_take_the_versions_that_tox_takes() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [repo["repo"] for repo in config["repos"]] == ["local"]
    hooks = {hook["id"]: hook for hook in config["repos"][0]["hooks"]}
    assert {"ruff-check", "ruff-format", "typos", "end-of-file-fixer", "trailing-whitespace"} <= set(hooks)
    asked = {requirement for hook in hooks.values() for requirement in hook.get("additional_dependencies", ())}
    assert all("==" in requirement for requirement in asked)
    tox = (ROOT / "tox.ini").read_text(encoding="utf-8")
    assert [line for line in asked if not line.startswith("pre-commit-hooks==") and line not in tox] == []
    entries = [hook["entry"] for hook in hooks.values() if hook["entry"].startswith("tox")]
    assert {entry.split()[2] for entry in entries} <= environments()


# --- what init writes ---


@pytest.mark.parametrize("service", SERVICES)
def test_a_workflow_that_stands_there_is_not_overwritten(service: str, mini: MiniProject) -> None:
    path = in_a_project(service, mini)
    path.write_text("mine", encoding="utf-8")
    run = prepguides("init", mini.root, "--ci", service)
    assert run.code == 2
    assert "PG803" in run.err
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_new_project_comes_with_its_workflow_and_is_not_begun_when_one_stands_there(tmp_path: Path) -> None:
    assert prepguides("init", tmp_path / "new", "--ci", "github").code == 0
    assert (tmp_path / "new" / ".github" / "workflows" / "guides.yml").is_file()
    assert (tmp_path / "new" / "content" / "project.yaml").is_file()
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / ".gitlab-ci.yml").write_text("mine")
    assert prepguides("init", taken, "--ci", "gitlab").code == 2
    assert [path.name for path in taken.iterdir()] == [".gitlab-ci.yml"]


# --- the workflows as what they do ---


@pytest.fixture
def service_shell(tmp_path: Path) -> Path:
    """Stands in for what a service's machine has and a test must not touch. Each call is noted in `called`."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("apt-get", "pip", "gh"):
        (folder / name).write_text(f'#!/bin/sh\necho "{name} $*" >> "{tmp_path}/called"\n')
    (folder / "sudo").write_text('#!/bin/sh\nexec "$@"\n')
    (folder / "prepguides").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m prepguides "$@"\n')
    for path in folder.iterdir():
        path.chmod(0o755)
    return folder


def shell(script: str, folder: Path, tools: Path, variables: Mapping[str, str]) -> Run:
    """A step as both services run it: bash that stops at the first failure. Nothing is measured: other tests run all that it does."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "CI_", "COVERAGE_"))}
    path = f"{tools}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
        env={**kept, "PATH": path, **variables},
    )
    return Run(done.returncode, done.stdout, done.stderr)


def github_runs(job: str, folder: Path, tools: Path) -> dict[str, Run]:
    """The shell steps of a job, in order, by name. A failed step does not keep those with an `if` from running."""
    (folder / "summary.md").write_text("")
    steps = loaded(folder / scaffold.SERVICES["github"])["jobs"][job]["steps"]
    runs: dict[str, Run] = {}
    for step in (step for step in steps if "run" in step):
        if "if" not in step and any(run.code for run in runs.values()):
            continue
        variables = {"GITHUB_STEP_SUMMARY": str(folder / "summary.md"), "GITHUB_REF_NAME": "v1.2.0", "GITHUB_REPOSITORY": "ours/guides"}
        runs[step["name"]] = shell(step["run"], folder, tools, variables)
    return runs


def test_the_github_steps_print_then_do_nothing_then_release(mini: MiniProject, service_shell: Path, tmp_path: Path) -> None:
    in_a_project("github", mini)
    first = github_runs("print", mini.root, service_shell)
    assert {name: run for name, run in first.items() if run.code} == {}
    assert list(mini.files()) == PDFS
    assert "| one (candidate) | printed | never built |" in (mini.root / "summary.md").read_text(encoding="utf-8")
    assert json.loads((mini.root / "prepguides.sarif").read_text(encoding="utf-8"))["runs"][0]["results"] == []
    assert f"pip install prepguides=={__version__}\n" in (tmp_path / "called").read_text()

    shutil.copytree(mini.root, tmp_path / "next", ignore=shutil.ignore_patterns("*.sarif", "*.md", "output"))
    shutil.copytree(mini.output, tmp_path / "next" / "output")  # what the cache does
    shutil.copytree(mini.root / "content", tmp_path / "next" / "content", dirs_exist_ok=True)
    second = github_runs("print", tmp_path / "next", service_shell)
    assert {name: run for name, run in second.items() if run.code} == {}
    assert "4 files unchanged" in (tmp_path / "next" / "summary.md").read_text(encoding="utf-8")

    released = tmp_path / "release"
    shutil.copytree(mini.output, released / "output")  # what download-artifact does
    shutil.copytree(mini.root / ".github", released / ".github")
    assert {name: run for name, run in github_runs("release", released, service_shell).items() if run.code} == {}
    assert "gh release create v1.2.0 --repo ours/guides" in (tmp_path / "called").read_text()
    subprocess.run([sys.executable, "-m", "zipfile", "-e", "guides.zip", "unpacked"], check=True, cwd=released)
    assert prepguides("verify", "--output", released / "unpacked").code == 0


def test_a_mistake_fails_the_github_run_at_its_line_and_costs_no_other_guide(mini: MiniProject, service_shell: Path) -> None:
    in_a_project("github", mini)
    mini.edit("content/interview/questions.yaml", "Which was baked first?", "Which was <b>baked</b> first?")
    runs = github_runs("print", mini.root, service_shell)
    assert runs["Check the content"].code == 1
    assert runs["Print what changed"].code == 1
    assert "::error file=content/interview/questions.yaml,line=" in runs["Print what changed"].out
    assert "Verify what was printed" not in runs
    assert list(mini.files()) == PDFS[2:]
    assert "**blocked**" in (mini.root / "summary.md").read_text(encoding="utf-8")
    result = json.loads((mini.root / "prepguides.sarif").read_text(encoding="utf-8"))["runs"][0]["results"][0]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "content/interview/questions.yaml"


def test_the_gitlab_steps_print_then_do_nothing_and_fail_on_a_mistake(mini: MiniProject, service_shell: Path) -> None:
    job = loaded(in_a_project("gitlab", mini))["guides"]
    script = "\n".join((*job["before_script"], *job["script"]))
    first = shell(script, mini.root, service_shell, {})
    assert first.code == 0, first.err
    assert list(mini.files()) == PDFS
    missing = [path for path in job["artifacts"]["paths"] if not (mini.root / path).exists()]
    assert missing == ["changes.md"], "there is no commit to compare with"
    second = shell(script, mini.root, service_shell, {})
    assert second.code == 0, second.err
    assert "4 files unchanged" in (mini.root / "summary.md").read_text(encoding="utf-8")
    mini.edit("content/interview/questions.yaml", "Which was baked first?", "Which was <b>baked</b> first?")
    third = shell(script, mini.root, service_shell, {})
    assert third.code == 1
    assert "content/interview/questions.yaml:" in third.err


@pytest.mark.parametrize("service", SERVICES)
def test_a_run_says_what_changed_since_the_commit_before_or_that_there_is_none(
    service: str, mini: MiniProject, service_shell: Path
) -> None:
    workflow = loaded(in_a_project(service, mini))
    steps = workflow["jobs"]["print"]["steps"] if service == "github" else []
    scripts = [step["run"] for step in steps if "run" in step] if service == "github" else workflow["guides"]["script"]
    (script,) = (each for each in scripts if "prepguides diff" in each)
    name = "BEFORE" if service == "github" else "CI_MERGE_REQUEST_DIFF_BASE_SHA"
    variables = {"GITHUB_STEP_SUMMARY": "changes.md", "GIT_CEILING_DIRECTORIES": str(mini.root.parent)}
    none = shell(script, mini.root, service_shell, {**variables, name: "0" * 40})
    assert (none.code, none.out) == (0, "There is no commit to compare with.\n")
    who = "git -c user.name=Ada -c user.email=ada@example.org"
    shell(f"git init --quiet && git add --all && {who} commit --quiet --message one", mini.root, service_shell, {})
    mini.edit("content/words/glossary.yaml", "The last rise.", "The first rise.")
    assert shell(script, mini.root, service_shell, {**variables, name: "HEAD"}).code == 0
    assert "The <del>last</del><ins>first</ins> rise." in (mini.root / "changes.md").read_text(encoding="utf-8")


# --- SARIF ---


def test_check_in_sarif_has_every_rule_and_a_region_for_every_finding(mini: MiniProject) -> None:
    mini.edit("content/words/formats.yaml", "asks_about: future", "asks_abuot: future")
    run = mini.run("check", "--format", "sarif")
    assert run.code == 1
    log = json.loads(run.out)
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    driver = log["runs"][0]["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"]) == ("prepguides", __version__)
    assert [rule["id"] for rule in driver["rules"]] == list(RULES)
    for rule in driver["rules"]:
        assert set(rule) == {"id", "name", "shortDescription", "help", "defaultConfiguration"}
        assert rule["defaultConfiguration"]["level"] in ("error", "warning")
        assert rule["name"].isalnum()
    (found,) = log["runs"][0]["results"]
    assert driver["rules"][found["ruleIndex"]]["id"] == found["ruleId"] == "PG204"
    assert found["level"] == "error"
    assert found["message"] == {"text": 'unknown field "asks_abuot". did you mean "asks_about"?'}
    (location,) = found["locations"]
    place = location["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "content/words/formats.yaml", "uriBaseId": "%SRCROOT%"}
    assert {name: place["region"][name] for name in ("startLine", "startColumn", "endColumn")} == {
        "startLine": 2,
        "startColumn": 30,
        "endColumn": 40,
    }


def sarif(run: Run) -> Any:
    """The log, which must be what the published schema asks for. OASIS publishes it; tests/schemas holds a copy as it is."""
    log = json.loads(run.out)
    schema = json.loads((TESTS / "schemas" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    jsonschema.Draft4Validator.check_schema(schema)
    assert [error.message for error in jsonschema.Draft4Validator(schema).iter_errors(log)] == []
    return log


def test_sarif_of_every_kind_of_finding_is_what_its_schema_asks_for(mini: MiniProject) -> None:
    """Nothing, a value, a whole file, a template, a warning, the command line, an odd path."""
    assert sarif(mini.run("check", "--format", "sarif"))["runs"][0]["results"] == []
    mini.edit("content/words/formats.yaml", "formats:\n", "formats:\n  - {id: riddle, name: Riddle}\n")
    assert [result["level"] for result in sarif(mini.run("check", "--format", "sarif"))["runs"][0]["results"]] == ["warning"]
    mini.edit("content/interview/questions.yaml", "Which was baked first?", "Which was <b>baked</b> first?")
    mini.add("content/words/é und ü.yaml", b"\xff")
    mini.theme("own", "two", sections__glossary_html="<p>{{ edition.titel }}</p>\n")
    results = sarif(mini.run("check", "one", "two", "three", "--format", "sarif"))["runs"][0]["results"]
    assert {"PG205", "PG101", "PG502", "PG405"} <= {result["ruleId"] for result in results}


def test_sarif_of_what_is_no_file_points_at_the_settings(mini: MiniProject) -> None:
    log = json.loads(mini.run("check", "onne", "--format", "sarif").out)
    (location,) = log["runs"][0]["results"][0]["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "content/project.yaml"
    assert location["logicalLocations"] == [{"name": "command line"}]


def test_sarif_is_for_check_alone(mini: MiniProject) -> None:
    assert mini.run("build", "--format", "sarif").code == 2
    assert mini.run("check", "--format", "sarif").code == 0


# --- the hook and the container ---


def test_the_pre_commit_hook_is_a_command_that_fails_on_a_mistake(mini: MiniProject, service_shell: Path) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["id"] == "prepguides-check"
    assert {"name", "entry", "language", "pass_filenames"} <= set(hook)
    assert hook["pass_filenames"] is False
    assert shell(hook["entry"], mini.root, service_shell, {}).code == 0
    mini.edit("content/words/formats.yaml", "asks_about: future", "asks_abuot: future")
    assert shell(hook["entry"], mini.root, service_shell, {}).code == 1


def test_the_pre_commit_hook_runs_for_a_commit_that_only_deletes_a_file(mini: MiniProject, service_shell: Path) -> None:
    """pre-commit counts no deleted files, and skips a hook that none of the others concern, unless it is to run always."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["always_run"] is True
    (mini.root / "content" / "words" / "formats.yaml").unlink()
    run = shell(hook["entry"], mini.root, service_shell, {})
    assert run.code == 1
    assert "PG3" in run.err


def test_the_container_has_the_libraries_that_doctor_looks_for_and_a_user_of_its_own() -> None:
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    (block,) = re.findall(r"--no-install-recommends \\\n(.*?)&& rm", text, re.DOTALL)
    assert block.replace("\\", "").split() == sorted(library.debian for library in LIBRARIES)
    assert text.startswith("#")
    assert "\nARG BASE=debian:12-slim\n" in text
    assert "\nFROM debian:12-slim AS libraries\n" in text, "of one release, whatever the base"
    assert "\nFROM ${BASE}\n" in text
    assert "\nENV LD_LIBRARY_PATH=/opt/libraries\n" in text
    assert text.index("\nUSER ") < text.index("\nENTRYPOINT ")
    assert 'ENTRYPOINT ["/opt/prepguides/bin/prepguides"]' in text


def test_the_comparison_of_two_bases_knows_every_instruction_and_both_bases() -> None:
    two_bases = script(".ci/two_bases.py")
    first, last = two_bases.stages((ROOT / "Containerfile").read_text(encoding="utf-8"))
    assert (first.base, first.name, last.base) == ("debian:12-slim", "libraries", "${BASE}")
    assert {word for word, _ in (*first.steps, *last.steps)} <= {"RUN", "COPY", "ENV", "USER", "WORKDIR", "ENTRYPOINT"}
    assert two_bases.entry(last) == "/opt/prepguides/bin/prepguides"
    assert f"BASE={list(two_bases.RELEASES)[1]}" in (ROOT / "Containerfile").read_text(encoding="utf-8")
    for what in ("folder", "user", "environment", "cores"):
        assert getattr(two_bases.HERE, what) != getattr(two_bases.THERE, what)


def test_both_services_end_each_job_of_tests_with_the_same_command() -> None:
    """But for systems that one of them alone has, and for the packages, which the other service makes in a workflow of their own."""
    github = {name: job["steps"][-1]["run"] for name, job in jobs("tests.yml").items() if name not in ("macos", "windows")}
    gitlab = loaded(ROOT / ".gitlab" / "tests.yml")
    assert {name: job["script"][-1] for name, job in gitlab.items() if name not in (".tests", "packages")} == github
    assert github["bytes"] == ".ci/two_bases.py docker"
