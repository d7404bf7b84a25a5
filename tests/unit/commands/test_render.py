"""`render`: what would be pushed, out of templates, variables, lookups and patches."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.fakes.cloud import FakeCloud
from tests.unit.commands.called import call
from workflow_updater.cli import main
from workflow_updater.commands import render, validate
from workflow_updater.core.content_address import canonical
from workflow_updater.core.definition.document import Document
from workflow_updater.errors import CloudUnavailable, DefinitionInvalid, UsageError
from workflow_updater.sources.yaml_definition import read_yaml

TOML = """
[environments.test]
patches = ["overlays/test.json", "overlays/{workflow}.yaml"]

[environments.test.variables]
say = "hello from test"

[environments.prod.variables]
say = "hello"
"""
TEMPLATE = """StartAt: Say
States:
  Say: {Type: Pass, Result: "%s", End: true}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a template and two environments."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "workflows.toml").write_text(TOML)
    (tmp_path / "overlays").mkdir()
    (tmp_path / "overlays" / "test.json").write_text('{"Comment": "for tests"}')
    (tmp_path / "workflows" / "orders").mkdir(parents=True)
    write("{{ say }}")
    return tmp_path


def write(result: str) -> None:
    (Path("workflows/orders") / "definition.asl.yaml.j2").write_text(TEMPLATE % result)


def result(called) -> object:
    return json.loads(called.out)["States"]["Say"]["Result"]


@pytest.fixture
def cloud() -> FakeCloud:
    return FakeCloud()


def test_a_workflow_is_rendered_with_variables_and_patches_of_its_environment(cloud):
    told = json.loads(call(render, cloud, "orders", "--environment", "test").out)

    assert "hello from test" == told["States"]["Say"]["Result"]
    assert "for tests" == told["Comment"]


def test_a_patch_for_each_workflow_is_for_those_that_have_one(cloud):
    Path("overlays/orders.yaml").write_text("TimeoutSeconds: 60")

    told = json.loads(call(render, cloud, "workflows/orders", "--environment", "test").out)

    assert 60 == told["TimeoutSeconds"]


def test_a_flag_wins_over_the_environment(cloud):
    assert "other" == result(call(render, cloud, "orders", "--environment", "prod", "--var", "say=other"))


@pytest.mark.parametrize(
    ("flag", "expected"), [("n=01", "01"), ("n:=1", "1"), ("n:=[1, null]", "[1, null]"), ("n=a=b", "a=b"), ("n=", "")]
)
def test_a_variable_is_text_or_json(cloud, flag: str, expected: str):
    write("{{ n }}")

    assert expected == result(call(render, cloud, "orders", "--var", flag))


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--var", "n"], "--var n: not NAME=TEXT"),
        (["--var", "a-b=1"], "--var a-b=1: not NAME=TEXT"),
        (["--var", "=1"], "--var =1: not NAME=TEXT"),
        (["--var", "n:=x"], "--var n:=x: what follows := is not JSON"),
        (["--var", "output=1"], "no variable can be called output"),
        (["--environment", "nowhere"], "environment nowhere is not in"),
    ],
)
def test_a_flag_that_cannot_be_understood_is_told(cloud, flags: list[str], words: str):
    with pytest.raises(UsageError, match=words):
        call(render, cloud, "orders", *flags)


def test_a_patch_that_is_not_there_is_told_with_its_key(cloud):
    Path("overlays/test.json").unlink()

    with pytest.raises(
        UsageError, match=r"workflows\.toml: environments\.test\.patches: there is no file overlays/test"
    ):
        call(render, cloud, "orders", "--environment", "test")


def test_a_patch_may_not_be_a_template(cloud):
    Path("overlays/test.json").rename("overlays/test.json.j2")
    Path("workflows.toml").write_text('[environments.test]\npatches = ["overlays/test.json.j2"]')

    with pytest.raises(UsageError, match=r"test\.json\.j2 is a template"):
        call(render, cloud, "orders", "--environment", "test", "--var", "say=x")


@pytest.mark.parametrize(
    ("result", "flags", "hint"),
    [
        ("{{ say }}", [], "--environment test or --environment prod defines it, or --var say=TEXT"),
        ("{{ sai }}", ["--environment", "test"], "did you mean say?"),
        ("{{ evn('A', '') }}", [], "did you mean env?"),
        ("{{ color }}", ["--environment", "test"], "define it in [environments.test.variables] of workflows.toml"),
        ("{{ color }}", [], "define it in [environments.NAME.variables] of workflows.toml, or with --var color=TEXT"),
    ],
)
def test_an_undefined_variable_is_told_with_what_would_define_it(cloud, result: str, flags: list[str], hint: str):
    write(result)

    with pytest.raises(DefinitionInvalid) as error:
        call(render, cloud, "orders", *flags)

    (finding,) = error.value.findings
    assert ("E011", 3) == (finding.rule, finding.line)
    assert hint in finding.hint


def test_the_canonical_form_is_what_is_published_byte_for_byte(cloud):
    called = call(render, cloud, "orders", "--environment", "prod", "--format", "canonical")

    assert canonical(json.loads(called.out)).decode() == called.out
    assert hashlib.sha256(called.out.encode()).hexdigest() == called.err.strip()


def test_yaml_reads_as_the_same_definition(cloud):
    write("1e3 {{ say }}\\n{% $states.input %}")
    as_json, as_yaml = (call(render, cloud, "orders", "--environment", "prod", "--format", form) for form in FORMATS)

    document = read_yaml(as_yaml.out.encode())
    assert isinstance(document, Document)
    assert json.loads(as_json.out) == document.value


FORMATS = ("json", "yaml")


def test_json_is_one_object_with_the_digest(cloud):
    value = call(render, cloud, "orders", "--environment", "prod", "--json").value

    assert {"definition", "sha256", "findings"} == value.keys()
    assert hashlib.sha256(canonical(value["definition"])).hexdigest() == value["sha256"]


def test_a_definition_with_errors_is_shown_and_ends_with_3(cloud):
    Path("workflows/orders/definition.asl.yaml.j2").write_text(TEMPLATE.replace("End: true", "Next: Nowhere") % "x")

    called = call(render, cloud, "orders")

    assert 3 == called.code
    assert "x" == result(called)
    assert "definition.asl.yaml.j2:3:" in called.err


def test_a_definition_without_jinja_is_rendered_too(cloud):
    Path("plain.json").write_text('{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}')

    assert {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}} == json.loads(call(render, cloud, "plain.json").out)


def test_lookups_ask_aws_each_thing_once(cloud):
    cloud.stacks.add("queues", template="{}", outputs={"Url": "https://queue"})
    cloud.parameters.add("/limit", "7")
    write("{{ output('queues', 'Url') }} {{ output('queues', 'Url') | length }} {{ ssm('/limit') }}{{ ssm('/limit') }}")

    called = call(render, cloud, "orders")

    assert "https://queue 13 77" == result(called)
    assert [("find", "/limit")] == cloud.parameters.calls
    assert [("describe", "queues")] == cloud.stacks.calls


@pytest.mark.parametrize(
    ("lookup", "message"),
    [
        ("output('queues', 'Arn')", "the stack queues has no output Arn"),
        ("output('other', 'Arn')", "there is no stack other"),
        ("ssm('/nothing')", "there is no parameter /nothing in the parameter store"),
        ("ssm('/secret')", "the parameter /secret is a SecureString, a secret"),
    ],
)
def test_a_lookup_that_finds_nothing_is_a_finding(cloud, lookup: str, message: str):
    cloud.stacks.add("queues", template="{}")
    cloud.parameters.add("/secret", "x", "SecureString")
    write(f"{{{{ {lookup} }}}}")

    called = call(validate, cloud, "orders")

    assert 3 == called.code
    assert f"definition.asl.yaml.j2:3:33 E012 {message}" in called.out


def test_a_lookup_that_aws_denies_ends_with_5_and_names_its_place(cloud):
    cloud.parameters.fail("find", CloudUnavailable("you may not ssm:GetParameter", hint="ask"))
    write("{{ ssm('/limit') }}")

    with pytest.raises(CloudUnavailable, match=r"definition\.asl\.yaml\.j2:3:33: you may not ssm") as error:
        call(render, cloud, "orders")

    assert "ask" == error.value.hint


def test_the_environment_of_the_process_is_looked_up(cloud, monkeypatch):
    monkeypatch.setenv("SAY", "from outside")
    write("{{ must_env('SAY') }}, {{ env('SAY', 'x') }}, {{ env('NOT', 'x') }}")

    assert "from outside, from outside, x" == result(call(render, cloud, "orders"))


@pytest.mark.parametrize("name", ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "GITHUB_TOKEN", "db_password"])
def test_a_secret_of_the_environment_is_refused(cloud, monkeypatch, name: str):
    monkeypatch.setenv(name, "x")
    for lookup in (f"env('{name}', '')", f"must_env('{name}')"):
        write(f"{{{{ {lookup} }}}}")

        with pytest.raises(DefinitionInvalid) as error:
            call(render, cloud, "orders")

        assert f"the environment variable {name} is a secret by its name" == error.value.findings[0].message


def test_what_a_template_does_to_a_variable_stays_in_it(cloud):
    Path("workflows.toml").write_text("[environments.e.variables]\nnames = ['a']")
    write("{{ names.append('b') }} {{ names | join }}")
    Path("second.yaml.j2").write_text(TEMPLATE % "{{ changed if 'b' in names else 'as it was' }}")

    assert 0 == call(validate, cloud, "orders", "second.yaml.j2", "--environment", "e").code
    assert "null ab" == result(call(render, cloud, "orders", "--environment", "e"))


def test_a_link_out_of_the_repository_is_not_followed(cloud, tmp_path_factory):
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.txt"
    secret.write_text("secret")
    Path("workflows/orders/link.txt").symlink_to(secret)
    write("{{ file('link.txt') }}")

    with pytest.raises(DefinitionInvalid) as error:
        call(render, cloud, "orders")

    assert "the file link.txt is outside of the repository" in error.value.findings[0].message


def test_paths_count_from_the_definition_or_from_the_root(cloud):
    Path("workflows/orders/a.txt").write_text("a")
    Path("b.txt").write_text("b\n")
    write("{{ file('a.txt') }}{{ file('../../b.txt') }}{{ file('/b.txt') }}")

    assert "ab\nb\n" == result(call(render, cloud, "orders"))


def test_a_template_outside_of_the_repository_sees_its_own_folder_only(cloud, tmp_path_factory):
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "x.yaml.j2").write_text(TEMPLATE % "{{ file('/beside.txt') }}")
    (folder / "beside.txt").write_text("beside")

    assert "beside" == result(call(render, cloud, str(folder / "x.yaml.j2")))


def test_the_definition_that_workflows_toml_names_has_its_table(cloud):
    Path("flows").mkdir()
    Path("flows/o.yaml.j2").write_text(TEMPLATE % "x")
    Path("workflows.toml").write_text(
        '[workflows.o]\ndefinition = "flows/o.yaml.j2"\n[environments.e]\npatches = ["{workflow}.json"]'
    )
    Path("o.json").write_text('{"Comment": "patched"}')

    for given in ("o", "flows/o.yaml.j2"):
        assert "patched" == json.loads(call(render, cloud, given, "--environment", "e").out)["Comment"]


def test_a_plain_definition_with_jinja_in_it_is_told_to_be_renamed(cloud):
    Path("x.yaml").write_text("StartAt: {{ start }}\n")

    called = call(validate, cloud, "x.yaml")

    assert "jinja is rendered in files named *.j2: rename it to x.yaml.j2" in called.out


@pytest.mark.parametrize("flags", [[], ["--format", "json"], ["--format=json"]])
def test_the_default_format_is_the_one_that_can_be_named(flags, capsys):
    assert main(["render", "orders", "--environment", "prod", *flags]) == 0
    assert ["StartAt", "States"] == list(json.loads(capsys.readouterr().out))


def test_json_has_the_findings_too(cloud):
    Path("x.json").write_text('{"StartAt": "A", "States": {"A": {"Type": "Pass"}}}')

    told = call(render, cloud, "x.json", "--json")

    assert (3, ["E109"]) == (told.code, [finding["rule"] for finding in told.value["findings"]])
