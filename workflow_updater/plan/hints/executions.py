"""What makes an execution fail that has nothing to do with what the workflow is about."""

from __future__ import annotations

from workflow_updater.plan.hints.hint import Hint

_LOCALSTACK = "localstack/localstack @8b9a79f0, validated against AWS, stepfunctions"

EXECUTIONS = (
    Hint(
        "task-denied",
        r"is not authorized to perform: (?P<action>[\w-]+:\w+)",
        "the machine's role lacks {action}: `permissions WORKFLOW --role ARN` tells all that it lacks, and the infra"
        " team adds it",
        "awslabs/aws-deployment-framework#460",
    ),
    Hint(
        "result-writer-denied",
        r"Failed to write a test manifest into the specified output bucket",
        "the machine's role may not write to the bucket of the ResultWriter, or not use its key:"
        " `permissions WORKFLOW` tells what it needs",
        "aws/aws-cdk#32144",
    ),
    Hint(
        "assume-denied",
        r"is not authorized to assume the task state's role, (?P<role>\S+?)\.?(\s|$)",
        "{role} has to trust the machine's role, which needs sts:AssumeRole on it",
        f"{_LOCALSTACK}/test_assign_reference_variables.snapshot.json",
    ),
    Hint(
        "data-limit",
        r"exceeding the maximum number of bytes service limit",
        "256 KiB is the most that a state may hand on: store the result in S3 and hand its key on, or select what the"
        " next states need",
        "awslabs/aws-securityhub-multiaccount-scripts#63",
    ),
    Hint(
        "path-missing",
        r"The JSONPath '(?P<path>[^']+)' specified for the field '(?P<field>[^']+)' could not be found in the input",
        "the input of the state has nothing at {path}: see what comes before it; `test` runs the path without AWS",
        f"{_LOCALSTACK}/test_base_scenarios.snapshot.json",
    ),
    Hint(
        "path-invalid",
        r"Invalid path '(?P<path>[^']+)'",
        "the data of the state has nothing at {path}: see what comes before it; `test` runs the path without AWS",
        f"{_LOCALSTACK}/test_base_scenarios.snapshot.json",
    ),
    Hint(
        "history-full",
        r"reached the maximum number of history events",
        "25,000 events are the most: start an execution of its own for each part, or make the map a distributed one",
        "aws-samples/aws-organizations-tag-inventory#16",
    ),
    Hint(
        "threshold",
        r"specified tolerated failure threshold was exceeded",
        "too many items of the map failed: the failed children of its map run tell why",
        f"{_LOCALSTACK}/test_state_configuration.snapshot.json",
    ),
)
