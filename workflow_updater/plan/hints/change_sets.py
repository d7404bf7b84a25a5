"""What keeps a change set from being made: the macro, parameters, capabilities, hooks."""

from __future__ import annotations

from workflow_updater.plan.hints.hint import Hint

_LOCALSTACK = "localstack/localstack @8b9a79f0, validated against AWS"

CHANGE_SETS = (
    Hint(
        "macro-missing",
        r"No transform named \S+ found",
        "the macro is not installed in this account and region: the infra team runs `bootstrap`",
        "CloudFormation's answer to a template that names an unknown macro",
    ),
    Hint(
        "macro-raised",
        r"malformed response from transform",
        "the macro raised instead of answering: its log group says why; `bootstrap` installs the current version",
        "aws-cloudformation/aws-cloudformation-templates#267",
    ),
    Hint(
        "macro-silent",
        r"failed without an error message",
        "the macro gave no reason: its log group in CloudWatch Logs says why",
        f"{_LOCALSTACK}: test_template_engine.snapshot.json",
    ),
    Hint(
        "too-large",
        r"Transformation data limit exceeded",
        "the definition is too large to be injected as text: make it smaller",
        "CloudFormation User Guide, macro size limits",
    ),
    Hint(
        "object-gone",
        r"NoSuchKey|NoSuchVersion",
        "the object is gone from the bucket: push again, and look at the bucket's lifecycle rules",
        "S3 API Reference, error responses, as the macro passes them on",
    ),
    Hint(
        "capabilities",
        r"Requires capabilities ?: ?\[(?P<needed>[^\]]*)\]",
        "the infra team deploys the template once with {needed}; a push uses what the stack was deployed with",
        f"{_LOCALSTACK}: test_template_engine.snapshot.json",
    ),
    Hint(
        "parameter-missing",
        r"Parameters: \[(?P<names>[^\]]*)\] must have values",
        "the template has a parameter that the stack has no value for, {names}: the infra team deploys it once, first",
        "boto/botocore#2598",
    ),
    Hint(
        "parameter-value",
        r"Parameter '?(?P<name>[\w-]+)'? (must be one of AllowedValues|must match pattern|failed to satisfy)",
        "the template no longer allows the value that {name} has: the infra team deploys it with another one, first",
        "aws-amplify/amplify-cli#6224",
    ),
    Hint(
        "early-validation",
        r"hook\(s\)/validation failed: \[AWS::EarlyValidation",
        "`aws cloudformation describe-events --change-set-name ARN` tells which resource: somebody made one of that"
        " name past CloudFormation, or a property is wrong; the infra team mends the template",
        "aws/aws-cdk-cli#1000",
    ),
    Hint(
        "hook-failed",
        r"The following hook\(s\) failed: \[(?P<hooks>[^\]]*)\]",
        "a rule of your organization refuses it, {hooks}: its results are under Hooks in the CloudFormation console",
        "aws/aws-cdk-cli, stack-activity tests; AWS blog on Guard hooks, 2025-10",
    ),
)
