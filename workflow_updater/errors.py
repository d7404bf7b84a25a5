"""
Errors that end a command, each with its exit code and the cure.

    DeployError                      exit  what the caller learns
    ├── DeploymentFailed             1     it failed, or was rolled back
    ├── UsageError                   2     flags, settings, files, installation
    ├── DefinitionInvalid            3     the definition has errors
    │   └── GuardrailsRefused        4     the infra team's guardrails do not allow it (plan/guardrails.py)
    ├── Refused                      4     guardrail, review, approval
    ├── CloudUnavailable             5     AWS unreachable, denied, or throttled out
    │   ├── AccessDenied             5     the caller holds no right to the call
    │   └── CloudAway                5     no answer, or none now: asking again later may help
    ├── StackBusy                    6     another operation holds the stack
    ├── StillRunning                 7     not finished at the deadline
    └── Interrupted                  130   Ctrl-C, after tidying up

A fault in the user's definition is a `Finding`, not an exception; `DefinitionInvalid` only carries the findings out.
Built-in exceptions mean a bug of ours and end with exit code 70.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workflow_updater.core.validation.finding import Finding

EXIT_DONE = 0
EXIT_DIFFERS = 10
EXIT_BUG = 70
EXIT_INTERRUPTED = 130


class DeployError(Exception):
    """A failure that the user can understand: *message* says where and what, *hint* says the cure."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class DeploymentFailed(DeployError):
    """The change set, the update or the execution failed; message and hint say in what state things are."""

    exit_code = 1


class UsageError(DeployError):
    """The call cannot be carried out as it was made: a flag, a setting, a file or the installation."""

    exit_code = 2


class DefinitionInvalid(DeployError):
    """The definition has *findings* of severity error; nothing was pushed."""

    exit_code = 3

    def __init__(self, message: str, findings: Sequence[Finding], *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.findings = tuple(findings)


class Refused(DeployError):
    """The deployment would do more, or less, than it was asked to; *value* is what JSON tells of it beside."""

    exit_code = 4

    def __init__(self, message: str, *, hint: str = "", value: Mapping[str, object] | None = None) -> None:
        super().__init__(message, hint=hint)
        self.value = dict(value or {})


class CloudUnavailable(DeployError):
    """AWS did not answer, denied the call, or throttled it out."""

    exit_code = 5


class AccessDenied(CloudUnavailable):
    """The caller holds no right to the call; where another way leads to the same end, it is taken instead."""


class CloudAway(CloudUnavailable):
    """AWS is away for now: no connection, no answer in time, 5xx, throttled; who has the time asks again."""


class StackBusy(DeployError):
    """Another operation holds the stack."""

    exit_code = 6


class StillRunning(DeployError):
    """The deadline passed while AWS was still at work; *hint* says how to follow it."""

    exit_code = 7


class Interrupted(DeployError):
    """Ctrl-C: *message* says in what state things were left."""

    exit_code = EXIT_INTERRUPTED
