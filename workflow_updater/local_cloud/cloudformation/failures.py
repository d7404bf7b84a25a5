"""CloudFormation's own sentences, text for text; the recordings they come from are named in docs/local_cloud.md."""

from __future__ import annotations

from collections.abc import Sequence

NO_CHANGES_AFTER_TRANSFORM = "No updates are to be performed."
INTERNAL_FAILURE = "Internal Failure"
NAME_NOT_LITERAL = "Key Name of transform definition must be a string."
NO_RESOURCES = "Template format error: At least one Resources member must be defined."
UNSUPPORTED_SHAPE = "unsupported structure."  # after "Template format error: "
UNSUPPORTED_STRUCTURE = "Template format error: unsupported structure.."
TOO_LARGE = "Transformation data limit exceeded"
NO_STACK_NAMED = "StackName must be specified if ChangeSetName is not specified as an ARN."
NO_TEMPLATE = "Either Template URL or Template Body must be specified."
ROLLED_BACK = " Rollback requested by user."  # appended when the failure rolls a stack back


class MacroFailed(Exception):
    """A macro, or the call of one, failed: the text is the StatusReason."""


def unknown_macro(transform_id: str) -> str:
    """Return what a template gets that names no macro of its account."""
    return f"No transform named {transform_id} found."


def macro_failed(transform_id: str, error_message: object) -> str:
    """Return what a macro gets that answered another status than success; the second period is AWS's."""
    if error_message:
        return f"Transform {transform_id} failed with: {error_message}."
    return f"Transform {transform_id} failed without an error message.."


def malformed_response(transform_id: str) -> str:
    """Return what a macro gets that raised, or answered what is no answer."""
    return f"Received malformed response from transform {transform_id}."


def stack_exists(stack_name: str, change_set_name: str) -> str:
    """Return what a change set of type CREATE gets for a stack that exists."""
    return f"Stack [{stack_name}] already exists and cannot be created again with the changeSet [{change_set_name}]."


def stack_is_busy(stack_id: str, status: str) -> str:
    """Return what an operation gets on a stack that cannot take it now."""
    return f"Stack:{stack_id} is in {status} state and can not be updated."


def role_not_assumable(role_arn: str) -> str:
    """Return what a request gets whose RoleARN names no role that CloudFormation can assume."""
    return f"Role {role_arn} is invalid or cannot be assumed"


def not_deletable(stack_id: str, status: str) -> str:
    """Return what DeleteStack gets on a stack that is being updated."""
    return f"Stack [{stack_id}] cannot be deleted while in status {status}"


def no_stack(name: str) -> str:
    """Return what an operation on a change set gets whose stack is not there."""
    return f"Stack [{name}] does not exist"


def not_executable(change_set_id: str, status: str, execution_status: str) -> str:
    """Return what ExecuteChangeSet gets for a change set that is not made, or was executed or overtaken."""
    if status == "CREATE_COMPLETE":
        # source: aws/amazon-chime-sdk-js#1089, "in its current execution status of [OBSOLETE]"
        return f"ChangeSet [{change_set_id}] cannot be executed in its current execution status of [{execution_status}]"
    return f"ChangeSet [{change_set_id}] cannot be executed in its current status of [{status}]"


def no_previous_value(name: str) -> str:
    """Return what a request gets that keeps the value of a parameter which the stack does not have."""
    return (
        f"Invalid input for parameter key {name}. Cannot specify usePreviousValue as true for a parameter key "
        "not in the previous template"
    )


def unknown_parameters(names: Sequence[str]) -> str:
    """Return what a request gets that gives parameters which the template does not declare."""
    return f"Parameters: [{', '.join(names)}] do not exist in the template"


def missing_parameters(names: Sequence[str]) -> str:
    """Return what a request gets that leaves out parameters without default."""
    return f"Parameters: [{', '.join(names)}] must have values"
