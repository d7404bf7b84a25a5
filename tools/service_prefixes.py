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
BY_METHOD = {"apigateway", "apigatewayv2"}  # IAM knows GET, POST, … on their paths, and hardly any operation


def iam_actions() -> dict[str, set[str]]:
    """Return prefix → the names of its actions, in lower case."""
    text = files("cfnlint.data.AdditionalSpecs").joinpath("Policies.json").read_text("utf-8")
    return {prefix: set(service["Actions"]) for prefix, service in json.loads(text).items()}


def models() -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Return service name → its models in botocore, each with its folder."""
    loader = botocore.session.get_session().get_component("data_loader")
    found = defaultdict(list)
    for folder in loader.list_available_services("service-2"):
        model = loader.load_service_model(folder, "service-2")
        found[service_name(model["metadata"]["serviceId"])].append((folder, model))
    return dict(sorted(found.items()))


def prefix_of(name: str, folder: str, model: Mapping[str, Any], known: Mapping[str, set[str]]) -> str:
    """Return the prefix with which IAM names the service's actions, "" when none of its names is one."""
    if name in NAMED_OTHERWISE:
        return NAMED_OTHERWISE[name]
    metadata = model["metadata"]
    endpoint = metadata["endpointPrefix"]
    candidates = [one for one in (metadata.get("signingName", endpoint), endpoint, folder) if one in known]
    operations = {operation.lower() for operation in model["operations"]}
    return max(candidates, key=lambda one: len(operations & known[one]), default="")


def module(known: Mapping[str, set[str]]) -> str:
    """Return the source of the module."""
    prefixes, unsure, methods = [], [], []
    for name, found in models().items():
        (folder, model), *_ = found
        prefix = prefix_of(name, folder, model, known)
        prefixes.append(f"{name}={prefix}" if prefix != name else name)
        doubtful = []
        for operation, described in sorted(model["operations"].items()):
            action = action_name(operation)
            if f"{name}:{action}" in EXCEPTIONS or operation.lower() in known.get(prefix, set()):
                continue
            if name in BY_METHOD:
                methods.append(f"{name}:{action}={described['http']['method']}")
            else:
                doubtful.append(f"{name}:{action}")
        unsure += doubtful if prefix else []
    return (
        '"""What IAM calls the services of the AWS SDK integrations. Written by `make services`, not by hand."""\n\n'
        "from __future__ import annotations\n\n"
        f'BOTOCORE = "{botocore.__version__}"\n\n'
        "# SERVICE=PREFIX, or SERVICE alone where both are the same; `=` alone where IAM has no such prefix.\n"
        f"{_text('PREFIXES', prefixes)}\n"
        "# SERVICE:action for which IAM has no action of the same name, and `sdk_exceptions` no other.\n"
        f"{_text('UNSURE', unsure)}\n"
        "# SERVICE:action=METHOD for services whose actions in IAM are methods of HTTP.\n"
        f"{_text('METHODS', methods)}"
    )


def _text(name: str, words: list[str]) -> str:
    lines = textwrap.wrap(" ".join(words), WIDTH, break_long_words=False, break_on_hyphens=False)
    return f'{name} = """\\\n' + "\n".join(lines) + '\n"""\n'


if __name__ == "__main__":
    TARGET.write_text(module(iam_actions()), encoding="utf-8")
