"""What the tokens of a template's text stand for in one stack: names and numbers instead of `${…}`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from workflow_updater.core.permissions.grant import Place
from workflow_updater.core.permissions.template_text import KINDS

_URL_SUFFIXES = {"aws-cn": "amazonaws.com.cn"}
_LAST = re.compile(r"[:/]([^:/]+)$")  # the name, at the end of an ARN or a URL


def stack_values(
    resources: Mapping[str, Any], physical_ids: Mapping[str, str], parameters: Mapping[str, str], stack_arn: str
) -> dict[str, str]:
    """Return token name → value for `substituted_text`; what the stack does not tell is not there."""
    _, partition, _, region, account, stack = stack_arn.split(":", 5)
    values = {
        **parameters,
        "AWS::AccountId": account,
        "AWS::Partition": partition,
        "AWS::Region": region,
        "AWS::StackId": stack_arn,
        "AWS::StackName": stack.split("/")[1],
        "AWS::URLSuffix": _URL_SUFFIXES.get(partition, "amazonaws.com"),
    }
    for name, physical_id in physical_ids.items():
        resource = resources.get(name)
        kind = KINDS.get(resource["Type"]) if isinstance(resource, Mapping) and "Type" in resource else None
        if kind and kind.attribute:
            found = _LAST.search(physical_id)
            values[f"{name}.{kind.attribute}"] = found[1] if found else physical_id
        else:
            values[name] = physical_id
            if physical_id.startswith("arn:"):
                values[f"{name}.Arn"] = physical_id
    return values


def machine_place(machine_arn: str) -> Place:
    """Return where the state machine with this ARN runs."""
    _, partition, _, region, account, _, name = machine_arn.split(":", 6)
    return Place(partition, region, account, name)
