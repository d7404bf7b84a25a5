"""A plan: what a deployment will do, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from workflow_updater.core.aliases.publishing import Publishing
from workflow_updater.core.change.difference import StateChange
from workflow_updater.core.frozen import FrozenDict
from workflow_updater.core.permissions.comparison import Lack
from workflow_updater.core.release import NOWHERE, Provenance, Release
from workflow_updater.core.validation.finding import Finding
from workflow_updater.releases.ledger import Ledger

TEMPLATE_BODY_MAX_BYTES = 51_200  # source: CloudFormation, CreateChangeSet, TemplateBody


@dataclass(frozen=True)
class Publication:
    """The object that holds the definition; *replaces*: a key of the user's choice, of which this is a new version."""

    bucket: str
    key: str
    body: bytes
    digest: str  # SHA-256 of *body*, hexadecimal
    replaces: bool = False

    @property
    def uri(self) -> str:
        """The object without its version, which only S3 knows."""
        return f"s3://{self.bucket}/{self.key}"


@dataclass(frozen=True)
class Template:
    """
    The original template that the change set is made from; *origin* says where it was read.

    *url* is the address of exactly this version in S3, "" when it is in none. *note* is what the user should know about
    the choice of this template, "" for nothing.
    """

    text: str
    origin: str
    url: str = ""
    note: str = ""

    @property
    def is_too_large_for_a_call(self) -> bool:
        """Whether it has to travel through S3."""
        return len(self.text.encode()) > TEMPLATE_BODY_MAX_BYTES


class Original(NamedTuple):
    """The original template that a change set is made from, and the same *parsed*."""

    template: Template
    parsed: Mapping[str, Any]


@dataclass(frozen=True)
class Target:
    """The one state machine that a deployment may change."""

    stack: str
    stack_arn: str
    logical_id: str
    machine_arn: str
    parameter: str  # the template parameter that holds the location of the definition

    def __str__(self) -> str:
        """`stack: LogicalId`, as every message begins."""
        return f"{self.stack}: {self.logical_id}"


@dataclass(frozen=True)
class RolePermissions:
    """
    What the machine's role lacks for the definition; *unread* says why nobody could look, "" when somebody could.

    *missing* will fail at run time, *unsure* only IAM can decide; *boundary* is the ARN of the role's permissions
    boundary, which is not looked into.
    """

    role_arn: str = ""
    boundary: str = ""
    missing: tuple[Lack, ...] = ()
    unsure: tuple[Lack, ...] = ()
    unread: str = ""


@dataclass(frozen=True)
class Plan:
    """
    What `plan` shows and `deploy` executes.

    *definition* is the DefinitionString that the macro must inject, *live* the definition that runs now; *compared* are
    the two in the form that *differences* speak of.
    *parameters* are those of the change set but for the location; None: its previous value. *deployed_template* is
    CloudFormation's copy of the template at the time of the plan, *deployed_outputs* are the outputs in it after all
    macros ran. *warnings* are findings that do not stop it.
    *publishing* is what the template says of versions and an alias, None for a machine without; *weights* are those of
    the alias before the push, number of the version → percentage, {} where nothing has to be pushed.
    *provenance* is where the definition comes from, *restores* the sequence of the release that a rollback goes back
    to, *ledger* what the records say; *notes* are for a person.
    """

    target: Target
    publication: Publication
    definition: str
    live: str
    location_now: str
    template: Template
    deployed_template: str
    parameters: Mapping[str, str | None]
    capabilities: tuple[str, ...]
    description: str
    compared: tuple[object, object]
    differences: tuple[StateChange, ...]
    is_unchanged: bool
    ledger: Ledger
    warnings: tuple[Finding, ...] = ()
    permissions: RolePermissions = RolePermissions()
    publishing: Publishing | None = None
    weights: Mapping[str, int] = field(default_factory=FrozenDict)
    provenance: Provenance = NOWHERE
    restores: int = 0
    deployed_outputs: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def replaces(self) -> Release | None:
        """The release that runs now, None when what runs is in no record."""
        return self.ledger.running

    @property
    def alias_arn(self) -> str:
        """The alias that moves with every push, "" when there is none."""
        return f"{self.target.machine_arn}:{self.publishing.alias}" if self.publishing else ""

    @property
    def steps(self) -> tuple[str, ...]:
        """What will be done, in order, one line each; empty when nothing has to be done."""
        if self.is_unchanged:
            return ()
        moves = f"; meanwhile {self.publishing.told(self.target.stack)}" if self.publishing else ""
        return (
            f"publish {self.publication.uri}",
            f"create a change set of {self.target.stack} from {self.template.origin}, with {self.target.parameter} "
            "naming that object",
            f"review that it changes nothing but the definition of {self.target.logical_id}",
            f"execute it and follow the stack to its end{moves}",
            "verify that the live definition is the one published",
            "record the release",
        )
