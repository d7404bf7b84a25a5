"""What is staged is judged, and nothing else; on real repositories."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.git_repositories import GitRepository, broken, new_repository, sound
from workflow_updater.cli import main

FILE = "workflows/orders/definition.asl.json"
TEMPLATE = "workflows/orders/definition.asl.json.j2"
SLOW = ("boto3", "botocore", "jinja2", "yaml", "jsonpatch", "rich")


def stage(repository: GitRepository, **files: object) -> None:
    for name, content in files.items():
        repository.write(name.replace("__", "/"), content)
    repository.git("add", ".")


def found(capsys: pytest.CaptureFixture[str], code: int = 3) -> list[tuple[str, str]]:
    """Return file and rule of each finding of what is staged."""
    capsys.readouterr()
    assert main(["hook", "pre-commit", "--json"]) == code
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return [(finding["file"], finding["rule"]) for finding in told["findings"]]


def templated(text: str) -> str:
    return json.dumps(sound("TEXT")).replace("TEXT", text)


def test_nothing_staged_is_no_finding(repository: GitRepository, capsys: pytest.CaptureFixture[str]) -> None:
    assert [] == found(capsys, 0)


def test_what_is_staged_counts_and_not_what_lies_on_disk(
    repository: GitRepository, capsys: pytest.CaptureFixture[str]
) -> None:
    stage(repository, **{FILE: broken()})
    repository.write(FILE, sound())
    staged_broken = found(capsys)
    stage(repository)
    repository.write(FILE, broken())

    assert [(FILE, "E107")] == staged_broken
    assert [] == found(capsys, 0)


def test_the_excerpt_is_of_what_is_staged(repository: GitRepository, capsys: pytest.CaptureFixture[str]) -> None:
    stage(repository, **{FILE: broken()})
    repository.write(FILE, "something else\n" * 20)

    assert main(["hook", "pre-commit"]) == 3

    told = capsys.readouterr()
    assert '"Next": "Nowhere"' in told.out and "something else" not in told.out
    assert "--no-verify" in told.err


def test_only_what_the_commit_changes_is_judged(repository: GitRepository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit(**{FILE: broken()})
    stage(repository, **{"workflows/other/definition.asl.json": sound(), "README.md": "x"})

    assert [] == found(capsys, 0)


@pytest.mark.parametrize("name", ["a b/ö ü.asl.json", "-x.asl.json", "[x]/*.asl.json", "$(touch x)/;.asl.json"])
def test_names_are_names(repository: GitRepository, capsys: pytest.CaptureFixture[str], name: str) -> None:
    stage(repository, **{name: broken()})

    assert [(name, "E107")] == found(capsys)
    assert {name.partition("/")[0], ".git"} == {file.name for file in repository.folder.iterdir()}


def test_a_renamed_definition_is_judged_where_it_went(
    repository: GitRepository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.commit(**{FILE: broken()})
    repository.git("mv", "workflows/orders", "workflows/sales")

    assert [("workflows/sales/definition.asl.json", "E107")] == found(capsys)


def test_a_deleted_definition_is_no_finding(repository: GitRepository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit(**{FILE: broken(), "workflows/other/definition.asl.json": sound()})
    repository.git("rm", "-q", FILE)

    assert [] == found(capsys, 0)


def test_a_definition_that_workflows_toml_still_names_cannot_be_deleted(
    repository: GitRepository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.commit(**{FILE: sound(), "workflows.toml": '[workflows.orders]\ndefinition = "workflows/orders"\n'})
    repository.git("rm", "-q", FILE)

    assert main(["hook", "pre-commit"]) == 2
    assert "workflows.orders.definition: there is no workflows/orders in what is staged" in capsys.readouterr().err


def test_a_merge_is_judged_as_what_it_brings(repository: GitRepository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit(**{FILE: sound(1)})
    repository.git("checkout", "-q", "-b", "side")
    repository.commit(**{FILE: sound(2)})
    repository.git("checkout", "-q", "main")
    repository.commit(**{FILE: sound(3)})
    assert repository.try_git("merge", "side").returncode == 1, "there must be a conflict"
    stage(repository, **{FILE: broken()})

    assert [(FILE, "E107")] == found(capsys)


def test_a_submodule_and_a_link_are_no_definitions(
    repository: GitRepository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inner = new_repository(tmp_path / "inner")
    inner.commit(**{FILE: broken()})
    allowed = ("-c", "protocol.file.allow=always")
    repository.git(*allowed, "submodule", "--quiet", "add", str(inner.folder), "inner.asl.json")
    (repository.folder / "link.asl.json").symlink_to("/etc/passwd")
    stage(repository, **{FILE: sound()})

    assert [] == found(capsys, 0)


def test_what_a_template_includes_is_read_as_it_is_staged(
    repository: GitRepository, capsys: pytest.CaptureFixture[str]
) -> None:
    stage(repository, **{TEMPLATE: templated("{{ file('/shared/text') }}"), "shared/text": "staged"})
    (repository.folder / "shared" / "text").unlink()

    assert [] == found(capsys, 0)
    repository.git("commit", "-q", "-m", "with the text")
    repository.git("add", ".")
    repository.write("shared/text", "on disk")

    assert [TEMPLATE] == [file for file, _ in found(capsys)]


@pytest.mark.parametrize("outer", ["{% include '/shared/outer.txt' %}", "{% include '/shared/' ~ 'outer.txt' %}"])
def test_a_template_is_judged_when_what_it_includes_is_staged(
    repository: GitRepository, capsys: pytest.CaptureFixture[str], outer: str
) -> None:
    repository.commit(
        **{
            TEMPLATE: templated(outer),
            "shared/outer.txt": "{% include 'inner.txt' %}",
            "workflows/orders/inner.txt": "",
        }
    )
    stage(repository, **{"shared/unrelated.txt": "{{ nobody }}"})
    unrelated = found(capsys, 0)
    stage(repository, **{"workflows/orders/inner.txt": "{{ nobody }}"})

    assert [] == unrelated
    assert ["workflows/orders/inner.txt"] == [file for file, _ in found(capsys)]


TOML = """
[workflows.orders]
[environments.test]
patches = ["patches/{workflow}.json"]
variables = {name = "test"}
[environments.prod]
variables = {name = "prod"}
"""


def test_a_template_is_judged_for_each_environment(
    repository: GitRepository, capsys: pytest.CaptureFixture[str]
) -> None:
    stage(repository, **{TEMPLATE: templated("{{ name }}"), "workflows.toml": TOML})
    both = found(capsys, 0)
    stage(repository, **{"workflows.toml": TOML.replace('name = "prod"', 'other = "prod"')})

    assert main(["hook", "pre-commit"]) == 3
    assert [] == both
    assert "'name' is undefined (environment prod)" in capsys.readouterr().out


def test_a_patch_is_judged_as_it_is_staged(repository: GitRepository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit(**{FILE: sound(), "workflows.toml": TOML})
    stage(repository, **{"patches/orders.json": {"StartAt": "Nowhere"}})
    repository.write("patches/orders.json", {})

    assert ["patches/orders.json"] == [file for file, _ in found(capsys)]


def test_workflows_toml_counts_as_it_is_staged(repository: GitRepository, capsys: pytest.CaptureFixture[str]) -> None:
    stage(repository, **{FILE: sound(), "workflows.toml": "[workflow.orders]"})
    repository.write("workflows.toml", TOML)

    assert main(["hook", "pre-commit"]) == 2
    told = capsys.readouterr().err
    assert "error: workflows.toml:1: unknown key workflow" in told and "did you mean workflows?" in told


def test_a_workflow_is_judged_when_its_table_changes(
    repository: GitRepository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.commit(**{FILE: broken(), "workflows.toml": '[workflows.orders]\nstack = "one"\n'})
    stage(repository, **{"workflows.toml": '[workflows.orders]\nstack = "one"  # the same\n'})
    same = found(capsys, 0)
    stage(repository, **{"workflows.toml": '[workflows.orders]\nstack = "two"\n'})

    assert [] == same
    assert [(FILE, "E107")] == found(capsys)


def test_a_test_file_is_judged_with_its_workflow(repository: GitRepository, capsys: pytest.CaptureFixture[str]) -> None:
    tests = "workflows/orders/tests/cases.yaml"
    repository.commit(**{FILE: sound(), tests: "cases: [{name: greets, expect: {status: SUCCEEDED}}]\n"})
    stage(repository, **{tests: "cases: [{nome: greets}]\n"})
    repository.write(tests, "cases: [{name: greets, expect: {status: SUCCEEDED}}]\n")

    assert {tests} == {file for file, _ in found(capsys)}


def test_what_only_aws_can_complete_is_told_and_stops_nothing(
    repository: GitRepository, capsys: pytest.CaptureFixture[str]
) -> None:
    stage(repository, **{TEMPLATE: templated("{{ ssm('/name') }}")})

    assert main(["hook", "pre-commit"]) == 0
    assert f"{TEMPLATE} looks something up in AWS and was not checked here" in capsys.readouterr().err


def test_a_hostile_repository_runs_nothing(repository: GitRepository, capsys: pytest.CaptureFixture[str]) -> None:
    spy = repository.write("spy.sh", f"#!/bin/sh\ntouch '{repository.folder}/was-run'\n")
    spy.chmod(0o755)
    repository.write(".gitattributes", "* diff=spy filter=spy text\n")
    stage(repository, **{FILE: broken()})
    for key in ("diff.external", "diff.spy.textconv", "diff.spy.command", "filter.spy.smudge", "core.fsmonitor"):
        repository.git("config", key, str(spy))

    assert [(FILE, "E107")] == found(capsys)
    assert not (repository.folder / "was-run").exists()


@pytest.mark.parametrize("staged", [{}, {"src/main.py": "print()", "docs/page.md": "x"}])
def test_what_concerns_no_workflow_waits_for_nothing(repository: GitRepository, staged: dict[str, str]) -> None:
    said = templated("{{ name }} {% include '/shared/text' %}")
    repository.commit(**{FILE: sound(), TEMPLATE: said, "shared/text": "x", "workflows.toml": TOML})
    stage(repository, **staged)
    code = (
        "import sys; from workflow_updater.cli import main; code = main(['hook', 'pre-commit']); "
        f"sys.exit(code or ', '.join(set({SLOW}) & set(sys.modules)) or 0)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=repository.folder, capture_output=True, text=True, check=False
    )

    assert (0, "", "") == (done.returncode, done.stdout, done.stderr)
