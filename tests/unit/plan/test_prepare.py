from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.unit.plan.pushing import BUCKET, BYE, HELLO, SEED, cloud_with, machine, push, template, wanted
from workflow_updater.core.definition.read_json import read_json
from workflow_updater.errors import DefinitionInvalid, DeploymentFailed, Refused, StackBusy, UsageError
from workflow_updater.plan.model import Template
from workflow_updater.plan.planner import Wanted
from workflow_updater.plan.preparation import prepare
from workflow_updater.report.deployment import plan_lines
from workflow_updater.report.plan_json import plan_value


def plan(cloud, definition=None, **asked):
    return prepare(wanted(definition, **asked), cloud.ports)


def test_a_plan_reads_and_writes_nothing():
    cloud = cloud_with()

    plan(cloud)

    assert [] == cloud.writes


def test_a_plan_tells_what_changes_state_by_state_and_its_steps():
    lines = plan_lines(plan(cloud_with(live=BYE)))

    assert "orders: Orders: no workflow yet → " in lines[0]
    assert "  + Hello (Succeed)" in lines
    assert "  - Bye (Succeed)" in lines
    assert any("review that it changes nothing but the definition of Orders" in line for line in lines)


def test_a_plan_as_a_value_says_whether_it_differs():
    cloud = cloud_with()

    assert plan_value(plan(cloud))["differs"]

    push(cloud)

    assert not plan_value(plan(cloud))["differs"]
    assert ["no change"] == [line.rpartition(": ")[2] for line in plan_lines(plan(cloud))]


def test_what_cloudformation_put_for_a_placeholder_is_no_change():
    definition = {"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "${Fn}", "End": True}}}
    live = {"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "arn:fn", "End": True}}}
    cloud = cloud_with(template(Orders=machine(DefinitionSubstitutions={"Fn": "arn:fn"})), live=live)

    assert () == plan(cloud, definition).differences


@pytest.mark.parametrize(
    ("wanted_name", "then"),
    [("BYE", "takes that back"), ("CHANGED", "makes the stack agree"), ("HELLO", "will find nothing to do")],
)
def test_a_machine_that_somebody_changed_past_cloudformation_is_named_with_what_the_push_makes_of_it(wanted_name, then):
    changed = {"StartAt": "Changed", "States": {"Changed": {"Type": "Succeed"}}}
    cloud = cloud_with()
    push(cloud, HELLO)
    arn = plan(cloud).target.machine_arn
    cloud.machines.set_definition(arn, json.dumps(changed))

    noted = plan(cloud, {"BYE": BYE, "CHANGED": changed, "HELLO": HELLO}[wanted_name])

    assert ["the state machine was changed past CloudFormation"] == [one.partition(",")[0] for one in noted.notes]
    assert then in noted.notes[0]
    assert f"  note: {noted.notes[0]}" in plan_lines(noted)


def test_a_machine_that_somebody_else_updates_right_now_was_not_changed_past_cloudformation(monkeypatch):
    cloud = cloud_with()
    push(cloud, HELLO)
    held, before = cloud.stacks.held["orders"], cloud.stacks.deployed_template("orders")
    cloud.machines.set_definition(plan(cloud).target.machine_arn, json.dumps(BYE))

    def overtaken(_):
        held.stack = replace(held.stack, change_set="arn:of-somebody-else")
        return before

    monkeypatch.setattr(cloud.stacks, "deployed_template", overtaken)

    with pytest.raises(StackBusy, match="stack orders was updated by somebody else while it was read"):
        plan(cloud, HELLO)


def test_a_machine_that_runs_what_its_stack_deployed_needs_no_note():
    cloud = cloud_with()
    push(cloud, HELLO)

    assert () == plan(cloud, BYE).notes


def test_an_unknown_stack_is_a_usage_error_with_the_region():
    with pytest.raises(UsageError, match="no stack nowhere in eu-central-1"):
        prepare(Wanted(definition=HELLO, file="hello.json", stack="nowhere"), cloud_with().ports)


def test_a_stack_whose_creation_was_never_finished_counts_as_unknown():
    with pytest.raises(UsageError, match="no stack"):
        plan(cloud_with(status="REVIEW_IN_PROGRESS"))


@pytest.mark.parametrize("status", ["ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED"])
def test_a_stack_that_takes_no_update_fails_with_its_cure(status):
    with pytest.raises(DeploymentFailed, match=status) as failed:
        plan(cloud_with(status=status))

    assert "the infra team" in failed.value.hint


def test_a_busy_stack_is_not_waited_for():
    with pytest.raises(StackBusy, match="UPDATE_IN_PROGRESS"):
        plan(cloud_with(status="UPDATE_IN_PROGRESS"))


@pytest.mark.parametrize("status", ["UPDATE_ROLLBACK_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE"])
def test_a_stack_at_rest_can_be_updated(status):
    assert not plan(cloud_with(status=status)).is_unchanged


def test_a_stack_without_a_state_machine_is_a_usage_error():
    document = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}

    with pytest.raises(UsageError, match="has no state machine"):
        plan(cloud_with(document))


def test_a_template_that_asks_for_no_workflow_says_what_is_to_be_added():
    document = {"Resources": {"Orders": machine()}}

    with pytest.raises(UsageError, match="asks the macro for no workflow") as error:
        plan(cloud_with(document))

    assert "Transform" in error.value.hint


def test_several_state_machines_have_to_be_told_apart():
    with pytest.raises(UsageError, match="several state machines") as error:
        plan(cloud_with(template(Orders=machine(), Returns=machine())))

    assert "Orders, Returns" in error.value.hint


def test_one_of_several_state_machines_can_be_named():
    cloud = cloud_with(template(Orders=machine(), Returns=machine("Size")))

    assert plan(cloud, resource="Orders").target.logical_id == "Orders"


def test_a_resource_that_takes_no_workflow_is_a_usage_error():
    with pytest.raises(UsageError, match="no state machine Refunds"):
        plan(cloud_with(), resource="Refunds")


def test_a_state_machine_that_was_never_deployed_is_a_usage_error():
    cloud = cloud_with()
    cloud.stacks.held["orders"].resources.clear()

    with pytest.raises(UsageError, match="has no resource Orders"):
        plan(cloud)


def test_a_template_without_the_parameter_is_a_usage_error():
    document = template()
    del document["Parameters"]["Workflow"]

    with pytest.raises(UsageError, match="parameter"):
        plan(cloud_with(document))


def test_a_seed_template_without_the_parameter_is_a_usage_error():
    with pytest.raises(UsageError, match="no parameter Key"):
        plan(cloud_with(SEED), location_parameter="Key")


def test_a_seed_template_that_names_no_machine_of_its_own_says_which_there_are():
    with pytest.raises(UsageError, match="no state machine MyStateMachine") as error:
        plan(cloud_with(SEED), parameters={"SMResource": "MyStateMachine"})

    assert "Orders" in error.value.hint


def test_the_bucket_of_the_templates_prefix_is_the_only_one():
    cloud = cloud_with(template(prefix=f"s3://{BUCKET}/orders/"))

    assert plan(cloud).publication.uri.startswith(f"s3://{BUCKET}/orders/orders/Orders/")
    with pytest.raises(UsageError, match="not from bucket elsewhere"):
        plan(cloud, bucket="elsewhere")


def test_the_bucket_of_the_current_location_is_used_again():
    cloud = cloud_with(parameters={"Workflow": f"s3://other-bucket/orders/{'0' * 64}.asl.json"})
    cloud.objects.add_bucket("other-bucket")

    assert plan(cloud).publication.bucket == "other-bucket"


def test_a_given_template_must_be_the_deployed_one():
    changed = json.dumps({**template(), "Description": "changed"})

    with pytest.raises(Refused, match="not the template that orders is deployed from"):
        plan(cloud_with(), template=Template(changed, "orders.yaml"))


def test_a_template_that_is_not_ascii_has_to_be_given():
    document = {**template(), "Description": "Bestellungen für Köln"}
    text = json.dumps(document, ensure_ascii=False)
    cloud = cloud_with()
    cloud.stacks.held["orders"].template = text

    with pytest.raises(Refused, match=r"`\?`") as refused:
        plan(cloud)
    given = plan(cloud, template=Template(text, "orders.yaml"))

    assert "--template" in refused.value.hint
    assert text == given.template.text


def test_a_placeholder_that_the_template_does_not_know_stops_at_the_desk():
    definition = {"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "${Unknown}", "End": True}}}

    with pytest.raises(DefinitionInvalid) as invalid:
        plan(cloud_with(), definition)

    assert "Unknown" in invalid.value.findings[0].message


def test_a_fault_is_told_with_its_place_in_the_file():
    text = '{\n "StartAt": "A",\n "States": {"A": {"Type": "Fail", "Cause": "${Unknown}"}}}'
    document = read_json(text.encode())

    with pytest.raises(DefinitionInvalid) as invalid:
        plan(cloud_with(), document.value, locate=document.locate)

    (finding,) = invalid.value.findings
    assert ("hello.json", 3, 35) == (finding.file, finding.line, finding.column)


def test_a_substitution_that_nothing_uses_yet_is_a_warning_and_the_push_goes_on():
    cloud = cloud_with(template(Orders=machine(DefinitionSubstitutions={"Later": "x"})))

    planned, outcome, _ = push(cloud)

    assert [("W903", "warning", "hello.json")] == [(one.rule, one.severity, one.file) for one in planned.warnings]
    assert outcome.ended == "updated"


def test_a_key_outside_the_prefix_stops_before_it_is_published():
    with pytest.raises(UsageError, match="takes workflows below orders/ only, not s3://"):
        plan(cloud_with(), key="orders/../hello.json")


@pytest.mark.parametrize("key", ["orders/a?versionId=b", "orders/" + "a" * 1024])
def test_a_key_that_no_location_can_name_stops_before_it_is_published(key):
    with pytest.raises(UsageError, match="cannot hold a workflow"):
        plan(cloud_with(), key=key)


def test_a_parameter_that_is_not_the_seeds_is_not_set():
    with pytest.raises(UsageError, match="a push does not set Size"):
        plan(cloud_with(), parameters={"Size": "9"})


@pytest.mark.parametrize("kind", ["AWS::SSM::Parameter::Value<String>", "CommaDelimitedList", "Number"])
def test_a_parameter_that_cannot_hold_a_location_is_the_infra_teams_to_change(kind):
    document = template()
    document["Parameters"]["Workflow"]["Type"] = kind

    with pytest.raises(UsageError, match="is of type"):
        plan(cloud_with(document))


def test_a_given_template_that_differs_in_a_truth_and_a_number_is_another_one():
    cloud = cloud_with({**template(), "Metadata": {"On": True}})

    with pytest.raises(Refused):
        plan(cloud, template=Template(json.dumps({**template(), "Metadata": {"On": 1}}), "orders.yaml"))


def test_a_dynamic_reference_stops_at_the_desk():
    definition = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": "{{resolve:ssm:x}}", "End": True}}}

    with pytest.raises(DefinitionInvalid):
        plan(cloud_with(), definition)


def test_two_state_machines_on_one_parameter_cannot_be_told_apart_by_a_push():
    with pytest.raises(UsageError, match="gives Returns a workflow too"):
        plan(cloud_with(template(Orders=machine(), Returns=machine())), resource="Orders")


def test_a_stack_may_be_named_by_its_arn():
    cloud = cloud_with()
    arn = cloud.stacks.held["orders"].stack.arn

    planned = prepare(Wanted(definition=HELLO, file="hello.json", stack=arn), cloud.ports)

    assert planned.publication.key.startswith("orders/orders/Orders/")
    assert planned.target.stack == "orders"
