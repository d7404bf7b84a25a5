"""The template store and kept parameters, through the program and the embedded cloud's macro and change sets."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest

from tests.functional.pushing import BYE, HELLO, Account, machine, template
from tests.functional.test_attacks import at
from workflow_updater.cli import main
from workflow_updater.commands import deploy
from workflow_updater.plan.progress import Published

SECRET = "only-the-stack-knows"
YAML = """\
# Bestellungen für Köln
Description: Bestellungen für Köln?
Transform:
  - Name: StepFunctionWorkflowInjector
    Parameters: {Prefix: orders/}
Parameters:
  Workflow: {Type: String, Default: ""}
Metadata:
  Notes: "NOTES"
Resources:
  Orders:
    Type: AWS::StepFunctions::StateMachine
    Metadata: {Workflow: {Location: Workflow}}
    Properties:
      RoleArn: !Sub arn:aws:iam::${AWS::AccountId}:role/orders
      DefinitionSubstitutions: {City: Köln}
"""
AT_KOELN = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": "${City}", "End": True}}}


def create(account: Account, name: str, text: str) -> None:
    """Deploy a template as the infra team does, from S3 where it is large."""
    key = f"infra/{name}"
    account.cloud.client("s3").put_object(Bucket=account.bucket, Key=key, Body=text.encode())
    account.cloud.client("cloudformation").create_stack(
        StackName=name,
        TemplateURL=f"https://s3.{account.cloud.region}.amazonaws.com/{account.bucket}/{key}",
        Capabilities=["CAPABILITY_AUTO_EXPAND"],
    )
    assert account.wait(name) == "CREATE_COMPLETE"


def update(account: Account, name: str, document: object, **parameters: str) -> None:
    account.cloud.client("cloudformation").update_stack(
        StackName=name,
        TemplateBody=json.dumps(document),
        Capabilities=["CAPABILITY_AUTO_EXPAND"],
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
    )
    assert account.wait(name) == "UPDATE_COMPLETE"


def publish(account: Account, stack: str, text: str, *flags: str) -> int:
    (account.folder / "template.yaml").write_text(text, "utf-8")
    return main(["publish-template", "--stack", stack, "template.yaml", *flags])


def versions(account: Account, stack: str) -> int:
    key = f"orders/templates/{stack}.template"
    found = account.cloud.client("s3").list_object_versions(Bucket=account.bucket, Prefix=key)
    return len(found.get("Versions", []))


@pytest.mark.parametrize("notes", ["", "Ümlaut " * 9000], ids=["small", "larger than a call takes"])
def test_a_template_that_is_not_ascii_is_pushed_from_the_store_without_losing_a_character(account, capsys, notes):
    name = f"koeln-{len(notes)}"
    text = YAML.replace("NOTES", notes)
    create(account, name, text)
    assert account.push(name, AT_KOELN) == 4
    assert "publish-template" in capsys.readouterr().err

    assert publish(account, name, text) == 0
    assert account.push(name, AT_KOELN) == 0

    assert account.live(name)["States"]["A"]["Result"] == "Köln"


def test_what_is_published_is_told_in_json_and_once_only(account, capsys):
    create(account, "once", YAML)

    assert [publish(account, "once", YAML, "--json") for _ in range(2)] == [0, 0]

    first, _, second = capsys.readouterr().out.partition("}\n{")
    told, again = json.loads(first + "}"), json.loads("{" + second)
    assert (told["ended"], again["ended"], told["url"]) == ("published", "unchanged", again["url"])
    assert told["condition"] == {"StringEquals": {"cloudformation:TemplateUrl": told["url"]}}
    assert told["url"].endswith(f"/orders/templates/once.template?versionId={told['version_id']}")
    assert versions(account, "once") == 1


def test_the_stored_checksum_is_that_of_the_file(account):
    create(account, "checksum", YAML)
    publish(account, "checksum", YAML.replace("\n", "\r\n"))

    head = account.cloud.client("s3").head_object(
        Bucket=account.bucket, Key="orders/templates/checksum.template", ChecksumMode="ENABLED"
    )
    stored = (account.folder / "template.yaml").read_bytes()
    assert head["ChecksumSHA256"] == base64.b64encode(hashlib.sha256(stored).digest()).decode()


def test_while_the_infra_team_is_between_publishing_and_deploying_pushes_are_refused(account, capsys):
    before, after = template(), {**template(), "Outputs": {"New": {"Value": "1"}}}
    account.create_stack("between", before)
    assert publish(account, "between", json.dumps(before)) == 0

    assert publish(account, "between", json.dumps(after)) == 4
    assert "they differ at Outputs" in capsys.readouterr().err
    assert publish(account, "between", json.dumps(after), "--before-deploy") == 0
    assert account.push("between", HELLO) == 4
    assert "they differ at Outputs" in capsys.readouterr().err
    update(account, "between", after)

    assert account.push("between", HELLO) == 0
    assert account.push("between", BYE) == 0


def test_an_ssm_parameter_that_changed_since_is_named_and_nothing_is_changed(account, capsys):
    ssm = account.cloud.client("ssm")
    ssm.put_parameter(Name="/orders/limit", Value="1", Type="String")
    document = template(Orders=machine(DefinitionSubstitutions={"Limit": {"Ref": "Limit"}}))
    document["Parameters"]["Limit"] = {"Type": "AWS::SSM::Parameter::Value<String>"}
    definition = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": "${Limit}", "End": True}}}
    account.create_stack("ssm", document, Limit="/orders/limit")
    assert account.push("ssm", definition) == 0
    ssm.put_parameter(Name="/orders/limit", Value=SECRET, Type="String", Overwrite=True)

    code = account.push("ssm", {**definition, "Comment": "changed"})

    told = capsys.readouterr().err
    assert code == 4
    assert "SSM parameter /orders/limit (template parameter Limit): changed since" in told
    assert SECRET not in told
    assert account.live("ssm")["States"]["A"]["Result"] == "1"
    assert account.change_sets("ssm") == []


def test_an_ssm_value_that_only_an_output_shows_is_named_too(account, capsys):
    ssm = account.cloud.client("ssm")
    ssm.put_parameter(Name="/orders/shown", Value="1", Type="String")
    document = {**template(), "Outputs": {"Shown": {"Value": {"Ref": "Shown"}}}}
    document["Parameters"]["Shown"] = {"Type": "AWS::SSM::Parameter::Value<String>"}
    account.create_stack("shown", document, Shown="/orders/shown")
    ssm.put_parameter(Name="/orders/shown", Value="2", Type="String", Overwrite=True)

    assert account.push("shown", HELLO) == 4

    assert "SSM parameter /orders/shown" in capsys.readouterr().err


def test_the_value_that_the_infra_team_took_on_is_no_change(account):
    ssm = account.cloud.client("ssm")
    ssm.put_parameter(Name="/orders/taken", Value="1", Type="String")
    document = template(Orders=machine(DefinitionSubstitutions={"Limit": {"Ref": "Limit"}}))
    document["Parameters"]["Limit"] = {"Type": "AWS::SSM::Parameter::Value<String>"}
    account.create_stack("taken", document, Limit="/orders/taken")
    ssm.put_parameter(Name="/orders/taken", Value="2", Type="String", Overwrite=True)
    update(account, "taken", document, Limit="/orders/taken")

    assert account.push("taken", HELLO) == 0


def test_a_secret_stays_what_it_is_and_is_shown_nowhere(account, capsys):
    document = template(Orders=machine(DefinitionSubstitutions={"Key": {"Ref": "Password"}}))
    document["Parameters"]["Password"] = {"Type": "String", "NoEcho": True}
    account.create_stack("secret", document, Password=SECRET)
    keyed = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": "${Key}", "End": True}}}

    assert account.push("secret", keyed) == 0
    assert main(["plan", "--stack", "secret", "--workflow", account.write("next.asl.json", BYE)]) == 0
    assert main(["plan", "--stack", "secret", "--workflow", "next.asl.json", "--json"]) == 0
    assert account.push("secret", {**keyed, "Comment": "again"}) == 0

    told = capsys.readouterr()
    assert SECRET not in told.out + told.err
    assert account.live("secret")["States"]["A"]["Result"] == SECRET


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ([], 2, "--stack"),
        (["--stack", "nowhere"], 2, "there is no stack nowhere"),
        (["--stack", "wrong", "--bucket", "a-bucket-that-nobody-has"], 2, "a-bucket-that-nobody-has"),
    ],
)
def test_a_call_that_cannot_be_carried_out_says_why(account, capsys, arguments, code, told):
    if "wrong" in arguments:
        account.create_stack("wrong", template())
    (account.folder / "template.yaml").write_text(json.dumps(template()), "utf-8")

    assert main(["publish-template", "template.yaml", *arguments]) == code

    assert told in capsys.readouterr().err


def test_guardrails_that_do_not_hold_are_told_with_their_place(account, capsys):
    document = template()
    document["Resources"]["Orders"]["Metadata"]["Workflow"]["Guardrails"] = {"Resources": ["*"]}
    account.create_stack("loose", document)

    assert publish(account, "loose", json.dumps(document)) == 4

    told = capsys.readouterr().err
    assert "template.yaml" in told
    assert "Targets" in told
    assert versions(account, "loose") == 0


def test_a_version_that_is_stored_while_a_push_runs_is_not_what_it_sends(account, monkeypatch):
    document = {**template(), "Outputs": {"Said": {"Value": "Köln"}}}
    account.create_stack("swapped-template", document)
    text = json.dumps(document, ensure_ascii=False)
    assert publish(account, "swapped-template", text) == 0

    def swap(step):
        body = text.replace("Köln", "Kö").encode()  # in CloudFormation's copy both are `K?` and some
        key = "orders/templates/swapped-template.template"
        account.cloud.client("s3").put_object(Bucket=account.bucket, Key=key, Body=body)

    monkeypatch.setattr(deploy, "shown_on", at(Published, swap))

    assert account.push("swapped-template", HELLO) == 0

    stack = account.cloud.client("cloudformation").describe_stacks(StackName="swapped-template")["Stacks"][0]
    assert [one["OutputValue"] for one in stack["Outputs"]] == ["Köln"]
    assert versions(account, "swapped-template") == 2
