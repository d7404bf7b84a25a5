"""IAM in memory: roles and what their policies say."""

from __future__ import annotations

from typing import Any

from tests.fakes.scripted import Scripted
from workflow_updater.cloud.ports import Role, RolePolicy


class FakeRoles(Scripted):
    """`add` what `find` shall answer."""

    def __init__(self) -> None:
        super().__init__()
        self._roles: dict[str, Role] = {}

    def add(self, arn: str, *statements: dict[str, Any], boundary: str = "") -> None:
        policies = (RolePolicy("own", {"Version": "2012-10-17", "Statement": list(statements)}),) if statements else ()
        self._roles[arn] = Role(arn, policies, boundary)

    def find(self, arn: str) -> Role | None:
        self._called("find", arn)
        return self._roles.get(arn)
