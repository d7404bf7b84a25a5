"""
A guardrails document → a policy, or every reason why it is none.

The same is said by schema.json beside this file, for editors; a test holds the two to each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from workflow_updater.core.definition.json_pointer import Path, pointer
from workflow_updater.core.definition.placeholders import without_placeholders
from workflow_updater.core.guardrails.document_rules import BAD_GUARDRAILS
from workflow_updater.core.guardrails.patterns import is_placeholder
from workflow_updater.core.guardrails.policy import ANYTHING, REQUIREMENTS, Concurrency, Policy
from workflow_updater.core.nearest import nearest_of_many
from workflow_updater.core.validation.finding import Finding
from workflow_updater.core.validation.rule import Fault

_RESOURCE = re.compile(r"arn:[a-z0-9-]+:states:::(\S+)")
_REQUIRED = ("Resources", "Targets")
_PASTE = "CloudFormation hands it over as it is written: write text, and a ${placeholder} of the definition as such"

Faults = Iterator[Fault]


def read_policy(document: object) -> Policy | tuple[Finding, ...]:
    """Return the policy that *document* (any JSON) is, or the findings, each with its pointer in it."""
    faults = list(_document(document))
    if faults or not isinstance(document, dict):
        return tuple(BAD_GUARDRAILS.told(fault) for fault in faults)
    limits = document.get("Limits", {})
    return Policy(
        resources=_rests(document["Resources"]),
        targets={name.casefold(): tuple(values) for name, values in document["Targets"].items()},
        denied=_rests(document.get("Denied", [])),
        credentials=tuple(document.get("Credentials", [])),
        require=frozenset(document.get("Require", [])),
        states=limits.get("States"),
        nesting=limits.get("Nesting"),
        concurrency=_concurrency(limits.get("MaxConcurrency")),
    )


def _rests(patterns: list[str]) -> tuple[str, ...]:
    """Return what each pattern has behind `arn:PARTITION:states:::`: a call is the same in every partition."""
    return tuple(found[1] if (found := _RESOURCE.fullmatch(pattern)) else pattern for pattern in patterns)


def _concurrency(written: int | list[Any] | None) -> Concurrency | None:
    if written is None:
        return None
    given = written if isinstance(written, list) else [written]
    most = max(one for one in given if isinstance(one, int))
    return Concurrency(most, frozenset(one for one in given if isinstance(one, str)))


def _document(value: object) -> Faults:
    if _is_intrinsic(value):
        yield _wrong(value, (), "must be a document")
        return
    yield from _object(value, (), _FIELDS)
    if isinstance(value, dict):
        missing = [name for name in _REQUIRED if name not in value]
        for name in missing:
            yield Fault("", f"{name} is missing", "what is not said is not allowed: [] allows nothing, * anything")


def _object(value: object, path: Path, fields: Mapping[str, Callable[[Any, Path], Faults]]) -> Faults:
    if not isinstance(value, dict):
        yield _wrong(value, path, "must be an object")
        return
    for name, member in value.items():
        if name in fields:
            yield from fields[name](member, (*path, name))
        else:
            yield _unknown(name, (*path, name), fields)


def _unknown(name: str, path: Path, known: Collection[str]) -> Fault:
    meant = nearest_of_many(name, frozenset(known))
    listed = f"did you mean {meant}?" if meant else f"known are {', '.join(known)}"
    return Fault(pointer(path), f"{name} is not known here", listed)


def _wrong(value: object, path: Path, must: str) -> Fault:
    where = path[-1] if path and isinstance(path[-1], str) else "it"
    if isinstance(value, dict) and _is_intrinsic(value):
        return Fault(pointer(path), f"{where} {must}, it is the intrinsic function {next(iter(value))}", _PASTE)
    return Fault(pointer(path), f"{where} {must}, it is {_shown(value)}")


def _is_intrinsic(value: object) -> bool:
    return isinstance(value, dict) and len(value) == 1 and str(*value).startswith(("Fn::", "Ref"))


def _shown(value: object) -> str:
    kinds = {dict: "an object", list: "a list", bool: "true or false", int: "a number", float: "a number"}
    return "empty" if value is None or value == "" else kinds.get(type(value), f'"{str(value)[:80]}"')


def _list(value: object, path: Path, item: Callable[[Any, Path], Faults]) -> Faults:
    if not isinstance(value, list):
        yield _wrong(value, path, "must be a list")
        return
    for index, one in enumerate(value):
        yield from item(one, (*path, index))


def _resources(value: object, path: Path) -> Faults:
    yield from _list(value, path, _resource)


def _resource(value: object, path: Path) -> Faults:
    yield from _pattern(value, path)
    if isinstance(value, str) and value and value != ANYTHING and not _RESOURCE.fullmatch(value):
        named = ":function:" in value or ":activity:" in value or "${" in value
        hint = "functions and placeholders belong to Targets.FunctionName, activities to Targets.ActivityArn"
        message = f'"{value[:80]}" is not of the form arn:aws:states:::SERVICE:ACTION'
        yield Fault(pointer(path), message, hint if named else "arn:aws:states:::lambda:invoke is an example")


def _pattern(value: object, path: Path) -> Faults:
    if not isinstance(value, str) or not value:
        yield _wrong(value, path, "must be text")
    elif "${" in without_placeholders(value):
        yield Fault(pointer(path), f'"{value[:80]}" has a ${{ that begins no placeholder', "write ${Name}")


def _patterns(value: object, path: Path) -> Faults:
    yield from _list(value, path, _pattern)


def _targets(value: object, path: Path) -> Faults:
    if not isinstance(value, dict):
        yield _wrong(value, path, "must be an object: name of a parameter → list of its values")
        return
    folded: set[str] = set()
    for name, values in value.items():
        yield from _patterns(values, (*path, name))
        if name.casefold() in folded:
            yield Fault(pointer((*path, name)), f"{name} stands there twice, in other letters")
        folded.add(name.casefold())


def _require(value: object, path: Path) -> Faults:
    yield from _list(value, path, _requirement)


def _requirement(value: object, path: Path) -> Faults:
    if not isinstance(value, str):
        yield _wrong(value, path, f"must be one of {', '.join(REQUIREMENTS)}")
    elif value not in REQUIREMENTS:
        yield _unknown(value, path, REQUIREMENTS)


def _limits(value: object, path: Path) -> Faults:
    yield from _object(value, path, {"States": _number, "Nesting": _number, "MaxConcurrency": _most})


def _number(value: object, path: Path) -> Faults:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        yield _wrong(value, path, "must be a whole number, 0 or more")


def _most(value: object, path: Path) -> Faults:
    if not isinstance(value, list):
        yield from _number(value, path)
        return
    numbers = [one for one in value if isinstance(one, int) and not isinstance(one, bool) and one >= 0]
    names = [one for one in value if isinstance(one, str) and is_placeholder(one)]
    if len(numbers) != 1 or len(names) != len(value) - 1:
        yield Fault(pointer(path), "MaxConcurrency must be a whole number, or a list of one and of ${placeholders}")


_FIELDS: Mapping[str, Callable[[Any, Path], Faults]] = {
    "Resources": _resources,
    "Denied": _resources,
    "Targets": _targets,
    "Credentials": _patterns,
    "Require": _require,
    "Limits": _limits,
}
