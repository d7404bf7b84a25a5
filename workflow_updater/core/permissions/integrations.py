"""
What the optimized integrations need, as far as it can be read off a table.

Source: the IAM policies on the page of each service in
https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html (the rules of EventBridge to the letter:
AWS mixes `GetEvent` and `GetEvents`). Where a page grants `*` for an action that knows resources
(https://docs.aws.amazon.com/service-authorization/latest/reference/), the narrower resource is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from workflow_updater.core.permissions.call import Call, Wanted

Rows = tuple[tuple[str, str], ...]  # action, form of the resource

_RULE_ACTIONS = ("events:DescribeRule", "events:PutRule", "events:PutTargets")
_TABLE = "dynamodb:table/{TableName}"
_PROJECT = "codebuild:project/{ProjectName}"
_CLUSTER = "elasticmapreduce:cluster/{ClusterId}"
_VIRTUAL = "emr-containers:/virtualclusters/{VirtualClusterId}"
_APPLICATION = "emr-serverless:/applications/{ApplicationId}"
_GLUE_JOB = "glue:job/{JobName}"
_EMR_RULE = "StepFunctionsGetEventForEMR"
_SERVERLESS_RULE = "StepFunctionsGetEventsForEMRServerless"
_SAGEMAKER_RULE = "StepFunctionsGetEventsForSageMaker"


class Integration(NamedTuple):
    """*always* is needed in every pattern, *sync* and the managed *rule* when the job is waited for."""

    always: Rows
    sync: Rows = ()
    rule: str = ""
    passes: Rows = ()  # parameter with a role, service that gets it


def from_table(call: Call) -> list[Wanted] | None:
    """Return what the table says of *call*, None when it does not have it."""
    found = TABLE.get(f"{call.service}:{call.action}")
    return None if found is None else list(_wanted(call, found))


def managed_rule(call: Call, rule: str) -> Iterator[Wanted]:
    """Yield what Step Functions needs to be told by EventBridge when the job has ended."""
    note = "if EventBridge tells the end of the job; no page of AWS names the rule" if "*" in rule else ""
    for action in _RULE_ACTIONS:
        yield call.wanted(action, f"events:rule/{rule}", note=note)


def _wanted(call: Call, found: Integration) -> Iterator[Wanted]:
    for action, form in found.always:
        yield call.wanted(action, form)
    for name, service in found.passes:
        if call.mentions(name):
            yield call.passed(name, service)
    if call.is_sync:
        for action, form in found.sync:
            yield call.wanted(action, form)
        if found.rule:
            yield from managed_rule(call, found.rule)


def _sagemaker(kind: str, resource: str, rule: str = "") -> Integration:
    """Return a job of SageMaker; Step Functions tags what it starts, and reads the tags."""
    arn = f"sagemaker:{resource}/{{{kind}Name}}*"
    return Integration(
        ((f"sagemaker:Create{kind}", arn), ("sagemaker:AddTags", arn), ("sagemaker:ListTags", "*")),
        ((f"sagemaker:Describe{kind}", arn), (f"sagemaker:Stop{kind}", arn)),
        rule and _SAGEMAKER_RULE + rule,
        (("RoleArn", "sagemaker.amazonaws.com"),),
    )


def _one(action: str, form: str, *sync: str, rule: str = "") -> Integration:
    """Return an action, and those on the same resource that waiting for it takes."""
    return Integration(((action, form),), tuple((name, form) for name in sync), rule)


TABLE: dict[str, Integration] = {
    "athena:getQueryExecution": _one("athena:GetQueryExecution", "athena:workgroup/*"),
    "athena:stopQueryExecution": _one("athena:StopQueryExecution", "athena:workgroup/*"),
    "bedrock:createModelCustomizationJob": Integration(
        (
            ("bedrock:CreateModelCustomizationJob", "bedrock:foundation-model/{BaseModelIdentifier}"),
            ("bedrock:CreateModelCustomizationJob", "bedrock:custom-model/*"),
            ("bedrock:CreateModelCustomizationJob", "bedrock:model-customization-job/*"),
        ),
        (
            ("bedrock:GetModelCustomizationJob", "bedrock:model-customization-job/*"),
            ("bedrock:StopModelCustomizationJob", "bedrock:model-customization-job/*"),
        ),
        "StepFunctionsGetEventsForBedrock*",
        (("RoleArn", "bedrock.amazonaws.com"),),
    ),
    "codebuild:startBuild": _one(
        "codebuild:StartBuild",
        _PROJECT,
        "codebuild:BatchGetBuilds",
        "codebuild:StopBuild",
        rule="StepFunctionsGetEventForCodeBuildStartBuildRule",
    ),
    "codebuild:startBuildBatch": _one(
        "codebuild:StartBuildBatch",
        _PROJECT,
        "codebuild:BatchGetBuildBatches",
        "codebuild:StopBuildBatch",
        rule="StepFunctionsGetEventForCodeBuildStartBuildBatchRule",
    ),
    "codebuild:stopBuild": _one("codebuild:StopBuild", "codebuild:project/*"),
    "codebuild:stopBuildBatch": _one("codebuild:StopBuildBatch", "codebuild:project/*"),
    "codebuild:retryBuildBatch": _one(
        "codebuild:RetryBuildBatch",
        "codebuild:project/*",
        "codebuild:BatchGetBuildBatches",
        "codebuild:StopBuildBatch",
        rule="StepFunctionsGetEventForCodeBuildStartBuildBatchRule",
    ),
    "codebuild:deleteBuildBatch": _one("codebuild:DeleteBuildBatch", "codebuild:project/*"),
    "codebuild:batchDeleteBuilds": _one("codebuild:BatchDeleteBuilds", "codebuild:project/*"),
    "codebuild:batchGetBuilds": _one("codebuild:BatchGetBuilds", "codebuild:project/*"),
    "codebuild:batchGetBuildBatches": _one("codebuild:BatchGetBuildBatches", "codebuild:project/*"),
    "codebuild:batchGetReports": _one("codebuild:BatchGetReports", "codebuild:report-group/*"),
    "databrew:startJobRun": _one(
        "databrew:StartJobRun", "databrew:job/{Name}", "databrew:ListJobRuns", "databrew:StopJobRun"
    ),
    "dynamodb:getItem": _one("dynamodb:GetItem", _TABLE),
    "dynamodb:putItem": _one("dynamodb:PutItem", _TABLE),
    "dynamodb:updateItem": _one("dynamodb:UpdateItem", _TABLE),
    "dynamodb:deleteItem": _one("dynamodb:DeleteItem", _TABLE),
    "eks:createCluster": Integration(
        (("eks:CreateCluster", "*"),),
        (("eks:DescribeCluster", "eks:cluster/{Name}"), ("eks:DeleteCluster", "eks:cluster/{Name}")),
        passes=(("RoleArn", "eks.amazonaws.com"),),
    ),
    "eks:createNodegroup": Integration(
        (
            ("eks:CreateNodegroup", "eks:cluster/{ClusterName}"),
            ("ec2:DescribeSubnets", "*"),
            ("iam:GetRole", "iam:role/{NodeRole}"),
            ("iam:ListAttachedRolePolicies", "iam:role/{NodeRole}"),
        ),
        (
            ("eks:DescribeNodegroup", "eks:nodegroup/{ClusterName}/{NodegroupName}/*"),
            ("eks:DeleteNodegroup", "eks:nodegroup/{ClusterName}/{NodegroupName}/*"),
        ),
        passes=(("NodeRole", "eks.amazonaws.com"),),
    ),
    "eks:deleteCluster": _one("eks:DeleteCluster", "eks:cluster/{Name}", "eks:DescribeCluster"),
    "eks:deleteNodegroup": _one(
        "eks:DeleteNodegroup", "eks:nodegroup/{ClusterName}/{NodegroupName}/*", "eks:DescribeNodegroup"
    ),
    # These two speak to the cluster itself: it is Kubernetes that lets the role in, no IAM policy.
    "eks:runJob": Integration(()),
    "eks:call": Integration(()),
    "elasticmapreduce:addStep": _one(
        "elasticmapreduce:AddJobFlowSteps",
        _CLUSTER,
        "elasticmapreduce:DescribeStep",
        "elasticmapreduce:CancelSteps",
        rule=_EMR_RULE + "AddJobFlowStepsRule",
    ),
    "elasticmapreduce:cancelStep": _one("elasticmapreduce:CancelSteps", _CLUSTER),
    "elasticmapreduce:createCluster": Integration(
        (("elasticmapreduce:RunJobFlow", "*"),),
        (
            ("elasticmapreduce:DescribeCluster", "elasticmapreduce:cluster/*"),
            ("elasticmapreduce:TerminateJobFlows", "elasticmapreduce:cluster/*"),
        ),
        _EMR_RULE + "RunJobFlowRule",
        (
            ("ServiceRole", "elasticmapreduce.amazonaws.com"),
            ("JobFlowRole", "ec2.amazonaws.com"),
            ("AutoScalingRole", "application-autoscaling.amazonaws.com"),
        ),
    ),
    "elasticmapreduce:setClusterTerminationProtection": _one("elasticmapreduce:SetTerminationProtection", _CLUSTER),
    "elasticmapreduce:modifyInstanceFleetByName": Integration(
        (("elasticmapreduce:ModifyInstanceFleet", _CLUSTER), ("elasticmapreduce:ListInstanceFleets", _CLUSTER))
    ),
    "elasticmapreduce:modifyInstanceGroupByName": Integration(
        (("elasticmapreduce:ModifyInstanceGroups", _CLUSTER), ("elasticmapreduce:ListInstanceGroups", _CLUSTER))
    ),
    "elasticmapreduce:terminateCluster": _one(
        "elasticmapreduce:TerminateJobFlows",
        _CLUSTER,
        "elasticmapreduce:DescribeCluster",
        rule=_EMR_RULE + "TerminateJobFlowsRule",
    ),
    "emr-containers:createVirtualCluster": _one("emr-containers:CreateVirtualCluster", "*"),
    "emr-containers:deleteVirtualCluster": _one(
        "emr-containers:DeleteVirtualCluster",
        "emr-containers:/virtualclusters/{Id}",
        "emr-containers:DescribeVirtualCluster",
    ),
    "emr-containers:startJobRun": Integration(
        (("emr-containers:StartJobRun", _VIRTUAL),),
        (
            ("emr-containers:DescribeJobRun", _VIRTUAL + "/jobruns/*"),
            ("emr-containers:CancelJobRun", _VIRTUAL + "/jobruns/*"),
        ),
    ),
    "emr-serverless:createApplication": Integration(
        (("emr-serverless:CreateApplication", "*"),),
        (
            ("emr-serverless:GetApplication", "emr-serverless:/applications/*"),
            ("emr-serverless:DeleteApplication", "emr-serverless:/applications/*"),
        ),
        _SERVERLESS_RULE + "ApplicationRule",
    ),
    "emr-serverless:startApplication": _one(
        "emr-serverless:StartApplication",
        _APPLICATION,
        "emr-serverless:GetApplication",
        "emr-serverless:StopApplication",
        rule=_SERVERLESS_RULE + "ApplicationRule",
    ),
    "emr-serverless:stopApplication": _one(
        "emr-serverless:StopApplication",
        _APPLICATION,
        "emr-serverless:GetApplication",
        rule=_SERVERLESS_RULE + "ApplicationRule",
    ),
    "emr-serverless:deleteApplication": _one(
        "emr-serverless:DeleteApplication",
        _APPLICATION,
        "emr-serverless:GetApplication",
        rule=_SERVERLESS_RULE + "ApplicationRule",
    ),
    "emr-serverless:startJobRun": Integration(
        (("emr-serverless:StartJobRun", _APPLICATION),),
        (
            ("emr-serverless:GetJobRun", _APPLICATION + "/jobruns/*"),
            ("emr-serverless:CancelJobRun", _APPLICATION + "/jobruns/*"),
        ),
        _SERVERLESS_RULE + "JobRule",
        (("ExecutionRoleArn", "emr-serverless.amazonaws.com"),),
    ),
    "emr-serverless:cancelJobRun": _one(
        "emr-serverless:CancelJobRun",
        _APPLICATION + "/jobruns/{JobRunId}",
        "emr-serverless:GetJobRun",
        rule=_SERVERLESS_RULE + "JobRule",
    ),
    "glue:startJobRun": _one(
        "glue:StartJobRun", _GLUE_JOB, "glue:GetJobRun", "glue:GetJobRuns", "glue:BatchStopJobRun"
    ),
    "mediaconvert:createJob": Integration(
        (("mediaconvert:CreateJob", "*"),),
        (("mediaconvert:GetJob", "mediaconvert:jobs/*"), ("mediaconvert:CancelJob", "mediaconvert:jobs/*")),
        "StepFunctionsGetEventsForMediaConvertJobRule",
        (("Role", "mediaconvert.amazonaws.com"),),
    ),
    "sagemaker:createTrainingJob": _sagemaker("TrainingJob", "training-job", "TrainingJobsRule"),
    "sagemaker:createTransformJob": _sagemaker("TransformJob", "transform-job", "TransformJobsRule"),
    "sagemaker:createProcessingJob": _sagemaker("ProcessingJob", "processing-job", "ProcessingJobsRule"),
    "sagemaker:createLabelingJob": _sagemaker("LabelingJob", "labeling-job", "*"),
    "sagemaker:createHyperParameterTuningJob": _sagemaker(
        "HyperParameterTuningJob", "hyper-parameter-tuning-job", "TuningJobsRule"
    ),
    "sagemaker:createModel": Integration(
        (("sagemaker:CreateModel", "sagemaker:model/{ModelName}"),),
        passes=(("ExecutionRoleArn", "sagemaker.amazonaws.com"),),
    ),
    "sagemaker:createEndpoint": Integration(
        (
            ("sagemaker:CreateEndpoint", "sagemaker:endpoint/{EndpointName}"),
            ("sagemaker:CreateEndpoint", "sagemaker:endpoint-config/{EndpointConfigName}"),
        )
    ),
    "sagemaker:createEndpointConfig": _one(
        "sagemaker:CreateEndpointConfig", "sagemaker:endpoint-config/{EndpointConfigName}"
    ),
    "sagemaker:updateEndpoint": Integration(
        (
            ("sagemaker:UpdateEndpoint", "sagemaker:endpoint/{EndpointName}"),
            ("sagemaker:UpdateEndpoint", "sagemaker:endpoint-config/{EndpointConfigName}"),
        )
    ),
}
