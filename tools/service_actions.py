"""
Write sdk_actions.py and optimized_parameters.py of workflow_updater/core/services from the installed botocore.

`make services` calls it.

Step Functions names the services of its AWS SDK integrations as the AWS SDK for Java 2 does: the service id in lower
case, letters and digits only, without "service" at its end. Every name in the developer guide's table follows that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import botocore
import botocore.session

from workflow_updater.core.services.optimized import INTEGRATIONS

FOLDER = Path(__file__).parents[1] / "workflow_updater" / "core" / "services"

# Named in https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html as not available.
UNSUPPORTED = {
    "comprehendmedical": {"detectEntities"},
    "efs": {"createTags"},
    "emr": {"describeJobFlows"},
    "iotdeviceadvisor": {"listTestCases"},
    "lambda": {"invokeAsync"},
    "mediapackage": {"rotateChannelCredentials"},
    "rdsdata": {"executeSql"},
    "shield": {"deleteSubscription"},
}
# In the guide's table, no longer in botocore: machines that use them may still run, and their actions are not known.
RETIRED = (
    "alexaforbusiness",
    "codestar",
    "elasticinference",
    "elastictranscoder",
    "evidently",
    "honeycode",
    "iot1clickdevices",
    "iot1clickprojects",
    "iotanalytics",
    "iotevents",
    "ioteventsdata",
    "iotfleethub",
    "iotroborunner",
    "lookoutmetrics",
    "lookoutvision",
    "macie",
    "mobile",
    "nimble",
    "opsworks",
    "opsworkscm",
    "panorama",
    "privatenetworks",
    "qldb",
    "qldbsession",
    "robomaker",
    "sms",
    "worklink",
)


# The optimized integrations with an API of their own; their parameters are those of the guide, or not known.
OWN_APIS = {
    "apigateway:invoke": (
        *("AllowNullValues", "ApiEndpoint", "AuthType", "Headers", "Method", "Path", "QueryParameters", "RequestBody"),
        "Stage",
    ),
    "bedrockagentcore:invokeHarness": (),
    "eks:call": (),
    "eks:runJob": (),
    "http:invoke": (
        *("ApiEndpoint", "Authentication", "Headers", "InvocationConfig", "Method", "QueryParameters", "RequestBody"),
        "Transform",
    ),
}
OWN_SERVICES = {"elasticmapreduce"}
BESIDES = {"bedrock:invokeModel": {"Input", "Output"}}
MODELS = {"bedrock:invokeModel": "bedrock-runtime", "states:startExecution": "stepfunctions"}


def service_name(service_id: str) -> str:
    """Return the name of a service in a `Resource`, from its id in botocore's model."""
    return re.sub("[^a-z0-9]", "", service_id.lower()).removesuffix("service")


def action_name(operation: str) -> str:
    """Return the name of an operation in a `Resource`: camel case."""
    return operation[0].lower() + operation[1:]


def catalogue() -> dict[str, tuple[str, ...]]:
    """Return the actions of every service, in order; () for those whose actions are not known."""
    loader = botocore.session.get_session().get_component("data_loader")
    found: dict[str, set[str]] = {name: set() for name in RETIRED}
    for directory in loader.list_available_services("service-2"):
        model = loader.load_service_model(directory, "service-2")
        name = service_name(model["metadata"]["serviceId"])
        actions = {action_name(operation) for operation in model["operations"] if not streams(model, operation)}
        found.setdefault(name, set()).update(actions)
    return {name: tuple(sorted(actions - UNSUPPORTED.get(name, set()))) for name, actions in sorted(found.items())}


def streams(model: Mapping[str, Any], operation: str) -> bool:
    """Return whether input or output is a stream of events, which no task can hold (subscribeToShard and its like)."""
    shapes = model["shapes"]
    ends = (model["operations"][operation].get(end, {}).get("shape") for end in ("input", "output"))
    members = (member["shape"] for end in ends if end for member in shapes[end].get("members", {}).values())
    return any(shapes[member].get("eventstream") for member in members)


def parameters() -> dict[str, tuple[str, ...]]:
    """Return the parameters that each optimized integration may have, () where they are not known."""
    return {name: tuple(sorted(_parameters(name))) for name in INTEGRATIONS}


def _parameters(integration: str) -> set[str]:
    service, _, action = integration.partition(":")
    if integration in OWN_APIS or service in OWN_SERVICES:
        return set(OWN_APIS.get(integration, ()))
    loader = botocore.session.get_session().get_component("data_loader")
    model = loader.load_service_model(MODELS.get(integration, service), "service-2")
    shape = model["operations"][action[0].upper() + action[1:]]["input"]["shape"]
    members = {member[0].upper() + member[1:] for member in model["shapes"][shape]["members"]}
    return members | BESIDES.get(integration, set())


def module(what: str, name: str, lines: Mapping[str, tuple[str, ...]]) -> str:
    """Return the source of a module about *what*, whose constant *name* holds *lines*."""
    text = "\n".join(" ".join((key, *words)) for key, words in lines.items())
    return (
        f'"""\n{what}\n\nWritten by `make services`, not by hand.\n"""\n\n'
        "# ruff: noqa: E501 - data\nfrom __future__ import annotations\n\n"
        f'{name} = """\\\n{text}\n"""\n'
    )


ACTIONS_PAGE = (
    "The actions of the AWS SDK integrations: a service a line, its name and its actions.\n\n"
    f"From botocore {botocore.__version__}; a service without actions has left the SDK, and they are not known."
)
PARAMETERS_PAGE = (
    "What the optimized integrations may be handed: one a line, its name and its parameters.\n\n"
    f"From botocore {botocore.__version__}; where none is listed they are not known."
)

if __name__ == "__main__":
    (FOLDER / "sdk_actions.py").write_text(module(ACTIONS_PAGE, "ACTIONS", catalogue()), encoding="utf-8")
    (FOLDER / "optimized_parameters.py").write_text(
        module(PARAMETERS_PAGE, "PARAMETERS", parameters()), encoding="utf-8"
    )
