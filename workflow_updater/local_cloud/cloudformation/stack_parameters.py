"""
Parameters as on AWS: what a request may say of them, and what the descriptions of stacks and change sets tell.

MiniStack takes parameters that no template declares, shows the secret of a NoEcho parameter in a change set, and in the
place of an SSM parameter's name its value. AWS tells both, the value as ResolvedValue, and `****` for a secret.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from workflow_updater.local_cloud import hooks
from workflow_updater.local_cloud.cloudformation import failures, records, requests
from workflow_updater.local_cloud.cloudformation.records import Record
from workflow_updater.local_cloud.cloudformation.requests import Handler, Params, Response

HOOK = "stack_parameters"
HIDDEN = "****"
BETWEEN = "\ue000"  # between name and value of an SSM parameter, while MiniStack writes its answer
VALUE = re.compile(f"{BETWEEN}(.*?)</ParameterValue>", re.DOTALL)
Resolve = Callable[..., dict[str, Any]]


def install() -> None:
    """Hook in, after whatever else answers these descriptions."""
    from ministack.services.cloudformation import changesets, engine, handlers

    plain: Resolve = hooks.private(engine, "_resolve_parameters", hook=HOOK)

    def resolve(
        template: Mapping[str, Any], provided: Sequence[Mapping[str, Any]], previous: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        if found := refusal(template.get("Parameters") or {}, provided, previous or {}):
            raise ValueError(found)
        return plain(template, provided, previous)

    for module in (engine, changesets, handlers):
        hooks.replace(module, "_resolve_parameters", resolve, hook=HOOK)
    table = hooks.private(handlers, "_ACTION_HANDLERS", hook=HOOK)
    stacks = hooks.entry(table, "DescribeStacks", table_name="_ACTION_HANDLERS", hook=HOOK)
    change_set = hooks.entry(table, "DescribeChangeSet", table_name="_ACTION_HANDLERS", hook=HOOK)
    table["DescribeStacks"] = lambda params: _told(stacks, params, list(records.stacks().values()))
    table["DescribeChangeSet"] = lambda params: _told(change_set, params, _named(params))


def refusal(
    declared: Mapping[str, Any], provided: Sequence[Mapping[str, Any]], previous: Mapping[str, Any]
) -> str | None:
    """Return why AWS refuses the *provided* parameters of a request, None if these checks pass."""
    given = {str(one["Key"]): one for one in provided if "Key" in one}
    for name, one in given.items():
        if one.get("UsePreviousValue") and name not in previous:
            return failures.no_previous_value(name)
    unknown = [name for name in given if name not in declared]
    if unknown:
        return failures.unknown_parameters(unknown)
    missing = [name for name, one in declared.items() if name not in given and "Default" not in one]
    return failures.missing_parameters(missing) if missing else None


def _named(params: Params) -> list[Record]:
    found = records.find_change_set(requests.value(params, "ChangeSetName"), requests.value(params, "StackName"))
    return [found] if found else []


def _told(plain: Handler, params: Params, described: Sequence[Record]) -> Response:
    """Return MiniStack's answer with the parameters of the *described* records as AWS tells them."""
    with _as_on_aws(described):
        status, headers, body = plain(params)
    text = VALUE.sub(r"</ParameterValue><ResolvedValue>\1</ResolvedValue>", body.decode())
    return status, headers, text.encode()


@contextmanager
def _as_on_aws(described: Sequence[Record]) -> Iterator[None]:
    """Let the records show it while an answer is written; MiniStack's handlers wait for nothing: nobody sees this."""
    before = [record.get("Parameters", []) for record in described]
    for record, parameters in zip(described, before, strict=True):
        resolved = record.get("_resolved_params") or {}
        record["Parameters"] = [_shown(one, resolved.get(one["ParameterKey"], {})) for one in parameters]
    try:
        yield
    finally:
        for record, parameters in zip(described, before, strict=True):
            record["Parameters"] = parameters


def _shown(parameter: Mapping[str, Any], resolved: Mapping[str, Any]) -> dict[str, Any]:
    value = parameter["ParameterValue"]
    if resolved.get("NoEcho") or parameter.get("NoEcho"):
        value = HIDDEN
    elif "SsmName" in resolved:
        value = f"{resolved['SsmName']}{BETWEEN}{value}"
    return {**parameter, "ParameterValue": value}
