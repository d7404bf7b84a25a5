"""
What AWS says where a rule of ours finds something: code, text and place.

The texts are AWS's, from recorded answers (LocalStack's snapshots) and from answers quoted in public (floci's issues,
https://github.com/badmintoncryer/cdk-preflight); the rules' own pages quote them too. A finding for which none is known
keeps its own message. AWS promises neither codes nor texts to last, only the result.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from workflow_updater.core.definition.machine import STATE_TYPES
from workflow_updater.core.services.resource import parse_resource
from workflow_updater.core.validation.finding import Finding

SCHEMA = "SCHEMA_VALIDATION_FAILED"
TARGET = "MISSING_TRANSITION_TARGET"
JSON = "INVALID_JSON_DESCRIPTION"

Where = Literal["here", "above", "field", "nowhere"]


class Seen(NamedTuple):
    """A finding, and what stands at its place: the last *key* of the pointer and the *value*, None when nothing is."""

    finding: Finding
    key: str
    value: Any


class Wording(NamedTuple):
    """
    How AWS tells what a rule found: a *text*, None to keep the finding's own.

    *where* is the place that it names: the finding's own, the object above it, for a `.$` key the field of the state in
    which it is, or none.
    """

    text: Callable[[Seen], str | None]
    code: str | Callable[[Seen], str] = SCHEMA
    where: Where = "here"


def _always(text: str) -> Callable[[Seen], str]:
    return lambda seen: text


def _required(*names: str) -> Callable[[Seen], str | None]:
    """Word what misses one of *names*, of an object; the rest keeps its message."""

    def word(seen: Seen) -> str | None:
        missing = [name for name in names if isinstance(seen.value, dict) and name not in seen.value]
        return f"These fields are required: [{', '.join(missing)}]" if missing else None

    return word


def _empty(seen: Seen) -> str | None:
    return "Value cannot be empty" if seen.value == [] else None


def _choices(seen: Seen) -> str | None:
    return _empty(seen) or _required("Choices" if seen.finding.message.endswith("no Choices") else "Next")(seen)


def _unsupported(seen: Seen) -> str:
    return f"Field '{seen.key}' is not supported"


def _target(seen: Seen) -> str:
    return f"Missing 'Next' target: {seen.value}"


def _state_type(seen: Seen) -> str | None:
    known = f"The field 'Type' should have one of these values: [{', '.join(STATE_TYPES)}]"
    return known if seen.key == "Type" else _required("Type")(seen)


def _other_language(seen: Seen) -> str | None:
    found = re.search(r"is a field of (\w+), and the query language here is (\w+)", seen.finding.message)
    if not found:
        return None
    owner, here = found.groups()
    told = f"but field '{seen.key}' is only supported for the '{owner}' QueryLanguage"
    return f"The QueryLanguage is set to '{here}', {told}"


def _one_of_both(seen: Seen) -> str:
    return f"There should only be one of the following fields: [{seen.key.removesuffix('Path')}, {seen.key}]"


def _kind(seen: Seen) -> str | None:
    return "Expected value of type [STRING]" if seen.finding.message.endswith("is not text") else None


def _number(seen: Seen) -> str | None:
    for ours, theirs in (("less than", "Minimum"), ("more than", "Maximum")):
        found = re.search(rf"is {ours} (\d+)$", seen.finding.message)
        if found:
            return f"{theirs} value is {found[1]}"
    is_whole = seen.finding.message.endswith(("is not a number", "is not a whole number"))
    return "Expected value of type Integer" if is_whole else None


def _no_list(seen: Seen) -> str | None:
    return _empty(seen) or _required("ErrorEquals")(seen)


def _path(seen: Seen) -> str | None:
    if seen.key.endswith(".$"):
        return _path_or_call(seen)
    if "in Choices of" in seen.finding.message and isinstance(seen.value, str) and not seen.value.startswith("$"):
        return "Value is not a Reference Path: Reference path didn't start with '$'"
    return "Value must be a valid JSONPath."


def _path_or_call(seen: Seen) -> str | None:
    if not seen.key.endswith(".$"):
        return None
    return f"The value for the field '{seen.key}' must be a valid JSONPath or a valid intrinsic function call"


def _top_level(seen: Seen) -> str | None:
    found = re.search(r"reads (?:the field (\S+)|(\$\$?)), ", seen.finding.message)
    return f"Reference to '{found[1] or found[2]}' at the top level is not supported" if found else None


def _variable_code(seen: Seen) -> str:
    return "RESERVED_VARIABLE_NAME" if seen.finding.message.endswith("is reserved") else "INVALID_VARIABLE_NAME"


def _variable(seen: Seen) -> str | None:
    if _variable_code(seen) == "RESERVED_VARIABLE_NAME":
        return "Cannot assign to reserved variable '$states'."
    name = seen.key.removesuffix(".$")
    is_long = "characters, and" in seen.finding.message
    return None if is_long else f"Invalid variable name '{name}': the variable name contains invalid characters."


def _choice(seen: Seen) -> str | None:
    kinds = ("And", "Or", "Not", "Variable", "Condition")
    if isinstance(seen.value, dict) and sum(kind in seen.value for kind in kinds) != 1:
        return f"The object must have only one of the following fields, [{', '.join(kinds)}]"
    return None


def _waiting(seen: Seen) -> str | None:
    told = "There should only be one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp]"
    return told if " and " in seen.finding.message else None


def _reader(seen: Seen) -> str | None:
    message = seen.finding.message
    if message.endswith("no CSVHeaderLocation"):
        return "The field 'CSVHeaderLocation' is required"
    if message.endswith("no CSVHeaders"):
        return "These fields are required: [CSVHeaders]"
    return None


def _not_recognized(seen: Seen) -> str:
    return (
        f"The resource provided {seen.value} is not recognized. The value is not a valid resource ARN, or the resource "
        "is not available in this region."
    )


def _resource(seen: Seen) -> str:
    return _required("Resource")(seen) or "Value is not a valid resource ARN"


def _express(seen: Seen) -> str:
    resource = parse_resource(seen.value)
    if resource.kind == "activity":
        return "Express state machine does not support Activity ARN"
    pattern = resource.pattern.partition(":")[0]
    told = f"Express state machine does not support '.{pattern}' service integration"
    return told if pattern == "sync" else f"{told} "  # AWS's own blank


def _role(seen: Seen) -> str | None:
    return "The field 'RoleArn' is required but was missing" if isinstance(seen.value, dict) else None


def _parameter(seen: Seen) -> str | None:
    if seen.key == "Resource":
        field = "Arguments" if "Arguments" in seen.finding.message else "Parameters"
        return f"{field} field is required for resource ARN: {seen.value}"
    name = seen.finding.hint.removeprefix("add ")
    return f"The field '{name}' is required but was missing"


def _processor(seen: Seen) -> str | None:
    if seen.key == "Mode" and seen.value == "DISTRIBUTED":
        return "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines"
    if seen.key == "ExecutionType" and seen.finding.message.endswith("an ExecutionType"):
        return "Field 'ExecutionType' is not supported"
    if seen.key == "ExecutionType":
        return "Value should be one of the following: [STANDARD, EXPRESS]"
    return _required("ExecutionType")(seen) if "DISTRIBUTED" in seen.finding.message else None


WORDINGS: dict[str, Wording] = {
    "E006": Wording(lambda seen: None, "TOO_DEEPLY_NESTED"),
    "E101": Wording(_always("Definition must be a valid JSON object"), where="nowhere"),
    "E102": Wording(_required("States", "StartAt")),
    "E105": Wording(_state_type),
    "E106": Wording(_target, TARGET),
    "E107": Wording(_target, TARGET),
    "E108": Wording(lambda seen: f'State "{seen.key}" is not reachable.', TARGET),
    "E109": Wording(_always("This object should have only one of the following fields: [Next, End]")),
    "E110": Wording(_always("Workflow has no terminal state"), "MISSING_END_STATE"),
    "E111": Wording(_always("There should only be one of the following fields: [Next, End]"), where="above"),
    "E113": Wording(lambda seen: _empty(seen) or _required("Branches")(seen)),
    "E115": Wording(_choices),
    "E116": Wording(lambda seen: f"Duplicate State name: {seen.key}", "DUPLICATE_STATE_NAME"),
    "E117": Wording(lambda seen: None, "INVALID_STATE_NAME"),
    "E201": Wording(_unsupported, where="above"),
    "E202": Wording(_unsupported, where="above"),
    "E203": Wording(_other_language, where="above"),
    "E204": Wording(_unsupported, where="above"),
    "E205": Wording(_unsupported, where="above"),
    "E206": Wording(_unsupported, where="above"),
    "E207": Wording(_always("Value should be one of the following: [JSONPath, JSONata]")),
    "E208": Wording(
        _always("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine"), where="above"
    ),
    "E209": Wording(_one_of_both, where="above"),
    "E210": Wording(_kind),
    "E211": Wording(_number),
    "E213": Wording(_number),
    "E301": Wording(_path, where="field"),
    "E302": Wording(_always("Value is not a Reference Path")),
    "E303": Wording(_path_or_call, where="field"),
    "E304": Wording(_path_or_call, where="field"),
    "E311": Wording(lambda seen: None, "INVALID_JSONATA_EXPRESSION"),
    "E313": Wording(_top_level, "UNSUPPORTED_JSONATA_EXPRESSION"),
    "E314": Wording(_always("Field '$states.errorOutput' does not exist"), "UNSUPPORTED_JSONATA_EXPRESSION"),
    "E321": Wording(_variable, _variable_code),
    "E401": Wording(_resource),
    "E403": Wording(_not_recognized),
    "E404": Wording(_not_recognized),
    "E405": Wording(_not_recognized),
    "E406": Wording(_express),
    "E407": Wording(_role),
    "E408": Wording(_always("The field 'Credentials' is not supported for activities")),
    "E409": Wording(_parameter),
    "E502": Wording(_no_list),
    "E503": Wording(_always("States.ALL must appear alone and at end of list"), where="above"),
    "E504": Wording(_number),
    "E505": Wording(_always("Value should be one of the following: [NONE, FULL]")),
    "E506": Wording(_required("Next")),
    "E601": Wording(_choice),
    "E611": Wording(_waiting),
    "E612": Wording(_always("String does not match RFC3339 timestamp")),
    "E621": Wording(_processor),
    "E622": Wording(lambda seen: None, "INVALID_LABEL_NAME"),
    "E623": Wording(lambda seen: f"Duplicate Label name: {seen.value}", "DUPLICATE_LABEL_NAME"),
    "E624": Wording(
        lambda seen: "The field 'Resource' does not match any of the allowed values" if seen.key == "Resource" else None
    ),
    "E625": Wording(_reader),
}
