"""Each shipped workflow fits the template of its stack."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.unit.templates.shipped import ROOT, WORKFLOWS, definition, resources, template
from workflow_updater.core.content_address import canonical
from workflow_updater.core.injection_requests import injection_requests
from workflow_updater.core.validation.validate import validate

every_workflow = pytest.mark.parametrize("workflow", list(WORKFLOWS))


def machine(workflow: str) -> dict[str, Any]:
    (only,) = resources(WORKFLOWS[workflow], "AWS::StepFunctions::StateMachine").values()
    return only


@every_workflow
def test_every_placeholder_has_a_substitution_and_the_other_way_round(workflow: str) -> None:
    used = set(re.findall(r"\$\{([^}]+)\}", canonical(definition(workflow)).decode()))

    assert used == set(machine(workflow).get("DefinitionSubstitutions", {}))


@every_workflow
def test_the_definition_has_no_findings(workflow: str) -> None:
    assert validate(definition(workflow)) == []


@every_workflow
def test_the_template_asks_for_one_definition_in_the_metadata_form(workflow: str) -> None:
    (request,) = injection_requests(template(WORKFLOWS[workflow]), {})

    assert (request.form, request.parameter, request.location) == ("metadata", "Workflow", "")
    assert request.prefix.endswith("/")


@every_workflow
def test_the_machine_is_logged_and_traced_without_what_customers_say(workflow: str) -> None:
    properties = machine(workflow)

    assert properties["LoggingConfiguration"]["Level"] == "ALL"
    assert properties["LoggingConfiguration"]["IncludeExecutionData"] is False
    assert properties["TracingConfiguration"] == {"Enabled": True}


@every_workflow
def test_the_outputs_say_what_to_start_and_what_to_give_permissions(workflow: str) -> None:
    assert {"StateMachineArn", "RoleArn"} <= set(template(WORKFLOWS[workflow])["Outputs"])


@every_workflow
def test_the_template_survives_get_template(workflow: str) -> None:
    """CloudFormation answers `?` for what is not ASCII, so only ASCII without `?` is certain to be the original."""
    text = WORKFLOWS[workflow].read_text("utf-8")

    assert text.isascii()
    assert "?" not in text


@every_workflow
def test_the_workflow_says_how_to_use_it(workflow: str) -> None:
    assert (ROOT / "workflows" / workflow / "README.md").read_text("utf-8").startswith("# ")


@every_workflow
def test_every_lambda_task_is_retried_and_bounded_and_every_task_caught(workflow: str) -> None:
    transient = {"Lambda.SdkClientException", "Lambda.ServiceException", "Lambda.TooManyRequestsException"}
    for name, state in definition(workflow)["States"].items():
        if state["Type"] != "Task":
            continue
        assert {"TimeoutSeconds", "TimeoutSecondsPath"} & set(state), name
        assert state["Catch"][-1]["ErrorEquals"] == ["States.ALL"], name
        if "lambda:invoke" in state["Resource"]:
            retry = next(one for one in state["Retry"] if transient <= set(one["ErrorEquals"]))
            assert (name, retry["MaxAttempts"], retry["BackoffRate"], retry["JitterStrategy"]) == (name, 4, 2, "FULL")
