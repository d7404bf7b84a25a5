"""The `Roles` port, over the clouds that speak IAM."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from tests.local_cloud import LocalCloud
from tests.trust import MACHINE_TRUST
from workflow_updater.cloud.aws.clients import Clients
from workflow_updater.cloud.aws.roles import AwsRoles
from workflow_updater.cloud.ports import Role, RolePolicy


def allowing(action: str) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}]}


@pytest.fixture(params=["moto", "embedded"])
def clients(request: pytest.FixtureRequest) -> Iterator[Clients]:
    if request.param == "moto":
        with mock_aws():
            made = Clients(boto3.Session(region_name="eu-central-1"), endpoint_url=None, environ={})
            yield made
            made.close()
        return
    account: LocalCloud = request.getfixturevalue("own_account")
    session = boto3.Session(account.access_key_id, account.secret_access_key, region_name=account.region)
    made = Clients(session, endpoint_url=account.endpoint, environ={})
    yield made
    made.close()


def test_a_role_is_told_with_its_inline_and_attached_policies(clients: Clients) -> None:
    iam = clients.get("iam")
    arn = iam.create_role(RoleName="machine", AssumeRolePolicyDocument=json.dumps(MACHINE_TRUST))["Role"]["Arn"]
    iam.put_role_policy(RoleName="machine", PolicyName="own", PolicyDocument=json.dumps(allowing("sqs:SendMessage")))
    shared = iam.create_policy(PolicyName="shared", PolicyDocument=json.dumps(allowing("sns:Publish")))["Policy"]["Arn"]
    iam.create_policy_version(PolicyArn=shared, PolicyDocument=json.dumps(allowing("sns:*")), SetAsDefault=True)
    iam.attach_role_policy(RoleName="machine", PolicyArn=shared)

    found = AwsRoles(clients).find(arn)

    own, attached = RolePolicy("own", allowing("sqs:SendMessage")), RolePolicy("shared", allowing("sns:*"))
    assert Role(arn, (own, attached)) == found


def test_a_role_that_is_not_there_is_none(clients: Clients) -> None:
    assert AwsRoles(clients).find("arn:aws:iam::111122223333:role/nobody") is None
