"""The same ports over three clouds: the in-memory one, moto in this process, and the embedded one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3
from moto import mock_aws

from tests.fakes.clock import FakeClock
from tests.fakes.cloud import FakeCloud
from tests.fakes.machines import Outcome
from tests.local_cloud import LocalCloud
from tests.trust import MACHINE_TRUST
from workflow_updater.clock import Clock, SystemClock
from workflow_updater.cloud.aws.clients import Clients
from workflow_updater.cloud.aws.connect import cloud_of
from workflow_updater.cloud.ports import Cloud

REGION = "eu-central-1"
HELLO = json.dumps({"StartAt": "Hello", "States": {"Hello": {"Type": "Pass", "Result": {"say": "hello"}, "End": True}}})


@dataclass(frozen=True)
class Backend:
    """
    A cloud, and what a test needs before: a versioned bucket, a machine that runs HELLO, a parameter.

    `make_version` publishes what a machine runs, `make_alias` sends all executions to one version; both return ARNs.
    """

    name: str
    cloud: Cloud
    clock: Clock
    make_bucket: Callable[[str], None]
    make_machine: Callable[[str], str]
    make_parameter: Callable[[str, str, str], None]
    make_version: Callable[[str], str]
    make_alias: Callable[[str, str], str]


@contextmanager
def in_memory() -> Iterator[Backend]:
    fake = FakeCloud()
    fake.machines.outcome = Outcome(states=("Hello",), output='{"say": "hello"}')

    def make_machine(name: str) -> str:
        arn = f"arn:aws:states:{REGION}:111122223333:stateMachine:{name}"
        fake.machines.add(arn, HELLO)
        return arn

    def make_alias(name: str, version: str) -> str:
        arn = f"{version.rpartition(':')[0]}:{name}"
        fake.machines.route(arn, {version: 100})
        return arn

    yield Backend(
        "in memory",
        fake.ports,
        FakeClock(),
        fake.objects.add_bucket,
        make_machine,
        fake.parameters.add,
        fake.machines.publish,
        make_alias,
    )


@contextmanager
def moto() -> Iterator[Backend]:
    with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):
        clients = Clients(boto3.Session(region_name=REGION), endpoint_url=None, environ={})
        yield _through_boto3("moto", clients)
        clients.close()


@contextmanager
def embedded(account: LocalCloud) -> Iterator[Backend]:
    session = boto3.Session(account.access_key_id, account.secret_access_key, region_name=account.region)
    clients = Clients(session, endpoint_url=account.endpoint, environ={})
    yield _through_boto3("embedded", clients)
    clients.close()


def _through_boto3(name: str, clients: Clients) -> Backend:
    def make_bucket(bucket: str) -> None:
        s3 = clients.get("s3")
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})

    def make_machine(machine: str) -> str:
        role = clients.get("iam").create_role(RoleName=machine, AssumeRolePolicyDocument=json.dumps(MACHINE_TRUST))
        made: dict[str, Any] = clients.get("stepfunctions").create_state_machine(
            name=machine, definition=HELLO, roleArn=role["Role"]["Arn"]
        )
        return str(made["stateMachineArn"])

    def make_parameter(parameter: str, value: str, kind: str) -> None:
        clients.get("ssm").put_parameter(Name=parameter, Value=value, Type=kind, Overwrite=True)

    def make_version(machine_arn: str) -> str:
        # Publishing the same revision again gives the same version: every one here has a revision of its own.
        states = clients.get("stepfunctions")
        states.update_state_machine(stateMachineArn=machine_arn, definition=HELLO)
        return str(states.publish_state_machine_version(stateMachineArn=machine_arn)["stateMachineVersionArn"])

    def make_alias(name: str, version: str) -> str:
        route = {"stateMachineVersionArn": version, "weight": 100}
        made = clients.get("stepfunctions").create_state_machine_alias(name=name, routingConfiguration=[route])
        return str(made["stateMachineAliasArn"])

    clock = SystemClock()
    cloud = cloud_of(clients, region=REGION, clock=clock)
    return Backend(name, cloud, clock, make_bucket, make_machine, make_parameter, make_version, make_alias)
