"""
The policy of a topic that a stack makes: as by default on AWS, it lets nobody publish who has no right of his own.

Wraps `_sns_create` of `ministack.services.cloudformation.provisioners`. MiniStack's SNS gives a new topic AWS's policy,
which names services of the account only (`AWS:SourceOwner`); its CloudFormation forgets the condition, and with it
every principal of the account may publish.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from workflow_updater.local_cloud import hooks

HOOK = "topic_policies"
TYPE = "AWS::SNS::Topic"
Create = Callable[[str, Mapping[str, Any], str], tuple[str, dict[str, Any]]]


def install() -> None:
    """Hook in."""
    from ministack.core import responses
    from ministack.services import sns
    from ministack.services.cloudformation import provisioners

    topics = hooks.private(sns, "_topics", hook=HOOK)

    def create(logical_id: str, properties: Mapping[str, Any], stack_name: str) -> tuple[str, dict[str, Any]]:
        made = plain(logical_id, properties, stack_name)
        attributes = topics[made[0]]["attributes"]
        policy = json.loads(attributes["Policy"])
        condition = {"StringEquals": {"AWS:SourceOwner": responses.get_account_id()}}
        statements = [{**statement, "Condition": condition} for statement in policy["Statement"]]
        attributes["Policy"] = json.dumps({**policy, "Statement": statements})
        return made

    plain: Create = hooks.replace(provisioners, "_sns_create", create, hook=HOOK)  # a renamed topic is made by it
    handlers = hooks.private(provisioners, "_RESOURCE_HANDLERS", hook=HOOK)
    handlers[TYPE] = {**hooks.entry(handlers, TYPE, table_name="_RESOURCE_HANDLERS", hook=HOOK), "create": create}
