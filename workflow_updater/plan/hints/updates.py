"""What makes an update fail: rights, the definition, quotas, the state of the stack."""

from __future__ import annotations

from workflow_updater.plan.hints.hint import Hint

_HANDLER = "aws-cloudformation-resource-providers-stepfunctions @3df87f8"
_DENIED = r"(?<!\S)(?P<who>\S{1,500}) is not authorized to perform: "

UPDATES = (
    Hint(
        "kms-denied",
        _DENIED + r"(?P<action>kms:\w+)(?: on resource: (?P<what>\S+))?",
        "{who} needs {action} on the key: the infra team adds it to that role, or the role to the key's policy",
        "aws/aws-cdk#32144",
    ),
    Hint(
        "pass-role-denied",
        _DENIED + r"iam:PassRole on resource: (?P<role>\S+)",
        "{who} carries the update out and may not hand {role} on: the infra team lets the stack's service role pass it"
        " to states.amazonaws.com (templates/access.yaml shows how)",
        "notes of a public repository on the service role of its stacks",
    ),
    Hint(
        "update-denied",
        _DENIED + r"(?P<action>states:\w+) on resource: (?P<what>\S+)",
        "{who} carries the update out and needs {action} on {what}: the infra team adds it to the stack's service role"
        " (templates/access.yaml shows how)",
        "aws-amplify/amplify-hosting#2597",
    ),
    Hint(
        "managed-rule-denied",
        r"'(?P<role>[^'\s]+)' is not authorized to create managed-rule",
        "a .sync task needs events:PutRule, PutTargets and DescribeRule: `permissions WORKFLOW` writes the statement"
        " that the infra team adds to {role}",
        "terraform-aws-modules/terraform-aws-step-functions#41, and the log in a public README",
    ),
    Hint(
        "definition-refused",
        r"(?s)SCHEMA_VALIDATION_FAILED: .{0,2000}? at (?P<place>/[^'\s]*)",
        "Step Functions refuses the definition at {place}: correct it there; `validate --service` asks AWS first",
        "notes of a public CDK project on ApiGatewayManagementApi",
    ),
    Hint(
        "definition-invalid",
        r"Invalid State Machine Definition|InvalidDefinition",
        "Step Functions refuses the definition: correct it; `validate --service` asks AWS first",
        "localstack/localstack @8b9a79f0, validated against AWS: test_base_scenarios.snapshot.json",
    ),
    Hint(
        "role-not-assumable",
        r"regional one is authorized to assume the provided role",
        "the machine's role does not trust states.amazonaws.com, or is only seconds old: the infra team mends its trust"
        " policy; for a new role push again in a minute",
        f"{_HANDLER}, Constants.java",
    ),
    Hint(
        "log-denied",
        r"not authorized to access the Log Destination",
        "the machine's role may not write its log: the infra team gives it the logs:…LogDelivery actions,"
        " logs:PutResourcePolicy, DescribeResourcePolicies and DescribeLogGroups on *",
        "aws-samples/serverless-patterns#102",
    ),
    Hint(
        "log-policy-full",
        r"CloudWatch Logs Resource Policy size was exceeded|Policy document length breaking Cloudwatch Logs",
        "the account's resource policy for logs is full (5,120 characters): the infra team names log groups"
        " /aws/vendedlogs/…, which share one entry, and merges old policies",
        "AWS Solutions, Guidance for Clickstream Analytics, troubleshooting",
    ),
    Hint(
        "machine-deleting",
        r"State Machine is being deleted|StateMachineDeleting",
        "a machine of that name is still being deleted, which takes until its executions have ended: push again later",
        "Netflix/metaflow#1284",
    ),
    Hint(
        "alarm",
        r"CloudWatch alarms are in an 'ALARM' state: \[?(?P<alarms>[^\].]*)",
        "look at {alarms}, and at what the executions of the new version did; correct the workflow and push again;"
        " while an alarm is on nothing passes: where it is the version before that fails, move the alias by hand"
        " (docs/versions_and_aliases.md)",
        f"{_HANDLER}, UpdateHandler.java of the alias",
    ),
    Hint(
        "alias-moved",
        r"drift detected|routing traffic towards two",
        "somebody else moved the alias: find out who calls UpdateStateMachineAlias, and let it route to one version",
        f"{_HANDLER}, TrafficShiftingUtils.java",
    ),
    Hint(
        "stack-policy",
        r"Action denied by stack policy: .{0,200}?\[(?P<action>Update:[\w*]+)\]",
        "the stack's policy does not allow {action} here: the infra team allows Update:Modify on the state machine",
        "events of an update of 2017-01-13 in a public repository",
    ),
    Hint(
        "already-exists",
        r"Resource of type '(?P<type>[^']+)' with identifier '(?P<name>[^']+)' already exists",
        "somebody made {name} past CloudFormation: the infra team imports it into the stack, or takes it away",
        "notes of a public repository on stages of API Gateway",
    ),
    Hint(
        "export-in-use",
        r"Export (?P<export>\S+) cannot be (deleted|updated) as it is in use by (?P<stack>[\w-]+)",
        "{stack} imports {export}: the infra team changes {stack} first",
        "a blog on dependencies between stacks, 2021-02-01",
    ),
    Hint(
        "throttled",
        r"Rate exceeded|Error Code: Throttling",
        "the account's request rate is used up: push again in a minute; if it lasts, find out what else calls AWS",
        "aws/aws-cdk#9882",
    ),
    Hint(
        "rollback-failed",
        r"is in UPDATE_ROLLBACK_FAILED state",
        "the infra team mends what the first cause names, and continues the rollback: `aws cloudformation"
        " continue-update-rollback`; then push again",
        "the log of a Cumulus stack in a public repository",
    ),
    Hint(
        "create-failed",
        r"is in ROLLBACK_COMPLETE state",
        "the stack was never created: the infra team deletes it and creates it again",
        "aws/aws-cli#6216",
    ),
    Hint(
        "busy",
        r"is in (?P<status>\w+_IN_PROGRESS) state and can ?not be updated",
        "another operation holds the stack ({status}): push again when it has ended; --wait waits for it",
        "localstack/localstack @8b9a79f0, validated against AWS: test_changesets.snapshot.json",
    ),
    Hint(
        "cancelled",
        r"Resource (creation|update|deletion) cancelled",
        "that resource did nothing wrong: another one failed first, and its reason is the one to mend",
        "events of an update of 2026-08-08 in a public repository",
    ),
)
