"""
The integrations whose needs depend on more than one parameter: messages, functions, workflows, requests, queries.

Sources: the page of each at https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from workflow_updater.core.definition.json_pointer import object_at
from workflow_updater.core.definition.placeholders import has_placeholder
from workflow_updater.core.permissions.call import UNKNOWN, Call, Wanted, is_arn, literal
from workflow_updater.core.permissions.grant import Grant, arn_fields
from workflow_updater.core.permissions.integrations import managed_rule

_QUEUE_URL = re.compile(r"https?://(?:sqs\.([^./]+)\.[^/]+|[^/]+)/(\d{12}|\$\{[^}]+\})/([^/]+)")
_S3_URI = re.compile(r"s3://([^/]+)/(.+)")
_CONNECTION = re.compile(r"arn:.*:connection/([^/]+)/[^/]+")
_PROFILE = re.compile(r"(?:us|us-gov|eu|apac|au|jp|ca|global)\.")  # of Bedrock: a model in several regions

_QUERY_DATA = "only for queries that read or write such data"
_S3_OF_QUERIES = (
    *("AbortMultipartUpload", "GetBucketLocation", "GetObject", "ListBucket", "ListBucketMultipartUploads"),
    *("ListMultipartUploadParts", "PutObject"),
)
_GLUE_OF_QUERIES = (
    *("BatchCreatePartition", "BatchDeletePartition", "BatchDeleteTable", "BatchGetPartition", "CreateDatabase"),
    *("CreatePartition", "CreateTable", "DeleteDatabase", "DeletePartition", "DeleteTable", "GetDatabase"),
    *("GetDatabases", "GetPartition", "GetPartitions", "GetTable", "GetTables", "UpdateDatabase", "UpdatePartition"),
    "UpdateTable",
)


def from_rule(call: Call) -> list[Wanted] | None:
    """Return what *call* needs, None when it is not one of these."""
    found = RULES.get(f"{call.service}:{call.action}")
    return None if found is None else list(found(call))


def function(call: Call) -> Iterator[Wanted]:
    """Yield the right to invoke the function; of a version or alias when one is asked for, as Lambda checks it."""
    name = call.text("FunctionName")
    if name is None:
        yield Wanted(Grant("lambda:InvokeFunction", call.place.arn("lambda", "function:*")), is_open=True)
        return
    arn = name
    if not is_arn(name):
        account, _, rest = name.rpartition("function:")
        place = call.place._replace(account=account.rstrip(":")) if account else call.place
        arn = place.arn("lambda", f"function:{rest}")
    qualifier = f":{call.text('Qualifier') or UNKNOWN}" if call.mentions("Qualifier") else ""
    yield Wanted(Grant("lambda:InvokeFunction", arn + qualifier), is_open=qualifier == ":*")


def _queue(call: Call) -> Iterator[Wanted]:
    resource = queue_arn(call)
    yield Wanted(Grant("sqs:SendMessage", resource), is_open=resource.endswith(":*"))


def queue_arn(call: Call) -> str:
    """Return the ARN of the queue whose URL is given; a placeholder for the URL stands for the queue, as its ARN."""
    url = call.text("QueueUrl")
    if url is None:
        return call.place.arn("sqs", UNKNOWN)
    found = _QUEUE_URL.fullmatch(url)
    if found is None:
        return url if has_placeholder(url) else call.place.arn("sqs", url.rpartition("/")[2])
    region, account, name = found.groups()
    return call.place._replace(region=region or call.place.region, account=account).arn("sqs", name)


def _topic(call: Call) -> Iterator[Wanted]:
    for name in ("TopicArn", "TargetArn"):
        if call.mentions(name):
            yield Wanted(
                Grant("sns:Publish", call.text(name) or call.place.arn("sns", UNKNOWN)), call.text(name) is None
            )
            return
    yield Wanted(Grant("sns:Publish", UNKNOWN))  # to a telephone number


def _events(call: Call) -> Iterator[Wanted]:
    entries = call.found("Entries")
    if not isinstance(entries, list):
        yield Wanted(Grant("events:PutEvents", call.place.arn("events", "event-bus/*")), is_open=True)
        return
    for entry in entries:
        if isinstance(entry, Mapping):
            bus = call._replace(parameters={"EventBusName": "default", **entry})
            if "EventBusName.$" in entry:
                bus = call._replace(parameters={})
            yield bus.wanted("events:PutEvents", "events:event-bus/{EventBusName}")


def _execution(call: Call) -> Iterator[Wanted]:
    arn = call.text("StateMachineArn")
    yield call.wanted("states:StartExecution", "states:stateMachine:{StateMachineArn}")
    if not call.is_sync:
        return
    fields = arn_fields(arn or "")
    executions = call.place.arn("states", "execution:*")
    if len(fields) > 5 and fields[5].startswith("stateMachine:"):
        executions = ":".join((*fields[:5], "execution", fields[5].split(":")[1], UNKNOWN))
    unknown = executions.endswith("execution:*")
    yield Wanted(Grant("states:DescribeExecution", executions), unknown)
    yield Wanted(Grant("states:StopExecution", executions), unknown)
    yield from managed_rule(call, "StepFunctionsGetEventsForStepFunctionsExecutionRule")


def _request(call: Call) -> Iterator[Wanted]:
    conditions = []
    if method := call.text("Method"):
        conditions.append(("StringEquals", "states:HTTPMethod", method))
    if endpoint := call.text("ApiEndpoint"):
        conditions.append(("StringLike", "states:HTTPEndpoint", endpoint))
    yield Wanted(Grant("states:InvokeHTTPEndpoint", call.place.machine_arn, tuple(conditions)))
    yield call._replace(parameters=object_at(call.parameters, ("Authentication",))).wanted(
        "events:RetrieveConnectionCredentials", "events:connection/{ConnectionArn}"
    )
    connection = _CONNECTION.fullmatch(call.text("Authentication.ConnectionArn") or "")
    secret = f"secret:events!connection/{connection[1]}/*" if connection else "secret:events!connection/*"
    for action in ("DescribeSecret", "GetSecretValue"):
        yield call.wanted(f"secretsmanager:{action}", f"secretsmanager:{secret}")


def _gateway(call: Call) -> Iterator[Wanted]:
    kind = call.text("AuthType")
    if kind in {"NO_AUTH", "RESOURCE_POLICY"} or not call.mentions("AuthType"):
        return
    host = call.text("ApiEndpoint") or UNKNOWN
    stage, method = (call.text(name) or UNKNOWN for name in ("Stage", "Method"))
    path = (call.text("Path") or UNKNOWN).lstrip("/")
    resource = call.place.arn("execute-api", f"{host.partition('.')[0]}/{stage}/{method}/{path}")
    note = "" if kind == "IAM_ROLE" else "only when AuthType is IAM_ROLE"
    yield Wanted(Grant("execute-api:Invoke", resource), UNKNOWN in resource.rpartition(":")[2], note)


def _model(call: Call) -> Iterator[Wanted]:
    model = call.text("ModelId")
    form = "bedrock:foundation-model/{ModelId}"
    if model and _PROFILE.match(model):
        yield call.wanted("bedrock:InvokeModel", "bedrock:inference-profile/{ModelId}")
        anywhere = call._replace(
            place=call.place._replace(region=UNKNOWN), parameters={"ModelId": model.partition(".")[2]}
        )
        yield anywhere.wanted("bedrock:InvokeModel", form)
    elif model is None:
        yield Wanted(
            Grant("bedrock:InvokeModel", f"arn:{call.place.partition}:bedrock:{call.place.region}:*"), is_open=True
        )
    else:
        yield call.wanted("bedrock:InvokeModel", form)
    for name, action in (("Input", "s3:GetObject"), ("Output", "s3:PutObject")):
        if call.mentions(name):
            yield _stored(call, action, f"{name}.S3Uri")


def _stored(call: Call, action: str, name: str) -> Wanted:
    uri = _S3_URI.fullmatch(call.text(name) or "")
    resource = f"{uri[1]}/{uri[2]}" if uri else "*/*"
    return Wanted(Grant(action, call.place.arn("s3", resource)), uri is None)


def _task(call: Call) -> Iterator[Wanted]:
    family = call.text("TaskDefinition")
    plain = family and not is_arn(family) and ":" not in family and not has_placeholder(family)
    yield call.wanted("ecs:RunTask", "ecs:task-definition/{TaskDefinition}" + (":*" if plain else ""))
    if call.is_sync:
        yield call.wanted("ecs:DescribeTasks", "ecs:task/*")
        yield call.wanted("ecs:StopTask", "ecs:task/*")
        yield from managed_rule(call, "StepFunctionsGetEventsForECSTaskRule")
    overridden = [
        arn
        for name in ("TaskRoleArn", "ExecutionRoleArn")
        if (arn := literal(object_at(call.parameters, ("Overrides",)).get(name))) is not None
    ]
    condition = (("StringEquals", "iam:PassedToService", "ecs-tasks.amazonaws.com"),)
    for arn in overridden:
        yield Wanted(Grant("iam:PassRole", arn, condition))
    note = "the roles that the task definition names, if it names any"
    yield Wanted(Grant("iam:PassRole", call.place.arn("iam", "role/*"), condition), is_open=True, note=note)


def _job(call: Call) -> Iterator[Wanted]:
    definition = call.text("JobDefinition")
    revision = (
        "" if definition is None or is_arn(definition) or ":" in definition else "*"
    )  # of which the newest is taken
    yield call.wanted("batch:SubmitJob", "batch:job-definition/{JobDefinition}" + revision)
    yield call.wanted("batch:SubmitJob", "batch:job-queue/{JobQueue}")
    if call.is_sync:
        yield call.wanted("batch:DescribeJobs", UNKNOWN)
        yield call.wanted("batch:TerminateJob", "batch:job/*")
        yield from managed_rule(call, "StepFunctionsGetEventsForBatchJobsRule")


def _query(call: Call) -> Iterator[Wanted]:
    group = "athena:workgroup/{WorkGroup}"
    yield call.wanted("athena:StartQueryExecution", group)
    yield call.wanted("athena:GetDataCatalog", "athena:datacatalog/*")
    if call.is_sync:
        yield call.wanted("athena:GetQueryExecution", group)
        yield call.wanted("athena:StopQueryExecution", group)
    for action in _S3_OF_QUERIES:
        yield call.wanted(f"s3:{action}", "s3:*", note=_QUERY_DATA)
    for action in _GLUE_OF_QUERIES:  # on the catalog, its databases, tables and functions
        yield call.wanted(f"glue:{action}", "glue:*", note=_QUERY_DATA)
    yield call.wanted("lakeformation:GetDataAccess", UNKNOWN, note=_QUERY_DATA)


def _query_results(call: Call) -> Iterator[Wanted]:
    yield call.wanted("athena:GetQueryResults", "athena:workgroup/{WorkGroup}")
    yield call.wanted("s3:GetObject", "s3:*")._replace(is_open=True)


RULES: dict[str, Callable[[Call], Iterator[Wanted]]] = {
    "apigateway:invoke": _gateway,
    "athena:startQueryExecution": _query,
    "athena:getQueryResults": _query_results,
    "batch:submitJob": _job,
    "bedrock:invokeModel": _model,
    "ecs:runTask": _task,
    "events:putEvents": _events,
    "http:invoke": _request,
    "lambda:invoke": function,
    "sns:publish": _topic,
    "sqs:sendMessage": _queue,
    "states:startExecution": _execution,
}
