"""What the AWS SDK integrations need: the action that IAM checks, and its resource where a parameter names it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from workflow_updater.core.permissions.by_parameter import of_version
from workflow_updater.core.permissions.call import UNKNOWN, Call, Wanted, is_arn, literal, members
from workflow_updater.core.permissions.grant import Grant
from workflow_updater.core.permissions.sdk_exceptions import EXCEPTIONS
from workflow_updater.core.permissions.sdk_prefixes import ELSEWHERE, METHODS, PREFIXES, UNSURE
from workflow_updater.core.permissions.sdk_resources import forms
from workflow_updater.core.permissions.special import from_rule, queue_arn

_WRITES = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem"}
_STATEMENTS = {
    "select": "PartiQLSelect",
    "insert": "PartiQLInsert",
    "update": "PartiQLUpdate",
    "delete": "PartiQLDelete",
}
# SDK actions that are checked like the integration of another spelling; the rules of that one know their parameters.
_ALIKE = {
    "athena:getQueryResults": "athena:getQueryResults",
    "athena:startQueryExecution": "athena:startQueryExecution",
    "batch:submitJob": "batch:submitJob",
    "bedrockruntime:converse": "bedrock:invokeModel",
    "bedrockruntime:invokeModel": "bedrock:invokeModel",
    "ecs:runTask": "ecs:runTask",
    "eventbridge:putEvents": "events:putEvents",
    "lambda:invoke": "lambda:invoke",
    "sfn:startExecution": "states:startExecution",
    "sns:publish": "sns:publish",
    "sqs:sendMessage": "sqs:sendMessage",
}
_BY_VERB = {"executeStatement", "batchExecuteStatement", "executeTransaction"}


def from_sdk(call: Call) -> list[Wanted]:
    """Return what the SDK action *call* needs."""
    alike = _ALIKE.get(f"{call.service}:{call.action}")
    if alike:
        service, _, action = alike.partition(":")
        return from_rule(call._replace(service=service, action=action, pattern="")) or []
    return list(_wanted(call))


@cache
def _prefixes() -> dict[str, str]:
    return {name: prefix if given else name for name, given, prefix in (one.partition("=") for one in PREFIXES.split())}


@cache
def _methods() -> dict[str, str]:
    return dict(one.split("=") for one in METHODS.split())


@cache
def _unsure() -> frozenset[str]:
    return frozenset(UNSURE.split())


@cache
def _elsewhere() -> frozenset[str]:
    return frozenset(ELSEWHERE.split())


def iam_actions(service: str, action: str) -> tuple[tuple[str, ...], str]:
    """Return the actions of IAM that an SDK action needs, () for none, and a note when they are not surely known."""
    name = f"{service}:{action}"
    if name in EXCEPTIONS:
        return EXCEPTIONS[name], ""
    prefix = _prefixes().get(service)
    if name in _methods():
        return (f"{prefix}:{_methods()[name]}",), ""
    proper = action[:1].upper() + action[1:]
    if not prefix:
        return (f"{service}:{proper}",), f"it is not known what IAM calls the actions of {service}"
    note = "IAM has no action of this name; its documentation may know another" if name in _unsure() else ""
    return (f"{prefix}:{proper}",), note


def _wanted(call: Call) -> Iterator[Wanted]:
    if call.service == "dynamodb" and call.action in _TABLES:
        yield from _TABLES[call.action](call)
    elif call.service == "dynamodb" and call.action in _BY_VERB:
        yield from _statements(call)
    elif call.service == "s3" and call.action in {"copyObject", "uploadPartCopy"}:
        yield from _copied(call)
    elif call.service == "s3" and call.action == "deleteObjects":
        yield call.wanted("s3:DeleteObject", "s3:{Bucket}/*")
        if any(name == "VersionId" for name, _ in members(call.parameters)):
            yield call.wanted("s3:DeleteObjectVersion", "s3:{Bucket}/*")
    else:
        actions, note = iam_actions(call.service, call.action)
        for action in actions:
            yield from _on_resource(call, of_version(action) if call.mentions("VersionId") else action, note)
    if call.service not in {"sts", "iam"}:
        yield from _passed(call)


def _on_resource(call: Call, action: str, note: str) -> Iterator[Wanted]:
    prefix = action.partition(":")[0]
    if prefix == "sqs" and call.mentions("QueueUrl"):
        yield Wanted(Grant(action, queue_arn(call)), call.text("QueueUrl") is None, note)
        return
    if prefix == "apigateway":
        yield Wanted(
            Grant(action, f"arn:{call.place.partition}:apigateway:{call.place.region}::/*"), is_open=True, note=note
        )
        return
    if action in _elsewhere():
        yield Wanted(Grant(action, UNKNOWN), is_open=True, note=note)
        return
    if prefix == "glue" and call.mentions("DatabaseName"):
        yield from _catalogued(call, action)
        return
    yield _named(call, action, note)


def _named(call: Call, action: str, note: str) -> Wanted:
    for form, names in forms(action):
        if all(call.mentions(name) for name in names):
            return _indexed(call, call.wanted(action, _slashed(call, form), note=note))
    return Wanted(Grant(action, UNKNOWN), is_open=True, note=note)


def _slashed(call: Call, form: str) -> str:
    """Return *form* for a parameter of SSM whose name begins with a slash, which its ARN has once."""
    return form.replace("parameter/{", "parameter{") if (call.text("Name") or "").startswith("/") else form


def _indexed(call: Call, wanted: Wanted) -> Wanted:
    """Return *wanted* for the index, when the table is asked through one: IAM checks that instead."""
    if call.service != "dynamodb" or not call.mentions("IndexName"):
        return wanted
    index = f"{wanted.grant.resource}/index/{call.text('IndexName') or UNKNOWN}"
    return wanted._replace(grant=wanted.grant._replace(resource=index))


_ROLES = {"AutoScalingRole", "ExecutionRole", "JobFlowRole", "ServiceRole"}


def _passed(call: Call) -> Iterator[Wanted]:
    """Yield the right to hand over each role that a parameter names; to which service, the definition does not say."""
    for name, value in members(call.parameters):
        is_role = name.endswith(("RoleArn", "RoleARN")) or name in _ROLES
        if is_role or (name == "Role" and (value is None or is_arn(literal(value) or "arn:"))):
            role = call._replace(parameters={name: value})
            yield role.wanted("iam:PassRole", f"iam:role/{{{name}}}", note=f"if {name} is handed over to a service")


def _catalogued(call: Call, action: str) -> Iterator[Wanted]:
    """Yield what Glue checks for a table: the catalog, the database and the table."""
    table = call.text("TableName") or call.text("TableInput.Name") or call.text("Name") or UNKNOWN
    yield call.wanted(action, "glue:catalog")
    yield call.wanted(action, "glue:database/{DatabaseName}")
    if "Table" in action or "Partition" in action:
        yield call.wanted(action, f"glue:table/{{DatabaseName}}/{table}")


def _copied(call: Call) -> Iterator[Wanted]:
    source = call.text("CopySource")
    place = (source or "*/*").removeprefix("/").partition("?")[0]
    action = of_version("s3:GetObject") if "?versionId=" in (source or "") else "s3:GetObject"
    yield Wanted(Grant(action, call.place.arn("s3", place)), source is None)
    yield call.wanted("s3:PutObject", "s3:{Bucket}/{Key}")


def _statements(call: Call) -> Iterator[Wanted]:
    """Yield what PartiQL needs, by the first word of each statement."""
    listed = call.found("Statements") or call.found("TransactStatements") or [call.parameters]
    for one in listed if isinstance(listed, list) else [{}]:
        text = literal(one.get("Statement")) if isinstance(one, Mapping) else None
        words = (text or "").split()
        verb = words[0].lower() if words else ""
        for action in [_STATEMENTS[verb]] if verb in _STATEMENTS else _STATEMENTS.values():
            yield Wanted(Grant(f"dynamodb:{action}", call.place.arn("dynamodb", "table/*")), is_open=True)


def _on_tables(call: Call, action: str, listed: object) -> Iterator[Wanted]:
    """Yield *action* on every table that is a key of *listed*."""
    tables = listed if isinstance(listed, Mapping) else {}
    for table in tables or (None,):
        yield call._replace(parameters={"TableName": table} if table else {}).wanted(
            f"dynamodb:{action}", "dynamodb:table/{TableName}"
        )


def _transaction(call: Call) -> Iterator[Wanted]:
    listed = call.found("TransactItems")
    for item in listed if isinstance(listed, list) else [dict.fromkeys(_WRITES)]:
        for kind, below in item.items() if isinstance(item, Mapping) else ():
            if kind in _WRITES:
                table = call._replace(parameters=below if isinstance(below, Mapping) else {})
                yield table.wanted(f"dynamodb:{_WRITES[kind]}", "dynamodb:table/{TableName}")


def _transaction_read(call: Call) -> Iterator[Wanted]:
    listed = call.found("TransactItems")
    for item in listed if isinstance(listed, list) else [{}]:
        below = item.get("Get") if isinstance(item, Mapping) else None
        table = call._replace(parameters=below if isinstance(below, Mapping) else {})
        yield table.wanted("dynamodb:GetItem", "dynamodb:table/{TableName}")


_TABLES = {
    "batchGetItem": lambda call: _on_tables(call, "BatchGetItem", call.found("RequestItems")),
    "batchWriteItem": lambda call: _on_tables(call, "BatchWriteItem", call.found("RequestItems")),
    "transactGetItems": _transaction_read,
    "transactWriteItems": _transaction,
}
