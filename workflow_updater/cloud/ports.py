"""
What this tool asks of AWS, as protocols and values: the seam between the plan and boto3.

Every verb raises only `errors.DeployError` subclasses (`CloudUnavailable` unless said otherwise); a `ClientError` never
comes through. `cloud/aws/` is the one implementation that calls AWS; tests use the in-memory one in `tests/fakes/`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Literal, NamedTuple, Protocol

from workflow_updater.core.change.model import ResourceChange
from workflow_updater.core.content_address import location

UNKNOWN_TIME = datetime.min.replace(tzinfo=UTC)


HIDDEN = "****"  # what every answer shows of a NoEcho parameter. source: CloudFormation user guide, parameters


@dataclass(frozen=True)
class Stack:
    """
    A stack as DescribeStacks tells it; parameter values of NoEcho parameters are `****`.

    *change_set* is the ARN of the one that was executed last, "" when none was. *resolved* are the values that SSM
    parameters had at the last update, for those of *parameters* whose value is the name of one. *settings* are what
    changes how CloudFormation works on all of it, Tags, NotificationARNs and RollbackConfiguration, as canonical text.
    """

    name: str
    arn: str
    status: str
    status_reason: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    capabilities: tuple[str, ...] = ()
    change_set: str = ""
    resolved: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def account(self) -> str:
        """The account that owns it, from its ARN."""
        return self.arn.split(":")[4]

    @property
    def region(self) -> str:
        """The region that it is in, from its ARN."""
        return self.arn.split(":")[3]

    @property
    def values(self) -> dict[str, str]:
        """What the parameters stand for in the template, NoEcho ones left out: nobody knows."""
        return {name: text for name, text in {**self.parameters, **self.resolved}.items() if text != HIDDEN}


@dataclass(frozen=True)
class ChangeSetRequest:
    """One CreateChangeSet call; exactly one of *template_body* and *template_url* is given."""

    stack: str
    name: str
    parameters: Mapping[str, str | None]  # None: UsePreviousValue
    capabilities: tuple[str, ...] = ()
    template_body: str | None = None
    template_url: str | None = None
    description: str = ""
    token: str = ""  # makes a repeated call harmless
    type: Literal["UPDATE", "CREATE"] = "UPDATE"


@dataclass(frozen=True)
class ChangeSet:
    """A change set with the changes of *all* pages."""

    arn: str
    name: str
    stack_arn: str
    status: str
    execution_status: str
    reason: str
    changes: tuple[ResourceChange, ...]
    description: str = ""
    created: datetime = UNKNOWN_TIME
    parameters: Mapping[str, str] = field(default_factory=dict)
    resolved: Mapping[str, str] = field(default_factory=dict)  # as of a Stack, with the values of now
    settings: Mapping[str, str] = field(default_factory=dict)  # as of a Stack; what is left out is kept


class PendingChangeSet(NamedTuple):
    """A change set that nobody has executed, as ListChangeSets tells it."""

    arn: str
    name: str
    created: datetime


@dataclass(frozen=True)
class StackResource:
    """One resource of a stack; *physical_id* is "" until there is one."""

    logical_id: str
    physical_id: str
    type: str
    status: str = ""


@dataclass(frozen=True)
class StackEvent:
    """One event of a stack; the stack's own events have *logical_id* equal to the stack's name."""

    id: str
    at: datetime
    logical_id: str
    type: str
    status: str
    reason: str = ""
    physical_id: str = ""
    token: str = ""  # ClientRequestToken of the operation that caused it


@dataclass(frozen=True)
class StoredObject:
    """One version of one S3 object; *version_id* is "" in a bucket without versioning."""

    bucket: str
    key: str
    version_id: str
    sha256: str  # hexadecimal; "" when S3 holds no SHA-256 checksum of it

    @property
    def location(self) -> str:
        """`s3://BUCKET/KEY?versionId=V`, as a template's parameter names it."""
        return location(self.bucket, self.key, self.version_id)


class Found(NamedTuple):
    """An object that was read: which version it was, and its bytes."""

    stored: StoredObject
    body: bytes


@dataclass(frozen=True)
class Machine:
    """A live state machine."""

    arn: str
    definition: str
    role_arn: str
    type: str = "STANDARD"


@dataclass(frozen=True)
class Alias:
    """An alias; *routes* are ARN of a version → percentage of the executions, above 0, one or two of them."""

    arn: str
    routes: Mapping[str, int]


@dataclass(frozen=True)
class Execution:
    """One execution; *output* is JSON text, "" while there is none."""

    arn: str
    status: str  # RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED
    output: str = ""
    error: str = ""
    cause: str = ""


@dataclass(frozen=True)
class HistoryEvent:
    """One event of an execution's history."""

    id: int
    type: str
    state: str  # the state's name for StateEntered and StateExited events, else ""


@dataclass(frozen=True)
class Diagnosis:
    """One answer of ValidateStateMachineDefinition; *location* is like `/States/A/Catch[0]/Next`, or "" for all."""

    severity: Literal["error", "warning"]
    code: str
    message: str
    location: str = ""


class Parameter(NamedTuple):
    """A parameter of the parameter store; *type* is String, StringList or SecureString."""

    name: str
    type: str
    value: str


class RolePolicy(NamedTuple):
    """A policy of a role, inline or attached; *document* is parsed."""

    name: str
    document: Mapping[str, Any]


class Role(NamedTuple):
    """A role and what its own policies say; *boundary* is the ARN of its permissions boundary, "" without one."""

    arn: str
    policies: tuple[RolePolicy, ...] = ()
    boundary: str = ""


class Stacks(Protocol):
    """CloudFormation, as far as this tool uses it."""

    def describe(self, stack: str) -> Stack | None:
        """Return the stack of that name or ARN, None when there is none."""
        ...

    def original_template(self, stack: str) -> str:
        """Return `GetTemplate(Original)`: CloudFormation replaces every non-ASCII character in it with `?`."""
        ...

    def deployed_template(self, stack: str) -> Mapping[str, Any]:
        """Return the stack's template as it is deployed, after all macros ran; {} when none did."""
        ...

    def resource_ids(self, stack: str) -> Mapping[str, str]:
        """Return logical id → physical id of every resource of the stack."""
        ...

    def resources(self, stack: str) -> Sequence[StackResource]:
        """Return every resource of the stack, those that macros and transforms added included."""
        ...

    def create_change_set(self, request: ChangeSetRequest) -> str:
        """Start to create a change set and return its ARN. Raises StackBusy while another operation runs."""
        ...

    def find_change_set(self, stack: str, name: str) -> str | None:
        """Return the ARN of the stack's change set of that name, None when there is none."""
        ...

    def pending_change_sets(self, stack: str) -> Sequence[PendingChangeSet]:
        """Return the change sets of the stack of that name that nobody has executed."""
        ...

    def change_set(self, arn: str) -> ChangeSet:
        """Return the change set with all its pages."""
        ...

    def processed_template(self, change_set_arn: str) -> Mapping[str, Any]:
        """Return the template of the change set after all macros ran."""
        ...

    def delete_change_set(self, arn: str) -> None:
        """Delete a change set; one that is gone already is fine."""
        ...

    def execute(self, change_set_arn: str, *, token: str) -> None:
        """Start to execute exactly this change set; *token* marks the events that it causes."""
        ...

    def delete(self, stack: str) -> None:
        """Start to delete a stack; one that is gone already is fine."""
        ...

    def events(self, stack_arn: str, *, token: str, since: datetime = UNKNOWN_TIME) -> Sequence[StackEvent]:
        """
        Return the events that the operation with *token* caused so far, oldest first.

        It began after *since*; unless that is known, its last event is looked for among the newest hundred only.
        """
        ...

    def recent_events(self, stack: str) -> Sequence[StackEvent]:
        """Return about the last hundred events of the stack, whatever caused them, oldest first."""
        ...


class Objects(Protocol):
    """
    S3, as far as this tool uses it.

    A bucket whose name says which account it must be of (`core.bucket_name`) is AccessDenied when it is of another one.
    """

    def bucket_exists(self, bucket: str, *, owner: str) -> bool:
        """Return whether the bucket is there. Raises CloudUnavailable when it is not of the account *owner*."""
        ...

    def put_new(self, bucket: str, key: str, body: bytes) -> StoredObject:
        """Store *body* where nothing is yet (`If-None-Match: *`); the same bytes there are fine, others are Refused."""
        ...

    def put(self, bucket: str, key: str, body: bytes) -> StoredObject:
        """Store *body* as the newest version of the key, with its SHA-256 checksum."""
        ...

    def head(self, bucket: str, key: str, version_id: str = "") -> StoredObject | None:
        """Return what is stored at the key, None when nothing is."""
        ...

    def list(self, bucket: str, prefix: str, after: str = "") -> Sequence[str]:
        """Return all keys that begin with *prefix* and come after the key *after*, in the order of their UTF-8."""
        ...

    def get(self, bucket: str, key: str, version_id: str = "") -> bytes | None:
        """Return the bytes of a definition, None when nothing is there. Raises UsageError above the size of one."""
        ...

    def newest(self, bucket: str, key: str, *, max_bytes: int) -> Found | None:
        """
        Return the newest version at the key, None when there is none, nor such a bucket.

        Raises UsageError above *max_bytes*.
        """
        ...


class Machines(Protocol):
    """Step Functions, as far as this tool uses it."""

    def describe(self, arn: str) -> Machine:
        """Return the live state machine, or the version of that ARN; this read is eventually consistent."""
        ...

    def alias(self, arn: str) -> Alias | None:
        """Return the alias, None when there is none."""
        ...

    def versions(self, arn: str) -> Sequence[str]:
        """Return the ARNs of all versions of a state machine, the newest first."""
        ...

    def delete_version(self, arn: str) -> bool:
        """Delete a version and return True; return False, and leave it, when an alias names it. Executions go on."""
        ...

    def validate(self, definition: str, machine_type: str) -> Sequence[Diagnosis]:
        """Return what AWS has against *definition*; *machine_type* "" is taken for STANDARD."""
        ...

    def start(self, arn: str, *, input_json: str, name: str, is_new: bool = False) -> str:
        """Start an execution and return its ARN; when the name *is_new*, one that has it already is this one."""
        ...

    def execution(self, arn: str) -> Execution:
        """Return how the execution stands."""
        ...

    def history(self, arn: str, *, after: int = 0) -> Sequence[HistoryEvent]:
        """Return the history of the execution so far, oldest first, without the events up to the id *after*."""
        ...


class Roles(Protocol):
    """IAM, as far as this tool uses it."""

    def find(self, arn: str) -> Role | None:
        """Return the role with all its policies, None when there is none of that name."""
        ...


class Parameters(Protocol):
    """The parameter store of Systems Manager, as far as this tool uses it."""

    def find(self, name: str) -> Parameter | None:
        """Return the parameter, None when there is none; a secret one as it is stored, encrypted."""
        ...


@dataclass(frozen=True)
class Cloud:
    """One account and region: what a command may touch; *identify* asks who we are, at most once, when needed."""

    region: str
    stacks: Stacks
    objects: Objects
    machines: Machines
    parameters: Parameters
    roles: Roles
    identify: Callable[[], str]

    @cached_property
    def account(self) -> str:
        """The account's id, 12 digits; the first read calls AWS. Where an ARN is at hand, it names the account too."""
        return self.identify()
