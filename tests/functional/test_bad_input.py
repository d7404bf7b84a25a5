"""Every bad input ends with its exit code and says where, what and what to do; nothing is left half done."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.functional.pushing import BYE, HELLO, STATE_MACHINE, function_zip, machine, template
from workflow_updater.cli import main

ROOT = Path(__file__).parents[2]


def deploy(capsys, *arguments):
    code = main(["deploy", *arguments])
    return code, capsys.readouterr().err


def test_dependencies_that_are_not_installed_are_named_with_the_command_that_installs_them(tmp_path):
    (tmp_path / "hello.asl.json").write_text(json.dumps(HELLO))
    bare = [sys.executable, "-S", str(ROOT / "deploy_workflow.py")]  # -S: without site-packages

    done = subprocess.run(
        [*bare, "--stack", "s", "--workflow", "hello.asl.json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "boto3 is not installed" in done.stderr
    assert "make setup" in done.stderr


def test_the_launcher_goes_on_in_the_environment_beside_it_when_none_is_active(tmp_path):
    launcher = tmp_path / "deploy_workflow.py"
    launcher.write_text((ROOT / "deploy_workflow.py").read_text("utf-8"), "utf-8")
    own = tmp_path / ".venv" / "bin" / "python"
    own.parent.mkdir(parents=True)
    own.write_text('#!/bin/sh\necho went on with "$@"\n')
    own.chmod(0o755)
    python = Path(sys.base_prefix) / "bin" / "python3"

    done = subprocess.run([python, launcher, "--version"], capture_output=True, text=True, check=True)

    assert done.stdout == f"went on with {launcher} --version\n"


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (None, 2, "no file bad.asl.json"),
        (b'{"StartAt": "A",\n  oops}', 3, "bad.asl.json:2:3 E001"),
        (b'{"StartAt": "\xff"}', 3, "bad.asl.json:1:14 E003"),
        (b'"' + b"x" * 2 * 1024 * 1024 + b'"', 3, "E004"),
        (json.dumps({"StartAt": "A", "States": {"B": {"Type": "Succeed"}}}).encode(), 3, "bad.asl.json:1:"),
    ],
)
def test_a_definition_that_cannot_be_read_or_has_errors_never_leaves_the_desk(
    tmp_path, monkeypatch, capsys, content, code, words
):
    monkeypatch.chdir(tmp_path)
    if content is not None:
        (tmp_path / "bad.asl.json").write_bytes(content)

    assert (code, True) == _with_words(deploy(capsys, "--stack", "s", "--workflow", "bad.asl.json"), words)


def _with_words(ended, words):
    code, told = ended
    assert words in told
    return code, words in told


def test_an_unknown_stack_is_named_with_its_region(account, capsys):
    code, told = deploy(capsys, "--stack", "nowhere", "--workflow", account.write("a.asl.json", HELLO))

    assert code == 2
    assert "nowhere" in told
    assert "eu-central-1" in told


def test_a_stack_without_a_state_machine_is_told_so(account, capsys):
    account.create_stack("topic", {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}})

    code, told = deploy(capsys, "--stack", "topic", "--workflow", account.write("a.asl.json", HELLO))

    assert code == 2
    assert "stack topic has no state machine" in told


def test_several_state_machines_are_listed(account, capsys):
    account.create_stack("both", template(Orders=machine(), Returns=machine("Returned")))

    code, told = deploy(capsys, "--stack", "both", "--workflow", account.write("a.asl.json", HELLO))

    assert code == 2
    assert "name one with --resource: Orders, Returns" in told


def test_a_template_that_names_no_parameter_for_the_location_is_told_so(account, capsys):
    plain = {"Type": STATE_MACHINE, "Properties": {"RoleArn": "arn:aws:iam::111122223333:role/x"}}
    plain["Properties"]["DefinitionString"] = json.dumps(HELLO)
    account.create_stack("plain", {"Resources": {"Orders": plain}})

    code, told = deploy(capsys, "--stack", "plain", "--workflow", account.write("a.asl.json", HELLO))

    assert code == 2
    assert "Transform StepFunctionWorkflowInjector" in told


@pytest.mark.parametrize("bucket", ["no-such-bucket-anywhere", "another-bucket"])
def test_a_bucket_that_is_not_there_or_not_the_macros_changes_nothing(account, capsys, bucket):
    account.create_stack(f"stack-of-{bucket}", template())
    if bucket == "another-bucket":
        account.cloud.client("s3").create_bucket(
            Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
        )
    file = account.write("a.asl.json", HELLO)

    code, told = deploy(capsys, "--stack", f"stack-of-{bucket}", "--workflow", file, "--bucket", bucket)

    assert code == (1 if bucket == "another-bucket" else 2)
    assert bucket in told
    assert [] == account.change_sets(f"stack-of-{bucket}")


def test_no_credentials_says_how_to_name_them(account, capsys, monkeypatch):
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")

    code, told = deploy(capsys, "--stack", "s", "--workflow", account.write("a.asl.json", HELLO))

    assert code == 2
    assert "AWS_PROFILE" in told


def test_no_region_says_how_to_name_it(account, capsys, monkeypatch):
    monkeypatch.delenv("AWS_REGION")
    monkeypatch.delenv("AWS_DEFAULT_REGION")

    code, told = deploy(capsys, "--stack", "s", "--workflow", account.write("a.asl.json", HELLO))

    assert code == 2
    assert "--region" in told


def test_an_endpoint_that_does_not_answer_is_named(account, capsys, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")

    code, told = deploy(capsys, "--stack", "s", "--workflow", account.write("a.asl.json", HELLO))

    assert code == 5
    assert "127.0.0.1:9" in told


PASSES = """
def handler(event, context):
    return {"requestId": event["requestId"], "status": "success", "fragment": event["fragment"]}
"""
RAISES = "def handler(event, context):\n    raise RuntimeError('no answer')\n"


@pytest.fixture
def own_macro(empty_account):
    """An account whose macro is not ours, with a stack that asks for it."""
    cloud = empty_account.cloud
    cloud.client("s3").create_bucket(
        Bucket=empty_account.bucket, CreateBucketConfiguration={"LocationConstraint": cloud.region}
    )
    cloud.client("lambda").create_function(
        FunctionName="macro",
        Runtime="python3.13",
        Handler="index.handler",
        Role=f"arn:aws:iam::{cloud.account}:role/macro",
        Code={"ZipFile": function_zip(PASSES)},
    )
    function = f"arn:aws:lambda:{cloud.region}:{cloud.account}:function:macro"
    properties = {"Name": "StepFunctionWorkflowInjector", "FunctionName": function}
    empty_account.create_stack(
        "macro", {"Resources": {"Macro": {"Type": "AWS::CloudFormation::Macro", "Properties": properties}}}
    )
    empty_account.create_stack("orders", template(Orders=machine(DefinitionString=json.dumps(HELLO))))
    return empty_account


def test_a_macro_that_raises_is_told_with_where_to_look(own_macro, capsys):
    own_macro.cloud.client("lambda").update_function_code(FunctionName="macro", ZipFile=function_zip(RAISES))

    code, told = deploy(capsys, "--stack", "orders", "--workflow", own_macro.write("a.asl.json", BYE))

    assert code == 1
    assert "malformed response" in told
    assert "log group" in told
    assert [] == own_macro.change_sets("orders")


def test_a_macro_that_is_not_installed_is_told_with_who_installs_it(own_macro, capsys):
    own_macro.delete_stack("macro")

    code, told = deploy(capsys, "--stack", "orders", "--workflow", own_macro.write("a.asl.json", BYE))

    assert code == 1
    assert "`bootstrap`" in told
    assert [] == own_macro.change_sets("orders")


def test_a_macro_that_injects_something_else_is_refused(own_macro, capsys):
    code, told = deploy(
        capsys, "--stack", "orders", "--workflow", own_macro.write("a.asl.json", {**HELLO, "Comment": "other"})
    )

    assert code in {1, 4}
    assert [] == own_macro.change_sets("orders")
    assert told


def test_a_stack_whose_creation_failed_takes_no_push(account, capsys):
    nobody = f"arn:aws:lambda:eu-central-1:{account.cloud.account}:function:nobody"
    bad = {"Type": "Custom::Bad", "Properties": {"ServiceToken": nobody}}
    account.create_stack("never", template(Orders=machine(), Bad=bad))

    code, told = deploy(capsys, "--stack", "never", "--workflow", account.write("a.asl.json", HELLO))

    assert code == 1
    assert "ROLLBACK_COMPLETE" in told
    assert "creates it again" in told
