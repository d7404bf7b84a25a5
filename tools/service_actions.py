"""
Write workflow_updater/core/services/sdk_actions.py from the installed botocore: `make services`.

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

TARGET = Path(__file__).parents[1] / "workflow_updater" / "core" / "services" / "sdk_actions.py"

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


def module(actions: Mapping[str, tuple[str, ...]]) -> str:
    """Return the source of the module that holds *actions*."""
    lines = "\n".join(" ".join((name, *of_service)) for name, of_service in actions.items())
    return (
        '"""\nThe actions of the AWS SDK integrations. Written by `make services`, not by hand.\n\n'
        "One service a line: its name, then its actions. A service without actions has left the SDK.\n"
        '"""\n\n# ruff: noqa: E501 - data\nfrom __future__ import annotations\n\n'
        f'BOTOCORE = "{botocore.__version__}"\n\nACTIONS = """\\\n{lines}\n"""\n'
    )


if __name__ == "__main__":
    TARGET.write_text(module(catalogue()), encoding="utf-8")
