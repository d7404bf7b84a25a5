"""
Which parameter of an SDK action names the resource that IAM checks.

One line each: the prefix of IAM, the form of the resource, and, where only some actions have it, a word that their
names hold. The first whose parameters are all given is taken. What is not here is checked on `*`, or on resources that
no single parameter names.
Source: "Resource types" of each service in https://docs.aws.amazon.com/service-authorization/latest/reference/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

FORMS = """\
appflow flow/{FlowName}
athena workgroup/{WorkGroup}
batch job-queue/{JobQueue}
cloudformation stack/{StackName}/*
codebuild project/{ProjectName}
codepipeline {PipelineName}
cognito-idp userpool/{UserPoolId}
dynamodb table/{TableName}
ecr repository/{RepositoryName}
ecs service/{Cluster}/{Service}
ecs cluster/{Cluster}
events event-bus/{EventBusName}
firehose deliverystream/{DeliveryStreamName}
fis experiment/{Id} Experiment
glue crawler/{CrawlerName}
glue crawler/{Name} Crawler
glue job/{JobName}
kinesis stream/{StreamName}
kms key/{KeyId}
lambda function:{FunctionName}
logs log-group:{LogGroupName}:*
rds db:{DBInstanceIdentifier}
rds cluster:{DBClusterIdentifier}
s3 {Bucket}/{Key}
s3 {Bucket}
scheduler schedule/{GroupName}/{Name}
secretsmanager secret:{SecretId}-??????
sns {TopicArn}
ssm parameter/{Name}
states stateMachine:{StateMachineArn}
states activity:{ActivityArn}
states execution:{ExecutionArn}
sts {RoleArn}
transcribe transcription-job/{TranscriptionJobName}
"""

_VERB = re.compile("^[A-Z][a-z]+")
_PARAMETER = re.compile(r"\{(\w+)\}")


def forms(action: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the forms of the resources of *action*, as `Call.wanted` takes them, and the parameters that each needs."""
    prefix, _, name = action.partition(":")
    for line in FORMS.splitlines():
        owner, form, *words = line.split()
        if owner == prefix and all(word in name for word in words):
            yield f"{owner}:{form}", tuple(_PARAMETER.findall(form))
    noun = _VERB.sub("", name)  # DeleteForecast has a ForecastArn
    yield f"{prefix}:{{{noun}Arn}}", (f"{noun}Arn",)
