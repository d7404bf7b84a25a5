"""All hooks of CloudFormation, in the order in which they build on each other."""

from __future__ import annotations

from workflow_updater.local_cloud.cloudformation import (
    cancellation,
    capabilities,
    change_set_pages,
    change_sets,
    described,
    iam_conditions,
    macros,
    pace,
    private_names,
    progress,
    stack_events,
    stack_operations,
    stack_parameters,
    standing_in,
    template_checks,
    template_urls,
    templates,
    topic_policies,
)
from workflow_updater.local_cloud.settings import CloudSettings


def install(endpoint: str, settings: CloudSettings) -> None:
    """
    Hook MiniStack's CloudFormation; macros are invoked at *endpoint*.

    Raises:
        HookMismatch: this MiniStack lacks a name that a hook replaces or calls.
    """
    speed = pace.pace_of(realistic=settings.realistic)
    private_names.check()
    template_checks.install()
    template_urls.install()
    read_template = standing_in.install()
    macros.install()
    topic_policies.install()
    capabilities.install()
    templates.install()
    iam_conditions.install()
    change_set_pages.install()
    stack_parameters.install()
    change_sets.install(endpoint, speed, read_template)
    described.install()
    progress.install(speed)
    stack_events.install()
    cancellation.install()
    stack_operations.install(endpoint, speed, read_template)
