"""
What a template asks the macro to inject, in each of its three forms; the macro and the plan read it here.

- metadata form: `Metadata: {Workflow: {Location: PARAMETER}}` on each state machine;
- seed form: the template parameters `S3Key` and `SMResource`;
- snippet form: `Fn::Transform` in the Properties of a state machine, with `Location`.

Authority comes from the template only: prefix and guardrails stand in it, and nobody who deploys can change them.
Guardrails may stand beside a Location, for that machine, and in the Transform, for all: a workflow keeps to both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from workflow_updater.core import injection_rules as rules
from workflow_updater.core.aliases.options import OPTIONS, read_publishing
from workflow_updater.core.aliases.publishing import Publishing
from workflow_updater.core.definition.json_pointer import pointer
from workflow_updater.core.errors import InjectionRefused
from workflow_updater.core.guardrails.written import Written, written
from workflow_updater.core.validation.finding import Finding

MACRO_NAME = "StepFunctionWorkflowInjector"

_GUARDRAILS = "Guardrails"
_METADATA_CURE = "write Location: PARAMETER, and declare that parameter with Type: String"

Form = Literal["seed", "metadata", "snippet"]


@dataclass(frozen=True)
class InjectionRequest:
    """
    One state machine that is to run a definition.

    *parameter* is the template parameter that holds the location, None when the location stands in the template.
    *location* is its value; "" asks for the placeholder definition, since no workflow has been pushed yet. *prefix* is
    "" (anywhere in the macro's buckets), `PREFIX/`, or `s3://BUCKET/PREFIX/`. *logical_id* is "" in the macro's own
    view of the snippet form: CloudFormation does not tell it. *guardrails* are all that the workflow has to keep to.
    *publishing* is None for a machine without versions and alias.
    """

    logical_id: str
    parameter: str | None
    location: str
    prefix: str
    form: Form
    guardrails: tuple[Written, ...] = ()
    publishing: Publishing | None = None


def injection_requests(
    template: Mapping[str, Any], parameter_values: Mapping[str, Any], *, macro: str = MACRO_NAME
) -> tuple[InjectionRequest, ...]:
    """
    Return every injection that *template* asks *macro* for; () when the macro is not in it.

    *template* is plain data with long-form intrinsics. Parameters without a value count with their `Default`.

    Raises:
        InjectionRefused: the template names the macro in a way that the macro would refuse.
    """
    values = {**_defaults(template), **parameter_values}
    found: list[InjectionRequest] = []
    for name, parameters in _transforms(template.get("Transform")):
        if name == macro:
            found.extend(requests_of_fragment(template, parameters, values))
    found.extend(_snippets(template, values, macro))
    return tuple(found)


def requests_of_fragment(
    fragment: Mapping[str, Any], transform_parameters: Mapping[str, Any], parameter_values: Mapping[str, Any]
) -> tuple[InjectionRequest, ...]:
    """
    Return the injections (at least one) for a whole template, as the macro is asked for them by a `Transform`.

    Raises:
        InjectionRefused: neither form is there, is not complete, or has an option that is not known.
    """
    prefix = _prefix(transform_parameters)
    findings = _unknown_options("Parameters of the Transform", transform_parameters, {"Prefix", _GUARDRAILS})
    for_all = _guardrails(transform_parameters, "/Transform/Parameters")
    asking = list(_metadata(fragment))
    if not asking and not findings:
        return (_seed(parameter_values, prefix, for_all),)
    requests: list[InjectionRequest] = []
    for logical_id, workflow in asking:
        known = {"Location", _GUARDRAILS, *OPTIONS}
        findings += _unknown_options(f"Resources.{logical_id}.Metadata.Workflow", workflow, known)
        publishing, faults = read_publishing(workflow, pointer(("Resources", logical_id, "Metadata", "Workflow")))
        findings += faults
        parameter = workflow.get("Location")
        value = parameter_values.get(parameter) if isinstance(parameter, str) else None
        if not isinstance(value, str):
            place = f"/Resources/{logical_id}/Metadata/Workflow/Location"
            findings.append(
                rules.NO_REQUEST.finding(_fault_of(parameter, parameter_values), place, hint=_METADATA_CURE)
            )
        else:
            own = _guardrails(workflow, pointer(("Resources", logical_id, "Metadata", "Workflow")))
            guardrails = (*for_all, *own)
            requests.append(
                InjectionRequest(logical_id, parameter, value.strip(), prefix, "metadata", guardrails, publishing)
            )
    if findings:
        raise InjectionRefused(findings)
    return tuple(requests)


def request_of_snippet(
    transform_parameters: Mapping[str, Any], parameter_values: Mapping[str, Any], *, logical_id: str = ""
) -> InjectionRequest:
    """
    Return the injection that an `Fn::Transform` in a state machine's Properties asks for.

    Raises:
        InjectionRefused: its Location is neither a template parameter, nor a `Ref` to one, nor `s3://…`; or it has an
            option that is not known.
    """
    if OPTIONS & transform_parameters.keys():
        message = "Fn::Transform in the Properties of a state machine cannot publish versions"
        raise InjectionRefused([rules.ALIAS_IN_SNIPPET.finding(message)])
    if unknown := _unknown_options(
        "Parameters of Fn::Transform", transform_parameters, {"Location", "Prefix", _GUARDRAILS}
    ):
        raise InjectionRefused(unknown)
    given = transform_parameters.get("Location")
    name = given.get("Ref") if isinstance(given, dict) and len(given) == 1 else given
    parameter: str | None = None
    if isinstance(name, str) and isinstance(parameter_values.get(name), str):
        parameter, location = name, str(parameter_values[name])
    elif isinstance(given, str) and (given.startswith("s3://") or not given.strip()):
        location = given  # the literal, or what CloudFormation made of a Ref
    else:
        message = f"Location of Fn::Transform must be s3://... or the name of a template parameter, it is {given!r}"
        raise InjectionRefused([rules.NO_REQUEST.finding(message, hint="write Location: PARAMETER")])
    guardrails = _guardrails(transform_parameters, "/Fn::Transform/Parameters")
    return InjectionRequest(
        logical_id, parameter, location.strip(), _prefix(transform_parameters), "snippet", guardrails
    )


def _defaults(template: Mapping[str, Any]) -> dict[str, Any]:
    declared = template.get("Parameters")
    return {
        name: parameter["Default"]
        for name, parameter in (declared.items() if isinstance(declared, dict) else ())
        if isinstance(parameter, dict) and "Default" in parameter
    }


def _transforms(written: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield name and parameters of every entry of a `Transform`: text, an object, or a list of these."""
    for entry in written if isinstance(written, list) else [written]:
        if isinstance(entry, str):
            yield entry, {}
        elif isinstance(entry, dict) and isinstance(entry.get("Name"), str):
            parameters = entry.get("Parameters")
            yield entry["Name"], parameters if isinstance(parameters, dict) else {}


def _unknown_options(place: str, given: Mapping[str, Any], known: set[str]) -> list[Finding]:
    return [
        rules.UNKNOWN_OPTION.finding(f"{place} has the option {name}, which this macro does not know")
        for name in given
        if name not in known
    ]


def _metadata(fragment: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield logical id and options of every resource with `Metadata.Workflow`."""
    for logical_id, resource in _resources(fragment):
        metadata = resource.get("Metadata")
        workflow = metadata.get("Workflow") if isinstance(metadata, dict) else None
        if isinstance(workflow, dict):
            yield logical_id, workflow


def _resources(fragment: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    resources = fragment.get("Resources")
    for logical_id, resource in resources.items() if isinstance(resources, dict) else ():
        if isinstance(resource, dict):
            yield logical_id, resource


def _guardrails(options: Mapping[str, Any], place: str) -> tuple[Written, ...]:
    """Return what stands as Guardrails among *options*; an empty value is one too, and will be refused."""
    return (written(f"{place}/{_GUARDRAILS}", options[_GUARDRAILS]),) if _GUARDRAILS in options else ()


def _fault_of(parameter: object, parameter_values: Mapping[str, Any]) -> str:
    if not isinstance(parameter, str):
        return f"Location must be the name of a template parameter, it is {parameter!r}"
    known = f"the template parameter {parameter} must be of type String"
    return known if parameter in parameter_values else f"the template has no parameter {parameter}"


def _seed(values: Mapping[str, Any], prefix: str, guardrails: tuple[Written, ...]) -> InjectionRequest:
    location, resource = values.get("S3Key"), values.get("SMResource")
    if not isinstance(location, str) or not isinstance(resource, str):
        message = "the template has neither Metadata.Workflow on a resource nor the parameters S3Key and SMResource"
        raise InjectionRefused([rules.NO_REQUEST.finding(message)])
    return InjectionRequest(resource, "S3Key", location.strip(), prefix, "seed", guardrails)


def _snippets(template: Mapping[str, Any], values: Mapping[str, Any], macro: str) -> Iterator[InjectionRequest]:
    for logical_id, resource in _resources(template):
        properties = resource.get("Properties")
        written = properties.get("Fn::Transform") if isinstance(properties, dict) else None
        for name, parameters in _transforms(written):
            if name == macro:
                yield request_of_snippet(parameters, values, logical_id=logical_id)


def _prefix(transform_parameters: Mapping[str, Any]) -> str:
    prefix = transform_parameters.get("Prefix", "")
    if not isinstance(prefix, str):
        message = f"Prefix of the Transform must be text, it is {prefix!r}"
        raise InjectionRefused([rules.NO_REQUEST.finding(message, hint="write Prefix: s3://BUCKET/PREFIX/")])
    return prefix
