"""
What a definition needs: the one function for everybody who asks.

    before = {need.grant for need in needs(old)}
    newly = [need for need in needs(new) if need.grant not in before]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workflow_updater.core.definition.machine import State, scopes
from workflow_updater.core.permissions.by_parameter import besides
from workflow_updater.core.permissions.call import Call, Wanted, literal
from workflow_updater.core.permissions.grant import ANYWHERE, Certainty, Grant, Need, Place
from workflow_updater.core.permissions.integrations import from_table
from workflow_updater.core.permissions.maps import map_needs
from workflow_updater.core.permissions.sdk import from_sdk
from workflow_updater.core.permissions.special import from_rule
from workflow_updater.core.services.resource import Resource, parse_resource

_RUN_TIME = "which one, only the execution knows"
_UNTOLD = "on *, unless a resource that no parameter names"


def needs(definition: object, place: Place = ANYWHERE) -> tuple[Need, ...]:
    """
    Return what the role of a machine that runs *definition* must be allowed to do, sorted, each grant once.

    A definition with errors has the needs of what can be understood of it. Tasks with a role of their own
    (`Credentials`) need to be allowed to take it, and nothing else here.
    """
    found: dict[Grant, tuple[Wanted, set[str]]] = {}
    for scope in scopes(definition) if isinstance(definition, dict) else ():
        for state in scope.states.values():
            for wanted in _of_state(state, place):
                known, why = found.get(wanted.grant, (wanted, set()))
                why.add(state.pointer())
                found[wanted.grant] = (min(known, wanted, key=_doubt), why)
    return tuple(_need(wanted, why) for _, (wanted, why) in sorted(found.items()))


def _doubt(wanted: Wanted) -> int:
    return 2 if wanted.note else int(wanted.is_open)


def _need(wanted: Wanted, why: set[str]) -> Need:
    certainty: Certainty = "perhaps" if wanted.note else "open" if wanted.is_open else "sure"
    untold = _UNTOLD if wanted.grant.resource == "*" else _RUN_TIME
    note = wanted.note or (untold if wanted.is_open else "")
    return Need(wanted.grant, tuple(sorted(why)), certainty, note)


def _of_state(state: State, place: Place) -> Iterator[Wanted]:
    if state.type == "Map":
        yield from map_needs(state, place)
    resource = state.body.get("Resource")
    if state.type != "Task" or not isinstance(resource, str):
        return
    credentials = state.body.get("Credentials")
    if isinstance(credentials, Mapping):
        arn = literal(credentials.get("RoleArn"))
        yield Wanted(Grant("sts:AssumeRole", arn or place.arn("iam", "role/*")), arn is None)
        return
    yield from task_needs(parse_resource(resource), _parameters(state), place)


def _parameters(state: State) -> Mapping[str, Any]:
    found = state.body.get("Arguments" if state.query_language == "JSONata" else "Parameters")
    return found if isinstance(found, Mapping) else {}


def task_needs(resource: Resource, parameters: Mapping[str, Any], place: Place) -> list[Wanted]:
    """Return what a call of *resource* needs."""
    call = Call(resource.service, resource.action, resource.pattern, parameters, place)
    match resource.kind:
        case "function":
            return [Wanted(Grant("lambda:InvokeFunction", resource.text))]
        case "integration":
            return [*_of_integration(call), *besides(call)]
        case "sdk":
            return [*from_sdk(call), *besides(call)]
        case "open":
            return _of_placeholder(resource)
        case _:
            return []  # activities are polled by their workers, with rights of their own


def _of_integration(call: Call) -> list[Wanted]:
    for rule in (from_rule, from_table):
        found = rule(call)
        if found is not None:
            return found
    return from_sdk(call)


def _of_placeholder(resource: Resource) -> list[Wanted]:
    """Return what stands behind a placeholder: mostly a function; an activity would need nothing."""
    note = "if the placeholder stands for a Lambda function"
    return [Wanted(Grant("lambda:InvokeFunction", resource.text), note=note)]
