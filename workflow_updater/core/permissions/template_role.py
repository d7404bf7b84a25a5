"""The role of a state machine in a template: its policies, with intrinsics as comparable text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from workflow_updater.core.permissions.grant import Place
from workflow_updater.core.permissions.policy import Statement, statements
from workflow_updater.core.permissions.template_text import intrinsic_text, own_name

_INLINE = {"AWS::IAM::Policy", "AWS::IAM::RolePolicy"}
_MANAGED = "AWS::IAM::ManagedPolicy"
_EVERYTHING = {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}


class RolePolicies(NamedTuple):
    """What a role may do; *unknown* names attached policies whose text is not here, *boundary* its boundary, or ""."""

    role: str
    statements: tuple[Statement, ...]
    unknown: tuple[str, ...] = ()
    boundary: str = ""


def role_of(properties: Mapping[str, Any], resources: Mapping[str, Any]) -> str:
    """Return the logical id of the role that a state machine with these *properties* has, "" when it is elsewhere."""
    arn = intrinsic_text(properties.get("RoleArn"), resources)
    for name, resource in resources.items():
        is_role = isinstance(resource, Mapping) and resource.get("Type") == "AWS::IAM::Role"
        if is_role and arn == intrinsic_text({"Fn::GetAtt": [name, "Arn"]}, resources):
            return name
    return ""


def role_policies(role: str, resources: Mapping[str, Any]) -> RolePolicies:
    """Return what the template allows the role with the logical id *role*."""
    properties = _properties(resources[role])
    documents = [
        *((name, document, None) for name, document in _inline(properties.get("Policies"), resources)),
        *(
            (name, _properties(resource).get("PolicyDocument"), resource.get("Condition"))
            for name, resource in resources.items()
            if isinstance(resource, Mapping) and _is_attached(role, name, resource, properties, resources)
        ),
    ]
    found: list[Statement] = []
    unknown: list[str] = []
    for name, document, condition in documents:
        comparable = _comparable(document, resources)
        is_sure = condition in (None, resources[role].get("Condition"))
        found += statements(comparable, name) if is_sure else _perhaps(statements(comparable, name), condition)
        if _is_partly_unknown(comparable):
            unknown.append(name)
    for arn in _given(properties.get("ManagedPolicyArns")):
        text = intrinsic_text(arn, resources)
        if text.endswith(":iam::aws:policy/AdministratorAccess"):
            found += statements(_EVERYTHING, "AdministratorAccess")
        elif not _is_here(text, resources):
            unknown.append(text)
    boundary = properties.get("PermissionsBoundary")
    return RolePolicies(role, tuple(found), tuple(unknown), intrinsic_text(boundary, resources) if boundary else "")


def _perhaps(found: Iterable[Statement], condition: object) -> list[Statement]:
    """Return statements of a policy that there is under a condition of the template only."""
    return [one._replace(conditions={**one.conditions, f"Condition {condition}": None}) for one in found]


def _inline(policies: object, resources: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Yield name and document of the policies in a role; behind an intrinsic, the intrinsic for both."""
    for policy in _given(policies):
        if isinstance(policy, Mapping) and "PolicyDocument" in policy:
            yield intrinsic_text(policy.get("PolicyName"), resources), policy["PolicyDocument"]
        else:
            yield intrinsic_text(policy, resources), policy


def _is_partly_unknown(document: object) -> bool:
    """Return whether a condition or an import decides over a document, or over some of its statements."""
    if not isinstance(document, Mapping):
        return True
    listed = document.get("Statement")
    return not all(isinstance(one, Mapping) for one in (listed if isinstance(listed, list) else [listed]))


def _given(value: object) -> list[Any]:
    """Return the members of a list; the intrinsic that stands for a whole list as its one member."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _is_attached(
    role: str, name: str, resource: Mapping[str, Any], properties: Mapping[str, Any], resources: Mapping[str, Any]
) -> bool:
    """Return whether the policy resource *name* belongs to *role*, whichever of the two says so."""
    kind = resource.get("Type")
    if kind != _MANAGED and kind not in _INLINE:
        return False
    own = _properties(resource)
    names = {intrinsic_text(one, resources) for one in (*_list(own.get("Roles")), own.get("RoleName")) if one}
    by_role = {intrinsic_text(one, resources) for one in _list(properties.get("ManagedPolicyArns"))}
    return own_name(role, resources) in names or (kind == _MANAGED and f"${{{name}}}" in by_role)


def _is_here(text: str, resources: Mapping[str, Any]) -> bool:
    resource = resources.get(text[2:-1]) if text.startswith("${") else None
    return isinstance(resource, Mapping) and resource.get("Type") == _MANAGED


def _comparable(value: object, resources: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a policy document
    """Return a policy document with the text of every intrinsic in it."""
    if isinstance(value, list):
        return [_comparable(one, resources) for one in value]
    if isinstance(value, Mapping):
        if len(value) == 1 and next(iter(value)).startswith(("Fn::", "Ref")):
            return intrinsic_text(value, resources)
        return {key: _comparable(one, resources) for key, one in value.items()}
    return value


def template_place(machine: str, resources: Mapping[str, Any]) -> Place:
    """Return where a machine of the template runs, as text of the template."""
    return Place("${AWS::Partition}", "${AWS::Region}", "${AWS::AccountId}", own_name(machine, resources))


def substitutions(properties: Mapping[str, Any], resources: Mapping[str, Any]) -> dict[str, str]:
    """Return placeholder → text of the `DefinitionSubstitutions` of a state machine."""
    found = properties.get("DefinitionSubstitutions")
    return (
        {name: intrinsic_text(value, resources) for name, value in found.items()} if isinstance(found, Mapping) else {}
    )


def _properties(resource: object) -> Mapping[str, Any]:
    found = resource.get("Properties") if isinstance(resource, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
