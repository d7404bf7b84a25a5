"""
What the policies of a role allow: our own evaluation, as far as text can tell.

Not seen here: permissions boundaries, service control policies, policies of the resources themselves.
Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from workflow_updater.core.permissions.grant import Grant
from workflow_updater.core.permissions.wildcards import covers, overlaps

Verdict = Literal["allowed", "conditional", "partly", "missing", "denied"]
Truth = Literal["yes", "no", "unknown"]

_VARIABLE = re.compile(
    r"\$\{(?:\?|aws:|[a-z0-9-]+:)[^}]*\}"
)  # of IAM (`${aws:username}`), or an intrinsic not understood
_LIKE = {"StringLike", "ArnEquals", "ArnLike"}  # ArnEquals and ArnLike are the same to IAM
_POSITIVE = {"StringEquals", "StringEqualsIgnoreCase", *_LIKE}
_NEGATIVE = {one.replace("String", "StringNot").replace("Arn", "ArnNot"): one for one in _POSITIVE}


class Statement(NamedTuple):
    """One statement; *origin* names its policy. Of *actions* and *not_actions* one is empty, of the resources too."""

    origin: str
    sid: str
    effect: str
    actions: tuple[str, ...]
    not_actions: tuple[str, ...]
    resources: tuple[str, ...]
    not_resources: tuple[str, ...]
    conditions: Mapping[str, Any]

    def __str__(self) -> str:
        """`policy`, or `policy/Sid`."""
        return f"{self.origin}/{self.sid}" if self.sid else self.origin


def statements(document: object, origin: str) -> tuple[Statement, ...]:
    """Return the statements of a policy document; what is not of its form is left out."""
    listed = document.get("Statement") if isinstance(document, Mapping) else None
    return tuple(
        Statement(
            origin,
            str(one.get("Sid") or ""),
            str(one.get("Effect")),
            _texts(one.get("Action")),
            _texts(one.get("NotAction")),
            _texts(one.get("Resource")),
            _texts(one.get("NotResource")),
            _conditions(one.get("Condition")),
        )
        for one in (listed if isinstance(listed, list) else [listed])
        if isinstance(one, Mapping)
    )


def _conditions(found: object) -> Mapping[str, Any]:
    """Return the conditions of a statement; an intrinsic in their place, which decides over them, is one itself."""
    return found if isinstance(found, Mapping) else {str(found): None} if found else {}


def verdict(grant: Grant, among: Iterable[Statement]) -> tuple[Verdict, str]:
    """
    Return how *grant* fares, and the statement that decides.

    `partly`: allowed on some of its resources; `conditional`: under conditions that cannot be judged here; `denied`: by
    an explicit Deny.
    """
    best: tuple[Verdict, str] = ("missing", "")
    doubt = ""
    for statement in among:
        found = _applies(statement, grant)
        if found == "missing":
            continue
        if statement.effect == "Deny":
            if found == "allowed":
                return "denied", str(statement)
            doubt = doubt or str(statement)
            continue
        if statement.effect != "Allow":  # an intrinsic that decides over it
            doubt, found = doubt or str(statement), "conditional"
        best = min(best, (found, str(statement)), key=lambda one: _ORDER.index(one[0]))
    if doubt and best[0] == "allowed":
        return "conditional", doubt
    return best


_ORDER: tuple[Verdict, ...] = ("allowed", "conditional", "partly", "missing")


def _applies(statement: Statement, grant: Grant) -> Verdict:
    """Return whether *statement* speaks of all of *grant* (`allowed`), perhaps, of some of it, or not (`missing`)."""
    spoken = _speaks(statement, grant.action)
    if spoken == "no":
        return "missing"
    met = condition_met(statement.conditions, grant)
    resource = _on_resource(statement, grant.resource)
    if met == "no" or resource == "missing":
        return "missing"
    return "conditional" if "unknown" in (met, spoken) and resource == "allowed" else resource


def _speaks(statement: Statement, action: str) -> Truth:
    """Return whether *action* is one of the statement's, as far as it is known which ones it has."""
    is_spoken = speaks_of_action(statement, action)
    if is_spoken == bool(statement.not_actions) and any(
        "${" in one for one in (*statement.actions, *statement.not_actions)
    ):
        return "unknown"
    return "yes" if is_spoken else "no"


def speaks_of_action(statement: Statement, action: str) -> bool:
    """Return whether *action* is one of the statement's; IAM does not tell capitals from small letters there."""
    wanted = action.lower()
    if statement.not_actions:
        return not any(covers(pattern.lower(), wanted) for pattern in statement.not_actions)
    return any(covers(pattern.lower(), wanted) for pattern in statement.actions)


def _on_resource(statement: Statement, resource: str) -> Verdict:
    if statement.not_resources:
        if any(covers(pattern, resource) for pattern in statement.not_resources):
            return "missing"
        return "partly" if any(overlaps(_opened(one), resource) for one in statement.not_resources) else "allowed"
    if any(covers(pattern, resource) for pattern in statement.resources):
        return "allowed"
    return "partly" if any(overlaps(_opened(pattern), resource) for pattern in statement.resources) else "missing"


def _opened(pattern: str) -> str:
    """Return *pattern* with `*` for what is filled in by IAM or CloudFormation only."""
    return _VARIABLE.sub("*", pattern)


def condition_met(conditions: Mapping[str, Any], grant: Grant) -> Truth:
    """Return whether a statement's conditions hold for the request that *grant* stands for."""
    known = {key.lower(): value for _, key, value in grant.condition}
    found: set[Truth] = {
        _key_met(operator, values, known.get(key.lower()))
        for operator, keys in conditions.items()
        for key, values in (keys.items() if isinstance(keys, Mapping) else [("", "")])
    }
    return "no" if "no" in found else "unknown" if "unknown" in found else "yes"


def _key_met(operator: str, values: object, known: str | None) -> Truth:
    plain = operator.removesuffix("IfExists").rpartition(":")[2]
    if known is None or plain not in {*_POSITIVE, *_NEGATIVE}:
        return "unknown"
    texts = _texts(values)
    if any(_matches(_NEGATIVE.get(plain, plain), text, known) for text in texts):
        matched: Truth = "yes"
    else:
        matched = "unknown" if any("${" in text for text in texts) else "no"  # of IAM, or of the template
    if plain in _POSITIVE or matched == "unknown":
        return matched
    return "no" if matched == "yes" else "yes"


def _matches(operator: str, text: str, known: str) -> bool:
    if operator in _LIKE:
        return covers(text, known)
    return text.lower() == known.lower() if operator == "StringEqualsIgnoreCase" else text == known


def _texts(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list | tuple) else [] if value is None else [value]
    return tuple(one for one in listed if isinstance(one, str))
