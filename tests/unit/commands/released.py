"""A stack in memory that had releases, for the verbs that read them."""

from __future__ import annotations

import json
from typing import Any

from tests.fakes.cloud import FakeCloud
from tests.unit.releases.records import BUCKET, release
from workflow_updater.core.content_address import canonical, location, object_key
from workflow_updater.core.release import Release, ReleaseFolder, to_json

STACK = "orders"
FOLDER = ReleaseFolder(BUCKET, "orders", STACK, "Orders")
TEMPLATE = {
    "Transform": [{"Name": "StepFunctionWorkflowInjector", "Parameters": {"Prefix": "orders/"}}],
    "Parameters": {"Workflow": {"Type": "String", "Default": ""}},
    "Resources": {
        "Orders": {
            "Type": "AWS::StepFunctions::StateMachine",
            "Metadata": {"Workflow": {"Location": "Workflow"}},
            "Properties": {"RoleArn": "arn:aws:iam::111122223333:role/orders"},
        }
    },
}


def says(result: object, **states: Any) -> dict[str, Any]:
    """Return a sound definition whose first state has that result."""
    return {
        "StartAt": "Say",
        "States": {"Say": {"Type": "Pass", "Result": result, "Next": "Done"}, "Done": {"Type": "Succeed"}, **states},
    }


class ReleasedCloud(FakeCloud):
    """The stack `orders`; `release` records one and lets it run, `deploy` changes what runs past this tool."""

    def __init__(self, template: object = TEMPLATE) -> None:
        super().__init__(BUCKET)
        self.stacks.add(STACK, template=json.dumps(template), parameters={"Workflow": ""})
        self.machine_arn = self.stacks.held[STACK].resources["Orders"]
        self.machines.add(self.machine_arn, "{}")
        self.recorded: list[Release] = []

    def release(self, definition: object, **fields: Any) -> Release:
        number = len(self.recorded) + 1
        recorded = release(number, definition, **{"stack": STACK, "location": self.stored(definition)} | fields)
        self.recorded.append(recorded)
        self.objects.put_new(BUCKET, FOLDER.key(number), to_json(recorded))
        if recorded.outcome == "updated":
            self.deploy(definition, recorded.location)
        return recorded

    def deploy(self, definition: object, place: str = "") -> None:
        held = self.stacks.held[STACK]
        self.stacks.add(
            STACK,
            template=held.template,
            parameters={"Workflow": place or self.stored(definition)},
            resources=dict(held.resources),
        )
        self.machines.set_definition(self.machine_arn, json.dumps(definition))

    def be(self, status: str) -> None:
        """Let the stack be in *status*, with what was deployed last."""
        held = self.stacks.held[STACK]
        self.stacks.add(
            STACK,
            template=held.template,
            status=status,
            parameters=held.stack.parameters,
            resources=dict(held.resources),
        )

    def stored(self, definition: object) -> str:
        """Store *definition* where a push does and return its location."""
        content = release(1, definition).digest
        stored = self.objects.put_new(BUCKET, object_key("orders", STACK, "Orders", content), canonical(definition))
        return location(stored.bucket, stored.key, stored.version_id)

    def forget(self, one: Release) -> None:
        """Let the definition of a release vanish from the bucket."""
        self.objects.remove(BUCKET, object_key("orders", STACK, "Orders", one.digest))

    @property
    def live(self) -> Any:
        return json.loads(self.machines.machines[self.machine_arn].definition)
