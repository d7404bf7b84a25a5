"""Where AWS answers in prose only: the one place that knows its sentences, and the cure for each."""

from __future__ import annotations

# source: recorded answers of CreateChangeSet (2022, 2025), and aws-cdk's stack-diagnoser for templates with transforms
_NO_CHANGE = ("The submitted information didn't contain changes.", "No updates are to be performed.")


def says_no_change(reason: str) -> bool:
    """Return whether a FAILED change set failed only because there is nothing to change."""
    return reason.startswith(_NO_CHANGE)


# source: CloudFormation's answers to a Transform that it cannot run; the first part that occurs in the reason decides
_CURES = (
    ("No transform named", "the macro is not installed in this account and region: the infra team runs `bootstrap`"),
    (
        "malformed response",
        "the macro raised instead of answering: its log group says why; `bootstrap` installs the current version",
    ),
    ("failed without an error message", "the macro gave no reason: its log group in CloudWatch Logs says why"),
    ("Transformation data limit", "the definition is too large to be injected as text: make it smaller"),
    ("NoSuchKey", "the object is gone from the bucket: push again, and look at the bucket's lifecycle rules"),
    ("NoSuchVersion", "that version is gone from the bucket: push again, and look at the bucket's lifecycle rules"),
    # source: AWS's handler of AWS::StepFunctions::StateMachineAlias
    (
        "CloudWatch alarms are in an 'ALARM' state",
        "look at these alarms, and at what the executions of the new version did; correct the workflow and push again",
    ),
    ("drift detected", "somebody else moved the alias during the shift: find out who calls UpdateStateMachineAlias"),
    ("Requires capabilities", "the infra team deploys the template once with the capabilities that it needs"),
)


def cure_for(reason: str) -> str:
    """Return what to do about a change set that failed with *reason*, "" when only its own words help."""
    return next((cure for part, cure in _CURES if part in reason), "")
