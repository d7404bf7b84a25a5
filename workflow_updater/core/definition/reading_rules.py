"""The rules that a text breaks when it cannot be read at all; the readers themselves find these."""

from __future__ import annotations

from workflow_updater.core.validation.rule import Rule

_JSON = "https://www.rfc-editor.org/rfc/rfc8259"
_API = "https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html"

UNREADABLE_JSON = Rule(
    id="E001",
    title="The definition is JSON",
    description="A .json definition must be one JSON value (RFC 8259): no trailing comma, comment, NaN or Infinity.",
    source=_JSON,
    hint="correct the syntax at this place",
)
UNREADABLE_YAML = Rule(
    id="E002",
    title="The definition is YAML",
    description="A .yaml definition must be one YAML 1.2 document without aliases, tags, or keys that are not text.",
    source="https://yaml.org/spec/1.2.2/",
    hint="correct the syntax at this place",
)
NOT_UTF8 = Rule(
    id="E003",
    title="The definition is UTF-8",
    description="Definitions are read as UTF-8, as RFC 8259 demands of JSON that is exchanged.",
    source=f"{_JSON}#section-8.1",
    hint="save the file as UTF-8",
)
TOO_LARGE = Rule(
    id="E004",
    title="The definition is not larger than AWS takes",
    description="Step Functions takes at most 1,048,576 bytes; CloudFormation takes no larger file from S3 either.",
    source=_API,
    hint="move data out of the definition, or split the workflow into nested executions",
)
DUPLICATE_KEY = Rule(
    id="E005",
    title="No key stands twice in one object",
    description="Of two equal keys most readers keep the last and drop the first silently; AWS refuses them.",
    source=f"{_JSON}#section-4",
    hint="rename or remove one of the two",
)
TOO_DEEP = Rule(
    id="E006",
    title="The definition is not nested without end",
    description="More than 200 objects and arrays in one another; AWS answers TOO_DEEPLY_NESTED.",
    source="https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinitionDiagnostic.html",
    hint="flatten the definition, or start a nested execution",
)

READING_RULES = (UNREADABLE_JSON, UNREADABLE_YAML, NOT_UTF8, TOO_LARGE, DUPLICATE_KEY, TOO_DEEP)
