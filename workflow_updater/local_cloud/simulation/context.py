"""The program of a simulated execution: with the context object that a test wants, and activities that answer."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from workflow_updater.local_cloud.simulation.tasks import Worker
from workflow_updater.local_cloud.simulation.virtual_time import place_here
from workflow_updater.local_cloud.state_machines.program import MotoProgram
from workflow_updater.local_cloud.state_machines.starting import Revision


class SimulatedProgram(MotoProgram):
    """A program whose *tree* is shared with others that run before or after it; *context* is laid over its own."""

    def __init__(self, revision: Revision, execution: dict[str, Any], tree: Any, context: Mapping[str, Any]) -> None:
        super().__init__(revision, execution, tree=tree, activities=_Activities(self))
        self._context = context

    def prepare(self, environment: Any) -> None:
        """Give *environment* (moto's) the context object that was asked for."""
        data = environment.states.context_object.context_object_data
        data["Execution"]["StartTime"] = place_here().notes.started.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        for name, wanted in self._context.items():
            given = copy.deepcopy(wanted)
            data[name] = {**data[name], **given} if isinstance(given, dict) and name in data else given


class _Activities:
    """Every activity there may be."""

    def __init__(self, program: SimulatedProgram) -> None:
        self._program = program

    def get(self, arn: str) -> Worker:
        """Return who works on the activity *arn*."""
        return Worker(arn, self._program.waiting)
