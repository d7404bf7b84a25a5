"""The rules of this room: resources, integrations and what a task needs for them."""

from __future__ import annotations

from workflow_updater.core.validation.rule import Rule
from workflow_updater.core.validation.rules.tasks import (
    e401_resource,
    e402_function,
    e403_integration,
    e404_sdk_action,
    e405_pattern,
    e406_express_task,
    e407_credentials,
    e408_credentials_of_an_activity,
    e409_required_parameters,
    e411_unknown_parameter,
    w421_token_not_passed,
    w422_no_timeout,
    w423_needed_parameters,
    w424_sdk_parameter_case,
    w425_express_child,
    w426_credentials_without_role,
    w427_unknown_parameter,
    w428_heartbeat,
)

RULES: tuple[Rule, ...] = (
    e401_resource.RULE,
    e402_function.RULE,
    e403_integration.RULE,
    e404_sdk_action.RULE,
    e405_pattern.RULE,
    e406_express_task.RULE,
    e407_credentials.RULE,
    e408_credentials_of_an_activity.RULE,
    e409_required_parameters.RULE,
    e411_unknown_parameter.RULE,
    w421_token_not_passed.RULE,
    w422_no_timeout.RULE,
    w423_needed_parameters.RULE,
    w424_sdk_parameter_case.RULE,
    w425_express_child.RULE,
    w426_credentials_without_role.RULE,
    w427_unknown_parameter.RULE,
    w428_heartbeat.RULE,
)
