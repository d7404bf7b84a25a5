"""What somebody could try: with the definition, with the location, with the object, with the stack meanwhile."""

from __future__ import annotations

import json
from zlib import crc32

import pytest

from tests.functional.pushing import BYE, HELLO, function_zip, machine, template
from workflow_updater.cli import main
from workflow_updater.commands import deploy
from workflow_updater.plan.progress import ChangeSetCreated, Published

RESOLVE = "{{resolve:secretsmanager:db:SecretString:password}}"


def objects(account):
    found = account.cloud.client("s3").list_object_versions(Bucket=account.bucket).get("Versions", [])
    return sorted((one["Key"], one["VersionId"]) for one in found)


def at(kind, do):
    """Return what shows a push as ever, and calls *do* with its first step of *kind*."""
    left, plain = [do], deploy.shown_on

    def shown_on(screen):
        tell = plain(screen)

        def show(step):
            tell(step)
            if isinstance(step, kind) and left:
                left.pop()(step)

        return show

    return shown_on


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": RESOLVE, "End": True}}}),
        json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": {RESOLVE: 1}, "End": True}}}),
        json.dumps({"Comment": RESOLVE, **HELLO}),
        json.dumps({"Comment": f"{RESOLVE} noqa: E901", **HELLO}),
        json.dumps({"StartAt": RESOLVE, "States": {RESOLVE: {"Type": "Succeed"}}}),
        json.dumps({"Comment": RESOLVE, **HELLO}).replace("{{", "\\u007b\\u007b"),
        json.dumps({"Comment": RESOLVE, **HELLO}).replace("{{", "\\u007B{"),
        json.dumps({"Comment": RESOLVE, **HELLO}).replace("{{", "{${X}{"),
    ],
)
def test_a_dynamic_reference_never_leaves_the_desk(account, capsys, text):
    name = f"resolve-{crc32(text.encode())}"
    account.create_stack(name, template(Orders=machine(DefinitionSubstitutions={"X": ""})))
    before = objects(account)
    (account.folder / "attack.asl.json").write_text(text, "utf-8")

    code = main(["--stack", name, "--workflow", "attack.asl.json"])

    assert code == 3
    assert "E901" in capsys.readouterr().err
    assert (before, []) == (objects(account), account.change_sets(name))


@pytest.mark.parametrize("flags", [(), ("--key", "orders/mine.json")])
def test_an_object_that_is_swapped_before_the_macro_reads_it_is_not_what_runs(account, monkeypatch, flags):
    name = f"swapped-{len(flags)}"
    account.create_stack(name, template())

    def swap(step):
        key = step.location.removeprefix(f"s3://{account.bucket}/").partition("?")[0]
        account.cloud.client("s3").put_object(Bucket=account.bucket, Key=key, Body=json.dumps(BYE).encode())

    monkeypatch.setattr(deploy, "shown_on", at(Published, swap))

    assert account.push(name, HELLO, *flags) == 0
    assert HELLO == account.live(name)


@pytest.mark.parametrize(
    ("location", "rule"),
    [
        ("s3://{bucket}/other/a.json", "E909"),
        ("s3://{bucket}/orders/../other/a.json", "E909"),
        ("s3://{bucket}//orders/a.json", "E909"),
        ("s3://{bucket}/orders%2Fa.json", "E909"),
        ("s3://{bucket}/other/a.json?versionId=x?versionId=orders/", "E909"),
        ("s3://{bucket}-2/orders/a.json", "E908"),
        ("s3://{bucket}/orders/" + "0" * 64 + ".asl.json", "E913"),
        ("s3://{bucket}/orders/a.json?versionId=nobody-knows", "E91"),
        ("https://{bucket}.s3.amazonaws.com/orders/a.json", "E907"),
        ("{{{{resolve:ssm:x}}}}", "E907"),
    ],
)
def test_a_forged_location_is_refused_by_the_macro_itself(account, location, rule):
    stacks = account.cloud.client("cloudformation")
    name = f"forged-{crc32(location.encode())}"
    account.create_stack(name, template())
    for key in ("other/a.json", "orders/a.json", "orders/" + "0" * 64 + ".asl.json"):
        account.cloud.client("s3").put_object(Bucket=account.bucket, Key=key, Body=json.dumps(BYE).encode())

    parameters = [{"ParameterKey": "Workflow", "ParameterValue": location.format(bucket=account.bucket)}]
    stacks.create_change_set(
        StackName=name, ChangeSetName="forged", TemplateBody=json.dumps(template()), Parameters=parameters
    )
    while (found := stacks.describe_change_set(StackName=name, ChangeSetName="forged"))["Status"] in {
        "CREATE_PENDING",
        "CREATE_IN_PROGRESS",
    }:
        pass

    assert "FAILED" == found["Status"]
    assert rule in found["StatusReason"]


def test_the_infra_teams_change_is_not_undone_by_a_push_that_was_planned_before_it(account, capsys, monkeypatch):
    account.create_stack("tightened", template())
    tightened = template()
    tightened["Transform"][0]["Parameters"]["Prefix"] = "orders/tightened/"

    def tighten(_):
        account.cloud.client("cloudformation").update_stack(
            StackName="tightened",
            TemplateBody=json.dumps({**tightened, "Outputs": {"New": {"Value": "1"}}}),
            Capabilities=["CAPABILITY_AUTO_EXPAND"],
        )
        account.wait("tightened")

    monkeypatch.setattr(deploy, "shown_on", at(Published, tighten))

    assert account.push("tightened", HELLO) == 0
    assert "changed by somebody else" in capsys.readouterr().err
    assert [] == account.change_sets("tightened")
    stack = account.cloud.client("cloudformation").describe_stacks(StackName="tightened")["Stacks"][0]
    assert "/orders/tightened/" in str(stack["Parameters"])
    assert "New" in str(stack["Outputs"])


def test_of_two_pushes_at_once_the_second_is_planned_again_on_top_of_the_first(account, capsys, monkeypatch):
    account.create_stack("at-once", template())
    plain = deploy.shown_on

    def push_the_other(_):
        monkeypatch.setattr(deploy, "shown_on", plain)
        assert account.push("at-once", BYE) == 0

    monkeypatch.setattr(deploy, "shown_on", at(ChangeSetCreated, push_the_other))

    assert account.push("at-once", HELLO) == 0
    assert HELLO == account.live("at-once")
    assert [] == account.change_sets("at-once")
    told = capsys.readouterr().err
    assert "in line: " in told
    assert "planned again, on top of what somebody else changed" in told
    assert "- Bye (Pass)" in told


def test_a_changed_value_in_the_parameter_store_is_not_carried_along(account, capsys):
    account.cloud.client("ssm").put_parameter(Name="/role", Value="arn:aws:iam::111122223333:role/a", Type="String")
    document = template(Orders=machine(RoleArn={"Ref": "Role"}))
    document["Parameters"]["Role"] = {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/role"}
    account.create_stack("store", document)
    account.cloud.client("ssm").put_parameter(
        Name="/role", Value="arn:aws:iam::111122223333:role/b", Type="String", Overwrite=True
    )

    assert account.push("store", HELLO) == 4
    assert "Orders (AWS::StepFunctions::StateMachine): Properties.RoleArn would change" in capsys.readouterr().err
    assert [] == account.change_sets("store")


STAMPS = """
def handler(event, context):
    fragment = {{**event["fragment"], "Outputs": {{"Stamp": {{"Value": "{0}"}}}}}}
    return {{"requestId": event["requestId"], "status": "success", "fragment": fragment}}
"""


def test_an_output_that_another_macro_makes_anew_is_not_carried_along(account, capsys):
    functions = account.cloud.client("lambda")
    functions.create_function(
        FunctionName="stamp",
        Runtime="python3.13",
        Handler="index.handler",
        Role=f"arn:aws:iam::{account.cloud.account}:role/stamp",
        Code={"ZipFile": function_zip(STAMPS.format("as deployed"))},
    )
    arn = f"arn:aws:lambda:{account.cloud.region}:{account.cloud.account}:function:stamp"
    stamp = {"Type": "AWS::CloudFormation::Macro", "Properties": {"Name": "Stamp", "FunctionName": arn}}
    account.create_stack("stamp", {"Resources": {"Macro": stamp}})
    document = template()
    document["Transform"].append("Stamp")
    account.create_stack("stamped", document)
    assert account.push("stamped", HELLO) == 0
    functions.update_function_code(FunctionName="stamp", ZipFile=function_zip(STAMPS.format("of today")))
    capsys.readouterr()

    assert account.push("stamped", BYE) == 4

    assert "output Stamp: would change" in capsys.readouterr().err
    assert (HELLO, []) == (account.live("stamped"), account.change_sets("stamped"))


def test_the_tags_of_the_stack_stay_on_it(account):
    account.create_stack("tagged", template())
    stacks = account.cloud.client("cloudformation")
    tags = [{"Key": "team", "Value": "orders"}]
    document = json.dumps(template())
    stacks.update_stack(StackName="tagged", TemplateBody=document, Tags=tags, Capabilities=["CAPABILITY_AUTO_EXPAND"])
    account.wait("tagged")

    assert account.push("tagged", HELLO) == 0
    assert tags == stacks.describe_stacks(StackName="tagged")["Stacks"][0]["Tags"]


def test_secret_parameters_keep_their_values(account):
    document = template(
        Orders=machine(),
        Note={"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": {"Ref": "Key"}}},
    )
    document["Parameters"]["Key"] = {"Type": "String", "NoEcho": True}
    account.create_stack("secret", document, Key="swordfish")

    assert account.push("secret", HELLO) == 0

    resource = account.cloud.client("cloudformation").describe_stack_resource(
        StackName="secret", LogicalResourceId="Note"
    )["StackResourceDetail"]
    note = account.cloud.client("ssm").get_parameter(Name=resource["PhysicalResourceId"])
    assert note["Parameter"]["Value"] == "swordfish"


def test_a_substitution_that_nothing_uses_yet_is_a_warning(account, capsys):
    account.create_stack("later", template(Orders=machine(DefinitionSubstitutions={"Later": "x"})))

    assert account.push("later", HELLO) == 0
    assert "pushed.asl.json: W903 warning: the substitution Later is not used" in capsys.readouterr().err


def test_an_unknown_placeholder_is_told_with_its_line(account, capsys):
    account.create_stack("unknown", template())

    assert account.push("unknown", {**HELLO, "Comment": "${Nobody}"}) == 3
    assert "pushed.asl.json:10:3 E902 ${Nobody} has no substitution" in capsys.readouterr().err


def test_a_large_template_below_an_odd_prefix_is_found_by_cloudformation(account):
    document = {**template(), "Metadata": {"Notes": ["x" * 1000] * 60}}
    document["Transform"][0]["Parameters"]["Prefix"] = "orders + returns/100%/"
    account.cloud.client("s3").put_object(Bucket=account.bucket, Key="odd.template", Body=json.dumps(document).encode())
    account.cloud.client("cloudformation").create_stack(
        StackName="odd",
        TemplateURL=f"https://s3.eu-central-1.amazonaws.com/{account.bucket}/odd.template",
        Capabilities=["CAPABILITY_AUTO_EXPAND"],
    )
    account.wait("odd")

    assert account.push("odd", HELLO) == 0
    assert HELLO == account.live("odd")
