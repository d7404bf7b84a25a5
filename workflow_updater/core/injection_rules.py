"""The rules that join a definition, an S3 object and the infra team's template; the macro and the plan find these."""

from __future__ import annotations

from workflow_updater.core.validation.rule import Rule

_MACRO = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros-author.html"
_MACHINE = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html"
_ALIAS = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachinealias.html"
_S3 = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html"

RESOLVE_REFERENCE = Rule(
    id="E901",
    title="A definition holds no dynamic reference",
    description="CloudFormation would resolve {{resolve:…}} as the stack's role and show the secret in the definition.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html",
    hint="read the secret in the Lambda function, or use a ${placeholder} that the infra team fills",
)
UNKNOWN_PLACEHOLDER = Rule(
    id="E902",
    title="Every placeholder has a substitution",
    description="A ${placeholder} without an entry in DefinitionSubstitutions would stay in the definition as text.",
    source=_MACHINE,
    hint="correct the name, or ask the infra team for an entry in DefinitionSubstitutions",
)
UNUSED_SUBSTITUTION = Rule(
    id="W903",  # no error: the infra team adds an entry before the workflow can use it
    title="Every substitution is used",
    description="An entry in DefinitionSubstitutions that no ${placeholder} uses: not used yet, no more, or misspelt.",
    source=_MACHINE,
    hint="use the placeholder in the definition, or ask the infra team to remove the entry",
)
NO_SUCH_RESOURCE = Rule(
    id="E904",
    title="The resource is in the template",
    description="The resource that a definition is for must be in the template.",
    source=_MACRO,
    hint="name a resource of the template by its logical id",
)
NOT_A_STATE_MACHINE = Rule(
    id="E905",
    title="The resource is a state machine",
    description="Definitions are injected into AWS::StepFunctions::StateMachine only.",
    source=_MACHINE,
    hint="name a resource of type AWS::StepFunctions::StateMachine",
)
NO_REQUEST = Rule(
    id="E906",
    title="The template says what to inject, and where",
    description="Metadata.Workflow.Location, the parameters S3Key and SMResource, or Location in Fn::Transform say so.",
    source=_MACRO,
    hint="add Metadata: {Workflow: {Location: PARAMETER}} to the state machine",
)
BAD_LOCATION = Rule(
    id="E907",
    title="A location is s3://BUCKET/KEY",
    description="The value of the location's parameter is s3://BUCKET/KEY, and ?versionId=VERSION may follow.",
    source=_S3,
    hint="push the workflow again: it sets the parameter",
)
BUCKET_NOT_ALLOWED = Rule(
    id="E908",
    title="The bucket is one of the macro's",
    description="The macro reads only from buckets that the infra team has listed in its environment.",
    source=_MACRO,
    hint="push to the workflow bucket, or ask the infra team to add this one to the macro stack",
)
OUTSIDE_PREFIX = Rule(
    id="E909",
    title="The object is below the template's prefix",
    description="The Prefix in the template's Transform says where definitions for this template may come from.",
    source=_MACRO,
    hint="push the workflow below this prefix",
)
OBJECT_GONE = Rule(
    id="E910",
    title="The object is there",
    description="The S3 object, in the version that the location names, must exist.",
    source=_S3,
    hint="push the workflow again",
)
OBJECT_DENIED = Rule(
    id="E911",
    title="The macro may read the object",
    description="The role of the macro's function needs s3:GetObject and s3:GetObjectVersion for the object.",
    source=_S3,
    hint="ask the infra team to add the bucket to the macro stack",
)
OBJECT_UNREADABLE = Rule(
    id="E912",
    title="S3 answers",
    description="S3 could not be asked for the object, or broke off.",
    source=_S3,
    hint="try again",
)
HASH_DIFFERS = Rule(
    id="E913",
    title="A content-addressed object is what its key says",
    description="The SHA-256 of the object must be the one in its key: what was reviewed is what runs.",
    source=_S3,
    hint="somebody overwrote the object: push the workflow again, and find out who may write there",
)
MACRO_MISCONFIGURED = Rule(
    id="E914",
    title="The macro is set up",
    description="The environment of the macro's function must list the workflow buckets in WORKFLOW_BUCKETS.",
    source=_MACRO,
    hint="ask the infra team to deploy the macro stack again",
)
BAD_EVENT = Rule(
    id="E915",
    title="The event is CloudFormation's",
    description="The macro answers only events of the form that CloudFormation sends to macros.",
    source=_MACRO,
    hint="use the macro through a template's Transform",
)
TOGETHER_TOO_LARGE = Rule(
    id="E916",
    title="The definitions fit into a template",
    description="CloudFormation takes a processed template of 1 MB at most, the definitions in it included.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html",
    hint="divide the state machines among several stacks",
)
UNKNOWN_OPTION = Rule(
    id="E917",
    title="Every option of the injection is known",
    description="An option that this macro does not know is refused: a guardrail that nobody reads guards nothing.",
    source=_MACRO,
    hint="correct its name, or ask the infra team for a macro that knows it",
)
ALIAS_OPTION = Rule(
    id="E918",
    title="The options of an alias are complete and of the right kind",
    description="AutoPublishAlias, DeploymentPreference and KeepVersions say which alias moves to a new version, how.",
    source=_ALIAS,
    hint="correct it in Metadata.Workflow",
)
RESOURCE_TAKEN = Rule(
    id="E919",
    title="The names of version and alias are free",
    description="For a machine M with AutoPublishAlias the macro adds two resources, MVersion and MAlias.",
    source=_ALIAS,
    hint="give that resource another logical id, or remove AutoPublishAlias",
)
ALIAS_IN_SNIPPET = Rule(
    id="E920",
    title="A snippet has no alias",
    description="In Fn::Transform the macro sees the Properties only, and cannot add resources for version and alias.",
    source=_MACRO,
    hint="name the macro in the template's Transform, and move the options to Metadata.Workflow",
)
INTERNAL_ERROR = Rule(
    id="E999",
    title="The macro works",
    description="The macro itself failed; its log has the trace.",
    source=_MACRO,
    hint="ask the infra team to look into the log of the macro's function",
)

INJECTION_RULES = (
    RESOLVE_REFERENCE,
    UNKNOWN_PLACEHOLDER,
    NO_SUCH_RESOURCE,
    NOT_A_STATE_MACHINE,
    NO_REQUEST,
    BAD_LOCATION,
    BUCKET_NOT_ALLOWED,
    OUTSIDE_PREFIX,
    OBJECT_GONE,
    OBJECT_DENIED,
    OBJECT_UNREADABLE,
    HASH_DIFFERS,
    MACRO_MISCONFIGURED,
    BAD_EVENT,
    TOGETHER_TOO_LARGE,
    UNKNOWN_OPTION,
    ALIAS_OPTION,
    RESOURCE_TAKEN,
    ALIAS_IN_SNIPPET,
    INTERNAL_ERROR,
    UNUSED_SUBSTITUTION,
)
