"""The parameter store in memory."""

from __future__ import annotations

from tests.fakes.scripted import Scripted
from workflow_updater.cloud.ports import Parameter


class FakeParameters(Scripted):
    """`add` what `find` shall answer; `values` are those by name, for templates that name them."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._parameters: dict[str, Parameter] = {}

    def add(self, name: str, value: str, kind: str = "String") -> None:
        self.values[name] = value
        self._parameters[name] = Parameter(name, kind, value)

    def find(self, name: str) -> Parameter | None:
        self._called("find", name)
        return self._parameters.get(name)
