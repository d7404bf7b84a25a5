"""Every action that is named exists in IAM, and knows resources where one is named: by cfn-lint's copy of its list."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from tools import service_prefixes
from workflow_updater.core.permissions.by_parameter import BESIDES, ON_A_VERSION, of_version
from workflow_updater.core.permissions.call import Call
from workflow_updater.core.permissions.grant import ANYWHERE, Need
from workflow_updater.core.permissions.integrations import TABLE, from_table
from workflow_updater.core.permissions.needs import needs
from workflow_updater.core.permissions.observation import every_observation
from workflow_updater.core.permissions.sdk_exceptions import EXCEPTIONS

GOLDEN = Path(__file__).parents[3] / "golden" / "permissions"
IAM: dict[str, Any] = json.loads(files("cfnlint.data.AdditionalSpecs").joinpath("Policies.json").read_text("utf-8"))

# AWS's pages of Step Functions and EventBridge name a resource all the same.
ON_A_RESOURCE_ALL_THE_SAME = {"states:InvokeHTTPEndpoint", "apigateway:GET"}


def known(action: str) -> dict[str, Any] | None:
    prefix, _, name = action.partition(":")
    found: dict[str, Any] | None = IAM.get(prefix, {}).get("Actions", {}).get(name.lower())
    return found


def golden_needs() -> list[Need]:
    definitions = [json.loads(path.read_text("utf-8")) for path in sorted(GOLDEN.glob("*.json"))]
    return [
        need for definition in definitions for need in needs(definition) if "no action of this name" not in need.note
    ]


def test_every_exception_names_actions_of_iam() -> None:
    assert [(one, name) for one, names in EXCEPTIONS.items() for name in names if known(name) is None] == []


@pytest.mark.parametrize("integration", sorted(TABLE))
def test_every_action_of_the_table_is_one_of_iam(integration: str) -> None:
    service, _, action = integration.partition(":")
    wanted = from_table(Call(service, action, "sync", {}, ANYWHERE))

    assert wanted is not None
    assert [one.grant.action for one in wanted if known(one.grant.action) is None] == []


def test_every_action_of_the_golden_files_is_one_of_iam() -> None:
    named = {need.grant.action for need in (*golden_needs(), *every_observation())}

    assert {action for action in named if known(action) is None} <= {"apigateway:GET"}


def test_an_arn_is_named_only_for_actions_that_know_resources() -> None:
    named = {need.grant.action for need in golden_needs() if need.grant.resource != "*"} - ON_A_RESOURCE_ALL_THE_SAME

    assert sorted(action for action in named if not (known(action) or {}).get("Resources")) == []


def test_the_shipped_prefixes_are_those_of_the_installed_sources() -> None:
    """`make services` writes them."""
    written = service_prefixes.module(service_prefixes.reference())

    assert service_prefixes.TARGET.read_text("utf-8") == written


def test_every_right_that_a_parameter_asks_for_is_one_of_iam_on_a_resource() -> None:
    named = {action for parameters in BESIDES.values() for action, _ in parameters.values()}
    named |= {of_version(action) for action in ON_A_VERSION}

    assert sorted(action for action in named if not (known(action) or {}).get("Resources")) == []
