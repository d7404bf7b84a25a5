"""`output` and `ssm` of templates: AWS is connected to when the first of them is called, and each thing asked once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from workflow_updater.sources.rendering import LookupFailed

if TYPE_CHECKING:
    from workflow_updater.cloud.ports import Cloud, Parameter, Stack


class AskedCloud:
    """The lookups of one call, through its *connect*."""

    def __init__(self, connect: Callable[[], Cloud]) -> None:
        self._connect = connect
        self._stacks: dict[str, Stack | None] = {}
        self._parameters: dict[str, Parameter | None] = {}

    def output(self, stack: str, key: str) -> str:
        """
        Return an output of a stack.

        Raises:
            LookupFailed: there is no such stack or output.
            DeployError: AWS did not answer, or denied it.
        """
        if stack not in self._stacks:
            self._stacks[stack] = self._connect().stacks.describe(stack)
        found = self._stacks[stack]
        if found is None:
            raise LookupFailed(f"there is no stack {stack}", hint="check its name, --region, --profile, --environment")
        if key not in found.outputs:
            known = ", ".join(found.outputs) or "none"
            raise LookupFailed(f"the stack {stack} has no output {key}", hint=f"outputs there: {known}")
        return found.outputs[key]

    def ssm(self, name: str) -> str:
        """
        Return the value of a parameter of the parameter store.

        Raises:
            LookupFailed: there is no such parameter, or it is a secret.
            DeployError: AWS did not answer, or denied it.
        """
        if name not in self._parameters:
            self._parameters[name] = self._connect().parameters.find(name)
        found = self._parameters[name]
        if found is None:
            hint = "check its name, --region, --profile, --environment"
            raise LookupFailed(f"there is no parameter {name} in the parameter store", hint=hint)
        if found.type == "SecureString":
            hint = "a definition can be read by many; let the task's function fetch the secret"
            raise LookupFailed(f"the parameter {name} is a SecureString, a secret", hint=hint)
        return found.value
