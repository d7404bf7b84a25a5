"""Makes an empty embedded cloud ready for a push: bucket, macro, and the stack of the workflow."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from workflow_updater import bundle
from workflow_updater.clock import Clock
from workflow_updater.cloud.ports import Cloud
from workflow_updater.commands.bootstrap import bootstrap_of, sources_of
from workflow_updater.errors import UsageError
from workflow_updater.plan.attempt import Attempt
from workflow_updater.plan.bootstrap import set_up
from workflow_updater.plan.change_sets.names import bootstrap_name
from workflow_updater.plan.progress import Waiting, watch
from workflow_updater.screen import Screen
from workflow_updater.sources.shipped_workflow import GENERIC_TEMPLATE, StackSource
from workflow_updater.sources.workflow_path import workflow_name

READY_SECONDS = 300.0


def make_ready(cloud: Cloud, stack: str, workflow: str, screen: Screen, clock: Clock) -> None:
    """
    Bring *stack* into the embedded cloud, from the template of *workflow*, unless it is there.

    Raises:
        DeployError: it could not be brought there; the message names the stack that failed.
    """
    if cloud.stacks.describe(stack) is not None:
        return
    source = replace(_source(workflow, stack), stack=stack)
    screen.note(f"the embedded cloud has no stack {stack} yet: making it from {source.template.name}")
    attempt = Attempt(bootstrap_name(), clock, clock.monotonic() + READY_SECONDS)
    steps = set_up(bootstrap_of([source], bucket=""), cloud, attempt)
    made = watch(steps, lambda step: screen.live(step.what) if isinstance(step, Waiting) else None)
    screen.still()
    screen.note(f"made {', '.join(made.stacks)}")


def _source(workflow: str, stack: str) -> StackSource:
    """Return what the stack is made from: the template of the workflow, of the stack's name, or the plain one."""
    for name in (workflow_name(workflow), stack):
        try:
            return sources_of([name], Path.cwd())[0]
        except UsageError:  # no workflow of that name is known
            continue
    return StackSource(stack, bundle.templates() / GENERIC_TEMPLATE, None)
