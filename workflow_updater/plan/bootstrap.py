"""What an infra team sets up once per account and region, as data, and its execution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from workflow_updater.cloud.ports import Cloud
from workflow_updater.core.bucket_name import default_bucket
from workflow_updater.core.content_address import digest
from workflow_updater.errors import UsageError
from workflow_updater.plan.attempt import Attempt
from workflow_updater.plan.converge import Converged, Desired, Ended, converge
from workflow_updater.plan.model import Template
from workflow_updater.plan.progress import Steps, Waiting
from workflow_updater.sources.template_file import parse_template

BUCKET_STACK = "workflow-bucket"
MACRO_STACK = "workflow-macro"
BUCKETS_PARAMETER_MAX = 136  # characters; source: templates/macro.yaml, WorkflowBuckets
BUCKETS_MAX = 4  # source: as above


@dataclass(frozen=True)
class WorkflowStack:
    """A stack whose workflow a dev team pushes; *code* is the zip of its functions, b"" when it has none."""

    name: str
    template: Template
    code: bytes = b""


@dataclass(frozen=True)
class Bootstrap:
    """Everything that is to be there. *bucket* "" leaves its name to the bucket stack, or to account and region."""

    bucket: str
    bucket_template: Template
    macro_template: Template
    macro_zip: bytes
    workflow_stacks: tuple[WorkflowStack, ...] = ()


@dataclass(frozen=True)
class SetUp:
    """What is there now: *stacks* maps stack → how it came there; a bucket that was there before has no stack."""

    bucket: str
    macro: str
    stacks: Mapping[str, Ended]


def set_up(wanted: Bootstrap, cloud: Cloud, attempt: Attempt) -> Steps[SetUp]:
    """
    Yield the progress of bringing the account to *wanted* and return what is there; done already is fine.

    Raises:
        DeployError: as `converge`; the message names the stack. Run again, it picks up where it ended.
    """
    ends: dict[str, Ended] = {}
    bucket = yield from _bucket(wanted, cloud, attempt, ends)
    macro = yield from _macro(wanted, bucket, cloud, attempt, ends)
    for stack in wanted.workflow_stacks:
        parameters = yield from _code(stack, bucket, cloud)
        desired = Desired(stack.name, stack.template, parameters, bucket)
        yield from _converge(desired, cloud, attempt, ends)
    return SetUp(bucket, macro, ends)


def _converge(desired: Desired, cloud: Cloud, attempt: Attempt, ends: dict[str, Ended]) -> Steps[Converged]:
    """Bring one stack there and write into *ends*, which is the caller's, how it ended."""
    named = replace(attempt, name=f"{attempt.name}-{desired.stack}")
    converged = yield from converge(desired, cloud, named)
    ends[desired.stack] = converged.ended
    return converged


def _bucket(wanted: Bootstrap, cloud: Cloud, attempt: Attempt, ends: dict[str, Ended]) -> Steps[str]:
    """Return the name of the bucket, once it is there."""
    stack = cloud.stacks.describe(BUCKET_STACK)
    own = stack.outputs.get("BucketName", "") if stack else ""
    name = wanted.bucket or own or default_bucket(cloud.account, cloud.region)
    if own != name and cloud.objects.bucket_exists(name, owner=cloud.account):
        yield Waiting(f"{name} is there already and left as it is")
        return name
    if own not in {"", name}:
        raise UsageError(
            f"bucket {name} does not exist, and stack {BUCKET_STACK} holds bucket {own}",
            hint="leave --bucket out, or create that bucket first: versioned, encrypted, without public access",
        )
    desired = Desired(BUCKET_STACK, wanted.bucket_template, {"BucketName": name})
    converged = yield from _converge(desired, cloud, attempt, ends)
    return converged.stack.outputs.get("BucketName", name)


def _macro(wanted: Bootstrap, bucket: str, cloud: Cloud, attempt: Attempt, ends: dict[str, Ended]) -> Steps[str]:
    """Return the name of the macro, once it is there."""
    key = f"macro/{digest(wanted.macro_zip)}.zip"
    yield Waiting(f"uploading the macro to s3://{bucket}/{key}")
    _upload(cloud, bucket, key, wanted.macro_zip)
    before = cloud.stacks.describe(MACRO_STACK)
    allowed = _with_bucket(before.parameters.get("WorkflowBuckets", "") if before else "", bucket)
    parameters = {"CodeBucket": bucket, "CodeKey": key, "WorkflowBuckets": allowed}
    desired = Desired(MACRO_STACK, wanted.macro_template, parameters, bucket)
    converged = yield from _converge(desired, cloud, attempt, ends)
    return converged.stack.outputs.get("MacroName", "")


def _with_bucket(allowed: str, bucket: str) -> str:
    """Return the allow-list with *bucket* in it; the buckets that the infra team added before stay."""
    buckets = [name for name in allowed.split(",") if name]
    text = ",".join([*buckets, *([] if bucket in buckets else [bucket])])
    if len(text) > BUCKETS_PARAMETER_MAX or text.count(",") >= BUCKETS_MAX:
        raise UsageError(
            f"the macro cannot read that many buckets: {text}",
            hint=f"update stack {MACRO_STACK} with a shorter WorkflowBuckets ({BUCKETS_MAX} buckets, "
            f"{BUCKETS_PARAMETER_MAX} characters)",
        )
    return text


def _code(stack: WorkflowStack, bucket: str, cloud: Cloud) -> Steps[dict[str, str]]:
    """Return the template parameters that name the uploaded code, {} for a stack without functions."""
    declared = parse_template(stack.template.text, stack.template.origin).get("Parameters") or {}
    if "CodeKey" not in declared:
        return {}
    if not stack.code:
        raise UsageError(
            f"{stack.template.origin} wants the code of functions, and the workflow has none",
            hint="the functions of a workflow lie in the folder `functions` beside its definition",
        )
    key = f"code/{digest(stack.code)}.zip"
    yield Waiting(f"uploading the functions of {stack.name} to s3://{bucket}/{key}")
    _upload(cloud, bucket, key, stack.code)
    return {"CodeBucket": bucket, "CodeKey": key}


def _upload(cloud: Cloud, bucket: str, key: str, body: bytes) -> None:
    """Store *body* under its content-addressed key, unless it is there."""
    if cloud.objects.head(bucket, key) is None:
        cloud.objects.put_new(bucket, key, body)
