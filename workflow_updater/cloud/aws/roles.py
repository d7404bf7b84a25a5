"""IAM through boto3."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflow_updater.cloud.aws.client_errors import translated
from workflow_updater.cloud.aws.clients import Clients
from workflow_updater.cloud.ports import Role, RolePolicy


class AwsRoles:
    """The `Roles` port."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    @property
    def _client(self) -> Any:  # noqa: ANN401 - boto3 makes client classes at run time
        return self._clients.get("iam")

    def find(self, arn: str) -> Role | None:
        """Return the role with all its policies, None when there is none of that name."""
        name = arn.rpartition("/")[2]
        with translated("iam:GetRole", arn):
            try:
                role = self._client.get_role(RoleName=name)["Role"]
            except self._client.exceptions.NoSuchEntityException:
                return None
        boundary = role.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn", "")
        return Role(role["Arn"], (*self._inline(name, arn), *self._attached(name, arn)), boundary)

    def _inline(self, name: str, arn: str) -> Iterator[RolePolicy]:
        with translated("iam:ListRolePolicies", arn):
            pages = self._client.get_paginator("list_role_policies").paginate(RoleName=name)
            names = [policy for page in pages for policy in page["PolicyNames"]]
        for policy in names:
            with translated("iam:GetRolePolicy", arn):
                document = self._client.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]
            yield RolePolicy(policy, document)

    def _attached(self, name: str, arn: str) -> Iterator[RolePolicy]:
        with translated("iam:ListAttachedRolePolicies", arn):
            pages = self._client.get_paginator("list_attached_role_policies").paginate(RoleName=name)
            attached = [policy for page in pages for policy in page["AttachedPolicies"]]
        for policy in attached:
            policy_arn = policy["PolicyArn"]
            with translated("iam:GetPolicy", policy_arn):
                version = self._client.get_policy(PolicyArn=policy_arn)["Policy"]["DefaultVersionId"]
            with translated("iam:GetPolicyVersion", policy_arn):
                found = self._client.get_policy_version(PolicyArn=policy_arn, VersionId=version)["PolicyVersion"]
            yield RolePolicy(policy["PolicyName"], found["Document"])
