"""The parameter store in memory."""

from __future__ import annotations

from tests.fakes.scripted import Scripted
from workflow_updater.cloud.ports import Parameter


class FakeParameters(Scripted):
    """`add` what `find` shall answer."""

    def __init__(self) -> None:
        super().__init__()
        self._parameters: dict[str, Parameter] = {}

    def add(self, name: str, value: str, kind: str = "String") -> None:
        self._parameters[name] = Parameter(name, kind, value)

    def find(self, name: str) -> Parameter | None:
        self._called("find", name)
        return self._parameters.get(name)
