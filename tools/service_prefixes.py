"""
Write workflow_updater/core/permissions/sdk_prefixes.py: `make services`.

Whose actions are whose is taken from botocore (services, operations, signing names), which names exist in IAM from
cfn-lint's copy of the Service Authorization Reference (https://docs.aws.amazon.com/service-authorization/latest/reference/).
"""

from __future__ import annotations

import json
import textwrap
from collections import defaultdict
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import botocore
import botocore.session

from tools.service_actions import action_name, service_name
from workflow_updater.core.permissions.sdk_exceptions import EXCEPTIONS
from workflow_updater.core.permissions.sdk_resources import forms

TARGET = Path(__file__).parents[1] / "workflow_updater" / "core" / "permissions" / "sdk_prefixes.py"
WIDTH = 118

# Neither the signing name nor the endpoint is what IAM calls them.
NAMED_OTHERWISE = {
    "cloudcontrol": "cloudformation",
    "iotdataplane": "iot",
    "iotjobsdataplane": "iotjobsdata",
    "iotsecuretunneling": "iot",
    "mturk": "mechanicalturk",
    "partnercentralaccount": "partnercentral",
    "partnercentralbenefits": "partnercentral",
    "partnercentralchannel": "partnercentral",
    "partnercentralselling": "partnercentral",
    "resourcegroupstaggingapi": "tag",
}
BESIDES = {"accesspoint", "accesspointobject", "express", "index"}  # named in another way, or not by this parameter
BY_METHOD = {"apigateway", "apigatewayv2"}  # IAM knows GET, POST, … on their paths, and hardly any operation


Reference = Mapping[str, Mapping[str, Any]]  # prefix → {"Actions": {name in lower case: …}, "Resources": …}


def reference() -> Reference:
    """Return the Service Authorization Reference."""
    text = files("cfnlint.data.AdditionalSpecs").joinpath("Policies.json").read_text("utf-8")
    found: Reference = json.loads(text)
    return found


def models() -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Return service name → its models in botocore, each with its folder."""
    loader = botocore.session.get_session().get_component("data_loader")
    found = defaultdict(list)
    for folder in loader.list_available_services("service-2"):
        model = loader.load_service_model(folder, "service-2")
        found[service_name(model["metadata"]["serviceId"])].append((folder, model))
    return dict(sorted(found.items()))


def prefix_of(name: str, folder: str, model: Mapping[str, Any], known: Reference) -> str:
    """Return the prefix with which IAM names the service's actions, "" when none of its names is one."""
    if name in NAMED_OTHERWISE:
        return NAMED_OTHERWISE[name]
    metadata = model["metadata"]
    endpoint = metadata["endpointPrefix"]
    candidates = [one for one in (metadata.get("signingName", endpoint), endpoint, folder) if one in known]
    operations = {operation.lower() for operation in model["operations"]}
    return max(candidates, key=lambda one: len(operations & known[one]["Actions"].keys()), default="")


def module(known: Reference) -> str:
    """Return the source of the module."""
    prefixes: list[str] = []
    unsure: list[str] = []
    methods: list[str] = []
    elsewhere: set[str] = set()
    for name, found in models().items():
        (folder, model), *_ = found
        prefix = prefix_of(name, folder, model, known)
        prefixes.append(f"{name}={prefix}" if prefix != name else name)
        for operation, described in sorted(model["operations"].items()):
            called = f"{name}:{action_name(operation)}"
            if called in EXCEPTIONS or operation.lower() in known.get(prefix, {}).get("Actions", {}):
                actions = EXCEPTIONS.get(called, (f"{prefix}:{operation}",))
                elsewhere |= {one for one in actions if not _fits(one, _parameters(model, described), known)}
            elif name in BY_METHOD:
                methods.append(f"{called}={described['http']['method']}")
            elif prefix:
                unsure.append(called)
    return "\n".join(
        (
            '"""What IAM calls the services of the AWS SDK integrations. Written by `make services`, not by hand."""\n',
            "from __future__ import annotations\n",
            f'BOTOCORE = "{botocore.__version__}"\n',
            "# SERVICE=PREFIX, or SERVICE alone where both are the same; `=` alone where IAM has no such prefix.",
            _text("PREFIXES", prefixes),
            "# SERVICE:action for which IAM has no action of the same name, and `sdk_exceptions` no other.",
            _text("UNSURE", unsure),
            "# SERVICE:action=METHOD for services whose actions in IAM are methods of HTTP.",
            _text("METHODS", methods),
            "# PREFIX:Action that is not checked on the resource that `sdk_resources` would take, or not only on that.",
            _text("ELSEWHERE", sorted(elsewhere)).removesuffix("\n"),
            "",
        )
    )


def _parameters(model: Mapping[str, Any], operation: Mapping[str, Any]) -> set[str]:
    members = model["shapes"][operation["input"]["shape"]]["members"] if "input" in operation else {}
    return {name[:1].upper() + name[1:] for name in members}


def _fits(action: str, parameters: set[str], known: Reference) -> bool:
    """Return whether the form that `sdk_resources` has for the *parameters* is of the one resource of *action*."""
    form = next((form for form, names in forms(action) if parameters.issuperset(names)), None)
    if form is None:
        return True
    prefix, _, name = action.partition(":")
    service = known[prefix]
    types = set(service["Actions"].get(name.lower(), {}).get("Resources", ())) - BESIDES
    if form.endswith(":{ResourceArn}"):  # of whatever type, it is the one that is named
        return bool(types)
    fixed = form.partition(":")[2].partition("{")[0]
    return len(types) == 1 and all(
        any(arn.split(":", 5)[5].startswith(fixed) for arn in service["Resources"][one.lower()]["ARNFormats"])
        for one in types
    )


def _text(name: str, words: list[str]) -> str:
    lines = textwrap.wrap(" ".join(words), WIDTH, break_long_words=False, break_on_hyphens=False)
    return f'{name} = """\\\n' + "\n".join(lines) + '\n"""\n'


if __name__ == "__main__":
    TARGET.write_text(module(reference()), encoding="utf-8")
