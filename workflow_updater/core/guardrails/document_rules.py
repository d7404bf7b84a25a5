"""The rules about a guardrails document itself: it can be read, and nobody but the infra team decides what it means."""

from __future__ import annotations

from workflow_updater.core.validation.rule import Rule

_SOURCE = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros-author.html"

BAD_GUARDRAILS = Rule(
    id="G001",
    title="A guardrails document says what it means",
    description="Each of its fields is known and of the right type; what is not understood would guard nothing.",
    source=_SOURCE,
    hint="the infra team corrects the document; docs/guardrails.md has all its fields",
)
GUARDRAILS_GONE = Rule(
    id="G002",
    title="The guardrails can be read",
    description="Where the template says s3://BUCKET/KEY, the macro reads the document, from its own buckets only.",
    source="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html",
    hint="the infra team puts the document there, or corrects Guardrails in its template",
)
GUARDRAILS_IN_REACH = Rule(
    id="G003",
    title="Nobody who pushes workflows can change the guardrails",
    description="A guardrails document does not lie below the Prefix that the template takes workflows from.",
    source=_SOURCE,
    hint="the infra team moves the document out of that prefix; without a Prefix every key of the buckets is below it",
)
FILLED_BY_A_PARAMETER = Rule(
    id="G004",
    title="Trusted placeholders are not filled from parameters",
    description=(
        "Whoever may create a change set may set its parameters, so a placeholder that the guardrails name must not "
        "depend on one, unless the parameter has AllowedValues."
    ),
    source="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html",
    hint="the infra team fills it from a resource or an import, or gives the parameter AllowedValues",
)

DOCUMENT_RULES = (BAD_GUARDRAILS, GUARDRAILS_GONE, GUARDRAILS_IN_REACH, FILLED_BY_A_PARAMETER)
