"""IAM through boto3."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from workflow_updater.cloud.aws.client_errors import translated
from workflow_updater.cloud.aws.clients import Clients
from workflow_updater.cloud.ports import Role, RolePolicy

_CONNECTIONS = 8  # of the ten that botocore keeps open; a role has ten attached policies at most, and few of its own


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
        with ThreadPoolExecutor(max_workers=_CONNECTIONS) as pool:
            role = pool.submit(self._role, name, arn)
            inline = pool.submit(self._inline_names, name, arn)
            attached = pool.submit(self._attached, name, arn)
            found = role.result()
            if found is None:
                return None
            own = pool.map(lambda policy: self._inline(name, policy, arn), inline.result())
            shared = pool.map(lambda policy: self._managed(*policy), attached.result())
            boundary = found.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn", "")
            return Role(found["Arn"], (*own, *shared), boundary)

    def _role(self, name: str, arn: str) -> Any:  # noqa: ANN401
        with translated("iam:GetRole", arn):
            try:
                return self._client.get_role(RoleName=name)["Role"]
            except self._client.exceptions.NoSuchEntityException:
                return None

    def _inline_names(self, name: str, arn: str) -> list[str]:
        with translated("iam:ListRolePolicies", arn):
            pages = self._client.get_paginator("list_role_policies").paginate(RoleName=name)
            return [policy for page in pages for policy in page["PolicyNames"]]

    def _inline(self, name: str, policy: str, arn: str) -> RolePolicy:
        with translated("iam:GetRolePolicy", arn):
            return RolePolicy(policy, self._client.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"])

    def _attached(self, name: str, arn: str) -> list[tuple[str, str]]:
        """Return name and ARN of every attached policy."""
        with translated("iam:ListAttachedRolePolicies", arn):
            pages = self._client.get_paginator("list_attached_role_policies").paginate(RoleName=name)
            return [(one["PolicyName"], one["PolicyArn"]) for page in pages for one in page["AttachedPolicies"]]

    def _managed(self, name: str, arn: str) -> RolePolicy:
        with translated("iam:GetPolicy", arn):
            version = self._client.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
        with translated("iam:GetPolicyVersion", arn):
            found = self._client.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]
        return RolePolicy(name, found["Document"])
