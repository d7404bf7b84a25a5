"""
The optimized integrations: what Step Functions calls by `arn:…:states:::service:action` in a way of its own.

Source: https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html and the page of each service.
A parameter that is missing refuses the definition ("The field … is required but was missing"); one that is not
supported fails the task when it starts ("The field … is not supported by Step Functions").
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

SYNC, SYNC_2, TASK_TOKEN = "sync", "sync:2", "waitForTaskToken"
SDK_PATTERNS = ("", TASK_TOKEN)

_PLAIN, _JOB, _CALLBACK = ("",), ("", SYNC), ("", TASK_TOKEN)
_JOB_OR_CALLBACK = ("", SYNC, TASK_TOKEN)


class Integration(NamedTuple):
    """
    The *patterns* that an integration supports, "" being request response, and what its guide calls *required*.

    Of *one_of*, one must be there.
    """

    patterns: tuple[str, ...]
    required: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()


# Of which an answer is recorded that AWS refuses a definition without their required parameters (measured with
# ValidateStateMachineDefinition on 2026-09-05: https://github.com/badmintoncryer/cdk-preflight).
REFUSED_WITHOUT = frozenset(
    {
        *("dynamodb:getItem", "dynamodb:putItem", "ecs:runTask", "events:putEvents", "glue:startJobRun"),
        *("lambda:invoke", "sns:publish", "sqs:sendMessage", "states:startExecution"),
    }
)
# “Parameters field is required for resource ARN: arn:aws:states:::aws-sdk:neptune:describeDBClusters”: AWS says so of
# optimized and SDK integrations alike; but a definition that calls this one so is told to be valid by cfn-lint's tests.
TAKEN_WITHOUT_PARAMETERS = frozenset({"batch:submitJob"})
INTEGRATIONS = {
    "apigateway:invoke": Integration(_CALLBACK, ("ApiEndpoint", "Method")),
    "athena:getQueryExecution": Integration(_PLAIN, ("QueryExecutionId",)),
    "athena:getQueryResults": Integration(_PLAIN, ("QueryExecutionId",)),
    "athena:startQueryExecution": Integration(_JOB, ("QueryString",)),
    "athena:stopQueryExecution": Integration(_PLAIN, ("QueryExecutionId",)),
    "batch:submitJob": Integration(_JOB, ("JobDefinition", "JobName", "JobQueue")),
    "bedrock:createModelCustomizationJob": Integration(
        _JOB_OR_CALLBACK, ("BaseModelIdentifier", "CustomModelName", "JobName", "RoleArn")
    ),
    "bedrock:invokeModel": Integration(_CALLBACK, ("ModelId",)),
    "bedrockagentcore:invokeHarness": Integration(_PLAIN, ("HarnessArn",)),
    "codebuild:batchDeleteBuilds": Integration(_PLAIN, ("Ids",)),
    "codebuild:batchGetReports": Integration(_PLAIN, ("ReportArns",)),
    "codebuild:deleteBuildBatch": Integration(_PLAIN, ("Id",)),
    "codebuild:retryBuildBatch": Integration(_JOB),
    "codebuild:startBuild": Integration(_JOB, ("ProjectName",)),
    "codebuild:startBuildBatch": Integration(_JOB, ("ProjectName",)),
    "codebuild:stopBuild": Integration(_PLAIN, ("Id",)),
    "codebuild:stopBuildBatch": Integration(_PLAIN, ("Id",)),
    "databrew:startJobRun": Integration(_JOB, ("Name",)),
    "dynamodb:deleteItem": Integration(_PLAIN, ("Key", "TableName")),
    "dynamodb:getItem": Integration(_PLAIN, ("Key", "TableName")),
    "dynamodb:putItem": Integration(_PLAIN, ("Item", "TableName")),
    "dynamodb:updateItem": Integration(_PLAIN, ("Key", "TableName")),
    "ecs:runTask": Integration(_JOB_OR_CALLBACK, ("TaskDefinition",)),
    "eks:call": Integration(_CALLBACK, ("CertificateAuthority", "Endpoint", "Method", "Path")),
    "eks:createCluster": Integration(_JOB, ("Name", "ResourcesVpcConfig", "RoleArn")),
    "eks:createFargateProfile": Integration(_JOB, ("ClusterName", "FargateProfileName", "PodExecutionRoleArn")),
    "eks:createNodegroup": Integration(_JOB, ("ClusterName", "NodeRole", "NodegroupName", "Subnets")),
    "eks:deleteCluster": Integration(_JOB, ("Name",)),
    "eks:deleteFargateProfile": Integration(_JOB, ("ClusterName", "FargateProfileName")),
    "eks:deleteNodegroup": Integration(_JOB, ("ClusterName", "NodegroupName")),
    "eks:runJob": Integration(_JOB_OR_CALLBACK, ("CertificateAuthority", "Endpoint", "Job")),
    "elasticmapreduce:addStep": Integration(_JOB, ("ClusterId", "Step")),
    "elasticmapreduce:cancelStep": Integration(_PLAIN, ("ClusterId", "StepId")),
    "elasticmapreduce:createCluster": Integration(_JOB, ("Instances", "Name")),
    "elasticmapreduce:modifyInstanceFleetByName": Integration(
        _PLAIN, ("ClusterId", "InstanceFleet", "InstanceFleetName")
    ),
    "elasticmapreduce:modifyInstanceGroupByName": Integration(
        _PLAIN, ("ClusterId", "InstanceGroup", "InstanceGroupName")
    ),
    "elasticmapreduce:setClusterTerminationProtection": Integration(_PLAIN, ("ClusterId", "TerminationProtected")),
    "elasticmapreduce:terminateCluster": Integration(_JOB, ("ClusterId",)),
    "emr-containers:createVirtualCluster": Integration(_PLAIN, ("ContainerProvider", "Name")),
    "emr-containers:deleteVirtualCluster": Integration(_JOB, ("Id",)),
    "emr-containers:startJobRun": Integration(_JOB, ("VirtualClusterId",)),
    "emr-serverless:cancelJobRun": Integration(_JOB, ("ApplicationId", "JobRunId")),
    "emr-serverless:createApplication": Integration(_JOB, ("ReleaseLabel", "Type")),
    "emr-serverless:deleteApplication": Integration(_JOB, ("ApplicationId",)),
    "emr-serverless:startApplication": Integration(_JOB, ("ApplicationId",)),
    "emr-serverless:startJobRun": Integration(_JOB, ("ApplicationId", "ExecutionRoleArn")),
    "emr-serverless:stopApplication": Integration(_JOB, ("ApplicationId",)),
    "events:putEvents": Integration(_CALLBACK, ("Entries",)),
    "glue:startJobRun": Integration(_JOB, ("JobName",)),
    "http:invoke": Integration(_CALLBACK, ("ApiEndpoint", "Method"), one_of=("Authentication", "InvocationConfig")),
    "lambda:invoke": Integration(_CALLBACK, ("FunctionName",)),
    "mediaconvert:createJob": Integration(_JOB, ("Role", "Settings")),
    "sagemaker:createEndpoint": Integration(_PLAIN, ("EndpointConfigName", "EndpointName")),
    "sagemaker:createEndpointConfig": Integration(_PLAIN, ("EndpointConfigName",)),
    "sagemaker:createHyperParameterTuningJob": Integration(
        _JOB, ("HyperParameterTuningJobConfig", "HyperParameterTuningJobName")
    ),
    "sagemaker:createLabelingJob": Integration(
        _JOB, ("HumanTaskConfig", "InputConfig", "LabelAttributeName", "LabelingJobName", "OutputConfig", "RoleArn")
    ),
    "sagemaker:createModel": Integration(_PLAIN, ("ModelName",)),
    "sagemaker:createProcessingJob": Integration(
        _JOB, ("AppSpecification", "ProcessingJobName", "ProcessingResources", "RoleArn")
    ),
    "sagemaker:createTrainingJob": Integration(_JOB, ("OutputDataConfig", "RoleArn", "TrainingJobName")),
    "sagemaker:createTransformJob": Integration(
        _JOB, ("ModelName", "TransformInput", "TransformJobName", "TransformOutput", "TransformResources")
    ),
    "sagemaker:updateEndpoint": Integration(_PLAIN, ("EndpointConfigName", "EndpointName")),
    "sns:publish": Integration(_CALLBACK, ("Message",), one_of=("PhoneNumber", "TargetArn", "TopicArn")),
    "sqs:sendMessage": Integration(_CALLBACK, ("MessageBody", "QueueUrl")),
    "states:startExecution": Integration(("", SYNC, SYNC_2, TASK_TOKEN), ("StateMachineArn",)),
}


def parameters_of(integration: str) -> frozenset[str]:
    """Return the parameters that *integration* may have; empty when they are not known."""
    return _parameters().get(integration, frozenset())


@cache
def _parameters() -> dict[str, frozenset[str]]:
    from workflow_updater.core.services.optimized_parameters import PARAMETERS

    lines = (line.split(" ") for line in PARAMETERS.splitlines())
    return {name: frozenset(known) for name, *known in lines}
