"""
IncludePropertyValues of DescribeChangeSet: what each changed resource and property was and will be.

MiniStack ignores the parameter. The values are noted when a change set is made, as the stack goes on afterwards, and
written into MiniStack's answer. The form is that of LocalStack's recordings from AWS.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from workflow_updater.local_cloud import hooks
from workflow_updater.local_cloud.cloudformation.records import Record

HOOK = "property_values"
NOTE = "_property_values"  # in MiniStack's record of a change
UNKNOWN = "{{changeSet:KNOWN_AFTER_APPLY}}"
CHANGE_END, TARGET_END = "</ResourceChange>", "</Target>"
SUBSTITUTED = re.compile(r"\$\{([A-Za-z0-9]+)")


def note(change_set: Record, stack: Record) -> None:
    """Keep with each change of *change_set* the properties before and after it."""
    existing = stack.get("_resources", {})
    changes = [change["ResourceChange"] for change in change_set["Changes"]]
    replaced = {change["LogicalResourceId"] for change in changes if change.get("Replacement", "False") != "False"}
    declared = change_set["_template"].get("Resources", {})
    unknown = (declared.keys() - existing.keys()) | replaced
    for change in changes:
        name = change["LogicalResourceId"]
        before = existing.get(name, {}).get("Properties") if change["Action"] != "Add" else None
        after = None
        if change["Action"] != "Remove":
            foreseen = _foreseen(declared.get(name, {}).get("Properties") or {}, unknown)
            after = _resolved(foreseen, change_set, stack)
        change[NOTE] = {"Before": _as_text(before), "After": _as_text(after)}


def written(body: str, changes: list[Record]) -> str:
    """Return the XML *body* of a description with the values of its *changes*, which are in the same order."""
    chunks = body.split(CHANGE_END)
    whole = [_with_values(chunk, change["ResourceChange"]) for chunk, change in zip(chunks, changes, strict=False)]
    return CHANGE_END.join([*whole, *chunks[len(changes) :]])


def _with_values(chunk: str, change: Record) -> str:
    if change["Action"] == "Add":  # as recorded: told with the values only
        chunk = chunk.replace("<Scope>", "<Replacement>True</Replacement><Scope>", 1)
    values = {side: properties for side, properties in change.get(NOTE, {}).items() if properties is not None}
    targets = chunk.split(TARGET_END)
    details = [detail["Target"] for detail in change.get("Details", [])]
    told = [part + _target(target, values) for part, target in zip(targets, details, strict=False)]
    contexts = (_element(f"{side}Context", {"Properties": properties}) for side, properties in values.items())
    return TARGET_END.join([*told, *targets[len(details) :]]) + "".join(contexts)


def _target(target: Record, values: Mapping[str, Mapping[str, Any]]) -> str:
    if target["Attribute"] != "Properties" or not target.get("Name"):
        return ""
    name = target["Name"]
    sides = {side: properties[name] for side, properties in values.items() if name in properties}
    kind = "Modify" if len(sides) == 2 else "Add" if "After" in sides else "Remove"
    told = (_element(f"{side}Value", value) for side, value in sides.items())
    return f"<Path>/Properties/{name}</Path>{''.join(told)}<AttributeChangeType>{kind}</AttributeChangeType>"


def _element(name: str, value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return f"<{name}>{escape(text, quote=False)}</{name}>"


def _foreseen(value: Any, unknown: set[str]) -> Any:
    """Return *value* with UNKNOWN in the place of each intrinsic that needs a resource of *unknown*."""
    if isinstance(value, list):
        return [_foreseen(item, unknown) for item in value]
    if not isinstance(value, dict):
        return value
    is_intrinsic = len(value) == 1 and next(iter(value)).startswith(("Ref", "Fn::"))
    if is_intrinsic and unknown.intersection(_referred(value)):
        return UNKNOWN
    return {key: _foreseen(member, unknown) for key, member in value.items()}


def _referred(value: Any) -> Iterator[str]:
    """Yield every logical id that the intrinsics of *value* may name."""
    if isinstance(value, dict):
        for key, member in value.items():
            if key in ("Ref", "Fn::GetAtt"):
                yield str(member[0] if isinstance(member, list) and member else member).partition(".")[0]
            else:
                yield from _referred(member)
    elif isinstance(value, list):
        for item in value:
            yield from _referred(item)
    elif isinstance(value, str):
        yield from SUBSTITUTED.findall(value)


def _resolved(properties: Any, change_set: Record, stack: Record) -> Any:
    from ministack.services.cloudformation import engine

    template, values = change_set["_template"], change_set["_resolved_params"]
    resolve = hooks.private(engine, "_resolve_refs", hook=HOOK)
    try:
        conditions = engine._evaluate_conditions(template, values)
        mappings, name, stack_id = template.get("Mappings", {}), stack["StackName"], stack["StackId"]
        return resolve(properties, stack.get("_resources", {}), values, conditions, mappings, name, stack_id)
    except (ValueError, KeyError, TypeError):  # what cannot be told before it is deployed; the execution will refuse it
        return dict.fromkeys(properties, UNKNOWN)


def _as_text(value: Any) -> Any:
    """Return *value* with its numbers and booleans as text, as CloudFormation keeps them."""
    if isinstance(value, dict):
        return {key: _as_text(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else value
