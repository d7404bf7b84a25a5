"""A whole cloud in memory: stacks whose macro reads the objects and whose updates change the machines."""

from __future__ import annotations

from tests.fakes.machines import FakeMachines
from tests.fakes.objects import FakeObjects
from tests.fakes.parameters import FakeParameters
from tests.fakes.roles import FakeRoles
from tests.fakes.stacks import ACCOUNT, REGION, FakeStacks
from workflow_updater.cloud.ports import Cloud

LOCATION = "s3://"


class FakeCloud:
    """
    `stacks`, `objects`, `machines`, `parameters`, `roles` to script and ask; `ports` is the `Cloud` of commands.

    Joined as in AWS: a created bucket can be written to, the macro injects what is stored, an executed change set
    changes the live definition.
    """

    def __init__(self, *buckets: str) -> None:
        self.objects = FakeObjects(*buckets)
        self.machines = FakeMachines()
        self.parameters = FakeParameters()
        self.roles = FakeRoles()
        self.stacks = FakeStacks(read=self._read, on_machine=self._set_definition)
        self.stacks.on_bucket = self.objects.add_bucket
        self.stacks.ssm = self.parameters.values
        self.ports = Cloud(
            region=REGION,
            stacks=self.stacks,
            objects=self.objects,
            machines=self.machines,
            parameters=self.parameters,
            roles=self.roles,
            identify=lambda: ACCOUNT,
        )

    def connect(self) -> Cloud:
        """Return the ports, as `connect` does for a command."""
        return self.ports

    @property
    def writes(self) -> list[tuple[object, ...]]:
        """Everything that changed something, in no order across services."""
        return [*self.stacks.writes, *self.objects.writes, *self.machines.writes]

    def _read(self, location: str) -> str | None:
        bucket, _, rest = location.removeprefix(LOCATION).partition("/")
        key, _, version_id = rest.partition("?versionId=")
        body = self.objects.body(bucket, key, version_id) if bucket in self.objects.buckets else None
        return body.decode() if body is not None else None

    def _set_definition(self, arn: str, definition: str) -> None:
        if arn in self.machines.machines:
            self.machines.set_definition(arn, definition)
        else:
            self.machines.add(arn, definition)
